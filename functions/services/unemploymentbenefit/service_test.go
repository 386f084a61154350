package unemploymentbenefit_test

import (
	"testing"

	"miaoban/functions/services/unemploymentbenefit"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
)

type form = unemploymentbenefit.Form

const (
	man   = "440605199006150011"
	woman = "440605199006150022"
	card  = "6222022005123456789"
)

var day = calendar.MustParse

func lives(person, born, household string) fact.Record {
	return instanttest.Fact(person, dataset.Population.BirthDate.Set(day(born)), dataset.Population.Household.Set(household))
}

func paid(city string, months int, reason string, more ...fact.Setting) fact.Record {
	return instanttest.Fact(man, dataset.Unemployment.City.Set(city),
		append(more, dataset.Unemployment.Months.Set(months), dataset.Unemployment.Reason.Set(reason))...)
}

// entitled was dismissed in Foshan, after six years.
var entitled = instanttest.Setting[form]{
	Service: unemploymentbenefit.Service(), Today: "2026-11-24", Person: man, Form: form{Seeking: true, Benefit: true, Account: card},
	Facts: []fact.Record{
		lives(man, "1990-06-15", "430102"), paid("440600", 72, "dismissed"),
		instanttest.Fact(man, dataset.SocialInsurance.City.Set("440600"), dataset.SocialInsurance.Employed.Set(false)),
		instanttest.Fact(card, dataset.BankAccounts.Holder.Set(man), dataset.BankAccounts.Open.Set(true)),
	},
}

func TestEveryClause(t *testing.T) {
	not := func(rule string, status decision.Status) map[string]decision.Status {
		return map[string]decision.Status{rule: status}
	}
	one := func(r fact.Record) []fact.Record { return []fact.Record{r} }
	only := func(f *form) { f.Benefit, f.Account = false, "" }
	never := []*fact.Dataset{dataset.Unemployment.Dataset}
	entitled.Run(t, []instanttest.Row[form]{
		{Name: "registered, with the benefit", Want: decision.Approved},
		{Name: "registered only", Form: only, Want: decision.Approved},
		{Name: "never insured, registered only, household in the province", Form: only, Without: never,
			Facts: one(lives(man, "1990-06-15", "440605011")), Want: decision.Approved},
		{Name: "never insured, from elsewhere, with a permit", Form: only, Without: never,
			Facts: one(instanttest.Fact(man, dataset.ResidencePermits.City.Set("440600"))), Want: decision.Approved},
		{Name: "never insured, from elsewhere", Form: only, Without: never, Want: decision.Rejected, Not: not("place", decision.NotMet)},
		{Name: "from elsewhere, and the insurance does not answer", Form: only, Broken: dataset.Unemployment.Dataset,
			Want: decision.Referred, Not: not("place", decision.Unknown)},
		{Name: "never insured, with the benefit", Without: never, Facts: one(lives(man, "1990-06-15", "440605011")),
			Want: decision.Rejected, Not: map[string]decision.Status{"paid-in": decision.NotMet, "involuntary": decision.NotMet}},
		{Name: "a year paid", Facts: one(paid("440600", 12, "expired")), Want: decision.Approved},
		{Name: "a month less", Facts: one(paid("440600", 11, "expired")), Want: decision.Rejected, Not: not("paid-in", decision.NotMet)},
		{
			Name:  "who resigned",
			Facts: one(paid("440600", 72, "resigned")),
			Want:  decision.Rejected,
			Not:   not("involuntary", decision.NotMet),
		},
		{Name: "who resigned, registered only", Form: only, Facts: one(paid("440600", 72, "resigned")), Want: decision.Approved},
		{Name: "a reason that needs judgement", Facts: one(paid("440600", 72, "other")), Want: decision.Referred,
			Not: not("involuntary", decision.Unknown)},
		{Name: "the benefit is drawn to today",
			Facts: one(paid("440600", 72, "dismissed", dataset.Unemployment.DrawnUntil.Set(day("2026-11-24")))), Want: decision.Rejected,
			Not: not("not-drawn", decision.NotMet), From: "2026-11-25"},
		{Name: "the benefit was drawn until yesterday",
			Facts: one(paid("440600", 72, "dismissed", dataset.Unemployment.DrawnUntil.Set(day("2026-11-23")))), Want: decision.Approved},
		{Name: "employed", Facts: one(instanttest.Fact(man, dataset.SocialInsurance.City.Set("440600"),
			dataset.SocialInsurance.Employed.Set(true))), Want: decision.Rejected, Not: not("jobless", decision.NotMet)},
		{Name: "the insurance does not say whether employed", Broken: dataset.SocialInsurance.Dataset, Want: decision.Referred,
			Not: not("jobless", decision.Unknown)},
		{Name: "in business", Facts: one(instanttest.Fact(man, dataset.Operators.Name.Set("鸿运餐饮店"))), Want: decision.Rejected,
			Not: not("no-business", decision.NotMet)},
		{Name: "16 today", Facts: one(lives(man, "2010-11-24", "440605011")), Want: decision.Approved},
		{Name: "16 tomorrow", Facts: one(lives(man, "2010-11-25", "440605011")), Want: decision.Rejected,
			Not: not("working-age", decision.NotMet), From: "2026-11-25"},
		{Name: "a man of 60 tomorrow", Facts: one(lives(man, "1966-11-25", "440605011")), Want: decision.Approved},
		{Name: "a man of 60 today", Facts: one(lives(man, "1966-11-24", "440605011")), Want: decision.Rejected,
			Not: not("working-age", decision.NotMet)},
		{Name: "a stale population record", Stale: []*fact.Dataset{dataset.Population.Dataset}, Want: decision.Referred,
			Not: not("working-age", decision.Unknown)},
		{Name: "another's account",
			Facts: one(instanttest.Fact(card, dataset.BankAccounts.Holder.Set(woman), dataset.BankAccounts.Open.Set(true))),
			Want:  decision.Referred, Not: not("account", decision.Unknown)},
		{Name: "a death is on record", Facts: one(instanttest.Fact(man, dataset.Deaths.Date.Set(day("2026-11-01")))),
			Want: decision.Rejected, Not: not("alive", decision.NotMet)},
	})
}

