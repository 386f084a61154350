package birthregistration_test

import (
	"testing"

	"miaoban/functions/services/birthregistration"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/sweep"
)

type form = birthregistration.Form

const (
	mother = "440605199506150022"
	father = "430102199306150019"
)

func home(person, division string) fact.Record {
	return instanttest.Fact(person, dataset.Population.Household.Set(division))
}

func marriage(person, spouse, state string) fact.Record {
	return instanttest.Fact(person, dataset.Marriages.Spouse.Set(spouse), dataset.Marriages.State.Set(state))
}

// entitled is an expectant mother in Nanhai, married to a man from Changsha.
var entitled = instanttest.Setting[form]{
	Service: birthregistration.Service(), Today: "2026-11-24", Person: mother,
	Form: form{ExpectedOn: calendar.MustParse("2027-03-01"), Order: 1, Place: birthregistration.OwnHousehold},
	Facts: []fact.Record{
		home(mother, "440605011"), home(father, "430102"),
		instanttest.Fact(father, dataset.Residence.Division.Set("440605011")),
		marriage(mother, father, "married"),
		instanttest.Fact("S440000123", dataset.Births.Mother.Set(mother), dataset.Births.Father.Set(father),
			dataset.Births.On.Set(calendar.MustParse("2026-11-01"))),
	},
}

func TestEveryClause(t *testing.T) {
	at := func(place birthregistration.Place) func(*form) { return func(f *form) { f.Place = place } }
	on := func(day string) func(*form) { return func(f *form) { f.ExpectedOn = calendar.MustParse(day) } }
	born := func(f *form) { f.ExpectedOn, f.Certificate = calendar.Date{}, "S440000123" }
	not := func(rule string, status decision.Status) map[string]decision.Status {
		return map[string]decision.Status{rule: status}
	}
	entitled.Run(t, []instanttest.Row[form]{
		{Name: "before the birth, at her household", Want: decision.Approved},
		{Name: "unmarried: nothing else is asked", Without: []*fact.Dataset{dataset.Marriages.Dataset}, Want: decision.Approved},
		{Name: "a fifth child: the order does not matter", Form: func(f *form) { f.Order = 5 }, Want: decision.Approved},
		{Name: "after the birth, by the birth certificate", Form: born, Want: decision.Approved},
		{Name: "an unknown birth certificate", Form: born, Without: []*fact.Dataset{dataset.Births.Dataset}, Want: decision.Referred,
			Not: map[string]decision.Status{"parent": decision.Unknown, "expected": decision.Unknown}},
		{Name: "a birth certificate of other parents", Form: born, Facts: []fact.Record{
			instanttest.Fact("S440000123", dataset.Births.Mother.Set("440605198806150020"),
				dataset.Births.On.Set(calendar.MustParse("2026-11-01")))},
			Want: decision.Referred, Not: map[string]decision.Status{"parent": decision.Unknown, "expected": decision.Unknown}},
		{Name: "at the residence of the spouse", Form: at(birthregistration.SpouseResidence), Want: decision.Approved},
		{Name: "at the spouse's household, which is outside the province", Form: at(birthregistration.SpouseHousehold),
			Want: decision.Rejected, Not: not("place", decision.NotMet)},
		{Name: "at the spouse's, unmarried", Form: at(birthregistration.SpouseHousehold),
			Without: []*fact.Dataset{dataset.Marriages.Dataset}, Want: decision.Rejected, Not: not("place", decision.NotMet)},
		{Name: "at the spouse's, the register of marriages does not answer", Form: at(birthregistration.SpouseHousehold),
			Broken: dataset.Marriages.Dataset, Want: decision.Referred,
			Not: map[string]decision.Status{"place": decision.Unknown, "not-registered": decision.Unknown}},
		{Name: "at the spouse's, divorced", Form: at(birthregistration.SpouseResidence),
			Facts: []fact.Record{marriage(mother, father, "divorced")}, Want: decision.Rejected, Not: not("place", decision.NotMet)},
		{Name: "divorced: nothing else is asked", Facts: []fact.Record{marriage(mother, father, "divorced")}, Want: decision.Approved},
		{Name: "at her residence, which is not registered", Form: at(birthregistration.OwnResidence), Want: decision.Rejected,
			Not: not("place", decision.NotMet)},
		{Name: "the population register does not answer", Broken: dataset.Population.Dataset, Want: decision.Referred,
			Not: not("place", decision.Unknown)},
		{Name: "the last permitted expected date", Form: on("2027-09-20"), Want: decision.Approved},
		{Name: "a day later", Form: on("2027-09-21"), Want: decision.Rejected, Not: not("expected", decision.NotMet)},
		{Name: "expected today", Form: on("2026-11-24"), Want: decision.Approved},
		{Name: "expected yesterday: perhaps born", Form: on("2026-11-23"), Want: decision.Referred, Not: not("expected", decision.Unknown)},
		{Name: "born long ago, registered late (art. 7)", Form: born, Facts: []fact.Record{instanttest.Fact("S440000123",
			dataset.Births.Mother.Set(mother), dataset.Births.On.Set(calendar.MustParse("2016-02-29")))}, Want: decision.Approved},
		{Name: "a death is on record",
			Facts: []fact.Record{instanttest.Fact(mother, dataset.Deaths.Date.Set(calendar.MustParse("2026-11-01")))},
			Want:  decision.Rejected, Not: not("alive", decision.NotMet)},
	})
}

