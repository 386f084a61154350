package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"miaoban/shared/identity"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/tracing"
)

// Response is a response in API Gateway's format.
type Response = events.APIGatewayV2HTTPResponse

// Handler handles one route. An error that is a *problem.Problem becomes the response; any other
// becomes an internal error.
type Handler func(ctx context.Context, r *Request) (Response, error)

// Routes maps API Gateway's route keys ("GET /services") to a function's handlers.
type Routes map[string]Handler

// Function is the entry point that the Lambda runtime calls.
type Function func(ctx context.Context, event events.APIGatewayV2HTTPRequest) (Response, error)

// Pages renders HTML pages for browsers from named templates.
type Pages interface {
	Render(page Page) ([]byte, error)
}

// Page is the content of one HTML page.
type Page struct {
	Template string // name of the template
	Title    lang.Text
	Language string
	Large    bool   // large text and fewer choices, for older people (适老化)
	Path     string // the page's address, for links to it in the other language or size
	Query    url.Values
	Caller   identity.Caller
	SignIn   string // address of the sign-in, on the page of a problem
	Data     any    // content for the template
}

// Server serves the routes of a function.
type Server struct {
	Routes Routes
	Pages  Pages
	Log    *slog.Logger
	// Holding returns the caller with only the roles that were not withdrawn; nil: trust the
	// token.
	Holding func(context.Context, identity.Caller) (identity.Caller, error)
	// Public is the site's address for browsers, where something else than API Gateway answers at it:
	// a proxy or CloudFront. Nil: the address that each request names.
	Public *url.URL

	writers sync.Pool // of *gzip.Writer: each has tables of hundreds of kilobytes
}

// Serve handles one event: it finds the route, refuses cross-site posts, turns errors into problem
// documents or pages, and logs the request without personal data.
func (s *Server) Serve(ctx context.Context, event events.APIGatewayV2HTTPRequest) (Response, error) {
	start := time.Now()
	if err := foreign(event); err != nil {
		return Response{}, err
	}
	ctx = tracing.With(ctx, event.RequestContext.RequestID)
	r := &Request{Event: event, Caller: callerOf(event), public: s.Public}
	response, err := s.answer(ctx, r)
	if err != nil {
		cookies := response.Cookies // keep them even if an error follows: one may remove the session
		response = s.problem(ctx, r, err)
		response.Cookies = cookies
	}
	secure(&response)
	s.compress(r, &response)
	if event.RequestContext.HTTP.Method == http.MethodHead {
		response.Body, response.IsBase64Encoded = "", false
	}
	response.Headers[tracing.Header] = event.RequestContext.RequestID
	for _, choice := range []struct {
		name   string
		values []string
	}{{"lang", []string{"zh", "en"}}, {"size", []string{"large", "normal"}}} {
		if wish := r.Query(choice.name); slices.Contains(choice.values, wish) && r.chosen() {
			response.Cookies = append(response.Cookies, SetCookie(choice.name, wish, Year, r.Secure()))
		}
	}
	s.Log.LogAttrs(ctx, slog.LevelInfo, "request",
		slog.String("route", event.RouteKey),
		slog.Int("status", response.StatusCode),
		slog.Duration("took", time.Since(start)))
	return response, nil
}

// ErrEvent reports an event of another kind: of a REST API, of a load balancer, or of a function's
// own address. Only an HTTP API with payload format 2.0 names the route and asks the authorizer.
var ErrEvent = errors.New("httpapi: the function takes events of an API Gateway HTTP API with payload format 2.0")

// foreign returns ErrEvent for events that no route can answer, so that whoever connected the
// function wrongly finds the reason in its log.
func foreign(event events.APIGatewayV2HTTPRequest) error {
	switch {
	case strings.Contains(event.RequestContext.DomainName, ".lambda-url."):
		return fmt.Errorf("%w, not of a function URL", ErrEvent)
	case event.RouteKey == "":
		return fmt.Errorf("%w, and this one has no routeKey (a REST API and a load balancer send such events)", ErrEvent)
	}
	return nil
}

