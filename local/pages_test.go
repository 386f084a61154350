package main

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"miaoban/functions"
	"miaoban/shared/sweep"
)

// pages returns the addresses of every kind of page, for a person who has applied.
func pages(s *site) []string {
	all := []string{
		"/",
		"/applications",
		"/certificates",
		"/mandates",
		"/notices",
		"/reads",
		"/verify",
		"/lists",
		"/figures",
		"/rankings",
		"/rankings?month=2026-10",
		"/audit/heads",
		"/hotline",
		"/tickets",
		"/tickets/new",
		"/authority",
		"/api",
		"/kiosk",
		"/services?q=laoren",
		"/services?q=nothing",
		"/services/nothing",
		"/problems/busy",
	}
	for _, service := range functions.Services() {
		root := "/services/" + service.About().Slug
		all = append(all, root, root+"/application")
	}
	for name, service := range map[string]string{"何婉清": "approved", "李建业": "rejected", "郑守信": "referred"} {
		_, receipt, _ := s.apply("elderlyallowance", name, own(s.t, name))
		if string(receipt.Outcome) != service {
			s.t.Fatalf("%s: %s", name, receipt.Outcome)
		}
		if name == "何婉清" {
			certificate := "/certificates/" + receipt.Certificate.Number
			_, made := s.call(
				"POST",
				certificate+"/links",
				"days=7",
				"Authorization",
				"Bearer "+s.token(name),
				"Content-Type",
				"application/x-www-form-urlencoded",
				"Accept",
				"application/json",
			)
			var link struct{ URL string }
			if err := json.Unmarshal([]byte(made), &link); err != nil {
				s.t.Fatalf("%v: %s", err, made)
			}
			application := "/applications/" + receipt.Number
			all = append(
				all,
				application,
				application+"/surrender",
				application+"/review",
				application+"/erasure",
				certificate,
				certificate+"?show=code",
				certificate+"/presentation?claims=holder&claims=ageOver70",
				strings.TrimPrefix(link.URL, s.url),
			)
		}
	}
	return all
}

// TestPagesAreForEverybody: axe finds no fault on any page, in both languages and both colour schemes, and no page is
// wider than a narrow phone.
func TestPagesAreForEverybody(t *testing.T) {
	axe := readAxe(t)
	s := openSite(t, t.TempDir())
	b := openTab(t, s)
	b.signIn(person(t, "何婉清").ID)
	b.wide(320)
	for _, language := range []string{"zh", "en"} {
		b.speak(language)
		for _, scheme := range []string{"light", "dark"} {
			b.light(scheme)
			for _, path := range pages(s) {
				b.visit(path)
				b.hold(axe, fmt.Sprintf("%s in %s, %s", path, language, scheme))
			}
			b.visit("/services/soletrader/application")
			b.do(chromedp.Click("form[action^='/services/'] button"), chromedp.WaitReady("[role=alert]"))
			b.hold(axe, fmt.Sprintf("a form with errors in %s, %s", language, scheme))
		}
	}
}

// TestLargeTypeIsForEverybody: the same in large type.
func TestLargeTypeIsForEverybody(t *testing.T) {
	axe := readAxe(t)
	s := openSite(t, t.TempDir())
	b := openTab(t, s)
	b.signIn(person(t, "何婉清").ID)
	b.wide(320)
	b.visit("/services?size=large")
	for _, path := range pages(s) {
		b.visit(path)
		b.hold(axe, path+" in large type")
	}
	if size := ask[string](b, `getComputedStyle(document.documentElement).fontSize`); size != "22px" {
		t.Errorf("the type is of %s", size)
	}
	b.visit("/services?size=normal")
	b.visit("/services")
	if size := ask[string](b, `getComputedStyle(document.documentElement).fontSize`); size != "16px" {
		t.Errorf("back in normal type it is of %s", size)
	}
}

// TestTheDeskIsForEverybody: the pages of reviewers.
func TestTheDeskIsForEverybody(t *testing.T) {
	axe := readAxe(t)
	c := court{openSite(t, t.TempDir())}
	number := c.refer("seniorcard", "龙待核", `{"delivery":"electronic"}`)
	b := openTab(t, c.site)
	b.signIn(person(t, "梁审南").ID)
	b.wide(320)
	for _, language := range []string{"zh", "en"} {
		b.speak(language)
		for _, path := range []string{"/reviews", "/reviews/" + number} {
			b.visit(path)
			b.hold(axe, path+" in "+language)
		}
		b.do(chromedp.SendKeys("#reason", "x"), chromedp.Click("#determination button"), chromedp.WaitReady("[role=alert]"))
		b.hold(axe, "a determination with errors in "+language)
	}
}

// elsewhereOnTheMap reports whether the link leads to a map of authorities that is like many others; the map of one
// service in one city is tested for all.
func elsewhereOnTheMap(link string) bool {
	return strings.HasPrefix(link, "/authority?") &&
		(!strings.Contains(link, "service=elderlyallowance") || !strings.Contains(link, "region=4406"))
}

