package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"miaoban/local/port"
	"miaoban/shared/httpapi"
)

// browser keeps cookies and follows redirects, as browsers do.
func browser(t testing.TB) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar}
}

// visit sends a request, and returns the final address and the page.
func visit(t testing.TB, c *http.Client, method, address string, form url.Values) (at *url.URL, status int, page string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept", "text/html")
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	response, err := c.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.Request.URL, response.StatusCode, string(text)
}

// signIn signs in as the seed person with that name, and returns the session's cookie and the final page.
func (s *site) signIn(name, returnTo string) (cookie *http.Cookie, landed string) {
	s.t.Helper()
	c := browser(s.t)
	choice, status, page := visit(s.t, c, "GET", s.url+"/sign-in?return="+url.QueryEscape(returnTo), nil)
	if status != http.StatusOK || !strings.Contains(page, name) {
		s.t.Fatalf("the people to choose from: %d %s", status, page)
	}
	var kept *http.Cookie
	c.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		for _, set := range r.Response.Cookies() {
			if set.Name == httpapi.SessionCookie && set.Value != "" {
				kept = set
			}
		}
		return nil
	}
	at, _, _ := visit(s.t, c, "POST", choice.String(), url.Values{"person": {person(s.t, name).ID}})
	if kept == nil {
		s.t.Fatalf("no session; landed at %s", at)
	}
	return kept, at.Path
}

func TestSigningInAndOut(t *testing.T) {
	s := openSite(t, t.TempDir())
	cookie, landed := s.signIn("何婉清", "/applications")
	if landed != "/applications" || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.MaxAge < 3600 {
		t.Errorf("landed at %s with %+v", landed, cookie)
	}
	for _, elsewhere := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, "applications", "/a\r\nb"} {
		if _, landed := s.signIn("何婉清", elsewhere); landed != "/" {
			t.Errorf("to come back to %q led to %s", elsewhere, landed)
		}
	}
	if !strings.HasPrefix(cookie.Name, "__Host-") || !cookie.Secure || cookie.Path != "/" || cookie.Domain != "" {
		t.Errorf("the session is kept as %+v", cookie)
	}
	session := cookie.Name + "=" + cookie.Value
	if response, _ := s.call("POST", "/sign-out", "", "Cookie", session, "Sec-Fetch-Site", "cross-site"); response.StatusCode != 403 ||
		len(response.Cookies()) != 0 {
		t.Errorf("another site signs out: %d %v", response.StatusCode, response.Cookies())
	}
	// A browser sends no session cookie with another site's post, but would accept the cookie of the answer.
	if response, _ := s.call("POST", "/sign-out", "", "Sec-Fetch-Site", "cross-site"); response.StatusCode != 403 ||
		len(response.Cookies()) != 0 {
		t.Errorf("another site signs out, without the cookie: %d %v", response.StatusCode, response.Cookies())
	}
	another, _ := s.signIn("何婉清", "/")
	response, _ := s.call("POST", "/sign-out", "", "Cookie", session, "Sec-Fetch-Site", "same-origin")
	if response.StatusCode != 303 || len(response.Cookies()) != 2 {
		t.Errorf("signing out: %d %v", response.StatusCode, response.Cookies())
	}
	for _, gone := range response.Cookies() {
		if gone.MaxAge >= 0 || gone.Value != "" {
			t.Errorf("signed out, and the browser keeps %+v", gone)
		}
	}
	for name, tt := range map[string]struct {
		header, value string
		status        int
	}{
		"the cookie again":               {"Cookie", session, 401},
		"the token, copied":              {"Authorization", "Bearer " + cookie.Value, 401},
		"the person's other session":     {"Cookie", another.Name + "=" + another.Value, 200},
		"the same, as a program's token": {"Authorization", "Bearer " + another.Value, 200},
	} {
		if response, text := s.call(
			"GET",
			"/applications",
			"",
			tt.header,
			tt.value,
			"Accept",
			"application/json",
		); response.StatusCode != tt.status {
			t.Errorf("%s after signing out: %d %s", name, response.StatusCode, text)
		}
	}
}

