package main

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// exchange is a request as any client would send it, and the expected answer, wherever the functions run.
type exchange struct {
	name    string
	method  string
	path    string
	by      string // the name of a seed person; empty: nobody
	headers map[string]string
	body    string
	status  int
	words   string // of the body
}

var (
	asPage = map[string]string{"Accept": "text/html"}
	asJSON = map[string]string{"Content-Type": "application/json"}
	asPost = map[string]string{"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
)

// exchanges returns requests to every function, which also test what comes before the functions: routes, the
// authorizer, headers, cookies, and bodies of every kind.
func exchanges(t testing.TB) []exchange {
	const apply, check = "/services/elderlyallowance/applications", "/services/elderlyallowance/eligibility"
	return []exchange{
		{"the front page", "GET", "/", "", asPage, "", 200, "高龄津贴申领"},
		{"the catalogue", "GET", "/services", "", nil, "", 200, `"service":"residencepermit"`},
		{"the catalogue in English, by the query", "GET", "/services?lang=en", "", asPage, "", 200, "Elderly allowance"},
		{
			"the catalogue in English, by the browser",
			"GET",
			"/services",
			"",
			map[string]string{"Accept": "text/html", "Accept-Language": "en-GB,en"},
			"",
			200,
			"Elderly allowance",
		},
		{
			"the catalogue in English, by a cookie",
			"GET",
			"/services",
			"",
			map[string]string{"Accept": "text/html", "Cookie": "a=b; lang=en"},
			"",
			200,
			"Elderly allowance",
		},
		{"a query of several values", "GET", "/services?lang=en&lang=zh&x=1", "", asPage, "", 200, "Elderly allowance"},
		{"a service", "GET", "/services/soletrader", "", nil, "", 200, `"name":"scope"`},
		{"a service's page", "GET", "/services/residencepermit", "", asPage, "", 200, "居住证"},
		{"no such service", "GET", "/services/nothing", "", nil, "", 404, "/problems/not-found"},
		{"a type of problem", "GET", "/problems/busy", "", nil, "", 200, `"status":503`},
		{"a form", "GET", "/services/elderlyallowance/application", "何婉清", nil, "", 200, "1951-03-15"},
		{"a form's page", "GET", "/services/elderlyallowance/application", "何婉清", asPage, "", 200, `name="account"`},
		{"a form, of nobody", "GET", "/services/elderlyallowance/application", "", nil, "", 401, "/problems/unauthenticated"},
		{"a form's page, of nobody", "GET", "/services/elderlyallowance/application", "", asPage, "", 303, ""},
		{
			"a token that is none",
			"GET",
			"/applications",
			"",
			map[string]string{"Authorization": "Bearer x"},
			"",
			401,
			"/problems/token-invalid",
		},
		{"a pre-check", "POST", check, "李建业", asJSON, own(t, "李建业"), 200, `"eligible_from":"20`},
		{"approved", "POST", apply, "何婉清", asJSON, own(t, "何婉清"), 201, `"outcome":"approved"`},
		{"approved again", "POST", apply, "何婉清", asJSON, own(t, "何婉清"), 201, `"outcome":"approved"`},
		{"approved, by a browser", "POST", apply, "陈国栋", asPost, "payee=own&account=" + person(t, "陈国栋").Card, 303, ""},
		{"rejected", "POST", apply, "李建业", asJSON, own(t, "李建业"), 201, `"outcome":"rejected"`},
		{"referred", "POST", apply, "郑守信", asJSON, own(t, "郑守信"), 201, `"outcome":"referred"`},
		{"invalid", "POST", apply, "何婉清", asJSON, `{"payee":"own","account":"1","colour":"red"}`, 422, "/colour"},
		{"invalid, in a browser", "POST", apply, "何婉清", asPost, "payee=own&account=1", 303, ""},
		{"its errors", "GET", "/services/elderlyallowance/application?step=check", "何婉清", asPage, "", 200, `href="#account"`},
		{"a rare name", "POST", apply, "𠮷兆麟", asJSON, own(t, "𠮷兆麟"), 201, `"holder":"𠮷兆麟"`},
		{"of no type", "POST", apply, "何婉清", nil, own(t, "何婉清"), 415, "/problems/unsupported-media-type"},
		{"one's applications", "GET", "/applications", "孙望海", nil, "", 200, `"applications":[]`},
		{"no such application", "GET", "/applications/20260101-000000-00000000", "孙望海", nil, "", 404, "/problems/not-found"},
		{"no certificate's number", "GET", "/certificates/1.2.3", "孙望海", nil, "", 404, "/problems/not-found"},
		{
			"back from a provider that was not asked",
			"GET",
			"/sign-in/callback?code=x&state=y",
			"",
			nil,
			"",
			400,
			"/problems/sign-in-failed",
		},
	}
}

// answer is an answer without the parts that differ each time.
type answer struct {
	status  int
	headers string
	body    string
}

// fresh matches the parts that differ between equal answers: numbers, times, IDs of requests, places in status
// lists.
var fresh = regexp.MustCompile(`\d{8}-\d{6}-[0-9A-Z]{8}|\d{4}-\d\d-\d\dT[\d:.]+Z|\d{4}-\d\d-\d\d \d\d:\d\d|` +
	`[0-9a-f]{8}-[0-9a-f-]{27}|\.\d{8}[0-9A-Z]{8}\.001\.[0-9A-Z]|"list":"\d{8}-\d","index":\d+|name="keeper" value="[^"]*"`)

// sendTo sends the request to the site and returns the answer.
func (e exchange) sendTo(t testing.TB, url, token string) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), e.method, url+e.path, strings.NewReader(e.body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range e.headers {
		request.Header.Set(name, value)
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var headers strings.Builder
	for _, name := range []string{
		"Content-Type",
		"Cache-Control",
		"Content-Security-Policy",
		"Location",
		"Set-Cookie",
		"Vary",
		"Www-Authenticate",
		"X-Content-Type-Options",
	} {
		// API Gateway renames this one, and sam local does not.
		for _, value := range append(response.Header.Values(name), response.Header.Values("X-Amzn-Remapped-"+name)...) {
			headers.WriteString(name + ": " + value + "\n")
		}
	}
	return answer{response.StatusCode, fresh.ReplaceAllString(headers.String(), "…"), fresh.ReplaceAllString(string(body), "…")}
}

// check compares the answer with the expected one.
func (e exchange) check(t testing.TB, got answer) {
	t.Helper()
	if got.status != e.status || !strings.Contains(got.body, e.words) {
		t.Errorf("got %d %s\nwant %d with %s", got.status, got.body, e.status, e.words)
	}
}

// TestExchanges sends all exchanges to the local host.
func TestExchanges(t *testing.T) {
	s := openSite(t, t.TempDir())
	for _, e := range exchanges(t) {
		t.Run(e.name, func(t *testing.T) { e.check(t, e.sendTo(t, s.url, s.tokenOf(e))) })
	}
}

// tokenOf returns the token of the person who sends the request; "" for nobody.
func (s *site) tokenOf(e exchange) string {
	if e.by == "" {
		return ""
	}
	return s.token(e.by)
}
