package httpapi_test

import (
	"context"
	"log/slog"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"miaoban/shared/httpapi"
)

// TestBehindAProxy: where something else answers at the public address and passes requests on to API
// Gateway, links, sign-in, cookies and the check of posts go by the public address.
func TestBehindAProxy(t *testing.T) {
	const gateway, public = "abc.execute-api.cn-north-1.amazonaws.com.cn", "banshi.example.gov.cn"
	for name, tt := range map[string]struct {
		public  string
		headers map[string]string
		status  int
		origin  string
	}{
		"a page of the public address": {
			"https://" + public,
			map[string]string{"host": gateway, "origin": "https://" + public, "x-forwarded-proto": "https"}, 200, "https://" + public,
		},
		"a page of the gateway's own address": {
			"https://" + public,
			map[string]string{"host": gateway, "origin": "https://" + gateway}, 403, "",
		},
		"a page of another site": {
			"https://" + public,
			map[string]string{"host": gateway, "origin": "https://evil.example"}, 403, "",
		},
		"over HTTP between the proxy and the gateway": {
			"https://" + public,
			map[string]string{"host": gateway, "origin": "https://" + public, "x-forwarded-proto": "http"}, 200, "https://" + public,
		},
		"without a proxy": {
			"", map[string]string{"host": gateway, "origin": "https://" + gateway}, 200, "https://" + gateway,
		},
	} {
		t.Run(name, func(t *testing.T) {
			address, err := httpapi.PublicAddress(tt.public)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			server := httpapi.Server{Log: slog.New(slog.DiscardHandler), Public: address, Routes: httpapi.Routes{
				"POST /": func(_ context.Context, r *httpapi.Request) (httpapi.Response, error) {
					if !r.Secure() {
						t.Error("the cookie would not be secure")
					}
					got = r.Origin()
					return httpapi.Response{StatusCode: 200}, nil
				},
			}}
			event := events.APIGatewayV2HTTPRequest{RouteKey: "POST /", Headers: tt.headers, Cookies: []string{httpapi.SessionCookie + "=token"}}
			event.RequestContext.DomainName, event.RequestContext.HTTP.Method = gateway, "POST"
			response, err := server.Serve(t.Context(), event)
			if err != nil || response.StatusCode != tt.status || got != tt.origin {
				t.Errorf("%d at %q, %v; want %d at %q", response.StatusCode, got, err, tt.status, tt.origin)
			}
		})
	}
	for _, wrong := range []string{"banshi.example.gov.cn", "ftp://banshi.example.gov.cn", "https://"} {
		if _, err := httpapi.PublicAddress(wrong); err == nil {
			t.Errorf("%q was taken", wrong)
		}
	}
}
