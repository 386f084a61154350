package portal

import (
	"context"
	_ "embed"
	"net/http"
	"net/url"
	"path"
	"slices"
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

// elsewhere answers each request for which there is no route: HEAD like GET, a slash too many by the address without
// it, 405 where the address takes other methods, else 404. A preflight request of another site also ends here, and API Gateway adds the
// headers that it asks for.
func (p *portal) elsewhere(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	asked := r.Event.RequestContext.HTTP
	allow := allowed(r.Event.RawPath)
	short := strings.TrimRight(r.Event.RawPath, "/")
	reads := asked.Method == http.MethodGet || asked.Method == http.MethodHead
	switch {
	case asked.Method == http.MethodHead && slices.Contains(allow, http.MethodGet):
		return p.head(ctx, r)
	case reads && len(allow) == 0 && short != r.Event.RawPath && slices.Contains(allowed(short), http.MethodGet):
		return moved(short, r.Event.RawQueryString), nil
	case asked.Method == http.MethodOptions:
		return httpapi.Response{StatusCode: http.StatusNoContent, Headers: map[string]string{"Allow": strings.Join(allow, ", ")}}, nil
	case len(allow) == 0:
		return httpapi.Response{}, notFound()
	}
	return httpapi.Response{}, refused(asked.Method, allow)
}

// moved leads to the address without a slash at its end.
func moved(path, query string) httpapi.Response {
	to := url.URL{Path: path, RawQuery: query}
	return httpapi.Response{StatusCode: http.StatusPermanentRedirect, Headers: map[string]string{"Location": to.String()}}
}

// open are the pages of other functions that everybody may open, besides those of services.
var open = []string{"/figures", "/rankings", "/audit/heads", "/hotline", "/points/ranking", "/.well-known/jwks.json", "/verify"}

// head answers HEAD as GET is answered, because API Gateway does not; no route has HEAD, since an API has 300 routes at
// most. Of the pages of other functions it knows only whether anybody may open them.
func (p *portal) head(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	asked := *r
	asked.Event.RequestContext.HTTP.Method = http.MethodGet
	_, route := table().Handler(&http.Request{Method: http.MethodGet, URL: &url.URL{Path: r.Event.RawPath}})
	asked.Event.RouteKey = strings.TrimSuffix(route, "{$}")
	if _, parameter, found := strings.Cut(asked.Event.RouteKey, "{"); found {
		asked.Event.PathParameters = map[string]string{strings.TrimSuffix(parameter, "}"): path.Base(r.Event.RawPath)}
	}
	if handler, own := p.own[asked.Event.RouteKey]; own {
		return handler(ctx, &asked)
	}
	slug, service := strings.CutPrefix(r.Event.RawPath, "/services/")
	switch {
	case slices.Contains(open, r.Event.RawPath), service && !strings.Contains(slug, "/"):
		return httpapi.Response{StatusCode: http.StatusOK}, nil
	case !r.Caller.SignedIn():
		return httpapi.Response{}, problem.New("unauthenticated", lang.T("请先登录。", "Please sign in first."))
	default:
		return httpapi.Response{}, refused(http.MethodHead, []string{http.MethodGet})
	}
}

// refused is the problem of a method that the address does not take.
func refused(method string, allow []string) *problem.Problem {
	p := problem.New("method-not-allowed", lang.T(
		"这个页面不能直接打开，要从表单提交过来。请返回上一页，或重新查找服务。",
		"This page cannot be opened directly; a form leads to it. Please go back, or search for the service again.",
	))
	if method != http.MethodGet {
		p.Detail = lang.F("这个地址只接受 %s。", "This address accepts only %s.", strings.Join(allow, ", "))
	}
	p.Allow = allow
	return p
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
