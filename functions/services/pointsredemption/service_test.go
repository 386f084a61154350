package pointsredemption_test

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"

	"miaoban/functions/services/pointsredemption"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/points"
	"miaoban/shared/points/ledger"
)

type form = pointsredemption.Form

const (
	person = "440605195006150026"
	book   = "4406050110001"
	code   = "92440605MA5WF00152"
)

var day = calendar.MustParse

// account returns an account with those lots and points earned this year.
func account(kind points.Kind, of, lots string, earned int) fact.Record {
	held, err := points.ParseLots(lots)
	if err != nil {
		panic(err)
	}
	return instanttest.Fact(points.AccountOf(kind, of), dataset.Points.Balance.Set(held.Sum()), dataset.Points.Lots.Set(lots),
		dataset.Points.Entries.Set(0), dataset.Points.Year.Set(2026), dataset.Points.Earned.Set(earned))
}

func lives(person, household string) fact.Record {
	return instanttest.Fact(person, dataset.Population.Household.Set(household))
}

// entitled is a person in Nanhai with 300 points, of which 100 expire at the end of the year.
var entitled = instanttest.Setting[form]{
	Service: pointsredemption.Service(), Today: "2026-11-24", Person: person, Form: form{Reward: "water", Account: "person"},
	Facts: []fact.Record{
		lives(person, "440605011"), account(points.Person, person, "100@2026-12-31,200@2027-12-31", 300),
		instanttest.Fact(person, dataset.Households.Book.Set(book)), account(points.Household, book, "45@2027-12-31", 45),
		instanttest.Fact(person, dataset.Operators.Code.Set(code)), account(points.Business, code, "44@2027-12-31", 44),
	},
}

func TestEveryClause(t *testing.T) {
	not := func(rule string, status decision.Status) map[string]decision.Status {
		return map[string]decision.Status{rule: status}
	}
	one := func(r fact.Record) []fact.Record { return []fact.Record{r} }
	want := func(reward, account string) func(*form) {
		return func(f *form) {
			f.Reward, f.Account = pointsredemption.RewardCode(reward), pointsredemption.Account(account)
			f.Consent = reward == "credit"
		}
	}
	entitled.Run(t, []instanttest.Row[form]{
		{Name: "a bottle of water", Want: decision.Approved},
		{Name: "an honour for all points", Form: want("star", "person"), Want: decision.Approved},
		{Name: "the household's, to the last point", Form: want("water", "household"), Want: decision.Approved},
		{
			Name: "the business's, one point short",
			Form: want("water", "business"),
			Want: decision.Rejected,
			Not:  not("enough", decision.NotMet),
		},
		{Name: "the day after some points expired", Today: "2027-01-01", Form: want("star", "person"), Want: decision.Rejected,
			Not: not("enough", decision.NotMet)},
		{Name: "the last day of those points", Today: "2026-12-31", Form: want("star", "person"), Want: decision.Approved},
		{Name: "an empty account", Facts: one(account(points.Person, person, "", 300)), Want: decision.Rejected,
			Not: not("enough", decision.NotMet)},
		{Name: "no account at all", Without: []*fact.Dataset{dataset.Points.Dataset}, Want: decision.Rejected,
			Not: not("enough", decision.NotMet)},
		{Name: "the ledger does not answer", Broken: dataset.Points.Dataset, Want: decision.Referred, Not: not("enough", decision.Unknown)},
		{Name: "an account that cannot be read",
			Facts: one(instanttest.Fact(points.AccountOf(points.Person, person), dataset.Points.Lots.Set("some"))),
			Want:  decision.Referred, Not: not("enough", decision.Unknown)},
		{Name: "a reward that only another district offers", Facts: one(lives(person, "440604012")), Form: want("star", "person"),
			Want: decision.Rejected, Not: not("offered", decision.NotMet)},
		{Name: "a city of which no list is known", Facts: one(lives(person, "440304001")), Want: decision.Referred,
			Not: not("offered", decision.Unknown)},
		{Name: "a stale household, and too few points", Stale: []*fact.Dataset{dataset.Population.Dataset},
			Form: want("water", "business"), Want: decision.Referred, Not: not("offered", decision.Unknown)},
		{Name: "the population register does not answer", Broken: dataset.Population.Dataset, Want: decision.Referred,
			Not: not("offered", decision.Unknown)},
		{Name: "a household that is not on record", Without: []*fact.Dataset{dataset.Households.Dataset},
			Form: want("water", "household"), Want: decision.Referred, Not: not("account", decision.Unknown)},
		{Name: "a business that does not exist", Without: []*fact.Dataset{dataset.Operators.Dataset}, Form: want("water", "business"),
			Want: decision.Rejected, Not: not("account", decision.NotMet)},
		{Name: "the register of businesses does not answer", Broken: dataset.Operators.Dataset, Form: want("water", "business"),
			Want: decision.Referred, Not: not("account", decision.Unknown)},
		{Name: "the points level certificate", Form: want("credit", "person"), Want: decision.Approved},
		{Name: "below the first level", Facts: one(account(points.Person, person, "10@2027-12-31", 0)),
			Form: want("credit", "person"), Want: decision.Rejected, Not: not("enough", decision.NotMet)},
		{Name: "the ledger does not answer, for the points level", Broken: dataset.Points.Dataset, Form: want("credit", "person"),
			Want: decision.Referred, Not: not("enough", decision.Unknown)},
		{Name: "a courtesy", Form: want("priority", "person"), Want: decision.Approved},
		{Name: "a courtesy that ends today", Facts: one(instanttest.Fact(person, dataset.Priority.Until.Set(day("2026-11-24")))),
			Form: want("priority", "person"),
			Want: decision.Rejected, Not: not("not-held", decision.NotMet), From: "2026-11-25"},
		{Name: "a courtesy that ended yesterday", Facts: one(instanttest.Fact(person, dataset.Priority.Until.Set(day("2026-11-23")))),
			Form: want("priority", "person"), Want: decision.Approved},
		{Name: "the record of courtesies does not answer", Broken: dataset.Priority.Dataset, Form: want("priority", "person"),
			Want: decision.Referred, Not: not("not-held", decision.Unknown)},
		{Name: "a death is on record", Facts: one(instanttest.Fact(person, dataset.Deaths.Date.Set(day("2026-11-01")))),
			Want: decision.Rejected, Not: not("alive", decision.NotMet)},
	})
}

