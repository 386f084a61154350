package instant_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/httpapi"
	"miaoban/shared/identity"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/problem"
	"miaoban/shared/registry"
	"miaoban/shared/store"
)

const (
	principal = "440605194603140024"
	agent     = "440605199001010014"
)

// delegated opens an office in which the principal's mandate lets the agent act until that day.
func delegated(t *testing.T, until string) (*instanttest.Office, instant.Mandate) {
	t.Helper()
	o := open(t, principal)
	o.Know(
		fact.NewRecord(
			agent,
			o.Now(),
			dataset.Population.Name.Set("黄晓雯"),
			dataset.Population.BirthDate.Set(calendar.MustParse("1990-01-01")),
		),
	)
	m, err := o.Engine.Give(t.Context(), decision.Applicant{ID: principal, Name: "何婉清"}, agent, "黄晓雯", calendar.MustParse(until))
	if err != nil {
		t.Fatal(err)
	}
	return o, m
}

// interrupted is a store that calls a function just before the first commit that has a write with
// one of the names.
type interrupted struct {
	store.Store
	names  []string
	before func()
}

func (s *interrupted) Commit(ctx context.Context, writes ...store.Write) error {
	for _, w := range writes {
		for _, name := range s.names {
			if w.Name == name && s.before != nil {
				before := s.before
				s.before = nil
				before()
			}
		}
	}
	return s.Store.Commit(ctx, writes...)
}

// TestAMandateIsAConditionOfEachCommit withdraws the mandate after an act of the agent was allowed
// and before it is committed: the commit must fail.
func TestAMandateIsAConditionOfEachCommit(t *testing.T) {
	call := func(method, action, body string) func(*instanttest.Office, instant.Mandate, string) int {
		return func(o *instanttest.Office, m instant.Mandate, _ string) int {
			return o.Call(method, action+"?for="+m.ID, agent, body, nil).StatusCode
		}
	}
	with := func(
		do func(e *instant.Engine, a *instant.Application, by instant.Actor) error,
	) func(*instanttest.Office, instant.Mandate, string) int {
		return func(o *instanttest.Office, m instant.Mandate, number string) int {
			a, err := instant.LoadApplication(t.Context(), o.Store, number)
			if err == nil {
				err = do(o.Engine, a, instant.Actor{Agent: a.Applicant.Agent})
			}
			var p *problem.Problem
			if errors.As(err, &p) {
				return httpapi.StatusOf(p.Code)
			}
			return map[bool]int{true: http.StatusOK, false: http.StatusInternalServerError}[err == nil]
		}
	}
	for name, tt := range map[string]struct {
		do      func(*instanttest.Office, instant.Mandate, string) int
		commits string // the write before which the mandate is withdrawn
		want    int
	}{
		"the form":       {call("GET", "application", ""), "read", http.StatusForbidden},
		"a pre-check":    {call("POST", "eligibility", `{"wish":"y"}`), "read", http.StatusForbidden},
		"saving a form":  {call("POST", "draft", `{"wish":"y"}`), "saved", http.StatusForbidden},
		"an application": {call("POST", "applications", `{"wish":"y"}`), "application", http.StatusForbidden},
		"looking at it": {with(func(e *instant.Engine, a *instant.Application, _ instant.Actor) error {
			_, _, err := e.Own(t.Context(), identity.Caller{ID: agent, Name: "黄晓雯"}, a.Number)
			return err
		}), "read", http.StatusNotFound},
		"requesting a review": {with(func(e *instant.Engine, a *instant.Application, by instant.Actor) error {
			asking, err := e.Asking(t.Context(), a, instant.Answering{})
			if err != nil {
				return err
			}
			return e.RequestReview(t.Context(), a, by, instant.Answering{}, asking.Confirm)
		}), "review", http.StatusNotFound},
		"an answer": {with(func(e *instant.Engine, a *instant.Application, by instant.Actor) error {
			known, err := registry.Put(fact.NewRecord("o", e.Now(), dataset.Households.Book.Set("1")))
			if err == nil {
				err = e.Store.Commit(t.Context(), known...)
			}
			var m instant.Matter
			if err == nil {
				m, err = e.Matter(t.Context(), a, "review")
			}
			var cleared instant.Clearance
			if err == nil {
				cleared, err = e.Admit(t.Context(), instant.Officer{ID: "o", Name: "o", Region: "440000"}, m)
			}
			if err == nil {
				err = e.Ask(t.Context(), a, cleared, "请补充")
			}
			if err != nil {
				return err
			}
			e.Store.(*interrupted).names = []string{"asked"}
			return e.Answer(t.Context(), a, by, "好的")
		}), "only the answer", http.StatusNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			o, m := delegated(t, "2026-12-31")
			body := `{"wish":"x"}`
			if name == "an answer" { // it is referred, since the birth date is unknown
				o.Know(
					fact.NewRecord(
						principal,
						o.Now().AddDate(-1, 0, 0),
						dataset.Population.BirthDate.Set(calendar.MustParse("1990-01-01")),
					),
				)
			}
			var receipt instant.Receipt
			first := o.Call("POST", "applications?for="+m.ID, agent, body, nil)
			if err := json.Unmarshal([]byte(first.Body), &receipt); err != nil || first.StatusCode != http.StatusCreated {
				t.Fatalf("%d %s", first.StatusCode, first.Body)
			}
			o.Engine.Store = &interrupted{o.Store, []string{tt.commits}, func() {
				inner := *o.Engine
				inner.Store = o.Store
				if err := inner.WithdrawMandate(t.Context(), decision.Applicant{ID: principal}, m.ID); err != nil {
					t.Fatal(err)
				}
			}}
			if status := tt.do(o, m, receipt.Number); status != tt.want {
				t.Errorf("status %d, want %d", status, tt.want)
			}
			if o.Engine.Store.(*interrupted).before != nil {
				t.Fatal("nothing was committed")
			}
			list, _, err := instant.Applications(t.Context(), o.Store, principal, "")
			if err != nil || len(list) != 1 {
				t.Errorf("the principal has %d applications, %v", len(list), err)
			}
		})
	}
}

