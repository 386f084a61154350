package session_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"miaoban/shared/httpapi"
	"miaoban/shared/identity"
	"miaoban/shared/problem"
)

// provider is an identity provider that describes itself, and refuses every code.
func provider(t *testing.T) string {
	t.Helper()
	var server *httptest.Server
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).
			Encode(
				map[string]any{
					"issuer":                 server.URL,
					"authorization_endpoint": server.URL + "/authorize",
					"token_endpoint":         server.URL + "/token",
					"jwks_uri":               server.URL + "/jwks",
				},
			)
	})
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"error":"invalid_grant"}`))
	})
	server = httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// begin begins to sign in, and is where the browser is sent and what it keeps.
func begin(t *testing.T, routes httpapi.Routes, returnTo string) (to *url.URL, kept []*http.Cookie) {
	t.Helper()
	r := request("GET", identity.Caller{})
	r.Event.QueryStringParameters = map[string]string{"return": returnTo}
	response, err := routes["GET /sign-in"](t.Context(), r)
	if err != nil || response.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d, %v", response.StatusCode, err)
	}
	if to, err = url.Parse(response.Headers["Location"]); err != nil {
		t.Fatal(err)
	}
	return to, (&http.Response{Header: http.Header{"Set-Cookie": response.Cookies}}).Cookies()
}

// TestTheBrowserIsSentToTheProvider, with a challenge and a state that are of this attempt alone,
// and keeps what no script can read.
func TestTheBrowserIsSentToTheProvider(t *testing.T) {
	issuer := provider(t)
	routes, _ := open(t, issuer)
	to, kept := begin(t, routes, "/applications")
	q := to.Query()
	if !strings.HasPrefix(to.String(), issuer+"/authorize?") || q.Get("client_id") != "miaoban" || q.Get("response_type") != "code" ||
		q.Get("code_challenge_method") != "S256" ||
		!strings.HasSuffix(q.Get("redirect_uri"), "//portal.example/sign-in/callback") ||
		!strings.Contains(q.Get("scope"), "openid") {
		t.Errorf("it is sent to %s", to)
	}
	if len(kept) == 0 ||
		slices.ContainsFunc(kept, func(c *http.Cookie) bool { return !c.HttpOnly || c.Path != "/" || c.MaxAge <= 0 || c.MaxAge > 600 }) {
		t.Errorf("it keeps %v", kept)
	}
	again, _ := begin(t, routes, "/applications")
	for _, name := range []string{"state", "nonce", "code_challenge"} {
		if q.Get(name) == "" || q.Get(name) == again.Query().Get(name) {
			t.Errorf("%s is %q, and the next time %q", name, q.Get(name), again.Query().Get(name))
		}
	}
}

// TestWhatComesBackIsRefused where it is not of an attempt that this browser began, or the provider
// did not agree, or the code is none: nobody is signed in.
func TestWhatComesBackIsRefused(t *testing.T) {
	routes, _ := open(t, provider(t))
	to, kept := begin(t, routes, "/")
	state := to.Query().Get("state")
	var cookies []string
	for _, c := range kept {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	for name, tt := range map[string]struct {
		query   map[string]string
		cookies []string
	}{
		"without what the browser keeps": {map[string]string{"code": "x", "state": state}, nil},
		"of another attempt":             {map[string]string{"code": "x", "state": "other"}, cookies},
		"without a state":                {map[string]string{"code": "x"}, cookies},
		"the provider did not agree":     {map[string]string{"error": "access_denied", "state": state}, cookies},
		"by a code that is none":         {map[string]string{"code": "x", "state": state}, cookies},
		"with a cookie that is none":     {map[string]string{"code": "x", "state": ""}, []string{"__Host-sign-in=x"}},
	} {
		r := request("GET", identity.Caller{})
		r.Event.QueryStringParameters, r.Event.Cookies = tt.query, tt.cookies
		response, err := routes["GET /sign-in/callback"](t.Context(), r)
		var p *problem.Problem
		if !errors.As(err, &p) || p.Code != "sign-in-failed" || len(response.Cookies) != 0 {
			t.Errorf("%s: %v, %v", name, err, response.Cookies)
		}
	}
}
