package residentpension_test

import (
	"bytes"
	"slices"
	"testing"

	"miaoban/functions/services/residentpension"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
)

type form = residentpension.Form

const (
	person = "440605196611240011"
	card   = "6222022005123456789"
)

var day = calendar.MustParse

func born(on string) fact.Record {
	return instanttest.Fact(person, dataset.Population.BirthDate.Set(day(on)))
}

func insured(place string, months int, more ...fact.Setting) fact.Record {
	p := dataset.Pensions
	return instanttest.Fact(person, p.Place.Set(place),
		append([]fact.Setting{p.Months.Set(months), p.BalanceFen.Set(1390000), p.DrawsOther.Set(false)}, more...)...)
}

// entitled is a person who is 60 today and has paid for 15 years in Nanhai.
var entitled = instanttest.Setting[form]{
	Service: residentpension.Service(), Today: "2026-11-24", Person: person, Form: form{Account: card},
	Facts: []fact.Record{
		born("1966-11-24"), insured("440605", 180),
		instanttest.Fact(card, dataset.BankAccounts.Holder.Set(person), dataset.BankAccounts.Open.Set(true)),
	},
}

func TestEveryClause(t *testing.T) {
	not := func(rule string, status decision.Status) map[string]decision.Status {
		return map[string]decision.Status{rule: status}
	}
	one := func(r fact.Record) []fact.Record { return []fact.Record{r} }
	entitled.Run(t, []instanttest.Row[form]{
		{Name: "60 today, 15 years paid", Want: decision.Approved},
		{
			Name:  "60 tomorrow",
			Facts: one(born("1966-11-25")),
			Want:  decision.Rejected,
			Not:   not("age", decision.NotMet),
			From:  "2026-11-25",
		},
		{Name: "a month less paid: the day on which the scheme began is not known", Facts: one(insured("440605", 179)),
			Want: decision.Referred, Not: not("paid", decision.Unknown)},
		{Name: "60 when the scheme began", Facts: []fact.Record{born("1945-03-10"), insured("440605", 0)}, Want: decision.Approved},
		{Name: "60 when the scheme began, and no record", Facts: one(born("1945-03-10")), Without: []*fact.Dataset{dataset.Pensions.Dataset},
			Want: decision.Referred, Not: not("insured", decision.Unknown)},
		{Name: "less than 15 years to 60, paid each year", Facts: []fact.Record{born("1955-06-15"), insured("440605", 72)},
			Want: decision.Approved},
		{Name: "less than 15 years to 60, and skipped a year", Facts: []fact.Record{born("1955-06-15"), insured("440605", 60)},
			Want: decision.Referred, Not: not("paid", decision.Unknown)},
		{Name: "60 when the scheme began, and another pension", Want: decision.Rejected, Not: not("no-other", decision.NotMet),
			Facts: []fact.Record{born("1945-03-10"), insured("440605", 0, dataset.Pensions.DrawsOther.Set(true))}},
		{Name: "60 a fortnight after the scheme began in the first places, and nothing paid",
			Facts: []fact.Record{born("1949-07-15"), insured("440605", 0)}, Want: decision.Referred, Not: not("paid", decision.Unknown)},
		{Name: "60 when the scheme began, months paid, and no word on the account", Want: decision.Referred, Not: not("paid", decision.Unknown),
			Facts: []fact.Record{born("1945-03-10"), instanttest.Fact(person, dataset.Pensions.Place.Set("440605"),
				dataset.Pensions.Months.Set(24), dataset.Pensions.DrawsOther.Set(false))}},
		{Name: "never insured", Without: []*fact.Dataset{dataset.Pensions.Dataset}, Want: decision.Referred,
			Not: map[string]decision.Status{"insured": decision.Unknown, "paid": decision.Unknown}},
		{Name: "insured elsewhere", Facts: one(insured("430102", 200)), Want: decision.Rejected, Not: not("insured", decision.NotMet)},
		{Name: "another pension", Facts: one(insured("440605", 180, dataset.Pensions.DrawsOther.Set(true))), Want: decision.Rejected,
			Not: not("no-other", decision.NotMet)},
		{Name: "drawn already", Facts: one(insured("440605", 180, dataset.Pensions.Since.Set(day("2026-10-01")))),
			Want: decision.Rejected, Not: not("not-drawn", decision.NotMet)},
		{Name: "another's account",
			Facts: one(instanttest.Fact(card, dataset.BankAccounts.Holder.Set("440605195006150026"),
				dataset.BankAccounts.Open.Set(true))), Want: decision.Referred, Not: not("account", decision.Unknown)},
		{Name: "a death is on record", Facts: one(instanttest.Fact(person, dataset.Deaths.Date.Set(day("2026-11-01")))),
			Want: decision.Rejected, Not: not("alive", decision.NotMet)},
		{Name: "a stale population record", Stale: []*fact.Dataset{dataset.Population.Dataset}, Want: decision.Referred,
			Not: not("age", decision.Unknown)},
		{Name: "the insurer does not answer", Broken: dataset.Pensions.Dataset, Want: decision.Referred,
			Not: map[string]decision.Status{"insured": decision.Unknown, "paid": decision.Unknown, "no-other": decision.Unknown,
				"not-drawn": decision.Unknown}},
		{Name: "the balance is not known",
			Facts: one(instanttest.Fact(person, dataset.Pensions.Place.Set("440605"), dataset.Pensions.Months.Set(180),
				dataset.Pensions.DrawsOther.Set(false))),
			Want: decision.Referred, Not: not("paid", decision.Unknown)},
	})
}

