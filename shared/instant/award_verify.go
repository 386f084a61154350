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
	"miaoban/shared/store"
)

// Verification is one look at an award: what shared data said, what was found, and
// what followed. It can be made again from it alone.
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
}

// judge is what the conditions come to. What is not known changes nothing: only a
// condition known not to be met suspends or ends.
func judge(conditions []decision.Continuing, today calendar.Date) (j judgement) {
	j.After, j.Since = InForce, today
	for _, c := range conditions {
		switch {
		case c.Status == decision.Unknown:
			j.Doubt = true
		case c.Status == decision.NotMet && (j.After == InForce || j.After == Suspended && c.Unmet == decision.Ends):
			j.After, j.Since, j.Rule, j.Cause = Suspended, today, c.Rule, c.Text
			if c.Unmet == decision.Ends {
				j.After = Ended
			}
			if !c.From.IsZero() && c.From.Before(today) {
				j.Since = c.From
			}
		}
	}
	return j
}

// judgement is how an award stands after a verification.
type judgement struct {
	After State         `json:"after"`
	Since calendar.Date `json:"since"`
	Rule  string        `json:"rule,omitempty"` // that suspended or ended it
	Cause lang.Text     `json:"cause,omitzero"`
	Doubt bool          `json:"doubt,omitempty"` // something could not be told: a person looks at it, and it goes on
}

// overpaid is what was paid for months after the one in which an award stopped.
func overpaid(p *decision.Payment, since, today calendar.Date) int64 {
	if p == nil || !p.Monthly {
		return 0
	}
	first, err := calendar.Parse(p.FirstMonth + "-01")
	if err != nil {
		return 0
	}
	if after := since.FirstOfMonth().AddMonths(1); after.After(first) {
		first = after
	}
	last := today.FirstOfMonth()
	if end, err := calendar.Parse(p.LastMonth + "-01"); err == nil && end.Before(last) {
		last = end
	}
	var sum int64
	for month := first; !month.After(last); month = month.AddMonths(1) {
		sum += p.In(month)
	}
	return sum
}

// Verifier verifies what a service has granted.
type Verifier interface {
	// Verify holds the award against what shared data knows now. A dry one
	// changes nothing.
	Verify(ctx context.Context, number string, dry bool) (Verification, error)
}

// Verifier verifies the service's awards; nil for a service whose awards nothing can change.
func (s Service[F, P]) Verifier(e *Engine) (Verifier, error) {
	if s.VerifyEvery == 0 {
		return nil, nil
	}
	return newInstance(e, s)
}

// Verifier is nil: a bundle's parts are awards of their own services.
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
	c := decision.Case[F, P]{Applicant: application.Applicant, Policy: s.policy, At: s.Now(), Granted: application.Grants}
	if err := json.Unmarshal(application.Form, &c.Form); err != nil {
		return Verification{}, fmt.Errorf("the form of %s: %w", number, err)
	}
	rules, err := s.rules(c)
	if err != nil {
		return Verification{}, err
	}
	c.Facts = s.ask(ctx, s.Source, c, rules.VerifyNeeds)
	v := Verification{
		Application: number, At: c.At, Policy: s.version, Rules: rules.Version, Facts: c.Facts,
		Conditions: rules.Verify(c), Before: award.State,
	}
	v.judgement = judge(v.Conditions, c.Today())
	if award.State == Ended || v.Doubt && v.After == InForce { // as it was
		v.After, v.Since, v.Rule, v.Cause = award.State, award.Since, "", award.Cause
	}
	if award.State == InForce && v.After != InForce {
		v.RecoverFen = overpaid(application.Grants.Payment, v.Since, c.Today())
	}
	if dry {
		return v, nil
	}
	return v, s.keep(ctx, *award, v, application)
}

// keep commits the verification: its record, the award as it now stands, who read
// what, and the audit's record.
func (s *instance[F, P]) keep(ctx context.Context, was Award, v Verification, a *Application) (err error) {
	today := calendar.Of(v.At)
	is := was
	is.Checked++
	is.RecoverFen += v.RecoverFen
	if v.After != was.State {
		is.State, is.Since, is.Cause = v.After, v.Since, v.Cause
		if is.State == Ended {
			is.PaidThrough = a.Grants.Payment.PaidThrough(is.Since)
		}
	}
	is.Due = calendar.Date{}
	switch {
	case is.State == Ended:
	case v.Doubt: // looked at again soon
		is.Due = today.AddMonths(1)
	default:
		is.Due = today.AddMonths(s.VerifyEvery)
	}
	writes, err := s.change(ctx, was, is)
	if err != nil {
		return err
	}
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("keeping the verification: %w", err)
	}
	place := fmt.Sprintf("%s%04d", verificationPrefix, is.Checked)
	writes = append(writes, store.Create("verification", store.Item{
		Key: store.Key{Partition: applicationKey(v.Application).Partition, Sort: place}, Body: body,
	}))
	reads, err := readWrites(v.Facts, a.Applicant, Read{At: v.At, Purpose: "verification", Service: s.Item.Slug, Application: v.Application}, v.Application+"#"+place)
	if err != nil {
		return err
	}
	entry, err := s.Audit.Append(v.At, audit.Event{Action: "verified", Application: v.Application, Digest: audit.Digest(body)})
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
