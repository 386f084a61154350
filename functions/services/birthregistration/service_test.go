package birthregistration_test

import (
	"testing"

	"miaoban/functions/services/birthregistration"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant/instanttest"
)

type form = birthregistration.Form

const (
	mother = "440605199506150022"
	father = "430102199306150019"
)

func home(person, division string) fact.Record {
	return instanttest.Fact(person, dataset.Population.Household.Set(division))
}

// entitled is an expectant mother of Nanhai, married to a man from Changsha.
var entitled = instanttest.Setting[form]{
	Service: birthregistration.Service(), Today: "2026-11-24", Person: mother,
	Form: form{ExpectedOn: calendar.MustParse("2027-03-01"), Order: 1, Place: birthregistration.OwnHousehold},
	Facts: []fact.Record{
		home(mother, "440605011"), home(father, "430102"),
		instanttest.Fact(father, dataset.Residence.Division.Set("440605011")),
		instanttest.Fact(mother, dataset.Marriages.Spouse.Set(father)),
		instanttest.Fact("S440000123", dataset.Births.Mother.Set(mother), dataset.Births.Father.Set(father),
			dataset.Births.On.Set(calendar.MustParse("2026-11-01"))),
	},
}

func TestEveryClause(t *testing.T) {
	at := func(place birthregistration.Place) func(*form) { return func(f *form) { f.Place = place } }
	on := func(day string) func(*form) { return func(f *form) { f.ExpectedOn = calendar.MustParse(day) } }
	born := func(f *form) { f.ExpectedOn, f.Certificate = calendar.Date{}, "S440000123" }
	not := func(rule string, status decision.Status) map[string]decision.Status {
		return map[string]decision.Status{rule: status}
	}
	entitled.Run(t, []instanttest.Row[form]{
		{Name: "before the birth, at her household", Want: decision.Approved},
		{Name: "unmarried: nothing else is asked", Without: []*fact.Dataset{dataset.Marriages.Dataset}, Want: decision.Approved},
		{Name: "a fifth child: the order does not matter", Form: func(f *form) { f.Order = 5 }, Want: decision.Approved},
		{Name: "after the birth, by the birth certificate", Form: born, Want: decision.Approved},
		{Name: "an unknown birth certificate", Form: born, Without: []*fact.Dataset{dataset.Births.Dataset}, Want: decision.Referred,
			Not: map[string]decision.Status{"parent": decision.Unknown, "expected": decision.Unknown}},
		{Name: "a birth certificate of other parents", Form: born, Facts: []fact.Record{
			instanttest.Fact("S440000123", dataset.Births.Mother.Set("440605198806150020"),
				dataset.Births.On.Set(calendar.MustParse("2026-11-01")))},
			Want: decision.Referred, Not: map[string]decision.Status{"parent": decision.Unknown, "expected": decision.Unknown}},
		{Name: "at the residence of the spouse", Form: at(birthregistration.SpouseResidence), Want: decision.Approved},
		{Name: "at the spouse's household, which is outside the province", Form: at(birthregistration.SpouseHousehold),
			Want: decision.Rejected, Not: not("place", decision.NotMet)},
		{Name: "at the spouse's, unmarried", Form: at(birthregistration.SpouseHousehold),
			Without: []*fact.Dataset{dataset.Marriages.Dataset}, Want: decision.Rejected, Not: not("place", decision.NotMet)},
		{Name: "at the spouse's, the register of marriages does not answer", Form: at(birthregistration.SpouseHousehold),
			Broken: dataset.Marriages.Dataset, Want: decision.Referred, Not: not("place", decision.Unknown)},
		{Name: "at her residence, which is not registered", Form: at(birthregistration.OwnResidence), Want: decision.Rejected,
			Not: not("place", decision.NotMet)},
		{Name: "the population register does not answer", Broken: dataset.Population.Dataset, Want: decision.Referred,
			Not: not("place", decision.Unknown)},
		{Name: "the last permitted expected date", Form: on("2027-09-20"), Want: decision.Approved},
		{Name: "a day later", Form: on("2027-09-21"), Want: decision.Rejected, Not: not("expected", decision.NotMet)},
		{Name: "born long ago, registered late", Form: on("2016-02-29"), Want: decision.Approved},
		{Name: "a death is on record",
			Facts: []fact.Record{instanttest.Fact(mother, dataset.Deaths.Date.Set(calendar.MustParse("2026-11-01")))},
			Want:  decision.Rejected, Not: not("alive", decision.NotMet)},
	})
}

// TestACoupleRegistersAChildOnce checks that a parent cannot register what the other parent has registered.
func TestACoupleRegistersAChildOnce(t *testing.T) {
	_, o := entitled.Apply(t, instanttest.Row[form]{Facts: []fact.Record{instanttest.Fact(father, dataset.Marriages.Spouse.Set(mother))}})
	his := entitled.Form
	his.Place = birthregistration.OwnResidence
	if receipt := o.Apply(father, his); receipt.Outcome != decision.Rejected {
		t.Errorf("the father's application is %s: %+v", receipt.Outcome, receipt.Findings)
	}
	his.Order = 2
	if receipt := o.Apply(father, his); receipt.Outcome != decision.Approved {
		t.Errorf("the twin's application is %s: %+v", receipt.Outcome, receipt.Findings)
	}
}
