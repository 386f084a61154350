package condition_test

import (
	"testing"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
	"miaoban/shared/registry"
)

const (
	person      = "440605196611240011"
	other       = "440605195103150028"
	card        = "6222022005123456789"
	code        = "92440605MA5ABCDE0X"
	unit        = "440605011001GB00001F00010001"
	certificate = "A440000001"
	nanhai      = "440605"
	guicheng    = "440605011"
	chancheng   = "440604"
)

var (
	day   = calendar.MustParse
	today = day("2026-11-24")
	law   = policy.Basis{Title: lang.T("某条例", "Some law")}
	title = lang.T("条件", "The condition")
)

// known returns the facts of a case: each query is answered from the records, which were confirmed on the day of
// the test unless they have their own time.
func known(t *testing.T, queries []fact.Query, records ...fact.Record) fact.Facts {
	t.Helper()
	now := today.Start().Add(12 * time.Hour)
	s := instanttest.OnBolt(t, func() time.Time { return now })
	for _, r := range records {
		if r.AsOf.IsZero() {
			r.AsOf = now
		}
		writes, err := registry.Put(r)
		if err == nil {
			err = s.Commit(t.Context(), writes...)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return registry.Gather(t.Context(), registry.Table{Store: s}, queries, now)
}

// ago is the record as it was confirmed so many days before the test's.
func ago(days int, r fact.Record) fact.Record {
	r.AsOf = today.Start().Add(12*time.Hour).AddDate(0, 0, -days)
	return r
}

// hold checks what was found, and that it says why, by what law and what can be done.
func hold(t *testing.T, f decision.Finding, want decision.Status) {
	t.Helper()
	if f.Status != want {
		t.Errorf("it is %s, want %s: %s", f.Status, want, f.Text.EN)
	}
	if f.Rule == "" || f.Text.ZH == "" || f.Text.EN == "" || len(f.Basis) == 0 {
		t.Errorf("it does not say why, or by what law: %+v", f)
	}
	if f.Status == decision.NotMet && f.Remedy.IsZero() {
		t.Errorf("it does not say what can be done: %s", f.Text.EN)
	}
}

// row is what is on record, and what a condition is found to be by it.
type row struct {
	name    string
	records []fact.Record
	want    decision.Status
}

// run tests the condition with each row.
func run(t *testing.T, queries []fact.Query, find func(fact.Facts) decision.Finding, rows []row) {
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) { hold(t, find(known(t, queries, r.records...)), r.want) })
	}
}

func on(r ...fact.Record) []fact.Record { return r }

func TestAccount(t *testing.T) {
	account := func(holder string, open bool) fact.Record {
		return instanttest.Fact(card, dataset.BankAccounts.Holder.Set(holder), dataset.BankAccounts.Open.Set(open))
	}
	find := func(facts fact.Facts) decision.Finding { return condition.Account(facts, card, person, title, law) }
	run(t, []fact.Query{condition.NeedsAccount(card)}, find, []row{
		{"the payee's", on(account(person, true)), decision.Met},
		{"another's", on(account(other, true)), decision.NotMet},
		{"closed", on(account(person, false)), decision.NotMet},
		{"of nobody known", nil, decision.Unknown},
		{"confirmed a week ago", on(ago(7, account(person, true))), decision.Met},
		{"confirmed eight days ago", on(ago(8, account(person, true))), decision.Unknown},
		{"another's, eight days ago: too old to reject", on(ago(8, account(other, true))), decision.Unknown},
		{"without a word on whether it is open", on(instanttest.Fact(card, dataset.BankAccounts.Holder.Set(person))), decision.Unknown},
	})
}

func TestAlive(t *testing.T) {
	died := instanttest.Fact(person, dataset.Deaths.Date.Set(day("2026-11-20")))
	queries := []fact.Query{condition.NeedsAlive(person)}
	find := func(facts fact.Facts) decision.Finding { return condition.Alive(facts, person, title, law) }
	run(t, queries, find, []row{
		{"not in the register of deaths", nil, decision.Met},
		{"in it", on(died), decision.NotMet},
		{"in it without a day", on(instanttest.Fact(person, dataset.Deaths.Date.Unset())), decision.Unknown},
	})
	if still := condition.StillAlive(known(t, queries, died), person, title, law); still.Unmet != decision.Ends ||
		still.From != day("2026-11-20") {
		t.Errorf("what was granted %s from %s, want that it ends with the day of the death", still.Unmet, still.From)
	}
	hold(t, condition.Alive(nil, person, title, law), decision.Unknown) // nobody asked
}

