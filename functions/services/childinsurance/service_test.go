package childinsurance_test

import (
	"testing"

	"miaoban/functions/services/childinsurance"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant/instanttest"
)

type form = childinsurance.Form

const (
	mother = "440605199506150022"
	child  = "440605202609010022"
	paper  = "S440000123"
)

func birth(day string, more ...fact.Setting) fact.Record {
	return instanttest.Fact(paper, dataset.Births.Mother.Set(mother), append(more, dataset.Births.On.Set(calendar.MustParse(day)))...)
}

var entered = dataset.Births.Child.Set(child)

var entitled = instanttest.Setting[form]{
	Service: childinsurance.Service(), Today: "2026-11-24", Person: mother, Form: form{Certificate: paper},
	Facts: []fact.Record{
		birth("2026-09-01", entered),
		instanttest.Fact(child, dataset.Population.Name.Set("何安"), dataset.Population.Household.Set("440605011")),
	},
}

func TestEveryClause(t *testing.T) {
	not := func(rule string, status decision.Status) map[string]decision.Status {
		return map[string]decision.Status{rule: status}
	}
	unknown := map[string]decision.Status{"parent": decision.Unknown, "entered": decision.Unknown, "household": decision.Unknown,
		"not-insured": decision.Unknown}
	entitled.Run(t, []instanttest.Row[form]{
		{Name: "insured", Want: decision.Approved},
		{Name: "not entered into a household yet", Facts: []fact.Record{birth("2026-09-01")}, Want: decision.Rejected,
			Not: not("entered", decision.NotMet)},
		{Name: "a household outside the province",
			Facts: []fact.Record{instanttest.Fact(child, dataset.Population.Name.Set("何安"), dataset.Population.Household.Set("430102"))},
			Want:  decision.Rejected, Not: not("household", decision.NotMet)},
		{Name: "insured elsewhere", Facts: []fact.Record{instanttest.Fact(child, dataset.MedicalInsurance.City.Set("440300"))},
			Want: decision.Rejected, Not: not("not-insured", decision.NotMet)},
		{Name: "the insurers do not answer", Broken: dataset.MedicalInsurance.Dataset, Want: decision.Referred,
			Not: not("not-insured", decision.Unknown)},
		{Name: "the population register does not answer", Broken: dataset.Population.Dataset, Want: decision.Referred,
			Not: not("household", decision.Unknown)},
		{Name: "another couple's child",
			Facts: []fact.Record{instanttest.Fact(paper, dataset.Births.Mother.Set("440605198806150020"), entered)},
			Want:  decision.Referred, Not: unknown},
		{Name: "an unknown birth certificate", Without: []*fact.Dataset{dataset.Births.Dataset}, Want: decision.Referred, Not: unknown},
	})
}

// TestCareIsPaidFromTheBirth: cover starts at birth if the child is insured within ninety days.
func TestCareIsPaidFromTheBirth(t *testing.T) {
	for born, want := range map[string]string{
		"2026-08-26": "2026-08-26", // ninety days ago
		"2026-08-25": "2026-11-24", // ninety-one
	} {
		receipt, _ := entitled.Apply(t, instanttest.Row[form]{Facts: []fact.Record{birth(born, entered)}})
		if got := receipt.Certificate.ValidFrom.String(); got != want {
			t.Errorf("born %s: from %s, want %s", born, got, want)
		}
	}
}
