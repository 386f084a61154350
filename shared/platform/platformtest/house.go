// Package platformtest opens functions in a test as they are on one machine: the real engine
// and pages over a real store with the seed in it, called as the gateway calls them.
package platformtest

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/httpapi"
	"miaoban/shared/identity"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/platform"
	"miaoban/shared/registry"
	"miaoban/shared/registry/seed"
)

// House is functions and the store that they share.
type House struct {
	Engine *instant.Engine
	t      testing.TB
	now    time.Time
	routes httpapi.Routes
	serve  httpapi.Function
}

// Open opens the functions on the day, at noon.
func Open(t testing.TB, day string, functions ...platform.Function) *House {
	t.Helper()
	return OpenOn(t, day, instanttest.OnBolt, functions...)
}

// OpenOn opens the functions on a store of that kind.
func OpenOn(t testing.TB, day string, open instanttest.OpenStore, functions ...platform.Function) *House {
	t.Helper()
	h := &House{t: t, now: calendar.MustParse(day).Start().Add(12 * time.Hour), routes: httpapi.Routes{}}
	clock := func() time.Time { return h.now }
	store := open(t, clock)
	err := seed.Load(t.Context(), store, h.now)
	if err == nil {
		h.Engine, err = platform.NewEngine(func(string) string { return "" }, store, io.Discard)
	}
	if err != nil {
		t.Fatal(err)
	}
	h.Engine.Now = clock
	h.Deploy(functions...)
	return h
}

// Deploy adds functions to the host, or replaces those with the same routes, as a new release does.
func (h *House) Deploy(functions ...platform.Function) {
	h.t.Helper()
	var err error
	h.serve, err = platform.Bind(h.Engine, func(e *instant.Engine) (httpapi.Routes, error) {
		for _, f := range functions {
			routes, err := f(e)
			if err != nil {
				return nil, err
			}
			maps.Copy(h.routes, routes)
		}
		return h.routes, nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// Now returns the time of the house's clock.
func (h *House) Now() time.Time { return h.now }

// At sets the house's clock.
func (h *House) At(moment time.Time) { h.now = moment }

// Person is the seed person of that name.
func Person(t testing.TB, name string) seed.Person {
	t.Helper()
	people, err := seed.People()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range people {
		if p.Name == name {
			return p
		}
	}
	t.Fatalf("nobody is called %s", name)
	return seed.Person{}
}

// Know puts the record into the shared data.
func (h *House) Know(record fact.Record) {
	h.t.Helper()
	writes, err := registry.Put(record)
	if err == nil {
		err = h.Engine.Store.Commit(h.t.Context(), writes...)
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

// Call sends a request as the seed person of that name, or as nobody where it is empty.
// Headers are name, value, name, value …; a body is JSON unless they say otherwise.
func (h *House) Call(name, method, path, body string, headers ...string) httpapi.Response {
	h.t.Helper()
	path, query, _ := strings.Cut(path, "?")
	event := events.APIGatewayV2HTTPRequest{RawPath: path, RawQueryString: query, Body: body,
		Headers: map[string]string{"host": "portal.example", "accept": "application/json", "content-type": "application/json"}}
	for i := 0; i < len(headers); i += 2 {
		event.Headers[strings.ToLower(headers[i])] = headers[i+1]
	}
	event.RequestContext.DomainName, event.RequestContext.HTTP.Method = "portal.example", method
	event.RouteKey, event.PathParameters = h.route(method, path)
	caller := identity.Caller{Reason: "anonymous"}
	if name != "" {
		p := Person(h.t, name)
		caller = identity.Caller{ID: p.ID, Name: p.Name, Roles: p.Roles, Session: "of " + name, Until: h.now.Add(time.Hour), ByHeader: true}
	}
	event.RequestContext.Authorizer = &events.APIGatewayV2HTTPRequestContextAuthorizerDescription{Lambda: caller.Context()}
	response, err := h.serve(context.WithoutCancel(h.t.Context()), event)
	if err != nil {
		h.t.Fatal(err)
	}
	return response
}

// route is the route that the path leads to, and what the path says for its names.
func (h *House) route(method, path string) (key string, parameters map[string]string) {
	h.t.Helper()
	parts := strings.Split(path, "/")
	for key := range h.routes {
		of, pattern, _ := strings.Cut(key, " ")
		if said, fits := match(strings.Split(pattern, "/"), parts); fits && of == method {
			if _, exact := h.routes[method+" "+path]; exact && len(said) > 0 {
				continue // a route without names is before one with them
			}
			return key, said
		}
	}
	h.t.Fatalf("no function of the test answers %s %s", method, path)
	return "", nil
}

func match(pattern, parts []string) (said map[string]string, fits bool) {
	if len(pattern) != len(parts) {
		return nil, false
	}
	said = map[string]string{}
	for i, p := range pattern {
		switch {
		case strings.HasPrefix(p, "{"):
			said[strings.Trim(p, "{}")] = parts[i]
		case p != parts[i]:
			return nil, false
		}
	}
	return said, true
}

// Get asks as the person, reads the answer where it is one of 2xx, and returns its status.
func (h *House) Get(name, path string, into any) int {
	h.t.Helper()
	return h.read(h.Call(name, http.MethodGet, path, ""), into)
}

// Post sends JSON as the person, reads the answer where it is one of 2xx, and returns its status.
func (h *House) Post(name, path, body string, into any) int {
	h.t.Helper()
	return h.read(h.Call(name, http.MethodPost, path, body), into)
}

func (h *House) read(response httpapi.Response, into any) int {
	h.t.Helper()
	if into != nil && response.StatusCode < 300 && response.Body != "" {
		if err := json.Unmarshal([]byte(response.Body), into); err != nil {
			h.t.Fatalf("%v: %s", err, response.Body)
		}
	}
	return response.StatusCode
}

// Apply applies for the service as the person, and must be taken in.
func (h *House) Apply(service, name, form string, headers ...string) instant.Receipt {
	h.t.Helper()
	response := h.Call(name, http.MethodPost, "/services/"+service+"/applications", form, headers...)
	var receipt instant.Receipt
	if h.read(response, &receipt) != http.StatusCreated {
		h.t.Fatalf("the application was not taken in: %d %s", response.StatusCode, response.Body)
	}
	return receipt
}

// Replay checks that what was decided of an application of the service, decided again from
// what was stored, is the same.
func (h *House) Replay(service instant.Offering, number string) {
	h.t.Helper()
	a, err := instant.LoadApplication(h.t.Context(), h.Engine.Store, number)
	if err != nil {
		h.t.Fatal(err)
	}
	if differences, err := service.Replay(h.t.Context(), h.Engine.Store, a); err != nil || len(differences) > 0 {
		h.t.Errorf("decided again, %s differs: %+v, %v", number, differences, err)
	}
}