func TestHousehold(t *testing.T) {
	at := func(division string) fact.Record {
		return instanttest.Fact(person, dataset.Population.Household.Set(division), dataset.Population.Since.Set(day("2026-11-01")))
	}
	queries := []fact.Query{condition.NeedsHousehold(person)}
	find := func(facts fact.Facts) decision.Finding { return condition.Household(facts, person, nanhai, law) }
	run(t, queries, find, []row{
		{"in a street of the district", on(at(guicheng)), decision.Met},
		{"in the district itself", on(at(nanhai)), decision.Met},
		{"in the next district", on(at(chancheng)), decision.NotMet},
		{"in the city, which is more than the district", on(at("440600")), decision.NotMet},
		{"nowhere on record", nil, decision.Unknown},
		{"confirmed thirty days ago", on(ago(30, at(guicheng))), decision.Met},
		{"confirmed thirty-one days ago", on(ago(31, at(guicheng))), decision.Unknown},
	})
	if still := condition.StillHousehold(known(t, queries, at(chancheng)), person, nanhai, law); still.Unmet != decision.Ends ||
		still.From != day("2026-11-01") {
		t.Errorf("what was granted %s from %s, want that it ends with the day of the move", still.Unmet, still.From)
	}
}

func TestDegree(t *testing.T) {
	degree := func(level string, full bool) fact.Record {
		return instanttest.Fact(person, dataset.Degrees.Level.Set(level), dataset.Degrees.FullTime.Set(full))
	}
	counts := func(level string) bool { return level == "doctor" || level == "master" }
	find := func(facts fact.Facts) decision.Finding { return condition.Degree(facts, person, counts, law) }
	run(t, []fact.Query{condition.NeedsDegree(person)}, find, []row{
		{"one that counts", on(degree("master", true)), decision.Met},
		{"one that does not", on(degree("bachelor", true)), decision.NotMet},
		{"not full time", on(degree("doctor", false)), decision.NotMet},
		{"whether full time is not said", on(instanttest.Fact(person, dataset.Degrees.Level.Set("master"))), decision.Unknown},
		{"none", nil, decision.NotMet},
	})
}

func TestWorkAndBusiness(t *testing.T) {
	insured := func(employed bool) fact.Record {
		return instanttest.Fact(person, dataset.SocialInsurance.City.Set("440600"), dataset.SocialInsurance.Employed.Set(employed))
	}
	business := instanttest.Fact(person, dataset.Operators.Code.Set(code), dataset.Operators.Name.Set("福满店"))
	jobless := func(facts fact.Facts) decision.Finding { return condition.Jobless(facts, person, law) }
	run(t, condition.NeedsJobless(person), jobless, []row{
		{"employed", on(insured(true)), decision.NotMet},
		{"insured, and not employed", on(insured(false)), decision.Met},
	})
	none := func(facts fact.Facts) decision.Finding { return condition.NoBusiness(facts, person, law) }
	run(t, condition.NeedsJobless(person), none, []row{{"no business", nil, decision.Met}, {"a business", on(business), decision.NotMet}})

	queries := []fact.Query{condition.NeedsOperates(person)}
	operates := func(facts fact.Facts) decision.Finding { return condition.Operates(facts, person, law) }
	run(t, queries, operates, []row{
		{"operates none", nil, decision.NotMet},
		{"operates one", on(business), decision.Met},
		{"operates one without a name", on(instanttest.Fact(person, dataset.Operators.Code.Set(code))), decision.Unknown},
	})
	if claims := condition.BusinessClaim(known(t, queries, business), person, condition.TaxClaim); len(claims) != 1 ||
		claims[0].Key != code {
		t.Errorf("its business holds %+v", claims)
	}
	if claims := condition.BusinessClaim(known(t, queries), person, condition.TaxClaim); claims != nil {
		t.Errorf("without a business it holds %+v", claims)
	}
}

