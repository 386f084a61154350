package foodstall_test

import (
	"strings"
	"testing"

	"miaoban/functions/services/foodstall"
	"miaoban/shared/calendar"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
)

type form = foodstall.Form

const (
	person   = "440605199006150011"
	street   = "440605011"
	owner    = "440605195006150026"
	own      = "440605011001GB00001F00010001" // the person's
	anothers = "440605011001GB00002F00010001" // the owner's
	nobodys  = "440605011001GB00009F00010001"
)

var day = calendar.MustParse

func healthy(person, until string) fact.Record {
	return instanttest.Fact(person, dataset.HealthCertificates.Until.Set(day(until)))
}

func area(places int) fact.Record {
	return instanttest.Fact(street, dataset.StallAreas.Area.Set("桂城夜市"), dataset.StallAreas.Places.Set(places))
}

func unit(number, of, use string) fact.Record {
	return instanttest.Fact(
		number,
		dataset.Property.Owner.Set(of),
		dataset.Property.Division.Set("440605011"),
		dataset.Property.Use.Set(use),
	)
}

func consents(tenant, of, until string) fact.Record {
	c := dataset.PremisesConsents
	return instanttest.Fact(anothers, c.Tenant.Set(tenant), c.Owner.Set(of), c.Until.Set(calendar.MustParse(until)))
}

var runs = instanttest.Fact(person, dataset.Operators.Code.Set("92440605MA5GHTRE8R"), dataset.Operators.Name.Set("佛山市南海区鸿运餐饮店"))

// entitled is a person who sells hot food in the area of Guicheng.
var entitled = instanttest.Setting[form]{
	Service: foodstall.Service(), Today: "2026-11-24", Person: person,
	Form:  form{Kind: foodstall.Stall, Division: street, Foods: []string{"hot", "noodles"}, Promise: true},
	Facts: []fact.Record{healthy(person, "2027-06-01"), area(20), unit(own, person, "commercial"), unit(anothers, owner, "commercial")},
}

func restaurant(f *form) { in(condition.ByPromise, anothers)(f) }

// in fills in a restaurant whose premises are proved in that way.
func in(how condition.Premises, number string) func(*form) {
	return func(f *form) {
		f.Kind, f.Address, f.Premises, f.PropertyUnit = foodstall.Restaurant, "南桂东路1号", how, number
	}
}

