package department_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"miaoban/functions/services/elderlyallowance"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/registry"
	"miaoban/shared/registry/department"
)

const person = "440605195006150026"

var now = calendar.MustParse("2026-11-24").Start()

// stub is a department whose answers the test defines.
func stub(t *testing.T, answer http.HandlerFunc) (*department.Department, *atomic.Int32) {
	t.Helper()
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if r.Header.Get("Authorization") != "Bearer secret" || strings.Contains(r.URL.String(), person) {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		answer(w, r)
	}))
	t.Cleanup(server.Close)
	return department.New(
		server.URL,
		func(context.Context) (string, error) { return "secret", nil },
		server.Client(),
		func() time.Time { return now },
	), &asked
}

// says answers with the JSON text.
func says(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(text)) // the test checks the client's side
	}
}

var born = fact.Ask(person, dataset.Population.BirthDate)

func TestWhatADepartmentSays(t *testing.T) {
	good := `{"key":"` + person + `","as_of":"2026-11-23T08:00:00+08:00","values":{"birth_date":"1950-06-15","name":"unasked"}}`
	var twice atomic.Int32
	for name, tt := range map[string]struct {
		answer http.HandlerFunc
		want   fact.State
		asked  int32
	}{
		"the queried field": {says(good), fact.Known, 1},
		"a failure, then it": {func(w http.ResponseWriter, r *http.Request) {
			if twice.Add(1) < 3 {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			says(good)(w, r)
		}, fact.Known, 3},
		"permanent failure": {
			func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
			fact.Unreachable,
			3,
		},
		"no record":   {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }, fact.Absent, 1},
		"not allowed": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }, fact.Unreachable, 1},
		"a page": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte("<p>"))
		}, fact.Unreachable, 1},
		"no JSON":         {says(`{"key":`), fact.Unreachable, 1},
		"another key":     {says(strings.Replace(good, person, "440605194001010011", 1)), fact.Unreachable, 1},
		"as of tomorrow":  {says(strings.Replace(good, "2026-11-23", "2026-11-25", 1)), fact.Unreachable, 1},
		"without as_of":   {says(`{"key":"` + person + `","values":{"birth_date":"1950-06-15"}}`), fact.Unreachable, 1},
		"too much":        {says(`{"key":"` + strings.Repeat("4", 70<<10) + `"}`), fact.Unreachable, 1},
		"an invalid date": {says(strings.Replace(good, "1950-06-15", "1950-02-30", 1)), fact.Malformed, 1},
		"not the field":   {says(strings.Replace(good, "birth_date", "birthday", 1)), fact.Missing, 1},
		"outdated":        {says(strings.Replace(good, "2026-11-23", "2026-01-01", 1)), fact.Stale, 1},
	} {
		t.Run(name, func(t *testing.T) {
			d, asked := stub(t, tt.answer)
			facts := registry.Gather(t.Context(), d, []fact.Query{born}, now)
			if got := fact.Get(facts, person, dataset.Population.BirthDate); got.State != tt.want || asked.Load() != tt.asked {
				t.Errorf("%s after %d requests, want %s after %d", got.State, asked.Load(), tt.want, tt.asked)
			}
			if _, unasked := facts[0].Values["name"]; unasked {
				t.Error("a field that was not queried was kept")
			}
		})
	}
}

// TestTheQuestionNamesItsFields requires that a query lists only its own fields.
func TestTheQuestionNamesItsFields(t *testing.T) {
	var got map[string]any
	d, _ := stub(t, func(w http.ResponseWriter, r *http.Request) {
		if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
			t.Error(err)
		}
		w.WriteHeader(http.StatusNotFound)
	})
	if _, err := d.Lookup(t.Context(), born); !errors.Is(err, registry.ErrNoRecord) {
		t.Error(err)
	}
	if fields, _ := got["fields"].([]any); got["dataset"] != "population" || got["key"] != person || len(fields) != 1 ||
		fields[0] != "birth_date" {
		t.Errorf("the query: %v", got)
	}
}