func TestTheNewborn(t *testing.T) {
	birth := func(more ...fact.Setting) fact.Record {
		return instanttest.Fact(certificate, dataset.Births.On.Set(day("2026-11-01")), more...)
	}
	mother, father := dataset.Births.Mother, dataset.Births.Father
	queries := []fact.Query{condition.NeedsParent(certificate)}
	parent := func(facts fact.Facts) decision.Finding { return condition.Parent(facts, certificate, person, law) }
	run(t, queries, parent, []row{
		{"a man as the mother", on(birth(mother.Set(person))), decision.Unknown},
		{"the father", on(birth(mother.Set(other), father.Set(person))), decision.Met},
		{"neither", on(birth(mother.Set(other), father.Set(other))), decision.NotMet},
		{"the mother is another, and no father is named", on(birth(mother.Set(other))), decision.NotMet},
		{"no such certificate: a person compares it", nil, decision.Unknown},
		{"the mother is not named", on(birth(father.Set(other))), decision.Unknown},
	})
	hers := func(facts fact.Facts) decision.Finding { return condition.Parent(facts, certificate, other, law) }
	run(t, queries, hers, []row{
		{"the mother", on(birth(mother.Set(other))), decision.Met},
		{"a woman as the father", on(birth(mother.Set(person), father.Set(other))), decision.Unknown},
	})
	entered := func(facts fact.Facts) decision.Finding { return condition.Entered(facts, certificate, law) }
	run(t, queries, entered, []row{
		{"entered into a household", on(birth(dataset.Births.Child.Set(other))), decision.Met},
		{"not entered yet", on(birth(mother.Set(person))), decision.NotMet},
		{"nothing known", nil, decision.Unknown},
	})
	if child := condition.ChildOf(known(t, queries, birth(dataset.Births.Child.Set(other))), certificate); child != other {
		t.Errorf("the child is %q", child)
	}
}

func TestPremises(t *testing.T) {
	property := func(use, division string) fact.Record {
		return instanttest.Fact(
			unit,
			dataset.Property.Owner.Set(person),
			dataset.Property.Division.Set(division),
			dataset.Property.Use.Set(use),
		)
	}
	queries := condition.NeedsPremises(nil, unit)
	own := func(facts fact.Facts) decision.Finding {
		return condition.OwnPremises(condition.PremisesRule(law), facts, unit, person, guicheng, law)
	}
	run(t, queries, own, []row{
		{"for business, in the district", on(property("commercial", nanhai)), decision.Met},
		{"for industry", on(property("industrial", guicheng)), decision.Met},
		{"in another district", on(property("commercial", chancheng)), decision.NotMet},
		{"built unlawfully", on(property("illegal", nanhai)), decision.NotMet},
		{"a dwelling: neighbours have to agree", on(property("residential", nanhai)), decision.Unknown},
		{"for something else", on(property("storage", nanhai)), decision.Unknown},
		{"nothing known", nil, decision.Unknown},
	})
	owner := []fact.Query{condition.NeedsOwner(unit)}
	promised := func(of string) func(fact.Facts) decision.Finding {
		return func(facts fact.Facts) decision.Finding {
			return condition.PromisedPremises(condition.PremisesRule(law), facts, of)
		}
	}
	run(t, owner, promised(unit), []row{
		{"promised, and the owner can be told", on(property("commercial", nanhai)), decision.Met},
		{"promised, and nobody can be told", nil, decision.Unknown},
	})
	hold(t, promised("")(known(t, owner, property("commercial", nanhai))), decision.Unknown)

	facts := known(t, owner, property("commercial", nanhai))
	if told := condition.OwnerNotice(facts, unit, other, "福满店"); len(told) != 1 || told[0].Person != person {
		t.Errorf("the owner is told %+v", told)
	}
	if told := condition.OwnerNotice(facts, unit, person, "福满店"); told != nil {
		t.Errorf("who applies is the owner, and is told %+v", told)
	}
}

func TestThePromiseIsKept(t *testing.T) {
	inspected := func(kept bool) fact.Record {
		return instanttest.Fact(code, dataset.Inspections.PromiseKept.Set(kept), dataset.Inspections.On.Set(day("2026-11-10")))
	}
	queries := []fact.Query{fact.Ask(code, dataset.Inspections.PromiseKept, dataset.Inspections.On)}
	find := func(facts fact.Facts) decision.Finding { return condition.PromiseKept(facts, code, law).Finding }
	run(t, queries, find, []row{
		{"nobody has looked", nil, decision.Met},
		{"it was true", on(inspected(true)), decision.Met},
		{"it was not", on(inspected(false)), decision.NotMet},
	})
	if c := condition.PromiseKept(known(t, queries, inspected(false)), code, law); c.Unmet != decision.Ends || c.From != day("2026-11-10") {
		t.Errorf("what was granted %s from %s, want that it ends with the day of the inspection", c.Unmet, c.From)
	}
}

