// Package portal serves the catalogue of services and the assets that all pages share.
package portal

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"miaoban/functions"
	"miaoban/functions/citizens/portal/search"
	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
	"miaoban/shared/web"
)

// Routes returns the portal's handlers.
func Routes(e *instant.Engine) (httpapi.Routes, error) {
	p := &portal{pages: e.Pages, store: e.Store, now: e.Now, log: e.Log, services: functions.Services()}
	for _, s := range p.services {
		p.items = append(p.items, s.About())
	}
	p.index = newIndex(p.items)
	p.own = httpapi.Routes{
		"GET /":                p.catalogue,
		"GET /services":        p.catalogue,
		"GET /lists":           p.lists,
		"GET /authority":       p.authority,
		"GET /api":             p.api,
		"GET /openapi.json":    openAPI,
		"GET /assets/{file}":   asset,
		"GET /problems/{code}": p.problem,
		"GET /kiosk":           p.kiosk,
		"POST /kiosk":          p.setUp,

		"$default": p.elsewhere, // every request for which there is no other route

		// Paths that match no service end here.
		"GET /services/{service}":               unknownService,
		"GET /services/{service}/application":   unknownService,
		"POST /services/{service}/draft":        unknownService,
		"POST /services/{service}/eligibility":  unknownService,
		"POST /services/{service}/applications": unknownService,
	}
	return p.own, nil
}

type portal struct {
	services []instant.Offering
	store    store.Store
	now      func() time.Time
	log      *slog.Logger
	pages    httpapi.Pages
	items    []instant.Item
	index    func() (*search.Index, error) // in the order of the items
	own      httpapi.Routes
}

func unknownService(context.Context, *httpapi.Request) (httpapi.Response, error) {
	return httpapi.Response{}, notFound()
}

func notFound() *problem.Problem {
	return problem.New("not-found", lang.T(
		"没有找到这个页面。可以搜索，或拨打 12345。", "This page was not found. You can search, or call 12345."))
}

// asset serves a file that pages link to. The URL contains a version of the content, so browsers
// may cache it for good.
func asset(_ context.Context, r *httpapi.Request) (httpapi.Response, error) {
	body, mediaType, ok := web.Asset(r.Path("file"))
	if !ok {
		return httpapi.Response{}, problem.New("not-found", lang.T("没有这个文件。", "This file was not found."))
	}
	return httpapi.Response{
		StatusCode: http.StatusOK, Body: body,
		Headers: map[string]string{
			"Content-Type": mediaType, "Cache-Control": "public, max-age=31536000, immutable",
			// The service worker of the verification page fetches only this file.
			"Service-Worker-Allowed": "/verify", "Content-Security-Policy": "default-src 'none'; connect-src 'self'",
		},
	}, nil
}

// ProblemType describes one type of problem; problems link to it.
type ProblemType struct {
	Code   string    `json:"code"`
	Status int       `json:"status"`
	Title  lang.Text `json:"title"`
}

func (p *portal) problem(_ context.Context, r *httpapi.Request) (httpapi.Response, error) {
	code := r.Path("code")
	title, ok := problem.Title(code)
	status := httpapi.StatusOf(code)
	if !ok {
		return httpapi.Response{}, problem.New("not-found", lang.T("没有这类错误。", "This type of problem was not found."))
	}
	page := r.Page("problemtype", title, ProblemType{code, status, title})
	return httpapi.Either(r, p.pages, http.StatusOK, page)
}
