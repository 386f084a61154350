package soletraderchange_test

import (
	"strings"
	"testing"

	"miaoban/functions/services/soletraderchange"
	"miaoban/shared/calendar"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
)

type form = soletraderchange.Form

const (
	person   = "440605197504040013"
	code     = "92440605MA5GHTRE8R"
	owner    = "440605195006150026"
	own      = "440605011001GB00001F00010001" // the person's
	anothers = "440605011001GB00002F00010001" // the owner's
	nobodys  = "440605011001GB00009F00010001"
)

func runs(division string) fact.Record {
	o := dataset.Operators
	return instanttest.Fact(person, o.Code.Set(code), o.Name.Set("佛山市南海区鸿运餐饮店"), o.Since.Set(calendar.MustParse("2020-05-05")),
		o.TradeName.Set("鸿运"), o.Industry.Set("restaurant"), o.Division.Set(division), o.Address.Set("南桂东路1号"))
}

// nameless is the business without a name of its own: it has the operator's name.
var nameless = func() fact.Record {
	o := dataset.Operators
	return instanttest.Fact(person, o.Code.Set(code), o.Name.Set("测试人"), o.Since.Set(calendar.MustParse("2020-05-05")),
		o.Industry.Set("restaurant"), o.Division.Set("440605011"), o.Address.Set("南桂东路1号"))
}()

func restricted(first fact.Setting) fact.Record { return instanttest.Fact(code, first) }

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

// entitled is a person who runs a restaurant in Guicheng.
var entitled = instanttest.Setting[form]{
	Service: soletraderchange.Service(), Today: "2026-11-24", Person: person, Form: form{Kind: soletraderchange.Name, TradeName: "大吉"},
	Facts: []fact.Record{runs("440605011"), unit(own, person, "commercial"), unit(anothers, owner, "commercial")},
}

func moves(to string) func(*form) {
	return func(f *form) {
		*f = form{Kind: soletraderchange.Address, Division: soletraderchange.Street(to), Address: "海五路2号",
			Premises: condition.ByPromise, PropertyUnit: anothers, Promise: true}
	}
}

// staysAt names the address in the street of the present premises.
func staysAt(address string) func(*form) {
	return func(f *form) {
		moves("440605011")(f)
		f.Address = address
	}
}

// movesTo fills in a move within the street, with the premises proved in that way.
func movesTo(how condition.Premises, number string) func(*form) {
	return func(f *form) {
		moves("440605011")(f)
		f.Premises, f.PropertyUnit, f.Promise = how, number, how == condition.ByPromise
	}
}

func removal(f *form) { *f = form{Kind: soletraderchange.Removal, Promise: true} }