func TestEveryClause(t *testing.T) {
	not := func(rule string, status decision.Status) map[string]decision.Status {
		return map[string]decision.Status{rule: status}
	}
	// licence is the condition that no restaurant meets (食品安全法 art. 35), and another condition
	licence := func(more ...any) map[string]decision.Status {
		all := map[string]decision.Status{"licence": decision.Unknown}
		if len(more) > 0 {
			all[more[0].(string)] = more[1].(decision.Status)
		}
		return all
	}
	one := func(r fact.Record) []fact.Record { return []fact.Record{r} }
	sells := func(foods ...string) func(*form) { return func(f *form) { f.Foods = foods } }
	broke := func(until string) fact.Record {
		return instanttest.Fact(person, dataset.Dishonesty.Until.Set(day(until)))
	}
	entitled.Run(t, []instanttest.Row[form]{
		{Name: "a stall", Want: decision.Approved},
		{Name: "a health certificate to the last day", Facts: one(healthy(person, "2026-11-24")), Want: decision.Approved},
		{Name: "one that ran out yesterday", Facts: one(healthy(person, "2026-11-23")), Want: decision.Rejected,
			Not: not("health", decision.NotMet)},
		{Name: "no health certificate on record: on paper", Without: []*fact.Dataset{dataset.HealthCertificates.Dataset},
			Want: decision.Referred, Not: not("health", decision.Unknown)},
		{Name: "the health department does not answer", Broken: dataset.HealthCertificates.Dataset, Want: decision.Referred,
			Not: not("health", decision.Unknown)},
		{Name: "cold dishes at a stall", Form: sells("hot", "cold"), Want: decision.Referred, Not: not("foods", decision.Unknown)},
		{Name: "unpackaged liquor at a stall", Form: sells("loose-liquor"), Want: decision.Referred, Not: not("foods", decision.Unknown)},
		{Name: "a false declaration that counts until today", Facts: one(broke("2026-11-24")), Want: decision.Rejected,
			Not: not("may-promise", decision.NotMet), From: "2026-11-25"},
		{Name: "a false declaration that counted until yesterday", Facts: one(broke("2026-11-23")), Want: decision.Approved},
		{Name: "the register of promises does not answer", Broken: dataset.Dishonesty.Dataset, Want: decision.Referred,
			Not: not("may-promise", decision.Unknown)},
		{Name: "a street without an area", Without: []*fact.Dataset{dataset.StallAreas.Dataset}, Want: decision.Rejected,
			Not: not("area", decision.NotMet)},
		{Name: "the street does not answer", Broken: dataset.StallAreas.Dataset, Want: decision.Referred,
			Not: map[string]decision.Status{"area": decision.Unknown, "place-left": decision.Unknown}},
		{Name: "a restaurant with a business", Form: restaurant, Facts: one(runs), Want: decision.Referred, Not: licence()},
		{Name: "a restaurant without a business", Form: restaurant, Want: decision.Rejected, Not: licence("operates", decision.NotMet)},
		{Name: "cold dishes in a restaurant", Form: func(f *form) { restaurant(f); f.Foods = []string{"cold"} }, Facts: one(runs),
			Want: decision.Referred, Not: licence()},
		{Name: "a restaurant by promise, without the unit", Form: in(condition.ByPromise, ""), Facts: one(runs),
			Want: decision.Referred, Not: licence("premises", decision.Unknown)},
		{Name: "a restaurant by promise, at a unit without an owner on record", Form: in(condition.ByPromise, nobodys),
			Facts: one(runs), Want: decision.Referred, Not: licence("premises", decision.Unknown)},
		{Name: "a restaurant by promise, the register of property does not answer", Form: in(condition.ByPromise, anothers),
			Facts: one(runs), Broken: dataset.Property.Dataset, Want: decision.Referred, Not: licence("premises", decision.Unknown)},
		{Name: "a restaurant of one's own", Form: in(condition.ByProperty, own), Facts: one(runs), Want: decision.Referred, Not: licence()},
		{Name: "a restaurant of a stranger", Form: in(condition.ByProperty, anothers), Facts: one(runs), Want: decision.Referred,
			Not: licence("premises", decision.Unknown)},
		{Name: "a restaurant at a unit that is not on record", Form: in(condition.ByProperty, nobodys), Facts: one(runs),
			Want: decision.Referred, Not: licence("premises", decision.Unknown)},
		{Name: "a restaurant, the owner agrees to the last day", Form: in(condition.ByProperty, anothers),
			Facts: []fact.Record{runs, consents(person, owner, "2026-11-24")}, Want: decision.Referred, Not: licence()},
		{Name: "a restaurant, the owner's consent ended yesterday", Form: in(condition.ByProperty, anothers),
			Facts: []fact.Record{
				runs,
				consents(person, owner, "2026-11-23"),
			}, Want: decision.Referred, Not: licence("premises", decision.Unknown)},
		{Name: "a restaurant, the owner agreed to somebody else", Form: in(condition.ByProperty, anothers),
			Facts: []fact.Record{runs, consents("440605198806150020", owner, "2030-01-01")}, Want: decision.Referred,
			Not: licence("premises", decision.Unknown)},
		{Name: "a restaurant, the consent is not the owner's", Form: in(condition.ByProperty, anothers),
			Facts: []fact.Record{runs, consents(person, "440605198806150020", "2030-01-01")}, Want: decision.Referred,
			Not: licence("premises", decision.Unknown)},
		{Name: "a restaurant, a dwelling", Form: in(condition.ByProperty, own),
			Facts: []fact.Record{runs, unit(own, person, "residential")}, Want: decision.Referred, Not: licence("premises", decision.Unknown)},
		{Name: "a restaurant, built unlawfully", Form: in(condition.ByProperty, own),
			Facts: []fact.Record{runs, unit(own, person, "illegal")}, Want: decision.Rejected, Not: licence("premises", decision.NotMet)},
		{Name: "a restaurant, the unit is in another district", Form: in(condition.ByProperty, own),
			Facts: []fact.Record{runs,
				instanttest.Fact(own, dataset.Property.Owner.Set(person), dataset.Property.Division.Set("440604012"),
					dataset.Property.Use.Set("commercial"))}, Want: decision.Rejected, Not: licence("premises", decision.NotMet)},
		{Name: "a death is on record", Facts: one(instanttest.Fact(person, dataset.Deaths.Date.Set(day("2026-11-01")))),
			Want: decision.Rejected, Not: not("alive", decision.NotMet)},
	})
}