// TestACoupleRegistersAPregnancyOnce: not again by the other partner, not as a second child, and not
// for another day of about the same time. Unmarried people are not a couple.
func TestACoupleRegistersAPregnancyOnce(t *testing.T) {
	for name, tt := range map[string]struct {
		state string
		order int
		on    string
		want  decision.Outcome
	}{
		"the same day":              {"married", 1, "2027-03-01", decision.Rejected},
		"as a second child":         {"married", 2, "2027-03-01", decision.Rejected},
		"a corrected day":           {"married", 1, "2027-03-20", decision.Rejected},
		"a month before":            {"married", 1, "2027-02-01", decision.Rejected},
		"the next child":            {"married", 2, "2028-01-20", decision.Approved},
		"divorced: her own now":     {"divorced", 1, "2027-03-01", decision.Approved},
		"divorced, on the same day": {"divorced", 2, "2027-03-01", decision.Approved},
	} {
		_, o := entitled.Apply(t, instanttest.Row[form]{Facts: []fact.Record{
			marriage(mother, father, tt.state), marriage(father, mother, tt.state)}})
		his := entitled.Form
		his.Place, his.Order, his.ExpectedOn = birthregistration.OwnResidence, tt.order, calendar.MustParse(tt.on)
		if tt.on > "2027-12" { // in its own time
			o.At(calendar.MustParse("2027-06-01").Start())
			know(o, marriage(father, mother, tt.state), instanttest.Fact(father, dataset.Residence.Division.Set("440605011")))
		}
		if receipt := o.Apply(father, his); receipt.Outcome != tt.want {
			t.Errorf("%s: the father's application is %s, want %s: %+v", name, receipt.Outcome, tt.want, receipt.Findings)
		}
	}
}

func know(o *instanttest.Office, records ...fact.Record) {
	for _, r := range records {
		r.AsOf = o.Now()
		o.Know(r)
	}
}

// TestExpectedDatesOfOnePregnancy sweeps the distance between the expected dates of two
// registrations of one woman: up to four months apart they are one pregnancy, from eight months on two.
func TestExpectedDatesOfOnePregnancy(t *testing.T) {
	var days []int
	for d := range 295 {
		days = append(days, d)
	}
	for _, d := range sweep.Cases(t, days, 20) {
		_, o := entitled.Apply(t, instanttest.Row[form]{Form: func(f *form) { f.ExpectedOn = calendar.MustParse("2026-11-25") }})
		second := entitled.Form
		second.ExpectedOn, second.Order = calendar.MustParse("2026-11-25").AddDays(d), 2
		switch outcome := o.Apply(mother, second).Outcome; {
		case d <= 120 && outcome != decision.Rejected:
			t.Errorf("%d days later: %s, want rejected", d, outcome)
		case d >= 240 && outcome != decision.Approved:
			t.Errorf("%d days later: %s, want approved", d, outcome)
		}
	}
}

// TestAChildIsRegisteredOnce by its certificate, by whichever parent, married or not; twins have a
// certificate each.
func TestAChildIsRegisteredOnce(t *testing.T) {
	const first, twin = "S440000123", "S440000124"
	by := func(certificate string, order int) form {
		return form{Certificate: certificate, Order: order, Place: birthregistration.OwnHousehold}
	}
	at := func(certificate string) fact.Record {
		return instanttest.Fact(certificate, dataset.Births.Mother.Set(mother), dataset.Births.Father.Set(father),
			dataset.Births.On.Set(calendar.MustParse("2026-11-01")))
	}
	for _, state := range []string{"married", "divorced", ""} {
		row := instanttest.Row[form]{Form: func(f *form) { *f = by(first, 1) }, Facts: []fact.Record{at(first), at(twin),
			home(father, "440605011")}}
		if state == "" {
			row.Without = []*fact.Dataset{dataset.Marriages.Dataset}
		} else {
			row.Facts = append(row.Facts, marriage(mother, father, state), marriage(father, mother, state))
		}
		receipt, o := entitled.Apply(t, row)
		if receipt.Outcome != decision.Approved {
			t.Fatalf("%q: the mother's application is %s: %+v", state, receipt.Outcome, receipt.Findings)
		}
		for name, tt := range map[string]struct {
			form form
			want decision.Outcome
		}{
			"the same child":              {by(first, 1), decision.Rejected},
			"the same child as a second":  {by(first, 2), decision.Rejected},
			"the twin, by its own number": {by(twin, 2), decision.Approved},
		} {
			if receipt := o.Apply(father, tt.form); receipt.Outcome != tt.want {
				t.Errorf("%q, %s: the father's application is %s, want %s: %+v", state, name, receipt.Outcome, tt.want, receipt.Findings)
			}
		}
	}
}
