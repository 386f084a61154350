package childinsurance_test

import (
	"testing"

	"miaoban/functions/services/childinsurance"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/registry"
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
	elsewhere := instanttest.Fact(child, dataset.Population.Name.Set("何安"), dataset.Population.Household.Set("430102"))
	unknown := map[string]decision.Status{"parent": decision.Unknown, "entered": decision.Unknown, "household": decision.Unknown,
		"not-insured": decision.Unknown}
	entitled.Run(t, []instanttest.Row[form]{
		{Name: "insured", Want: decision.Approved},
		{Name: "not entered into a household yet", Facts: []fact.Record{birth("2026-09-01")}, Want: decision.Rejected,
			Not: not("entered", decision.NotMet)},
		{Name: "国办发〔2024〕38号: a household elsewhere, and a residence in the province", Facts: []fact.Record{elsewhere,
			instanttest.Fact(child, dataset.Residence.Division.Set("440304001"))}, Want: decision.Approved},
		{Name: "a household elsewhere, and no residence on record", Facts: []fact.Record{elsewhere}, Want: decision.Referred,
			Not: not("household", decision.Unknown)},
		{Name: "a household and a residence elsewhere", Facts: []fact.Record{elsewhere,
			instanttest.Fact(child, dataset.Residence.Division.Set("430104"))}, Want: decision.Referred,
			Not: not("household", decision.Unknown)},
		{Name: "a household elsewhere, the register of residence does not answer", Facts: []fact.Record{elsewhere},
			Broken: dataset.Residence.Dataset, Want: decision.Referred, Not: not("household", decision.Unknown)},
		{Name: "insurance that has stopped elsewhere", Facts: []fact.Record{instanttest.Fact(child,
			dataset.MedicalInsurance.City.Set("430100"), dataset.MedicalInsurance.Active.Set(false))}, Want: decision.Referred,
			Not: not("not-insured", decision.Unknown)},
		{Name: "an insurance of which it is not known whether it is in force", Facts: []fact.Record{instanttest.Fact(child,
			dataset.MedicalInsurance.City.Set("440300"))}, Want: decision.Referred, Not: not("not-insured", decision.Unknown)},
		{Name: "a child who died: the costs of its care until then", Facts: []fact.Record{instanttest.Fact(child,
			dataset.Deaths.Date.Set(calendar.MustParse("2026-09-05")))}, Want: decision.Referred, Not: not("child-alive", decision.Unknown)},
		{Name: "the applicant's death is on record", Facts: []fact.Record{instanttest.Fact(mother,
			dataset.Deaths.Date.Set(calendar.MustParse("2026-11-05")))}, Want: decision.Rejected, Not: not("alive", decision.NotMet)},
		{Name: "one person as both parents", Facts: []fact.Record{birth("2026-09-01", entered, dataset.Births.Father.Set(mother))},
			Want: decision.Referred, Not: not("sound", decision.Unknown)},
		{Name: "another day of birth than in the child's ID number", Facts: []fact.Record{birth("2026-09-02", entered)},
			Want: decision.Referred, Not: not("sound", decision.Unknown)},
		{Name: "the day before the first birthday", Today: "2027-08-31", Want: decision.Approved},
		{Name: "on the first birthday: no newborn", Today: "2027-09-01", Want: decision.Referred, Not: not("newborn", decision.Unknown)},
		{Name: "ten years old", Today: "2036-11-24", Want: decision.Referred, Not: not("newborn", decision.Unknown)},
		{Name: "insured elsewhere", Facts: []fact.Record{instanttest.Fact(child, dataset.MedicalInsurance.City.Set("440300"),
			dataset.MedicalInsurance.Active.Set(true))},
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
		id, err := identity.MakeIDNumber("440605", calendar.MustParse(born), 2)
		if err != nil {
			t.Fatal(err)
		}
		receipt, _ := entitled.Apply(t, instanttest.Row[form]{Facts: []fact.Record{birth(born, dataset.Births.Child.Set(string(id))),
			instanttest.Fact(string(id), dataset.Population.Name.Set("何安"), dataset.Population.Household.Set("440605011"))}})
		if got := receipt.Certificate.ValidFrom.String(); got != want {
			t.Errorf("born %s: from %s, want %s", born, got, want)
		}
	}
}

// TestWhereAChildIsInsured: in the place of its household, or else where it lives.
func TestWhereAChildIsInsured(t *testing.T) {
	for household, want := range map[string]string{"440605011": "440600", "430102": "440300"} {
		receipt, o := entitled.Apply(t, instanttest.Row[form]{Facts: []fact.Record{
			instanttest.Fact(child, dataset.Population.Name.Set("何安"), dataset.Population.Household.Set(household)),
			instanttest.Fact(child, dataset.Residence.Division.Set("440304001"))}})
		if receipt.Outcome != decision.Approved {
			t.Fatalf("%s: %s", household, receipt.Outcome)
		}
		insured, err := registry.Table{Store: o.Store}.Lookup(t.Context(), fact.Ask(child, dataset.MedicalInsurance.City))
		if err != nil || insured.Values[dataset.MedicalInsurance.City.Name] != want {
			t.Errorf("%s: insured in %v, %v; want %s", household, insured.Values, err, want)
		}
	}
}
