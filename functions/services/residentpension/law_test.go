package residentpension_test

import (
	"testing"

	"miaoban/functions/services/residentpension"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/sweep"
)

// TestContributionsByTheAgeAtTheStart: for each month of birth and number of months (国发〔2014〕8号,
// part 7). The scheme began between July 2009 and July 2012. People who were 60 pay nothing; people who
// had less than 15 years to 60 pay each year, at most 15, and a person with an unpaid year is referred.
func TestContributionsByTheAgeAtTheStart(t *testing.T) {
	decide := instanttest.Judge(t, residentpension.Service(), entitled)
	type person struct {
		sixty  int // the month of the 60th birthday, counted from July 2009
		months int
	}
	var people []person
	for sixty := -300; sixty <= 300; sixty++ {
		for _, months := range []int{0, 1, 11, 12, 36, 60, 120, 168, 172, 179, 180, 181, 400} {
			people = append(people, person{sixty, months})
		}
		if sixty > 0 && sixty < 180 {
			people = append(people, person{sixty, sixty - 1}, person{sixty, sixty})
		}
	}
	for _, p := range sweep.Cases(t, people, 2000) {
		for _, today := range []string{"2026-11-24", "2034-12-31"} {
			want := decision.Referred
			birthday := day("2009-07-01").AddMonths(p.sixty)
			switch {
			case birthday.After(day(today)):
				want = decision.Rejected // not 60 yet
			case p.sixty <= 0, p.months >= min(p.sixty, 180):
				want = decision.Approved
			case birthday.AddYears(-15).After(day("2012-07-31")):
				want = decision.Rejected // 15 years wherever it began
			}
			j := decide(instanttest.Row[form]{Today: today, Facts: []fact.Record{
				born(birthday.AddYears(-60).String()), insured("440605", p.months)}})
			if j.Outcome != want {
				t.Errorf("60 on %s, %d months, on %s: %s, want %s", birthday, p.months, today, j.Outcome, want)
			}
		}
	}
}