// TestSigningOutEndsAllSessions of the request: a program's token and a browser's cookie in one request, and all cookies
// of a browser with more than one.
func TestSigningOutEndsAllSessions(t *testing.T) {
	s := openSite(t, t.TempDir())
	const prefixed, plain = httpapi.SessionCookie + "=", httpapi.PlainSessionCookie + "="
	for name, tt := range map[string]struct{ header, first, second string }{
		"a header and a cookie":       {"Bearer ", prefixed, ""},
		"a header and both cookies":   {"Bearer ", prefixed, plain},
		"cookies of either name":      {"", prefixed, plain},
		"the plain name first":        {"", plain, prefixed},
		"the same name twice":         {"", prefixed, prefixed},
		"the same plain name twice":   {"", plain, plain},
		"a header and one name twice": {"Bearer ", plain, plain},
	} {
		t.Run(name, func(t *testing.T) {
			brought := []string{"Accept", "text/html"}
			var tokens, cookies []string
			session := func() string {
				cookie, _ := s.signIn("何婉清", "/")
				tokens = append(tokens, cookie.Value)
				return cookie.Value
			}
			if tt.header != "" {
				brought = append(brought, "Authorization", tt.header+session())
			}
			for _, name := range []string{tt.first, tt.second} {
				if name != "" {
					cookies = append(cookies, name+session())
				}
			}
			if response, text := s.call(
				"POST",
				"/sign-out",
				"",
				append(brought, "Cookie", strings.Join(cookies, "; "))...,
			); response.StatusCode != 303 {
				t.Fatalf("%d %s", response.StatusCode, text)
			}
			for i, token := range tokens {
				if response, _ := s.call(
					"GET",
					"/applications",
					"",
					"Authorization",
					"Bearer "+token,
					"Accept",
					"application/json",
				); response.StatusCode != 401 {
					t.Errorf("after signing out, by token %d: %d", i+1, response.StatusCode)
				}
			}
		})
	}
}

// TestAnotherSitesPost is refused if the browser's cookie signs in, whatever other credentials the request has.
func TestAnotherSitesPost(t *testing.T) {
	s := openSite(t, t.TempDir())
	cookie, _ := s.signIn("何婉清", "/")
	session, bearer := cookie.Name+"="+cookie.Value, "Bearer "+s.token("何婉清")
	for name, tt := range map[string]struct {
		site, cookie, auth string
		status             int
	}{
		"this site's":                   {"same-origin", session, "", 201},
		"another's":                     {"cross-site", session, "", 403},
		"another's, of the same domain": {"same-site", session, "", 403},
		"another's, with a user and password in its action": {"cross-site", session, "Basic eDp5", 403},
		"another's, with a token that is none":              {"cross-site", session, "Bearer x", 403},
		"another's, with an empty header":                   {"cross-site", session, "Bearer ", 403},
		"another's that has a token of its own":             {"cross-site", "", bearer, 201},
		"another's that has one, with the cookie":           {"cross-site", session, bearer, 201},
		"a program's": {"", "", bearer, 201},
	} {
		headers := []string{"Content-Type", "application/json", "Accept", "application/json"}
		for header, value := range map[string]string{"Sec-Fetch-Site": tt.site, "Cookie": tt.cookie, "Authorization": tt.auth} {
			if value != "" {
				headers = append(headers, header, value)
			}
		}
		if response, text := s.call(
			"POST",
			"/services/elderlyallowance/applications",
			own(t, "何婉清"),
			headers...,
		); response.StatusCode != tt.status {
			t.Errorf("%s: %d %s", name, response.StatusCode, text)
		}
	}
}

