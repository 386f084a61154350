package housingfundrent_test

import (
	"testing"

	"miaoban/functions/services/housingfundrent"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant/instanttest"
)

type form = housingfundrent.Form

const (
	person = "440304199206150011"
	spouse = "440304199306150022"
	card   = "6222022005123456789"
)

var (
	day  = calendar.MustParse
	fund = dataset.HousingFund
)

// pays returns the account of a person who contributes 2,000 yuan a month.
func pays(city string, months, balance int, more ...fact.Setting) fact.Record {
	return instanttest.Fact(person, fund.City.Set(city), append([]fact.Setting{fund.Months.Set(months), fund.MonthlyFen.Set(200000),
		fund.BalanceFen.Set(balance), fund.Frozen.Set(false)}, more...)...)
}

func home(person, city, kind string) fact.Record {
	return instanttest.Fact(person, dataset.Housing.City.Set(city), dataset.Housing.Kind.Set(kind))
}

// wed returns the record of a marriage, or of its dissolution.
func wed(state string) fact.Record {
	return instanttest.Fact(person, dataset.Marriages.State.Set(state), dataset.Marriages.Spouse.Set(spouse))
}

var entitled = instanttest.Setting[form]{
	Service: housingfundrent.Service(), Today: "2026-11-24", Person: person, Form: form{Account: card},
	Facts: []fact.Record{
		pays("440300", 40, 5000000), wed("married"),
		instanttest.Fact(card, dataset.BankAccounts.Holder.Set(person), dataset.BankAccounts.Open.Set(true)),
	},
}

func TestEveryClause(t *testing.T) {
	not := func(rule string, status decision.Status) map[string]decision.Status {
		return map[string]decision.Status{rule: status}
	}
	one := func(r fact.Record) []fact.Record { return []fact.Record{r} }
	last := func(on string) fact.Record { return pays("440300", 40, 5000000, fund.LastOn.Set(day(on))) }
	entitled.Run(t, []instanttest.Row[form]{
		{Name: "drawn", Want: decision.Approved},
		{Name: "no account", Without: []*fact.Dataset{fund.Dataset}, Want: decision.Referred, Not: not("paying", decision.Unknown)},
		{Name: "paid for three months", Facts: one(pays("440300", 3, 600000)), Want: decision.Approved},
		{Name: "paid for two", Facts: one(pays("440300", 2, 400000)), Want: decision.Rejected, Not: not("paying", decision.NotMet)},
		{Name: "frozen", Facts: one(pays("440300", 40, 5000000, fund.Frozen.Set(true))), Want: decision.Rejected,
			Not: not("paying", decision.NotMet)},
		{Name: "a city without a rule", Facts: one(pays("440400", 40, 5000000)), Want: decision.Referred,
			Not: map[string]decision.Status{"paying": decision.Unknown, "amount": decision.Unknown}},
		{Name: "the fund does not answer", Broken: fund.Dataset, Want: decision.Referred,
			Not: map[string]decision.Status{"paying": decision.Unknown, "not-this-month": decision.Unknown, "amount": decision.Unknown,
				"not-barred": decision.Unknown}},
		{Name: "owns a home in the city", Facts: one(home(person, "440300", "owned")), Want: decision.Rejected,
			Not: not("no-home", decision.NotMet)},
		{Name: "owns a home elsewhere", Facts: one(home(person, "440600", "owned")), Want: decision.Approved},
		{Name: "a lease in the city", Facts: one(home(person, "440300", "leased")), Want: decision.Approved},
		{Name: "the spouse owns a home in the city", Facts: one(home(spouse, "440300", "owned")), Want: decision.Rejected,
			Not: not("no-home", decision.NotMet)},
		{Name: "a former spouse owns a home in the city", Facts: []fact.Record{wed("divorced"), home(spouse, "440300", "owned")},
			Want: decision.Approved},
		{Name: "a spouse who died owned a home in the city", Want: decision.Referred, Not: not("no-home", decision.Unknown),
			Facts: []fact.Record{home(spouse, "440300", "owned"), instanttest.Fact(spouse, dataset.Deaths.Date.Set(day("2026-01-01")))}},
		{Name: "a marriage without a state", Facts: one(instanttest.Fact(person, dataset.Marriages.Spouse.Set(spouse))), Want: decision.Referred,
			Not: not("no-home", decision.Unknown)},
		{Name: "barred after a false withdrawal, to the last day (art. 41)", Want: decision.Rejected, Not: not("not-barred", decision.NotMet),
			Facts: one(pays("440300", 40, 5000000, fund.BarredUntil.Set(day("2026-11-24")))), From: "2026-11-25"},
		{Name: "the bar ended yesterday", Want: decision.Approved,
			Facts: one(pays("440300", 40, 5000000, fund.BarredUntil.Set(day("2026-11-23"))))},
		{Name: "unmarried", Without: []*fact.Dataset{dataset.Marriages.Dataset}, Want: decision.Approved},
		{Name: "the register of marriages does not answer", Broken: dataset.Marriages.Dataset, Want: decision.Referred,
			Not: not("no-home", decision.Unknown)},
		{Name: "the register of homes does not answer", Broken: dataset.Housing.Dataset, Want: decision.Referred,
			Not: not("no-home", decision.Unknown)},
		{Name: "drawn on the last day of October", Facts: one(last("2026-10-31")), Want: decision.Approved},
		{Name: "drawn on the first of November", Facts: one(last("2026-11-01")), Want: decision.Rejected,
			Not: not("not-this-month", decision.NotMet), From: "2026-12-01"},
		{Name: "nothing in the account", Facts: one(pays("440300", 40, 0)), Want: decision.Rejected, Not: not("amount", decision.NotMet)},
		{Name: "another's account",
			Facts: one(instanttest.Fact(card, dataset.BankAccounts.Holder.Set(spouse), dataset.BankAccounts.Open.Set(true))),
			Want:  decision.Referred, Not: not("account", decision.Unknown)},
		{Name: "a death is on record", Facts: one(instanttest.Fact(person, dataset.Deaths.Date.Set(day("2026-11-01")))),
			Want: decision.Rejected, Not: not("alive", decision.NotMet)},
	})
}