var href = regexp.MustCompile(`(?:href|src)="([^"#]+)["#]`)

// TestEveryLinkLeadsSomewhere: the links of every page, and of the pages to which they lead.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	s := openSite(t, t.TempDir())
	seen := map[string]bool{}
	todo := pages(s)
	for len(todo) > 0 {
		path := todo[0]
		todo = todo[1:]
		if seen[path] || strings.HasPrefix(path, "data:") {
			continue
		}
		seen[path] = true
		response, page := s.call("GET", path, "", "Accept", "text/html", "Authorization", "Bearer "+s.token("何婉清"))
		if response.StatusCode != http.StatusOK && response.StatusCode != http.StatusSeeOther &&
			!strings.HasPrefix(path, "/services/nothing") {
			t.Errorf("%s leads to %d", path, response.StatusCode)
		}
		if !strings.HasPrefix(response.Header.Get("Content-Type"), "text/html") {
			continue
		}
		for _, found := range href.FindAllStringSubmatch(page, -1) {
			link := html.UnescapeString(found[1])
			link = strings.TrimPrefix(link, s.url)
			if strings.HasPrefix(link, "tel:") || elsewhereOnTheMap(link) {
				continue
			}
			if !strings.HasPrefix(link, "/") && !strings.HasPrefix(link, "data:") {
				t.Errorf("%s has a link out: %s", path, link)
				continue
			}
			if strings.Contains(path, "lang=") || strings.Contains(path, "size=") {
				continue // the same page over again
			}
			todo = append(todo, link)
		}
	}
	if len(seen) < 80 {
		t.Errorf("only %d addresses were found", len(seen))
	}
}

// hold checks what is required of all pages.
func (b *tab) hold(axe, name string) {
	b.t.Helper()
	for _, v := range b.violations(axe) {
		b.t.Errorf("%s: %s: %s: %+v", name, v.ID, v.Help, v.Nodes)
	}
	if over := ask[int](b, `document.documentElement.scrollWidth - window.innerWidth`); over > 0 {
		b.t.Errorf("%s: %d pixels stick out at 320", name, over)
	}
}

// TestPagesAreLight: the page of a form with its style has at most 60 KB in two requests, and its layout does not
// shift after it is shown.
func TestPagesAreLight(t *testing.T) {
	s := openSite(t, t.TempDir())
	b := openTab(t, s)
	b.signIn(person(t, "何婉清").ID)
	b.wide(375)
	for _, service := range sweep.Cases(t, functions.Services(), 3) {
		path := "/services/" + service.About().Slug + "/application"
		b.visit(path)
		type weight struct {
			Bytes    int      `json:"bytes"`
			Requests []string `json:"requests"`
			Shift    float64  `json:"shift"`
		}
		got := ask[weight](b, `(() => {
			const fetched = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
			const moved = new PerformanceObserver(() => {});
			moved.observe({type: "layout-shift", buffered: true});
			return {
				bytes: fetched.reduce((sum, e) => sum + e.decodedBodySize, 0),
				requests: fetched.map(e => e.name),
				shift: moved.takeRecords().reduce((sum, e) => sum + e.value, 0),
			};
		})()`)
		if got.Bytes > 60<<10 || got.Bytes < 2<<10 || len(got.Requests) != 2 || got.Shift > 0 {
			t.Errorf("%s: %+v", path, got)
		}
	}
}

// TestTheSkipLinkSkips: the first Tab focuses a link to the content.
func TestTheSkipLinkSkips(t *testing.T) {
	b := openTab(t, openSite(t, t.TempDir()))
	b.visit("/")
	b.do(chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Enter))
	if at := b.path(); at != "/#main" {
		t.Errorf("it leads to %s", at)
	}
}

// TestPagesTravelCompressed: the transferred bytes are at most 0.4 of the pages' size.
func TestPagesTravelCompressed(t *testing.T) {
	s := openSite(t, t.TempDir())
	whole, sent := 0, 0
	for _, path := range pages(s) {
		headers := []string{"Accept", "text/html", "Authorization", "Bearer " + s.token("何婉清"), "Accept-Encoding"}
		_, plain := s.call("GET", path, "", append(headers, "identity")...)
		answer, packed := s.call("GET", path, "", append(headers, "gzip")...)
		if answer.Header.Get("Content-Encoding") != "gzip" {
			t.Errorf("%s is sent as it is, with %d bytes", path, len(packed))
		}
		whole, sent = whole+len(plain), sent+len(packed)
	}
	if sent*10 > whole*4 {
		t.Errorf("%d bytes are sent for %d", sent, whole)
	}
	t.Logf("%d bytes are sent for %d: %.2f", sent, whole, float64(sent)/float64(whole))
}
