package unemploymentbenefit_test

import (
	"slices"
	"strings"
	"testing"
	"time"

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

// entitled is a person who was dismissed in Foshan after six years.
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
		{Name: "never insured, from elsewhere, without a permit", Form: only, Without: never, Want: decision.Referred,
			Not: not("place", decision.Unknown)},
		{Name: "used up, with less than a year to retirement (art. 24 (2))",
			Facts: append(one(lives(man, "1966-11-24", "440605011")), paid("440600", 72, "expired", dataset.Unemployment.DrawnMonths.Set(8))),
			Want:  decision.Referred, Not: not("paid-in", decision.Unknown)},
		{Name: "from elsewhere, and the insurance does not answer", Form: only, Broken: dataset.Unemployment.Dataset,
			Want: decision.Referred, Not: not("place", decision.Unknown)},
		{Name: "never insured, with the benefit", Without: never, Facts: one(lives(man, "1990-06-15", "440605011")),
			Want: decision.Referred, Not: map[string]decision.Status{"paid-in": decision.Unknown, "involuntary": decision.Unknown,
				"drawn-at": decision.Unknown}},
		{Name: "a year paid", Facts: one(paid("440600", 12, "expired")), Want: decision.Approved},
		{Name: "a month less, and nothing is left of the time before (15 (1))",
			Facts: one(paid("440600", 11, "expired", dataset.Unemployment.LeftMonths.Set(0))), Want: decision.Rejected,
			Not: not("paid-in", decision.NotMet)},
		{Name: "a month less, and a month is left of the time before (15 (1), 18)",
			Facts: one(paid("440600", 11, "expired", dataset.Unemployment.LeftMonths.Set(1))), Want: decision.Approved},
		{Name: "a month less, and nobody knows what is left", Facts: one(paid("440600", 11, "expired")), Want: decision.Referred,
			Not: not("paid-in", decision.Unknown)},
		{Name: "months of a flexible worker (44)",
			Facts: one(paid("440600", 72, "expired", dataset.Unemployment.FlexibleMonths.Set(6))), Want: decision.Referred,
			Not: not("paid-in", decision.Unknown)},
		{Name: "no month of a flexible worker",
			Facts: one(paid("440600", 72, "expired", dataset.Unemployment.FlexibleMonths.Set(0))), Want: decision.Approved},
		{Name: "who resigned (16)", Facts: one(paid("440600", 72, "resigned")), Want: decision.Rejected,
			Not: not("involuntary", decision.NotMet)},
		{Name: "who resigned for the employer's fault, as they say (16 (5))", Form: func(f *form) { f.EmployerFault = true },
			Facts: one(paid("440600", 72, "resigned")), Want: decision.Referred, Not: not("involuntary", decision.Unknown)},
		{Name: "who resigned for the employer's fault, on record (16 (5))", Facts: one(paid("440600", 72, "employer-fault")),
			Want: decision.Approved},
		{Name: "an agreement that the employer proposed (16 (3))", Facts: one(paid("440600", 72, "agreed-employer")), Want: decision.Approved},
		{Name: "an agreement that the employee proposed (16 (3))", Facts: one(paid("440600", 72, "agreed-own")), Want: decision.Rejected,
			Not: not("involuntary", decision.NotMet)},
		{Name: "an agreement, without who proposed it", Facts: one(paid("440600", 72, "agreed")), Want: decision.Referred,
			Not: not("involuntary", decision.Unknown)},
		{Name: "discharged by a public employer (16 (4))", Facts: one(paid("440600", 72, "discharged")), Want: decision.Approved},
		{Name: "flexible employment ended (44)", Facts: one(paid("440600", 72, "flexible")), Want: decision.Referred,
			Not: not("involuntary", decision.Unknown)},
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
		{Name: "a man of 60 today, who retires in May 2027 (14)", Facts: one(lives(man, "1966-11-24", "440605011")), Want: decision.Approved},
		{Name: "a man who retires tomorrow, at 60 years and 5 months", Facts: one(lives(man, "1966-06-25", "440605011")),
			Want: decision.Approved},
		{Name: "a man who retires today", Facts: one(lives(man, "1966-06-24", "440605011")), Want: decision.Rejected,
			Not: not("working-age", decision.NotMet)},
		{Name: "a residents' pension is drawn (24 (4))", Facts: one(instanttest.Fact(man, dataset.Pensions.Since.Set(day("2026-11-24")))),
			Want: decision.Rejected, Not: not("no-pension", decision.NotMet)},
		{Name: "an employee's pension is drawn, early", Facts: one(instanttest.Fact(man, dataset.Pensions.DrawsOther.Set(true))),
			Want: decision.Rejected, Not: not("no-pension", decision.NotMet)},
		{Name: "paid into the residents' pension, and draws none", Facts: one(instanttest.Fact(man, dataset.Pensions.Months.Set(30))),
			Want: decision.Approved},
		{Name: "the pension insurance does not answer", Broken: dataset.Pensions.Dataset, Want: decision.Referred,
			Not: not("no-pension", decision.Unknown)},
		{Name: "two refusals of work (24 (5))", Facts: one(paid("440600", 72, "closed", dataset.Unemployment.Refusals.Set(2))),
			Want: decision.Approved},
		{Name: "three refusals of work (24 (5))", Facts: one(paid("440600", 72, "closed", dataset.Unemployment.Refusals.Set(3))),
			Want: decision.Rejected, Not: not("not-stopped", decision.NotMet)},
		{Name: "moved abroad (24 (3))", Facts: one(paid("440600", 72, "closed", dataset.Unemployment.Stop.Set("emigrated"))),
			Want: decision.Rejected, Not: not("not-stopped", decision.NotMet)},
		{Name: "another ground to stop", Facts: one(paid("440600", 72, "closed", dataset.Unemployment.Stop.Set("other"))),
			Want: decision.Referred, Not: not("not-stopped", decision.Unknown)},
		{Name: "insured in another province, household in the province (27)",
			Facts: []fact.Record{paid("430100", 72, "closed"), lives(man, "1990-06-15", "440605011")}, Want: decision.Referred,
			Not: not("drawn-at", decision.Unknown)},
		{Name: "registered only, insured in another province", Form: only,
			Facts: []fact.Record{paid("430100", 72, "closed"), lives(man, "1990-06-15", "440605011")}, Want: decision.Approved},
		{Name: "at home, and the household is in another province (25)", Form: func(f *form) { f.Home = true }, Want: decision.Rejected,
			Not: not("drawn-at", decision.NotMet)},
		{Name: "insured in the province, without a city that has a rate", Facts: one(paid("440000", 72, "closed")), Want: decision.Referred,
			Not: not("drawn-at", decision.Unknown)},
		{Name: "a stale population record", Stale: []*fact.Dataset{dataset.Population.Dataset}, Want: decision.Referred,
			Not: not("working-age", decision.Unknown)},
		{Name: "another's account",
			Facts: one(instanttest.Fact(card, dataset.BankAccounts.Holder.Set(woman), dataset.BankAccounts.Open.Set(true))),
			Want:  decision.Referred, Not: not("account", decision.Unknown)},
		{Name: "a death is on record", Facts: one(instanttest.Fact(man, dataset.Deaths.Date.Set(day("2026-11-01")))),
			Want: decision.Rejected, Not: not("alive", decision.NotMet)},
	})
}

