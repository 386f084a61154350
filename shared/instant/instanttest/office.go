// Package instanttest runs one service in a test (an office): the real engine on a real store, with the
// shared data that the test provides.
package instanttest

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/httpapi"
	"miaoban/shared/identity"
	"miaoban/shared/instant"
	"miaoban/shared/metrics"
	"miaoban/shared/registry"
	"miaoban/shared/store"
)

// Office is one service with its engine, store and clock.
type Office struct {
	t       testing.TB
	slug    string
	server  httpapi.Server
	service instant.Offering
	Engine  *instant.Engine
	Store   store.Store
	now     time.Time
	broken  []*fact.Dataset
}

// Open opens an office for the service, at noon of the day, on an embedded store.
func Open(t testing.TB, service instant.Offering, day string) *Office {
	t.Helper()
	return OpenOn(t, service, day, OnBolt)
}

// OpenOn is Open on a store of another kind.
func OpenOn(t testing.TB, service instant.Offering, day string, open OpenStore) *Office {
	t.Helper()
	o := &Office{t: t, slug: service.About().Slug, service: service, now: calendar.MustParse(day).Start().Add(12 * time.Hour)}
	clock := func() time.Time { return o.now }
	o.Store = guarded(t, open(t, clock), o.slug)
	o.Engine = &instant.Engine{
		Store: o.Store, Source: source{o}, Audit: &audit.Log{}, Pages: noPages{}, Log: slog.New(slog.DiscardHandler),
		Metrics: metrics.Recorder{Out: io.Discard},
		Now:     clock, Random: rand.Reader,
	}
	routes, err := service.Routes(o.Engine)
	if err != nil {
		t.Fatal(err)
	}
	o.server = httpapi.Server{Routes: routes, Log: o.Engine.Log}
	return o
}

// At sets the office's clock.
func (o *Office) At(moment time.Time) { o.now = moment }

// Now returns the time of the office's clock.
func (o *Office) Now() time.Time { return o.now }

// Know stores the records in the shared data.
func (o *Office) Know(records ...fact.Record) {
	o.t.Helper()
	for _, r := range records {
		writes, err := registry.Put(r)
		if err != nil {
			o.t.Fatal(err)
		}
		if err := o.Store.Commit(o.t.Context(), writes...); err != nil {
			o.t.Fatal(err)
		}
	}
}

// Confirm stores the record of the key unchanged, as confirmed by its department now.
func (o *Office) Confirm(d *fact.Dataset, key string) {
	o.t.Helper()
	record, err := registry.Table{Store: o.Store}.Lookup(o.t.Context(), fact.Query{Dataset: d, Key: key})
	if err != nil {
		o.t.Fatal(err)
	}
	record.AsOf = o.now
	o.Know(record)
}

// Break makes the department of the dataset unreachable.
func (o *Office) Break(dataset *fact.Dataset) { o.broken = append(o.broken, dataset) }

type source struct{ office *Office }

func (s source) Lookup(ctx context.Context, q fact.Query) (fact.Record, error) {
	if slices.Contains(s.office.broken, q.Dataset) {
		return fact.Record{}, errors.New("unreachable")
	}
	return registry.Table{Store: s.office.Store}.Lookup(ctx, q)
}

// Call sends a request to the service, signed in as the person ("": nobody), and returns the response.
// action is the rest of the address after that of the service: "applications", "draft?for=…".
func (o *Office) Call(method, action, person, body string, headers map[string]string) httpapi.Response {
	o.t.Helper()
	route := "/services/" + o.slug
	if action != "" {
		route += "/" + action
	}
	route, query, _ := strings.Cut(route, "?")
	event := events.APIGatewayV2HTTPRequest{
		RouteKey: method + " " + route, RawPath: route, RawQueryString: query, Body: body,
		Headers: map[string]string{"content-type": "application/json"},
	}
	for k, v := range headers {
		event.Headers[strings.ToLower(k)] = v
	}
	event.RequestContext.HTTP.Method = method
	if person != "" {
		caller := identity.Caller{ID: person, Name: "测试人"}
		event.RequestContext.Authorizer = &events.APIGatewayV2HTTPRequestContextAuthorizerDescription{Lambda: caller.Context()}
	}
	response, err := o.server.Serve(doneByService(o.t.Context()), event)
	if err != nil {
		o.t.Fatal(err)
	}
	return response
}

