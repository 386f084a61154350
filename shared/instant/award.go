package instant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
	"miaoban/shared/registry"
	"miaoban/shared/store"
)

// Award is a grant and its current state. It continues until something suspends or ends it.
type Award struct {
	Application string               `json:"application"`
	Service     string               `json:"service"`
	Title       lang.Text            `json:"title"`
	Holder      decision.Applicant   `json:"holder"`
	Certificate string               `json:"certificate"`
	Published   certificate.Status   `json:"published"` // its place in a status list
	State       State                `json:"state"`
	Since       calendar.Date        `json:"since"`            // first day of this state
	Cause       lang.Text            `json:"cause,omitzero"`   // why it is suspended or ended
	Due         calendar.Date        `json:"due,omitzero"`     // of the next verification; zero: none
	Checked     int                  `json:"checked"`          // number of verifications
	RecoverFen  int64                `json:"recover_fen"`      // overpaid, and to be recovered
	Claims      []decision.Claim     `json:"claims"`           // released when it ends
	Digest      string               `json:"digest"`           // of the application; after the end, the same application counts as a new one
	OnEnd       []fact.Record        `json:"on_end,omitempty"` // records written to the shared data at the end
	Counts      *decision.MonthCount `json:"counts,omitempty"`
	// SupersededBy is the application whose grant replaced this one.
	SupersededBy string `json:"superseded_by,omitempty"`
	// PaidThrough is the last paid month (2026-12) of a monthly payment that ended; "" if nothing
	// was paid yet.
	PaidThrough string `json:"paid_through,omitempty"`
	// Unpaid are the months of past suspensions. They were not paid.
	Unpaid []decision.Months `json:"unpaid,omitempty"`
	// Parts are the states of its benefits; nil unless one of several ever stopped alone.
	Parts []PartState `json:"parts,omitempty"`
	// Corrected is the day on which a department corrected a value that the decision had read; zero if none did.
	Corrected calendar.Date `json:"corrected,omitzero"`
	// Referred are the rules on which a department was asked to decide.
	Referred []string `json:"referred,omitempty"`
	// Adjusted describes the last change of the monthly amount; zero if it never changed.
	Adjusted lang.Text `json:"adjusted,omitzero"`

	version int64 // of the item
}

// State is the state of an award.
type State string

// The states of an award.
const (
	InForce   State = "in-force"
	Suspended State = "suspended"
	Ended     State = "ended"
)

// States of the certificate of a grant in force, before its first and after its last day. They are
// never stored.
const (
	NotYetValid State = "not-yet-valid"
	Expired     State = "expired"
)

// Text is the state as citizens read it.
func (s State) Text() lang.Text {
	switch s {
	case InForce:
		return lang.T("有效", "In force")
	case Suspended:
		return lang.T("暂停", "Suspended")
	case NotYetValid:
		return lang.T("尚未生效", "Not valid yet")
	case Expired:
		return lang.T("已过有效期", "Expired")
	default:
		return lang.T("已终止", "Ended")
	}
}

// Standing is the state of an award as its holder sees it.
type Standing struct {
	State      State         `json:"state"`
	StateText  lang.Text     `json:"state_text"`
	Since      calendar.Date `json:"since"`
	Cause      lang.Text     `json:"cause,omitzero"`
	Due        calendar.Date `json:"next_verification,omitzero"`
	RecoverFen int64         `json:"recover_fen,omitempty"`
	// SupersededBy is the application whose grant replaced this one.
	SupersededBy string `json:"superseded_by,omitempty"`
	PaidThrough  string `json:"paid_through,omitempty"` // last paid month of a grant that ended
	// Adjusted describes the last change of the monthly amount, which the certificate does not show.
	Adjusted lang.Text `json:"adjusted,omitzero"`
}

// Stopped reports whether the grant is suspended or has ended.
func (s Standing) Stopped() bool { return s.State == Suspended || s.State == Ended }

// Standing returns the state of the award as its holder sees it.
func (a *Award) Standing() Standing {
	return Standing{a.State, a.State.Text(), a.Since, a.Cause, a.Due, a.RecoverFen, a.SupersededBy, a.PaidThrough, a.Adjusted}
}

