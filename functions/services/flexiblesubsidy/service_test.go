package flexiblesubsidy_test

import (
	"testing"

	"miaoban/functions/services/flexiblesubsidy"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
)

type form = flexiblesubsidy.Form

const (
	man  = "440304197806150011"
	card = "6222022005123456789"
)

var day = calendar.MustParse

func born(on string) fact.Record {
	return instanttest.Fact(man, dataset.Population.BirthDate.Set(day(on)))
}

func recognised(place, until string, used int) fact.Record {
	return instanttest.Fact(man, dataset.Hardship.Category.Set("4050"), dataset.Hardship.Place.Set(place),
		dataset.Hardship.Until.Set(day(until)), dataset.Hardship.SubsidyMonths.Set(used))
}

func pays(city string, fen int) fact.Record {
	return instanttest.Fact(man, dataset.Flexible.City.Set(city), dataset.Flexible.PaidFen.Set(fen))
}

// entitled is a person of 48 who is recognised in Shenzhen and pays 840 yuan a month.
var entitled = instanttest.Setting[form]{
	Service: flexiblesubsidy.Service(), Today: "2026-11-24", Person: man, Form: form{Account: card},
	Facts: []fact.Record{
		born("1978-06-15"), recognised("440304", "2028-01-01", 0), pays("440300", 84000),
		instanttest.Fact(card, dataset.BankAccounts.Holder.Set(man), dataset.BankAccounts.Open.Set(true)),
	},
}

func TestEveryClause(t *testing.T) {
	not := func(rule string, status decision.Status) map[string]decision.Status {
		return map[string]decision.Status{rule: status}
	}
	one := func(r fact.Record) []fact.Record { return []fact.Record{r} }
	entitled.Run(t, []instanttest.Row[form]{
		{Name: "paid", Want: decision.Approved},
		{Name: "not recognised", Without: []*fact.Dataset{dataset.Hardship.Dataset}, Want: decision.Rejected,
			Not: not("recognised", decision.NotMet)},
		{Name: "recognised to the last day", Facts: one(recognised("440304", "2026-11-24", 0)), Want: decision.Approved},
		{Name: "recognised until yesterday", Facts: one(recognised("440304", "2026-11-23", 0)), Want: decision.Rejected,
			Not: not("recognised", decision.NotMet)},
		{Name: "recognised outside the province", Facts: one(recognised("430102", "2028-01-01", 0)), Want: decision.Rejected,
			Not: map[string]decision.Status{"recognised": decision.NotMet, "paying": decision.NotMet, "months-left": decision.Unknown}},
		{Name: "the register does not answer", Broken: dataset.Hardship.Dataset, Want: decision.Referred,
			Not: map[string]decision.Status{"recognised": decision.Unknown, "months-left": decision.Unknown}},
		{Name: "nothing is paid in", Without: []*fact.Dataset{dataset.Flexible.Dataset}, Want: decision.Referred,
			Not: not("paying", decision.Unknown)},
		{Name: "receives a pension, retired earlier by agreement (办法 art. 3)", Want: decision.Rejected, Not: not("no-pension", decision.NotMet),
			Facts: one(instanttest.Fact(man, dataset.Pensions.DrawsOther.Set(true)))},
		{Name: "drew a month long ago, near the retirement age now", Want: decision.Referred, Not: not("months-left", decision.Unknown),
			Facts: []fact.Record{born("1969-01-15"), recognised("440304", "2028-01-01", 1)}},
		{Name: "nothing was paid last month", Facts: one(pays("440300", 0)), Want: decision.Rejected, Not: not("paying", decision.NotMet)},
		{Name: "paid in another city", Facts: one(pays("440600", 84000)), Want: decision.Rejected, Not: not("paying", decision.NotMet)},
		{
			Name:   "the insurance does not answer",
			Broken: dataset.Flexible.Dataset,
			Want:   decision.Referred,
			Not:    not("paying", decision.Unknown),
		},
		{Name: "employed", Facts: one(instanttest.Fact(man, dataset.SocialInsurance.City.Set("440300"),
			dataset.SocialInsurance.Employed.Set(true))), Want: decision.Rejected, Not: not("jobless", decision.NotMet)},
		{Name: "in business", Facts: one(instanttest.Fact(man, dataset.Operators.Name.Set("鸿运餐饮店"))), Want: decision.Rejected,
			Not: not("no-business", decision.NotMet)},
		{Name: "thirty-five months drawn", Facts: one(recognised("440304", "2028-01-01", 35)), Want: decision.Approved},
		{Name: "thirty-six months drawn", Facts: one(recognised("440304", "2028-01-01", 36)), Want: decision.Rejected,
			Not: not("months-left", decision.NotMet)},
		{Name: "thirty-six months drawn, and near retirement since the first grant or later",
			Facts: []fact.Record{born("1968-06-15"), recognised("440304", "2028-01-01", 36)}, Want: decision.Referred,
			Not: not("months-left", decision.Unknown)},
		{Name: "60 today, and retires in May 2027", Facts: one(born("1966-11-24")), Want: decision.Approved},
		{Name: "retires today", Facts: one(born("1966-06-24")), Want: decision.Rejected, Not: not("months-left", decision.NotMet)},
		{Name: "a stale population record", Stale: []*fact.Dataset{dataset.Population.Dataset}, Want: decision.Referred,
			Not: not("months-left", decision.Unknown)},
		{Name: "another's account",
			Facts: one(instanttest.Fact(card, dataset.BankAccounts.Holder.Set("440605195006150026"),
				dataset.BankAccounts.Open.Set(true))), Want: decision.Referred, Not: not("account", decision.Unknown)},
		{Name: "a death is on record", Facts: one(instanttest.Fact(man, dataset.Deaths.Date.Set(day("2026-11-01")))),
			Want: decision.Rejected, Not: not("alive", decision.NotMet)},
	})
}

