package instant_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
	"miaoban/shared/store"
)

// A small service for the tests: three places, for adults.

type form struct {
	Wish  string        `json:"wish" validate:"required,max=5" zh:"愿望" en:"Wish"`
	On    calendar.Date `json:"on,omitzero" zh:"日期" en:"Day"`
	Count int           `json:"count,omitempty" validate:"omitempty,min=1,max=9" zh:"数量" en:"Count"`
	Names []string      `json:"names,omitempty" validate:"max=2,dive,idnumber" zh:"家人" en:"Family"`
	Code  string        `json:"code,omitempty" validate:"omitempty,uscc" zh:"代码" en:"Code"`
	Phone string        `json:"phone,omitempty" validate:"omitempty,mobile" zh:"手机" en:"Mobile"`
	Place string        `json:"place,omitempty" validate:"omitempty,division" zh:"地区" en:"Place"`
}

type figures struct {
	Age policy.Series[int] `yaml:"age"`
}

const document = `
age:
  title: {zh: 年龄, en: Age}
  figures:
    - {region: "000000", from: 2020-01-01, value: 18, basis: {title: {zh: 例, en: Example}, illustrative: true}}
`

type testCase = decision.Case[form, figures]

func service() instant.Service[form, figures] { return serviceFor(3) }

func serviceFor(places int64) instant.Service[form, figures] {
	rules := func(version, from string) instant.Rules[form, figures] {
		return instant.Rules[form, figures]{
			Version: version, From: calendar.MustParse(from), Needs: needs, Decide: decide, Issue: issue,
			Claims: func(c testCase) []decision.Claim {
				return []decision.Claim{{Kind: "place", Key: "2026", Limit: places}, {Kind: "wish", Key: c.Applicant.ID}}
			},
		}
	}
	return instant.Service[form, figures]{
		Item:   instant.Item{Slug: "wish", Name: lang.T("愿望", "Wish")},
		Policy: []byte(document),
		Rules:  []instant.Rules[form, figures]{rules("first", "2020-01-01"), rules("second", "2027-01-01")},
	}
}

func needs(c testCase) []fact.Query {
	return []fact.Query{fact.Ask(c.Applicant.ID, dataset.Population.BirthDate)}
}

func issue(_ testCase, serial decision.Serial) decision.Grants {
	var g decision.Grants
	g.Certificate.Type, g.Certificate.IssuerCode = "11440605MB000MC150999", "11440605MB000MC150"
	g.Certificate.HolderID = serial.Text(6, "0123456789")
	return g
}

func decide(c testCase) []decision.Finding {
	age, _ := c.Policy.Age.At("440605", c.Today())
	f := decision.Rule("age", lang.T("成年", "Of age"), age.Basis)
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	place := decision.Rule("place", lang.T("尚有名额", "A place is left"), age.Basis)
	wish := decision.Rule("wish", lang.T("未重复", "Once only"), age.Basis)
	findings := []decision.Finding{place.Met(lang.T("有", "Yes")), wish.Met(lang.T("是", "Yes"))}
	if !c.Holdings.Of("place").Free() {
		findings[0] = place.NotMet(lang.T("已满", "None is left"))
	}
	if !c.Holdings.Of("wish").Free() {
		findings[1] = wish.NotMet(lang.T("已有", "Had"))
	}
	switch {
	case !born.Known():
		return append(findings, f.Unknown(born.Ref))
	case born.V.Age(c.Today()) < age.Value:
		return append(findings, f.NotMet(lang.T("未成年", "Not of age"), born.Ref).FirstMet(born.V.AddYears(age.Value)))
	default:
		return append(findings, f.Met(lang.T("成年", "Of age"), born.Ref))
	}
}

func open(t *testing.T, people ...string) *instanttest.Office {
	t.Helper()
	o := instanttest.Open(t, service(), "2026-11-24")
	for _, p := range people {
		o.Know(fact.NewRecord(p, o.Now(), dataset.Population.BirthDate.Set(calendar.MustParse("1990-01-01"))))
	}
	return o
}

// broken is a store that fails where the test says.
type broken struct {
	store.Store
	commit func(ctx context.Context, next func() error) error
}

func (b broken) Commit(ctx context.Context, writes ...store.Write) error {
	for _, w := range writes {
		if w.Name == "application" {
			return b.commit(ctx, func() error { return b.Store.Commit(ctx, writes...) })
		}
	}
	return b.Store.Commit(ctx, writes...)
}