// On returns the state on the day: the certificate c of a grant in force is valid only from its first to its last day.
func (s Standing) On(day calendar.Date, c certificate.Certificate) Standing {
	switch {
	case s.State != InForce:
		return s
	case day.Before(c.ValidFrom):
		s.State, s.Since, s.Cause = NotYetValid, c.IssuedOn, lang.F("%s起有效。", "Valid from %s.", c.ValidFrom)
	case !c.ValidUntil.IsZero() && day.After(c.ValidUntil):
		s.State, s.Since, s.Cause = Expired, c.ValidUntil.AddDays(1), lang.F("有效期至%s。", "Valid until %s.", c.ValidUntil)
	}
	if !c.ValidUntil.IsZero() && s.Due.After(c.ValidUntil) {
		s.Due = calendar.Date{} // it only closes the award: nothing is left to keep
	}
	s.StateText = s.State.Text()
	return s
}

// LoadAward returns the award of the application, or store.ErrNotFound.
func LoadAward(ctx context.Context, s store.Store, number string) (*Award, error) {
	item, err := s.Get(ctx, awardKey(number))
	if err != nil {
		return nil, fmt.Errorf("award of %s: %w", number, err)
	}
	var a Award
	if err := json.Unmarshal(item.Body, &a); err != nil {
		return nil, fmt.Errorf("award of %s: %w", number, err)
	}
	a.version = item.Version
	return &a, nil
}

// awardWrites returns the writes that create the award of an approved application.
func awardWrites(d draft) ([]store.Write, error) {
	a := d.application
	award := Award{
		Application: a.Number, Service: a.Service, Title: a.Title, Holder: a.Applicant,
		Certificate: a.Grants.Certificate.Number, Published: a.Grants.Certificate.Status, State: InForce, Since: calendar.Of(a.Received),
		Due: d.due, Digest: a.Digest, OnEnd: a.Grants.OnEnd, Counts: a.Grants.Counts,
	}
	award.Claims = slices.Clone(d.claims)
	for i, c := range award.Claims {
		award.Claims[i].Share = holdingOf(a.Holdings, c).Share
	}
	item, err := award.item()
	if err != nil {
		return nil, err
	}
	writes := []store.Write{store.Create("award", item)}
	if !award.Due.IsZero() {
		writes = append(writes, store.Create("roster", store.Item{Key: rosterKey(award.Due, a.Number), Body: rosterLine(award)}))
	}
	return writes, nil
}

func (a Award) item() (store.Item, error) {
	body, err := json.Marshal(a)
	if err != nil {
		return store.Item{}, fmt.Errorf("encoding the award: %w", err)
	}
	return store.Item{Key: awardKey(a.Application), Body: body, Version: a.version}, nil
}

// change returns the writes that replace the award. An ending also releases the claims, stops the
// payment after the last month and updates shared data; the holder's list gets the new state. order
// is the new payment order; nil if it does not change.
func (e *Engine) change(ctx context.Context, was, is Award, order *decision.Payment) ([]store.Write, error) {
	if is.State != Suspended {
		is.Unpaid = unpaidAfter(was, is)
	}
	item, err := is.item()
	if err != nil {
		return nil, err
	}
	writes := []store.Write{store.Replace("award", item)}
	if from, to := dueAt(was), dueAt(is); from != to { // equal if it was verified early and is due in the same month
		if !was.Due.IsZero() {
			writes = append(writes, store.Delete("roster", from, 1))
		}
		if !is.Due.IsZero() {
			writes = append(writes, store.Create("roster", store.Item{Key: to, Body: rosterLine(is)}))
		}
	}
	if is.State != was.State {
		state, err := stateWrite(is.Published, is.State)
		if err != nil {
			return nil, err
		}
		summary, err := e.summaryWrites(ctx, is)
		if err != nil {
			return nil, err
		}
		writes = append(append(writes, state), summary...)
	}
	if is.State != Ended || was.State == Ended {
		if order == nil {
			return writes, nil
		}
		changed, err := e.replaceOrder(ctx, is.Application, *order)
		return append(writes, changed), err
	}
	stopped, counted, err := e.stopPayment(ctx, is, order)
	if err != nil {
		return nil, err
	}
	released, err := e.release(ctx, is)
	if err != nil {
		return nil, err
	}
	writes = append(writes, stopped...)
	shared, err := registry.Merge(ctx, e.Store, append(slices.Clone(is.OnEnd), counted...))
	if err != nil {
		return nil, err
	}
	return append(append(writes, released...), shared...), nil
}

