package gateway

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
)

// function is a function of the test: it gets the event and answers in JSON.
type function func(ctx context.Context, event events.APIGatewayV2HTTPRequest) (string, error)

func (f function) Invoke(ctx context.Context, payload []byte) ([]byte, error) {
	var event events.APIGatewayV2HTTPRequest
	if err := json.Unmarshal(payload, &event); err != nil {
		return nil, err
	}
	reply, err := f(ctx, event)
	return []byte(reply), err
}

func serve(t *testing.T, f function) (*Gateway, http.Handler) {
	t.Helper()
	return serveBy(t, echo, f)
}

// echo is a template with one function.
const echo = `
Resources:
  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      DefaultRouteSettings: {ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 2}
      RouteSettings: {"POST /echo/{name}": {ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 3}}
      DefinitionBody:
        paths:
          "/echo/{name}":
            get: &Echo
              x-amazon-apigateway-integration: {uri: !Sub "arn:/functions/${EchoFunction.Arn}:live/invocations"}
            post: *Echo
  EchoFunction: {Type: AWS::Serverless::Function, Properties: {Timeout: 1}}
`

// serveBy serves the function by the template.
func serveBy(t *testing.T, template string, f function) (*Gateway, http.Handler) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "template.yaml")
	if err := os.WriteFile(path, []byte(template), 0o600); err != nil {
		t.Fatal(err)
	}
	loaded, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	g, err := New(loaded, map[string]Function{"EchoFunction": f}, nil, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return g, g.Handler(CORS{})
}

func TestTheEvent(t *testing.T) {
	var got events.APIGatewayV2HTTPRequest
	_, handler := serve(t, func(_ context.Context, e events.APIGatewayV2HTTPRequest) (string, error) {
		got = e
		return `{"statusCode":200}`, nil
	})
	request := httptest.NewRequest(http.MethodPost, "/echo/%F0%A0%AE%B7?a=1&a=2&b=x%20y", strings.NewReader("k=v"))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Add("X-Twice", "1")
	request.Header.Add("X-Twice", "2")
	request.Header.Set("Cookie", "one=1; two=2")
	handler.ServeHTTP(httptest.NewRecorder(), request)
	checks := map[string]bool{
		"version":        got.Version == "2.0",
		"route key":      got.RouteKey == "POST /echo/{name}" && got.RequestContext.RouteKey == got.RouteKey,
		"path parameter": got.PathParameters["name"] == "𠮷",
		"query": got.QueryStringParameters["a"] == "1,2" && got.QueryStringParameters["b"] == "x y" &&
			got.RawQueryString == "a=1&a=2&b=x%20y",
		"headers":          got.Headers["x-twice"] == "1,2" && got.Headers["content-type"] != "" && got.Headers["cookie"] == "",
		"cookies":          len(got.Cookies) == 2 && got.Cookies[1] == "two=2",
		"a post in base64": got.IsBase64Encoded && got.Body == "az12",
		"method":           got.RequestContext.HTTP.Method == "POST" && got.RequestContext.RequestID != "",
	}
	for name, ok := range checks {
		if !ok {
			t.Errorf("%s: %+v", name, got)
		}
	}
	request = httptest.NewRequest(http.MethodPost, "/echo/x", strings.NewReader(`{"a":"办"}`))
	request.Header.Set("Content-Type", "application/json")
	handler.ServeHTTP(httptest.NewRecorder(), request)
	if got.IsBase64Encoded || got.Body != `{"a":"办"}` {
		t.Errorf("JSON comes as %q", got.Body)
	}
}

func TestTheAnswer(t *testing.T) {
	tests := []struct {
		name, reply string
		err         error
		status      int
		body        string
		check       func(http.Header) bool
	}{
		{name: "plain", reply: `{"statusCode":201,"body":"{}"}`, status: 201, body: "{}",
			check: func(h http.Header) bool { return h.Get("Content-Type") == "application/json" }},
		{
			name:   "base64",
			reply:  `{"statusCode":200,"body":"AP8=","isBase64Encoded":true,"headers":{"content-type":"image/png"}}`,
			status: 200,
			body:   "\x00\xff",
			check:  func(h http.Header) bool { return h.Get("Content-Type") == "image/png" },
		},
		{
			name:   "cookies and several values",
			reply:  `{"statusCode":200,"cookies":["a=1","b=2"],"multiValueHeaders":{"x-many":["1","2"]}}`,
			status: 200,
			check:  func(h http.Header) bool { return len(h["Set-Cookie"]) == 2 && len(h["X-Many"]) == 2 },
		},
		{name: "an error", err: errors.New("inner"), status: 500, body: `{"message":"Internal Server Error"}`},
		{name: "no answer at all", reply: `nonsense`, status: 500, body: `{"message":"Internal Server Error"}`},
		{
			name:   "bad base64",
			reply:  `{"statusCode":200,"body":"%","isBase64Encoded":true}`,
			status: 500,
			body:   `{"message":"Internal Server Error"}`,
		},
		{
			name:   "more than 6 MB",
			reply:  `{"statusCode":200,"body":"` + strings.Repeat("x", 6<<20) + `"}`,
			status: 500,
			body:   `{"message":"Internal Server Error"}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, handler := serve(t, func(context.Context, events.APIGatewayV2HTTPRequest) (string, error) { return tt.reply, tt.err })
			recorder := httptest.NewRecorder()
			handler.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/echo/x", nil))
			if recorder.Code != tt.status || recorder.Body.String() != tt.body || tt.check != nil && !tt.check(recorder.Header()) {
				t.Errorf("got %d %q %v", recorder.Code, recorder.Body.String(), recorder.Header())
			}
		})
	}
}

func TestTheLimits(t *testing.T) {
	g, handler := serve(t, func(ctx context.Context, _ events.APIGatewayV2HTTPRequest) (string, error) {
		<-ctx.Done()
		return "", ctx.Err()
	})
	g.wait = 10 * time.Millisecond
	for name, tt := range map[string]struct {
		method string
		body   io.Reader
		status int
	}{
		"a function that takes too long": {http.MethodGet, nil, 503},
		"more than 10 MB":                {http.MethodPost, bytes.NewReader(make([]byte, 10<<20+1)), 413},
		"more than 6 MB in base64":       {http.MethodPost, bytes.NewReader(make([]byte, 5<<20)), 413},
		"no such route":                  {http.MethodDelete, nil, 404},
	} {
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, httptest.NewRequest(tt.method, "/echo/x", tt.body))
		if recorder.Code != tt.status {
			t.Errorf("%s: %d, want %d", name, recorder.Code, tt.status)
		}
	}
}

// TestTheGatewaySurvivesAFunctionThatFails: one that panics, or never returns although its context ended.
func TestTheGatewaySurvivesAFunctionThatFails(t *testing.T) {
	never := make(chan struct{})
	defer close(never)
	for name, tt := range map[string]struct {
		f      function
		status int
	}{
		"a panic": {func(context.Context, events.APIGatewayV2HTTPRequest) (string, error) { panic("of the test") }, 500},
		"one that never comes back": {func(context.Context, events.APIGatewayV2HTTPRequest) (string, error) {
			<-never
			return "", nil
		}, 503},
	} {
		g, handler := serve(t, tt.f)
		if tt.status == 503 {
			g.wait = 10 * time.Millisecond
		}
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/echo/x", nil))
		if recorder.Code != tt.status {
			t.Errorf("%s: %d, want %d", name, recorder.Code, tt.status)
		}
	}
}
