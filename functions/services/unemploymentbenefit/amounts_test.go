package unemploymentbenefit_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"miaoban/functions/services/unemploymentbenefit"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/policy"
	"miaoban/shared/retirement"
)

// entitles returns the entitled setting for that person.
func entitles(person string) []fact.Record {
	records := slices.Clone(entitled.Facts)
	for i, r := range records {
		if r.Key == man {
			records[i].Key = person
		}
		if r.Dataset == dataset.BankAccounts.Dataset.Name {
			records[i] = instanttest.Fact(card, dataset.BankAccounts.Holder.Set(person), dataset.BankAccounts.Open.Set(true))
		}
	}
	return records
}

var inForce = sync.OnceValues(func() (unemploymentbenefit.Policy, error) {
	p, _, err := policy.Load[unemploymentbenefit.Policy]("policy.yaml", document)
	return p, err
})

// paidTo returns the order that the rules in force give the entitled person on the day, with these records in
// place of theirs; nil if it is not approved. It needs no office, for sweeps over a whole axis.
func paidTo(t *testing.T, person, today string, others ...fact.Record) *decision.Payment {
	t.Helper()
	return decidedOn(t, person, today, "", others...)
}

// decidedOn is paidTo for a decision by a person on another day; "" if it is decided at once.
func decidedOn(t *testing.T, person, today, decided string, others ...fact.Record) *decision.Payment {
	t.Helper()
	service := unemploymentbenefit.Service()
	rules := service.Rules[len(service.Rules)-1]
	p, err := inForce()
	if err != nil {
		t.Fatal(err)
	}
	records := append(others, entitles(person)...)
	c := unemploymentbenefit.Case{
		Form: entitled.Form, Applicant: decision.Applicant{ID: person}, Policy: p, At: day(today).Start().Add(12 * time.Hour),
	}
	if decided != "" {
		c.Decided = day(decided).Start()
	}
	for _, q := range rules.Needs(c) {
		f := fact.Fact{Dataset: q.Dataset.Name, Key: q.Key, State: fact.None}
		for _, column := range q.Columns {
			_, name := fact.NameOf(column)
			f.Fields = append(f.Fields, name)
		}
		i := slices.IndexFunc(records, func(r fact.Record) bool { return r.Dataset == f.Dataset && r.Key == f.Key })
		if i >= 0 {
			f.State, f.Values = fact.Known, records[i].Values
		}
		c.Facts = append(c.Facts, f)
	}
	if decision.Conclude(rules.Decide(c)) != decision.Approved {
		return nil
	}
	return rules.Issue(c, 0).Payment
}

// TestMonthsOfBenefitByMonthsPaid is 条例 art. 17 over every number of months: one for each full year of
// the first four, and one for each full half year beyond them, at most 24.
func TestMonthsOfBenefitByMonthsPaid(t *testing.T) {
	due := map[int]int{} // by the months paid, counted one after the other
	for paid, years, halves := 0, 0, 0; paid <= 400; paid++ {
		switch {
		case paid > 48 && (paid-48)%6 == 0:
			halves++
		case paid > 0 && paid <= 48 && paid%12 == 0:
			years++
		}
		due[paid] = min(24, years+halves)
	}
	for paid, want := range map[int]int{
		11: 0, 12: 1, 23: 1, 24: 2, 48: 4, 53: 4, 54: 5, 60: 6, 72: 8, 120: 16, 162: 23, 167: 23, 168: 24, 400: 24,
	} {
		if due[paid] != want {
			t.Fatalf("%d months paid are %d of benefit, want %d", paid, due[paid], want)
		}
	}
	for months := range 401 {
		got := 0
		if p := paidTo(t, man, "2026-11-24", paid("440600", months, "closed", dataset.Unemployment.LeftMonths.Set(0))); p != nil {
			got = p.Months()
		}
		if got != due[months] {
			t.Errorf("%d months paid are %d of benefit, want %d", months, got, due[months])
		}
	}
}

// TestRemainingMonthsAreAdded: 条例 art. 18, at most 24 together.
func TestRemainingMonthsAreAdded(t *testing.T) {
	for _, tt := range []struct{ paid, left, drawn, want int }{
		{12, 3, 0, 4}, {11, 3, 0, 3}, {72, 16, 0, 24}, {72, 17, 0, 24}, {168, 5, 0, 24}, {72, 3, 4, 7}, {0, 2, 1, 1},
	} {
		receipt, _ := entitled.Apply(t, instanttest.Row[form]{Facts: []fact.Record{paid("440600", tt.paid, "closed",
			dataset.Unemployment.LeftMonths.Set(tt.left), dataset.Unemployment.DrawnMonths.Set(tt.drawn))}})
		if got := receipt.Payment.Months(); got != tt.want {
			t.Errorf("%+v: %d months", tt, got)
		}
	}
}