// TestALinkChangesNothingForLater: a parameter in a link of another site applies to that request only; a page of this
// site, and the set-up of a machine, change the choice permanently.
func TestALinkChangesNothingForLater(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	kept := func(method, path, body string, headers ...string) map[string]string {
		t.Helper()
		response, _ := c.call(
			method,
			path,
			body,
			append([]string{"Accept", "text/html", "Content-Type", "application/x-www-form-urlencoded"}, headers...)...)
		all := map[string]string{}
		for _, set := range response.Cookies() {
			all[set.Name] = set.Value
			if !set.HttpOnly || set.SameSite != http.SameSiteLaxMode {
				t.Errorf("%s: %+v", path, set)
			}
		}
		return all
	}
	const link = "/services?at=440113&lang=en&size=large"
	for _, from := range []string{"cross-site", "same-site"} {
		if all := kept("GET", link, "", "Sec-Fetch-Site", from); len(all) != 0 {
			t.Errorf("a link of another site (%s) has the browser keep %v", from, all)
		}
	}
	if all := kept("GET", link, "", "Referer", "https://evil.example/"); len(all) != 0 {
		t.Errorf("a link of another site has the browser keep %v", all)
	}
	for _, here := range [][]string{{"Sec-Fetch-Site", "same-origin"}, {"Sec-Fetch-Site", "none"}, {"Referer", c.url + "/services"}} {
		if all := kept("GET", link, "", here...); all["lang"] != "en" || all["size"] != "large" || len(all) != 2 {
			t.Errorf("chosen here, the browser keeps %v", all)
		}
	}
	if all := kept("POST", "/kiosk", "at=440113", "Sec-Fetch-Site", "cross-site"); len(all) != 0 {
		t.Errorf("another site sets a kiosk up: %v", all)
	}
	for _, wrong := range []string{"999999", "x", "440605011", "000000"} {
		if all := kept("POST", "/kiosk", "at="+wrong, "Sec-Fetch-Site", "same-origin"); len(all) != 0 {
			t.Errorf("a kiosk in %s: %v", wrong, all)
		}
	}
	all := kept("POST", "/kiosk", "at=440113", "Sec-Fetch-Site", "same-origin")
	if len(all) != 1 || all[httpapi.KioskCookie] != "440113" {
		t.Fatalf("a kiosk is set up: %v", all)
	}
	machine := httpapi.KioskCookie + "=440113"
	if _, page := c.call("GET", "/kiosk", "", "Accept", "text/html", "Cookie", machine); !strings.Contains(page, "番禺区") {
		t.Errorf("the machine does not say where it stands: %s", page)
	}
	if _, receipt, text := c.apply("elderlyallowance", "何婉清", own(t, "何婉清"), "Cookie", machine); receipt.AcceptedIn != "440113" {
		t.Errorf("applied for at it: %s", text)
	}
	if all := kept("POST", "/kiosk", "at=", "Sec-Fetch-Site", "same-origin", "Cookie", machine); len(all) != 1 ||
		all[httpapi.KioskCookie] != "" {
		t.Errorf("taken back: %v", all)
	}
}

// demanding is a cookie jar that accepts secure cookies only over HTTPS, as Safari does.
type demanding struct{ http.CookieJar }

func (d demanding) SetCookies(u *url.URL, cookies []*http.Cookie) {
	d.CookieJar.SetCookies(u, slices.DeleteFunc(cookies, func(c *http.Cookie) bool { return c.Secure && u.Scheme == "http" }))
}

// TestSigningInOverHTTP: if a browser accepts no secure cookie, the session has the plain name, which signs nobody in
// over HTTPS.
func TestSigningInOverHTTP(t *testing.T) {
	s := openSite(t, t.TempDir())
	c := browser(t)
	c.Jar = demanding{c.Jar}
	choice, _, _ := visit(t, c, "GET", s.url+"/sign-in?return=/applications", nil)
	at, _, page := visit(t, c, "POST", choice.String(), url.Values{"person": {person(t, "何婉清").ID}})
	here, err := url.Parse(s.url)
	if err != nil {
		t.Fatal(err)
	}
	sent := c.Jar.Cookies(here)
	if at.Path != "/applications" || !strings.Contains(page, "何婉清") || len(sent) != 1 || sent[0].Name != httpapi.PlainSessionCookie {
		t.Errorf("at %s with %v: %s", at, sent, page)
	}
}

// TestEveryAddressSignsIn: a sign-in returns to the address by which the host was reached.
func TestEveryAddressSignsIn(t *testing.T) {
	on := embedded(t.TempDir())
	on.address = ":0"
	s := openSiteOn(t, on)
	_, port, _ := strings.Cut(strings.TrimPrefix(s.url, "http://"), ":")
	hosts := map[string]bool{"localhost": true, "127.0.0.1": true, "::1": false, "demo.localhost": false} // true: must answer
	if machine, err := os.Hostname(); err == nil {
		hosts[machine] = false
	}
	if own, err := net.InterfaceAddrs(); err == nil {
		for _, a := range own {
			if ip, ok := a.(*net.IPNet); ok && !ip.IP.IsLinkLocalUnicast() { // that needs a zone
				hosts[ip.IP.String()] = true
			}
		}
	}
	for host, must := range hosts {
		address := net.JoinHostPort(host, port)
		if connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address); err != nil {
			if must {
				t.Errorf("%s does not answer: %v", address, err)
			}
			continue
		} else if err := connection.Close(); err != nil {
			t.Error(err)
		}
		c := browser(t)
		at, status, page := visit(t, c, "GET", "http://"+address+"/sign-in?return=%2Fapplications", nil)
		if status != http.StatusOK || at.Host != address || !strings.Contains(page, "何婉清") {
			t.Errorf("%s: the people to choose from: %d at %s: %s", host, status, at, page)
			continue
		}
		at, status, page = visit(t, c, "POST", at.String(), url.Values{"person": {person(t, "何婉清").ID}})
		if status != http.StatusOK || at.Host != address || at.Path != "/applications" || !strings.Contains(page, "何婉清") {
			t.Errorf("%s: signed in: %d at %s", host, status, at)
		}
	}
}