func TestEveryClause(t *testing.T) {
	not := func(rule string, status decision.Status) map[string]decision.Status {
		return map[string]decision.Status{rule: status}
	}
	one := func(r fact.Record) []fact.Record { return []fact.Record{r} }
	named := func(name string) func(*form) { return func(f *form) { f.TradeName = name } }
	entitled.Run(t, []instanttest.Row[form]{
		{Name: "another name", Want: decision.Approved},
		{Name: "the same name", Form: named("鸿运"), Want: decision.Rejected, Not: not("name-free", decision.NotMet)},
		{Name: "a name in use", Facts: one(instanttest.Fact("440605/大吉/restaurant", dataset.TradeNames.Name.Set("佛山市南海区大吉餐饮馆"))),
			Want: decision.Rejected, Not: not("name-free", decision.NotMet)},
		{Name: "a name in use in another industry",
			Facts: one(instanttest.Fact("440605/大吉/food", dataset.TradeNames.Name.Set("佛山市南海区大吉食品店"))), Want: decision.Approved},
		{Name: "the register of names does not answer", Broken: dataset.TradeNames.Dataset, Want: decision.Referred,
			Not: not("name-free", decision.Unknown)},
		{Name: "the same name in traditional characters", Form: named("鴻運"), Want: decision.Referred, Not: not("name", decision.Unknown)},
		{Name: "a character that is not in the table", Form: named("𠮷祥"), Want: decision.Referred, Not: not("name", decision.Unknown)},
		{Name: "a variant of a character", Form: named("淸风"), Want: decision.Referred, Not: not("name", decision.Unknown)},
		{Name: "a name that needs leave, in traditional characters", Form: named("中國大吉"), Want: decision.Referred,
			Not: not("name", decision.Unknown)},
		{Name: "a bank", Form: named("大吉银行"), Want: decision.Referred, Not: not("name", decision.Unknown)},
		{Name: "an autonomous region", Form: named("宁夏"), Want: decision.Referred, Not: not("name", decision.Unknown)},
		// 企业名称登记管理规定 arts. 8 and 12
		{Name: "a name that needs leave", Form: named("中国大吉"), Want: decision.Referred, Not: not("name", decision.Unknown)},
		{Name: "a name of a city", Form: named("佛山"), Want: decision.Referred, Not: not("name", decision.Unknown)},
		{Name: "a name of a trade", Form: named("餐饮"), Want: decision.Referred, Not: not("name", decision.Unknown)},
		{Name: "a name by the measures of 2009 alone", Form: named("大吉公司"), Want: decision.Referred, Not: not("name", decision.Unknown)},
		{Name: "the form of a name that there is", Form: func(f *form) { f.NameForm = "店" }, Want: decision.Approved},
		{Name: "a name for a business that had none", Facts: one(nameless), Form: func(f *form) { f.NameForm = "店" }, Want: decision.Approved},
		{Name: "a name without its form for a business that had none", Facts: one(nameless), Want: decision.Referred,
			Not: not("name", decision.Unknown)},
		{Name: "other premises of a business without a name", Facts: one(nameless), Form: moves("440605121"), Want: decision.Approved},
		{Name: "no business", Without: []*fact.Dataset{dataset.Operators.Dataset}, Want: decision.Rejected,
			Not: not("operates", decision.NotMet)},
		{Name: "the register does not answer", Broken: dataset.Operators.Dataset, Want: decision.Referred,
			Not: map[string]decision.Status{"operates": decision.Unknown, "name-free": decision.Unknown}},
		{Name: "the name of a leader", Form: named("毛泽东"), Want: decision.Referred, Not: not("name", decision.Unknown)},
		{Name: "the premises that it has", Form: staysAt("南桂东路1号"), Want: decision.Rejected, Not: not("elsewhere", decision.NotMet)},
		{Name: "the premises that it has, in full width", Form: staysAt("南桂东路１号"), Want: decision.Rejected,
			Not: not("elsewhere", decision.NotMet)},
		{Name: "the next number in the street", Form: staysAt("南桂东路2号"), Want: decision.Approved},
		{Name: "other premises in the district", Form: moves("440605121"), Want: decision.Approved},
		{Name: "other premises in another district", Form: moves("440604012"), Want: decision.Referred,
			Not: not("same-authority", decision.Unknown)},
		{Name: "other premises without the promise", Form: func(f *form) { moves("440605121")(f); f.Promise = false },
			Want: decision.Rejected, Not: not("premises", decision.NotMet)},
		{Name: "other premises by promise, without the unit", Form: movesTo(condition.ByPromise, ""), Want: decision.Referred,
			Not: not("premises", decision.Unknown)},
		{Name: "other premises by promise, at a unit whose owner nobody knows", Form: movesTo(condition.ByPromise, nobodys),
			Want: decision.Referred, Not: not("premises", decision.Unknown)},
		{Name: "other premises by promise, the register of property does not answer", Form: movesTo(condition.ByPromise, anothers),
			Broken: dataset.Property.Dataset, Want: decision.Referred, Not: not("premises", decision.Unknown)},
		{Name: "other premises of one's own", Form: movesTo(condition.ByProperty, own), Want: decision.Approved},
		{Name: "other premises of a stranger", Form: movesTo(condition.ByProperty, anothers), Want: decision.Referred,
			Not: not("premises", decision.Unknown)},
		{Name: "other premises that the register does not know", Form: movesTo(condition.ByProperty, nobodys),
			Want: decision.Referred, Not: not("premises", decision.Unknown)},
		{Name: "other premises, the owner agrees to the last day", Form: movesTo(condition.ByProperty, anothers),
			Facts: one(consents(person, owner, "2026-11-24")), Want: decision.Approved},
		{Name: "other premises, the owner's consent ended yesterday", Form: movesTo(condition.ByProperty, anothers),
			Facts: one(consents(person, owner, "2026-11-23")), Want: decision.Referred, Not: not("premises", decision.Unknown)},
		{Name: "other premises, the owner agreed to somebody else", Form: movesTo(condition.ByProperty, anothers),
			Facts: one(
				consents("440605198806150028", owner, "2030-01-01"),
			), Want: decision.Referred, Not: not("premises", decision.Unknown)},
		{Name: "other premises, who agreed is not the owner", Form: movesTo(condition.ByProperty, anothers),
			Facts: one(
				consents(person, "440605198806150028", "2030-01-01"),
			), Want: decision.Referred, Not: not("premises", decision.Unknown)},
		{Name: "other premises, a dwelling", Form: movesTo(condition.ByProperty, own), Facts: one(unit(own, person, "residential")),
			Want: decision.Referred, Not: not("premises", decision.Unknown)},
		{Name: "other premises, built unlawfully", Form: movesTo(condition.ByProperty, own), Facts: one(unit(own, person, "illegal")),
			Want: decision.Rejected, Not: not("premises", decision.NotMet)},
		{Name: "other premises, the unit is in another district", Form: movesTo(condition.ByProperty, own),
			Facts: one(instanttest.Fact(own, dataset.Property.Owner.Set(person), dataset.Property.Division.Set("440604012"),
				dataset.Property.Use.Set("commercial"))), Want: decision.Rejected, Not: not("premises", decision.NotMet)},
		{Name: "removed, never taxed", Form: removal, Want: decision.Approved},
		{Name: "removed, taxes settled", Form: removal,
			Facts: one(instanttest.Fact(code, dataset.Taxpayers.Since.Set(calendar.MustParse("2020-06-01")),
				dataset.Taxpayers.Cleared.Set(true))), Want: decision.Approved},
		{Name: "removed, taxes owed", Form: removal,
			Facts: one(instanttest.Fact(code, dataset.Taxpayers.Since.Set(calendar.MustParse("2020-06-01")),
				dataset.Taxpayers.Cleared.Set(false))), Want: decision.Rejected, Not: not("tax-cleared", decision.NotMet)},
		{Name: "removed, the tax authority does not answer", Form: removal, Broken: dataset.Taxpayers.Dataset,
			Want: decision.Referred, Not: not("tax-cleared", decision.Unknown)},
		{Name: "removed, on the list of abnormal operations", Form: removal,
			Facts: one(instanttest.Fact(code, dataset.Abnormal.Reason.Set("通过登记的经营场所无法联系"))), Want: decision.Referred,
			Not: not("simplified", decision.Unknown)},
		{Name: "removed, the list does not answer", Form: removal, Broken: dataset.Abnormal.Dataset, Want: decision.Referred,
			Not: not("simplified", decision.Unknown)},
		// 条例 art. 33, 实施细则 art. 48: the ordinary cancellation remains
		{Name: "removed, the licence is revoked", Form: removal, Facts: one(restricted(dataset.Restrictions.Revoked.Set(true))),
			Want: decision.Referred, Not: not("simplified", decision.Unknown)},
		{Name: "removed, under investigation", Form: removal, Facts: one(restricted(dataset.Restrictions.Investigated.Set(true))),
			Want: decision.Referred, Not: not("simplified", decision.Unknown)},
		{Name: "removed, a fine is not paid", Form: removal, Facts: one(restricted(dataset.Restrictions.Unpaid.Set(true))),
			Want: decision.Referred, Not: not("simplified", decision.Unknown)},
		{Name: "removed, on the list of serious breaches", Form: removal, Facts: one(restricted(dataset.Restrictions.Dishonest.Set(true))),
			Want: decision.Referred, Not: not("simplified", decision.Unknown)},
		{Name: "removed, in a lawsuit", Form: removal, Facts: one(restricted(dataset.Restrictions.Disputed.Set(true))),
			Want: decision.Referred, Not: not("simplified", decision.Unknown)},
		{Name: "removed, the fine is paid", Form: removal, Facts: one(restricted(dataset.Restrictions.Unpaid.Set(false))),
			Want: decision.Approved},
		{Name: "removed, the register of restrictions does not answer", Form: removal, Broken: dataset.Restrictions.Dataset,
			Want: decision.Referred, Not: not("simplified", decision.Unknown)},
		{Name: "removed without the promise", Form: func(f *form) { removal(f); f.Promise = false }, Want: decision.Referred,
			Not: not("simplified", decision.Unknown)},
		{Name: "a death is on record",
			Facts: one(instanttest.Fact(person, dataset.Deaths.Date.Set(calendar.MustParse("2026-11-01")))), Want: decision.Rejected,
			Not: not("alive", decision.NotMet)},
	})
}

