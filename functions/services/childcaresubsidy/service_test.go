package childcaresubsidy_test

import (
	"testing"

	"miaoban/functions/services/childcaresubsidy"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
)

type form = childcaresubsidy.Form

const (
	mother   = "440605199506150022"
	father   = "430102199306150019"
	stranger = "440605198806150020"
	child    = "440605202503100022"
	street   = "440605011"
)

var card, childCard, otherCard = identity.MakeBankCard("622202200000000001"), identity.MakeBankCard("622202200000000002"),
	identity.MakeBankCard("622202200000000003")

func born(day string, at ...string) fact.Record {
	place := street
	if len(at) > 0 {
		place = at[0]
	}
	return instanttest.Fact(child, dataset.Population.Name.Set("何安"), dataset.Population.BirthDate.Set(calendar.MustParse(day)),
		dataset.Population.Household.Set(place), dataset.Population.Since.Set(calendar.MustParse(day)))
}

// parents returns the record of the child with the mother, the father and the settings of a test.
func parents(more ...fact.Setting) fact.Record {
	more = append([]fact.Setting{dataset.Parentage.Father.Set(father), dataset.Parentage.Rank.Set(1)}, more...)
	return instanttest.Fact(child, dataset.Parentage.Mother.Set(mother), more...)
}

func married(state, spouse string) fact.Record {
	return instanttest.Fact(mother, dataset.Marriages.State.Set(state), dataset.Marriages.Spouse.Set(spouse))
}

func paid(first, last int) fact.Record {
	return instanttest.Fact(child, dataset.ChildcareSubsidies.First.Set(first), dataset.ChildcareSubsidies.Last.Set(last))
}

// entitled is the mother of a child born in 2025, who applies for the first time.
var entitled = instanttest.Setting[form]{
	Service: childcaresubsidy.Service(), Today: "2026-11-24", Person: mother, Form: form{Child: child, Account: card},
	Facts: []fact.Record{
		parents(), born("2025-03-10"), married("married", father),
		instanttest.Fact(card, dataset.BankAccounts.Holder.Set(mother), dataset.BankAccounts.Open.Set(true)),
		instanttest.Fact(childCard, dataset.BankAccounts.Holder.Set(child), dataset.BankAccounts.Open.Set(true)),
		instanttest.Fact(otherCard, dataset.BankAccounts.Holder.Set(stranger), dataset.BankAccounts.Open.Set(true)),
	},
}

func only(rule string, status decision.Status) map[string]decision.Status {
	return map[string]decision.Status{rule: status}
}