func TestWhenTheStoreFails(t *testing.T) {
	tests := []struct {
		name   string
		commit func(ctx context.Context, next func() error) error
		status int
		kept   int // applications afterwards
	}{
		{"busy", func(context.Context, func() error) error { return store.ErrBusy }, 503, 0},
		{"ambiguous, not committed", func(context.Context, func() error) error { return store.ErrAmbiguous }, 503, 0},
		{"ambiguous, committed", func(_ context.Context, next func() error) error {
			if err := next(); err != nil {
				return err
			}
			return store.ErrAmbiguous
		}, 201, 1},
		{"always lost", func(context.Context, func() error) error { return &store.Conflict{Lost: []string{"claim"}} }, 503, 0},
		{"broken", func(context.Context, func() error) error { return fmt.Errorf("disk of 440605194001010011 is full") }, 500, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := open(t, "p")
			o.Engine.Store = broken{o.Store, tt.commit}
			response := o.Call("POST", "applications", "p", `{"wish":"x"}`, nil)
			if response.StatusCode != tt.status {
				t.Errorf("status %d %s, want %d", response.StatusCode, response.Body, tt.status)
			}
			if strings.Contains(response.Body, "disk") {
				t.Errorf("the answer contains the internal error: %s", response.Body)
			}
			if tt.status == http.StatusServiceUnavailable && response.Headers["Retry-After"] == "" {
				t.Error("the answer has no Retry-After")
			}
			o.Engine.Store = o.Store
			list, _, err := instant.Applications(t.Context(), o.Store, "p", "")
			if err != nil || len(list) != tt.kept {
				t.Errorf("%d applications are kept, want %d: %v", len(list), tt.kept, err)
			}
			again := o.Apply("p", form{Wish: "x"})
			if again.Outcome != decision.Approved || tt.kept == 1 && again.Number != list[0].Number {
				t.Errorf("retried: %+v", again)
			}
		})
	}
}

func TestTheRulesOfTheDay(t *testing.T) {
	o := open(t, "p", "q")
	o.At(calendar.MustParse("2027-01-01").Start().Add(-time.Second))
	if r := o.Apply("p", form{Wish: "x"}); r.Rules != "first" {
		t.Errorf("in the last second of 2026: %s", r.Rules)
	}
	o.At(calendar.MustParse("2027-01-01").Start())
	if r := o.Apply("q", form{Wish: "x"}); r.Rules != "second" {
		t.Errorf("in the first second of 2027: %s", r.Rules)
	}
	o.At(calendar.MustParse("2019-12-31").Start())
	if response := o.Call("POST", "applications", "p", `{"wish":"y"}`, nil); response.StatusCode != 500 {
		t.Errorf("before there were rules: %d %s", response.StatusCode, response.Body)
	}
}

func TestAReferralHoldsItsPlace(t *testing.T) {
	o := open(t)
	first := o.Apply("nobody-knows", form{Wish: "x"})
	if first.Outcome != decision.Referred {
		t.Fatal(first.Outcome)
	}
	if again := o.Apply("nobody-knows", form{Wish: "x"}); again.Number != first.Number {
		t.Errorf("a repetition: %s, first %s", again.Number, first.Number)
	}
	if other := o.Apply("nobody-knows", form{Wish: "y"}); other.Outcome != decision.Rejected {
		t.Errorf("a second one during the review: %s", other.Outcome)
	}
}

func TestAllFaultsOfAFormAtOnce(t *testing.T) {
	o := open(t, "p")
	body := `{"on":"2026-02-30","count":"many","names":["440605194001010012","110105491231002"],"code":"9135O100M000100Y44","phone":"1380013800","place":"449999","a/b":1,"~":2}`
	response := o.Call("POST", "applications", "p", body, nil)
	var problem struct {
		Errors []struct{ Pointer, Code, Detail, DetailEN string }
	}
	if err := json.Unmarshal([]byte(response.Body), &problem); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, e := range problem.Errors {
		got[e.Pointer] = e.Code
		if e.Detail == "" || strings.ContainsAny(e.Detail, "%") || strings.Contains(e.Detail, "4406051940") {
			t.Errorf("%s says %q", e.Pointer, e.Detail)
		}
	}
	want := map[string]string{
		"/wish": "required", "/on": "type", "/count": "type", "/names/0": "idnumber", "/names/1": "idnumber",
		"/code": "uscc", "/phone": "mobile", "/place": "division", "/a~1b": "unknown", "/~0": "unknown",
	}
	if response.StatusCode != 422 || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %d %v\nwant %v", response.StatusCode, got, want)
	}
}

func TestEveryReadIsLogged(t *testing.T) {
	o := open(t, "p")
	o.Call("GET", "application", "p", "", nil)
	o.Precheck("p", form{Wish: "x"})
	receipt := o.Apply("p", form{Wish: "x"})
	reads, _, err := instant.Reads(t.Context(), o.Store, "p", "")
	if err != nil || len(reads) != 3 {
		t.Fatalf("%d reads are logged, %v", len(reads), err)
	}
	purposes := map[string]bool{}
	for _, r := range reads {
		purposes[r.Purpose] = true
		if len(r.Uses) != 1 || r.Uses[0].Dataset != "population" || r.Purpose == "application" && r.Application != receipt.Number {
			t.Errorf("%+v", r)
		}
		if text, _ := json.Marshal(r); strings.Contains(string(text), "1990") {
			t.Errorf("the log contains a value: %s", text)
		}
	}
	if len(purposes) != 3 {
		t.Errorf("purposes: %v", purposes)
	}
}

func FuzzBody(f *testing.F) {
	f.Add(`{"wish":"x"}`)
	f.Add(`{"on":"2026-02-30","names":[1]}`)
	f.Add(`[`)
	f.Fuzz(func(t *testing.T, body string) {
		o := open(t, "p")
		if status := o.Call("POST", "eligibility", "p", body, nil).StatusCode; status >= 500 {
			t.Errorf("%d", status)
		}
	})
}