// TestAChangeReplacesTheLicence: a business changes its name twice, moves and is cancelled, on each store.
// Only the last certificate is in force, and the old names are free again.
func TestAChangeReplacesTheLicence(t *testing.T) {
	instanttest.OnEachStore(t, func(t *testing.T, open instanttest.OpenStore) {
		o := instanttest.OpenOn(t, soletraderchange.Service(), "2026-11-24", open)
		r := runs("440605011")
		let := unit(anothers, owner, "commercial")
		r.AsOf, let.AsOf = o.Now(), o.Now()
		o.Know(r, let)
		var numbers []string
		for i, change := range []func(*form){
			func(f *form) { *f = form{Kind: soletraderchange.Name, TradeName: "大吉"} },
			func(f *form) { *f = form{Kind: soletraderchange.Name, TradeName: "鸿运"} }, // back to the first
			moves("440605121"),
			removal,
		} {
			var f form
			change(&f)
			receipt := o.Apply(person, f)
			if receipt.Outcome != decision.Approved {
				t.Fatalf("change %d is %s: %+v", i, receipt.Outcome, receipt.Findings)
			}
			numbers = append(numbers, receipt.Number)
			for j, number := range numbers {
				want := instant.Ended
				if j == i {
					want = instant.InForce
				}
				if got := o.Standing(number); got.State != want {
					t.Errorf("after change %d, award %d is %s", i, j, got.State)
				}
			}
		}
		if again := o.Apply(person, form{Kind: soletraderchange.Name, TradeName: "万福"}); again.Outcome != decision.Rejected {
			t.Errorf("after the removal a change is %s", again.Outcome)
		}
	})
}

