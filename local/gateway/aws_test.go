package gateway

import (
	"context"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
)

// withDefault returns the template with a default route.
var withDefault = strings.Replace(echo, "        paths:\n", `        paths:
          $default:
            x-amazon-apigateway-any-method:
              isDefaultRoute: true
              x-amazon-apigateway-integration: {uri: !Sub "arn:/functions/${EchoFunction.Arn}:live/invocations"}
`, 1)

// TestTheRouteOfARequest: "API Gateway selects the route with the most-specific match" of method
// and path, and the default route "acts as a catch-all for requests that don't match any other
// routes" (HTTP API developer guide, Create routes for HTTP APIs).
func TestTheRouteOfARequest(t *testing.T) {
	var got events.APIGatewayV2HTTPRequest
	seen := func(_ context.Context, e events.APIGatewayV2HTTPRequest) (string, error) {
		got = e
		return `{"statusCode":200}`, nil
	}
	for name, tt := range map[string]struct{ method, target, route, parameter string }{
		"a route":                   {"GET", "/echo/x", "GET /echo/{name}", "x"},
		"a slash in a parameter":    {"GET", "/echo/a%2Fb", "GET /echo/{name}", "a/b"},
		"characters in a parameter": {"POST", "/echo/%E5%8A%9E", "POST /echo/{name}", "办"},
		"another method":            {"DELETE", "/echo/x", "$default", ""},
		"HEAD is not GET":           {"HEAD", "/echo/x", "$default", ""},
		"OPTIONS that is no preflight request of another site": {"OPTIONS", "/echo/x", "$default", ""},
		"an unknown path":       {"GET", "/elsewhere", "$default", ""},
		"the root":              {"GET", "/", "$default", ""},
		"a slash at the end":    {"GET", "/echo/x/", "$default", ""},
		"paths are not cleaned": {"GET", "//echo/x", "$default", ""},
		"nor are their dots":    {"GET", "/a/../echo/x", "$default", ""},
	} {
		got = events.APIGatewayV2HTTPRequest{}
		_, handler := serveBy(t, withDefault, seen)
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, httptest.NewRequest(tt.method, "http://example.com"+tt.target, nil))
		if recorder.Code != 200 || got.RouteKey != tt.route || got.RequestContext.RouteKey != tt.route ||
			got.PathParameters["name"] != tt.parameter {
			t.Errorf("%s: %d by %q with %q", name, recorder.Code, got.RouteKey, got.PathParameters["name"])
		}
		_, handler = serve(t, seen)
		recorder = httptest.NewRecorder()
		handler.ServeHTTP(recorder, httptest.NewRequest(tt.method, "http://example.com"+tt.target, nil))
		if want := map[bool]int{true: 404, false: 200}[tt.route == "$default"]; recorder.Code != want {
			t.Errorf("%s, without a default route: %d, want %d", name, recorder.Code, want)
		}
	}
}

// TestTheEventIsThatOfAPIGateway: the forms are those of the example event in the developer
// guide (Create AWS Lambda proxy integrations for HTTP APIs, format 2.0). That the raw path is
// decoded, and cut at a decoded question mark, is known only from public reports.
func TestTheEventIsThatOfAPIGateway(t *testing.T) {
	var got events.APIGatewayV2HTTPRequest
	_, handler := serve(t, func(_ context.Context, e events.APIGatewayV2HTTPRequest) (string, error) {
		got = e
		return `{"statusCode":200}`, nil
	})
	request := httptest.NewRequest(http.MethodPost, "http://api.example.com:8443/echo/%E5%8A%9E%3Fx?q=%3F", strings.NewReader("abc"))
	request.Header.Set("X-Forwarded-For", "203.0.113.9")
	request.Header.Set("X-Forwarded-Proto", "https")
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, request)
	in := got.RequestContext
	for name, tt := range map[string]struct{ got, want string }{
		"raw path":          {got.RawPath, "/echo/办"},
		"path":              {in.HTTP.Path, "/echo/办"},
		"path parameter":    {got.PathParameters["name"], "办?x"},
		"query":             {got.RawQueryString, "q=%3F"},
		"account":           {in.AccountID, "123456789012"},
		"domain":            {in.DomainName, "api.example.com:8443"},
		"prefix":            {in.DomainPrefix, "api"},
		"addresses":         {got.Headers["x-forwarded-for"], "203.0.113.9, 192.0.2.1"},
		"scheme":            {got.Headers["x-forwarded-proto"], "http"},
		"port":              {got.Headers["x-forwarded-port"], "8443"},
		"length":            {got.Headers["content-length"], "3"},
		"number, also told": {recorder.Header().Get("Apigw-Requestid"), in.RequestID},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %q, want %q", name, tt.got, tt.want)
		}
	}
	for name, tt := range map[string]struct{ got, form string }{
		"time":   {in.Time, `^\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000$`},
		"number": {in.RequestID, `^[A-Za-z0-9+/]{15}=$`},
		"trace":  {got.Headers["x-amzn-trace-id"], `^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$`},
	} {
		if !regexp.MustCompile(tt.form).MatchString(tt.got) {
			t.Errorf("%s: %q", name, tt.got)
		}
	}
	if at, err := time.Parse("02/Jan/2006:15:04:05 -0700", in.Time); err != nil || at.Unix() != in.TimeEpoch/1000 {
		t.Errorf("%s is not %d: %v", in.Time, in.TimeEpoch, err)
	}
}

