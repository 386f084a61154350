package gateway

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"golang.org/x/time/rate"
)

// Gateway serves HTTP from functions.
type Gateway struct {
	// Page renders an answer of the gateway itself for a browser. If it is nil or returns no text, the answer is
	// the JSON of API Gateway, which has no pages.
	Page func(event events.APIGatewayV2HTTPRequest, status int) string
	// Throttled applies the request limits of the template to each route.
	Throttled bool

	mux        *http.ServeMux
	others     http.Handler // the default route
	authorizer Function     // nil: callers are anonymous
	wait       time.Duration
	log        *slog.Logger
}

// maxWait is the time-out of API Gateway for a function.
const maxWait = 30 * time.Second

// New returns a gateway with the routes of the functions, by their logical IDs. All functions of the template
// except the authorizer are required.
func New(t *Template, functions map[string]Function, authorizer Function, log *slog.Logger) (*Gateway, error) {
	g := &Gateway{mux: http.NewServeMux(), authorizer: authorizer, wait: maxWait, log: log}
	g.others = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { g.refuse(w, r, http.StatusNotFound) })
	for _, name := range t.Functions() {
		routes := t.Routes(name)
		function, ok := functions[name]
		if !ok && len(routes) > 0 {
			return nil, fmt.Errorf("gateway: the template's function %s is not here", name)
		}
		for _, route := range routes {
			handler := g.throttle(t.Throttle(route), g.integration(route, function, t.Timeout(name)))
			if route == DefaultRoute {
				g.others = handler
				continue
			}
			g.mux.Handle(pattern(route), handler)
		}
	}
	return g, nil
}

// pattern returns the route as a pattern of net/http, in which "GET /" means only that path.
func pattern(route string) string {
	if strings.HasSuffix(route, "/") {
		return route + "{$}"
	}
	return route
}

// Handler returns the gateway with the template's CORS rules.
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
		g.ServeHTTP(w, r)
	})
}

// ServeHTTP finds the route as API Gateway does: by the method, where HEAD is not GET, and by the
// path as it was sent. Requests without a route go to the default route.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch _, route := g.mux.Handler(r); {
	case sizeOfHead(r) > maxHead:
		g.refuse(w, r, http.StatusRequestHeaderFieldsTooLarge)
	case route == "", unclean(r.URL.Path), r.Method == http.MethodHead && strings.HasPrefix(route, http.MethodGet):
		g.others.ServeHTTP(w, r)
	default:
		g.mux.ServeHTTP(w, r)
	}
}

// unclean reports whether net/http would redirect from the path to another one.
func unclean(p string) bool {
	clean := path.Clean(p)
	return p != clean && p != clean+"/"
}

// Handle adds a handler that is not a function, such as the issuer on one machine.
func (g *Gateway) Handle(pattern string, h http.Handler) { g.mux.Handle(pattern, h) }

// throttle answers requests over the limit with 429.
func (g *Gateway) throttle(limit Throttle, next http.Handler) http.Handler {
	bucket := rate.NewLimiter(rate.Limit(limit.Rate), limit.Burst)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if g.Throttled && !bucket.Allow() {
			g.refuse(w, r, http.StatusTooManyRequests)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// integration calls the function, which Lambda stops at its time-out.
func (g *Gateway) integration(route string, function Function, timeout time.Duration) http.Handler {
	names := parameters(route)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		event, err := toEvent(r, route, names)
		var large *http.MaxBytesError
		switch {
		case errors.As(err, &large):
			g.refuse(w, r, http.StatusRequestEntityTooLarge)
			return
		case errors.Is(err, os.ErrDeadlineExceeded):
			w.Header().Set("Connection", "close")
			g.refuse(w, r, http.StatusRequestTimeout)
			return
		case err != nil:
			g.refuse(w, r, http.StatusBadRequest)
			return
		}
		waiting, cancel := context.WithTimeout(r.Context(), g.wait)
		defer cancel()
		response, err := g.invoke(waiting, event, function, timeout)
		w.Header().Set("Apigw-Requestid", event.RequestContext.RequestID)
		switch {
		case errors.Is(err, errPayload):
			g.refuse(w, r, http.StatusRequestEntityTooLarge)
		case waiting.Err() != nil && r.Context().Err() == nil:
			g.refuse(w, r, http.StatusServiceUnavailable)
		case err != nil:
			g.log.Error("a function failed", "route", route, "request_id", event.RequestContext.RequestID, "error", err.Error())
			g.refuse(w, r, http.StatusInternalServerError)
		default:
			if err := write(w, response); err != nil {
				g.log.Error("a function's answer is not one", "route", route, "error", err.Error())
				g.refuse(w, r, http.StatusInternalServerError)
			}
		}
	})
}

// invoke calls the authorizer, which identifies the caller, and then the function.
func (g *Gateway) invoke(
	ctx context.Context,
	event events.APIGatewayV2HTTPRequest,
	function Function,
	timeout time.Duration,
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
	running, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	err := call(running, function, event, &response)
	return response, err
}
