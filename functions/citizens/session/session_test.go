package session_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"miaoban/functions/citizens/session"
	"miaoban/shared/httpapi"
	"miaoban/shared/identity"
	"miaoban/shared/problem"
	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
	"miaoban/shared/token"
	"miaoban/shared/web"
)

// slowIssuer starts an issuer that does not answer before the test ends.
func slowIssuer(t *testing.T) string {
	t.Helper()
	release := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	t.Cleanup(func() { close(release); server.Close() })
	return server.URL
}

func open(t *testing.T, issuer string) (httpapi.Routes, store.Store) {
	t.Helper()
	sessions, err := bolt.Open(filepath.Join(t.TempDir(), "store.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sessions.Close() })
	environment := map[string]string{"ISSUER": issuer, "AUDIENCE": "miaoban"}
	routes, err := session.Routes(func(name string) string { return environment[name] }, sessions, web.New(true), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return routes, sessions
}

func request(method string, caller identity.Caller) *httpapi.Request {
	r := &httpapi.Request{Caller: caller, Event: events.APIGatewayV2HTTPRequest{Headers: map[string]string{"host": "portal.example"}}}
	r.Event.RequestContext.HTTP.Method, r.Event.RequestContext.DomainName = method, "portal.example"
	return r
}

func caller() identity.Caller {
	return identity.Caller{ID: "440605194001010011", Session: "of-this-browser", Until: time.Now().Add(time.Hour)}
}

// TestASlowIssuerBlocksNobody checks that signing in fails within seconds, and then at once, with
// the reason, and that signing out still works.
func TestASlowIssuerBlocksNobody(t *testing.T) {
	routes, sessions := open(t, slowIssuer(t))
	began := time.Now()
	done := make(chan error)
	const people = 20
	for range people {
		go func() {
			_, err := routes["GET /sign-in"](t.Context(), request("GET", identity.Caller{}))
			done <- err
		}()
	}
	for range people {
		var p *problem.Problem
		if err := <-done; !errors.As(err, &p) || p.Code != "sign-in-unavailable" || p.RetryAfter == 0 {
			t.Errorf("signing in: %v", err)
		}
	}
	if took := time.Since(began); took > 10*time.Second { // one timeout of two seconds, not one for each of twenty callers
		t.Errorf("signing in took %s", took)
	}
	response, err := routes["POST /sign-out"](t.Context(), request("POST", caller()))
	if err != nil || response.StatusCode != http.StatusSeeOther {
		t.Errorf("signing out: %d, %v", response.StatusCode, err)
	}
	forgets(t, response)
	if withdrawn, err := token.Withdrawn(t.Context(), sessions, "of-this-browser"); err != nil || !withdrawn {
		t.Errorf("the session is withdrawn: %t, %v", withdrawn, err)
	}
}

// TestSigningOutWithoutAStore checks that the browser deletes its token and the user learns that
// the token is still valid.
func TestSigningOutWithoutAStore(t *testing.T) {
	routes, sessions := open(t, slowIssuer(t))
	if err := sessions.Close(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]identity.Caller{"that cannot be written": caller(), "that cannot be read": {Reason: "unavailable"}} {
		response, err := routes["POST /sign-out"](t.Context(), request("POST", c))
		var p *problem.Problem
		if !errors.As(err, &p) || p.Code != "sign-out-incomplete" {
			t.Errorf("a store %s: %v", name, err)
		}
		forgets(t, response)
	}
}

// TestWhoIsNotSignedIn checks that signing out without a session adds nothing to the list of
// withdrawn sessions.
func TestWhoIsNotSignedIn(t *testing.T) {
	routes, sessions := open(t, slowIssuer(t))
	for _, reason := range []string{"anonymous", "expired", "invalid"} {
		if _, err := routes["POST /sign-out"](t.Context(), request("POST", identity.Caller{Reason: reason})); err != nil {
			t.Errorf("%s: %v", reason, err)
		}
	}
	if withdrawn, err := token.Withdrawn(t.Context(), sessions, ""); err != nil || withdrawn {
		t.Errorf("a token without an ID is withdrawn: %t, %v", withdrawn, err)
	}
}

func forgets(t *testing.T, response httpapi.Response) {
	t.Helper()
	header := http.Header{"Set-Cookie": response.Cookies}
	gone := map[string]bool{}
	for _, c := range (&http.Response{Header: header}).Cookies() {
		gone[c.Name] = c.MaxAge < 0 && c.Path == "/" && c.Domain == ""
	}
	if !gone[httpapi.SessionCookie] || !gone[httpapi.PlainSessionCookie] {
		t.Errorf("the browser gets the cookies %v", response.Cookies)
	}
}
