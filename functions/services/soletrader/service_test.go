package soletrader_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"miaoban/functions/services/soletrader"
	"miaoban/shared/calendar"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
)

const (
	person = "440605194001010011"
	other  = "440605195006150026"
	shop   = "440605011001GB00001F00010001" // the person's
	rented = "440605011001GB00002F00010001" // the other's
)

func form(change func(*soletrader.Form)) soletrader.Form {
	f := soletrader.Form{
		Division: "440605011", Address: "南海大道北1号2铺", TradeName: "鸿运", Industry: "restaurant", NameForm: "店",
		Scope: soletrader.Scope{"clothing"}, Premises: condition.ByPromise, PropertyUnit: rented, Promise: true,
	}
	if change != nil {
		change(&f)
	}
	return f
}

func nameless(f *soletrader.Form) { f.TradeName, f.NameForm = "", "" }

func at(number string) func(*soletrader.Form) {
	return func(f *soletrader.Form) {
		f.Premises, f.Promise, f.PropertyUnit = condition.ByProperty, false, number
	}
}

// open opens an office with the person, born on the day, and a shop.
func open(t testing.TB, born string) *instanttest.Office {
	t.Helper()
	o := instanttest.Open(t, soletrader.Service(), "2026-11-24")
	now := o.Now()
	o.Know(
		fact.NewRecord(person, now, dataset.Population.BirthDate.Set(calendar.MustParse(born))),
		fact.NewRecord(shop, now, dataset.Property.Owner.Set(person), dataset.Property.Division.Set("440605011"),
			dataset.Property.Use.Set("commercial")),
		fact.NewRecord(rented, now, dataset.Property.Owner.Set(other), dataset.Property.Division.Set("440605011"),
			dataset.Property.Use.Set("commercial")),
	)
	return o
}

type status = map[string]decision.Status

