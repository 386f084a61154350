package householdentry_test

import (
	"testing"

	"miaoban/functions/services/householdentry"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/registry"
)

// TestACertificateThatCannotBeRight: a mistake in the record is referred, and never results in an ID number.
func TestACertificateThatCannotBeRight(t *testing.T) {
	day := func(d string) fact.Setting { return dataset.Births.On.Set(calendar.MustParse(d)) }
	of := func(mother string, more ...fact.Setting) []fact.Record {
		return []fact.Record{instanttest.Fact(paper, dataset.Births.Mother.Set(mother), append(more, dataset.Births.Sex.Set("female"))...)}
	}
	dad := dataset.Births.Father.Set(father)
	rows := map[string]struct {
		facts []fact.Record
		rule  string
	}{
		"born today":                      {of(mother, dad, day("2026-11-24")), ""},
		"born tomorrow":                   {of(mother, dad, day("2026-11-25")), "sound"},
		"one person as both parents":      {of(mother, dataset.Births.Father.Set(mother), day("2026-11-01")), "sound"},
		"a woman as the father":           {of(mother, dataset.Births.Father.Set("440605199001010024"), day("2026-11-01")), "sound"},
		"the mother was nine":             {of(mother, dad, day("2005-06-14")), "sound"},
		"the mother died the day before":  {append(of(mother, dad, day("2026-11-01")), death(mother, "2026-10-31")), "sound"},
		"ten years old":                   {of(mother, dad, day("2016-11-01")), "in-time"},
		"the father died before":          {append(of(mother, dad, day("2026-11-01")), death(father, "2026-10-01")), ""},
		"the applicant is dead on record": {append(of(mother, dad, day("2026-11-01")), death(mother, "2026-11-01")), "alive"},
	}
	judge := instanttest.Judge(t, householdentry.Service(), entitled)
	for name, tt := range rows {
		j := judge(instanttest.Row[form]{Facts: tt.facts})
		if (j.Outcome == decision.Approved) != (tt.rule == "") || tt.rule != "" && j.Of(tt.rule).Status == decision.Met {
			t.Errorf("%s: %s, %s is %s", name, j.Outcome, tt.rule, j.Of(tt.rule).Status)
		}
	}
}

func death(person, on string) fact.Record {
	return instanttest.Fact(person, dataset.Deaths.Date.Set(calendar.MustParse(on)))
}

// TestTheHouseholdOfAParentWhoDied cannot be joined; that of the surviving parent can.
func TestTheHouseholdOfAParentWhoDied(t *testing.T) {
	inNanhai := instanttest.Fact(father, dataset.Population.Name.Set("彭大"), dataset.Population.Household.Set("440605011"))
	joins := func(f *form) { f.Joins = householdentry.Fathers }
	judge := instanttest.Judge(t, householdentry.Service(), entitled)
	for name, tt := range map[string]struct {
		row  instanttest.Row[form]
		want decision.Outcome
	}{
		"the father's, who died after the birth": {instanttest.Row[form]{Form: joins,
			Facts: []fact.Record{inNanhai, death(father, "2026-11-10")}}, decision.Referred},
		"the mother's, the father died": {instanttest.Row[form]{Facts: []fact.Record{inNanhai, death(father, "2026-11-10")}}, decision.Approved},
		"the register of deaths does not answer": {instanttest.Row[form]{Form: joins, Facts: []fact.Record{inNanhai},
			Broken: dataset.Deaths.Dataset}, decision.Referred},
	} {
		if j := judge(tt.row); j.Outcome != tt.want {
			t.Errorf("%s: %s, want %s", name, j.Outcome, tt.want)
		}
	}
}

// TestTheEntryRecordsTheParents: with the rank that they registered, so that a parent can be invited
// to apply for the child's benefits.
func TestTheEntryRecordsTheParents(t *testing.T) {
	record := instanttest.Fact(paper, dataset.Births.Mother.Set(mother), dataset.Births.Father.Set(father), dataset.Births.Rank.Set(2),
		dataset.Births.On.Set(calendar.MustParse("2026-11-01")), dataset.Births.Sex.Set("female"))
	receipt, o := entitled.Apply(t, instanttest.Row[form]{Facts: []fact.Record{record}})
	id := receipt.Certificate.Entries[1].Value.ZH
	p := dataset.Parentage
	got, err := registry.Table{Store: o.Store}.Lookup(t.Context(), fact.Ask(id, p.Mother, p.Father, p.Rank))
	if err != nil || got.Values["mother"] != mother || got.Values["father"] != father || got.Values["rank"] != "2" {
		t.Errorf("the child's record is %v, %v", got.Values, err)
	}
}
