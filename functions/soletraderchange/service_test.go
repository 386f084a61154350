package soletraderchange_test

import (
	"testing"

	"miaoban/functions/soletraderchange"
	"miaoban/shared/calendar"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/registry"
	"miaoban/shared/registry/dataset"
)

type form = soletraderchange.Form

const (
	person = "440605197504040011"
	code   = "92440605MA5GHTRE8R"
)

func runs(division string) registry.Record {
	o := dataset.Operators
	return instanttest.Fact(person, o.Code.Is(code), o.Name.Is("佛山市南海区鸿运餐饮店"), o.Since.Is(calendar.MustParse("2020-05-05")),
		o.TradeName.Is("鸿运"), o.Industry.Is("restaurant"), o.Division.Is(division), o.Address.Is("南桂东路1号"))
}

// entitled runs a restaurant in Guicheng.
var entitled = instanttest.Setting[form]{
	Service: soletraderchange.Service(), Today: "2026-11-24", Person: person, Form: form{Kind: soletraderchange.Name, TradeName: "大吉"},
	Facts: []registry.Record{runs("440605011")},
}

func moves(to string) func(*form) {
	return func(f *form) {
		*f = form{Kind: soletraderchange.Address, Division: soletraderchange.Street(to), Address: "海五路2号", Promise: true}
	}
}

func removal(f *form) { *f = form{Kind: soletraderchange.Removal, Promise: true} }

func TestEveryClause(t *testing.T) {
	not := func(rule string, status instant.Status) map[string]instant.Status {
		return map[string]instant.Status{rule: status}
	}
	one := func(r registry.Record) []registry.Record { return []registry.Record{r} }
	named := func(name string) func(*form) { return func(f *form) { f.TradeName = name } }
	entitled.Run(t, []instanttest.Row[form]{
		{Name: "another name", Want: instant.Approved},
		{Name: "the same name", Form: named("鸿运"), Want: instant.Rejected, Not: not("name-free", instant.NotMet)},
		{Name: "a name in use", Facts: one(instanttest.Fact("440605/大吉/restaurant", dataset.TradeNames.Name.Is("佛山市南海区大吉餐饮馆"))), Want: instant.Rejected, Not: not("name-free", instant.NotMet)},
		{Name: "a name in use in another industry", Facts: one(instanttest.Fact("440605/大吉/food", dataset.TradeNames.Name.Is("佛山市南海区大吉食品店"))), Want: instant.Approved},
		{Name: "the register of names does not answer", Broken: dataset.TradeNames.Dataset, Want: instant.Referred, Not: not("name-free", instant.Unknown)},
		{Name: "a forbidden word", Form: named("中国大吉"), Want: instant.Rejected, Not: not("name", instant.NotMet)},
		{Name: "a name of a city", Form: named("佛山"), Want: instant.Rejected, Not: not("name", instant.NotMet)},
		{Name: "no business", Without: []*registry.Dataset{dataset.Operators.Dataset}, Want: instant.Rejected, Not: not("operates", instant.NotMet)},
		{Name: "the register does not answer", Broken: dataset.Operators.Dataset, Want: instant.Referred, Not: map[string]instant.Status{"operates": instant.Unknown, "name-free": instant.Unknown}},
		{Name: "other premises in the district", Form: moves("440605121"), Want: instant.Approved},
		{Name: "other premises in another district", Form: moves("440604012"), Want: instant.Referred, Not: not("same-authority", instant.Unknown)},
		{Name: "other premises without the promise", Form: func(f *form) { moves("440605121")(f); f.Promise = false }, Want: instant.Rejected, Not: not("promised", instant.NotMet)},
		{Name: "removed, never taxed", Form: removal, Want: instant.Approved},
		{Name: "removed, taxes settled", Form: removal, Facts: one(instanttest.Fact(code, dataset.Taxpayers.Since.Is(calendar.MustParse("2020-06-01")), dataset.Taxpayers.Cleared.Is(true))), Want: instant.Approved},
		{Name: "removed, taxes owed", Form: removal, Facts: one(instanttest.Fact(code, dataset.Taxpayers.Since.Is(calendar.MustParse("2020-06-01")), dataset.Taxpayers.Cleared.Is(false))), Want: instant.Rejected, Not: not("tax-cleared", instant.NotMet)},
		{Name: "removed, the tax authority does not answer", Form: removal, Broken: dataset.Taxpayers.Dataset, Want: instant.Referred, Not: not("tax-cleared", instant.Unknown)},
		{Name: "removed, on the list of abnormal operations", Form: removal, Facts: one(instanttest.Fact(code, dataset.Abnormal.Reason.Is("通过登记的经营场所无法联系"))), Want: instant.Rejected, Not: not("not-abnormal", instant.NotMet)},
		{Name: "removed without the promise", Form: func(f *form) { removal(f); f.Promise = false }, Want: instant.Rejected, Not: not("promised", instant.NotMet)},
		{Name: "a death is on record", Facts: one(instanttest.Fact(person, dataset.Deaths.Date.Is(calendar.MustParse("2026-11-01")))), Want: instant.Rejected, Not: not("alive", instant.NotMet)},
	})
}

// TestAChangeTakesThePlaceOfTheOld: a business goes through two names and another
// place to its end, on each store; only the last certificate is in force, and its
// old names are free again.
func TestAChangeTakesThePlaceOfTheOld(t *testing.T) {
	instanttest.OnEachStore(t, func(t *testing.T, open instanttest.OpenStore) {
		o := instanttest.OpenOn(t, soletraderchange.Service(), "2026-11-24", open)
		r := runs("440605011")
		r.AsOf = o.Now()
		o.Know(r)
		var numbers []string
		for i, change := range []func(*form){
			func(f *form) { *f = form{Kind: soletraderchange.Name, TradeName: "大吉"} },
			func(f *form) { *f = form{Kind: soletraderchange.Name, TradeName: "鸿运"} }, // back to the first
			moves("440605121"),
			removal,
		} {
			var f form
			change(&f)
			receipt := o.Apply(person, f)
			if receipt.Outcome != instant.Approved {
				t.Fatalf("change %d is %s: %+v", i, receipt.Outcome, receipt.Findings)
			}
			numbers = append(numbers, receipt.Number)
			for j, number := range numbers {
				want := instant.Ended
				if j == i {
					want = instant.InForce
				}
				if got := o.Standing(number); got.State != want {
					t.Errorf("after change %d, award %d is %s", i, j, got.State)
				}
			}
		}
		if again := o.Apply(person, form{Kind: soletraderchange.Name, TradeName: "万福"}); again.Outcome != instant.Rejected {
			t.Errorf("after the removal a change is %s", again.Outcome)
		}
	})
}
