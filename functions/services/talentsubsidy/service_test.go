package talentsubsidy_test

import (
	"fmt"
	"testing"

	"miaoban/functions/services/talentsubsidy"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
)

type form = talentsubsidy.Form

const (
	person = "430102199806150019"
	card   = "6222022005123456789"
)

var day = calendar.MustParse

func settled(person, household, since string) fact.Record {
	return instanttest.Fact(person, dataset.Population.BirthDate.Set(day("1998-06-15")),
		dataset.Population.Household.Set(household), dataset.Population.Since.Set(day(since)))
}

func degree(person, level string) fact.Record {
	return instanttest.Fact(person, dataset.Degrees.Level.Set(level), dataset.Degrees.FullTime.Set(true))
}

func insured(person, city string, employed bool, months int) fact.Record {
	return instanttest.Fact(person, dataset.SocialInsurance.City.Set(city), dataset.SocialInsurance.Employed.Set(employed),
		dataset.SocialInsurance.Of12.Set(months))
}

var entitled = instanttest.Setting[form]{
	Service: talentsubsidy.Service(), Today: "2026-11-24", Person: person, Form: form{Account: card},
	Facts: []fact.Record{
		settled(person, "440604012", "2026-03-01"), degree(person, "master"), insured(person, "440600", true, 8),
		instanttest.Fact(card, dataset.BankAccounts.Holder.Set(person), dataset.BankAccounts.Open.Set(true)),
	},
}

func TestEveryClause(t *testing.T) {
	not := func(rule string, status decision.Status) map[string]decision.Status {
		return map[string]decision.Status{rule: status}
	}
	one := func(r fact.Record) []fact.Record { return []fact.Record{r} }
	unknown := map[string]decision.Status{"settled": decision.Unknown, "degree": decision.Unknown, "employed": decision.Unknown}
	nowhere := map[string]decision.Status{"settled": decision.Unknown, "degree": decision.Unknown, "employed": decision.Unknown}
	entitled.Run(t, []instanttest.Row[form]{
		{Name: "paid", Want: decision.Approved},
		{Name: "settled two years ago on the day", Facts: one(settled(person, "440604012", "2024-11-24")), Want: decision.Approved},
		{Name: "settled two years and a day ago", Facts: one(settled(person, "440604012", "2024-11-23")), Want: decision.Rejected,
			Not: not("settled", decision.NotMet)},
		{Name: "in the city from birth", Facts: one(settled(person, "440604012", "1998-07-01")), Want: decision.Rejected,
			Not: not("settled", decision.NotMet)},
		{
			Name:  "settled where no rule is known",
			Facts: one(settled(person, "440402", "2026-03-01")),
			Want:  decision.Referred,
			Not:   nowhere,
		},
		{Name: "a stale population record", Stale: []*fact.Dataset{dataset.Population.Dataset}, Want: decision.Referred,
			Not: map[string]decision.Status{"settled": decision.Unknown}},
		{Name: "the population register does not answer", Broken: dataset.Population.Dataset, Want: decision.Referred, Not: unknown},
		{
			Name:  "an associate's degree",
			Facts: one(degree(person, "associate")),
			Want:  decision.Rejected,
			Not:   not("degree", decision.NotMet),
		},
		{Name: "the register of degrees does not answer", Broken: dataset.Degrees.Dataset, Want: decision.Referred,
			Not: not("degree", decision.Unknown)},
		{Name: "insured for six months", Facts: one(insured(person, "440600", true, 6)), Want: decision.Approved},
		{
			Name:  "insured for five",
			Facts: one(insured(person, "440600", true, 5)),
			Want:  decision.Rejected,
			Not:   not("employed", decision.NotMet),
		},
		{Name: "insured in another city", Facts: one(insured(person, "440300", true, 12)), Want: decision.Rejected,
			Not: not("employed", decision.NotMet)},
		{Name: "insured, but not by an employer", Facts: one(insured(person, "440600", false, 12)), Want: decision.Rejected,
			Not: not("employed", decision.NotMet)},
		{Name: "not insured", Without: []*fact.Dataset{dataset.SocialInsurance.Dataset}, Want: decision.Referred,
			Not: not("employed", decision.Unknown)},
		{Name: "the insurance does not answer", Broken: dataset.SocialInsurance.Dataset, Want: decision.Referred,
			Not: not("employed", decision.Unknown)},
		{Name: "another's account",
			Facts: one(instanttest.Fact(card, dataset.BankAccounts.Holder.Set("440605195006150026"),
				dataset.BankAccounts.Open.Set(true))), Want: decision.Referred, Not: not("account", decision.Unknown)},
		{Name: "a death is on record", Facts: one(instanttest.Fact(person, dataset.Deaths.Date.Set(day("2026-11-01")))),
			Want: decision.Rejected, Not: not("alive", decision.NotMet)},
	})
}

func TestTheSumFollowsTheDegree(t *testing.T) {
	for level, want := range map[string]int64{"bachelor": 600000, "master": 1200000, "doctor": 2400000} {
		receipt, o := entitled.Apply(t, instanttest.Row[form]{Facts: []fact.Record{degree(person, level)}})
		if receipt.Payment == nil || receipt.Payment.AmountFen != want || receipt.Payment.Monthly {
			t.Errorf("a %s: %+v, want %d once", level, receipt.Payment, want)
		}
		o.At(o.Now().AddDate(0, 0, 1))
		if again := o.Apply(person, form{Account: card}); again.Outcome != decision.Rejected {
			t.Errorf("a %s got the payment twice", level)
		}
	}
}

// TestNoMoreGrantsThanPlaces: Foshan has one place a year for a doctorate.
func TestNoMoreGrantsThanPlaces(t *testing.T) {
	o := instanttest.Open(t, talentsubsidy.Service(), "2026-12-31")
	apply := func(i int) instant.Receipt {
		who := fmt.Sprintf("43010219980615%04d", 1000+i)
		for _, r := range []fact.Record{
			settled(who, "440604012", "2026-03-01"), degree(who, "doctor"), insured(who, "440600", true, 8),
			instanttest.Fact(card, dataset.BankAccounts.Holder.Set(who), dataset.BankAccounts.Open.Set(true)),
		} {
			r.AsOf = o.Now()
			o.Know(r)
		}
		return o.Apply(who, form{Account: card})
	}
	if first := apply(1); first.Outcome != decision.Approved {
		t.Errorf("the first application is %s: %+v", first.Outcome, first.Findings)
	}
	second := apply(2)
	instanttest.Want(t, second.Findings, second.Outcome, decision.Rejected, map[string]decision.Status{"place-left": decision.NotMet})
	if second.EligibleFrom.String() != "2027-01-01" {
		t.Errorf("the next year's places open on %s", second.EligibleFrom)
	}
	o.At(day("2027-01-01").Start())
	if third := apply(3); third.Outcome != decision.Approved {
		t.Errorf("on New Year's Day the outcome is %s: %+v", third.Outcome, third.Findings)
	}
}
