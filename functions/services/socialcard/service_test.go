package socialcard_test

import (
	"testing"

	"miaoban/functions/services/socialcard"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant/instanttest"
)

type form = socialcard.Form

const (
	mother = "440605199506150022"
	child  = "440605202609010022"
	paper  = "S440000123"
)

var entitled = instanttest.Setting[form]{
	Service: socialcard.Service(), Today: "2026-11-24", Person: mother, Form: form{Certificate: paper, Bank: "icbc"},
	Facts: []fact.Record{
		instanttest.Fact(paper, dataset.Births.Mother.Set(mother), dataset.Births.Child.Set(child)),
		instanttest.Fact(child, dataset.Population.Name.Set("何安")),
		instanttest.Fact(child, dataset.MedicalInsurance.City.Set("440600")),
	},
}

func TestEveryClause(t *testing.T) {
	not := func(rule string, status decision.Status) map[string]decision.Status {
		return map[string]decision.Status{rule: status}
	}
	entitled.Run(t, []instanttest.Row[form]{
		{Name: "issued", Want: decision.Approved},
		{Name: "not entered into a household yet", Facts: []fact.Record{instanttest.Fact(paper, dataset.Births.Mother.Set(mother))},
			Want: decision.Rejected, Not: not("entered", decision.NotMet)},
		{Name: "a child who died", Facts: []fact.Record{instanttest.Fact(child,
			dataset.Deaths.Date.Set(calendar.MustParse("2026-09-05")))}, Want: decision.Rejected, Not: not("child-alive", decision.NotMet)},
		{Name: "the applicant's death is on record", Facts: []fact.Record{instanttest.Fact(mother,
			dataset.Deaths.Date.Set(calendar.MustParse("2026-11-05")))}, Want: decision.Rejected, Not: not("alive", decision.NotMet)},
		{Name: "one person as both parents", Facts: []fact.Record{instanttest.Fact(paper, dataset.Births.Mother.Set(mother),
			dataset.Births.Father.Set(mother), dataset.Births.Child.Set(child))}, Want: decision.Referred, Not: not("sound", decision.Unknown)},
		{Name: "not insured", Without: []*fact.Dataset{dataset.MedicalInsurance.Dataset}, Want: decision.Referred,
			Not: not("insured", decision.Unknown)},
		{Name: "insured outside the province",
			Facts: []fact.Record{instanttest.Fact(child, dataset.MedicalInsurance.City.Set("430100"))}, Want: decision.Rejected,
			Not: not("insured", decision.NotMet)},
		{Name: "the insurers do not answer", Broken: dataset.MedicalInsurance.Dataset, Want: decision.Referred,
			Not: not("insured", decision.Unknown)},
		{Name: "already has a card", Facts: []fact.Record{instanttest.Fact(child, dataset.SocialCards.City.Set("440300"))},
			Want: decision.Rejected, Not: not("without-card", decision.NotMet)},
		{Name: "the card office does not answer", Broken: dataset.SocialCards.Dataset, Want: decision.Referred,
			Not: not("without-card", decision.Unknown)},
		{Name: "another couple's child",
			Facts: []fact.Record{instanttest.Fact(paper, dataset.Births.Mother.Set("440605198806150020"),
				dataset.Births.Child.Set(child))}, Want: decision.Referred,
			Not: map[string]decision.Status{"parent": decision.Unknown, "entered": decision.Unknown, "insured": decision.Unknown,
				"without-card": decision.Unknown}},
		{Name: "the health department does not answer", Broken: dataset.Births.Dataset, Want: decision.Referred,
			Not: map[string]decision.Status{"parent": decision.Unknown, "entered": decision.Unknown, "insured": decision.Unknown,
				"without-card": decision.Unknown}},
	})
}

func TestAChildHasOneCard(t *testing.T) {
	_, o := entitled.Apply(t, instanttest.Row[form]{})
	if again := o.Apply(mother, form{Certificate: paper, Bank: "ccb"}); again.Outcome != decision.Rejected {
		t.Errorf("a second application is %s", again.Outcome)
	}
}