// TestRetirement: by the sex that the ID number says, also of those born on 29 February.
func TestRetirement(t *testing.T) {
	r := condition.Retirement{From: 16, Male: 60, Female: 55}
	for _, tt := range []struct{ id, born, want string }{
		{"440605196611240011", "1966-11-24", "2026-11-24"}, // a man
		{"440605196611240020", "1966-11-24", "2021-11-24"}, // a woman
		{"440605196802290011", "1968-02-29", "2028-02-29"},
		{"440605196802290020", "1968-02-29", "2023-02-28"},
	} {
		if got := r.On(tt.id, day(tt.born)); got != day(tt.want) {
			t.Errorf("%s, born %s, retires on %s, want %s", tt.id, tt.born, got, tt.want)
		}
	}
}

// TestStatutoryRetirement: a man's day is known by his birth; a woman's by her track, and without it
// only on the days that are the same by both.
func TestStatutoryRetirement(t *testing.T) {
	const man, woman = "440605196611240011", "440605197103150024"
	lives := func(id, born string) fact.Record {
		return instanttest.Fact(id, dataset.Population.BirthDate.Set(day(born)))
	}
	her := func(born, track string) []fact.Record {
		return []fact.Record{lives(woman, born), instanttest.Fact(woman, dataset.SocialInsurance.RetirementTrack.Set(track))}
	}
	for name, tt := range map[string]struct {
		id          string
		records     []fact.Record
		first, last string
		on          string // Reached on this day
		reached     bool
		known       bool
	}{
		"a man the day before":       {man, []fact.Record{lives(man, "1966-11-24")}, "2027-05-24", "2027-05-24", "2027-05-23", false, true},
		"a man on the day":           {man, []fact.Record{lives(man, "1966-11-24")}, "2027-05-24", "2027-05-24", "2027-05-24", true, true},
		"a woman worker":             {woman, her("1971-03-15", "worker"), "2021-03-15", "2021-03-15", "2026-01-01", true, true},
		"a woman cadre":              {woman, her("1971-03-15", "cadre"), "2026-07-15", "2026-07-15", "2026-07-14", false, true},
		"a woman between the tracks": {woman, []fact.Record{lives(woman, "1971-03-15")}, "2021-03-15", "2026-07-15", "2026-07-14", true, false},
		"a woman after both":         {woman, []fact.Record{lives(woman, "1971-03-15")}, "2021-03-15", "2026-07-15", "2026-07-15", true, true},
		"a woman before both":        {woman, []fact.Record{lives(woman, "1980-03-15")}, "2032-11-15", "2037-10-15", "2032-11-14", false, true},
		"a track that nobody knows":  {woman, her("1971-03-15", "x"), "2021-03-15", "2026-07-15", "2026-01-01", true, false},
	} {
		facts := known(t, condition.NeedsRetiring(tt.id), tt.records...)
		r, ok := condition.StatutoryRetirement(facts, tt.id, day("2026-11-28"))
		if !ok || r.First.On != day(tt.first) || r.Last.On != day(tt.last) || r.Known() != (tt.first == tt.last) {
			t.Errorf("%s: %s to %s, want %s to %s", name, r.First.On, r.Last.On, tt.first, tt.last)
		}
		if reached, known := r.Reached(day(tt.on)); reached != tt.reached || known != tt.known {
			t.Errorf("%s: reached on %s: %t, known: %t", name, tt.on, reached, known)
		}
		if f := r.Unknown(decision.Rule("age", lang.T("年龄", "Age"))); !r.Known() && (f.Status != decision.Unknown || f.Text.ZH == "") {
			t.Errorf("%s: %s, %q", name, f.Status, f.Text.ZH)
		}
	}
	if r, ok := condition.StatutoryRetirement(known(t, condition.NeedsRetiring(man)), man, day("2026-11-28")); ok || len(r.Sources) != 1 {
		t.Errorf("without a date of birth: %+v", r)
	}
}
