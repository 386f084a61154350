package instanttest

import (
	"context"
	"slices"
	"testing"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/instant"
	"miaoban/shared/policy"
	"miaoban/shared/registry"
)

// Judge returns a function that decides the rows of a setting by the rules of the service, with facts
// as the engine gathers them, but without a store: for sweeps over thousands of cases. It ignores
// earlier grants, and does not check who may read whose record; Setting.Run does.
func Judge[F, P any](t testing.TB, service instant.Service[F, P], s Setting[F]) func(Row[F]) Judgement {
	t.Helper()
	figures, _, err := policy.Load[P](service.Item.Slug, service.Policy)
	if err != nil {
		t.Fatal(err)
	}
	return func(row Row[F]) Judgement {
		form := s.Form
		if row.Form != nil {
			row.Form(&form)
		}
		day := s.Today
		if row.Today != "" {
			day = row.Today
		}
		c := decision.Case[F, P]{Form: form, Policy: figures, At: calendar.MustParse(day).Start().Add(12 * time.Hour),
			Applicant: decision.NewApplicant(s.Person, "测试人")}
		var rules instant.Rules[F, P]
		for _, r := range service.Rules {
			if !c.Today().Before(r.From) {
				rules = r
			}
		}
		from := records{s.records(row, c.At), row.Broken}
		for range 8 { // one fact can lead to the next
			open := slices.DeleteFunc(rules.Needs(c), func(q fact.Query) bool { return q.Key == "" || c.Facts.Answered(q) })
			if len(open) == 0 {
				break
			}
			c.Facts = append(c.Facts, registry.Gather(t.Context(), from, open, c.At)...)
		}
		findings := rules.Decide(c)
		j := Judgement{Outcome: decision.Conclude(findings), Findings: findings}
		if j.Outcome == decision.Approved {
			j.Grants = rules.Issue(c, 0)
		}
		return j
	}
}

// Judgement is the decision on a case.
type Judgement struct {
	Outcome  decision.Outcome
	Findings []decision.Finding
	Grants   decision.Grants // zero unless approved
}

// Of returns the finding of the rule.
func (j Judgement) Of(rule string) decision.Finding {
	for _, f := range j.Findings {
		if f.Rule == rule {
			return f
		}
	}
	return decision.Finding{}
}

// records is a source of facts.
type records struct {
	all    []fact.Record
	broken *fact.Dataset
}

func (rs records) Lookup(_ context.Context, q fact.Query) (fact.Record, error) {
	if q.Dataset == rs.broken {
		return fact.Record{}, context.DeadlineExceeded
	}
	for _, r := range rs.all {
		if r.Dataset == q.Dataset.Name && r.Key == q.Key {
			return r, nil
		}
	}
	return fact.Record{}, registry.ErrNoRecord
}
