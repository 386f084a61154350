package householdentry_test

import (
	"testing"

	"miaoban/functions/services/householdentry"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
	"miaoban/shared/instant/instanttest"
)

type form = householdentry.Form

const (
	mother = "440605199506150022"
	father = "430102199306150019"
	paper  = "S440000123"
)

func birth(day, sex string) fact.Record {
	return instanttest.Fact(paper, dataset.Births.Mother.Set(mother), dataset.Births.Father.Set(father),
		dataset.Births.On.Set(calendar.MustParse(day)), dataset.Births.Sex.Set(sex))
}

// entitled is the mother of a daughter, of Nanhai, married to a man from Changsha.
var entitled = instanttest.Setting[form]{
	Service: householdentry.Service(), Today: "2026-11-24", Person: mother,
	Form: form{Certificate: paper, Name: "何𠮷", Joins: householdentry.Mothers},
	Facts: []fact.Record{
		birth("2026-11-01", "female"),
		instanttest.Fact(mother, dataset.Population.Name.Set("何婉"), dataset.Population.Household.Set("440605011")),
		instanttest.Fact(father, dataset.Population.Name.Set("彭大"), dataset.Population.Household.Set("430102")),
		instanttest.Fact(mother, dataset.Marriages.Spouse.Set(father)),
	},
}

func TestEveryClause(t *testing.T) {
	named := func(name string) func(*form) { return func(f *form) { f.Name = name } }
	joins := func(f *form) { f.Joins = householdentry.Fathers }
	inNanhai := instanttest.Fact(father, dataset.Population.Name.Set("彭大"), dataset.Population.Household.Set("440605011"))
	not := func(rule string, status decision.Status) map[string]decision.Status {
		return map[string]decision.Status{rule: status}
	}
	unknown := map[string]decision.Status{}
	for _, rule := range []string{"parent", "household", "name", "in-time", "not-entered"} {
		unknown[rule] = decision.Unknown
	}
	entitled.Run(t, []instanttest.Row[form]{
		{Name: "into the mother's household, with her surname", Want: decision.Approved},
		{Name: "with the father's surname", Form: named("彭安"), Want: decision.Approved},
		{Name: "with another surname", Form: named("欧阳安"), Want: decision.Referred, Not: not("name", decision.Unknown)},
		{Name: "a name of one character", Form: named("何"), Want: decision.Rejected, Not: not("name", decision.NotMet)},
		{Name: "a name with letters", Form: named("何Anna"), Want: decision.Rejected, Not: not("name", decision.NotMet)},
		{Name: "a name with a middle dot", Form: named("何·买买提"), Want: decision.Approved},
		{
			Name: "into the father's household, outside the province",
			Form: joins,
			Want: decision.Rejected,
			Not:  not("household", decision.NotMet),
		},
		{Name: "into the father's household", Form: joins, Facts: []fact.Record{inNanhai}, Want: decision.Approved},
		{Name: "into the father's household, unmarried", Form: joins, Facts: []fact.Record{inNanhai},
			Without: []*fact.Dataset{dataset.Marriages.Dataset}, Want: decision.Referred, Not: not("together", decision.Unknown)},
		{Name: "into the father's household, the register of marriages does not answer", Form: joins, Facts: []fact.Record{inNanhai},
			Broken: dataset.Marriages.Dataset, Want: decision.Referred, Not: not("together", decision.Unknown)},
		{Name: "no father is named: into his household", Form: joins,
			Facts: []fact.Record{instanttest.Fact(paper, dataset.Births.Mother.Set(mother),
				dataset.Births.On.Set(calendar.MustParse("2026-11-01")))},
			Want: decision.Rejected, Not: map[string]decision.Status{"household": decision.NotMet, "together": decision.Unknown}},
		{Name: "no father is named: into the mother's",
			Facts: []fact.Record{instanttest.Fact(paper, dataset.Births.Mother.Set(mother),
				dataset.Births.On.Set(calendar.MustParse("2026-11-01")), dataset.Births.Sex.Set("male"))}, Want: decision.Approved},
		{Name: "the day before the first birthday", Facts: []fact.Record{birth("2025-11-25", "female")}, Want: decision.Approved},
		{Name: "on the first birthday", Facts: []fact.Record{birth("2025-11-24", "female")}, Want: decision.Referred,
			Not: not("in-time", decision.Unknown)},
		{Name: "already entered",
			Facts: []fact.Record{instanttest.Fact(paper, dataset.Births.Mother.Set(mother),
				dataset.Births.On.Set(calendar.MustParse("2026-11-01")), dataset.Births.Child.Set("440605202611010021"))},
			Want: decision.Rejected, Not: not("not-entered", decision.NotMet)},
		{Name: "another couple's child",
			Facts: []fact.Record{instanttest.Fact(paper, dataset.Births.Mother.Set("440605198806150020"),
				dataset.Births.On.Set(calendar.MustParse("2026-11-01")), dataset.Births.Sex.Set("male")),
				instanttest.Fact("440605198806150020", dataset.Population.Name.Set("何其"), dataset.Population.Household.Set("440605011"))},
			Want: decision.Referred, Not: unknown},
		{Name: "an unknown birth certificate", Without: []*fact.Dataset{dataset.Births.Dataset}, Want: decision.Referred, Not: unknown},
		{Name: "the health department does not answer", Broken: dataset.Births.Dataset, Want: decision.Referred, Not: unknown},
	})
}

// TestTheNumberSaysWhoItIs checks that the ID number contains district, date and sex, and that a
// child is entered only once.
func TestTheNumberSaysWhoItIs(t *testing.T) {
	for _, sex := range []string{"female", "male"} {
		receipt, o := entitled.Apply(t, instanttest.Row[form]{Facts: []fact.Record{birth("2026-02-28", sex)}})
		id, err := identity.ParseIDNumber(receipt.Certificate.Entries[1].Value.ZH, calendar.Of(o.Now()))
		if err != nil || id.Division() != "440605" || id.Birth().String() != "2026-02-28" || id.Female() != (sex == "female") {
			t.Errorf("a %s has %s: %v", sex, id, err)
		}
		other := entitled.Form
		other.Name = "何安"
		if again := o.Apply(mother, other); again.Outcome != decision.Rejected {
			t.Errorf("a second entry is %s", again.Outcome)
		}
	}
}
