package instant

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
	"miaoban/shared/registry"
	"miaoban/shared/store"
)

// Verification is the record of one verification of an award: facts, findings and consequences. It
// can be replayed from this record alone.
type Verification struct {
	Application string                `json:"application"`
	At          time.Time             `json:"at"`
	Policy      string                `json:"policy"`
	Rules       string                `json:"rules"`
	Facts       fact.Facts            `json:"facts"`
	Conditions  []decision.Continuing `json:"conditions"`
	Before      State                 `json:"before"`
	judgement
	RecoverFen int64 `json:"recover_fen,omitempty"`
	// Parts are the states of the award's parts after it; nil if none ever stopped.
	Parts []PartState `json:"parts,omitempty"`
	// Adjusted is the change of the monthly amounts; nil if they did not change.
	Adjusted *Adjustment `json:"adjusted,omitempty"`
	// AmountsOnly is set if only the amounts were verified, because a figure of the policy had
	// changed.
	AmountsOnly bool `json:"amounts_alone,omitempty"`
}

// judge derives the state of the part of that name from its conditions; "" is the whole award. An
// unknown condition changes nothing: only a condition that is known to be unmet suspends or ends.
func judge(conditions []decision.Continuing, part string, today calendar.Date, by bounds) (j judgement) {
	j.After, j.Since = InForce, today
	for _, c := range conditions {
		switch {
		case (c.Part == nil) != (part == "") || c.Part != nil && c.Part.Name != part:
		case c.Status == decision.Unknown:
			j.Doubt = true
		case c.Unmet == decision.Refers: // the department decides; the state stays
		case c.Status == decision.NotMet && (j.After == InForce || j.After == Suspended && c.Unmet == decision.Ends):
			j.After, j.Rule, j.Cause = Suspended, c.Rule, c.Text
			if c.Unmet == decision.Ends {
				j.After = Ended
			}
			j.Since, j.undue = by.since(c.From, today)
		}
	}
	return j
}

// bounds are the days before which no award is stopped.
type bounds struct {
	granted   calendar.Date // the day of the application: nothing is in force before it
	corrected calendar.Date // the day on which a department corrected a value that the decision had read; or zero
}

// since returns the first day on which an award is stopped by a condition that is not met from that day
// on, and the day from which payments were not due. If the condition was unmet already when the award was
// granted, a value was wrong. If a department corrected the value, the award stops on the day of the
// correction: the person relied on the record, and an official, not a rule, decides whether anything is
// paid back. Otherwise (a death that was registered late) nothing was due from the start.
func (b bounds) since(from, today calendar.Date) (stopped, undue calendar.Date) {
	switch {
	case from.IsZero() || from.After(today):
		return today, today
	case !from.Before(b.granted):
		return from, from
	case !b.corrected.IsZero():
		return b.corrected, b.corrected
	default:
		return b.granted, from
	}
}

// judgement is the state of an award after a verification.
type judgement struct {
	After State         `json:"after"`
	Since calendar.Date `json:"since"`
	Rule  string        `json:"rule,omitempty"` // the rule that suspended or ended it
	Cause lang.Text     `json:"cause,omitzero"`
	Doubt bool          `json:"doubt,omitempty"` // a condition is unknown: a person verifies it, and the state stays

	undue calendar.Date // nothing was due after the month of this day: Since, or a day before the grant
}

// overpaid returns the sum, in fen, paid for the months after the month in which the award stopped.
func overpaid(p *decision.Payment, since, today calendar.Date) int64 {
	if p == nil || !p.Monthly {
		return 0
	}
	first := calendar.OfMonth(p.FirstMonth)
	if first.IsZero() {
		return 0
	}
	if after := since.FirstOfMonth().AddMonths(1); after.After(first) {
		first = after
	}
	last := today.FirstOfMonth()
	if end := calendar.OfMonth(p.LastMonth); !end.IsZero() && end.Before(last) {
		last = end
	}
	var sum int64
	for month := first; !month.After(last); month = month.AddMonths(1) {
		sum += p.AmountIn(month)
	}
	return sum
}

// Verifier verifies what a service has granted.
type Verifier interface {
	// Verify checks the award against current shared data. With dry, nothing is written.
	Verify(ctx context.Context, number string, dry bool) (Verification, error)
	// Adjust verifies only the amounts and reads no shared data. It writes only if an amount is
	// wrong, and never with dry.
	Adjust(ctx context.Context, number string, dry bool) (Verification, error)
	// MonthlyPolicy returns the version of the policy by which the service pays monthly; "" if it
	// does not.
	MonthlyPolicy() string
}

// Verifier returns the verifier of the service's awards; nil if nothing can change them.
func (s Service[F, P]) Verifier(e *Engine) (Verifier, error) {
	if s.VerifyEvery == 0 {
		return nil, nil
	}
	return newInstance(e, s)
}

// Verifier returns nil: the parts of a bundle are awards of their own services.
func (b Bundle[B]) Verifier(*Engine) (Verifier, error) { return nil, nil }