// TestTheBandIsOfThisYear checks that points of other years do not count.
func TestTheBandIsOfThisYear(t *testing.T) {
	for earned, band := range map[int]string{1: "C", 199: "C", 200: "B", 499: "B", 500: "A"} {
		receipt, _ := entitled.Apply(t, instanttest.Row[form]{
			Facts: []fact.Record{account(points.Person, person, "1@2027-12-31", earned)},
			Form:  func(f *form) { f.Reward, f.Consent = "credit", true },
		})
		c := receipt.Certificate
		if c == nil || len(c.Claims) != 1 || c.Claims[0].Value != band || c.ValidUntil != day("2026-11-24").AddDays(90) {
			t.Errorf("%d points: %+v, want %s", earned, c, band)
		}
	}
	receipt, _ := entitled.Apply(
		t,
		instanttest.Row[form]{Today: "2027-01-01", Form: func(f *form) { f.Reward, f.Consent = "credit", true }},
	)
	if receipt.Outcome != decision.Rejected {
		t.Errorf("next year the outcome is %s", receipt.Outcome)
	}
	o := instanttest.Open(t, pointsredemption.Service(), "2026-11-24")
	if r := o.Call("POST", "applications", person, `{"reward":"credit","account":"person"}`, nil); r.StatusCode != 422 {
		t.Errorf("without consent: %d %s", r.StatusCode, r.Body)
	}
}

// TestPointsAreTakenOnce checks that the commit that grants also deducts, oldest lot first; that
// the same request on a day is answered once; and that an honour is granted only once.
func TestPointsAreTakenOnce(t *testing.T) {
	receipt, o := entitled.Apply(t, instanttest.Row[form]{})
	name := points.AccountOf(points.Person, person)
	again := o.Call("POST", "applications", person, `{"reward":"water","account":"person"}`, nil)
	var same instant.Receipt
	if err := json.Unmarshal([]byte(again.Body), &same); err != nil || same.Number != receipt.Number {
		t.Errorf("twice: %v %s", err, again.Body)
	}
	a, err := ledger.Load(t.Context(), o.Store, name)
	if err != nil || a.Lots.Text() != "55@2026-12-31,200@2027-12-31" || a.Entries != 1 {
		t.Fatalf("%+v, %v", a, err)
	}
	entries, _, err := ledger.Entries(t.Context(), o.Store, name, "")
	if err != nil || len(entries) != 1 || entries[0].Of != receipt.Number || entries[0].Points != -45 {
		t.Errorf("%+v, %v", entries, err)
	}
	o.At(o.Now().AddDate(0, 0, 1))
	if r := o.Apply(person, form{Reward: "priority", Account: "person"}); r.Outcome != decision.Approved {
		t.Fatalf("%+v", r.Findings)
	}
	if r := o.Apply(person, form{Reward: "star", Account: "person"}); r.Outcome != decision.Rejected {
		t.Errorf("points were spent that the account does not have: %s", r.Outcome)
	}
	if a, err := ledger.Load(t.Context(), o.Store, name); err != nil || a.Lots.Sum() != 55 {
		t.Errorf("%+v, %v", a, err)
	}
}

