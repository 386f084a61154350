package soletraderchange_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"

	"miaoban/functions/services/soletraderchange"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/registry"
)

const (
	successor = "440605198806150028"
	third     = "440605199003077773"
)

func citizen(id, name, born string) fact.Record {
	return instanttest.Fact(id, dataset.Population.Name.Set(name), dataset.Population.BirthDate.Set(calendar.MustParse(born)))
}

// agreement returns the record of a consent to take over the person's business.
func agreement(by, until string) fact.Record {
	c := dataset.OperatorConsents
	return instanttest.Fact(person+"/"+by, c.Operator.Set(person), c.Successor.Set(by), c.Until.Set(calendar.MustParse(until)))
}

func handsOver(f *form) {
	*f = form{Kind: soletraderchange.Operator, NewOperator: successor, NewOperatorName: "陈接手", Promise: true}
}

// handing is the case of a restaurant whose new operator has agreed.
var handing = instanttest.Setting[form]{
	Service: soletraderchange.Service(), Today: "2026-11-24", Person: person,
	Form: form{Kind: soletraderchange.Operator, NewOperator: successor, NewOperatorName: "陈接手", Promise: true},
	Facts: []fact.Record{runs("440605011"), citizen(successor, "陈接手", "1988-06-15"), agreement(successor, "2026-11-24"),
		instanttest.Fact(code, dataset.Taxpayers.Since.Set(calendar.MustParse("2020-06-01")), dataset.Taxpayers.Cleared.Set(true))},
}