// TestEveryClause names the article of each row: G is 粤卫规〔2025〕9号, N is 国卫办人口发〔2025〕24号.
func TestEveryClause(t *testing.T) {
	died := func(day string) []fact.Record {
		return []fact.Record{instanttest.Fact(child, dataset.Deaths.Date.Set(calendar.MustParse(day)))}
	}
	facts := func(r ...fact.Record) []fact.Record { return r }
	p, one := dataset.Parentage, dataset.Parentage.Rank.Set(1)
	withheld := map[string]decision.Status{}
	for _, rule := range []string{"carer", "custody", "lawful", "alive", "household", "term", "not-granted"} {
		withheld[rule] = decision.Unknown
	}
	entitled.Run(t, []instanttest.Row[form]{
		{Name: "born in 2025, first application by the end of 2026 (N 12)", Want: decision.Approved},
		{Name: "to the child's account (N 16)", Form: func(f *form) { f.Account = childCard }, Want: decision.Approved},
		{Name: "to somebody else's account (N 16)", Form: func(f *form) { f.Account = otherCard }, Want: decision.Referred,
			Not: only("account", decision.Unknown)},
		{Name: "the parents are not married, which is not asked (N 6)", Without: []*fact.Dataset{dataset.Marriages.Dataset},
			Want: decision.Approved},
		{Name: "only a mother is named", Facts: facts(instanttest.Fact(child, p.Mother.Set(mother), one)),
			Without: []*fact.Dataset{dataset.Marriages.Dataset}, Want: decision.Approved},
		{Name: "a third child (G 1)", Facts: facts(parents(p.Rank.Set(3))), Want: decision.Approved},
		{Name: "a fourth child: a person (regulations 18, 19)", Facts: facts(parents(p.Rank.Set(4))), Want: decision.Referred,
			Not: only("lawful", decision.Unknown)},
		{Name: "of no known rank", Facts: facts(instanttest.Fact(child, p.Mother.Set(mother), p.Father.Set(father))), Want: decision.Referred,
			Not: only("lawful", decision.Unknown)},
		{Name: "adopted, whatever its rank (N 5)", Facts: facts(parents(p.Rank.Set(5), p.AdoptedOn.Set(calendar.MustParse("2026-02-01")))),
			Want: decision.Approved},
		{Name: "divorced, with custody (question 5)", Facts: facts(married("divorced", father), parents(p.Custody.Set(mother))),
			Want: decision.Approved},
		{Name: "divorced, the father has custody (question 5)", Facts: facts(married("divorced", father), parents(p.Custody.Set(father))),
			Want: decision.Rejected, Not: only("custody", decision.NotMet)},
		{Name: "divorced, custody not on record (question 5)", Facts: facts(married("divorced", father)), Want: decision.Referred,
			Not: only("custody", decision.Unknown)},
		{Name: "divorced from somebody else before", Facts: facts(married("divorced", stranger)), Want: decision.Approved},
		{Name: "married to somebody else", Facts: facts(married("married", stranger)), Want: decision.Referred,
			Not: only("custody", decision.Unknown)},
		{Name: "the register of marriages does not answer", Broken: dataset.Marriages.Dataset, Want: decision.Referred,
			Not: only("custody", decision.Unknown)},
		{Name: "the guardian applies, and custody was the father's before (N 6)", Want: decision.Approved, Facts: facts(instanttest.Fact(child,
			p.Mother.Set(stranger), p.Father.Set(father), p.Guardian.Set(mother), p.Custody.Set(father), one))},
		{Name: "the father died, and the widow married again", Want: decision.Approved, Facts: facts(married("married", stranger),
			instanttest.Fact(father, dataset.Deaths.Date.Set(calendar.MustParse("2025-06-01"))))},
		{Name: "the guardian applies (N 6)", Facts: facts(instanttest.Fact(child, p.Mother.Set(stranger), p.Guardian.Set(mother), one)),
			Want: decision.Approved},
		{Name: "a parent where there is a guardian", Facts: facts(parents(p.Guardian.Set(stranger))), Want: decision.Referred,
			Not: only("carer", decision.Unknown)},
		{Name: "in the care of an institution (N 9)", Facts: facts(parents(p.InInstitution.Set(true))), Want: decision.Referred,
			Not: only("carer", decision.Unknown)},
		{Name: "another couple's child: nothing is said of it",
			Facts: facts(instanttest.Fact(child, p.Mother.Set(stranger), p.Father.Set(father), one)), Want: decision.Referred, Not: withheld},
		{Name: "no record of who cares for it", Without: []*fact.Dataset{p.Dataset}, Want: decision.Referred, Not: withheld},
		{Name: "died in this year (G 1)", Facts: died("2026-02-01"), Want: decision.Approved},
		{Name: "died last year (G 1)", Facts: died("2025-12-31"), Want: decision.Rejected, Not: only("alive", decision.NotMet)},
		{Name: "the register of deaths does not answer", Broken: dataset.Deaths.Dataset, Want: decision.Referred,
			Not: only("alive", decision.Unknown)},
		{Name: "a household outside the province (G 1)", Facts: facts(born("2025-03-10", "430102")), Want: decision.Rejected,
			Not: only("household", decision.NotMet)},
		{Name: "a household in another city of the province", Facts: facts(born("2025-03-10", "440304001")), Want: decision.Approved},
		{Name: "a stale population record", Stale: []*fact.Dataset{dataset.Population.Dataset}, Want: decision.Referred,
			Not: map[string]decision.Status{"household": decision.Unknown, "term": decision.Unknown}},
		{Name: "applied for in this year already (N 12)", Facts: facts(paid(2025, 2026)), Want: decision.Rejected,
			Not: only("not-granted", decision.NotMet)},
		{Name: "the second year (N 12)", Facts: facts(paid(2025, 2025)), Want: decision.Approved},
		{Name: "the register of subsidies does not answer", Broken: dataset.ChildcareSubsidies.Dataset, Want: decision.Referred,
			Not: map[string]decision.Status{"term": decision.Unknown, "not-granted": decision.Unknown}},
		{Name: "born in 2025, first application in 2027: late (N 12)", Today: "2027-01-04", Want: decision.Referred,
			Not: only("term", decision.Unknown)},
		{Name: "the third year, after the third birthday (N 12)", Today: "2028-04-03", Facts: facts(paid(2026, 2027)), Want: decision.Approved},
		{Name: "three years are over (N 12)", Today: "2028-02-01", Facts: facts(paid(2025, 2027)), Want: decision.Rejected,
			Not: only("term", decision.NotMet)},
		{Name: "born before 2025, first application by the end of 2025 (N 12)", Today: "2025-12-31", Facts: facts(born("2023-06-01")),
			Want: decision.Approved},
		{Name: "born before 2025, a day late: a person (N 12)", Today: "2026-01-01", Facts: facts(born("2023-06-01")), Want: decision.Referred,
			Not: only("term", decision.Unknown)},
		{Name: "born before 2025, the second year (N 14)", Facts: facts(born("2023-12-01"), paid(2025, 2025)), Want: decision.Approved},
		{Name: "born before 2025, the year of the third birthday is over (G 1)", Facts: facts(born("2022-12-31"), paid(2025, 2025)),
			Want: decision.Rejected, Not: only("term", decision.NotMet)},
		{Name: "three on 1 January 2025 (G 1)", Today: "2025-09-01", Facts: facts(born("2022-01-01")), Want: decision.Approved},
		{Name: "three before 1 January 2025 (G 1)", Today: "2025-09-01", Facts: facts(born("2021-12-31")), Want: decision.Rejected,
			Not: only("term", decision.NotMet)},
	})
}