// TestTheWithdrawnAmount checks the amount against the months not withdrawn, the balance, the year's limit and
// the rate of the day.
func TestTheWithdrawnAmount(t *testing.T) {
	drawn := func(city string, balance int, on string, fen int) fact.Record {
		return pays(city, 40, balance, fund.LastOn.Set(day(on)), fund.DrawnFen.Set(fen))
	}
	for name, tt := range map[string]struct {
		today string
		fund  fact.Record
		want  int64
	}{
		"never drawn: twelve months":           {"2026-11-24", pays("440300", 40, 5000000), 2400000},
		"paid for five months":                 {"2026-11-24", pays("440300", 5, 5000000), 1000000},
		"drawn two months ago":                 {"2026-11-24", drawn("440300", 5000000, "2026-09-30", 0), 400000},
		"no more than the balance":             {"2026-11-24", pays("440300", 40, 150000), 150000},
		"the last day of the rate of half":     {"2023-10-31", pays("440300", 40, 5000000), 1200000},
		"the first day of the full rate":       {"2023-11-01", pays("440300", 40, 5000000), 2400000},
		"Foshan: sixty percent, and a limit":   {"2026-11-24", pays("440600", 40, 5000000), 1440000},
		"Foshan: what is left of the year":     {"2026-11-24", drawn("440600", 5000000, "2026-05-01", 1400000), 40000},
		"Foshan: a new year":                   {"2027-01-01", drawn("440600", 5000000, "2026-05-01", 1400000), 960000},
		"Foshan: ten yuan stay in the account": {"2026-11-24", pays("440600", 40, 51000), 50000},
	} {
		receipt, o := entitled.Apply(t, instanttest.Row[form]{Today: tt.today, Facts: []fact.Record{tt.fund}})
		if receipt.Payment == nil || receipt.Payment.AmountFen != tt.want {
			t.Errorf("%s: %+v, want %d", name, receipt.Payment, tt.want)
		}
		if again := o.Apply(person, form{Account: "6217001180012345677"}); again.Outcome == decision.Approved {
			t.Errorf("%s: two withdrawals in a month", name)
		}
	}
}