// Verify implements Verifier.
func (s *instance[F, P]) Verify(ctx context.Context, number string, dry bool) (Verification, error) {
	if err := s.keepPolicy(ctx); err != nil {
		return Verification{}, err
	}
	award, err := LoadAward(ctx, s.Store, number)
	if err != nil {
		return Verification{}, err
	}
	application, err := LoadApplication(ctx, s.Store, number)
	if err != nil {
		return Verification{}, err
	}
	c := decision.Case[F, P]{Applicant: application.Applicant, Policy: s.policy, At: s.Now(), Granted: application.Grants,
		GrantedFacts: application.Facts}
	if err := json.Unmarshal(application.Form, &c.Form); err != nil {
		return Verification{}, fmt.Errorf("the form of %s: %w", number, err)
	}
	rules, err := s.rules(c)
	if err != nil {
		return Verification{}, err
	}
	order, err := s.order(ctx, number)
	if err != nil {
		return Verification{}, err
	}
	c.Facts = s.ask(ctx, s.Source, c, rules.VerifyNeeds)
	v := Verification{
		Application: number, At: c.At, Policy: s.version, Rules: rules.Version, Facts: c.Facts,
		Conditions: rules.Verify(c), Before: award.State,
	}
	v.setStates(*award, bounds{calendar.Of(application.Received), award.Corrected})
	is := award.after(v)
	if award.State == InForce && v.After != InForce {
		v.RecoverFen = overpaid(order, v.undue, c.Today())
	}
	v = rules.adjusted(v, application, c.Form, s.policy, order, unpaidAfter(*award, is))
	if dry {
		return v, nil
	}
	return v, s.commitVerification(ctx, *award, v, application)
}

// setStates derives the states of the award and of its parts from the conditions.
func (v *Verification) setStates(award Award, by bounds) {
	today := calendar.Of(v.At)
	v.judgement = judge(v.Conditions, "", today, by)
	if award.State == Ended || v.Doubt && v.After == InForce { // it keeps its state
		v.After, v.Since, v.Rule, v.Cause = award.State, award.Since, "", award.Cause
	}
	v.Parts = award.Parts
	if award.State == Ended {
		return
	}
	parts, doubt := judgeParts(v.Conditions, award.Parts, today, by)
	v.Doubt = v.Doubt || doubt
	if partChanges(award.Parts, parts) != nil {
		v.Parts = parts
	}
	if j, ok := stopped(parts); ok && v.After == InForce {
		v.After, v.Since, v.undue, v.Rule, v.Cause = j.After, j.Since, j.Since, j.Rule, j.Cause
	}
}

// MonthlyPolicy implements Verifier.
func (s *instance[F, P]) MonthlyPolicy() string {
	rules, err := s.rules(decision.Case[F, P]{At: s.Now()})
	if err != nil || rules.Monthly == nil {
		return ""
	}
	return s.version
}

// after returns the award with the states that result from the verification.
func (a Award) after(v Verification) Award {
	if v.After != a.State {
		a.State, a.Since, a.Cause = v.After, v.Since, v.Cause
	}
	a.Parts = v.Parts
	return a
}

// commitVerification writes in one commit: the verification, the new state of the award, the
// changed payment order and a notice, the access log, the audit record.
func (s *instance[F, P]) commitVerification(ctx context.Context, was Award, v Verification, a *Application) (err error) {
	today := calendar.Of(v.At)
	is := was.after(v)
	is.Checked++
	is.RecoverFen += v.RecoverFen
	if is.State == Ended && was.State != Ended {
		is.PaidThrough = a.Grants.Payment.PaidThrough(is.Since)
	}
	switch {
	case v.AmountsOnly: // the due date stays
	case is.State == Ended:
		is.Due = calendar.Date{}
	case v.Doubt: // verified again in a month
		is.Due = today.AddMonths(1)
	default:
		is.Due = s.after(today, a.Grants.Certificate)
	}
	action := "verified"
	var order *decision.Payment
	if v.Adjusted != nil {
		action, order = "adjusted", &v.Adjusted.Order
	}
	parts := partChanges(was.Parts, is.Parts)
	if text := v.amountText(parts); !text.IsZero() {
		is.Adjusted = text
	}
	var ended []fact.Record
	if is.State != Ended { // otherwise change writes all of them
		ended, is.OnEnd = endParts(parts, a.Grants.Payment, is.OnEnd, v.At)
	}
	called, err := s.refer(ctx, v, &is)
	if err != nil {
		return err
	}
	writes, err := s.change(ctx, was, is, order)
	if err != nil {
		return err
	}
	notice, err := verifiedNotice(v, was, is)
	if err != nil {
		return err
	}
	writes = append(writes, called...)
	shared, err := registry.Merge(ctx, s.Store, ended)
	if err != nil {
		return err
	}
	writes = append(append(writes, notice...), shared...)
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encoding the verification: %w", err)
	}
	place := fmt.Sprintf("%s%04d", verificationPrefix, is.Checked)
	writes = append(writes, store.Create("verification", store.Item{
		Key: store.Key{Partition: applicationKey(v.Application).Partition, Sort: place}, Body: body,
	}))
	reads, err := readWrites(
		v.Facts,
		a.Applicant,
		Read{At: v.At, Purpose: "verification", Service: s.Item.Slug, Application: v.Application},
		v.Application+"#"+place,
	)
	if err != nil {
		return err
	}
	entry, err := s.Audit.Append(v.At, audit.Event{Action: action, Application: v.Application, Digest: audit.Digest(body)})
	if err != nil {
		return err
	}
	err = s.Store.Commit(ctx, append(append(writes, reads...), entry.Writes...)...)
	entry.Done(err)
	if err != nil {
		return fmt.Errorf("committing the verification of %s: %w", v.Application, err)
	}
	return nil
}

const verificationPrefix = "VERIFICATION#"
