package instant

import (
	"context"
	"encoding/json"
	"fmt"

	"miaoban/shared/policy"
	"miaoban/shared/store"
)

// Difference is how a decision made again differs from the one that was made.
type Difference struct {
	Part string // "outcome", "findings" or "grants"
	Then string // as kept, in JSON
	Now  string
}

// Replay decides an application again from its record alone, by the rules and
// the policy document of its day, and returns what differs: nothing, unless the
// record or the code of those rules was changed.
func (s Service[F, P]) Replay(ctx context.Context, from store.Store, a *Application) ([]Difference, error) {
	item, err := from.Get(ctx, policyKey(a.Policy))
	if err != nil {
		return nil, fmt.Errorf("policy %s of application %s: %w", a.Policy, a.Number, err)
	}
	p, version, err := policy.Load[P](item.Body)
	if err != nil {
		return nil, err
	}
	if version != a.Policy {
		return nil, fmt.Errorf("the document kept as policy %s is not that document", a.Policy)
	}
	var rules Rules[F, P]
	for _, r := range s.Rules {
		if r.Version == a.Rules {
			rules = r
		}
	}
	if rules.Decide == nil {
		return nil, fmt.Errorf("%s has no rules of version %s any more", s.Item.Slug, a.Rules)
	}
	c := Case[F, P]{Applicant: a.Applicant, Facts: a.Facts, Holdings: a.Holdings, Policy: p, At: a.Received}
	if err := json.Unmarshal(a.Form, &c.Form); err != nil {
		return nil, fmt.Errorf("the form of %s: %w", a.Number, err)
	}
	findings := append(rules.Decide(c), boundFindings(a.Bound)...)
	var grants *Grants
	if Conclude(findings) == Approved {
		g := s.Issue(c, a.Serial)
		if a.Grants != nil {
			g.Certificate.Number = a.Grants.Certificate.Number
		}
		grants = &g
	}
	var differences []Difference
	for _, part := range []struct {
		name      string
		then, now any
	}{
		{"outcome", a.Outcome, Conclude(findings)},
		{"findings", a.Findings, findings},
		{"grants", a.Grants, grants},
	} {
		then, err := json.Marshal(part.then)
		if err != nil {
			return nil, err
		}
		now, err := json.Marshal(part.now)
		if err != nil {
			return nil, err
		}
		if string(then) != string(now) {
			differences = append(differences, Difference{part.name, string(then), string(now)})
		}
	}
	return differences, nil
}
