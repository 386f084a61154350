package decision_test

import (
	"testing"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/policy"
)

func finding(status decision.Status, from string) decision.Finding {
	f := decision.Finding{Rule: string(status), Status: status}
	if from != "" {
		f.MetFrom = calendar.MustParse(from)
	}
	return f
}

func TestConclude(t *testing.T) {
	met, not, unknown := finding(decision.Met, ""), finding(decision.NotMet, ""), finding(decision.Unknown, "")
	for _, tt := range []struct {
		name     string
		findings []decision.Finding
		want     decision.Outcome
	}{
		{"no findings never approve", nil, decision.Referred},
		{"all met", []decision.Finding{met, met}, decision.Approved},
		{"one not met", []decision.Finding{met, not}, decision.Rejected},
		{"one unknown", []decision.Finding{met, unknown, met}, decision.Referred},
		{"unknown before not met", []decision.Finding{unknown, not}, decision.Rejected},
		{"not met before unknown", []decision.Finding{not, unknown}, decision.Rejected},
		{"a finding without a status", []decision.Finding{met, {}}, decision.Referred},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := decision.Conclude(tt.findings); got != tt.want {
				t.Errorf("the outcome is %s, want %s", got, tt.want)
			}
		})
	}
}

func TestEligibleFrom(t *testing.T) {
	for _, tt := range []struct {
		name     string
		findings []decision.Finding
		want     string // "" for no day
	}{
		{"all met", []decision.Finding{finding(decision.Met, "")}, ""},
		{"one day", []decision.Finding{finding(decision.Met, ""), finding(decision.NotMet, "2028-02-29")}, "2028-02-29"},
		{
			"the later of two days",
			[]decision.Finding{finding(decision.NotMet, "2027-03-01"), finding(decision.NotMet, "2026-12-31")},
			"2027-03-01",
		},
		{"one condition that no day meets", []decision.Finding{finding(decision.NotMet, "2027-03-01"), finding(decision.NotMet, "")}, ""},
		{
			"an unknown condition does not count",
			[]decision.Finding{finding(decision.NotMet, "2027-03-01"), finding(decision.Unknown, "")},
			"2027-03-01",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var want calendar.Date
			if tt.want != "" {
				want = calendar.MustParse(tt.want)
			}
			if got := decision.EligibleFrom(tt.findings); got != want {
				t.Errorf("eligible from %s, want %s", got, want)
			}
		})
	}
}

func TestRestsOnExamples(t *testing.T) {
	law, example := policy.Basis{}, policy.Basis{Illustrative: true}
	on := func(status decision.Status, basis ...policy.Basis) decision.Finding {
		return decision.Finding{Status: status, Basis: basis}
	}
	for _, tt := range []struct {
		name     string
		findings []decision.Finding
		want     bool
	}{
		{"nothing unmet", []decision.Finding{on(decision.Met, example), on(decision.Unknown, example)}, false},
		{"unmet by an example", []decision.Finding{on(decision.NotMet, example), on(decision.Met, law)}, true},
		{"unmet by law", []decision.Finding{on(decision.NotMet, law)}, false},
		{"unmet by both", []decision.Finding{on(decision.NotMet, example, law)}, false},
		{"one by an example, one by law", []decision.Finding{on(decision.NotMet, example), on(decision.NotMet, law)}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := decision.RestsOnExamples(tt.findings); got != tt.want {
				t.Errorf("rests on examples: %t, want %t", got, tt.want)
			}
		})
	}
}