func TestEveryClause(t *testing.T) {
	knows := func(first fact.Setting, more ...fact.Setting) func(o *instanttest.Office) {
		return func(o *instanttest.Office) { o.Know(fact.NewRecord(person, o.Now(), first, more...)) }
	}
	unit := func(place, use string) func(o *instanttest.Office) {
		return func(o *instanttest.Office) {
			o.Know(fact.NewRecord("440605011001GB00009F00010001", o.Now(), dataset.Property.Owner.Set(person),
				dataset.Property.Division.Set(place), dataset.Property.Use.Set(use)))
		}
	}
	consent := func(tenant, owner, until string) func(o *instanttest.Office) {
		return func(o *instanttest.Office) {
			c := dataset.PremisesConsents
			o.Know(fact.NewRecord(rented, o.Now(), c.Tenant.Set(tenant), c.Owner.Set(owner), c.Until.Set(calendar.MustParse(until))))
		}
	}
	breaks := func(d *fact.Dataset) func(o *instanttest.Office) {
		return func(o *instanttest.Office) { o.Break(d) }
	}
	elsewhere := at("440605011001GB00009F00010001")
	named := func(name string) func(*soletrader.Form) { return func(f *soletrader.Form) { f.TradeName = name } }
	tests := []struct {
		name   string
		born   string
		world  func(*instanttest.Office)
		change func(*soletrader.Form)
		want   decision.Outcome
		not    status
		from   string
	}{
		{name: "by promise", want: decision.Approved},
		{name: "by shared property data", change: at(shop), want: decision.Approved},
		{name: "18 on the day", born: "2008-11-24", want: decision.Approved},
		{name: "18 tomorrow", born: "2008-11-25", want: decision.Referred, not: status{"age": decision.Unknown}},
		{name: "16 on the day", born: "2010-11-24", want: decision.Referred, not: status{"age": decision.Unknown}},
		{name: "16 tomorrow", born: "2010-11-25", want: decision.Rejected, not: status{"age": decision.NotMet}, from: "2028-11-25"},
		{name: "the population register does not answer", world: breaks(dataset.Population.Dataset), want: decision.Referred,
			not: status{"age": decision.Unknown}},
		{name: "a death is on record", world: knows(dataset.Deaths.Date.Set(calendar.MustParse("2026-11-01"))),
			want: decision.Rejected, not: status{"alive": decision.NotMet}},
		{name: "the register of deaths does not answer", world: breaks(dataset.Deaths.Dataset), want: decision.Referred,
			not: status{"alive": decision.Unknown}},
		{name: "a civil servant", world: knows(dataset.PublicServants.Serving.Set(true)), want: decision.Rejected,
			not: status{"not-serving": decision.NotMet}},
		{name: "a former civil servant", world: knows(dataset.PublicServants.Serving.Set(false)), want: decision.Approved},
		{name: "the register of civil servants does not answer", world: breaks(dataset.PublicServants.Dataset),
			want: decision.Referred, not: status{"not-serving": decision.Unknown}},
		{name: "the last day of a ban", world: knows(dataset.TradingBans.Until.Set(calendar.MustParse("2026-11-24"))),
			want: decision.Rejected, not: status{"not-banned": decision.NotMet}, from: "2026-11-25"},
		{
			name:  "the day after a ban",
			world: knows(dataset.TradingBans.Until.Set(calendar.MustParse("2026-11-23"))),
			want:  decision.Approved,
		},
		{name: "the register of bans does not answer", world: breaks(dataset.TradingBans.Dataset), want: decision.Referred,
			not: status{"not-banned": decision.Unknown}},
		{name: "a sole trader already", world: knows(dataset.Operators.Name.Set("佛山市南海区好味餐饮店")), want: decision.Rejected,
			not: status{"not-operating": decision.NotMet}},
		{name: "the register of sole traders does not answer", world: breaks(dataset.Operators.Dataset), want: decision.Referred,
			not: status{"not-operating": decision.Unknown}},
		{name: "a rare character in the name", change: named("𬱖祥"), want: decision.Approved},
		// art. 5: standard characters
		{name: "a character that is not in the table", change: named("𠮷祥"), want: decision.Referred, not: status{"name": decision.Unknown}},
		{name: "a variant of a character", change: named("髙家"), want: decision.Referred, not: status{"name": decision.Unknown}},
		{name: "a Japanese form", change: named("徳福"), want: decision.Referred, not: status{"name": decision.Unknown}},
		{name: "a part of a character", change: named("辶辶"), want: decision.Referred, not: status{"name": decision.Unknown}},
		{name: "traditional characters", change: named("鴻運"), want: decision.Referred, not: status{"name": decision.Unknown}},
		{name: "a name that begins with 中國", change: named("中國紅"), want: decision.Referred, not: status{"name": decision.Unknown}},
		// arts. 10, 11
		{name: "an organ of state", change: named("公安"), want: decision.Referred, not: status{"name": decision.Unknown}},
		{name: "a party", change: named("共产党人"), want: decision.Referred, not: status{"name": decision.Unknown}},
		{name: "a foreign state", change: named("法国红"), want: decision.Referred, not: status{"name": decision.Unknown}},
		{name: "a group of companies by name", change: named("鸿运集团"), want: decision.Referred, not: status{"name": decision.Unknown}},
		{name: "a bank by name", change: named("鸿运银行"), want: decision.Referred, not: status{"name": decision.Unknown}},
		{name: "an autonomous region for a name", change: named("广西"), want: decision.Referred, not: status{"name": decision.Unknown}},
		// 企业名称登记管理规定 art. 12: what begins with these words needs leave; inside, they have to qualify the trade
		{name: "a name that begins with 中国", change: named("中国红"), want: decision.Referred, not: status{"name": decision.Unknown}},
		{name: "a name that begins with 中央", change: named("中央公园"), want: decision.Referred, not: status{"name": decision.Unknown}},
		{name: "中华 inside the name", change: named("大中华"), want: decision.Referred, not: status{"name": decision.Unknown}},
		// the measures of 2009 alone do not reject
		{name: "a company by name", change: named("鸿运公司"), want: decision.Referred, not: status{"name": decision.Unknown}},
		{name: "the name of a leader", change: named("毛泽东"), want: decision.Referred, not: status{"name": decision.Unknown}},
		{name: "the central bank", change: named("央行"), want: decision.Referred, not: status{"name": decision.Unknown}},
		{name: "国际 in the name", change: named("鸿运国际"), want: decision.Referred, not: status{"name": decision.Unknown}},
		// art. 8: a division's or a trade's name may have another meaning
		{name: "a city for a name", change: named("深圳"), want: decision.Referred, not: status{"name": decision.Unknown}},
		{name: "a city with its suffix for a name", change: named("深圳市"), want: decision.Referred, not: status{"name": decision.Unknown}},
		{name: "a city as a part of the name", change: named("老深圳"), want: decision.Approved},
		{name: "a trade for a name", change: named("餐饮"), want: decision.Referred, not: status{"name": decision.Unknown}},
		{name: "a trade as a part of the name", change: named("鸿运餐饮"), want: decision.Approved},
		// 市场主体登记管理条例实施细则 art. 6(7): a sole trader need not have a name
		{name: "no name", change: nameless, want: decision.Approved},
		{name: "no name, while the register of names does not answer", change: nameless, world: breaks(dataset.TradeNames.Dataset),
			want: decision.Approved},
		{name: "a name that is registered", world: func(o *instanttest.Office) {
			o.Know(fact.NewRecord("440605/鸿运/restaurant", o.Now(), dataset.TradeNames.Name.Set("佛山市南海区鸿运餐饮馆")))
		}, want: decision.Rejected, not: status{"name-unique": decision.NotMet}},
		{name: "a name that is registered, in other characters", change: named("鴻運"), world: func(o *instanttest.Office) {
			o.Know(fact.NewRecord("440605/鸿运/restaurant", o.Now(), dataset.TradeNames.Name.Set("佛山市南海区鸿运餐饮馆")))
		}, want: decision.Rejected, not: status{"name": decision.Unknown, "name-unique": decision.NotMet}},
		{name: "the register of names does not answer", world: breaks(dataset.TradeNames.Dataset), want: decision.Referred,
			not: status{"name-unique": decision.Unknown}},
		{name: "licensed business", change: func(f *soletrader.Form) { f.Scope = soletrader.Scope{"catering", "tobacco"} },
			want: decision.Approved},
		{name: "business without self-declaration", change: func(f *soletrader.Form) { f.Scope = soletrader.Scope{"fireworks"} },
			want: decision.Rejected, not: status{"premises": decision.NotMet}},
		{name: "the same by property data", change: func(f *soletrader.Form) { at(shop)(f); f.Scope = soletrader.Scope{"fireworks"} },
			want: decision.Approved},
		{name: "no declaration", change: func(f *soletrader.Form) { f.Promise = false }, want: decision.Rejected,
			not: status{"premises": decision.NotMet}},
		{name: "an industrial unit", world: unit("440605011", "industrial"), change: elsewhere, want: decision.Approved},
		{name: "a dwelling", world: unit("440605011", "residential"), change: elsewhere, want: decision.Referred,
			not: status{"premises": decision.Unknown}},
		{name: "built unlawfully", world: unit("440605011", "illegal"), change: elsewhere, want: decision.Rejected,
			not: status{"premises": decision.NotMet}},
		{name: "an unknown use", world: unit("440605011", "mixed"), change: elsewhere, want: decision.Referred,
			not: status{"premises": decision.Unknown}},
		{name: "a unit in another district", world: unit("440606005", "commercial"), change: elsewhere, want: decision.Rejected,
			not: status{"premises": decision.NotMet}},
		{name: "another's unit", change: at(rented), want: decision.Referred, not: status{"premises": decision.Unknown}},
		{name: "another's unit, by the owner's consent to the last day", world: consent(person, other, "2026-11-24"),
			change: at(rented), want: decision.Approved},
		{name: "another's unit, by a consent that ended yesterday", world: consent(person, other, "2026-11-23"), change: at(rented),
			want: decision.Referred, not: status{"premises": decision.Unknown}},
		{name: "another's unit, by a consent to somebody else", world: consent("440605198806150020", other, "2030-01-01"),
			change: at(rented), want: decision.Referred, not: status{"premises": decision.Unknown}},
		{name: "another's unit, by a consent of somebody who is not the owner",
			world: consent(person, "440605198806150020", "2030-01-01"), change: at(rented), want: decision.Referred,
			not: status{"premises": decision.Unknown}},
		{name: "a unit without an owner on record", world: func(o *instanttest.Office) {
			o.Know(fact.NewRecord(rented, o.Now(), dataset.Property.Division.Set("440605011"), dataset.Property.Use.Set("commercial")))
		}, change: at(rented), want: decision.Referred, not: status{"premises": decision.Unknown}},
		{name: "by promise, without the unit", change: func(f *soletrader.Form) { f.PropertyUnit = "" }, want: decision.Referred,
			not: status{"premises": decision.Unknown}},
		{name: "by promise, at a unit without an owner on record",
			change: func(f *soletrader.Form) { f.PropertyUnit = "440605011001GB00009F00010001" }, want: decision.Referred,
			not: status{"premises": decision.Unknown}},
		{name: "a unit that is not on record", change: elsewhere, want: decision.Referred, not: status{"premises": decision.Unknown}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.born == "" {
				tt.born = "1990-02-28"
			}
			o := open(t, tt.born)
			if tt.world != nil {
				tt.world(o)
			}
			receipt := o.Apply(person, form(tt.change))
			instanttest.Want(t, receipt.Findings, receipt.Outcome, tt.want, tt.not)
			if from := receipt.EligibleFrom; !from.IsZero() && from.String() != tt.from || from.IsZero() && tt.from != "" {
				t.Errorf("eligible from %s, want %s", from, tt.from)
			}
			if receipt.Outcome == decision.Approved {
				if err := identity.CheckCreditCode(receipt.Certificate.HolderID); err != nil ||
					!strings.HasPrefix(receipt.Certificate.HolderID, "92440605MA") {
					t.Errorf("the licence has the code %s: %v", receipt.Certificate.HolderID, err)
				}
			}
		})
	}
}