// TestTheAmountIsTwoThirdsUpToTheMaximum, for the rest of the term.
func TestTheAmountIsTwoThirdsUpToTheMaximum(t *testing.T) {
	for name, tt := range map[string]struct {
		facts []fact.Record
		fen   int64
		last  string
	}{
		"two thirds":                         {nil, 56000, "2029-11"},
		"no more than the cap":               {[]fact.Record{pays("440300", 90001)}, 60000, "2029-11"},
		"rounded down":                       {[]fact.Record{pays("440300", 10001)}, 6667, "2029-11"},
		"elsewhere":                          {[]fact.Record{recognised("440605", "2028-01-01", 0), pays("440600", 84000)}, 50000, "2029-11"},
		"a year was drawn":                   {[]fact.Record{recognised("440304", "2028-01-01", 12)}, 56000, "2028-11"},
		"near retirement at 61 and 5 months": {[]fact.Record{born("1970-06-15")}, 56000, "2031-11"},
	} {
		receipt, _ := entitled.Apply(t, instanttest.Row[form]{Facts: tt.facts})
		if p := receipt.Payment; p == nil || p.AmountFen != tt.fen || p.FirstMonth != "2026-12" || p.LastMonth != tt.last {
			t.Errorf("%s: %+v, want %d to %s", name, p, tt.fen, tt.last)
		}
	}
}

func TestNewWorkEndsTheGrant(t *testing.T) {
	receipt, o := entitled.Apply(t, instanttest.Row[form]{})
	o.Know(fact.NewRecord(man, o.Now(), dataset.SocialInsurance.City.Set("440300"), dataset.SocialInsurance.Employed.Set(true)))
	if v := o.Verify(receipt.Number, false); v.After != instant.Ended {
		t.Errorf("employed: %s", v.After)
	}
}

// TestTheMonthsAreCounted: surrendering and applying again does not extend the total number of
// months; earlier months count.
func TestTheMonthsAreCounted(t *testing.T) {
	for name, tt := range map[string]struct {
		day  string
		used int // before it was granted
		left string
	}{
		"before it is paid":        {"2026-11-30", 0, "2029-11"},
		"the last day of a month":  {"2027-02-28", 0, "2029-11"},
		"the first day of a month": {"2027-03-01", 0, "2029-11"},
		"with months of before":    {"2027-02-28", 30, "2027-05"},
	} {
		t.Run(name, func(t *testing.T) {
			receipt, o := entitled.Apply(t, instanttest.Row[form]{Facts: []fact.Record{recognised("440304", "2028-01-01", tt.used)}})
			o.At(day(tt.day).Start())
			for _, r := range entitled.Facts {
				if r.AsOf = o.Now(); r.Dataset != dataset.Hardship.Dataset.Name {
					o.Know(r)
				}
			}
			if err := o.Surrender(receipt.Number, o.Ending(receipt.Number).Confirm); err != nil {
				t.Fatal(err)
			}
			o.Confirm(dataset.Hardship.Dataset, man)
			if again := o.Apply(man, entitled.Form); again.Payment == nil || again.Payment.LastMonth != tt.left {
				t.Errorf("applied for again it is %s, and paid %+v, want until %s", again.Outcome, again.Payment, tt.left)
			}
		})
	}
}
