package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"miaoban/functions"
	"miaoban/functions/citizens/applications"
	"miaoban/functions/citizens/authorizer"
	"miaoban/functions/citizens/hotline"
	"miaoban/functions/citizens/points"
	"miaoban/functions/citizens/portal"
	"miaoban/functions/citizens/session"
	"miaoban/functions/officials/dashboard"
	"miaoban/functions/officials/figures"
	"miaoban/functions/officials/reviews"
	"miaoban/functions/officials/tasks"
	"miaoban/functions/proof/certificates"
	"miaoban/functions/proof/pdf"
	"miaoban/functions/proof/verify"
	"miaoban/local/gateway"
	"miaoban/local/issuer"
	"miaoban/shared/httpapi"
	"miaoban/shared/platform"
	"miaoban/shared/store"
	"miaoban/shared/tracing"
	"miaoban/shared/web"
)

// host is the whole stack on one machine.
type host struct {
	handler http.Handler
	closed  http.Handler // answers while the host stops
	issuer  *issuer.Issuer
}

const audience = "miaoban"

// newHost builds the host from the template: every function with its own environment, on one store.
// Logs go to out.
func newHost(url string, s settings, records store.Store, out io.Writer) (*host, error) {
	log := tracing.NewLog(out)
	template, err := gateway.Load(s.template)
	if err != nil {
		return nil, err
	}
	parameters := map[string]string{
		"Issuer": url, "Audience": audience, "JwksUrl": url + "/issuer/jwks.json", "PublicUrl": url,
	}
	if s.issuer != "" {
		parameters["Issuer"], parameters["JwksUrl"] = s.issuer, s.keys
	}
	getenv := func(function string) func(string) string {
		return s.getenv(template.Environment(function, parameters))
	}
	people, err := issuer.New(url, audience, filepath.Join(s.data, "issuer.key"), s.address, time.Now)
	if err != nil {
		return nil, err
	}
	withdrawn, err := withRights(template, "AuthorizerFunction", records)
	if err != nil {
		return nil, err
	}
	auth, err := authorizer.New(getenv("AuthorizerFunction"), withdrawn, time.Now, log)
	if err != nil {
		return nil, err
	}
	all := map[string]gateway.Function{}
	folders := catalogue(getenv)
	for _, name := range template.Functions() {
		function, ok := folders[strings.ToLower(strings.TrimSuffix(name, "Function"))]
		if !ok {
			continue // the authorizer and the session need no engine
		}
		own, err := withRights(template, name, records)
		if err != nil {
			return nil, err
		}
		engine, err := platform.NewEngine(getenv(name), own, out)
		if err != nil {
			return nil, err
		}
		serve, err := platform.Bind(engine, function)
		if err != nil {
			return nil, err
		}
		all[name] = gateway.Of(platform.Traced(s.tracing(), serve))
	}
	pages := web.New(true)
	sessions, err := withRights(template, "SessionFunction", records)
	if err != nil {
		return nil, err
	}
	signIn, err := session.Routes(getenv("SessionFunction"), sessions, pages, time.Now)
	if err != nil {
		return nil, err
	}
	all["SessionFunction"] = gateway.Of(beside(url, (&httpapi.Server{Routes: signIn, Pages: pages, Log: log}).Serve))
	g, err := gateway.New(template, all, gateway.Of(auth.Authorize), log)
	if err != nil {
		return nil, err
	}
	g.Page, g.Throttled = refusal(pages), s.throttled
	for _, place := range []string{"/.well-known/openid-configuration", "/issuer/"} {
		g.Handle(place, people.Handler())
	}
	return &host{handler: g.Handler(template.CORS(parameters)), closed: g.Closed(), issuer: people}, nil
}

// beside redirects browsers to the local issuer at url under the host name by which they reached
// the host, because another name may not be reachable for them.
func beside(url string, serve httpapi.Function) httpapi.Function {
	return func(ctx context.Context, event events.APIGatewayV2HTTPRequest) (httpapi.Response, error) {
		response, err := serve(ctx, event)
		if path, to := strings.CutPrefix(response.Headers["Location"], url+"/"); to {
			response.Headers["Location"] = (&httpapi.Request{Event: event}).Origin() + "/" + path
		}
		return response, err
	}
}

// addressOf returns the listener's URL as this machine reaches it.
func addressOf(listener net.Listener) string {
	at, ok := listener.Addr().(*net.TCPAddr)
	if ok && at.IP.IsUnspecified() {
		return fmt.Sprintf("http://localhost:%d", at.Port)
	}
	return "http://" + listener.Addr().String()
}

// catalogue maps folder names to functions. The folder name is the logical id in small letters,
// without "Function".
func catalogue(getenv func(function string) func(string) string) map[string]platform.Function {
	all := map[string]platform.Function{
		"portal": portal.Routes, "applications": applications.Function(functions.Services()),
		"certificates": certificates.Function(getenv("CertificatesFunction")), "verify": verify.Function(getenv("VerifyFunction")),
		"points": points.Routes, "dashboard": dashboard.Function(functions.Services()),
		"hotline": hotline.Function(functions.Services()), "tasks": tasks.Function(functions.Services()),
		"figures": figures.Function(
			functions.Services(),
		), "reviews": reviews.Function(functions.Services()), "pdf": pdf.Function(getenv("PdfFunction")),
	}
	for _, service := range functions.Services() {
		all[service.About().Slug] = service.Routes
	}
	return all
}