// Apply applies for the person with the form and returns the receipt. It fails the test unless the
// application is accepted and its replay gives the same decision.
func (o *Office) Apply(person string, form any) instant.Receipt {
	o.t.Helper()
	body, err := json.Marshal(form)
	if err != nil {
		o.t.Fatal(err)
	}
	response := o.Call("POST", "applications", person, string(body), nil)
	if response.StatusCode != 201 {
		o.t.Fatalf("the application was not accepted: %d %s", response.StatusCode, response.Body)
	}
	var receipt instant.Receipt
	if err := json.Unmarshal([]byte(response.Body), &receipt); err != nil {
		o.t.Fatal(err)
	}
	o.Replay(receipt.Number)
	return receipt
}

// Replay checks that a replay of the application gives the decision that was stored.
func (o *Office) Replay(number string) {
	o.t.Helper()
	if differences, err := o.service.Replay(o.t.Context(), o.Store, o.load(number)); err != nil || differences != nil {
		o.t.Errorf("the replay of %s differs: %+v, %v", number, differences, err)
	}
}

// Verify verifies the grant of the application; with dry, nothing is written.
func (o *Office) Verify(number string, dry bool) instant.Verification {
	o.t.Helper()
	return o.verified(number, func(v instant.Verifier) (instant.Verification, error) { return v.Verify(o.t.Context(), number, dry) })
}

// verified runs the verification and checks that replay gives the same result.
func (o *Office) verified(number string, verify func(instant.Verifier) (instant.Verification, error)) instant.Verification {
	o.t.Helper()
	verifier, err := o.service.Verifier(o.Engine)
	if err != nil || verifier == nil {
		o.t.Fatalf("the grant of %s is not verified: %v", number, err)
	}
	v, err := verify(verifier)
	if err != nil {
		o.t.Fatal(err)
	}
	o.Replay(number)
	return v
}

// Ending returns the effects of surrendering the grant.
func (o *Office) Ending(number string) instant.Ending {
	o.t.Helper()
	ending, err := o.Engine.Ending(o.t.Context(), o.load(number), o.service.About().Surrender)
	if err != nil {
		o.t.Fatal(err)
	}
	return ending
}

// Surrender ends the grant at the holder's request. confirm is the Confirm of Ending.
func (o *Office) Surrender(number, confirm string) error {
	o.t.Helper()
	return o.Engine.Surrender(o.t.Context(), o.load(number), o.service.About().Surrender, confirm)
}

func (o *Office) load(number string) *instant.Application {
	o.t.Helper()
	a, err := instant.LoadApplication(o.t.Context(), o.Store, number)
	if err != nil {
		o.t.Fatal(err)
	}
	return a
}

// Standing returns the state of the grant.
func (o *Office) Standing(number string) instant.Standing {
	o.t.Helper()
	award, err := instant.LoadAward(o.t.Context(), o.Store, number)
	if err != nil {
		o.t.Fatal(err)
	}
	return award.Standing()
}

// Precheck returns the result of the pre-check.
func (o *Office) Precheck(person string, form any) instant.Assessment {
	o.t.Helper()
	body, err := json.Marshal(form)
	if err != nil {
		o.t.Fatal(err)
	}
	response := o.Call("POST", "eligibility", person, string(body), nil)
	var assessment instant.Assessment
	if err := json.Unmarshal([]byte(response.Body), &assessment); err != nil || response.StatusCode != 200 {
		o.t.Fatalf("no pre-check: %d %s", response.StatusCode, response.Body)
	}
	return assessment
}

// Want checks a decision: its outcome, the status of the rules in not, that all other rules are met,
// and that each finding has its texts, its legal basis and, if it is not met, a remedy.
func Want(t testing.TB, findings []decision.Finding, outcome, want decision.Outcome, not map[string]decision.Status) {
	t.Helper()
	if outcome != want {
		t.Errorf("the outcome is %s, want %s", outcome, want)
	}
	seen := map[string]bool{}
	for _, f := range findings {
		seen[f.Rule] = true
		status, named := not[f.Rule]
		if !named {
			status = decision.Met
		}
		if f.Status != status {
			t.Errorf("%s is %s, want %s: %s", f.Rule, f.Status, status, f.Text.ZH)
		}
		if f.Text.ZH == "" || f.Text.EN == "" || f.Title.ZH == "" || len(f.Basis) == 0 {
			t.Errorf("%s has no text or no legal basis: %+v", f.Rule, f)
		}
		if f.Status == decision.NotMet && f.Remedy.IsZero() {
			t.Errorf("%s is not met and has no remedy", f.Rule)
		}
	}
	for rule := range not {
		if !seen[rule] {
			t.Errorf("there is no finding of the rule %s", rule)
		}
	}
}

type noPages struct{}

func (noPages) Render(httpapi.Page) ([]byte, error) { return nil, io.EOF }