// TestOneOfTheParents: the first to apply receives the subsidy, and the other gets the number of that
// application. Each twin has its own subsidy.
func TestOneOfTheParents(t *testing.T) {
	first, o := entitled.Apply(t, instanttest.Row[form]{})
	if first.Outcome != decision.Approved {
		t.Fatal(first.Outcome)
	}
	fathers := identity.MakeBankCard("622202200000000009")
	o.Know(fact.NewRecord(fathers, o.Now(), dataset.BankAccounts.Holder.Set(father), dataset.BankAccounts.Open.Set(true)),
		fact.NewRecord(father, o.Now(), dataset.Marriages.State.Set("married"), dataset.Marriages.Spouse.Set(mother)))
	second := o.Apply(father, form{Child: child, Account: fathers})
	instanttest.Want(t, second.Findings, second.Outcome, decision.Rejected, only("not-granted", decision.NotMet))
	twin := "440605202503100049"
	o.Know(fact.NewRecord(twin, o.Now(), dataset.Population.Name.Set("何宁"), dataset.Population.BirthDate.Set(calendar.MustParse("2025-03-10")),
		dataset.Population.Household.Set(street)),
		fact.NewRecord(twin, o.Now(), dataset.Parentage.Mother.Set(mother), dataset.Parentage.Father.Set(father), dataset.Parentage.Rank.Set(1)))
	if r := o.Apply(mother, form{Child: twin, Account: card}); r.Outcome != decision.Approved {
		t.Errorf("the twin's is %s: %+v", r.Outcome, r.Findings)
	}
	o.Replay(first.Number)
}

// TestEveryYearIsAppliedFor: the first application is recorded, the same year is not granted twice,
// and the two years after it are granted on application.
func TestEveryYearIsAppliedFor(t *testing.T) {
	receipt, o := entitled.Apply(t, instanttest.Row[form]{})
	if receipt.Certificate == nil || receipt.Certificate.ValidUntil.String() != "2026-12-31" {
		t.Fatalf("the award is %+v", receipt.Certificate)
	}
	again := o.Precheck(mother, form{Child: child, Account: childCard})
	instanttest.Want(t, again.Findings, again.Outcome, decision.Rejected, only("not-granted", decision.NotMet))
	for i, want := range []decision.Outcome{decision.Approved, decision.Approved, decision.Rejected} {
		o.At(calendar.MustParse("2027-02-02").AddYears(i).Start())
		refresh(o)
		if got := o.Apply(mother, entitled.Form); got.Outcome != want {
			t.Errorf("in %d it is %s, want %s: %+v", 2027+i, got.Outcome, want, got.Findings)
		}
	}
}

// refresh confirms the records of the setting on the office's day.
func refresh(o *instanttest.Office) {
	for _, r := range entitled.Facts {
		r.AsOf = o.Now()
		o.Know(r)
	}
}

