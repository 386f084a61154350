package portal

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"miaoban/shared/httpapi"
	"miaoban/shared/problem"
	"miaoban/shared/web"
)

// TestARequestWithoutARoute gets the methods that its address takes, or that there is none.
func TestARequestWithoutARoute(t *testing.T) {
	server := httpapi.Server{
		Routes: httpapi.Routes{"$default": (&portal{own: httpapi.Routes{
			"GET /": func(context.Context, *httpapi.Request) (httpapi.Response, error) { return httpapi.JSON(200, "home") },
		}}).elsewhere}, Pages: web.New(true), Log: slog.New(slog.DiscardHandler),
	}
	for name, tt := range map[string]struct {
		method, path string
		status       int
		allow        string
	}{
		"another method":           {"DELETE", "/services/elderlyallowance", 405, "GET"},
		"a form's address":         {"GET", "/services/elderlyallowance/applications", 405, "POST"},
		"both methods":             {"PUT", "/verify", 405, "GET, POST"},
		"HEAD":                     {"HEAD", "/", 200, ""},
		"HEAD of another function": {"HEAD", "/services/elderlyallowance", 200, ""},
		"HEAD of a person's page":  {"HEAD", "/applications", 401, ""},
		"HEAD of a form's address": {"HEAD", "/services/elderlyallowance/applications", 405, "POST"},
		"HEAD of nothing":          {"HEAD", "/nowhere", 404, ""},
		"a parameter":              {"PATCH", "/applications/20261127-000001-ABCDEFGH", 405, "GET"},
		"a parameter in Chinese":   {"PUT", "/services/高龄津贴", 405, "GET"},
		"a preflight request":      {"OPTIONS", "/verify", 204, "GET, POST"},
		"a preflight to nowhere":   {"OPTIONS", "/nowhere", 204, ""},
		"an unknown path":          {"GET", "/nowhere", 404, ""},
		"a slash at the end":       {"GET", "/services/", 308, ""},
		"slashes at the end":       {"HEAD", "/services//", 308, ""},
		"a slash behind nothing":   {"GET", "/nowhere/", 404, ""},
		"a post with a slash":      {"POST", "/verify/", 404, ""},
		"dots in the path":         {"GET", "/x/../services", 404, ""},
		"a host's name is no path": {"GET", "example.com/services", 404, ""},
		"no path":                  {"GET", "", 404, ""},
	} {
		for _, accept := range []string{"text/html", "application/json"} {
			event := events.APIGatewayV2HTTPRequest{RouteKey: "$default", RawPath: tt.path, RawQueryString: "q=1",
				Headers: map[string]string{"accept": accept}}
			event.RequestContext.HTTP.Method = tt.method
			got, err := server.Serve(t.Context(), event)
			if err != nil || got.StatusCode != tt.status || got.Headers["Allow"] != tt.allow {
				t.Errorf("%s as %s: %d, Allow %q (%v)", name, accept, got.StatusCode, got.Headers["Allow"], err)
			}
			if search := strings.Contains(got.Body, `role="search"`); search != (accept == "text/html" && tt.status >= 400 && tt.method != "HEAD") {
				t.Errorf("%s as %s: the way on: %.300s", name, accept, got.Body)
			}
			if tt.method == "HEAD" && got.Body != "" {
				t.Errorf("%s as %s: HEAD has a body", name, accept)
			}
			if to := got.Headers["Location"]; tt.status == 308 && to != "/services?q=1" {
				t.Errorf("%s leads to %s", name, to)
			}
		}
	}
}

// TestEveryRouteIsKnown: no request to a route of the list, with its method, is told that the
// address does not take it.
func TestEveryRouteIsKnown(t *testing.T) {
	lines := strings.Fields(strings.NewReplacer("{", "", "}", "").Replace(routes))
	if len(lines) < 400 {
		t.Fatalf("%d words", len(lines))
	}
	for i := 0; i < len(lines); i += 2 {
		if method, path := lines[i], lines[i+1]; !slices.Contains(allowed(path), method) {
			t.Errorf("%s %s is not known: %v", method, path, allowed(path))
		}
	}
	_, err := (&portal{}).elsewhere(t.Context(), &httpapi.Request{})
	var p *problem.Problem
	if !errors.As(err, &p) || p.Code != "not-found" {
		t.Errorf("an event without anything: %v", err)
	}
}
