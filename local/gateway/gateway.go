package gateway

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/uuid"

	"miaoban/shared/calendar"
)

// The limits of API Gateway and Lambda.
const (
	maxWait     = 29 * time.Second
	maxRequest  = 6 << 20
	maxResponse = 6 << 20
)

// Gateway serves HTTP from functions.
type Gateway struct {
	mux        *http.ServeMux
	authorizer Function      // nil: callers are anonymous
	wait       time.Duration // how long a function may take
	log        *slog.Logger
}

// New is a gateway with the routes of the functions, by their logical ids. All
// functions of the template but the authorizer must be there.
func New(t *Template, functions map[string]Function, authorizer Function, log *slog.Logger) (*Gateway, error) {
	g := &Gateway{mux: http.NewServeMux(), authorizer: authorizer, wait: maxWait, log: log}
	for _, name := range t.Functions() {
		routes := t.Routes(name)
		function, ok := functions[name]
		if !ok && len(routes) > 0 {
			return nil, fmt.Errorf("gateway: the template's function %s is not here", name)
		}
		for _, route := range routes {
			g.mux.Handle(pattern(route), g.integration(route, function))
		}
	}
	g.mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusNotFound, "Not Found") })
	return g, nil
}

// pattern is the route as net/http has it: "GET /" means that path alone, and
// HEAD is not GET.
func pattern(route string) string {
	if strings.HasSuffix(route, "/") {
		return route + "{$}"
	}
	return route
}

// Handler is the gateway with the template's CORS before it.
func (g *Gateway) Handler(c CORS) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		if origin != "" && (slices.Contains(c.AllowOrigins, "*") || slices.Contains(c.AllowOrigins, origin)) {
			w.Header().Set("Access-Control-Allow-Origin", origin)
			if slices.Contains(c.AllowOrigins, "*") {
				w.Header().Set("Access-Control-Allow-Origin", "*")
			}
			w.Header().Set("Vary", "Origin")
			if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
				w.Header().Set("Access-Control-Allow-Methods", strings.Join(c.AllowMethods, ","))
				w.Header().Set("Access-Control-Allow-Headers", strings.Join(c.AllowHeaders, ","))
				w.WriteHeader(http.StatusNoContent)
				return
			}
		}
		g.mux.ServeHTTP(w, r)
	})
}

// Handle adds a handler that is no function: what stands around the API on one
// machine, like the issuer.
func (g *Gateway) Handle(pattern string, h http.Handler) { g.mux.Handle(pattern, h) }

func (g *Gateway) integration(route string, function Function) http.Handler {
	names := parameters(route)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), g.wait)
		defer cancel()
		event, err := toEvent(r, route, names)
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			answer(w, http.StatusRequestEntityTooLarge, "Request Entity Too Large")
			return
		}
		if errors.Is(err, os.ErrDeadlineExceeded) {
			w.Header().Set("Connection", "close")
			answer(w, http.StatusRequestTimeout, "Request Timeout")
			return
		}
		if err != nil {
			answer(w, http.StatusBadRequest, "Bad Request")
			return
		}
		response, err := g.invoke(ctx, event, function)
		switch {
		case errors.Is(err, context.DeadlineExceeded):
			answer(w, http.StatusServiceUnavailable, "Service Unavailable")
		case err != nil:
			g.log.Error("a function failed", "route", route, "request_id", event.RequestContext.RequestID, "error", err.Error())
			answer(w, http.StatusInternalServerError, "Internal Server Error")
		default:
			if err := write(w, response); err != nil {
				g.log.Error("a function's answer is not one", "route", route, "error", err.Error())
				answer(w, http.StatusInternalServerError, "Internal Server Error")
			}
		}
	})
}

// invoke asks the authorizer who calls, and then the function.
func (g *Gateway) invoke(
	ctx context.Context,
	event events.APIGatewayV2HTTPRequest,
	function Function,
) (events.APIGatewayV2HTTPResponse, error) {
	var response events.APIGatewayV2HTTPResponse
	if g.authorizer != nil {
		var verdict events.APIGatewayV2CustomAuthorizerSimpleResponse
		if err := call(ctx, g.authorizer, authorizerEvent(event), &verdict); err != nil {
			return response, fmt.Errorf("authorizer: %w", err)
		}
		if !verdict.IsAuthorized {
			return events.APIGatewayV2HTTPResponse{StatusCode: http.StatusForbidden, Body: `{"message":"Forbidden"}`}, nil
		}
		event.RequestContext.Authorizer = &events.APIGatewayV2HTTPRequestContextAuthorizerDescription{Lambda: verdict.Context}
	}
	err := call(ctx, function, event, &response)
	return response, err
}

