package flexiblesubsidy_test

import (
	"testing"

	"miaoban/functions/services/flexiblesubsidy"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/sweep"
)

// retires returns the day on which the statutory age is reached, computed independently of the table: from
// 2025 on one month more for every four months, for men and for women of 55, and for every two months for
// women of 50.
func retires(born calendar.Date, years, every, most int) calendar.Date {
	day := born.AddYears(years)
	late := 12*(day.Year-2025) + int(day.Month) - 1
	if late < 0 {
		return day
	}
	return born.AddMonths(12*years + min(late/every+1, most))
}

// wants returns the number of months for which the subsidy is due to a person who has not received it before.
func wants(today, retires calendar.Date) int {
	until := max(0, 12*(retires.Year-today.Year)+int(retires.Month-today.Month))
	if retires.AddYears(-5).Before(today) {
		return until
	}
	return min(36, until)
}

// TestWithinFiveYearsOfTheDelayedAge: every month of birth from 1955 to 1985.
func TestWithinFiveYearsOfTheDelayedAge(t *testing.T) {
	const woman = "440304197806150020"
	today := day(entitled.Today)
	of := entitled
	of.Person = woman
	of.Facts = []fact.Record{
		instanttest.Fact(woman, dataset.Hardship.Category.Set("4050"), dataset.Hardship.Place.Set("440304"),
			dataset.Hardship.Until.Set(day("2028-01-01")), dataset.Hardship.SubsidyMonths.Set(0)),
		instanttest.Fact(woman, dataset.Flexible.City.Set("440300"), dataset.Flexible.PaidFen.Set(84000)),
		instanttest.Fact(card, dataset.BankAccounts.Holder.Set(woman), dataset.BankAccounts.Open.Set(true)),
	}
	forMen, forWomen := instanttest.Judge(t, flexiblesubsidy.Service(), entitled), instanttest.Judge(t, flexiblesubsidy.Service(), of)
	var births []calendar.Date
	for month := day("1955-01-15"); month.Year < 1986; month = month.AddMonths(1) {
		births = append(births, month)
	}
	check := func(who string, born calendar.Date, j instanttest.Judgement, want int) {
		t.Helper()
		last := ""
		if want > 0 {
			last = today.FirstOfMonth().AddMonths(want).MonthText()
		}
		got := ""
		if j.Outcome == decision.Approved {
			got = j.Grants.Payment.LastMonth
		}
		if got != last || want == 0 && j.Outcome != decision.Rejected {
			t.Errorf("%s born on %s: %s, paid until %q, want %q", who, born, j.Outcome, got, last)
		}
	}
	for _, b := range sweep.Cases(t, births, 200) {
		check("a man", b, forMen(instanttest.Row[form]{Facts: []fact.Record{born(b.String())}}), wants(today, retires(b, 60, 4, 36)))
		worker, cadre := wants(today, retires(b, 50, 2, 60)), wants(today, retires(b, 55, 4, 36))
		for track, want := range map[string]int{"worker": worker, "cadre": cadre, "": -1} {
			row := instanttest.Row[form]{Facts: []fact.Record{instanttest.Fact(woman, dataset.Population.BirthDate.Set(b)),
				instanttest.Fact(woman, dataset.SocialInsurance.Employed.Set(false), dataset.SocialInsurance.RetirementTrack.Set(track))}}
			if track == "" { // the register does not say
				row.Facts = row.Facts[:1]
				if want = worker; worker != cadre {
					if j := forWomen(row); j.Outcome != decision.Referred || j.Of("months-left").Status != decision.Unknown {
						t.Errorf("a woman of an unknown track born on %s: %s", b, j.Outcome)
					}
					continue
				}
			}
			check("a woman ("+track+")", b, forWomen(row), want)
		}
	}
}

// TestAManBornInOctober1969 retires on 1 January 2031, so he is within five years of it from 2 January 2026 on.
func TestAManBornInOctober1969(t *testing.T) {
	decide := instanttest.Judge(t, flexiblesubsidy.Service(), entitled)
	for today, last := range map[string]string{"2025-12-31": "2028-12", "2026-01-01": "2029-01", "2026-01-02": "2031-01"} {
		j := decide(instanttest.Row[form]{Today: today, Facts: []fact.Record{born("1969-10-01")}})
		if j.Outcome != decision.Approved || j.Grants.Payment.LastMonth != last {
			t.Errorf("on %s: %s, %+v, want until %s", today, j.Outcome, j.Grants.Payment, last)
		}
	}
}