func TestANameIsTakenWithinItsDistrictAndIndustry(t *testing.T) {
	o := open(t, "1990-01-01")
	o.Know(fact.NewRecord(other, o.Now(), dataset.Population.BirthDate.Set(calendar.MustParse("1980-01-01"))))
	if first := o.Apply(person, form(nil)); first.Certificate.Holder != "佛山市南海区鸿运餐饮店" {
		t.Errorf("the name is %s", first.Certificate.Holder)
	}
	second := o.Apply(other, form(func(f *soletrader.Form) { f.NameForm = "馆" }))
	instanttest.Want(t, second.Findings, second.Outcome, decision.Rejected, status{"name-unique": decision.NotMet})
	for _, f := range second.Findings {
		if strings.Contains(f.Text.ZH, person) {
			t.Error("the finding names the holder of the name")
		}
	}
	if third := o.Apply(other, form(func(f *soletrader.Form) { f.Industry = "fruit" })); third.Outcome != decision.Approved {
		t.Errorf("in another industry: %s", third.Outcome)
	}
	fourth := o.Apply(other, form(func(f *soletrader.Form) { f.Division = "440606005" }))
	instanttest.Want(t, fourth.Findings, fourth.Outcome, decision.Rejected, status{"not-operating": decision.NotMet})
}

