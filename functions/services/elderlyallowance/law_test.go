package elderlyallowance_test

import (
	"testing"

	"miaoban/functions/services/elderlyallowance"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/sweep"
)

// entitled is a person of 82 with a household in Nanhai.
var entitled = instanttest.Setting[elderlyallowance.Form]{
	Service: elderlyallowance.Service(), Today: "2026-11-24", Person: person, Form: own,
	Facts: []fact.Record{
		instanttest.Fact(
			person,
			dataset.Population.BirthDate.Set(calendar.MustParse("1944-06-15")),
			dataset.Population.Household.Set("440605011"),
		),
		instanttest.Fact(card, dataset.BankAccounts.Holder.Set(person), dataset.BankAccounts.Open.Set(true)),
	},
}

// TestEachAgeInEachCity: by art. 33 of the law the places set the allowance. A city of the province without a
// known rate refers at every age; the others begin at the age of their first band.
func TestEachAgeInEachCity(t *testing.T) {
	decide := instanttest.Judge(t, elderlyallowance.Service(), entitled)
	today := calendar.MustParse(entitled.Today)
	first := map[string]int{"4403": 70, "4406": 80} // the first band
	type person struct {
		city  string
		years int
	}
	var people []person
	for _, city := range []string{"4401", "4402", "4403", "4404", "4405", "4406", "4407", "4408", "4409", "4412", "4413", "4414", "4415",
		"4416", "4417", "4418", "4419", "4420", "4451", "4452", "4453"} {
		for years := range 111 {
			people = append(people, person{city, years})
		}
	}
	for _, p := range sweep.Cases(t, people, 500) {
		j := decide(instanttest.Row[elderlyallowance.Form]{Facts: []fact.Record{instanttest.Fact(entitled.Person,
			dataset.Population.BirthDate.Set(today.AddYears(-p.years)), dataset.Population.Household.Set(p.city+"04"))}})
		want := decision.Referred
		if from, known := first[p.city]; known {
			if want = decision.Rejected; p.years >= from {
				want = decision.Approved
			}
		}
		if j.Outcome != want {
			t.Errorf("%d in %s: %s, want %s", p.years, p.city, j.Outcome, want)
		}
	}
}