// TestAHundredWantTheLastItem: of a hundred at the same moment one gets the last item and pays; the others are
// answered that it is gone and pay nothing.
func TestAHundredWantTheLastItem(t *testing.T) {
	instanttest.OnEachStore(t, func(t *testing.T, open instanttest.OpenStore) {
		o := instanttest.OpenOn(t, pointsredemption.Service(), "2026-11-24", open)
		const people = 100
		who := make([]string, people)
		for i := range who {
			who[i] = fmt.Sprintf("44060419500615%04d", 1000+i)
			r := account(points.Person, who[i], "60@2027-12-31", 60)
			for _, known := range []fact.Record{r, lives(who[i], "440604012")} {
				known.AsOf = o.Now()
				o.Know(known)
			}
		}
		outcomes := make([]decision.Outcome, people)
		var all sync.WaitGroup
		for i, p := range who {
			all.Go(func() {
				for {
					r := o.Call("POST", "applications", p, `{"reward":"lantern","account":"person"}`, nil)
					if r.StatusCode == 503 {
						continue // nothing was written, so a retry is safe
					}
					var receipt instant.Receipt
					if err := json.Unmarshal([]byte(r.Body), &receipt); err != nil || r.StatusCode != 201 {
						t.Errorf("%d %s", r.StatusCode, r.Body)
					}
					outcomes[i] = receipt.Outcome
					return
				}
			})
		}
		all.Wait()
		had := 0
		for i, p := range who {
			a, err := ledger.Load(t.Context(), o.Store, points.AccountOf(points.Person, p))
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case outcomes[i] == decision.Approved && a.Lots.Sum() == 0:
				had++
			case outcomes[i] != decision.Rejected || a.Lots.Sum() != 60:
				t.Errorf("%s, with %d points", outcomes[i], a.Lots.Sum())
			}
		}
		if had != 1 {
			t.Errorf("%d people got the single lantern", had)
		}
	})
}

// TestAnAccountIsNotSpentTwice checks that members of a household who act at the same moment cannot
// spend the same points twice.
func TestAnAccountIsNotSpentTwice(t *testing.T) {
	instanttest.OnEachStore(t, func(t *testing.T, open instanttest.OpenStore) {
		o := instanttest.OpenOn(t, pointsredemption.Service(), "2026-11-24", open)
		know := func(r fact.Record) {
			r.AsOf = o.Now()
			o.Know(r)
		}
		know(account(points.Household, book, "100@2027-12-31", 100))
		var all sync.WaitGroup
		outcomes := make([]decision.Outcome, 8)
		for i := range outcomes {
			member := fmt.Sprintf("44060519500615%04d", 1000+i)
			know(lives(member, "440605011"))
			know(instanttest.Fact(member, dataset.Households.Book.Set(book)))
			all.Go(func() {
				for {
					r := o.Call("POST", "applications", member, `{"reward":"water","account":"household"}`, nil)
					if r.StatusCode == 503 {
						continue
					}
					var receipt instant.Receipt
					if err := json.Unmarshal([]byte(r.Body), &receipt); err != nil {
						t.Error(err)
					}
					outcomes[i] = receipt.Outcome
					return
				}
			})
		}
		all.Wait()
		approved := 0
		for _, outcome := range outcomes {
			if outcome == decision.Approved {
				approved++
			}
		}
		a, err := ledger.Load(t.Context(), o.Store, points.AccountOf(points.Household, book))
		if err != nil || approved != 2 || a.Lots.Sum() != 10 || a.Entries != 2 {
			t.Errorf("%v: %+v, %v", outcomes, a, err)
		}
	})
}
