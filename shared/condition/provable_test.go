package condition_test

import (
	"testing"

	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

func TestProvable(t *testing.T) {
	sources := func(states ...fact.State) (all []fact.Reference) {
		for _, s := range states {
			all = append(all, fact.Reference{State: s})
		}
		return all
	}
	text := lang.T("没有记录。", "There is no record.")
	for _, tt := range []struct {
		name    string
		finding decision.Finding
		want    decision.Status
	}{
		{"no record", decision.Rule("r", text).NotMet(text, sources(fact.None)...), decision.Unknown},
		{"no record in two registers", decision.Rule("r", text).NotMet(text, sources(fact.None, fact.None)...), decision.Unknown},
		{"a record that does not suffice", decision.Rule("r", text).NotMet(text, sources(fact.Known)...), decision.NotMet},
		{"a record in one of two registers", decision.Rule("r", text).NotMet(text, sources(fact.None, fact.Known)...), decision.NotMet},
		{"what the form says", decision.Rule("r", text).NotMet(text), decision.NotMet},
		{"met by the absence", decision.Rule("r", text).Met(text, sources(fact.None)...), decision.Met},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := condition.Provable(tt.finding)
			if got.Status != tt.want || got.Text.ZH == "" || got.Text.EN == "" {
				t.Errorf("%s, %q; want %s", got.Status, got.Text.EN, tt.want)
			}
		})
	}
}