// TestAChangeOfOperator applies 促进个体工商户发展条例 art. 13: by change registration, with taxes settled and
// debts settled; no family relation between the two is needed.
func TestAChangeOfOperator(t *testing.T) {
	not := func(status decision.Status, rules ...string) map[string]decision.Status {
		all := map[string]decision.Status{}
		for _, rule := range rules {
			all[rule] = status
		}
		return all
	}
	one := func(r fact.Record) []fact.Record { return []fact.Record{r} }
	news := func(first fact.Setting) []fact.Record { return one(instanttest.Fact(successor, first)) }
	taxes := func(first fact.Setting, more ...fact.Setting) []fact.Record {
		return one(instanttest.Fact(code, first, more...))
	}
	unheard := []string{"agreed", "new-name", "new-alive", "new-age", "new-not-serving", "new-not-banned", "new-not-operating"}
	since := dataset.Taxpayers.Since.Set(calendar.MustParse("2020-06-01"))
	handing.Run(t, []instanttest.Row[form]{
		{Name: "the last day of the consent", Want: decision.Approved},
		{Name: "the name in other characters and with spaces", Form: func(f *form) { f.NewOperatorName = "陳 接⼿" }, Want: decision.Approved},
		{Name: "the consent ended yesterday", Facts: one(agreement(successor, "2026-11-23")), Want: decision.Referred,
			Not: not(decision.Unknown, unheard...)},
		{Name: "no consent", Without: []*fact.Dataset{dataset.OperatorConsents.Dataset}, Want: decision.Referred,
			Not: not(decision.Unknown, unheard...)},
		{Name: "consents do not answer", Broken: dataset.OperatorConsents.Dataset, Want: decision.Referred,
			Not: not(decision.Unknown, unheard...)},
		{Name: "oneself", Form: func(f *form) { f.NewOperator = person }, Want: decision.Rejected, Not: map[string]decision.Status{
			"agreed": decision.NotMet, "new-name": decision.Unknown, "new-alive": decision.Unknown, "new-age": decision.Unknown,
			"new-not-serving": decision.Unknown, "new-not-banned": decision.Unknown, "new-not-operating": decision.Unknown}},
		{Name: "another name", Form: func(f *form) { f.NewOperatorName = "陈借手" }, Want: decision.Rejected,
			Not: not(decision.NotMet, "new-name")},
		{Name: "the name with a space", Form: func(f *form) { f.NewOperatorName = "陈 接手" }, Want: decision.Approved},
		{Name: "the population register does not answer", Broken: dataset.Population.Dataset, Want: decision.Referred,
			Not: not(decision.Unknown, "new-name", "new-age")},
		{Name: "18 today", Facts: one(citizen(successor, "陈接手", "2008-11-24")), Want: decision.Approved},
		{Name: "18 tomorrow", Facts: one(citizen(successor, "陈接手", "2008-11-25")), Want: decision.Referred,
			Not: not(decision.Unknown, "new-age")},
		{Name: "16 tomorrow", Facts: one(citizen(successor, "陈接手", "2010-11-25")), Want: decision.Rejected,
			Not: not(decision.NotMet, "new-age")},
		{Name: "dead", Facts: news(dataset.Deaths.Date.Set(calendar.MustParse("2026-11-01"))), Want: decision.Rejected,
			Not: not(decision.NotMet, "new-alive")},
		{Name: "a civil servant", Facts: news(dataset.PublicServants.Serving.Set(true)), Want: decision.Rejected,
			Not: not(decision.NotMet, "new-not-serving")},
		{Name: "civil servants do not answer", Broken: dataset.PublicServants.Dataset, Want: decision.Referred,
			Not: not(decision.Unknown, "new-not-serving")},
		{Name: "the last day of a ban", Facts: news(dataset.TradingBans.Until.Set(calendar.MustParse("2026-11-24"))),
			Want: decision.Rejected, Not: not(decision.NotMet, "new-not-banned")},
		{Name: "the day after a ban", Facts: news(dataset.TradingBans.Until.Set(calendar.MustParse("2026-11-23"))), Want: decision.Approved},
		{Name: "bans do not answer", Broken: dataset.TradingBans.Dataset, Want: decision.Referred,
			Not: not(decision.Unknown, "new-not-banned")},
		{Name: "another business", Facts: news(dataset.Operators.Name.Set("佛山市南海区好味餐饮店")), Want: decision.Rejected,
			Not: not(decision.NotMet, "new-not-operating")},
		{Name: "never taxed", Without: []*fact.Dataset{dataset.Taxpayers.Dataset}, Want: decision.Approved},
		{Name: "taxes owed", Facts: taxes(since, dataset.Taxpayers.Cleared.Set(false)), Want: decision.Rejected,
			Not: not(decision.NotMet, "tax-cleared")},
		{Name: "taxes unknown", Facts: taxes(since), Want: decision.Referred, Not: not(decision.Unknown, "tax-cleared")},
		{Name: "taxes do not answer", Broken: dataset.Taxpayers.Dataset, Want: decision.Referred, Not: not(decision.Unknown, "tax-cleared")},
		{Name: "without the promise", Form: func(f *form) { f.Promise = false }, Want: decision.Rejected, Not: not(decision.NotMet, "debts")},
		{Name: "on the list of abnormal operations", Facts: taxes(dataset.Abnormal.Reason.Set("无法联系")), Want: decision.Referred,
			Not: not(decision.Unknown, "unrestricted")},
		{Name: "under investigation", Facts: taxes(dataset.Restrictions.Investigated.Set(true)), Want: decision.Referred,
			Not: not(decision.Unknown, "unrestricted")},
		{Name: "no business", Without: []*fact.Dataset{dataset.Operators.Dataset}, Want: decision.Rejected,
			Not: not(decision.NotMet, "operates")},
	})
}

// openHanding opens an office with the records of the business and its future operator.
func openHanding(t *testing.T, more ...fact.Record) *instanttest.Office {
	t.Helper()
	o := instanttest.Open(t, soletraderchange.Service(), "2026-11-24")
	for _, r := range append([]fact.Record{runs("440605011"), citizen(successor, "陈接手", "1988-06-15")}, more...) {
		r.AsOf = o.Now()
		o.Know(r)
	}
	return o
}

// known returns the value of a field in the shared data.
func known(t *testing.T, o *instanttest.Office, key string, field fact.Field[string]) string {
	t.Helper()
	facts := registry.Gather(t.Context(), registry.Table{Store: o.Store}, []fact.Query{fact.Ask(key, field)}, o.Now())
	return fact.Get(facts, key, field).V
}