// TestAmounts: the whole year for children born from 2025 on, 300 yuan a month up to the month of the
// third birthday for those born before (G 2), paid in the month after the quarter (G 5).
func TestAmounts(t *testing.T) {
	for _, tt := range []struct {
		born, today string
		first       int
		fen         int64
		due         string
	}{
		{"2025-01-01", "2025-09-30", 0, 360000, "2025-10-31"},
		{"2025-03-10", "2026-11-24", 0, 360000, "2027-01-31"},
		{"2026-10-31", "2026-11-24", 0, 360000, "2027-01-31"},
		{"2022-01-01", "2025-10-01", 0, 30000, "2026-01-31"},
		{"2022-12-31", "2025-10-01", 0, 360000, "2026-01-31"},
		{"2023-01-01", "2025-10-01", 0, 360000, "2026-01-31"},
		{"2023-01-01", "2026-02-02", 2025, 30000, "2026-04-30"},
		{"2023-11-24", "2026-11-24", 2025, 330000, "2027-01-31"},
		{"2024-05-01", "2027-06-01", 2025, 150000, "2027-07-31"},
	} {
		t.Run(tt.born+" on "+tt.today, func(t *testing.T) {
			facts := []fact.Record{born(tt.born)}
			if tt.first != 0 {
				facts = append(facts, paid(tt.first, tt.first))
			}
			receipt, o := entitled.Apply(t, instanttest.Row[form]{Today: tt.today, Facts: facts})
			if receipt.Outcome != decision.Approved || receipt.Payment == nil {
				t.Fatalf("%s: %+v", receipt.Outcome, receipt.Findings)
			}
			if p := receipt.Payment; p.AmountFen != tt.fen || p.DueOn.String() != tt.due || p.Monthly {
				t.Errorf("%d fen by %s, want %d by %s", p.AmountFen, p.DueOn, tt.fen, tt.due)
			}
			o.Replay(receipt.Number)
		})
	}
}

// TestTheAwardEnds: the year's award ends with the year, the third birthday, a death, a move, or
// another's custody. The sum of the year is paid nevertheless.
func TestTheAwardEnds(t *testing.T) {
	for _, tt := range []struct {
		name, today string
		knows       fact.Record
		want        instant.State
		since       string
		doubt       bool
	}{
		{"nothing has changed", "2026-12-20", born("2025-03-10"), instant.InForce, "2026-12-20", false},
		{"the year is over", "2027-01-20", born("2025-03-10"), instant.Ended, "2027-01-01", false},
		{"the child died", "2026-12-20", fact.NewRecord(child, calendar.MustParse("2026-12-01").Start(),
			dataset.Deaths.Date.Set(calendar.MustParse("2026-11-30"))), instant.Ended, "2026-11-30", false},
		{"moved to Changsha", "2026-12-20", instanttest.Fact(child, dataset.Population.Name.Set("何安"),
			dataset.Population.BirthDate.Set(calendar.MustParse("2025-03-10")), dataset.Population.Household.Set("430102"),
			dataset.Population.Since.Set(calendar.MustParse("2026-12-05"))), instant.Ended, "2026-12-05", false},
		{"the father has custody", "2026-12-20", parents(dataset.Parentage.Custody.Set(father)), instant.Ended, "2026-12-20", false},
		{"a guardian was appointed: a person looks", "2026-12-20", parents(dataset.Parentage.Guardian.Set(stranger)), instant.InForce,
			"2026-11-24", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			receipt, o := entitled.Apply(t, instanttest.Row[form]{})
			o.At(calendar.MustParse(tt.today).Start())
			refresh(o)
			tt.knows.AsOf = o.Now()
			o.Know(tt.knows)
			v := o.Verify(receipt.Number, false)
			if v.After != tt.want || v.Since.String() != tt.since || v.Doubt != tt.doubt || v.RecoverFen != 0 {
				t.Errorf("%s since %s, doubt %t, recovers %d: %+v", v.After, v.Since, v.Doubt, v.RecoverFen, v.Conditions)
			}
		})
	}
	receipt, o := entitled.Apply(t, instanttest.Row[form]{Today: "2026-11-24", Facts: []fact.Record{born("2023-12-10"), paid(2025, 2025)}})
	o.At(calendar.MustParse("2026-12-11").Start())
	if v := o.Verify(receipt.Number, false); v.After != instant.Ended || v.Since.String() != "2026-12-10" {
		t.Errorf("after the third birthday: %s since %s", v.After, v.Since)
	}
}