// TestAWomanRetiresByHerTrack: 办法 art. 1. If the track is not known and makes a difference, the case is referred.
func TestAWomanRetiresByHerTrack(t *testing.T) {
	hers := entitled
	hers.Person, hers.Form = woman, form{Seeking: true}
	born := func(on, track string) []fact.Record {
		records := []fact.Record{lives(woman, on, "440605011")}
		if track != "" {
			records = append(records, instanttest.Fact(woman, dataset.SocialInsurance.City.Set("440600"),
				dataset.SocialInsurance.Employed.Set(false), dataset.SocialInsurance.RetirementTrack.Set(track)))
		}
		return records
	}
	late := map[string]decision.Status{"working-age": decision.NotMet}
	unsure := map[string]decision.Status{"working-age": decision.Unknown}
	hers.Run(t, []instanttest.Row[form]{
		{Name: "cadre of 55 today", Facts: born("1971-11-24", "cadre"), Want: decision.Approved},
		{Name: "cadre, retires tomorrow at 55 years and 5 months", Facts: born("1971-06-25", "cadre"), Want: decision.Approved},
		{Name: "cadre, retires today", Facts: born("1971-06-24", "cadre"), Want: decision.Rejected, Not: late},
		{Name: "worker of 50 today", Facts: born("1976-11-24", "worker"), Want: decision.Approved},
		{Name: "worker, retires tomorrow at 50 years and 8 months", Facts: born("1976-03-25", "worker"), Want: decision.Approved},
		{Name: "worker, retires today at 50 years and 8 months", Facts: born("1976-03-24", "worker"), Want: decision.Rejected, Not: late},
		{Name: "of an unknown track, before both", Facts: born("1976-03-25", ""), Want: decision.Approved},
		{Name: "of an unknown track, between them", Facts: born("1976-03-24", ""), Want: decision.Referred, Not: unsure},
		{Name: "of an unknown track, the last day between them", Facts: born("1971-06-25", ""), Want: decision.Referred, Not: unsure},
		{Name: "of an unknown track, after both", Facts: born("1971-06-24", ""), Want: decision.Rejected, Not: late},
	})
}