// TestTheFirstVersionDecidesAsItDid: by it, a name in variant characters is another name, and a bank's name is
// allowed. Today both refer, and so does a wrong spelling that does not come from the form.
func TestTheFirstVersionDecidesAsItDid(t *testing.T) {
	for name, was := range map[string]decision.Outcome{
		"鴻運": decision.Approved, "⿰⿰": decision.Rejected, "鸿々": decision.Approved, "鸿运银行": decision.Approved,
		"西藏": decision.Approved, "鸿": decision.Rejected,
	} {
		for version, want := range map[int]decision.Outcome{2: was, 3: was, len(soletrader.Service().Rules): decision.Referred} {
			service := soletrader.Service()
			service.Rules = service.Rules[:version]
			judge := instanttest.Judge(t, service, instanttest.Setting[soletrader.Form]{
				Service: service, Today: "2026-11-24", Person: person, Form: form(func(f *soletrader.Form) { f.TradeName = name; at(shop)(f) }),
				Facts: []fact.Record{
					instanttest.Fact(person, dataset.Population.BirthDate.Set(calendar.MustParse("1990-02-28"))),
					instanttest.Fact(shop, dataset.Property.Owner.Set(person), dataset.Property.Division.Set("440605011"),
						dataset.Property.Use.Set("commercial")),
				},
			})
			if j := judge(instanttest.Row[soletrader.Form]{}); j.Outcome != want {
				t.Errorf("%s by version %d: %s, want %s", name, version, j.Outcome, want)
			}
		}
	}
}