func callerOf(event events.APIGatewayV2HTTPRequest) identity.Caller {
	if event.RequestContext.Authorizer == nil {
		return identity.FromAuthorizer(nil)
	}
	return identity.FromAuthorizer(event.RequestContext.Authorizer.Lambda)
}

func (s *Server) answer(ctx context.Context, r *Request) (response Response, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %T\n%s", p, debug.Stack())
		}
	}()
	handler, ok := s.Routes[r.Event.RouteKey]
	if !ok {
		return Response{}, problem.New("not-found", lang.T("没有这个地址。", "This address does not exist."))
	}
	if err := r.everywhere(); err != nil {
		return Response{}, err
	}
	if err := r.ownPost(); err != nil {
		return Response{}, err
	}
	if s.Holding != nil {
		if r.Caller, err = s.Holding(ctx, r.Caller); err != nil {
			return Response{}, err
		}
	}
	return handler(ctx, r)
}

// Challenge is the header WWW-Authenticate of an answer with status 401.
const Challenge = `Bearer realm="miaoban"`

func (s *Server) problem(ctx context.Context, r *Request, err error) Response {
	requestID := r.Event.RequestContext.RequestID
	var p *problem.Problem
	var passing interface{ Temporary() bool }
	switch {
	case errors.As(err, &p):
		if err != error(p) { // the cause is for the operator's log only
			s.Log.WarnContext(ctx, "problem", "route", r.Event.RouteKey, "error", err.Error())
		}
	case errors.As(err, &passing) && passing.Temporary():
		s.Log.WarnContext(ctx, "busy", "route", r.Event.RouteKey, "error", err.Error())
		p = problem.Busy()
		if known, is := passing.(interface{ RetryAfter() time.Duration }); is {
			p.RetryAfter = int(known.RetryAfter().Seconds())
		}
	default:
		s.Log.ErrorContext(ctx, "internal error", "route", r.Event.RouteKey, "error", err.Error())
		p = problem.New(
			"internal",
			lang.F("请稍后再试；如仍有问题，请提供编号 %s。", "Please try again later. If the problem persists, quote the number %s.", requestID),
		)
	}
	// Do not redirect a post to the identity provider: browsers apply the page's form-action to
	// redirects. The problem's page has a link instead.
	if StatusOf(p.Code) == http.StatusUnauthorized && r.WantsHTML() && r.Event.RequestContext.HTTP.Method == http.MethodGet {
		return Redirect(r.SignIn())
	}
	response := Response{StatusCode: StatusOf(p.Code), Headers: map[string]string{}}
	if StatusOf(p.Code) == http.StatusUnauthorized {
		response.Headers["WWW-Authenticate"] = Challenge
	}
	if len(p.Allow) > 0 {
		response.Headers["Allow"] = strings.Join(p.Allow, ", ")
	}
	if p.RetryAfter > 0 {
		response.Headers["Retry-After"] = strconv.Itoa(p.RetryAfter)
	}
	if r.WantsHTML() {
		page := r.Page("problem", p.Title, p)
		page.SignIn = r.SignIn()
		if body, err := s.Pages.Render(page); err == nil {
			response.Headers["Content-Type"] = "text/html; charset=utf-8"
			response.Body = string(body)
			return response
		}
	}
	body, err := json.Marshal(document(p, requestID))
	if err != nil {
		s.Log.ErrorContext(ctx, "writing a problem", "error", err.Error())
	}
	response.Headers["Content-Type"] = "application/problem+json"
	response.Body = string(body)
	return response
}

// Page builds a page from the template for this request's caller and language.
func (r *Request) Page(template string, title lang.Text, data any) Page {
	path, query := r.place()
	return Page{
		Template: template, Title: title, Language: r.Language(), Large: r.Large(), Path: path, Query: query,
		Caller: r.Caller, Data: data,
	}
}