// TestAWomanRetiresEarlier: the ID number says the sex.
func TestAWomanRetiresEarlier(t *testing.T) {
	hers := entitled
	hers.Person, hers.Form = woman, form{Seeking: true}
	hers.Facts = []fact.Record{lives(woman, "1971-11-25", "440605011")}
	hers.Run(t, []instanttest.Row[form]{
		{Name: "55 tomorrow", Want: decision.Approved},
		{Name: "55 today", Facts: []fact.Record{lives(woman, "1971-11-24", "440605011")}, Want: decision.Rejected,
			Not: map[string]decision.Status{"working-age": decision.NotMet}},
	})
}

// TestTheMonthsFollowWhatWasPaid: 失业保险条例 art. 17.
func TestTheMonthsFollowWhatWasPaid(t *testing.T) {
	for months, last := range map[int]string{12: "2027-11", 59: "2027-11", 60: "2028-05", 119: "2028-05", 120: "2028-11", 400: "2028-11"} {
		receipt, _ := entitled.Apply(t, instanttest.Row[form]{Facts: []fact.Record{paid("440600", months, "closed")}})
		if p := receipt.Payment; p == nil || p.FirstMonth != "2026-12" || p.LastMonth != last || p.AmountFen != 171000 {
			t.Errorf("%d months paid: %+v, want the last in %s", months, p, last)
		}
	}
}

// TestNewWorkEndsIt, and what was paid since is recovered, but no more than was due.
func TestNewWorkEndsIt(t *testing.T) {
	receipt, o := entitled.Apply(t, instanttest.Row[form]{})
	o.At(day("2027-03-10").Start())
	know := func(r fact.Record) { r.AsOf = o.Now(); o.Know(r) }
	know(lives(man, "1990-06-15", "430102"))
	know(instanttest.Fact(man, dataset.SocialInsurance.City.Set("440600"), dataset.SocialInsurance.Employed.Set(true)))
	if v := o.Verify(receipt.Number, false); v.After != instant.Ended || v.RecoverFen != 0 {
		t.Errorf("employed again: %s, %d to recover", v.After, v.RecoverFen)
	}
	know(instanttest.Fact(man, dataset.SocialInsurance.City.Set("440600"), dataset.SocialInsurance.Employed.Set(false)))
	know(paid("440600", 12, "expired"))
	know(instanttest.Fact(card, dataset.BankAccounts.Holder.Set(man), dataset.BankAccounts.Open.Set(true)))
	if again := o.Apply(man, entitled.Form); again.Outcome != decision.Approved {
		t.Errorf("out of work again: %s %+v", again.Outcome, again.Findings)
	}
}

// TestTheMonthsAreNotPaidTwice: who gives it up, on the first day of a month or on the last,
// and applies again has the months that are left, and in the end none.
func TestTheMonthsAreNotPaidTwice(t *testing.T) {
	for name, tt := range map[string]struct{ day, first, last string }{
		"before it is paid":         {"2026-11-30", "2026-12", "2028-05"},
		"the first day of a month":  {"2027-02-01", "2027-03", "2028-05"},
		"the last day of a month":   {"2027-02-28", "2027-03", "2028-05"},
		"the last month but one":    {"2028-04-30", "2028-05", "2028-05"},
		"the last month":            {"2028-05-01", "", ""},
		"long after the last month": {"2029-01-01", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			receipt, o := entitled.Apply(t, instanttest.Row[form]{}) // 18 months, from 2026-12 to 2028-05
			o.At(day(tt.day).Start())
			for _, r := range entitled.Facts {
				if r.AsOf = o.Now(); r.Dataset != dataset.Unemployment.Dataset.Name {
					o.Know(r)
				}
			}
			if err := o.Surrender(receipt.Number, o.Ending(receipt.Number).Confirm); err != nil {
				t.Fatal(err)
			}
			o.Confirm(dataset.Unemployment.Dataset, man)
			again := o.Apply(man, entitled.Form)
			if tt.first == "" {
				instanttest.Want(
					t,
					again.Findings,
					again.Outcome,
					decision.Rejected,
					map[string]decision.Status{"paid-in": decision.NotMet},
				)
				return
			}
			if p := again.Payment; p == nil || p.FirstMonth != tt.first || p.LastMonth != tt.last {
				t.Errorf("applied for again it is %s, and paid %+v", again.Outcome, p)
			}
		})
	}
}
