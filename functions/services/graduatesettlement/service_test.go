package graduatesettlement_test

import (
	"testing"

	"miaoban/functions/services/graduatesettlement"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
)

type form = graduatesettlement.Form

const (
	person = "430102200006150019"
	unit   = "440304001001GB00009F00010001"
)

var day = calendar.MustParse

func lives(born, household string) fact.Record {
	return instanttest.Fact(person, dataset.Population.BirthDate.Set(day(born)), dataset.Population.Household.Set(household))
}

func degree(level string, fullTime bool) fact.Record {
	return instanttest.Fact(person, dataset.Degrees.Level.Set(level), dataset.Degrees.FullTime.Set(fullTime),
		dataset.Degrees.GraduatedOn.Set(day("2022-07-01")))
}

func home(owner, place, use string) fact.Record {
	return instanttest.Fact(unit, dataset.Property.Owner.Set(owner), dataset.Property.Division.Set(place), dataset.Property.Use.Set(use))
}

// entitled is a bachelor of 26 from Changsha who moves to Shenzhen.
var entitled = instanttest.Setting[form]{
	Service: graduatesettlement.Service(), Today: "2026-11-24", Person: person,
	Form:  form{City: "440300", Address: graduatesettlement.Collective},
	Facts: []fact.Record{lives("2000-06-15", "430102"), degree("bachelor", true), home(person, "440304001", "residential")},
}

func TestEveryClause(t *testing.T) {
	not := func(rule string, status decision.Status) map[string]decision.Status {
		return map[string]decision.Status{rule: status}
	}
	one := func(r fact.Record) []fact.Record { return []fact.Record{r} }
	own := func(f *form) { f.Address, f.PropertyUnit = graduatesettlement.OwnProperty, unit }
	in := func(city string) func(*form) { return func(f *form) { f.City = graduatesettlement.City(city) } }
	entitled.Run(t, []instanttest.Row[form]{
		{Name: "approved", Want: decision.Approved},
		{Name: "35 tomorrow", Facts: one(lives("1991-11-25", "430102")), Want: decision.Approved},
		{Name: "35 today", Facts: one(lives("1991-11-24", "430102")), Want: decision.Rejected, Not: not("age", decision.NotMet)},
		{Name: "a master of 39", Facts: []fact.Record{lives("1986-11-25", "430102"), degree("master", true)}, Want: decision.Approved},
		{Name: "a master of 40", Facts: []fact.Record{lives("1986-11-24", "430102"), degree("master", true)}, Want: decision.Rejected,
			Not: not("age", decision.NotMet)},
		{Name: "a bachelor of 40 in Guangzhou", Form: in("440100"), Facts: one(lives("1985-11-25", "430102")), Want: decision.Approved},
		{Name: "a bachelor of 41 in Guangzhou", Form: in("440100"), Facts: one(lives("1985-11-24", "430102")),
			Want: decision.Rejected, Not: not("age", decision.NotMet)},
		{
			Name:  "an associate in Shenzhen",
			Facts: one(degree("associate", true)),
			Want:  decision.Rejected,
			Not:   not("degree", decision.NotMet),
		},
		{Name: "an associate in Foshan", Form: in("440600"), Facts: one(degree("associate", true)), Want: decision.Approved},
		{Name: "a part-time degree", Facts: one(degree("bachelor", false)), Want: decision.Rejected, Not: not("degree", decision.NotMet)},
		{Name: "no degree on record", Without: []*fact.Dataset{dataset.Degrees.Dataset}, Want: decision.Rejected,
			Not: not("degree", decision.NotMet)},
		{Name: "the register of degrees does not answer", Broken: dataset.Degrees.Dataset, Want: decision.Referred,
			Not: map[string]decision.Status{"degree": decision.Unknown, "age": decision.Unknown}},
		{Name: "a household in the city", Facts: one(lives("2000-06-15", "440304001")), Want: decision.Rejected,
			Not: not("from-elsewhere", decision.NotMet)},
		{Name: "a stale population record", Stale: []*fact.Dataset{dataset.Population.Dataset}, Want: decision.Referred,
			Not: map[string]decision.Status{"from-elsewhere": decision.Unknown, "age": decision.Unknown}},
		{Name: "a criminal record", Facts: one(instanttest.Fact(person, dataset.Convictions.Any.Set(true))), Want: decision.Rejected,
			Not: not("clean", decision.NotMet)},
		{Name: "the check of records does not answer", Broken: dataset.Convictions.Dataset, Want: decision.Referred,
			Not: not("clean", decision.Unknown)},
		{Name: "into a home of one's own", Form: own, Want: decision.Approved},
		{Name: "into another's home", Form: own, Facts: one(home("440605195006150026", "440304001", "residential")),
			Want: decision.Referred, Not: not("address", decision.Unknown)},
		{Name: "into a home elsewhere", Form: own, Facts: one(home(person, "440605011", "residential")), Want: decision.Rejected,
			Not: not("address", decision.NotMet)},
		{Name: "into a shop", Form: own, Facts: one(home(person, "440304001", "commercial")), Want: decision.Rejected,
			Not: not("address", decision.NotMet)},
		{Name: "into a home that is not on record", Form: own, Without: []*fact.Dataset{dataset.Property.Dataset},
			Want: decision.Referred, Not: not("address", decision.Unknown)},
		{Name: "a death is on record", Facts: one(instanttest.Fact(person, dataset.Deaths.Date.Set(day("2026-11-01")))),
			Want: decision.Rejected, Not: not("alive", decision.NotMet)},
	})
}

// TestAnApprovalThatIsNotUsedEnds checks also that the person can apply again.
func TestAnApprovalThatIsNotUsedEnds(t *testing.T) {
	receipt, o := entitled.Apply(t, instanttest.Row[form]{})
	if got := receipt.Certificate.ValidUntil.String(); got != "2027-01-02" {
		t.Errorf("valid until %s, want forty days", got)
	}
	other := form{City: "440100", Address: graduatesettlement.Collective}
	if second := o.Apply(person, other); second.Outcome != decision.Rejected {
		t.Errorf("a second city is %s while the first is in force", second.Outcome)
	}
	for moment, want := range map[string]instant.State{"2027-01-02": instant.InForce, "2027-01-03": instant.Ended} {
		o.At(day(moment).Start())
		for _, r := range entitled.Facts {
			r.AsOf = o.Now()
			o.Know(r)
		}
		if v := o.Verify(receipt.Number, true); v.After != want {
			t.Errorf("on %s the approval is %s, want %s", moment, v.After, want)
		}
	}
	o.At(day("2027-01-03").Start())
	o.Verify(receipt.Number, false)
	if second := o.Apply(person, other); second.Outcome != decision.Approved {
		t.Errorf("after the end the next application is %s", second.Outcome)
	}
}
