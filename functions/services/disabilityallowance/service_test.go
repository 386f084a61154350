package disabilityallowance_test

import (
	"testing"

	"miaoban/functions/services/disabilityallowance"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
)

const (
	person = "440605198006150020"
	card   = "6222022005123456789"
)

func disabled(class string, level int, until string) fact.Record {
	return instanttest.Fact(person, dataset.Disabilities.Class.Set(class), dataset.Disabilities.Level.Set(level),
		dataset.Disabilities.Until.Set(calendar.MustParse(until)))
}

func assisted(kind string) fact.Record {
	return instanttest.Fact(person, dataset.Assistance.Kind.Set(kind))
}

func household(division string) fact.Record {
	return instanttest.Fact(person, dataset.Population.Household.Set(division))
}

// entitled is a severely disabled person in a family with minimum living support.
var entitled = instanttest.Setting[disabilityallowance.Form]{
	Service: disabilityallowance.Service(), Today: "2026-11-24", Person: person,
	Form: disabilityallowance.Form{Account: card},
	Facts: []fact.Record{
		household("440605011"), disabled("physical", 2, "2030-01-01"), assisted("minimum-living"),
		instanttest.Fact(card, dataset.BankAccounts.Holder.Set(person), dataset.BankAccounts.Open.Set(true)),
	},
}

func TestEveryClause(t *testing.T) {
	type row = instanttest.Row[disabilityallowance.Form]
	not := func(rule string, status decision.Status) map[string]decision.Status {
		return map[string]decision.Status{rule: status}
	}
	facts := func(records ...fact.Record) []fact.Record { return records }
	neither := []*fact.Dataset{dataset.Assistance.Dataset}
	entitled.Run(t, []row{
		{Name: "both", Want: decision.Approved},
		{Name: "care alone: no assistance", Without: neither, Want: decision.Approved},
		{Name: "living alone: level 3", Facts: facts(disabled("physical", 3, "2030-01-01")), Want: decision.Approved},
		{Name: "neither: level 3, no assistance", Without: neither, Facts: facts(disabled("physical", 3, "2030-01-01")),
			Want: decision.Rejected, Not: not("due", decision.NotMet)},
		{Name: "in Shenzhen level 3 of the mind has care", Without: neither,
			Facts: facts(household("440304001"), disabled("mental", 3, "2030-01-01")), Want: decision.Approved},
		{Name: "whether Foshan has widened it is not known", Without: neither, Facts: facts(disabled("mental", 3, "2030-01-01")),
			Want: decision.Referred, Not: not("due", decision.Unknown)},
		{Name: "the destitute have care in their support", Facts: facts(assisted("destitute")), Want: decision.Rejected,
			Not: not("due", decision.NotMet)},
		{Name: "an orphan has care but no living allowance", Facts: facts(assisted("orphan")), Want: decision.Approved},
		{Name: "care is paid for a work injury", Without: neither,
			Facts: facts(instanttest.Fact(person, dataset.Benefits.WorkInjuryCare.Set(true))), Want: decision.Rejected,
			Not: not("due", decision.NotMet)},
		{Name: "care paid for a work injury excludes both", Want: decision.Rejected, Not: not("due", decision.NotMet),
			Facts: facts(instanttest.Fact(person, dataset.Benefits.WorkInjuryCare.Set(true)))},
		{Name: "whoever draws an elderly allowance chooses the higher", Want: decision.Referred, Not: not("due", decision.Unknown),
			Facts: facts(instanttest.Fact(person, dataset.Benefits.ElderlyAllowance.Set("440605")))},
		{Name: "an elderly allowance is no care allowance", Without: neither, Want: decision.Approved,
			Facts: facts(instanttest.Fact(person, dataset.Benefits.ElderlyAllowance.Set("440605")))},
		{Name: "whoever draws a living allowance for service chooses", Want: decision.Referred, Not: not("due", decision.Unknown),
			Facts: facts(instanttest.Fact(person, dataset.Benefits.OtherLiving.Set(true)))},
		{Name: "whoever draws a care allowance of the same kind chooses", Want: decision.Referred, Not: not("due", decision.Unknown),
			Without: neither, Facts: facts(instanttest.Fact(person, dataset.Benefits.OtherCare.Set(true)))},
		{Name: "both are drawn elsewhere",
			Facts: facts(instanttest.Fact(person, dataset.Benefits.DisabilityLiving.Set("440300"),
				dataset.Benefits.DisabilityCare.Set("440300"))), Want: decision.Rejected, Not: not("due", decision.NotMet)},
		{Name: "one is drawn elsewhere, the other is due",
			Facts: facts(instanttest.Fact(person, dataset.Benefits.DisabilityLiving.Set("440300"))), Want: decision.Approved},
		{Name: "civil affairs do not answer on assistance", Broken: dataset.Assistance.Dataset, Want: decision.Referred,
			Not: not("due", decision.Unknown)},
		{Name: "civil affairs do not answer on benefits", Broken: dataset.Benefits.Dataset, Want: decision.Referred,
			Not: not("due", decision.Unknown)},
		{Name: "no certificate", Without: []*fact.Dataset{dataset.Disabilities.Dataset}, Want: decision.Rejected,
			Not: not("certified", decision.NotMet)},
		{Name: "a certificate to the last day", Facts: facts(disabled("physical", 2, "2026-11-24")), Want: decision.Approved},
		{Name: "a certificate that ran out yesterday", Facts: facts(disabled("physical", 2, "2026-11-23")), Want: decision.Rejected,
			Not: not("certified", decision.NotMet)},
		{Name: "the federation does not answer", Broken: dataset.Disabilities.Dataset, Want: decision.Referred,
			Not: map[string]decision.Status{"certified": decision.Unknown, "due": decision.Unknown}},
		{Name: "a household outside the province", Facts: facts(household("430102")), Want: decision.Rejected,
			Not: map[string]decision.Status{"household": decision.NotMet, "due": decision.Unknown}},
		{Name: "a death is on record",
			Facts: facts(instanttest.Fact(person, dataset.Deaths.Date.Set(calendar.MustParse("2026-11-01")))), Want: decision.Rejected,
			Not: not("alive", decision.NotMet)},
		{Name: "another person's account",
			Facts: facts(instanttest.Fact(card, dataset.BankAccounts.Holder.Set("440605195006150026"),
				dataset.BankAccounts.Open.Set(true))), Want: decision.Referred, Not: not("account", decision.Unknown)},
		{Name: "a day before there were rates", Today: "2023-12-31", Want: decision.Referred, Not: not("due", decision.Unknown)},
	})
}