// TestTheWholeBusinessChangesHands: the new operator agrees, the present one applies, and the licence, the
// claims and the records are the new operator's, under the same code and name.
func TestTheWholeBusinessChangesHands(t *testing.T) {
	o := openHanding(t)
	renamed := o.Apply(person, form{Kind: soletraderchange.Name, TradeName: "大吉"})
	consent := form{Kind: soletraderchange.Consent, PresentOperator: person, BusinessDivision: "440605011", Promise: true}
	agreed := o.Apply(successor, consent)
	var f form
	handsOver(&f)
	receipt := o.Apply(person, f)
	if agreed.Outcome != decision.Approved || receipt.Outcome != decision.Approved {
		t.Fatalf("%s, %s: %+v", agreed.Outcome, receipt.Outcome, receipt.Findings)
	}
	licence := receipt.Certificate
	if licence.Holder != "佛山市南海区大吉餐饮店" || licence.HolderID != code || !receipt.Others {
		t.Errorf("the licence is of %s, %s", licence.Holder, licence.HolderID)
	}
	if text := fmt.Sprint(licence.Entries); !strings.Contains(text, "陈接手") || !strings.Contains(text, "2020年5月5日") {
		t.Errorf("the licence says %s", text)
	}
	issued, err := instant.LoadCertificate(t.Context(), o.Store, licence.Number)
	if err != nil || issued.HolderOf != successor {
		t.Errorf("the licence can be opened by %s, %v", issued.HolderOf, err)
	}
	for name, number := range map[string]string{"the licence of before": renamed.Number, "the consent": agreed.Number} {
		if got := o.Standing(number); got.State != instant.Ended {
			t.Errorf("%s is %s", name, got.State)
		}
	}
	ops := dataset.Operators
	for _, field := range []fact.Field[string]{ops.Code, ops.Name, ops.TradeName, ops.Industry, ops.Division, ops.Address} {
		if was, is := known(t, o, person, field), known(t, o, successor, field); was != "" || is == "" {
			t.Errorf("%s: %q of the former operator, %q of the new one", field.Name, was, is)
		}
	}
	for _, p := range []string{person, successor} {
		notices, _, err := instant.Notices(t.Context(), o.Store, p, "")
		if err != nil || !strings.Contains(fmt.Sprint(notices), "佛山市南海区大吉餐饮店") {
			t.Errorf("%s is told %+v, %v", p, notices, err)
		}
	}
	if again := o.Apply(person, form{Kind: soletraderchange.Name, TradeName: "万福"}); again.Outcome != decision.Rejected {
		t.Errorf("a change by the former operator is %s", again.Outcome)
	}
	if next := o.Apply(successor, form{Kind: soletraderchange.Name, TradeName: "鸿运"}); next.Outcome != decision.Approved {
		t.Errorf("a change by the new operator is %s: %+v", next.Outcome, next.Findings)
	}
	if got := o.Standing(receipt.Number); got.State != instant.Ended {
		t.Errorf("after that the licence is %s", got.State)
	}
	if end := o.Apply(successor, form{Kind: soletraderchange.Removal, Promise: true}); end.Outcome != decision.Approved {
		t.Errorf("a removal by the new operator is %s", end.Outcome)
	}
}

func TestABusinessWithoutANameGetsTheNewOperatorsName(t *testing.T) {
	receipt, o := handing.Apply(t, instanttest.Row[form]{Facts: []fact.Record{nameless}})
	if receipt.Outcome != decision.Approved || receipt.Certificate.Holder != "陈接手" {
		t.Fatalf("%s: the licence is of %+v", receipt.Outcome, receipt.Certificate)
	}
	if name := known(t, o, successor, dataset.Operators.Name); name != "陈接手" {
		t.Errorf("the register has %s", name)
	}
}

var changing = regexp.MustCompile(`\d{8}-\d{6}-[0-9A-Z]{8}|\d{4}-\d\d-\d\dT[0-9:.]+(Z|\+08:00)`)

