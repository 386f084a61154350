package graduatesettlement_test

import (
	"strings"
	"testing"

	"miaoban/functions/services/graduatesettlement"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/sweep"
)

type form = graduatesettlement.Form

const (
	person = "430102200006150019"
	unit   = "440103001001GB00009F00010001"
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

// entitled is a bachelor of 26 from Changsha who moves to Guangzhou.
var entitled = instanttest.Setting[form]{
	Service: graduatesettlement.Service(), Today: "2026-11-24", Person: person,
	Form:  form{City: "440100", Address: graduatesettlement.Collective},
	Facts: []fact.Record{lives("2000-06-15", "430102"), degree("bachelor", true), home(person, "440103", "residential")},
}

func TestEveryClause(t *testing.T) {
	not := func(rule string, status decision.Status) map[string]decision.Status {
		return map[string]decision.Status{rule: status}
	}
	one := func(r fact.Record) []fact.Record { return []fact.Record{r} }
	own := func(f *form) { f.Address, f.PropertyUnit = graduatesettlement.OwnProperty, unit }
	example := map[string]decision.Status{"degree": decision.Unknown, "age": decision.Unknown}
	in := func(city string) func(*form) { return func(f *form) { f.City = graduatesettlement.City(city) } }
	entitled.Run(t, []instanttest.Row[form]{
		{Name: "approved", Want: decision.Approved},
		{Name: "41 tomorrow", Facts: one(lives("1985-11-25", "430102")), Want: decision.Approved},
		{Name: "41 today", Facts: one(lives("1985-11-24", "430102")), Want: decision.Rejected, Not: not("age", decision.NotMet)},
		{Name: "a master of 45", Facts: []fact.Record{lives("1980-11-25", "430102"), degree("master", true)}, Want: decision.Approved},
		{Name: "a master of 46", Facts: []fact.Record{lives("1980-11-24", "430102"), degree("master", true)}, Want: decision.Rejected,
			Not: not("age", decision.NotMet)},
		{Name: "an associate in Guangzhou", Facts: one(degree("associate", true)), Want: decision.Rejected,
			Not: not("degree", decision.NotMet)},
		{Name: "Shenzhen has only a draft", Form: in("440300"), Want: decision.Referred, Not: example},
		{Name: "Shenzhen, older than the draft allows", Form: in("440300"), Facts: one(lives("1970-11-24", "430102")),
			Want: decision.Referred, Not: example},
		{Name: "an associate in Shenzhen", Form: in("440300"), Facts: one(degree("associate", true)), Want: decision.Referred, Not: example},
		{Name: "an associate in Foshan, which has only an example", Form: in("440600"), Facts: one(degree("associate", true)),
			Want: decision.Referred, Not: example},
		{Name: "Shenzhen, where the household is already", Form: in("440300"), Facts: one(lives("2000-06-15", "440304001")),
			Want: decision.Rejected, Not: map[string]decision.Status{"from-elsewhere": decision.NotMet, "degree": decision.Unknown,
				"age": decision.Unknown}},
		{Name: "a part-time degree", Facts: one(degree("bachelor", false)), Want: decision.Rejected, Not: not("degree", decision.NotMet)},
		{Name: "no degree on record: a foreign one is proved by paper", Without: []*fact.Dataset{dataset.Degrees.Dataset},
			Want: decision.Referred, Not: not("degree", decision.Unknown)},
		{Name: "the register of degrees does not answer", Broken: dataset.Degrees.Dataset, Want: decision.Referred,
			Not: map[string]decision.Status{"degree": decision.Unknown, "age": decision.Unknown}},
		{Name: "a household in the city", Facts: one(lives("2000-06-15", "440103")), Want: decision.Rejected,
			Not: not("from-elsewhere", decision.NotMet)},
		{Name: "a stale population record", Stale: []*fact.Dataset{dataset.Population.Dataset}, Want: decision.Referred,
			Not: map[string]decision.Status{"from-elsewhere": decision.Unknown, "age": decision.Unknown}},
		{Name: "a criminal record", Facts: one(instanttest.Fact(person, dataset.Convictions.Any.Set(true))), Want: decision.Referred,
			Not: not("clean", decision.Unknown)},
		{Name: "the check of records does not answer", Broken: dataset.Convictions.Dataset, Want: decision.Referred,
			Not: not("clean", decision.Unknown)},
		{Name: "into a home of one's own", Form: own, Want: decision.Approved},
		{Name: "into another's home", Form: own, Facts: one(home("440605195006150026", "440103", "residential")),
			Want: decision.Referred, Not: not("address", decision.Unknown)},
		{Name: "into a home elsewhere", Form: own, Facts: one(home(person, "440605011", "residential")), Want: decision.Rejected,
			Not: not("address", decision.NotMet)},
		{Name: "into a shop", Form: own, Facts: one(home(person, "440103", "commercial")), Want: decision.Rejected,
			Not: not("address", decision.NotMet)},
		{Name: "into a home that is not on record", Form: own, Without: []*fact.Dataset{dataset.Property.Dataset},
			Want: decision.Referred, Not: not("address", decision.Unknown)},
		{Name: "a death is on record", Facts: one(instanttest.Fact(person, dataset.Deaths.Date.Set(day("2026-11-01")))),
			Want: decision.Rejected, Not: not("alive", decision.NotMet)},
	})
}

// TestTheRuleOfTheCityIsCited, and no other city's; and what is left to do is said, with the day of the next check in
// the term of the approval.
func TestTheRuleOfTheCityIsCited(t *testing.T) {
	receipt, o := entitled.Apply(t, instanttest.Row[form]{})
	for _, f := range receipt.Findings {
		for _, law := range f.Basis {
			if strings.Contains(law.Title.ZH, "深圳") {
				t.Errorf("%s cites %s for Guangzhou", f.Rule, law.Title.ZH)
			}
		}
	}
	item := graduatesettlement.Service().Item
	if next := receipt.At(map[string]instant.Item{item.Slug: item}).Next.ZH; strings.Contains(next, "不用再办") || !strings.Contains(next, "派出所") {
		t.Errorf("what follows: %s", next)
	}
	for _, moment := range []string{"2026-11-24", "2026-12-24"} {
		o.At(day(moment).Start())
		if moment != "2026-11-24" {
			for _, r := range entitled.Facts {
				r.AsOf = o.Now()
				o.Know(r)
			}
			o.Verify(receipt.Number, false)
		}
		standing := o.Standing(receipt.Number).On(day(moment), *receipt.Certificate)
		if standing.Due.After(receipt.Certificate.ValidUntil) {
			t.Errorf("on %s it is next verified on %s, after its end", moment, standing.Due)
		}
	}
}

// TestAnApprovalThatIsNotUsedEnds also checks that the person can apply again.
func TestAnApprovalThatIsNotUsedEnds(t *testing.T) {
	receipt, o := entitled.Apply(t, instanttest.Row[form]{})
	if got := receipt.Certificate.ValidUntil.String(); got != "2027-01-02" {
		t.Errorf("valid until %s, want forty days", got)
	}
	other := form{City: "440300", Address: graduatesettlement.Collective}
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
	if second := o.Apply(person, entitled.Form); second.Outcome != decision.Approved {
		t.Errorf("after the end the next application is %s", second.Outcome)
	}
}

// TestTheAges sweeps the ages of Guangzhou's rule by degree. If the figures are a draft or an
// example, no age is rejected.
func TestTheAges(t *testing.T) {
	type person struct {
		years int
		level string
		city  graduatesettlement.City
	}
	var all []person
	for years := 18; years <= 65; years++ {
		for _, level := range []string{"associate", "bachelor", "master", "doctor"} {
			for _, city := range []graduatesettlement.City{"440100", "440300", "440600"} {
				all = append(all, person{years, level, city})
			}
		}
	}
	below := map[string]int{"bachelor": 41, "master": 46, "doctor": 51}
	for _, p := range sweep.Cases(t, all, 40) {
		receipt, _ := entitled.Apply(t, instanttest.Row[form]{Form: func(f *form) { f.City = p.city },
			Facts: []fact.Record{lives(day("2026-11-24").AddYears(-p.years).String(), "430102"), degree(p.level, true)}})
		want := decision.Rejected
		switch {
		case p.city != "440100":
			want = decision.Referred
		case p.years < below[p.level]:
			want = decision.Approved
		}
		if receipt.Outcome != want {
			t.Errorf("%+v: %s, want %s", p, receipt.Outcome, want)
		}
	}
}