// TestABusinessWithoutAName has the operator's name: two of them in one district do not collide.
func TestABusinessWithoutAName(t *testing.T) {
	o := open(t, "1990-01-01")
	o.Know(fact.NewRecord(other, o.Now(), dataset.Population.BirthDate.Set(calendar.MustParse("1980-01-01"))))
	for _, p := range []string{person, other} {
		receipt := o.Apply(p, form(nameless))
		if receipt.Outcome != decision.Approved || receipt.Certificate.Holder != "测试人" {
			t.Fatalf("%s is %s: %+v", p, receipt.Outcome, receipt.Findings)
		}
		for _, e := range receipt.Certificate.Entries {
			if e.Label.ZH == "名称" {
				t.Errorf("the licence has the name %s", e.Value.ZH)
			}
		}
	}
	if again := o.Apply(person, form(nil)); again.Outcome != decision.Rejected {
		t.Errorf("a second registration of the operator is %s", again.Outcome)
	}
}

func TestOneOfFiftyGetsTheName(t *testing.T) {
	o := open(t, "1990-01-01")
	born := calendar.MustParse("1980-01-01")
	people := make([]string, 50)
	for i := range people {
		id, err := identity.MakeIDNumber("440605", born, i)
		if err != nil {
			t.Fatal(err)
		}
		people[i] = string(id)
		o.Know(fact.NewRecord(people[i], o.Now(), dataset.Population.BirthDate.Set(born)))
	}
	body, err := json.Marshal(form(nil))
	if err != nil {
		t.Fatal(err)
	}
	outcomes := make([]decision.Outcome, len(people))
	var all sync.WaitGroup
	for i, p := range people {
		all.Go(func() {
			for { // under contention the service may answer "busy"; retry
				response := o.Call("POST", "applications", p, string(body), nil)
				var receipt instant.Receipt
				if err := json.Unmarshal([]byte(response.Body), &receipt); err != nil {
					t.Error(err)
				}
				if outcomes[i] = receipt.Outcome; response.StatusCode != 503 {
					return
				}
			}
		})
	}
	all.Wait()
	count := map[decision.Outcome]int{}
	for _, outcome := range outcomes {
		count[outcome]++
	}
	if count[decision.Approved] != 1 || count[decision.Rejected] != 49 {
		t.Errorf("one name: %v", count)
	}
}