// TestTheOwnerIsNotifiedOfADeclaration when a business moves to the owner's property by self-declaration.
func TestTheOwnerIsNotifiedOfADeclaration(t *testing.T) {
	for name, tt := range map[string]struct {
		number string
		told   string
		want   int
	}{
		"another's premises": {anothers, owner, 1},
		"one's own":          {own, person, 0},
	} {
		receipt, o := entitled.Apply(t, instanttest.Row[form]{Form: movesTo(condition.ByPromise, tt.number)})
		if receipt.Outcome != decision.Approved {
			t.Fatalf("%s: %s, want approved", name, receipt.Outcome)
		}
		notices, _, err := instant.Notices(t.Context(), o.Store, tt.told, "")
		if err != nil || len(notices) != tt.want || tt.want == 1 && !strings.Contains(notices[0].Text.ZH, "佛山市南海区鸿运餐饮店") {
			t.Errorf("%s: told %+v, %v; want %d with the name of the business", name, notices, err, tt.want)
		}
	}
}

// TestThePremisesAreAskedFor: a form without the fields on premises, as before, is not accepted.
func TestThePremisesAreAskedFor(t *testing.T) {
	o := instanttest.Open(t, soletraderchange.Service(), "2026-11-24")
	for body, want := range map[string]string{
		`{"kind":"address","division":"440605011","address":"海五路2号","promise":true}`:                                                  `"pointer":"/premises","code":"required"`,
		`{"kind":"address","division":"440605011","address":"海五路2号","premises":"property"}`:                                           `"pointer":"/property_unit","code":"required"`,
		`{"kind":"address","division":"440605011","address":"海五路2号","premises":"promise","property_unit":"440605011","promise":true}`: `"pointer":"/property_unit","code":"len"`,
		`{"kind":"name","trade_name":"大吉","premises":"property"}`:                                                                     `"pointer":"/premises","code":"excluded"`,
		`{"kind":"removal","promise":true,"property_unit":"440605011001GB00002F00010001"}`:                                            `"pointer":"/property_unit","code":"excluded"`,
	} {
		response := o.Call("POST", "applications", person, body, nil)
		if response.StatusCode != 422 || !strings.Contains(response.Body, want) {
			t.Errorf("%s: %d %s, want %s", body, response.StatusCode, response.Body, want)
		}
	}
}

// TestAFalsePromiseRevokes the change that rests on it and later ones. A true declaration, or one that was not
// inspected yet, revokes nothing.
func TestAFalsePromiseRevokes(t *testing.T) {
	found := func(kept bool) []fact.Record {
		return []fact.Record{instanttest.Fact(code, dataset.Inspections.PromiseKept.Set(kept),
			dataset.Inspections.On.Set(calendar.MustParse("2026-12-10")))}
	}
	for name, tt := range map[string]struct {
		change    func(*form)
		inspected []fact.Record
		want      instant.State
	}{
		"nobody has looked":                  {movesTo(condition.ByPromise, anothers), nil, instant.InForce},
		"what was promised holds":            {movesTo(condition.ByPromise, anothers), found(true), instant.InForce},
		"what was promised is not":           {movesTo(condition.ByPromise, anothers), found(false), instant.Ended},
		"what was promised before is not":    {nil, found(false), instant.Ended},
		"another name, nobody has inspected": {nil, nil, instant.InForce},
	} {
		receipt, o := entitled.Apply(t, instanttest.Row[form]{Form: tt.change})
		o.At(calendar.MustParse("2026-12-20").Start())
		for _, r := range tt.inspected {
			r.AsOf = o.Now()
			o.Know(r)
		}
		if v := o.Verify(receipt.Number, false); v.After != tt.want {
			t.Errorf("%s: %s, want %s: %s", name, v.After, tt.want, v.Cause.ZH)
		}
	}
}
