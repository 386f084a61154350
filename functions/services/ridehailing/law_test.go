package ridehailing_test

import (
	"testing"

	"miaoban/functions/services/ridehailing"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/instant/instanttest"
)

// TestEveryPairOfClasses sweeps the classes of driving licences, alone and in pairs as licences print
// them (暂行办法 art. 14: 取得相应准驾车型): every person who may drive a small car is entitled.
func TestEveryPairOfClasses(t *testing.T) {
	all := []string{"A1", "A2", "A3", "B1", "B2", "C1", "C2", "C3", "C4", "C5", "C6", "D", "E", "F", "M", "N", "P"}
	car := map[string]bool{"A1": true, "A2": true, "A3": true, "B1": true, "B2": true, "C1": true, "C2": true}
	judge := instanttest.Judge(t, ridehailing.Service(), entitled)
	outcome := func(printed string) decision.Outcome {
		return judge(instanttest.Row[form]{Facts: []fact.Record{licence(printed, "2015-01-01", "2030-01-01", 3)}}).Outcome
	}
	for _, one := range append(all, "") {
		for _, other := range all {
			want := decision.Rejected
			if car[one] || car[other] {
				want = decision.Approved
			}
			for _, between := range []string{"", " ", "、", ","} {
				if printed := one + between + other; one != "" && outcome(printed) != want {
					t.Errorf("%s: %s, want %s", printed, outcome(printed), want)
				}
			}
			if one == "" && outcome(other) != want {
				t.Errorf("%s: %s, want %s", other, outcome(other), want)
			}
		}
	}
	for printed, want := range map[string]decision.Outcome{
		"c1e": decision.Approved, "Ｃ１Ｄ": decision.Approved, "C1DE": decision.Approved, "DEF": decision.Rejected,
		"C9": decision.Referred, "C": decision.Referred, "1": decision.Referred, "摩托车": decision.Referred, "C1?": decision.Referred,
	} {
		if got := outcome(printed); got != want {
			t.Errorf("%s: %s, want %s", printed, got, want)
		}
	}
}