// TestNobodyIsSentToStrangers: the issuer sends a browser back only to the portal at the address by which it came, which
// must be the machine's own.
func TestNobodyIsSentToStrangers(t *testing.T) {
	s := openSite(t, t.TempDir())
	_, port, _ := strings.Cut(strings.TrimPrefix(s.url, "http://"), ":")
	for name, tt := range map[string]struct{ host, redirect, client string }{
		"another host": {"localhost:" + port, "http://evil.example/sign-in/callback", audience},
		"another host after a name": {
			"localhost:" + port,
			"http://localhost:" + port + "@evil.example/sign-in/callback",
			audience,
		},
		"another port":                       {"localhost:" + port, "http://localhost:1/sign-in/callback", audience},
		"another path":                       {"localhost:" + port, "http://localhost:" + port + "/applications", audience},
		"another scheme":                     {"localhost:" + port, "javascript://localhost:" + port + "/sign-in/callback", audience},
		"a query of its own":                 {"localhost:" + port, "http://localhost:" + port + "/sign-in/callback?x=1", audience},
		"no address":                         {"localhost:" + port, "%", audience},
		"none":                               {"localhost:" + port, "", audience},
		"another client":                     {"localhost:" + port, "http://localhost:" + port + "/sign-in/callback", "bank"},
		"this machine's other address":       {"localhost:" + port, s.url + "/sign-in/callback", audience},
		"a name that a stranger points here": {"evil.example:" + port, "http://evil.example:" + port + "/sign-in/callback", audience},
	} {
		query := url.Values{
			"client_id":             {tt.client},
			"redirect_uri":          {tt.redirect},
			"code_challenge_method": {"S256"},
			"code_challenge":        {"x"},
			"state":                 {"x"},
		}
		for _, method := range []string{"GET", "POST"} {
			request := httptest.NewRequest(method, "/issuer/authorize?"+query.Encode(), strings.NewReader("person="+person(t, "何婉清").ID))
			request.Host = tt.host
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			recorder := httptest.NewRecorder()
			s.handler.ServeHTTP(recorder, request)
			if to := recorder.Header().Get("Location"); recorder.Code != http.StatusBadRequest || to != "" {
				t.Errorf("%s: %s answers %d to %q", name, method, recorder.Code, to)
			}
		}
	}
}

// TestSigningInFromLocalhost: the first steps of a new user, in a real browser.
func TestSigningInFromLocalhost(t *testing.T) {
	s := openSite(t, t.TempDir())
	s.url = strings.Replace(s.url, "127.0.0.1", "localhost", 1)
	b := openTab(t, s)
	b.visit("/services")
	b.do(chromedp.Click(`a[href="/sign-in"]`), chromedp.WaitReady(`button[name="person"]`))
	if at := b.path(); !strings.HasPrefix(at, "/issuer/authorize") {
		t.Fatalf("the people to choose from are at %s", at)
	}
	b.do(chromedp.Click(`button[value="`+person(t, "何婉清").ID+`"]`), chromedp.WaitReady(`form[action="/sign-out"]`))
	if kept := cookies(b); !strings.HasPrefix(kept["session"], "__Host-") || len(kept) != 1 {
		t.Errorf("the browser keeps %v", kept)
	}
	b.visit("/applications")
	if shown := ask[string](b, `document.querySelector("header").innerText`); b.path() != "/applications" ||
		!strings.Contains(shown, "何婉清") {
		t.Errorf("at %s: %s", b.path(), shown)
	}
	b.do(chromedp.Click(`form[action="/sign-out"] button`), chromedp.WaitReady(`a[href="/sign-in"]`))
	if kept := cookies(b); len(kept) != 0 {
		t.Errorf("signed out, the browser keeps %v", kept)
	}
}

// cookies returns the names of the browser's cookies, by the name without its prefix.
func cookies(b *tab) map[string]string {
	b.t.Helper()
	kept, err := chromedp.Call(b.ctx, network.GetCookies, network.GetCookiesParams{})
	if err != nil {
		b.t.Fatal(err)
	}
	all := map[string]string{}
	for _, c := range kept.Cookies {
		all[strings.TrimPrefix(c.Name, "__Host-")] = c.Name
	}
	return all
}

