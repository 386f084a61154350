package unemploymentbenefit_test

import (
	"slices"
	"strings"
	"testing"

	"miaoban/functions/services/unemploymentbenefit"
	"miaoban/shared/decision"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/team"
)

// TestMonthsGrantedByTheOldBandsAreSettledByTheAgency: a person who was granted 12 months for one year of
// contributions keeps them until an official decides. The agency is called once, and the holder is notified.
func TestMonthsGrantedByTheOldBandsAreSettledByTheAgency(t *testing.T) {
	old := unemploymentbenefit.Service()
	old.Rules = slices.DeleteFunc(slices.Clone(old.Rules), func(r instant.Rules[unemploymentbenefit.Form, unemploymentbenefit.Policy]) bool {
		return strings.HasPrefix(r.Version, "2025")
	})
	setting := entitled
	setting.Service = old
	receipt, o := setting.Apply(t, instanttest.Row[unemploymentbenefit.Form]{Today: "2024-12-10"})
	if receipt.Payment == nil {
		t.Fatalf("%s: %+v", receipt.Outcome, receipt.Findings)
	}
	months := receipt.Payment.Months()
	o.At(day("2025-02-10").Start())
	o.Use(unemploymentbenefit.Service())
	for range 2 {
		v := o.Verify(receipt.Number, false)
		if v.After != instant.InForce || v.Adjusted != nil || v.RecoverFen != 0 {
			t.Errorf("it is changed by a rule: %+v", v)
		}
		at := slices.IndexFunc(v.Conditions, func(c decision.Continuing) bool { return c.Rule == "granted-months" })
		if at < 0 || v.Conditions[at].Status != decision.NotMet {
			t.Fatalf("%d months are no matter: %+v", months, v.Conditions)
		}
	}
	called, err := team.Load(t.Context(), o.Store, team.Case{Kind: team.Application, Number: receipt.Number})
	if err != nil || called == nil || len(called.Tasks) != 1 || called.Tasks[0].Department != "human-resources" {
		t.Fatalf("the agency is called: %+v, %v", called, err)
	}
	notices, _, err := instant.Notices(t.Context(), o.Store, man, "")
	told := slices.ContainsFunc(notices, func(n instant.Notice) bool {
		return strings.Contains(n.Text.ZH, "系统不自动改动") && n.Text.EN != ""
	})
	if err != nil || !told {
		t.Errorf("the holder is told %+v, %v", notices, err)
	}
	o.Prove(receipt.Number)
}

func TestMonthsByTheLawAreNotReferred(t *testing.T) {
	receipt, o := entitled.Apply(t, instanttest.Row[unemploymentbenefit.Form]{})
	v := o.Verify(receipt.Number, false)
	called, err := team.Load(t.Context(), o.Store, team.Case{Kind: team.Application, Number: receipt.Number})
	if err != nil || called != nil || v.Doubt {
		t.Errorf("the agency is called: %+v, %v; %+v", called, err, v.Conditions)
	}
}