// TestEveryCityPaysNinetyPercentOfItsWage: 条例 art. 19, with the wages of 粤府函〔2025〕23号 and, from
// 2026-09-01 on, of 粤府函〔2026〕188号.
func TestEveryCityPaysNinetyPercentOfItsWage(t *testing.T) {
	wages := map[string][2]int64{"440100": {2500, 2680}, "440300": {2520, 2700}}
	for _, class := range []struct {
		was, is int64
		cities  string
	}{
		{2080, 2300, "440400 440600 441900 442000"},
		{1850, 2040, "440500 440700 440800 441200 441300"},
		{1750, 2040, "440200 440900 441400 441500 441600 441700 441800 445100 445200 445300"},
	} {
		for city := range strings.FieldsSeq(class.cities) {
			wages[city] = [2]int64{class.was, class.is}
		}
	}
	cities := division.Children("440000")
	if len(cities) != 21 || len(wages) != 21 {
		t.Fatalf("the province has %d cities, and %d of them have wages", len(cities), len(wages))
	}
	for _, city := range cities {
		receipt, _ := entitled.Apply(t, instanttest.Row[form]{Today: "2026-07-31", Facts: []fact.Record{paid(city.Code, 72, "closed")}})
		p := receipt.Payment
		was, is := wages[city.Code][0]*90, wages[city.Code][1]*90
		if p == nil || p.FirstMonth != "2026-08" || p.AmountFen != was || len(p.Steps) != 1 || p.Steps[0].FromMonth != "2026-09" ||
			p.Steps[0].AmountFen != is || p.Steps[0].Basis[0].Number != "粤府函〔2026〕188号" {
			t.Errorf("%s: %+v, want %d and from September %d", city.Name.ZH, p, was, is)
		}
	}
}

// TestTheCityThatPays: 条例 art. 25: that of the last insurance, or of the household by choice, at its rate.
func TestTheCityThatPays(t *testing.T) {
	home := func(f *form) { f.Home = true }
	for name, tt := range map[string]struct {
		form      func(*form)
		household string
		fen       int64
	}{
		"where insured":                       {nil, "440304001", 207000},
		"at home, in another city":            {home, "440304001", 243000},
		"at home, in the city of insurance":   {home, "440605011", 207000},
		"where insured, with a home far away": {nil, "430102", 207000},
	} {
		receipt, _ := entitled.Apply(t, instanttest.Row[form]{Form: tt.form, Facts: []fact.Record{lives(man, "1990-06-15", tt.household)}})
		if p := receipt.Payment; p == nil || p.AmountFen != tt.fen {
			t.Errorf("%s: %+v, want %d", name, p, tt.fen)
		}
	}
}

// TestPaidFromTheMonthAfter the decision, whatever the day of the month: 条例 art. 32.
func TestPaidFromTheMonthAfter(t *testing.T) {
	for today := day("2026-09-01"); today.Before(day("2028-03-02")); today = today.AddDays(1) {
		want := today.FirstOfMonth().AddMonths(1).MonthText()
		if p := paidTo(t, man, today.String()); p == nil || p.FirstMonth != want || p.Months() != 8 {
			t.Errorf("applied for on %s: %+v, want from %s", today, p, want)
		}
	}
	for decided, first := range map[string]string{"2026-11-30": "2026-12", "2026-12-01": "2027-01", "2026-12-31": "2027-01"} {
		if p := decidedOn(t, man, "2026-11-24", decided); p == nil || p.FirstMonth != first || p.Months() != 8 {
			t.Errorf("decided by a person on %s: %+v, want from %s", decided, p, first)
		}
	}
}

// TestEveryMonthOfBirth: working age (条例 art. 14), and people with less than a year to the retirement
// age when the months end, July 2027, who receive the benefit until then (国务院关于渐进式延迟法定退休年龄
// 的办法 art. 7).
func TestEveryMonthOfBirth(t *testing.T) {
	const today = "2026-11-24"
	for born := day("1955-01-15"); born.Before(day("1986-01-01")); born = born.AddMonths(1) {
		for _, track := range []retirement.Track{retirement.Man, retirement.Cadre, retirement.Worker} {
			person, records := man, []fact.Record{lives(man, born.String(), "440605011")}
			if track != retirement.Man {
				person = woman
				records = []fact.Record{lives(woman, born.String(), "440605011"),
					instanttest.Fact(woman, dataset.SocialInsurance.City.Set("440600"), dataset.SocialInsurance.Employed.Set(false),
						dataset.SocialInsurance.RetirementTrack.Set(string(track)))}
			}
			retires, _ := retirement.Statutory(born, track, day(today))
			want := "2027-07"
			switch {
			case !day(today).Before(retires.On):
				want = ""
			case retires.On.After(day("2027-07-31")) && retires.On.Before(day("2028-07-31")):
				want = retires.On.MonthText()
			}
			p := paidTo(t, person, today, records...)
			if (p == nil) != (want == "") || p != nil && p.LastMonth != want {
				t.Errorf("%s born %s, retires on %s: %+v, want to %q", track, born, retires.On, p, want)
			}
		}
	}
	for name, tt := range map[string]struct{ born, last string }{
		"the age is reached the day after the last month": {"1967-01-01", "2027-08"},
		"a day less than a year after it":                 {"1967-10-30", "2028-07"},
		"a year after it":                                 {"1967-10-31", "2027-07"},
	} {
		if p := paidTo(t, man, today, lives(man, tt.born, "440605011")); p == nil || p.LastMonth != tt.last {
			t.Errorf("%s: %+v, want to %s", name, p, tt.last)
		}
	}
}

// TestAWomanNearARetirementAge whose track is not known is referred if the number of months depends on it.
func TestAWomanNearARetirementAge(t *testing.T) {
	hers := entitled
	hers.Person = woman
	hers.Facts = entitles(woman)
	near := lives(woman, "1977-01-15", "440605011") // 51 and 6 months as a worker, in July 2028
	hers.Run(t, []instanttest.Row[form]{
		{Name: "far from both", Want: decision.Approved},
		{Name: "near one of them", Facts: []fact.Record{near}, Want: decision.Referred,
			Not: map[string]decision.Status{"term": decision.Unknown}},
		{Name: "near that which is not hers", Facts: []fact.Record{near, instanttest.Fact(woman, dataset.SocialInsurance.City.Set("440600"),
			dataset.SocialInsurance.Employed.Set(false), dataset.SocialInsurance.RetirementTrack.Set("cadre"))}, Want: decision.Approved},
	})
}
