package ridehailing_test

import (
	"testing"

	"miaoban/functions/services/ridehailing"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/sweep"
)

type form = ridehailing.Form

const person = "430102199006150019"

var day = calendar.MustParse

func licence(class, issued, until string, cycles int) fact.Record {
	return instanttest.Fact(person, dataset.Licences.Class.Set(class), dataset.Licences.IssuedOn.Set(day(issued)),
		dataset.Licences.Until.Set(day(until)), dataset.Licences.Cycles.Set(cycles))
}

func permit(city, issued, until string) fact.Record {
	return instanttest.Fact(person, dataset.ResidencePermits.City.Set(city), dataset.ResidencePermits.IssuedOn.Set(day(issued)),
		dataset.ResidencePermits.EndorsedTo.Set(day(until)))
}

func lives(born, household string) fact.Record {
	return instanttest.Fact(person, dataset.Population.BirthDate.Set(day(born)), dataset.Population.Household.Set(household))
}

func passed(city string) fact.Record {
	return instanttest.Fact(person, dataset.DriverExams.City.Set(city), dataset.DriverExams.PassedOn.Set(day("2026-10-01")))
}

// entitled is a person from Changsha who has lived in Foshan with a permit for over a year and has driven
// since 2015.
var entitled = instanttest.Setting[form]{
	Service: ridehailing.Service(), Today: "2026-11-24", Person: person, Form: form{City: "440600", Mobile: "13800138000"},
	Facts: []fact.Record{
		lives("1990-06-15", "430102"), licence("C1", "2015-01-01", "2030-01-01", 3), permit("440600", "2025-06-01", "2027-05-31"),
		passed("440600"),
	},
}