// TestASignInIsItsOwn: the provider's answer must belong to the sign-in that this browser began, and a code can be used
// once.
func TestASignInIsItsOwn(t *testing.T) {
	s := openSite(t, t.TempDir())
	mine, others := browser(t), browser(t)
	stop := func(r *http.Request, _ []*http.Request) error {
		if r.URL.Path == "/sign-in/callback" {
			return http.ErrUseLastResponse
		}
		return nil
	}
	begin := func(c *http.Client) string {
		c.CheckRedirect = stop
		choice, _, _ := visit(t, c, "GET", s.url+"/sign-in", nil)
		request, err := http.NewRequestWithContext(t.Context(), "POST", choice.String(), strings.NewReader("person="+person(t, "何婉清").ID))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		response, err := c.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		c.CheckRedirect = nil
		return response.Header.Get("Location")
	}
	callback, theirs := begin(mine), begin(others)
	state := func(address string) string {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		return u.Query().Get("state")
	}
	for name, tt := range map[string]struct {
		by      *http.Client
		address string
	}{
		"a browser that began nothing":   {browser(t), callback},
		"a browser that began another":   {others, callback},
		"another's code under one's own": {mine, strings.Replace(theirs, state(theirs), state(callback), 1)},
		"a code that was made up":        {mine, s.url + "/sign-in/callback?code=x&state=" + state(callback)},
		"the provider refuses":           {mine, s.url + "/sign-in/callback?error=access_denied&state=" + state(callback)},
	} {
		if _, status, page := visit(t, tt.by, "GET", tt.address, nil); status != http.StatusBadRequest ||
			!strings.Contains(page, "登录没有完成") {
			t.Errorf("%s: %d %s", name, status, page)
		}
	}
	if at, status, _ := visit(t, mine, "GET", callback, nil); status != http.StatusOK || at.Path != "/" {
		t.Errorf("one's own: %d at %s", status, at)
	}
	if _, status, _ := visit(t, mine, "GET", callback, nil); status != http.StatusBadRequest {
		t.Errorf("the same code again: %d", status)
	}
}

// TestSigningInWithACertifiedProvider signs in and out with oidc-provider.
func TestSigningInWithACertifiedProvider(t *testing.T) {
	const folder = "testdata"
	if _, err := os.Stat(folder + "/node_modules"); err != nil {
		const absent = "no OpenID provider: make test-all installs it"
		if os.Getenv("CI") == "true" {
			t.Fatal(absent)
		}
		t.Skip(absent)
	}
	_, port, _ := strings.Cut(port.Free(t, 1)[0], ":")
	on := embedded(t.TempDir())
	on.issuer = "http://127.0.0.1:" + port
	on.keys = on.issuer + "/jwks"
	s := openSiteOn(t, on)
	p := person(t, "𠮷兆麟")
	startProvider(t, folder, port, s.url+"/sign-in/callback", p.ID, p.Name, audience)

	c := browser(t)
	at, _, page := visit(t, c, "GET", s.url+"/applications", nil)
	for range 2 { // a login, and a consent
		action := regexp.MustCompile(`action="([^"]+)"`).FindStringSubmatch(page)
		if action == nil {
			t.Fatalf("at %s: %s", at, page)
		}
		prompt := "login"
		if strings.Contains(page, `value="consent"`) {
			prompt = "consent"
		}
		next, err := at.Parse(action[1])
		if err != nil {
			t.Fatal(err)
		}
		at, _, page = visit(t, c, "POST", next.String(), url.Values{"prompt": {prompt}, "login": {p.ID}, "password": {"x"}})
	}
	if at.Host != strings.TrimPrefix(s.url, "http://") || at.Path != "/applications" || !strings.Contains(page, p.Name) {
		t.Fatalf("landed at %s: %s", at, page)
	}
	_, status, page := visit(t, c, "POST", s.url+"/sign-out", nil)
	if status != http.StatusOK || !strings.Contains(page, on.issuer+"/session/end?client_id=miaoban") {
		t.Errorf("signing out: %d %s", status, page)
	}
	if at, _, _ = visit(t, c, "GET", s.url+"/applications", nil); at.Host == strings.TrimPrefix(s.url, "http://") &&
		at.Path == "/applications" &&
		strings.Contains(page, p.Name) {
		t.Error("signed out, and still there")
	}
}

// startProvider starts the provider and returns when it listens.
func startProvider(t *testing.T, folder string, arguments ...string) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	command := exec.CommandContext(ctx, "node", append([]string{"provider.mjs"}, arguments...)...)
	command.Dir = folder
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		command.Wait() // its error is that it was killed
	})
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "listening\n" {
		t.Fatalf("the provider says %q, %v", line, err)
	}
}