// TestABodyThatIsNotText is in base64 (developer guide, as above).
func TestABodyThatIsNotText(t *testing.T) {
	var got events.APIGatewayV2HTTPRequest
	_, handler := serve(t, func(_ context.Context, e events.APIGatewayV2HTTPRequest) (string, error) {
		got = e
		return `{"statusCode":200}`, nil
	})
	request := httptest.NewRequest(http.MethodPost, "/echo/x", strings.NewReader("\xb0\xec"))
	request.Header.Set("Content-Type", "text/plain")
	handler.ServeHTTP(httptest.NewRecorder(), request)
	if !got.IsBase64Encoded || got.Body != base64.StdEncoding.EncodeToString([]byte("\xb0\xec")) {
		t.Errorf("%v %q", got.IsBase64Encoded, got.Body)
	}
}

// TestTheHeadOfARequest has at most 10,240 bytes, the request line included (Quotas for HTTP APIs).
// The status for longer ones is a guess.
func TestTheHeadOfARequest(t *testing.T) {
	for extra, want := range map[int]int{0: 200, 1: 431} {
		_, handler := serve(t, func(context.Context, events.APIGatewayV2HTTPRequest) (string, error) {
			return `{"statusCode":200}`, nil
		})
		request := httptest.NewRequest(http.MethodGet, "http://a/echo/x", nil)
		request.RequestURI = "/echo/x"
		request.Header.Set("X", strings.Repeat("a", maxHead-sizeOfHead(request)-len("X: \r\n")+extra))
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, request)
		if recorder.Code != want {
			t.Errorf("%d bytes: %d, want %d", sizeOfHead(request), recorder.Code, want)
		}
	}
}

// TestARenamedHeader: API Gateway renames some headers (public reports of HTTP APIs).
func TestARenamedHeader(t *testing.T) {
	for _, reply := range []string{
		`{"statusCode":401,"headers":{"www-authenticate":"Bearer"}}`, `{"statusCode":401,"multiValueHeaders":{"WWW-Authenticate":["Bearer"]}}`,
	} {
		_, handler := serve(t, func(context.Context, events.APIGatewayV2HTTPRequest) (string, error) { return reply, nil })
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/echo/x", nil))
		if h := recorder.Header(); h.Get("x-amzn-remapped-www-authenticate") != "Bearer" || h.Get("WWW-Authenticate") != "" {
			t.Errorf("%s: %v", reply, h)
		}
	}
}

// TestAFunctionOverItsTime: Lambda stops it at the time-out of the template, which is a function's
// failure (500); API Gateway stops waiting after 30 seconds (503; Quotas for HTTP APIs).
func TestAFunctionOverItsTime(t *testing.T) {
	long := func(ctx context.Context, _ events.APIGatewayV2HTTPRequest) (string, error) {
		<-ctx.Done()
		return "", ctx.Err()
	}
	template := func(seconds string) string { return strings.Replace(echo, "Timeout: 1", "Timeout: "+seconds, 1) }
	if g, _ := serveBy(t, template("1"), long); g.wait != 30*time.Second {
		t.Errorf("API Gateway waits for %s", g.wait)
	}
	for name, tt := range map[string]struct {
		seconds string
		wait    time.Duration
		status  int
	}{
		"its own":         {"1", time.Minute, 500},
		"that of the API": {"60", 10 * time.Millisecond, 503},
	} {
		g, handler := serveBy(t, template(tt.seconds), long)
		g.wait = tt.wait
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/echo/x", nil))
		if recorder.Code != tt.status {
			t.Errorf("%s: %d, want %d", name, recorder.Code, tt.status)
		}
	}
}

// TestThrottling: each route has its own limit or that of all routes; requests over it get 429 (Throttle
// requests to your HTTP APIs).
func TestThrottling(t *testing.T) {
	g, handler := serveBy(t, withDefault, func(context.Context, events.APIGatewayV2HTTPRequest) (string, error) {
		return `{"statusCode":200}`, nil
	})
	ask := func(method, path string) (status int, body string) {
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, httptest.NewRequest(method, path, nil))
		answer, err := io.ReadAll(recorder.Body)
		if err != nil {
			t.Fatal(err)
		}
		return recorder.Code, string(answer)
	}
	for range 10 { // throttling is optional
		if status, _ := ask("GET", "/echo/x"); status != 200 {
			t.Fatalf("%d, without limits", status)
		}
	}
	g.Throttled = true
	for _, tt := range []struct {
		method, path string
		burst        int
	}{{"GET", "/echo/x", 2}, {"POST", "/echo/x", 3}, {"GET", "/other", 2}} {
		for i := range tt.burst + 2 {
			status, body := ask(tt.method, tt.path)
			if over := i >= tt.burst; over != (status == 429) || over && body != `{"message":"Too Many Requests"}` {
				t.Errorf("%s %s, the %dth: %d %s", tt.method, tt.path, i+1, status, body)
			}
		}
	}
}

// TestPagesOfTheGateway: a browser gets a page if the gateway itself answers.
func TestPagesOfTheGateway(t *testing.T) {
	g, handler := serve(t, func(context.Context, events.APIGatewayV2HTTPRequest) (string, error) { panic("of the test") })
	g.Page = func(e events.APIGatewayV2HTTPRequest, status int) string {
		if e.Headers["accept"] != "text/html" {
			return ""
		}
		return "<p>" + http.StatusText(status)
	}
	for path, want := range map[string]string{"/nowhere": "Not Found", "/echo/x": "Internal Server Error"} {
		for accept, form := range map[string]string{"text/html": "<p>" + want, "application/json": `{"message":"` + want + `"}`} {
			request := httptest.NewRequest(http.MethodGet, path, nil)
			request.Header.Set("Accept", accept)
			recorder := httptest.NewRecorder()
			handler.ServeHTTP(recorder, request)
			if got := recorder.Body.String(); got != form || !strings.HasPrefix(recorder.Header().Get("Content-Type"), accept) {
				t.Errorf("%s as %s: %q", path, accept, got)
			}
		}
	}
}
