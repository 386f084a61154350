package soletraderchange_test

import (
	"strings"
	"testing"

	"miaoban/functions/services/soletraderchange"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
)

// agrees returns the form by which the successor agrees to take over the person's business in the street.
func agrees(street string) form {
	return form{Kind: soletraderchange.Consent, PresentOperator: person, BusinessDivision: soletraderchange.Street(street), Promise: true}
}

// TestWhoCanAgree: a ground that would reject the change already rejects the consent, by the person's own records.
func TestWhoCanAgree(t *testing.T) {
	setting := instanttest.Setting[form]{
		Service: soletraderchange.Service(), Today: "2026-11-24", Person: successor, Form: agrees("440605011"),
		Facts: []fact.Record{citizen(successor, "陈接手", "1988-06-15")},
	}
	one := func(first fact.Setting) []fact.Record { return []fact.Record{instanttest.Fact(successor, first)} }
	not := func(rule string, status decision.Status) map[string]decision.Status {
		return map[string]decision.Status{rule: status}
	}
	setting.Run(t, []instanttest.Row[form]{
		{Name: "an adult", Want: decision.Approved},
		{Name: "18 today", Facts: []fact.Record{citizen(successor, "陈接手", "2008-11-24")}, Want: decision.Approved},
		{Name: "18 tomorrow", Facts: []fact.Record{citizen(successor, "陈接手", "2008-11-25")}, Want: decision.Referred,
			Not: not("age", decision.Unknown)},
		{Name: "16 tomorrow", Facts: []fact.Record{citizen(successor, "陈接手", "2010-11-25")}, Want: decision.Rejected,
			Not: not("age", decision.NotMet), From: "2028-11-25"},
		{Name: "a civil servant", Facts: one(dataset.PublicServants.Serving.Set(true)), Want: decision.Rejected,
			Not: not("not-serving", decision.NotMet)},
		{Name: "no civil servant any more", Facts: one(dataset.PublicServants.Serving.Set(false)), Want: decision.Approved},
		{Name: "civil servants do not answer", Broken: dataset.PublicServants.Dataset, Want: decision.Referred,
			Not: not("not-serving", decision.Unknown)},
		{Name: "the last day of a ban", Facts: one(dataset.TradingBans.Until.Set(calendar.MustParse("2026-11-24"))), Want: decision.Rejected,
			Not: not("not-banned", decision.NotMet), From: "2026-11-25"},
		{Name: "the day after a ban", Facts: one(dataset.TradingBans.Until.Set(calendar.MustParse("2026-11-23"))), Want: decision.Approved},
		{Name: "a death is on record", Facts: one(dataset.Deaths.Date.Set(calendar.MustParse("2026-11-01"))), Want: decision.Rejected,
			Not: not("alive", decision.NotMet)},
	})
}

// TestAConsentIsToOneBusiness: in the street that it names, and registered before the consent.
func TestAConsentIsToOneBusiness(t *testing.T) {
	consent := func(street, on string) []fact.Record {
		c := dataset.OperatorConsents
		return []fact.Record{instanttest.Fact(person+"/"+successor, c.Operator.Set(person), c.Successor.Set(successor),
			c.Until.Set(calendar.MustParse("2026-12-24")), c.Division.Set(street), c.On.Set(calendar.MustParse(on)))}
	}
	unheard := map[string]decision.Status{}
	for _, rule := range []string{"agreed", "new-name", "new-alive", "new-age", "new-not-serving", "new-not-banned", "new-not-operating"} {
		unheard[rule] = decision.Unknown
	}
	handing.Run(t, []instanttest.Row[form]{
		{Name: "the same street", Facts: consent("440605011", "2026-11-24"), Want: decision.Approved},
		{Name: "another street", Facts: consent("440605121", "2026-11-24"), Want: decision.Referred, Not: unheard},
		{Name: "a business registered after it", Facts: consent("440605011", "2020-05-04"), Want: decision.Referred, Not: unheard},
	})
}

// TestAConsentIsGivenOnceAndWithdrawn: a second consent while one is open notifies nobody, and no business is
// handed over by a consent that was withdrawn or has ended.
func TestAConsentIsGivenOnceAndWithdrawn(t *testing.T) {
	o := openHanding(t)
	first := o.Apply(successor, agrees("440605011"))
	if first.Outcome != decision.Approved {
		t.Fatalf("%+v", first.Findings)
	}
	noticed := func() int {
		notices, _, err := instant.Notices(t.Context(), o.Store, person, "")
		if err != nil {
			t.Fatal(err)
		}
		return len(notices)
	}
	if again := o.Apply(successor, agrees("440605121")); again.Outcome != decision.Rejected || noticed() != 1 {
		t.Errorf("a second consent is %s, and the operator has %d notices", again.Outcome, noticed())
	}
	ending := o.Ending(first.Number)
	if !strings.Contains(ending.Ends.ZH, "同意") || ending.Confirm == "" {
		t.Fatalf("it cannot be withdrawn: %+v", ending)
	}
	if err := o.Surrender(first.Number, ending.Confirm); err != nil {
		t.Fatal(err)
	}
	hand := form{Kind: soletraderchange.Operator, NewOperator: successor, NewOperatorName: "陈接手", Promise: true}
	if handed := o.Apply(person, hand); handed.Outcome != decision.Referred {
		t.Errorf("by a consent that was withdrawn it is %s", handed.Outcome)
	}
	if anew := o.Apply(successor, agrees("440605011")); anew.Outcome != decision.Approved {
		t.Errorf("after it was withdrawn a new one is %s: %+v", anew.Outcome, anew.Findings)
	}
	o.At(o.Now().AddDate(0, 0, 31))
	o.Know(fact.NewRecord(successor, o.Now(), dataset.Population.Name.Set("陈接手"),
		dataset.Population.BirthDate.Set(calendar.MustParse("1988-06-15"))))
	if later := o.Apply(successor, agrees("440605011")); later.Outcome != decision.Approved {
		t.Errorf("after it ended a new one is %s: %+v", later.Outcome, later.Findings)
	}
}

// TestTheLicenceHasTheRegisteredName and not the name as it was typed.
func TestTheLicenceHasTheRegisteredName(t *testing.T) {
	receipt, _ := handing.Apply(t, instanttest.Row[form]{Form: func(f *form) { f.NewOperatorName = "陈 接\u3000手" }})
	found := false
	for _, e := range receipt.Certificate.Entries {
		if e.Label.ZH == "经营者" {
			found = e.Value.ZH == "陈接手"
		}
	}
	if !found {
		t.Errorf("the licence has %+v", receipt.Certificate.Entries)
	}
}
