package foodstall_test

import (
	"testing"

	"miaoban/functions/foodstall"
	"miaoban/shared/calendar"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/registry"
	"miaoban/shared/registry/dataset"
)

type form = foodstall.Form

const (
	person = "440605199006150011"
	street = "440605011"
)

var day = calendar.MustParse

func healthy(person, until string) registry.Record {
	return instanttest.Fact(person, dataset.HealthCertificates.Until.Is(day(until)))
}

func area(places int) registry.Record {
	return instanttest.Fact(street, dataset.StallAreas.Area.Is("桂城夜市"), dataset.StallAreas.Places.Is(places))
}

// entitled sells hot food in the area of Guicheng.
var entitled = instanttest.Setting[form]{
	Service: foodstall.Service(), Today: "2026-11-24", Person: person,
	Form:  form{Kind: foodstall.Stall, Division: street, Foods: []string{"hot", "noodles"}, Promise: true},
	Facts: []registry.Record{healthy(person, "2027-06-01"), area(20)},
}

func restaurant(f *form) {
	f.Kind, f.Address = foodstall.Restaurant, "南桂东路1号"
}

func TestEveryClause(t *testing.T) {
	not := func(rule string, status instant.Status) map[string]instant.Status {
		return map[string]instant.Status{rule: status}
	}
	one := func(r registry.Record) []registry.Record { return []registry.Record{r} }
	sells := func(foods ...string) func(*form) { return func(f *form) { f.Foods = foods } }
	runs := instanttest.Fact(person, dataset.Operators.Code.Is("92440605MA5GHTRE8R"), dataset.Operators.Name.Is("佛山市南海区鸿运餐饮店"))
	broke := func(until string) registry.Record {
		return instanttest.Fact(person, dataset.Dishonesty.Until.Is(day(until)))
	}
	entitled.Run(t, []instanttest.Row[form]{
		{Name: "a stall", Want: instant.Approved},
		{Name: "a health certificate to the last day", Facts: one(healthy(person, "2026-11-24")), Want: instant.Approved},
		{Name: "one that ran out yesterday", Facts: one(healthy(person, "2026-11-23")), Want: instant.Rejected, Not: not("health", instant.NotMet)},
		{Name: "no health certificate", Without: []*registry.Dataset{dataset.HealthCertificates.Dataset}, Want: instant.Rejected, Not: not("health", instant.NotMet)},
		{Name: "the health department does not answer", Broken: dataset.HealthCertificates.Dataset, Want: instant.Referred, Not: not("health", instant.Unknown)},
		{Name: "cold dishes on a stall", Form: sells("hot", "cold"), Want: instant.Rejected, Not: not("foods", instant.NotMet)},
		{Name: "loose liquor on a stall", Form: sells("loose-liquor"), Want: instant.Rejected, Not: not("foods", instant.NotMet)},
		{Name: "a promise broken, to today", Facts: one(broke("2026-11-24")), Want: instant.Rejected, Not: not("may-promise", instant.NotMet), From: "2026-11-25"},
		{Name: "a promise broken, until yesterday", Facts: one(broke("2026-11-23")), Want: instant.Approved},
		{Name: "the register of promises does not answer", Broken: dataset.Dishonesty.Dataset, Want: instant.Referred, Not: not("may-promise", instant.Unknown)},
		{Name: "a street without an area", Without: []*registry.Dataset{dataset.StallAreas.Dataset}, Want: instant.Rejected, Not: not("area", instant.NotMet)},
		{Name: "the street does not answer", Broken: dataset.StallAreas.Dataset, Want: instant.Referred, Not: map[string]instant.Status{"area": instant.Unknown, "place-left": instant.Unknown}},
		{Name: "a restaurant with a business", Form: restaurant, Facts: one(runs), Want: instant.Approved},
		{Name: "a restaurant without a business", Form: restaurant, Want: instant.Rejected, Not: not("operates", instant.NotMet)},
		{Name: "cold dishes in a restaurant", Form: func(f *form) { restaurant(f); f.Foods = []string{"cold"} }, Facts: one(runs), Want: instant.Approved},
		{Name: "a death is on record", Facts: one(instanttest.Fact(person, dataset.Deaths.Date.Is(day("2026-11-01")))), Want: instant.Rejected, Not: not("alive", instant.NotMet)},
	})
}

// TestAnAreaHasItsPlaces and no more.
func TestAnAreaHasItsPlaces(t *testing.T) {
	first, o := entitled.Apply(t, instanttest.Row[form]{Facts: []registry.Record{area(1)}})
	const other = "440605199106150022"
	r := healthy(other, "2027-06-01")
	r.AsOf = o.Now()
	o.Know(r)
	second := o.Apply(other, entitled.Form)
	instanttest.Want(t, second.Findings, second.Outcome, instant.Rejected, map[string]instant.Status{"place-left": instant.NotMet})
	if err := o.Surrender(first.Number, o.Ending(first.Number).Confirm); err != nil {
		t.Fatal(err)
	}
	if third := o.Apply(other, entitled.Form); third.Outcome != instant.Approved {
		t.Errorf("on the place given up it is %s: %+v", third.Outcome, third.Findings)
	}
}

// TestAFalsePromiseRevokes, a kept one does not, and what nobody inspected stands.
func TestAFalsePromiseRevokes(t *testing.T) {
	for name, tt := range map[string]struct {
		inspected *bool
		health    string
		today     string
		want      instant.State
	}{
		"nobody has looked":        {nil, "2027-06-01", "2026-12-20", instant.InForce},
		"what was promised holds":  {ptr(true), "2027-06-01", "2026-12-20", instant.InForce},
		"what was promised is not": {ptr(false), "2027-06-01", "2026-12-20", instant.Ended},
		"the health certificate":   {ptr(true), "2026-12-19", "2026-12-20", instant.Suspended},
		"the last day of the term": {nil, "2031-01-01", "2029-11-23", instant.InForce},
		"the term has ended":       {nil, "2031-01-01", "2029-11-24", instant.Ended},
	} {
		receipt, o := entitled.Apply(t, instanttest.Row[form]{Facts: []registry.Record{healthy(person, tt.health)}})
		o.At(day(tt.today).Start())
		know := func(r registry.Record) { r.AsOf = o.Now(); o.Know(r) }
		know(healthy(person, tt.health))
		if tt.inspected != nil {
			know(instanttest.Fact(receipt.Certificate.Entries[0].Value.ZH, dataset.Inspections.PromiseKept.Is(*tt.inspected), dataset.Inspections.On.Is(day("2026-12-10"))))
		}
		if v := o.Verify(receipt.Number, false); v.After != tt.want {
			t.Errorf("%s: %s, want %s: %s", name, v.After, tt.want, v.Cause.ZH)
		}
	}
}

func ptr[T any](v T) *T { return &v }