// TestTheBenefitAfterTheRegistration: 条例 art. 32: if it is applied for within seven working days,
// it counts from the registration, otherwise from the application.
func TestTheBenefitAfterTheRegistration(t *testing.T) {
	for name, tt := range map[string]struct{ on, from string }{
		"the same day":            {"2026-11-24", "2026-11-24"},
		"the seventh working day": {"2026-12-03", "2026-11-24"},
		"the eighth working day":  {"2026-12-04", "2026-12-04"},
		"a month after":           {"2026-12-24", "2026-12-24"},
	} {
		receipt, o := entitled.Apply(t, instanttest.Row[form]{Form: func(f *form) { f.Benefit, f.Account = false, "" }})
		if receipt.Outcome != decision.Approved || receipt.Payment != nil {
			t.Fatalf("%s: registered: %s", name, receipt.Outcome)
		}
		o.At(day(tt.on).Start().Add(13 * time.Hour))
		for _, r := range entitled.Facts {
			r.AsOf = o.Now()
			o.Know(r)
		}
		again := o.Apply(man, entitled.Form)
		i := slices.IndexFunc(again.Findings, func(f decision.Finding) bool { return f.Rule == "term" })
		if again.Outcome != decision.Approved || !strings.Contains(again.Findings[i].Text.ZH, "自"+day(tt.from).ZH()+"起") || again.Payment == nil {
			t.Errorf("%s: %s: %+v", name, again.Outcome, again.Findings)
			continue
		}
		if s := o.Standing(receipt.Number); s.State != instant.Ended {
			t.Errorf("%s: the registration is %s", name, s.State)
		}
		if third := o.Apply(man, form{Seeking: true}); third.Outcome != decision.Rejected {
			t.Errorf("%s: registered once more: %s", name, third.Outcome)
		}
		o.Prove(again.Number)
	}
}