// TestTheAmountIsTheSumOfWhatIsDue, in fen.
func TestTheAmountIsTheSumOfWhatIsDue(t *testing.T) {
	for name, tt := range map[string]struct {
		household string
		level     int
		assisted  string
		want      int64
	}{
		"both in Foshan":        {"440605011", 1, "minimum-living", 50700},
		"care in Foshan":        {"440605011", 2, "orphan", 29000},
		"living in Foshan":      {"440605011", 4, "low-income", 21700},
		"both in Shenzhen":      {"440304001", 2, "minimum-living", 70000},
		"living in Shenzhen":    {"440304001", 3, "minimum-living", 30000},
		"both in another place": {"440402", 1, "minimum-living", 50700},
	} {
		receipt, o := entitled.Apply(t, instanttest.Row[disabilityallowance.Form]{Facts: []fact.Record{
			household(tt.household), disabled("physical", tt.level, "2030-01-01"), assisted(tt.assisted)}})
		if receipt.Payment == nil || receipt.Payment.AmountFen != tt.want || receipt.Payment.FirstMonth != "2026-11" {
			t.Errorf("%s: %+v, want %d", name, receipt.Payment, tt.want)
		}
		o.At(o.Now().AddDate(0, 0, 1))
		if again := o.Apply(person, disabilityallowance.Form{Account: card}); again.Outcome != decision.Rejected {
			t.Errorf("%s: granted twice", name)
		}
	}
}

// TestItEndsWithItsConditions: it is suspended without a valid certificate, and ends with the death; overpaid
// months are recovered.
func TestItEndsWithItsConditions(t *testing.T) {
	receipt, o := entitled.Apply(t, instanttest.Row[disabilityallowance.Form]{Facts: []fact.Record{disabled("physical", 2, "2027-01-15")}})
	o.At(calendar.MustParse("2027-03-01").Start())
	know := func(records ...fact.Record) {
		for _, r := range records {
			r.AsOf = o.Now()
			o.Know(r)
		}
	}
	know(household("440605011"), disabled("physical", 2, "2027-01-15"), assisted("minimum-living"))
	o.Confirm(dataset.Benefits.Dataset, person)
	if v := o.Verify(receipt.Number, false); v.After != instant.Suspended || v.RecoverFen != 2*50700 {
		t.Errorf("without a certificate: %s, %d to recover", v.After, v.RecoverFen)
	}
	know(disabled("physical", 2, "2037-01-15"))
	if v := o.Verify(receipt.Number, false); v.After != instant.InForce {
		t.Errorf("with a new one: %s", v.After)
	}
	know(instanttest.Fact(person, dataset.Deaths.Date.Set(calendar.MustParse("2027-02-28"))))
	if v := o.Verify(receipt.Number, false); v.After != instant.Ended || v.RecoverFen != 50700 {
		t.Errorf("after the death: %s, %d to recover", v.After, v.RecoverFen)
	}
}

// TestAMoveEndsTheAllowances: the place of the household pays, so a move within the province ends them
// too; the new place grants its own.
func TestAMoveEndsTheAllowances(t *testing.T) {
	for to, want := range map[string]instant.State{"440605012": instant.InForce, "440304001": instant.Ended, "430102": instant.Ended} {
		receipt, o := entitled.Apply(t, instanttest.Row[disabilityallowance.Form]{})
		o.Know(fact.NewRecord(person, o.Now(), dataset.Population.BirthDate.Set(calendar.MustParse("1966-11-24")),
			dataset.Population.Household.Set(to)))
		if v := o.Verify(receipt.Number, false); v.After != want {
			t.Errorf("moved to %s: %s, want %s", to, v.After, want)
		}
	}
}
