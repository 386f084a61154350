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
	// Adjusted is how it changed what is paid by the month; nil where it changed nothing.
	Adjusted *Adjustment `json:"adjusted,omitempty"`
	// AmountsAlone says that nothing else was verified: a figure of the policy had changed.
	AmountsAlone bool `json:"amounts_alone,omitempty"`
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
		sum += p.In(month)
	}
	return sum
}

// Verifier verifies what a service has granted.
type Verifier interface {
	// Verify holds the award against what shared data knows now. A dry one
	// changes nothing.
	Verify(ctx context.Context, number string, dry bool) (Verification, error)
	// Adjust verifies the amounts alone: it reads no shared data. It writes nothing where each
	// month is paid by its own figure, and a dry one never does.
	Adjust(ctx context.Context, number string, dry bool) (Verification, error)
	// Pays is the version of the policy by which something is paid by the month; "" where
	// nothing is.
	Pays() string
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
	order, err := s.order(ctx, number)
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
	is := award.after(v)
	if award.State == InForce && v.After != InForce {
		v.RecoverFen = overpaid(order, v.Since, c.Today())
	}
	v = rules.adjusted(v, application, c.Form, s.policy, order, unpaidAfter(*award, is))
	if dry {
		return v, nil
	}
	return v, s.keep(ctx, *award, v, application)
}

// Pays implements Verifier.
func (s *instance[F, P]) Pays() string {
	rules, err := s.rules(decision.Case[F, P]{At: s.Now()})
	if err != nil || rules.Monthly == nil {
		return ""
	}
	return s.version
}

// after is the award as it is after the verification.
func (a Award) after(v Verification) Award {
	if v.After != a.State {
		a.State, a.Since, a.Cause = v.After, v.Since, v.Cause
	}
	return a
}

// keep commits the verification: its record, the award as it now stands, the payment order and a
// notice where amounts change, who read what, and the audit's record.
func (s *instance[F, P]) keep(ctx context.Context, was Award, v Verification, a *Application) (err error) {
	today := calendar.Of(v.At)
	is := was.after(v)
	is.Checked++
	is.RecoverFen += v.RecoverFen
	if is.State == Ended && was.State != Ended {
		is.PaidThrough = a.Grants.Payment.PaidThrough(is.Since)
	}
	switch {
	case v.AmountsAlone: // it is due when it was
	case is.State == Ended:
		is.Due = calendar.Date{}
	case v.Doubt: // looked at again soon
		is.Due = today.AddMonths(1)
	default:
		is.Due = today.AddMonths(s.VerifyEvery)
	}
	action := "verified"
	var order *decision.Payment
	if v.Adjusted != nil {
		action, order, is.Adjusted = "adjusted", &v.Adjusted.Order, v.Adjusted.Text()
	}
	writes, err := s.change(ctx, was, is, order)
	if err != nil {
		return err
	}
	if v.Adjusted != nil {
		notice, err := adjustedNotice(v, is)
		if err != nil {
			return err
		}
		writes = append(writes, notice)
	}
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("keeping the verification: %w", err)
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
