package web_test

import (
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"miaoban/shared/form"
	"miaoban/shared/httpapi"
	"miaoban/shared/identity"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/web"
)

// pages are those of a house that is no demonstration.
var pages = web.New(false)

// render is the page, which must be one.
func render(t *testing.T, page httpapi.Page) string {
	t.Helper()
	body, err := pages.Render(page)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// refusal is a page that shows a problem.
func refusal(code, detail string) httpapi.Page {
	p := problem.New(code, lang.T(detail, detail))
	return httpapi.Page{Template: "problem", Title: p.Title, Path: "/services", Data: p}
}

// blank is a page with a form that came back with what was typed.
func blank(typed string, faults ...problem.FieldError) httpapi.Page {
	b := &instant.Blank{
		Item: instant.Item{Slug: "card", Name: lang.T("办卡", "A card")}, Applicant: "何婉清", Key: "key",
		Fields: []form.Field{
			{Name: "account", Control: "digits", Label: lang.T("账号", "Account"), Required: true},
			{
				Name:    "bank",
				Control: "choice",
				Label:   lang.T("银行", "Bank"),
				Options: []form.Option{{Value: "a", Label: lang.T("甲", "A")}, {Value: "b", Label: lang.T("乙", "B")}},
			},
		},
		Values: url.Values{"account": {typed}, "bank": {"b"}},
	}
	if faults != nil {
		b.Problem = problem.New("invalid-form", lang.T("有一处需要更正。", "One to correct."))
		b.Problem.Errors = faults
	}
	return httpapi.Page{Template: "form", Title: b.Item.Name, Path: "/services/card/application", Data: b}
}

// TestWhatIsTypedIsNoMarkup, in a value, in a name or in a problem's words.
func TestWhatIsTypedIsNoMarkup(t *testing.T) {
	const attack = `"><script>alert(1)</script>`
	named := refusal("not-found", "没有")
	named.Caller = identity.Caller{ID: "440605196611240011", Name: attack}
	elsewhere := refusal("not-found", "没有")
	elsewhere.Query = url.Values{"q": {attack}}
	for name, page := range map[string]httpapi.Page{
		"a value":    blank(attack),
		"a problem":  refusal("not-found", attack),
		"a name":     named,
		"an address": elsewhere,
	} {
		if html := render(t, page); strings.Contains(html, "<script>alert") {
			t.Errorf("%s is markup: %s", name, html)
		}
	}
}

// TestPagesNeedNoScript: none has one but the page that verifies, whose script is a file; a form
// is sent by the browser itself, and nothing is written into an attribute for a script.
func TestPagesNeedNoScript(t *testing.T) {
	inline := regexp.MustCompile(`<script>|<script [^>]*>[^<]|\son[a-z]+=|javascript:|\sstyle=`)
	for name, page := range map[string]httpapi.Page{
		"a form":                 blank(""),
		"a problem":              refusal("not-found", "没有"),
		"the page that verifies": {Template: "verify", Title: lang.T("核验", "Verify"), Data: struct{ Verdict any }{}},
	} {
		html := render(t, page)
		if found := inline.FindString(html); found != "" {
			t.Errorf("%s has %q", name, found)
		}
		if name != "the page that verifies" && strings.Contains(html, "<script") {
			t.Errorf("%s has a script", name)
		}
	}
	if html := render(t, blank("")); !strings.Contains(html, `<form method="post" action="/services/card/eligibility">`) {
		t.Errorf("the form is not sent by the browser: %s", html)
	}
}

// TestPagesAreInOneLanguage, say which, and lead to the other at the same place.
func TestPagesAreInOneLanguage(t *testing.T) {
	for _, tt := range []struct{ language, says, title, other string }{
		{"zh", `<html lang="zh-CN"`, "<title>办卡 · 秒办</title>", `href="/services/card/application?lang=en&amp;q=1"`},
		{"en", `<html lang="en"`, "<title>A card · Miaoban</title>", `href="/services/card/application?lang=zh&amp;q=1"`},
	} {
		page := blank("")
		page.Language, page.Query = tt.language, url.Values{"q": {"1"}}
		html := render(t, page)
		for _, words := range []string{tt.says, tt.title, tt.other} {
			if !strings.Contains(html, words) {
				t.Errorf("in %s it does not have %s: %s", tt.language, words, html)
			}
		}
	}
}

// TestLargeType can be switched on and off.
func TestLargeType(t *testing.T) {
	page := blank("")
	if html := render(t, page); strings.Contains(html, `class="large"`) || !strings.Contains(html, "size=large") {
		t.Errorf("in normal type: %s", html)
	}
	page.Large = true
	if html := render(t, page); !strings.Contains(html, `class="large"`) || !strings.Contains(html, "size=normal") {
		t.Errorf("in large type: %s", html)
	}
}

// TestAFormComesBack with what was typed, each fault at its field, and a list of them that
// leads there.
func TestAFormComesBack(t *testing.T) {
	fault := problem.FieldError{Pointer: "/account", Code: "bankcard", Detail: lang.T("账号不对。", "The account is wrong.")}
	html := render(t, blank("123", fault))
	for _, words := range []string{
		`role="alert"`,
		`<a href="#account">账号不对。</a>`,
		`id="account" name="account" value="123"`,
		`aria-invalid="true"`,
		`value="b" checked`,
	} {
		if !strings.Contains(html, words) {
			t.Errorf("it does not have %s: %s", words, html)
		}
	}
	if html := render(t, blank("123")); strings.Contains(html, "alert") || strings.Contains(html, "aria-invalid") {
		t.Errorf("without a fault: %s", html)
	}
}

// TestAProblemLeadsToTheSignIn where signing in helps, and else to the services.
func TestAProblemLeadsToTheSignIn(t *testing.T) {
	for code, want := range map[string]bool{
		"unauthenticated": true,
		"token-expired":   true,
		"token-invalid":   true,
		"not-found":       false,
		"too-large":       false,
		"busy":            false,
	} {
		page := refusal(code, "说明")
		page.SignIn = "/sign-in?return=%2Fapplications"
		html := render(t, page)
		if strings.Contains(html, `href="/sign-in?return=%2Fapplications"`) != want || !strings.Contains(html, `href="/services"`) {
			t.Errorf("%s: %s", code, html)
		}
	}
}

// TestTheMenuIsOfTheOffice that the caller holds.
func TestTheMenuIsOfTheOffice(t *testing.T) {
	for role, path := range map[string]string{
		"reviewer:440605":          "/reviews",
		"receiver:440605":          "/receiver",
		"steward:440605011":        "/stewards",
		"director:440605":          "/dashboard",
		"department.police:440605": "/tasks",
	} {
		page := refusal("not-found", "没有")
		if html := render(t, page); strings.Contains(html, `href="`+path+`"`) {
			t.Errorf("a citizen is led to %s", path)
		}
		page.Caller = identity.Caller{ID: "440605196611240011", Name: "梁审南", Roles: []string{role}}
		if html := render(t, page); !strings.Contains(html, `href="`+path+`"`) {
			t.Errorf("%s is not led to %s", role, path)
		}
	}
}

// TestADemonstrationSaysThatItIsOne, and nothing else does.
func TestADemonstrationSaysThatItIsOne(t *testing.T) {
	for _, demonstration := range []bool{true, false} {
		html, err := web.New(demonstration).Render(blank(""))
		if err != nil || strings.Contains(string(html), "本机演示") != demonstration {
			t.Errorf("in a demonstration (%t): %v", demonstration, err)
		}
	}
}

// TestAssetsAreFoundByTheirContent: by the name that pages have of them, and by no other.
func TestAssetsAreFoundByTheirContent(t *testing.T) {
	link := regexp.MustCompile(`href="/assets/(style-[0-9a-f]{8}\.css)"`).FindStringSubmatch(render(t, blank("")))
	if link == nil {
		t.Fatal("a page has no style")
	}
	if body, media, ok := web.Asset(link[1]); !ok || body == "" || !strings.HasPrefix(media, "text/css") {
		t.Errorf("%s: %q, %t", link[1], media, ok)
	}
	for _, name := range []string{"style.css", "style-00000000.css", "../templates/form.html", ""} {
		if _, _, ok := web.Asset(name); ok {
			t.Errorf("%q is an asset", name)
		}
	}
}

// TestAPageThatThereIsNot is an error, as is one whose data are not the template's.
func TestAPageThatThereIsNot(t *testing.T) {
	for name, page := range map[string]httpapi.Page{"no template": {Template: "nothing"}, "other data": {Template: "form", Data: "text"}} {
		if _, err := pages.Render(page); err == nil {
			t.Errorf("%s: it is rendered", name)
		}
	}
}

// TestTablesSayWhatTheyAre: each table has a caption, and each of its headings says what it heads.
func TestTablesSayWhatTheyAre(t *testing.T) {
	files, err := os.ReadDir("templates")
	if err != nil {
		t.Fatal(err)
	}
	tables := 0
	for _, file := range files {
		text, err := os.ReadFile("templates/" + file.Name())
		if err != nil {
			t.Fatal(err)
		}
		for i, part := range strings.Split(string(text), "<table")[1:] {
			tables++
			if _, inside, _ := strings.Cut(part, ">"); !strings.HasPrefix(inside, "<caption") {
				t.Errorf("%s: table %d has no caption", file.Name(), i+1)
			}
		}
		for heading := range strings.SplitSeq(string(text), "<th") {
			if strings.HasPrefix(heading, ">") {
				t.Errorf("%s: a heading without scope: <th%.40s", file.Name(), heading)
			}
		}
	}
	if tables < 20 {
		t.Errorf("%d tables", tables)
	}
}
