package instant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"miaoban/shared/decision"
	"miaoban/shared/policy"
	"miaoban/shared/store"
)

// Replay re-evaluates an application from its record alone, with the rules and policy of its day,
// and returns the differences: only wording, unless the record or those rules were changed.
func (s Service[F, P]) Replay(ctx context.Context, from store.Store, a *Application) ([]Difference, error) {
	p, rules, err := s.pinnedVersions(ctx, from, a.Policy, a.Rules)
	if err != nil {
		return nil, fmt.Errorf("application %s: %w", a.Number, err)
	}
	c := decision.Case[F, P]{
		Applicant: a.Applicant, Facts: a.Facts, Holdings: a.Holdings, Policy: p, At: a.Received, Decided: a.decidedAt(),
	}
	if err := json.Unmarshal(a.Form, &c.Form); err != nil {
		return nil, fmt.Errorf("the form of %s: %w", a.Number, err)
	}
	judged := determined(rules.findings(s.Item, c), a.Determination)
	findings := append(s.authorised(c, rules, judged, a.decidedAt()), boundFindings(a.Bound)...)
	var grants *decision.Grants
	if decision.Conclude(findings) == decision.Approved {
		g := s.issue(c, rules, a.Serial, a.decidedAt())
		if a.Grants != nil {
			g.Certificate.Number, g.Certificate.Status = a.Grants.Certificate.Number, a.Grants.Certificate.Status
		}
		grants = &g
	}
	var again comparison
	err = errors.Join(
		again.add("outcome", a.Outcome, decision.Conclude(findings), a.Outcome, decision.Conclude(findings)),
		again.findings("finding", a.Findings, findings),
		again.add("grants", a.Grants, grants, essentialsOfGrants(a.Grants), essentialsOfGrants(grants)),
	)
	if err == nil && a.Grants != nil {
		err = s.replayVerifications(ctx, from, a, c.Form, &again)
	}
	return again.differences, err
}

// replayVerifications re-evaluates the verifications of the grant, in order of time.
func (s Service[F, P]) replayVerifications(ctx context.Context, from store.Store, a *Application, form F, again *comparison) error {
	order := a.Grants.Payment
	for item, err := range store.All(ctx, from, store.Query{Partition: applicationKey(a.Number).Partition, Prefix: verificationPrefix}) {
		if err != nil {
			return err
		}
		var v Verification
		if err := json.Unmarshal(item.Body, &v); err != nil {
			return fmt.Errorf("verification of %s: %w", a.Number, err)
		}
		p, rules, err := s.pinnedVersions(ctx, from, v.Policy, v.Rules)
		if err != nil {
			return fmt.Errorf("verification of %s: %w", a.Number, err)
		}
		c := decision.Case[F, P]{Form: form, Applicant: a.Applicant, Facts: v.Facts, Policy: p, At: v.At, Granted: a.Grants,
			GrantedFacts: a.Facts}
		now := Verification{At: v.At, Parts: v.Parts, judgement: v.judgement}
		if !v.AmountsOnly {
			now.Conditions = rules.Verify(c)
		}
		var unpaid []decision.Months
		if v.Adjusted != nil {
			unpaid = v.Adjusted.Unpaid
		}
		now = rules.adjusted(now, a, form, p, order, unpaid)
		of := "verification of " + v.At.Format(time.DateOnly)
		err = errors.Join(
			again.conditions(of+", finding", v.Conditions, now.Conditions),
			again.add(of+", amounts", v.Adjusted, now.Adjusted, essentialAdjustment(v.Adjusted), essentialAdjustment(now.Adjusted)),
		)
		if err != nil {
			return err
		}
		if v.Adjusted != nil {
			order = &v.Adjusted.Order
		}
	}
	return nil
}

// pinnedVersions returns the policy and the rules of those versions.
func (s Service[F, P]) pinnedVersions(ctx context.Context, from store.Store, policyVersion, rulesVersion string) (
	p P, rules Rules[F, P], err error,
) {
	item, err := from.Get(ctx, policyKey(policyVersion))
	if err != nil {
		return p, rules, fmt.Errorf("policy %s: %w", policyVersion, err)
	}
	p, version, err := policy.LoadStored[P]("policy "+policyVersion, item.Body)
	if err != nil {
		return p, rules, err
	}
	if version != policyVersion {
		return p, rules, fmt.Errorf("the document stored as policy %s has another digest", policyVersion)
	}
	for _, r := range s.Rules {
		if r.Version == rulesVersion {
			return p, r, nil
		}
	}
	return p, rules, fmt.Errorf("%s has no rules of version %s any more", s.Item.Slug, rulesVersion)
}