func TestEveryClause(t *testing.T) {
	not := func(rule string, status decision.Status) map[string]decision.Status {
		return map[string]decision.Status{rule: status}
	}
	one := func(r fact.Record) []fact.Record { return []fact.Record{r} }
	in := func(city string) func(*form) { return func(f *form) { f.City = ridehailing.City(city) } }
	record := func(field fact.Field[bool]) []fact.Record {
		return one(instanttest.Fact(person, field.Set(true)))
	}
	entitled.Run(t, []instanttest.Row[form]{
		{Name: "certified", Want: decision.Approved},
		{Name: "three years on the day", Facts: one(licence("C1", "2023-11-24", "2030-01-01", 3)), Want: decision.Approved},
		{Name: "three years tomorrow", Facts: one(licence("C1", "2023-11-25", "2030-01-01", 3)), Want: decision.Rejected,
			Not: not("licence", decision.NotMet), From: "2026-11-25"},
		{Name: "a licence for motorcycles", Facts: one(licence("E", "2015-01-01", "2030-01-01", 3)), Want: decision.Rejected,
			Not: not("licence", decision.NotMet)},
		{Name: "a licence for cars and motorcycles", Facts: one(licence("C1D", "2015-01-01", "2030-01-01", 3)), Want: decision.Approved},
		{Name: "a licence for buses and trailers", Facts: one(licence("A1A2", "2015-01-01", "2030-01-01", 3)), Want: decision.Approved},
		{Name: "motorcycles and a low-speed car", Facts: one(licence("C3D", "2015-01-01", "2030-01-01", 3)), Want: decision.Rejected,
			Not: not("licence", decision.NotMet)},
		{Name: "what is no class", Facts: one(licence("小型汽车", "2015-01-01", "2030-01-01", 3)), Want: decision.Referred,
			Not: not("licence", decision.Unknown)},
		{Name: "a licence to the last day", Facts: one(licence("C1", "2015-01-01", "2026-11-24", 3)), Want: decision.Approved},
		{Name: "a licence that ran out yesterday", Facts: one(licence("C1", "2015-01-01", "2026-11-23", 3)), Want: decision.Rejected,
			Not: not("licence", decision.NotMet)},
		{
			Name:    "no licence",
			Without: []*fact.Dataset{dataset.Licences.Dataset},
			Want:    decision.Rejected,
			Not:     not("licence", decision.NotMet),
		},
		{Name: "the licence office does not answer", Broken: dataset.Licences.Dataset, Want: decision.Referred,
			Not: map[string]decision.Status{"licence": decision.Unknown, "points": decision.Unknown}},
		{Name: "twelve points two cycles ago", Facts: one(licence("C1", "2015-01-01", "2030-01-01", 2)), Want: decision.Rejected,
			Not: not("points", decision.NotMet)},
		{
			Name:  "a traffic crime",
			Facts: record(dataset.Convictions.Traffic),
			Want:  decision.Rejected,
			Not:   not("records", decision.NotMet),
		},
		{
			Name:  "a violent crime",
			Facts: record(dataset.Convictions.Violent),
			Want:  decision.Rejected,
			Not:   not("records", decision.NotMet),
		},
		{Name: "drug use", Facts: record(dataset.Convictions.Drugs), Want: decision.Rejected, Not: not("records", decision.NotMet)},
		{Name: "driving after drinking", Facts: record(dataset.Convictions.DrunkDriving), Want: decision.Rejected,
			Not: not("records", decision.NotMet)},
		{Name: "another record, which does not disqualify", Facts: record(dataset.Convictions.Any), Want: decision.Approved},
		{Name: "the check of records does not answer", Broken: dataset.Convictions.Dataset, Want: decision.Referred,
			Not: not("records", decision.Unknown)},
		{
			Name:    "no exam",
			Without: []*fact.Dataset{dataset.DriverExams.Dataset},
			Want:    decision.Rejected,
			Not:     not("exam", decision.NotMet),
		},
		{Name: "an exam of another city", Facts: one(passed("440100")), Want: decision.Rejected, Not: not("exam", decision.NotMet)},
		{Name: "a household in the city needs no permit", Facts: one(lives("1990-06-15", "440605011")),
			Without: []*fact.Dataset{dataset.ResidencePermits.Dataset}, Want: decision.Approved},
		{Name: "neither household nor permit: Foshan's rule is an example", Without: []*fact.Dataset{dataset.ResidencePermits.Dataset},
			Want: decision.Referred, Not: not("city", decision.Unknown)},
		{Name: "a permit of six months tomorrow", Facts: one(permit("440600", "2026-05-25", "2027-05-24")), Want: decision.Referred,
			Not: not("city", decision.Unknown)},
		{Name: "a permit of another city", Facts: one(permit("440300", "2020-05-25", "2027-05-24")), Want: decision.Referred,
			Not: not("city", decision.Unknown)},
		{Name: "61 in Foshan", Facts: one(lives("1965-11-24", "440605011")), Want: decision.Referred, Not: not("age", decision.Unknown)},
		{Name: "Guangzhou 2016: a permit of yesterday", Form: in("440100"),
			Facts: []fact.Record{permit("440100", "2026-11-23", "2027-11-22"), passed("440100")}, Want: decision.Approved},
		{Name: "Guangzhou 2016: a permit that is suspended", Form: in("440100"),
			Facts: []fact.Record{permit("440100", "2024-11-24", "2026-11-23"), passed("440100")}, Want: decision.Rejected,
			Not: not("city", decision.NotMet)},
		{Name: "Guangzhou 2016: neither household nor permit", Form: in("440100"), Facts: one(passed("440100")),
			Without: []*fact.Dataset{dataset.ResidencePermits.Dataset}, Want: decision.Rejected, Not: not("city", decision.NotMet)},
		{Name: "深圳令第342号: neither household nor permit", Form: in("440300"), Facts: one(passed("440300")),
			Without: []*fact.Dataset{dataset.ResidencePermits.Dataset}, Want: decision.Approved},
		{Name: "Zhuhai: a permit of a year on the day", Form: in("440400"),
			Facts: []fact.Record{permit("440400", "2025-11-24", "2027-11-23"), passed("440400")}, Want: decision.Approved},
		{Name: "Zhuhai: a permit of a year tomorrow", Form: in("440400"),
			Facts: []fact.Record{permit("440400", "2025-11-25", "2027-11-24"), passed("440400")}, Want: decision.Rejected,
			Not: not("city", decision.NotMet), From: "2026-11-25"},
		{Name: "the permit office does not answer", Broken: dataset.ResidencePermits.Dataset, Want: decision.Referred,
			Not: not("city", decision.Unknown)},
		{Name: "60 tomorrow in Zhuhai", Form: in("440400"), Facts: []fact.Record{lives("1966-11-25", "440402"), passed("440400")},
			Want: decision.Approved},
		{Name: "60 today in Zhuhai", Form: in("440400"), Facts: []fact.Record{lives("1966-11-24", "440402"), passed("440400")},
			Want: decision.Rejected, Not: not("age", decision.NotMet)},
		{Name: "65 in Guangzhou, which has no limit", Form: in("440100"),
			Facts: []fact.Record{lives("1961-11-24", "440103"), passed("440100")}, Want: decision.Approved},
		{Name: "a stale population record", Stale: []*fact.Dataset{dataset.Population.Dataset}, Want: decision.Referred,
			Not: map[string]decision.Status{"city": decision.Unknown, "age": decision.Unknown}},
		{Name: "a death is on record", Facts: one(instanttest.Fact(person, dataset.Deaths.Date.Set(day("2026-11-01")))),
			Want: decision.Rejected, Not: not("alive", decision.NotMet)},
	})
}

