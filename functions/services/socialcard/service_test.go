package socialcard_test

import (
	"testing"

	"miaoban/functions/services/socialcard"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
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
	not := func(rule string, status instant.Status) map[string]instant.Status {
		return map[string]instant.Status{rule: status}
	}
	entitled.Run(t, []instanttest.Row[form]{
		{Name: "issued", Want: instant.Approved},
		{Name: "not entered into a household yet", Facts: []fact.Record{instanttest.Fact(paper, dataset.Births.Mother.Set(mother))}, Want: instant.Rejected, Not: not("entered", instant.NotMet)},
		{Name: "not insured", Without: []*fact.Dataset{dataset.MedicalInsurance.Dataset}, Want: instant.Rejected, Not: not("insured", instant.NotMet)},
		{Name: "insured outside the province", Facts: []fact.Record{instanttest.Fact(child, dataset.MedicalInsurance.City.Set("430100"))}, Want: instant.Rejected, Not: not("insured", instant.NotMet)},
		{Name: "the insurers do not answer", Broken: dataset.MedicalInsurance.Dataset, Want: instant.Referred, Not: not("insured", instant.Unknown)},
		{Name: "a card is held", Facts: []fact.Record{instanttest.Fact(child, dataset.SocialCards.City.Set("440300"))}, Want: instant.Rejected, Not: not("without-card", instant.NotMet)},
		{Name: "the card office does not answer", Broken: dataset.SocialCards.Dataset, Want: instant.Referred, Not: not("without-card", instant.Unknown)},
		{Name: "a child of others", Facts: []fact.Record{instanttest.Fact(paper, dataset.Births.Mother.Set("440605198806150020"), dataset.Births.Child.Set(child))}, Want: instant.Referred,
			Not: map[string]instant.Status{"parent": instant.Unknown, "entered": instant.Unknown, "insured": instant.Unknown, "without-card": instant.Unknown}},
		{Name: "the health department does not answer", Broken: dataset.Births.Dataset, Want: instant.Referred,
			Not: map[string]instant.Status{"parent": instant.Unknown, "entered": instant.Unknown, "insured": instant.Unknown, "without-card": instant.Unknown}},
	})
}

func TestAChildHasOneCard(t *testing.T) {
	_, o := entitled.Apply(t, instanttest.Row[form]{})
	if again := o.Apply(mother, form{Certificate: paper, Bank: "ccb"}); again.Outcome != instant.Rejected {
		t.Errorf("asked for again it is %s", again.Outcome)
	}
}