func TestBadForms(t *testing.T) {
	o := open(t, "1990-01-01")
	for name, tt := range map[string]struct {
		change func(*soletrader.Form)
		want   string // pointer and code
	}{
		"a name without its form": {func(f *soletrader.Form) { f.NameForm = "" }, "/name_form required"},
		// the form asks to correct a spelling
		"one character only":       {func(f *soletrader.Form) { f.TradeName = "𠮷" }, "/trade_name tradename"},
		"a middle dot in the name": {func(f *soletrader.Form) { f.TradeName = "阿·福" }, "/trade_name tradename"},
		"letters in the name":      {func(f *soletrader.Form) { f.TradeName = "鸿运VIP" }, "/trade_name tradename"},
		"a mark of repetition":     {func(f *soletrader.Form) { f.TradeName = "鸿々" }, "/trade_name tradename"},
		"a huge name":              {func(f *soletrader.Form) { f.TradeName = strings.Repeat("鸿", 21) }, "/trade_name max"},
		"an unknown street":        {func(f *soletrader.Form) { f.Division = "440605999" }, "/division choice"},
		"an unknown industry":      {func(f *soletrader.Form) { f.Industry = "banking" }, "/industry choice"},
		"no scope":                 {func(f *soletrader.Form) { f.Scope = nil }, "/scope required"},
		"a scope off the list":     {func(f *soletrader.Form) { f.Scope = soletrader.Scope{"mining"} }, "/scope choice"},
		"a scope twice":            {func(f *soletrader.Form) { f.Scope = soletrader.Scope{"fruit", "fruit"} }, "/scope unique"},
		"property without a number": {func(f *soletrader.Form) {
			f.Premises, f.PropertyUnit, f.Promise = condition.ByProperty, "",
				false
		}, "/property_unit required"},
		"a number of 9 characters": {func(f *soletrader.Form) { f.PropertyUnit = shop[:9] }, "/property_unit len"},
	} {
		body, err := json.Marshal(form(tt.change))
		if err != nil {
			t.Fatal(err)
		}
		response := o.Call("POST", "applications", person, string(body), nil)
		var problem struct {
			Errors []struct{ Pointer, Code, Detail string }
		}
		if err := json.Unmarshal([]byte(response.Body), &problem); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range problem.Errors {
			got = append(got, e.Pointer+" "+e.Code)
			if e.Detail == "" || strings.Contains(e.Detail, "%") {
				t.Errorf("%s: the detail is %q", name, e.Detail)
			}
		}
		if response.StatusCode != 422 || fmt.Sprint(got) != fmt.Sprint([]string{tt.want}) {
			t.Errorf("%s: %d %v, want %s", name, response.StatusCode, got, tt.want)
		}
	}
	if list, _, err := instant.Applications(t.Context(), o.Store, person, ""); err != nil || len(list) != 0 {
		t.Errorf("bad forms stored %v, %v", list, err)
	}
}

// TestTheOwnerIsNotifiedOfADeclaration checks that the owner is notified when a business is registered at
// the owner's property by self-declaration.
func TestTheOwnerIsNotifiedOfADeclaration(t *testing.T) {
	o := open(t, "1990-01-01")
	receipt := o.Apply(person, form(nil))
	if receipt.Outcome != decision.Approved {
		t.Fatalf("%s, want approved", receipt.Outcome)
	}
	notices, _, err := instant.Notices(t.Context(), o.Store, other, "")
	if err != nil || len(notices) != 1 || !strings.Contains(notices[0].Text.ZH, "佛山市南海区鸿运餐饮店") {
		t.Fatalf("the owner was told %+v, %v; want the name of the business", notices, err)
	}
	o = open(t, "1990-01-01")
	o.Apply(person, form(func(f *soletrader.Form) { f.PropertyUnit = shop }))
	if notices, _, err := instant.Notices(t.Context(), o.Store, person, ""); err != nil || len(notices) != 0 {
		t.Errorf("an applicant who owns the premises got %+v, %v; want no notice", notices, err)
	}
}