// TestAMandateEndsWithItsLastDay covers new applications and those that were submitted under it.
func TestAMandateEndsWithItsLastDay(t *testing.T) {
	o, m := delegated(t, "2026-11-25")
	response := o.Call("POST", "applications?for="+m.ID, agent, `{"wish":"x"}`, nil)
	var receipt instant.Receipt
	if err := json.Unmarshal([]byte(response.Body), &receipt); err != nil || !receipt.Acted {
		t.Fatalf("%d %s", response.StatusCode, response.Body)
	}
	as := func() (string, int) {
		_, _, err := o.Engine.Own(t.Context(), identity.Caller{ID: agent, Name: "黄晓雯"}, receipt.Number)
		acted, _, failed := o.Engine.Acted(t.Context(), agent, "")
		if failed != nil {
			t.Fatal(failed)
		}
		return fmt.Sprint(err), len(acted)
	}
	o.At(calendar.MustParse("2026-11-26").Start().Add(-time.Second))
	if err, listed := as(); err != "<nil>" || listed != 1 {
		t.Errorf("in its last second: %s, %d listed", err, listed)
	}
	o.At(calendar.MustParse("2026-11-26").Start())
	if err, listed := as(); err != "problem: not-found" || listed != 0 {
		t.Errorf("one second later: %s, %d listed", err, listed)
	}
	if status := o.Call("GET", "application?for="+m.ID, agent, "", nil).StatusCode; status != http.StatusForbidden {
		t.Errorf("one second later the form opens: %d", status)
	}
}

// TestWhoIsNamedAsAgent requires the name in the population register, the same answer for a wrong
// name, an unknown number and a record without a name, and a limit on attempts.
func TestWhoIsNamedAsAgent(t *testing.T) {
	o, _ := delegated(t, "2026-12-31")
	who := decision.Applicant{ID: principal, Name: "何婉清"}
	const nameless = "440605199102030049"
	o.Know(fact.NewRecord(nameless, o.Now(), dataset.Population.BirthDate.Set(calendar.MustParse("1991-02-03"))))
	const dead, old = "440605196001010045", "440605196103020041"
	o.Know(
		fact.NewRecord(dead, o.Now(), dataset.Population.Name.Set("周福生")),
		fact.NewRecord(dead, o.Now(), dataset.Deaths.Date.Set(calendar.MustParse("2026-11-01"))),
		fact.NewRecord(old, o.Now().AddDate(-1, 0, 0), dataset.Population.Name.Set("郑守信")))
	give := func(number, name string) (instant.Mandate, string) {
		m, err := o.Engine.Give(t.Context(), who, number, name, calendar.MustParse("2026-12-31"))
		var p *problem.Problem
		if errors.As(err, &p) {
			return m, fmt.Sprint(p.Code, p.Detail, p.Errors)
		}
		return m, fmt.Sprint(err)
	}
	_, wrong := give(agent, "黄晓云")
	_, unknown := give("440605198905060079", "黄晓雯")
	_, none := give(nameless, "黄晓雯")
	_, died := give(dead, "周福生")
	if wrong != unknown || wrong != none || wrong != died || !strings.HasPrefix(wrong, "invalid-form") {
		t.Errorf("the answers differ:\n%s\n%s\n%s", wrong, unknown, none)
	}
	if m, err := give(agent, " 黄 晓雯　"); err != "<nil>" || m.Agent.Name != "黄晓雯" {
		t.Errorf("the agent is %q, %s", m.Agent.Name, err)
	}
	if m, err := give(old, "郑守信"); err != "<nil>" || m.Agent.Name != "郑守信" {
		t.Errorf("with a record from a year ago the agent is %q, %s", m.Agent.Name, err)
	}
	reads, _, err := instant.Reads(t.Context(), o.Store, agent, "")
	if err != nil || len(reads) != 3 || reads[0].Purpose != "mandate" || !reads[0].ByOther {
		t.Errorf("the named agent's log: %+v, %v", reads, err)
	}
	for range 3 { // in addition to those before
		if _, err := give(agent, "黄晓云"); err != wrong {
			t.Error(err)
		}
	}
	if _, err := give(agent, "黄晓雯"); !strings.HasPrefix(err, "too-many") {
		t.Errorf("the eleventh attempt of the day: %s", err)
	}
	o.At(o.Now().AddDate(0, 0, 1))
	o.Break(dataset.Population.Dataset)
	if _, err := give(agent, "黄晓雯"); !strings.HasPrefix(err, "busy") {
		t.Errorf("the register does not answer: %s", err)
	}
}

