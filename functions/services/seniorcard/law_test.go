package seniorcard_test

import (
	"testing"

	"miaoban/functions/services/seniorcard"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/sweep"
)

// TestAPlaceWithoutARuleRefersTheElderly: every age in each city, and elsewhere. Without a known rule of the
// city, only people who are not elderly by art. 2 of the law are rejected.
func TestAPlaceWithoutARuleRefersTheElderly(t *testing.T) {
	ages := map[string]int{"4401": 60, "4403": 65, "4406": 60} // the first level
	decide := instanttest.Judge(t, seniorcard.Service(), entitled)
	today := calendar.MustParse(entitled.Today)
	type person struct {
		city  string
		years int
	}
	var people []person
	for _, city := range []string{"4401", "4402", "4403", "4404", "4405", "4406", "4407", "4408", "4409", "4412", "4413", "4414",
		"4415", "4416", "4417", "4418", "4419", "4420", "4451", "4452", "4453", "4301", "1101"} {
		for years := range 111 {
			people = append(people, person{city, years})
		}
	}
	for _, p := range sweep.Cases(t, people, 500) {
		j := decide(instanttest.Row[seniorcard.Form]{Facts: born(today.AddYears(-p.years).String(), p.city+"01")})
		first, known := ages[p.city]
		want := decision.Referred
		switch {
		case known && p.years >= first:
			want = decision.Approved
		case known, p.years < 59:
			want = decision.Rejected
		}
		if j.Outcome != want {
			t.Errorf("%d in %s: %s, want %s", p.years, p.city, j.Outcome, want)
		}
	}
}
