package portal

import (
	"context"
	_ "embed"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"

	"miaoban/shared/httpapi"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
)

// routes lists the routes of all functions, a line each: make describe writes it.
//
//go:embed routes.txt
var routes string

// methods are those that routes have.
var methods = []string{http.MethodGet, http.MethodPost}

// elsewhere answers each request for which there is no route: 405 where the address takes other
// methods, else 404. A preflight request of another site also ends here, and API Gateway adds the
// headers that it asks for.
func (p *portal) elsewhere(_ context.Context, r *httpapi.Request) (httpapi.Response, error) {
	asked := r.Event.RequestContext.HTTP
	allow := allowed(r.Event.RawPath)
	switch {
	case asked.Method == http.MethodOptions:
		return httpapi.Response{StatusCode: http.StatusNoContent, Headers: map[string]string{"Allow": strings.Join(allow, ", ")}}, nil
	case len(allow) == 0:
		return httpapi.Response{}, notFound()
	}
	refused := problem.New("method-not-allowed", lang.T(
		"这个页面不能直接打开，要从表单提交过来。请返回上一页，或重新查找服务。",
		"This page cannot be opened directly; a form leads to it. Please go back, or search for the service again.",
	))
	if asked.Method != http.MethodGet {
		refused.Detail = lang.F("这个地址只接受 %s。", "This address accepts only %s.", strings.Join(allow, ", "))
	}
	refused.Allow = allow
	return httpapi.Response{}, refused
}

// allowed returns the methods of the routes that match the path; none for a path that is not clean.
func allowed(p string) []string {
	if p != path.Clean(p) {
		return nil
	}
	var all []string
	for _, method := range methods {
		if _, route := table().Handler(&http.Request{Method: method, URL: &url.URL{Path: p}}); route != "" {
			all = append(all, method)
		}
	}
	return all
}

// table finds the route of a path.
var table = sync.OnceValue(func() *http.ServeMux {
	mux := http.NewServeMux()
	for route := range strings.Lines(routes) {
		route = strings.TrimSpace(route)
		if strings.HasSuffix(route, "/") {
			route += "{$}"
		}
		mux.Handle(route, http.NotFoundHandler())
	}
	return mux
})
