package sealrecord_test

import (
	"testing"

	"miaoban/functions/services/sealrecord"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant/instanttest"
)

type form = sealrecord.Form

const (
	person = "440605197504040011"
	code   = "92440605MA5GHTRE8R"
)

// entitled is a person who runs a restaurant in Nanhai.
var entitled = instanttest.Setting[form]{
	Service: sealrecord.Service(), Today: "2026-11-24", Person: person, Form: form{Seals: []string{"official", "finance"}},
	Facts: []fact.Record{
		instanttest.Fact(person, dataset.Operators.Code.Set(code), dataset.Operators.Name.Set("佛山市南海区鸿运餐饮店")),
	},
}

func TestEveryClause(t *testing.T) {
	not := func(rule string, status decision.Status) map[string]decision.Status {
		return map[string]decision.Status{rule: status}
	}
	entitled.Run(t, []instanttest.Row[form]{
		{Name: "granted", Want: decision.Approved},
		{Name: "no business", Without: []*fact.Dataset{dataset.Operators.Dataset}, Want: decision.Rejected,
			Not: not("operates", decision.NotMet)},
		{Name: "the market regulator does not answer", Broken: dataset.Operators.Dataset, Want: decision.Referred,
			Not: not("operates", decision.Unknown)},
		{Name: "on record already", Facts: []fact.Record{instanttest.Fact(code, dataset.Seals.Number.Set("4406050000001"))},
			Want: decision.Rejected, Not: not("without-seals", decision.NotMet)},
		{Name: "its register does not answer", Broken: dataset.Seals.Dataset, Want: decision.Referred,
			Not: not("without-seals", decision.Unknown)},
		{Name: "the licence was revoked", Facts: []fact.Record{instanttest.Fact(code, dataset.Restrictions.Revoked.Set(true))},
			Want: decision.Referred, Not: not("not-revoked", decision.Unknown)},
		{Name: "it was not", Facts: []fact.Record{instanttest.Fact(code, dataset.Restrictions.Revoked.Set(false))}, Want: decision.Approved},
		{Name: "a death is on record",
			Facts: []fact.Record{instanttest.Fact(person, dataset.Deaths.Date.Set(calendar.MustParse("2026-11-01")))},
			Want:  decision.Rejected, Not: not("alive", decision.NotMet)},
	})
}

func TestABusinessRegistersOnce(t *testing.T) {
	receipt, o := entitled.Apply(t, instanttest.Row[form]{})
	if c := receipt.Certificate; c.Holder != "佛山市南海区鸿运餐饮店" || c.HolderID != code || c.Region != "440605" {
		t.Errorf("the certificate is of %s, %s, %s", c.Holder, c.HolderID, c.Region)
	}
	if again := o.Apply(person, form{Seals: []string{"official"}}); again.Outcome != decision.Rejected {
		t.Errorf("asked for again it is %s", again.Outcome)
	}
}