// SignIn is the address of the sign-in that returns to this page, or to the page with the posted
// form.
func (r *Request) SignIn() string {
	path, query := r.place()
	return SignInTo(path, query)
}

// maxReturn is the longest address to which a sign-in returns, in bytes: the browser stores it in a cookie.
const maxReturn = 1024

// SignInTo is the address of the sign-in that returns to the page. A query that is too long is left out.
func SignInTo(path string, query url.Values) string {
	if full := path + "?" + query.Encode(); len(query) > 0 && len(full) <= maxReturn {
		path = full
	}
	return "/sign-in?return=" + url.QueryEscape(path)
}

// place is the page that was requested, or from which a form was posted.
func (r *Request) place() (path string, query url.Values) {
	if r.Event.RequestContext.HTTP.Method == http.MethodGet {
		query, err := url.ParseQuery(r.Event.RawQueryString)
		if err != nil {
			query = nil
		}
		return r.path(), query
	}
	if from, err := url.Parse(r.Header("Referer")); err == nil && from.Host == r.host() && from.Path != "" {
		return from.EscapedPath(), from.Query()
	}
	return "/", nil
}

// path is the path that was requested, encoded. It is made of the route and its parameters, because
// the event's raw path is decoded, and lacks what follows a decoded question mark.
func (r *Request) path() string {
	_, route, named := strings.Cut(r.Event.RouteKey, " ")
	if !named { // the default route
		return (&url.URL{Path: r.Event.RawPath}).EscapedPath()
	}
	segments := strings.Split(route, "/")
	for i, segment := range segments {
		if name, parameter := strings.CutPrefix(segment, "{"); parameter {
			segments[i] = url.PathEscape(r.Path(strings.TrimSuffix(name, "}")))
		}
	}
	return strings.Join(segments, "/")
}

// JSON is a response with the value as JSON.
func JSON(status int, value any) (Response, error) {
	body, err := json.Marshal(value)
	if err != nil {
		return Response{}, fmt.Errorf("writing the answer: %w", err)
	}
	return Response{
		StatusCode: status,
		Headers:    map[string]string{"Content-Type": "application/json; charset=utf-8"},
		Body:       string(body),
	}, nil
}

// HTML is a response with the rendered page.
func HTML(status int, pages Pages, page Page) (Response, error) {
	body, err := pages.Render(page)
	if err != nil {
		return Response{}, fmt.Errorf("rendering %s: %w", page.Template, err)
	}
	response := Response{
		StatusCode: status,
		Headers:    map[string]string{"Content-Type": "text/html; charset=utf-8"},
		Body:       string(body),
	}
	return response, nil
}

// Either returns the page to a browser, and the page's data as JSON to a program.
func Either(r *Request, pages Pages, status int, page Page) (Response, error) {
	if r.WantsHTML() {
		return HTML(status, pages, page)
	}
	return JSON(status, page.Data)
}

// Redirect sends a browser to the address with a GET (303 See Other).
func Redirect(to string) Response {
	return Response{StatusCode: http.StatusSeeOther, Headers: map[string]string{"Location": to}}
}

// secure sets the security headers of every response. Responses are about a person, so they are
// not cached unless the handler set a cache header.
func secure(response *Response) {
	if response.Headers == nil {
		response.Headers = map[string]string{}
	}
	defaults := map[string]string{
		"Cache-Control":          "no-store",
		"X-Content-Type-Options": "nosniff",
		"Referrer-Policy":        "same-origin",
		"Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; " +
			"form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
	}
	for name, value := range defaults {
		if _, set := response.Headers[name]; !set {
			response.Headers[name] = value
		}
	}
	if strings.HasPrefix(response.Headers["Content-Type"], "text/html") || strings.Contains(response.Headers["Content-Type"], "json") {
		response.Headers["Vary"] = "Accept, Accept-Language, Cookie"
	}
}
