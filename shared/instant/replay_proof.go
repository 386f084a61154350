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

// Proof compares the stored records of one application with the audit, in both directions: each event
// needs a record with the event's digest, and each record an event. It returns a sentence for each fault.
// events are those of the application, in any order; known reports whether the audit has an event of
// another application.
func Proof(ctx context.Context, s store.Store, number string, events []audit.Event, known func(number string) bool) ([]string, error) {
	p := proof{items: map[string]store.Item{}, events: map[string][]audit.Event{}}
	for item, err := range store.All(ctx, s, store.Query{Partition: applicationKey(number).Partition}) {
		if err != nil {
			return nil, fmt.Errorf("reading the records of %s: %w", number, err)
		}
		p.items[item.Sort] = item
	}
	for _, e := range events {
		p.events[e.Action] = append(p.events[e.Action], e)
	}
	if p.events["erased"] != nil {
		if len(p.items) > 0 {
			p.fault("the audit has an erasure, but %d records still exist", len(p.items))
		}
		return p.faults, nil
	}
	p.decisions()
	p.record("REVIEW", "review-requested")
	p.record("RATING", "rated")
	p.record("ASKED", "answered", "asked")
	p.proposals()
	p.notes()
	if err := p.granted(ctx, s, known); err != nil {
		return nil, err
	}
	return p.faults, nil
}

// proof compares one application's records with the audit.
type proof struct {
	items  map[string]store.Item
	events map[string][]audit.Event // by their action
	faults []string
}

func (p *proof) fault(format string, args ...any) {
	p.faults = append(p.faults, fmt.Sprintf(format, args...))
}

// record checks that the item exists exactly if the audit has one of the actions, and that it has the
// digest of the first action found.
func (p *proof) record(sort string, actions ...string) {
	item, there := p.items[sort]
	for _, action := range actions {
		events := p.events[action]
		if len(events) == 0 {
			continue
		}
		switch {
		case len(events) > 1:
			p.fault("the audit has %d events %q instead of one", len(events), action)
		case !there:
			p.fault("the audit has the event %q, but the record %s is missing", action, sort)
		case audit.Digest(item.Body) != events[0].Digest:
			p.fault("the record %s does not have the digest in the audit", sort)
		}
		return
	}
	if there {
		p.fault("the record %s exists, but the audit has no event for it", sort)
	}
}

// decisions compares the application's record and a person's decision with the audit. The first
// decision remains stored beside the person's.
func (p *proof) decisions() {
	record := "APPLICATION"
	if _, there := p.items["REFERRAL"]; there {
		record = "REFERRAL"
	}
	p.record(record, "decided")
	p.record("DETERMINATION", "determined")
	determined := p.events["determined"]
	if len(determined) == 0 {
		if record == "REFERRAL" {
			p.fault("a person's decision is stored, but the audit has none")
		}
		return
	}
	if record != "REFERRAL" {
		p.fault("a person decided, but the record REFERRAL with the first decision is missing")
	}
	// Older events do not contain the digest of the record.
	if want := determined[0].Record; want != "" && audit.Digest(p.items["APPLICATION"].Body) != want {
		p.fault("the record APPLICATION does not have the digest in the audit of the person's decision")
	}
}

// notes compares the officials' notes with the audit.
func (p *proof) notes() {
	events, stored := append(slices.Clone(p.events["noted"]), p.events["handed-over"]...), 0
	for sort, item := range p.items {
		if !strings.HasPrefix(sort, notePrefix) {
			continue
		}
		stored++
		if !slices.ContainsFunc(events, func(e audit.Event) bool { return e.Digest == audit.Digest(item.Body) }) {
			p.fault("the record %s does not have a digest in the audit", sort)
		}
	}
	if stored != len(events) {
		p.fault("there are %d notes, but %d in the audit", stored, len(events))
	}
}

// proposals compares the proposal that awaits a second official with the audit.
func (p *proof) proposals() {
	item, there := p.items["PROPOSAL"]
	proposed := p.events["proposed"]
	waits := len(proposed) - len(p.events["proposal-returned"]) - len(p.events["determined"])
	switch {
	case there && waits <= 0:
		p.fault("the record PROPOSAL exists, but the audit has no open proposal")
	case !there && waits > 0:
		p.fault("the audit has an open proposal, but the record PROPOSAL is missing")
	case there && !slices.ContainsFunc(proposed, func(e audit.Event) bool { return e.Digest == audit.Digest(item.Body) }):
		p.fault("the record PROPOSAL does not have the digest in the audit")
	}
}

// granted compares the records of an approval and of its later changes with the application's
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
		p.fault("the record AWARD exists: %t; something was granted: %t", there, a.Grants != nil)
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
		p.fault("it was superseded by %s, which is not in the audit", award.SupersededBy)
	}
	if p.events["surrendered"] != nil || award.SupersededBy != "" {
		state = Ended
	}
	if award.State != state {
		p.fault("the award is %s, but according to the audit %s", award.State, state)
	}
	if award.RecoverFen != recover {
		p.fault("%d fen are to be recovered, but according to the verifications %d", award.RecoverFen, recover)
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

// held checks that the application has its claims: those of the award until it ends, those made on
// issuing permanently. Without a claim's record the same thing could be granted twice.
func (p *proof) held(ctx context.Context, s store.Store, a *Application, award Award) error {
	claims := slices.Clone(a.Grants.Claims)
	if award.State != Ended {
		claims = append(claims, award.Claims...)
	}
	for _, c := range claims {
		if c.Limit > 0 { // a quota: its sum does not show single holders
			continue
		}
		item, err := s.Get(ctx, claimKey(c))
		var by claimBody
		switch {
		case errors.Is(err, store.ErrNotFound):
			p.fault("its claim %s has no record", c.Kind)
		case err != nil:
			return err
		case json.Unmarshal(item.Body, &by) != nil || by.Application != a.Number:
			p.fault("the record of its claim %s is of another application", c.Kind)
		}
	}
	return nil
}

// verifications compares each verification with the audit. It returns the state after the last one,
// the total to be recovered, and the last adjustment.
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
			p.fault("the record %s is not in the audit", place)
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
		p.fault("the records of %d verifications in the audit are missing", len(left))
	}
	return state, recover, adjusted
}

// copied checks that the item exists exactly if it is wanted, and equals that part of the
// application's record.
func (p *proof) copied(sort string, wanted bool, part any) error {
	item, there := p.items[sort]
	if there != wanted {
		p.fault("the record %s exists: %t; it was granted: %t", sort, there, wanted)
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

// published compares the certificate and its public state with the application and its award.
func (p *proof) published(ctx context.Context, s store.Store, a *Application, award Award) error {
	var kept certificateRecord
	switch err := load(ctx, s, certificateKey(a.Grants.Certificate.Number), &kept); {
	case errors.Is(err, store.ErrNotFound):
		p.fault("the record of its certificate %s is missing", a.Grants.Certificate.Number)
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
		p.fault("the award is %s, but its published state is %s", award.State, public)
	}
	return nil
}

// LoadReferral returns the application as it was first decided, before a person decided it; or
// store.ErrNotFound.
func LoadReferral(ctx context.Context, s store.Store, number string) (*Application, error) {
	var a Application
	if err := load(ctx, s, store.Key{Partition: applicationKey(number).Partition, Sort: "REFERRAL"}, &a); err != nil {
		return nil, fmt.Errorf("the first decision of %s: %w", number, err)
	}
	return &a, nil
}