// TestWhoIsDownIsNotWaitedFor requires that after five failures no query is sent for a while.
func TestWhoIsDownIsNotWaitedFor(t *testing.T) {
	d, asked := stub(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	for range 20 {
		if _, err := d.Lookup(t.Context(), born); err == nil {
			t.Fatal("the failing department answered")
		}
	}
	if asked.Load() != 5 {
		t.Errorf("%d requests", asked.Load())
	}
}

// TestADepartmentInTroubleMeansAReferral requires a referral within the deadline, with the reason,
// and never a rejection.
func TestADepartmentInTroubleMeansAReferral(t *testing.T) {
	const card = "6222022005123456789"
	form := elderlyallowance.Form{Payee: elderlyallowance.Own, Account: card}
	release := make(chan struct{})
	t.Cleanup(func() { close(release) })
	for name, answer := range map[string]http.HandlerFunc{
		"slow": func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body) // only then the server notices that the client disconnected
			select {
			case <-r.Context().Done():
			case <-release:
			}
		},
		"broken": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) },
		"wrong":  says(`{"key":"somebody","as_of":"2026-11-23T08:00:00+08:00","values":{"birth_date":"2020-01-01"}}`),
		"gone": func(w http.ResponseWriter, _ *http.Request) {
			connection, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				connection.Close()
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := instanttest.Open(t, elderlyallowance.Service(), "2026-11-24")
			o.Know(fact.NewRecord(card, o.Now(), dataset.BankAccounts.Holder.Set(person), dataset.BankAccounts.Open.Set(true)))
			d, _ := stub(t, answer)
			o.Engine.Source = department.Sources{Table: registry.Table{Store: o.Store}, Live: map[string]registry.Source{"population": d}}
			o.Engine.Patience = 300 * time.Millisecond
			began := time.Now()
			receipt := o.Apply(person, form)
			took := time.Since(began)
			instanttest.Want(t, receipt.Findings, receipt.Outcome, decision.Referred,
				map[string]decision.Status{"household": decision.Unknown, "age": decision.Unknown})
			if took > 5*time.Second { // far over the deadline: the decision waited for the department
				t.Errorf("it took %s", took)
			}
			for _, f := range receipt.Findings {
				if f.Status == decision.Unknown && !strings.Contains(f.Text.ZH, "公安部门") {
					t.Errorf("%s does not name the department that did not answer: %s", f.Rule, f.Text.ZH)
				}
			}
		})
	}
}

// TestWhatWasLearnedHereStands requires that values written by decisions here override older data
// of the department.
func TestWhatWasLearnedHereStands(t *testing.T) {
	old := func(context.Context) (fact.Record, error) {
		return fact.Record{AsOf: now.Add(-time.Hour), Values: map[string]string{"birth_date": "1950-06-15"}}, nil
	}
	for name, tt := range map[string]struct {
		table fact.Record
		want  string
	}{
		"decided later": {fact.Record{AsOf: now, DecidedAt: now, Values: map[string]string{"birth_date": "1951-01-01"}}, "1951-01-01"},
		"decided before": {
			fact.Record{
				AsOf:      now.Add(-2 * time.Hour),
				DecidedAt: now.Add(-2 * time.Hour),
				Values:    map[string]string{"birth_date": "1951-01-01"},
			},
			"1950-06-15",
		},
		"unset later":     {fact.Record{AsOf: now, DecidedAt: now, Values: map[string]string{"birth_date": ""}}, ""},
		"another field":   {fact.Record{AsOf: now, DecidedAt: now, Values: map[string]string{"name": "何婉清"}}, "1950-06-15"},
		"a delivery only": {fact.Record{AsOf: now, Values: map[string]string{"birth_date": "1951-01-01"}}, "1950-06-15"},
	} {
		table := source(func(context.Context) (fact.Record, error) { return tt.table, nil })
		s := department.Sources{Table: table, Live: map[string]registry.Source{"population": source(old)}}
		if got, err := s.Lookup(t.Context(), born); err != nil || got.Values["birth_date"] != tt.want {
			t.Errorf("%s: %v, %v", name, got.Values, err)
		}
	}
}

type source func(context.Context) (fact.Record, error)

func (s source) Lookup(ctx context.Context, _ fact.Query) (fact.Record, error) { return s(ctx) }
