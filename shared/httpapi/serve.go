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
	"time"

	"github.com/aws/aws-lambda-go/events"

	"miaoban/shared/identity"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/tracing"
)

// Response is an answer as API Gateway takes it.
type Response = events.APIGatewayV2HTTPResponse

// Handler answers one route. An error that is a *Problem is the answer; any
// other is an internal error.
type Handler func(ctx context.Context, r *Request) (Response, error)

// Routes are a function's handlers by API Gateway's route key: "GET /services".
type Routes map[string]Handler

// Function is what the Lambda runtime calls.
type Function func(ctx context.Context, event events.APIGatewayV2HTTPRequest) (Response, error)

// Pages renders pages for browsers from templates by name.
type Pages interface {
	Render(page Page) ([]byte, error)
}

// Page is what one page shows.
type Page struct {
	Template string // its template's name
	Title    lang.Text
	Language string
	Large    bool   // large type and fewer choices, as the old may wish (适老化)
	Path     string // where the page is, for links to it in the other language or size
	Query    url.Values
	Caller   identity.Caller
	SignIn   string // where to sign in, on the page of a problem
	Data     any    // what the template shows
}

// Server answers a function's routes.
type Server struct {
	Routes Routes
	Pages  Pages
	Log    *slog.Logger
	// Holding is the caller with the roles that they still hold; nil: those of the token.
	Holding func(context.Context, identity.Caller) (identity.Caller, error)
}

// Serve is the function of the server: it finds the route, refuses what other
// sites cause, turns errors into problem documents or pages, and logs the
// request without anything personal.
func (s *Server) Serve(ctx context.Context, event events.APIGatewayV2HTTPRequest) (Response, error) {
	start := time.Now()
	ctx = tracing.With(ctx, event.RequestContext.RequestID)
	r := &Request{Event: event, Caller: callerOf(event)}
	response, err := s.answer(ctx, r)
	if err != nil {
		cookies := response.Cookies // a browser forgets its session even where more went wrong
		response = s.problem(ctx, r, err)
		response.Cookies = cookies
	}
	secure(&response)
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
		return Response{}, problem.New("not-found", lang.T("没有这个地址。", "There is no such address."))
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

func (s *Server) problem(ctx context.Context, r *Request, err error) Response {
	requestID := r.Event.RequestContext.RequestID
	var p *problem.Problem
	var passing interface{ Temporary() bool }
	switch {
	case errors.As(err, &p):
		if err != error(p) { // there is more to it, which is for the operator alone
			s.Log.WarnContext(ctx, "problem", "route", r.Event.RouteKey, "error", err.Error())
		}
	case errors.As(err, &passing) && passing.Temporary():
		s.Log.WarnContext(ctx, "busy", "route", r.Event.RouteKey, "error", err.Error())
		p = problem.Busy()
	default:
		s.Log.ErrorContext(ctx, "internal error", "route", r.Event.RouteKey, "error", err.Error())
		p = problem.New("internal", lang.F("请稍后再试；如仍有问题，请提供编号 %s。", "Please try again later; if it goes on, quote %s.", requestID))
	}
	// A post is not sent on to the provider: browsers hold the page's form-action
	// against where a redirect leads. Its page has a link.
	if StatusOf(p.Code) == http.StatusUnauthorized && r.WantsHTML() && r.Event.RequestContext.HTTP.Method == http.MethodGet {
		return Redirect(r.SignIn())
	}
	response := Response{StatusCode: StatusOf(p.Code), Headers: map[string]string{}}
	if StatusOf(p.Code) == http.StatusUnauthorized {
		response.Headers["WWW-Authenticate"] = `Bearer realm="miaoban"`
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

// Page is a page of the template for this request's caller and language.
func (r *Request) Page(template string, title lang.Text, data any) Page {
	path, query := r.place()
	return Page{
		Template: template, Title: title, Language: r.Language(), Large: r.Large(), Path: path, Query: query,
		Caller: r.Caller, Data: data,
	}
}

// SignIn is where to sign in, to come back to this page, or to the one that posted.
func (r *Request) SignIn() string {
	path, _ := r.place()
	return "/sign-in?return=" + url.QueryEscape(path)
}

// place is the page that the request is for, or the one that it was posted from.
func (r *Request) place() (path string, query url.Values) {
	if r.Event.RequestContext.HTTP.Method == http.MethodGet {
		query, err := url.ParseQuery(r.Event.RawQueryString)
		if err != nil {
			query = nil
		}
		return r.Event.RawPath, query
	}
	if from, err := url.Parse(r.Header("Referer")); err == nil && from.Host == r.Header("Host") && from.Path != "" {
		return from.EscapedPath(), from.Query()
	}
	return "/", nil
}

// JSON is the answer that carries the value.
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

// HTML is the answer that shows the page.
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

// Either answers a browser with the page, and a program with the page's data.
func Either(r *Request, pages Pages, status int, page Page) (Response, error) {
	if r.WantsHTML() {
		return HTML(status, pages, page)
	}
	return JSON(status, page.Data)
}

// Redirect sends a browser to look at another address.
func Redirect(to string) Response {
	return Response{StatusCode: http.StatusSeeOther, Headers: map[string]string{"Location": to}}
}

// secure sets what every answer says to browsers. Answers are about a person, so
// nothing keeps them unless it says so itself.
func secure(response *Response) {
	if response.Headers == nil {
		response.Headers = map[string]string{}
	}
	defaults := map[string]string{
		"Cache-Control":           "no-store",
		"X-Content-Type-Options":  "nosniff",
		"Referrer-Policy":         "same-origin",
		"Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
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