func toEvent(r *http.Request, route string, names []string) (events.APIGatewayV2HTTPRequest, error) {
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxRequest))
	if err != nil {
		return events.APIGatewayV2HTTPRequest{}, err
	}
	now := time.Now()
	sourceIP, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		sourceIP = r.RemoteAddr
	}
	event := events.APIGatewayV2HTTPRequest{
		Version: "2.0", RouteKey: route, RawPath: r.URL.EscapedPath(), RawQueryString: r.URL.RawQuery,
		Headers: map[string]string{"host": r.Host}, QueryStringParameters: map[string]string{}, PathParameters: map[string]string{},
		RequestContext: events.APIGatewayV2HTTPRequestContext{
			RouteKey: route, Stage: "$default", RequestID: uuid.NewString(), APIID: "local", DomainName: r.Host,
			Time: now.In(calendar.Zone).Format("02/Jan/2006:15:04:05 -0700"), TimeEpoch: now.UnixMilli(),
			HTTP: events.APIGatewayV2HTTPRequestContextHTTPDescription{
				Method: r.Method, Path: r.URL.Path, Protocol: r.Proto, SourceIP: sourceIP, UserAgent: r.UserAgent(),
			},
		},
	}
	for name, values := range r.Header {
		if name == "Cookie" {
			for _, line := range values {
				event.Cookies = append(event.Cookies, strings.Split(line, "; ")...)
			}
			continue
		}
		event.Headers[strings.ToLower(name)] = strings.Join(values, ",")
	}
	// As API Gateway says it, whatever the caller says.
	event.Headers["x-forwarded-proto"] = "http"
	if r.TLS != nil {
		event.Headers["x-forwarded-proto"] = "https"
	}
	for name, values := range r.URL.Query() {
		event.QueryStringParameters[name] = strings.Join(values, ",")
	}
	for _, name := range names {
		event.PathParameters[name] = r.PathValue(name)
	}
	if isText(r.Header.Get("Content-Type")) && utf8.Valid(body) {
		event.Body = string(body)
	} else if len(body) > 0 {
		event.Body, event.IsBase64Encoded = base64.StdEncoding.EncodeToString(body), true
	}
	return event, nil
}

// isText reports whether API Gateway hands on a body of the type as it is; all
// others, form posts among them, it encodes in base64.
func isText(contentType string) bool {
	mediaType, _, err := mime.ParseMediaType(contentType)
	return err == nil && (strings.HasPrefix(mediaType, "text/") || mediaType == "application/json" ||
		mediaType == "application/javascript" || mediaType == "application/xml")
}

func authorizerEvent(e events.APIGatewayV2HTTPRequest) events.APIGatewayV2CustomAuthorizerV2Request {
	return events.APIGatewayV2CustomAuthorizerV2Request{
		Version: "2.0", Type: "REQUEST", RouteKey: e.RouteKey, RawPath: e.RawPath, RawQueryString: e.RawQueryString,
		Cookies: e.Cookies, Headers: e.Headers, QueryStringParameters: e.QueryStringParameters,
		PathParameters: e.PathParameters, RequestContext: e.RequestContext,
	}
}

func write(w http.ResponseWriter, response events.APIGatewayV2HTTPResponse) error {
	body := []byte(response.Body)
	if response.IsBase64Encoded {
		var err error
		if body, err = base64.StdEncoding.DecodeString(response.Body); err != nil {
			return err
		}
	}
	header := w.Header()
	for name, value := range response.Headers {
		header.Set(name, value)
	}
	for name, values := range response.MultiValueHeaders {
		header[http.CanonicalHeaderKey(name)] = values
	}
	for _, cookie := range response.Cookies {
		header.Add("Set-Cookie", cookie)
	}
	if header.Get("Content-Type") == "" {
		header.Set("Content-Type", "application/json")
	}
	status := response.StatusCode
	if status == 0 {
		status = http.StatusOK
	}
	w.WriteHeader(status)
	_, err := w.Write(body)
	if err != nil {
		return nil // the caller is gone; there is nobody to tell
	}
	return nil
}

// answer is an answer of the gateway itself.
func answer(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"message":%q}`, message)
}

// parameters are the names of a route's path parameters.
func parameters(route string) []string {
	var names []string
	for _, part := range strings.Split(route, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			names = append(names, strings.TrimSuffix(name, "}"))
		}
	}
	return names
}