// TestNoMoreStallsThanPitches checks that no more stalls are registered than the area has pitches.
func TestNoMoreStallsThanPitches(t *testing.T) {
	first, o := entitled.Apply(t, instanttest.Row[form]{Facts: []fact.Record{area(1)}})
	const other = "440605199106150022"
	r := healthy(other, "2027-06-01")
	r.AsOf = o.Now()
	o.Know(r)
	second := o.Apply(other, entitled.Form)
	instanttest.Want(t, second.Findings, second.Outcome, decision.Rejected, map[string]decision.Status{"place-left": decision.NotMet})
	if err := o.Surrender(first.Number, o.Ending(first.Number).Confirm); err != nil {
		t.Fatal(err)
	}
	if third := o.Apply(other, entitled.Form); third.Outcome != decision.Approved {
		t.Errorf("for the pitch that was given up the outcome is %s: %+v", third.Outcome, third.Findings)
	}
}

// TestAFalsePromiseRevokes: a false declaration revokes the registration; a true one, or one that
// is not inspected yet, does not.
func TestAFalsePromiseRevokes(t *testing.T) {
	for name, tt := range map[string]struct {
		inspected *bool
		health    string
		today     string
		want      instant.State
	}{
		"not inspected yet":        {nil, "2027-06-01", "2026-12-20", instant.InForce},
		"the declaration is true":  {ptr(true), "2027-06-01", "2026-12-20", instant.InForce},
		"the declaration is false": {ptr(false), "2027-06-01", "2026-12-20", instant.Ended},
		"the health certificate":   {ptr(true), "2026-12-19", "2026-12-20", instant.Suspended},
		"the last day of the term": {nil, "2031-01-01", "2029-11-23", instant.InForce},
		"the term has ended":       {nil, "2031-01-01", "2029-11-24", instant.Ended},
	} {
		receipt, o := entitled.Apply(t, instanttest.Row[form]{Facts: []fact.Record{healthy(person, tt.health)}})
		o.At(day(tt.today).Start())
		know := func(r fact.Record) { r.AsOf = o.Now(); o.Know(r) }
		know(healthy(person, tt.health))
		if tt.inspected != nil {
			know(instanttest.Fact(receipt.Certificate.Entries[0].Value.ZH, dataset.Inspections.PromiseKept.Set(*tt.inspected),
				dataset.Inspections.On.Set(day("2026-12-10"))))
		}
		if v := o.Verify(receipt.Number, false); v.After != tt.want {
			t.Errorf("%s: %s, want %s: %s", name, v.After, tt.want, v.Cause.ZH)
		}
	}
}

func ptr[T any](v T) *T { return &v }

// TestTheOwnerIsNotifiedOfADeclaration checks that the owner is notified when a restaurant is registered at
// the owner's property by self-declaration.
func TestTheOwnerIsNotifiedOfADeclaration(t *testing.T) {
	for name, tt := range map[string]struct {
		number string
		told   string
		want   int
	}{
		"another's premises": {anothers, owner, 1},
		"one's own":          {own, person, 0},
	} {
		before := entitled // a restaurant is approved at once only by the version before
		service := foodstall.Service()
		service.Rules = service.Rules[:2]
		before.Service = service
		receipt, o := before.Apply(t, instanttest.Row[form]{Form: in(condition.ByPromise, tt.number), Facts: []fact.Record{runs}})
		if receipt.Outcome != decision.Approved {
			t.Fatalf("%s: %s, want approved", name, receipt.Outcome)
		}
		notices, _, err := instant.Notices(t.Context(), o.Store, tt.told, "")
		if err != nil || len(notices) != tt.want || tt.want == 1 && !strings.Contains(notices[0].Text.ZH, "佛山市南海区鸿运餐饮店") {
			t.Errorf("%s: told %+v, %v; want %d with the name of the business", name, notices, err, tt.want)
		}
	}
}

