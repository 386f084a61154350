package instant

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"miaoban/shared/audit"
	"miaoban/shared/store"
)

// Proof compares all that is stored of one application with what the audit has of it, both
// ways: each act that the audit names left what it has the digest of, and nothing is there
// that no act left. It returns what does not agree, each in a sentence. The events are those
// of the application, in any order; known reports whether the audit has another application.
func Proof(ctx context.Context, s store.Store, number string, events []audit.Event, known func(number string) bool) ([]string, error) {
	p := proof{items: map[string]store.Item{}, events: map[string][]audit.Event{}}
	for item, err := range store.All(ctx, s, store.Query{Partition: applicationKey(number).Partition}) {
		if err != nil {
			return nil, fmt.Errorf("what is stored of %s: %w", number, err)
		}
		p.items[item.Sort] = item
	}
	for _, e := range events {
		p.events[e.Action] = append(p.events[e.Action], e)
	}
	if p.events["erased"] != nil {
		if len(p.items) > 0 {
			p.fault("the audit knows that it was erased, and %d records are there", len(p.items))
		}
		return p.faults, nil
	}
	p.decisions()
	p.same("REVIEW", "review-requested")
	p.same("RATING", "rated")
	p.same("ASKED", "answered", "asked")
	p.proposals()
	if err := p.granted(ctx, s, known); err != nil {
		return nil, err
	}
	return p.faults, nil
}

// proof is one application's comparison.
type proof struct {
	items  map[string]store.Item
	events map[string][]audit.Event // by their action
	faults []string
}

func (p *proof) fault(format string, args ...any) {
	p.faults = append(p.faults, fmt.Sprintf(format, args...))
}

// same holds that the item is there when the audit has one of the actions, and is what the
// first of these that there is has left.
func (p *proof) same(sort string, actions ...string) {
	item, there := p.items[sort]
	for _, action := range actions {
		events := p.events[action]
		if len(events) == 0 {
			continue
		}
		switch {
		case len(events) > 1:
			p.fault("the audit has %d times that it was %s", len(events), action)
		case !there:
			p.fault("the audit knows that it was %s, and the record %s is not there", action, sort)
		case audit.Digest(item.Body) != events[0].Digest:
			p.fault("the record %s is not the one that the audit knows", sort)
		}
		return
	}
	if there {
		p.fault("the record %s is there, and the audit knows of no such act", sort)
	}
}

// decisions hold the application's own record, and what a person decided, against the
// audit. The record of the first decision is kept beside that of a person's.
func (p *proof) decisions() {
	record := "APPLICATION"
	if _, there := p.items["REFERRAL"]; there {
		record = "REFERRAL"
	}
	p.same(record, "decided")
	p.same("DETERMINATION", "determined")
	determined := p.events["determined"]
	if len(determined) == 0 {
		if record == "REFERRAL" {
			p.fault("a person's decision is in its place, and the audit knows of none")
		}
		return
	}
	if record != "REFERRAL" {
		p.fault("the record REFERRAL is not there: it was as decided before the person's decision")
	}
	// Who determined before the audit had the record's digest too has none of it there.
	if want := determined[0].Record; want != "" && audit.Digest(p.items["APPLICATION"].Body) != want {
		p.fault("the record APPLICATION is not the one that the audit knows of the person's decision")
	}
}

// proposals hold what waits for a second person against the audit.
func (p *proof) proposals() {
	item, there := p.items["PROPOSAL"]
	proposed := p.events["proposed"]
	waits := len(proposed) - len(p.events["proposal-returned"]) - len(p.events["determined"])
	switch {
	case there && waits <= 0:
		p.fault("the record PROPOSAL is there, and the audit knows of none that waits")
	case !there && waits > 0:
		p.fault("the audit knows of a proposal that waits, and the record PROPOSAL is not there")
	case there && !slices.ContainsFunc(proposed, func(e audit.Event) bool { return e.Digest == audit.Digest(item.Body) }):
		p.fault("the record PROPOSAL is not the one that the audit knows")
	}
}

// granted holds what an approval left, and what became of it, against the application's
// record and the audit.
func (p *proof) granted(ctx context.Context, s store.Store, known func(string) bool) error {
	var a Application
	if item, there := p.items["APPLICATION"]; !there {
		return nil
	} else if err := json.Unmarshal(item.Body, &a); err != nil {
		p.fault("the record APPLICATION cannot be read")
		return nil
	}
	state, recover, adjusted := p.verifications()
	item, there := p.items["AWARD"]
	if there != (a.Grants != nil) {
		p.fault("the record AWARD is there: %t, and something was granted: %t", there, a.Grants != nil)
	}
	if !there || a.Grants == nil {
		return p.copied("PAYMENT", false, nil)
	}
	var award Award
	if err := json.Unmarshal(item.Body, &award); err != nil {
		p.fault("the record AWARD cannot be read")
		return nil
	}
	if award.SupersededBy != "" && !known(award.SupersededBy) {
		p.fault("it ended by %s, which the audit does not know", award.SupersededBy)
	}
	if p.events["surrendered"] != nil || award.SupersededBy != "" {
		state = Ended
	}
	if award.State != state {
		p.fault("what was granted is %s, and by what the audit knows it is %s", award.State, state)
	}
	if award.RecoverFen != recover {
		p.fault("%d fen are to be recovered, and by the verifications %d", award.RecoverFen, recover)
	}
	order := a.Grants.Payment
	if adjusted != nil {
		order = &adjusted.Order
	}
	if order != nil && award.State == Ended {
		order = order.Until(award.Since)
	}
	if err := p.copied("PAYMENT", order != nil, order); err != nil {
		return err
	}
	if err := p.held(ctx, s, &a, award); err != nil {
		return err
	}
	return p.published(ctx, s, &a, award)
}