// TestAnAgentUsesUpNothing requires that an agent does not use up the principal's limits, and does
// not learn what the principal already has.
func TestAnAgentUsesUpNothing(t *testing.T) {
	o, m := delegated(t, "2026-12-31")
	granted := o.Apply(principal, form{Wish: "x"})
	o.At(o.Now().Add(time.Hour))
	key := map[string]string{"Idempotency-Key": "the-principals"}
	o.Call("POST", "applications", principal, `{"wish":"other"}`, key)
	if response := o.Call("POST", "applications?for="+m.ID, agent, `{"wish":"x"}`, nil); response.StatusCode != http.StatusConflict ||
		strings.Contains(response.Body, granted.Number) {
		t.Errorf("what the principal already has: %d %s", response.StatusCode, response.Body)
	}
	if response := o.Call("POST", "applications?for="+m.ID, agent, `{"wish":"third"}`, key); response.StatusCode != http.StatusCreated {
		t.Errorf("with a key that the principal used: %d %s", response.StatusCode, response.Body)
	}
	o.At(o.Now().AddDate(0, 0, 1))
	for n := range 32 {
		response := o.Call("POST", "applications?for="+m.ID, agent, fmt.Sprintf(`{"wish":"w%d"}`, n), nil)
		if want := map[bool]int{true: http.StatusCreated, false: http.StatusTooManyRequests}[n < 30]; response.StatusCode != want {
			t.Fatalf("the agent's application %d: %d %s", n, response.StatusCode, response.Body)
		}
	}
	if response := o.Call("POST", "applications", principal, `{"wish":"mine"}`, nil); response.StatusCode != http.StatusCreated {
		t.Errorf("the principal's own first of the day: %d %s", response.StatusCode, response.Body)
	}
}

// TestWhoClicksQuicklyIsNotStopped opens every form in each language and text size within a
// minute; a flood of views, each of which is logged, is refused until the next minute.
func TestWhoClicksQuicklyIsNotStopped(t *testing.T) {
	o := open(t, principal)
	look := func(n, want int) {
		t.Helper()
		if response := o.Call("GET", "application", principal, "", nil); response.StatusCode != want {
			t.Fatalf("view %d: status %d, want %d: %s", n, response.StatusCode, want, response.Body)
		}
	}
	for n := range 240 {
		look(n+1, http.StatusOK)
	}
	look(241, http.StatusTooManyRequests)
	o.At(o.Now().Add(time.Minute))
	look(242, http.StatusOK)
}

// TestWhatWasBegunIsOfWhoTypedIt requires that agent and principal do not see each other's drafts,
// and that the principal's log shows that the agent opened the form.
func TestWhatWasBegunIsOfWhoTypedIt(t *testing.T) {
	o, m := delegated(t, "2026-12-31")
	for person, draft := range map[string]string{principal: "draft", agent: "draft?for=" + m.ID} {
		body := fmt.Sprintf(`{"wish":%q}`, "of-"+person[14:])
		if response := o.Call("POST", draft, person, body, nil); response.StatusCode != http.StatusNoContent {
			t.Fatalf("%d %s", response.StatusCode, response.Body)
		}
	}
	for person, action := range map[string]string{principal: "application", agent: "application?for=" + m.ID} {
		response := o.Call("GET", action, person, "", nil)
		var blank instant.Blank
		if err := json.Unmarshal([]byte(response.Body), &blank); err != nil || blank.Saved == nil ||
			blank.Saved.Values.Get("wish") != "of-"+person[14:] {
			t.Errorf("%s sees %+v: %s", action, blank.Saved, response.Body)
		}
	}
	if response := o.Call("GET", "application", agent, "", nil); strings.Contains(response.Body, `"saved"`) {
		t.Errorf("the agent has no draft for themselves: %s", response.Body)
	}
	reads, _, err := instant.Reads(t.Context(), o.Store, principal, "")
	byAgent := 0
	for _, read := range reads {
		if read.Agent == "测试人" { // the name of the test's sign-in
			byAgent++
		}
	}
	if err != nil || len(reads) != 2 || byAgent != 1 {
		t.Errorf("the principal's log: %+v, %v", reads, err)
	}
}