// TestDecidedByAPersonInTheNextMonth: 条例 art. 32: paid from the month after the decision, not after the
// application.
func TestDecidedByAPersonInTheNextMonth(t *testing.T) {
	receipt, o := entitled.Apply(t, instanttest.Row[form]{Facts: []fact.Record{paid("440600", 72, "agreed")}})
	if receipt.Outcome != decision.Referred {
		t.Fatalf("it is %s", receipt.Outcome)
	}
	o.At(day("2026-12-02").Start())
	officer := instant.Officer{ID: woman, Name: "梁审", Region: "440600"}
	o.Know(fact.NewRecord(officer.ID, o.Now(), dataset.Households.Book.Set("H1")),
		fact.NewRecord(man, o.Now(), dataset.Households.Book.Set("H2")))
	a, err := instant.LoadApplication(t.Context(), o.Store, receipt.Number)
	if err != nil {
		t.Fatal(err)
	}
	matter, err := o.Engine.Matter(t.Context(), a, "review")
	if err != nil {
		t.Fatal(err)
	}
	by, err := o.Engine.Admit(t.Context(), officer, matter)
	if err != nil || by.Two {
		t.Fatalf("two must decide: %t, %v", by.Two, err)
	}
	reviewer, err := unemploymentbenefit.Service().Reviewer(o.Engine)
	if err != nil {
		t.Fatal(err)
	}
	_, err = reviewer.Determine(t.Context(), a, by, instant.Determination{
		Reason: "单位提出，已核对协议", Judged: []instant.Judged{{Rule: "involuntary", Met: true}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if p := o.Receipt(receipt.Number).Payment; p == nil || p.FirstMonth != "2027-01" || p.LastMonth != "2027-08" {
		t.Errorf("it is paid %+v", p)
	}
	o.Replay(receipt.Number)
	o.Prove(receipt.Number)
}

// TestWhatEndsTheBenefit: 条例 art. 24. No age ends it; a new job, a pension, three refusals and the
// other grounds do. After an interruption the remaining months can be applied for.
func TestWhatEndsTheBenefit(t *testing.T) {
	unemployment := func(more ...fact.Setting) fact.Record {
		return paid("440600", 72, "dismissed", more...)
	}
	for name, tt := range map[string]struct {
		record fact.Record
		ends   bool
	}{
		"the 60th birthday":       {lives(man, "1967-03-10", "430102"), false},
		"two refusals":            {unemployment(dataset.Unemployment.Refusals.Set(2)), false},
		"three refusals":          {unemployment(dataset.Unemployment.Refusals.Set(3)), true},
		"military service":        {unemployment(dataset.Unemployment.Stop.Set("enlisted")), true},
		"emigration":              {unemployment(dataset.Unemployment.Stop.Set("emigrated")), true},
		"prison":                  {unemployment(dataset.Unemployment.Stop.Set("imprisoned")), true},
		"rehabilitation":          {unemployment(dataset.Unemployment.Stop.Set("rehabilitation")), true},
		"an unlisted ground":      {unemployment(dataset.Unemployment.Stop.Set("other")), false},
		"a pension":               {instanttest.Fact(man, dataset.Pensions.DrawsOther.Set(true)), true},
		"a pension from later on": {instanttest.Fact(man, dataset.Pensions.Since.Set(day("2027-04-01"))), false},
	} {
		receipt, o := entitled.Apply(t, instanttest.Row[form]{Facts: []fact.Record{lives(man, "1967-03-10", "430102")}})
		o.At(day("2027-03-10").Start())
		for _, r := range append(slices.Clone(entitled.Facts), lives(man, "1967-03-10", "430102"), tt.record) {
			r.AsOf = o.Now()
			o.Know(r)
		}
		if v := o.Verify(receipt.Number, false); v.After == instant.Ended != tt.ends || v.Doubt != (name == "an unlisted ground") {
			t.Errorf("%s: %s, in doubt: %t, %s", name, v.After, v.Doubt, v.Cause.ZH)
		}
		o.Prove(receipt.Number)
	}
}

// TestNewWorkEndsTheGrant on the day of the verification; nothing is recovered, and the benefit can be applied for
// again.
func TestNewWorkEndsTheGrant(t *testing.T) {
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

// TestTheMonthsAreNotPaidTwice: a person who gives the benefit up, on the first or the last day of
// a month, and applies again receives the remaining months, and in the end none.
func TestTheMonthsAreNotPaidTwice(t *testing.T) {
	for name, tt := range map[string]struct{ day, first, last string }{
		"before it is paid":         {"2026-11-30", "2026-12", "2027-07"},
		"the first day of a month":  {"2027-02-01", "2027-03", "2027-07"},
		"the last day of a month":   {"2027-02-28", "2027-03", "2027-07"},
		"the last month but one":    {"2027-06-30", "2027-07", "2027-07"},
		"the last month":            {"2027-07-01", "", ""},
		"long after the last month": {"2028-01-01", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			receipt, o := entitled.Apply(t, instanttest.Row[form]{}) // 8 months, from 2026-12 to 2027-07
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

// TestTheFirstVersionDecidesAsItDid: by it, people without a permit of the province are rejected.
func TestTheFirstVersionDecidesAsItDid(t *testing.T) {
	service := unemploymentbenefit.Service()
	service.Rules = service.Rules[:1]
	j := instanttest.Judge(t, service, entitled)(instanttest.Row[form]{
		Form: func(f *form) { f.Benefit, f.Account = false, "" }, Without: []*fact.Dataset{dataset.Unemployment.Dataset},
	})
	if j.Outcome != decision.Rejected || j.Of("place").Status != decision.NotMet {
		t.Errorf("%s: %+v", j.Outcome, j.Of("place"))
	}
}

// TestTheProofHasTheDayOfThisUnemployment: a registration from before the end of the last employment does
// not count.
func TestTheProofHasTheDayOfThisUnemployment(t *testing.T) {
	for name, tt := range map[string]struct{ registered, ended, want string }{
		"registered after it ended":      {"2026-11-20", "2026-11-15", "2026-11-20"},
		"registered on the day it ended": {"2026-11-15", "2026-11-15", "2026-11-15"},
		"of the time before":             {"2024-03-01", "2026-11-15", "2026-11-24"},
	} {
		receipt, _ := entitled.Apply(t, instanttest.Row[form]{Facts: []fact.Record{paid("440600", 72, "dismissed",
			dataset.Unemployment.RegisteredOn.Set(day(tt.registered)), dataset.Unemployment.Ended.Set(day(tt.ended)))}})
		if receipt.Certificate == nil || receipt.Certificate.Entries[0].Value.ZH != day(tt.want).ZH() {
			t.Errorf("%s: %+v, want %s", name, receipt.Certificate, tt.want)
		}
	}
}

// TestTheRateThatIsNamedIsThatOfTheFirstMonth: 粤府函〔2026〕188号 raises it from 2026-09-01.
func TestTheRateThatIsNamedIsThatOfTheFirstMonth(t *testing.T) {
	judge := instanttest.Judge(t, unemploymentbenefit.Service(), entitled)
	for today, want := range map[string]string{"2026-07-31": "1872", "2026-08-31": "2070", "2026-09-01": "2070"} {
		j := judge(instanttest.Row[form]{Today: today})
		for _, f := range j.Findings {
			if f.Rule == "drawn-at" && !strings.Contains(f.Text.ZH, want) {
				t.Errorf("on %s: %s, want %s", today, f.Text.ZH, want)
			}
		}
		if order := j.Grants.Payment; order == nil || order.AmountFen != map[string]int64{"1872": 187200, "2070": 207000}[want] {
			t.Errorf("on %s the order is %+v", today, order)
		}
	}
}