// held holds that what there is one of is held by the application: as long as what it was
// granted has not ended, and for good what came to be held by issuing. Where such a record
// were gone, somebody could be granted the same a second time.
func (p *proof) held(ctx context.Context, s store.Store, a *Application, award Award) error {
	claims := slices.Clone(a.Grants.Claims)
	if award.State != Ended {
		claims = append(claims, award.Claims...)
	}
	for _, c := range claims {
		if c.Limit > 0 { // of which there are many: their sum says nothing of one
			continue
		}
		item, err := s.Get(ctx, claimKey(c))
		var by claimBody
		switch {
		case errors.Is(err, store.ErrNotFound):
			p.fault("it holds the %s, and the record of that is not there", c.Kind)
		case err != nil:
			return err
		case json.Unmarshal(item.Body, &by) != nil || by.Application != a.Number:
			p.fault("it holds the %s, and the record of that is another's", c.Kind)
		}
	}
	return nil
}

// verifications hold each verification against the audit, and are how what was granted
// stands after the last, what is to be recovered by all, and the last that changed an amount.
func (p *proof) verifications() (state State, recover int64, adjusted *Adjustment) {
	state = InForce
	var places, left []string
	for _, e := range slices.Concat(p.events["verified"], p.events["adjusted"]) {
		left = append(left, e.Digest)
	}
	for sort := range p.items {
		if strings.HasPrefix(sort, verificationPrefix) {
			places = append(places, sort)
		}
	}
	slices.Sort(places)
	for _, place := range places {
		body := p.items[place].Body
		if i := slices.Index(left, audit.Digest(body)); i >= 0 {
			left = slices.Delete(left, i, i+1)
		} else {
			p.fault("the record %s is not one that the audit knows", place)
		}
		var v Verification
		if err := json.Unmarshal(body, &v); err != nil {
			p.fault("the record %s cannot be read", place)
			continue
		}
		state, recover = v.After, recover+v.RecoverFen
		if v.Adjusted != nil {
			adjusted = v.Adjusted
		}
	}
	if len(left) > 0 {
		p.fault("the audit knows of %d verifications whose records are not there", len(left))
	}
	return state, recover, adjusted
}

// copied holds that the item is a copy of that part of the application's record.
func (p *proof) copied(sort string, wanted bool, part any) error {
	item, there := p.items[sort]
	if there != wanted {
		p.fault("the record %s is there: %t, and was granted: %t", sort, there, wanted)
	}
	if !there || !wanted {
		return nil
	}
	want, err := json.Marshal(part)
	if err != nil {
		return fmt.Errorf("comparing: %w", err)
	}
	if !bytes.Equal(item.Body, want) {
		p.fault("the record %s is not what was granted", sort)
	}
	return nil
}

// published holds the certificate, and the state that everybody can look up, against the
// application and its award.
func (p *proof) published(ctx context.Context, s store.Store, a *Application, award Award) error {
	var kept certificateRecord
	switch err := load(ctx, s, certificateKey(a.Grants.Certificate.Number), &kept); {
	case errors.Is(err, store.ErrNotFound):
		p.fault("its certificate %s is not there", a.Grants.Certificate.Number)
		return nil
	case err != nil:
		return fmt.Errorf("the certificate of %s: %w", a.Number, err)
	}
	is, want, err := texts(kept, certificateRecord{Holder: a.Applicant.ID, Application: a.Number, Certificate: a.Grants.Certificate})
	if err != nil {
		return err
	}
	if is != want {
		p.fault("its certificate %s is not what was granted", a.Grants.Certificate.Number)
	}
	public := InForce
	err = load(ctx, s, statusKey(a.Grants.Certificate.Status, changedPrefix), &public)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("the published state of %s: %w", a.Number, err)
	}
	if public != award.State {
		p.fault("what was granted is %s, and everybody reads that it is %s", award.State, public)
	}
	return nil
}

// NumberOf is the number of the application whose own record has the key; "" where it is of
// something else.
func NumberOf(key store.Key) string {
	number, own := strings.CutPrefix(key.Partition, applicationKey("").Partition)
	if !own {
		return ""
	}
	return number
}

// CertificateOf is where the application's certificate is, if it was granted one.
func (a *Application) CertificateOf() (key store.Key, ok bool) {
	if a.Grants == nil {
		return store.Key{}, false
	}
	return certificateKey(a.Grants.Certificate.Number), true
}

// LoadReferral is the record of the application as it was first decided, where a person
// decided it later; or store.ErrNotFound.
func LoadReferral(ctx context.Context, s store.Store, number string) (*Application, error) {
	var a Application
	if err := load(ctx, s, store.Key{Partition: applicationKey(number).Partition, Sort: "REFERRAL"}, &a); err != nil {
		return nil, fmt.Errorf("the first decision of %s: %w", number, err)
	}
	return &a, nil
}