// TestANumberGivesNoAnswer: without the consent, a number that nobody has, that of a civil servant and
// that of an operator get the same findings, whatever the name.
func TestANumberGivesNoAnswer(t *testing.T) {
	var answers []string
	for _, tt := range []struct {
		name  string
		facts []fact.Record
	}{
		{"陈接手", nil},
		{"陈借手", nil},
		{"陈接手", []fact.Record{instanttest.Fact(successor, dataset.PublicServants.Serving.Set(true))}},
		{"陈接手", []fact.Record{instanttest.Fact(successor, dataset.Operators.Name.Set("佛山市南海区好味餐饮店"))}},
		{"陈接手", []fact.Record{{Dataset: "population", Key: third, Values: map[string]string{"name": "陈接手"}}}},
		{"陈接手", []fact.Record{func() fact.Record { // agreed, but to somebody else
			c := dataset.OperatorConsents
			return instanttest.Fact(owner+"/"+successor, c.Operator.Set(owner), c.Successor.Set(successor),
				c.Until.Set(calendar.MustParse("2030-01-01")))
		}()}},
	} {
		o := openHanding(t, tt.facts...)
		var f form
		handsOver(&f)
		f.NewOperatorName = tt.name
		receipt := o.Apply(person, f)
		text, err := json.Marshal(receipt.Findings)
		if err != nil || receipt.Outcome != decision.Referred || strings.Contains(string(text), successor) {
			t.Errorf("%s %s", receipt.Outcome, text)
		}
		uses, err := json.Marshal(receipt.DataUse)
		if err != nil {
			t.Fatal(err)
		}
		text = append(text, uses...)
		answers = append(answers, changing.ReplaceAllString(string(text), "…"))
	}
	for i, answer := range answers {
		if answer != answers[0] {
			at := 0
			for at < min(len(answer), len(answers[0])) && answer[at] == answers[0][at] {
				at++
			}
			t.Errorf("answer %d differs: …%s, and …%s", i, answer[max(0, at-60):], answers[0][max(0, at-60):])
		}
	}
}

// TestTwoChangesAtOnce: only one takes over. The other change finds that the applicant has no business any
// more.
func TestTwoChangesAtOnce(t *testing.T) {
	o := openHanding(t, citizen(third, "何另接", "1990-03-07"), agreement(successor, "2030-01-01"), agreement(third, "2030-01-01"))
	o.Apply(person, form{Kind: soletraderchange.Name, TradeName: "大吉"})
	forms := make([]form, 10)
	for i := range forms {
		handsOver(&forms[i])
		if i%2 == 1 {
			forms[i].NewOperator, forms[i].NewOperatorName = third, "何另接"
		}
	}
	got := make([]instant.Receipt, len(forms))
	var all sync.WaitGroup
	for i, f := range forms {
		body, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		all.Go(func() {
			for { // under contention the service may answer "busy"; retry
				response := o.Call("POST", "applications", person, string(body), nil)
				if err := json.Unmarshal([]byte(response.Body), &got[i]); err != nil {
					t.Error(err)
				}
				if response.StatusCode != 503 {
					return
				}
			}
		})
	}
	all.Wait()
	granted := map[string]bool{}
	for _, receipt := range got {
		switch receipt.Outcome {
		case decision.Approved:
			granted[receipt.Number] = true
		case decision.Rejected:
		default:
			t.Errorf("a change is %s", receipt.Outcome)
		}
	}
	ops := dataset.Operators
	one, two := known(t, o, successor, ops.Code), known(t, o, third, ops.Code)
	if len(granted) != 1 || (one == code) == (two == code) || known(t, o, person, ops.Code) != "" {
		t.Errorf("%d changes; the operators have %q and %q", len(granted), one, two)
	}
}

// TestTheNewOperatorIsVerified: the registration ends with the death of the new operator, not with that
// of the former one.
func TestTheNewOperatorIsVerified(t *testing.T) {
	dies := func(who string) fact.Record {
		return instanttest.Fact(who, dataset.Deaths.Date.Set(calendar.MustParse("2026-12-01")))
	}
	for name, tt := range map[string]struct {
		news []fact.Record
		want instant.State
	}{
		"nothing happened":         {nil, instant.InForce},
		"the former operator died": {[]fact.Record{dies(person)}, instant.InForce},
		"the new operator died":    {[]fact.Record{dies(successor)}, instant.Ended},
		"the new operator serves":  {[]fact.Record{instanttest.Fact(successor, dataset.PublicServants.Serving.Set(true))}, instant.Suspended},
	} {
		receipt, o := handing.Apply(t, instanttest.Row[form]{})
		o.At(calendar.MustParse("2027-02-24").Start())
		for _, r := range tt.news {
			r.AsOf = o.Now()
			o.Know(r)
		}
		v := o.Verify(receipt.Number, false)
		if v.After != tt.want {
			t.Errorf("%s: %s, want %s: %s", name, v.After, tt.want, v.Cause.ZH)
		}
		if code := known(t, o, successor, dataset.Operators.Code); (code == "") != (tt.want == instant.Ended) {
			t.Errorf("%s: the register has %q", name, code)
		}
	}
}