// TestTheAmount: the place's basic pension and a 139th of the account.
func TestTheAmount(t *testing.T) {
	for place, want := range map[string]int64{"440605": 26000 + 10000, "440304": 21000 + 10000} {
		receipt, _ := entitled.Apply(t, instanttest.Row[form]{Facts: []fact.Record{insured(place, 180)}})
		if p := receipt.Payment; p == nil || p.AmountFen != want || p.FirstMonth != "2026-12" || !p.Monthly {
			t.Errorf("%s: %+v, want %d", place, p, want)
		}
	}
}

// TestWithoutAnAuthorityAPersonDecides: no authority is on record that may grant the pension in Nanhai.
func TestWithoutAnAuthorityAPersonDecides(t *testing.T) {
	elsewhere := entitled
	service := residentpension.Service()
	service.Policy = slices.Clone(service.Policy)
	copy(service.Policy[bytes.LastIndex(service.Policy, []byte(`region: "440000"`)):], `region: "440300"`)
	elsewhere.Service = service
	elsewhere.Run(t, []instanttest.Row[form]{
		{Name: "in Nanhai", Want: decision.Referred, Not: map[string]decision.Status{"authority": decision.Unknown}},
		{Name: "in Futian", Facts: []fact.Record{insured("440304", 180)}, Want: decision.Approved},
	})
}

func TestThePensionIsSuspendedAndEnds(t *testing.T) {
	receipt, o := entitled.Apply(t, instanttest.Row[form]{})
	o.At(day("2027-03-10").Start())
	know := func(r fact.Record) { r.AsOf = o.Now(); o.Know(r) }
	know(insured("440605", 180, dataset.Pensions.Since.Set(day("2026-12-01")), dataset.Pensions.DrawsOther.Set(true)))
	if v := o.Verify(receipt.Number, false); v.After != instant.Suspended {
		t.Errorf("with another pension it is %s", v.After)
	}
	know(instanttest.Fact(person, dataset.Deaths.Date.Set(day("2027-01-20"))))
	if v := o.Verify(receipt.Number, false); v.After != instant.Ended {
		t.Errorf("after a death it is %s", v.After)
	}
}