// summaryWrites returns the write of the award's state to the holder's list of applications; none if
// the list does not have the application. An agent's list does not show the state.
func (e *Engine) summaryWrites(ctx context.Context, a Award) ([]store.Write, error) {
	item, err := e.Store.Get(ctx, summaryKey(a.Holder.ID, a.Application))
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	var line Summary
	if err == nil {
		err = json.Unmarshal(item.Body, &line)
	}
	if err == nil {
		line.State, line.Since = a.State, a.Since
		item.Body, err = json.Marshal(line)
	}
	if err != nil {
		return nil, fmt.Errorf("the summary of %s: %w", a.Application, err)
	}
	return []store.Write{store.Replace("summary", item)}, nil
}

// stopPayment returns the writes that set the last paid month in the order of an ended award, or
// replace the order by to. The award enters the roster of ended ones, which a later correction of a
// past figure reads. counted is the record for the shared data with the paid months added.
func (e *Engine) stopPayment(ctx context.Context, a Award, to *decision.Payment) (writes []store.Write, counted []fact.Record, err error) {
	order, err := e.order(ctx, a.Application)
	if err != nil || order == nil || !order.Monthly {
		return nil, nil, err
	}
	stopped := order.Until(a.Since)
	if to != nil {
		stopped = to
	}
	if to != nil || stopped.LastMonth != order.LastMonth {
		write, err := e.replaceOrder(ctx, a.Application, *stopped)
		if err != nil {
			return nil, nil, err
		}
		writes = append(writes, write)
	}
	writes = append(writes, store.Put("roster", store.Item{Key: endedKey(a.Application), Body: rosterLine(a)}))
	if c := a.Counts; c != nil {
		counted = append(counted, countRecord(*c, stopped, e.Now()))
	}
	return writes, counted, nil
}

// countRecord returns the record that counts the paid months of an order that ended.
func countRecord(c decision.MonthCount, stopped *decision.Payment, at time.Time) fact.Record {
	return fact.Record{Dataset: c.Dataset, Key: c.Key, AsOf: at, Values: map[string]string{
		c.Field: strconv.Itoa(c.Before + stopped.Months()),
	}}
}

// replaceOrder returns the write that replaces the payment order.
func (e *Engine) replaceOrder(ctx context.Context, number string, order decision.Payment) (store.Write, error) {
	item, err := e.Store.Get(ctx, paymentKey(number))
	if err == nil {
		item.Body, err = json.Marshal(order)
	}
	if err != nil {
		return store.Write{}, fmt.Errorf("the payment of %s: %w", number, err)
	}
	return store.Replace("payment", item), nil
}

// dueAt returns the award's key in the roster; the zero Key if no verification is due.
func dueAt(a Award) store.Key {
	if a.Due.IsZero() {
		return store.Key{}
	}
	return rosterKey(a.Due, a.Application)
}

// release returns the writes that free the claims of the award.
func (e *Engine) release(ctx context.Context, a Award) ([]store.Write, error) {
	var writes []store.Write
	same, err := e.Store.Get(ctx, sameKey(a.Digest))
	switch {
	case errors.Is(err, store.ErrNotFound):
	case err != nil:
		return nil, fmt.Errorf("releasing the claims of %s: %w", a.Application, err)
	case string(same.Body) == a.Application:
		writes = append(writes, store.Delete("same", same.Key, same.Version))
	}
	for _, c := range a.Claims {
		if c.Limit > 0 {
			if c.Returned {
				writes = append(writes, store.Add("claim", shareKey(c, c.Share), -1, shareLimit(c.Limit, c.Share)))
			}
			continue
		}
		body, item, err := e.claim(ctx, c)
		if err != nil {
			return nil, err
		}
		if body.Application == a.Application {
			writes = append(writes, store.Delete("claim", item.Key, item.Version))
		}
	}
	return writes, nil
}

func awardKey(number string) store.Key {
	return store.Key{Partition: applicationKey(number).Partition, Sort: "AWARD"}
}
