package instant

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"miaoban/shared/decision"
	"miaoban/shared/form"
)

// Answers implements Reviewer.
func (s *instance[F, P]) Answers(a *Application) ([]form.Answer, error) {
	var of F
	if err := json.Unmarshal(a.Form, &of); err != nil {
		return nil, fmt.Errorf("the form of %s: %w", a.Number, err)
	}
	return form.AnswersOf(of)
}

// AboutApplicant returns the findings as an official reads them: what they say to the applicant is said about them.
func AboutApplicant(findings []decision.Finding) []decision.Finding {
	all := make([]decision.Finding, len(findings))
	for i, f := range findings {
		f.Title, f.Text, f.Remedy = f.Title.AboutApplicant(), f.Text.AboutApplicant(), f.Remedy.AboutApplicant()
		all[i] = f
	}
	return all
}

// AwaitsFigure reports whether the condition waits for a rule or figure that the policy lacks: no data and no
// judgement can decide it.
func AwaitsFigure(f decision.Finding) bool {
	return f.Status == decision.Unknown && f.Unruled && f.Rule != AuthorityRule
}

// Awaited implements Reviewer.
func (s *instance[F, P]) Awaited(ctx context.Context, a *Application) ([]decision.Finding, error) {
	findings := a.Findings
	if lacksRule(a) && s.version != a.Policy {
		_, rules, err := s.pinnedVersions(ctx, s.Store, a.Policy, a.Rules)
		if err != nil {
			return nil, err
		}
		c := decision.Case[F, P]{Applicant: a.Applicant, Holdings: a.Holdings, Policy: s.policy, At: a.Received, Facts: a.Facts}
		if err := json.Unmarshal(a.Form, &c.Form); err != nil {
			return nil, fmt.Errorf("the form of %s: %w", a.Number, err)
		}
		findings = append(rules.findings(s.Item, c), boundFindings(a.Bound)...)
	}
	return slices.DeleteFunc(slices.Clone(findings), func(f decision.Finding) bool { return !AwaitsFigure(f) }), nil
}