// TestThePremisesAreAskedFor checks that forms without the fields on premises, as sent before, are
// not accepted.
func TestThePremisesAreAskedFor(t *testing.T) {
	o := instanttest.Open(t, foodstall.Service(), "2026-11-24")
	for body, want := range map[string]string{
		`{"kind":"restaurant","division":"440605011","address":"海五路2号","foods":["hot"],"promise":true}`:                                                  `"pointer":"/premises","code":"required"`,
		`{"kind":"restaurant","division":"440605011","address":"海五路2号","foods":["hot"],"promise":true,"premises":"property"}`:                            `"pointer":"/property_unit","code":"required"`,
		`{"kind":"restaurant","division":"440605011","address":"海五路2号","foods":["hot"],"promise":true,"premises":"promise","property_unit":"440605011"}`: `"pointer":"/property_unit","code":"len"`,
		`{"kind":"stall","division":"440605011","foods":["hot"],"promise":true,"premises":"property"}`:                                                   `"pointer":"/premises","code":"excluded"`,
	} {
		response := o.Call("POST", "applications", person, body, nil)
		if response.StatusCode != 422 || !strings.Contains(response.Body, want) {
			t.Errorf("%s: %d %s, want %s", body, response.StatusCode, response.Body, want)
		}
	}
}

// TestThePublicNotice: a card is valid after five working days of public notice; a weekend and the
// days off do not count.
func TestThePublicNotice(t *testing.T) {
	for today, from := range map[string]string{
		"2026-11-24": "2026-12-02", // Tuesday: to Tuesday of the week after
		"2026-11-27": "2026-12-05", // Friday: to Friday
		"2026-09-30": "2026-10-14", // the week of the National Day is off, Saturday 10 October is not
	} {
		at := entitled
		at.Today = today
		receipt, _ := at.Apply(t, instanttest.Row[form]{})
		if receipt.Outcome != decision.Approved || receipt.Certificate.ValidFrom.String() != from {
			t.Errorf("applied for on %s: %s, valid from %s, want %s", today, receipt.Outcome, receipt.Certificate.ValidFrom, from)
		}
	}
}

// TestNoFoodIsRejectedByADraft sweeps the foods: the list of a draft rejects none (by
// 食品安全法 art. 36 the province's act decides).
func TestNoFoodIsRejectedByADraft(t *testing.T) {
	listed := map[string]bool{"cold": true, "raw-seafood": true, "loose-liquor": true, "dairy": true}
	for _, food := range (foodstall.Foods{}).Options() {
		receipt, _ := entitled.Apply(t, instanttest.Row[form]{Form: func(f *form) { f.Foods = foodstall.Foods{food.Value} }})
		want := decision.Approved
		if listed[food.Value] {
			want = decision.Referred
		}
		if receipt.Outcome != want {
			t.Errorf("%s: %s, want %s", food.Value, receipt.Outcome, want)
		}
	}
}

// TestAnAreaWithoutPitches accepts no stall; the first version did not check it.
func TestAnAreaWithoutPitches(t *testing.T) {
	row := instanttest.Row[form]{Facts: []fact.Record{area(0)}}
	first := foodstall.Service()
	first.Rules = first.Rules[:1]
	if j := instanttest.Judge(t, first, entitled)(row); j.Of("place-left").Status != decision.Met {
		t.Errorf("by the first version: %+v", j.Of("place-left"))
	}
	if j := instanttest.Judge(t, foodstall.Service(), entitled)(row); j.Of("place-left").Status != decision.NotMet {
		t.Errorf("today: %+v", j.Of("place-left"))
	}
}