// TestAReferredChangeOfOwnBusiness is accepted although an earlier award has the claims.
func TestAReferredChangeOfOwnBusiness(t *testing.T) {
	o := openHanding(t, unit(anothers, owner, "commercial"))
	first := o.Apply(person, form{Kind: soletraderchange.Name, TradeName: "大吉"})
	var f form
	handsOver(&f) // without a consent
	handing := o.Apply(person, f)
	if handing.Outcome != decision.Referred {
		t.Errorf("%s, want referred", handing.Outcome)
	}
	if got := o.Standing(first.Number); got.State != instant.InForce {
		t.Errorf("the licence is %s", got.State)
	}
	var away form
	moves("440604012")(&away)
	receipt := o.Apply(person, away)
	instanttest.Want(t, receipt.Findings, receipt.Outcome, decision.Referred, map[string]decision.Status{"same-authority": decision.Unknown})

	// the review of one replaces the licence, which makes the other outdated
	reviewed := determine(t, o, receipt.Number, "same-authority")
	if reviewed.Outcome != decision.Approved {
		t.Fatalf("reviewed, it is %s: %+v", reviewed.Outcome, reviewed.Findings)
	}
	if was, is := o.Standing(first.Number), o.Standing(receipt.Number); was.State != instant.Ended || is.State != instant.InForce {
		t.Errorf("the licence of before is %s, the new one %s", was.State, is.State)
	}
	outdated := determine(t, o, handing.Number, "agreed", "new-name", "new-alive", "new-age", "new-not-serving", "new-not-banned",
		"new-not-operating")
	if outdated.Outcome != decision.Rejected || known(t, o, successor, dataset.Operators.Code) != "" {
		t.Errorf("the other change is %s: %+v", outdated.Outcome, outdated.Findings)
	}
	next := o.Apply(person, form{Kind: soletraderchange.Name, TradeName: "万福"})
	if next.Outcome != decision.Approved || o.Standing(receipt.Number).State != instant.Ended {
		t.Errorf("a change after the review is %s: %+v", next.Outcome, next.Findings)
	}
}

// determine decides a referred application as a reviewer who finds the conditions met.
func determine(t *testing.T, o *instanttest.Office, number string, met ...string) *instant.Application {
	t.Helper()
	const official = "440605198505050139"
	for i, p := range []string{official, person, successor, owner} { // nobody is related to the official
		o.Know(fact.NewRecord(p, o.Now(), dataset.Households.Book.Set(fmt.Sprint(i))))
	}
	a, err := instant.LoadApplication(t.Context(), o.Store, number)
	if err != nil {
		t.Fatal(err)
	}
	matter, err := o.Engine.Matter(t.Context(), a, "review")
	if err != nil {
		t.Fatal(err)
	}
	cleared, err := o.Engine.Admit(t.Context(), instant.Officer{ID: official, Name: "审核员", Region: "440000"}, matter)
	if err != nil {
		t.Fatal(err)
	}
	found := instant.Determination{Reviewer: "审核员", Region: "440000", At: o.Now(), Reason: "已核对原件"}
	for _, rule := range met {
		found.Judged = append(found.Judged, instant.Judged{Rule: rule, Met: true})
	}
	reviewer, err := soletraderchange.Service().Reviewer(o.Engine)
	if err != nil {
		t.Fatal(err)
	}
	decided, err := reviewer.Determine(t.Context(), a, cleared, found)
	if err != nil {
		t.Fatal(err)
	}
	return decided
}

// TestTheNewOperatorDoesNotDecide as a reviewer, nor does the present one: both are parties to the case.
func TestTheNewOperatorDoesNotDecide(t *testing.T) {
	o := openHanding(t)
	for i, p := range []string{person, successor, owner} {
		o.Know(fact.NewRecord(p, o.Now(), dataset.Households.Book.Set(fmt.Sprint(i))))
	}
	var f form
	handsOver(&f) // without a consent
	receipt := o.Apply(person, f)
	a, err := instant.LoadApplication(t.Context(), o.Store, receipt.Number)
	if err != nil {
		t.Fatal(err)
	}
	matter, err := o.Engine.Matter(t.Context(), a, "review")
	if err != nil {
		t.Fatal(err)
	}
	for official, want := range map[string]bool{person: false, successor: false, owner: true} {
		_, err := o.Engine.Admit(t.Context(), instant.Officer{ID: official, Name: "审核员", Region: "440000"}, matter)
		if (err == nil) != want {
			t.Errorf("%s is admitted: %v, want %v", official, err, want)
		}
	}
}