// TestTheTermEndsWithTheAge checks cities with an age limit.
func TestTheTermEndsWithTheAge(t *testing.T) {
	for born, want := range map[string]string{"1990-06-15": "2029-11-23", "1968-02-29": "2028-02-28"} {
		receipt, o := entitled.Apply(t, instanttest.Row[form]{Facts: []fact.Record{lives(born, "440605011")}})
		if got := receipt.Certificate.ValidUntil.String(); got != want {
			t.Errorf("born %s: valid until %s, want %s", born, got, want)
		}
		if again := o.Apply(person, form{City: "440600", Mobile: "13900139000"}); again.Outcome != decision.Rejected {
			t.Errorf("born %s: two certificates were granted", born)
		}
	}
}

// TestARecordRevokes checks that a disqualifying record ends the certificate and that twelve points
// suspend it.
func TestARecordRevokes(t *testing.T) {
	for name, tt := range map[string]struct {
		learns fact.Record
		want   instant.State
	}{
		"twelve points":          {licence("C1", "2015-01-01", "2030-01-01", 0), instant.Suspended},
		"driving after drinking": {instanttest.Fact(person, dataset.Convictions.DrunkDriving.Set(true)), instant.Ended},
	} {
		receipt, o := entitled.Apply(t, instanttest.Row[form]{})
		tt.learns.AsOf = o.Now()
		o.Know(tt.learns)
		if v := o.Verify(receipt.Number, false); v.After != tt.want {
			t.Errorf("%s: %s, want %s", name, v.After, tt.want)
		}
	}
}

// TestMonthsOfAPermit sweeps the age of a residence permit, in each city.
func TestMonthsOfAPermit(t *testing.T) {
	type held struct {
		city   ridehailing.City
		months int
	}
	var all []held
	for _, city := range []ridehailing.City{"440100", "440300", "440400", "440600"} {
		for months := range 25 {
			all = append(all, held{city, months})
		}
	}
	for _, h := range sweep.Cases(t, all, 30) {
		issued := day("2026-11-24").AddMonths(-h.months).String()
		receipt, _ := entitled.Apply(t, instanttest.Row[form]{Form: func(f *form) { f.City = h.city },
			Facts: []fact.Record{permit(string(h.city), issued, "2027-11-23"), passed(string(h.city))}})
		want := decision.Approved
		switch {
		case h.city == "440400" && h.months < 12: // Zhuhai asks for a year
			want = decision.Rejected
		case h.city == "440600" && h.months < 6: // the figure of Foshan is an example
			want = decision.Referred
		}
		if receipt.Outcome != want {
			t.Errorf("%+v: %s, want %s", h, receipt.Outcome, want)
		}
	}
}
