// Package portal shows the catalogue of services, and what all pages share.
package portal

import (
	"context"
	"net/http"
	"time"

	"miaoban/functions"
	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
	"miaoban/shared/web"
)

// Routes are the portal's handlers.
func Routes(e *instant.Engine) (httpapi.Routes, error) {
	p := &portal{pages: e.Pages, store: e.Store, now: e.Now, services: functions.Services()}
	for _, s := range p.services {
		p.items = append(p.items, s.About())
	}
	p.index = newIndex(p.items)
	return httpapi.Routes{
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

		// What is no service falls through to here.
		"GET /services/{service}":               unknownService,
		"GET /services/{service}/application":   unknownService,
		"POST /services/{service}/draft":        unknownService,
		"POST /services/{service}/eligibility":  unknownService,
		"POST /services/{service}/applications": unknownService,
	}, nil
}

type portal struct {
	services []instant.Offering
	store    store.Store
	now      func() time.Time
	pages    httpapi.Pages
	items    []instant.Item
	index    func() ([]entry, error) // of the items, in their order
}

func unknownService(context.Context, *httpapi.Request) (httpapi.Response, error) {
	return httpapi.Response{}, problem.New("not-found", lang.T(
		"没有这项服务，请从 /services 的目录中选择。", "There is no such service; please choose one of those at /services."))
}

// asset answers with a file that pages link to. It is named by its content's
// version, so it may be kept for good.
func asset(_ context.Context, r *httpapi.Request) (httpapi.Response, error) {
	body, mediaType, ok := web.Asset(r.Path("file"))
	if !ok {
		return httpapi.Response{}, problem.New("not-found", lang.T("没有这个文件。", "There is no such file."))
	}
	return httpapi.Response{
		StatusCode: http.StatusOK, Body: body,
		Headers: map[string]string{
			"Content-Type": mediaType, "Cache-Control": "public, max-age=31536000, immutable",
			// The worker that keeps the page which verifies fetches it, and nothing else.
			"Service-Worker-Allowed": "/verify", "Content-Security-Policy": "default-src 'none'; connect-src 'self'",
		},
	}, nil
}

// ProblemType describes one type of problem, at the address that problems name.
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
		return httpapi.Response{}, problem.New("not-found", lang.T("没有这类错误。", "There is no such type of problem."))
	}
	page := r.Page("problemtype", title, ProblemType{code, status, title})
	return httpapi.Either(r, p.pages, http.StatusOK, page)
}
