package httpapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"miaoban/shared/httpapi"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/signature"
	"miaoban/shared/store"
	"miaoban/shared/tracing"
)

// TestWhatAnErrorIsAnsweredWith requires that the caller learns what to do, and the log what
// happened.
func TestWhatAnErrorIsAnsweredWith(t *testing.T) {
	inner := errors.New("table Records-X in eu-west-3")
	for name, tt := range map[string]struct {
		err    error
		status int
		code   string
		retry  string
	}{
		"a problem":              {problem.New("forbidden", lang.T("不行", "No")), 403, "forbidden", ""},
		"a problem with a cause": {fmt.Errorf("%w: %w", problem.New("forbidden", lang.T("不行", "No")), inner), 403, "forbidden", ""},
		"a store that is busy":   {fmt.Errorf("saving: %w: %w", store.ErrBusy, inner), 503, "busy", "2"},
		"an unavailable key":     {fmt.Errorf("signing: %w", signature.Unavailable{Err: inner}), 503, "busy", "2"},
		"an ambiguous commit":    {fmt.Errorf("saving: %w: %w", store.ErrAmbiguous, inner), 500, "internal", ""},
		"anything else":          {inner, 500, "internal", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			server := httpapi.Server{Log: slog.New(tracing.Handler(slog.NewJSONHandler(&log, nil))), Routes: httpapi.Routes{
				"GET /": func(context.Context, *httpapi.Request) (httpapi.Response, error) { return httpapi.Response{}, tt.err },
			}}
			event := events.APIGatewayV2HTTPRequest{RouteKey: "GET /"}
			event.RequestContext.RequestID = "the-request"
			response, err := server.Serve(t.Context(), event)
			if err != nil {
				t.Fatal(err)
			}
			if response.StatusCode != tt.status || !strings.Contains(response.Body, "/problems/"+tt.code) ||
				response.Headers["Retry-After"] != tt.retry {
				t.Errorf("%d %q %s", response.StatusCode, response.Headers["Retry-After"], response.Body)
			}
			if response.Headers["X-Request-Id"] != "the-request" || strings.Contains(response.Body, "eu-west-3") {
				t.Errorf("%v %s", response.Headers, response.Body)
			}
			if errors.Is(tt.err, inner) != strings.Contains(log.String(), "eu-west-3") ||
				!strings.Contains(log.String(), `"request_id":"the-request"`) {
				t.Errorf("the log: %s", log.String())
			}
		})
	}
}

// TestAnEventOfAnotherKindIsRefused with its reason: whoever connected the function to it reads it
// in the function's log.
func TestAnEventOfAnotherKindIsRefused(t *testing.T) {
	server := httpapi.Server{Log: slog.New(slog.DiscardHandler), Routes: httpapi.Routes{
		"GET /": func(context.Context, *httpapi.Request) (httpapi.Response, error) {
			return httpapi.Response{StatusCode: 200}, nil
		},
	}}
	for name, tt := range map[string]struct{ event, says string }{
		"of an HTTP API": {`{"version":"2.0","routeKey":"GET /","rawPath":"/","requestContext":{"domainName":"api.example"}}`, ""},
		"of a REST API": {
			`{"resource":"/","path":"/","httpMethod":"GET","headers":{},"multiValueHeaders":{},"requestContext":{"resourcePath":"/","stage":"prod"}}`,
			"REST API",
		},
		"of an HTTP API with format 1.0": {`{"version":"1.0","resource":"/","path":"/","httpMethod":"GET","requestContext":{}}`, "routeKey"},
		"of a load balancer": {
			`{"requestContext":{"elb":{"targetGroupArn":"arn"}},"httpMethod":"GET","path":"/","queryStringParameters":{},"headers":{}}`,
			"load balancer",
		},
		"of a function URL": {
			`{"version":"2.0","routeKey":"$default","rawPath":"/","requestContext":{"domainName":"abc.lambda-url.cn-north-1.on.aws"}}`,
			"function URL",
		},
	} {
		var event events.APIGatewayV2HTTPRequest
		if err := json.Unmarshal([]byte(tt.event), &event); err != nil {
			t.Fatal(err)
		}
		_, err := server.Serve(t.Context(), event)
		if (err == nil) != (tt.says == "") || err != nil && (!errors.Is(err, httpapi.ErrEvent) || !strings.Contains(err.Error(), tt.says)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
