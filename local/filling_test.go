package main

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// words is the text of the page.
func (b *tab) words() string {
	b.t.Helper()
	return ask[string](b, `document.querySelector("main").innerText`)
}

// submit presses the button with these words, and waits for the page to which it leads.
func (b *tab) submit(words string) {
	b.t.Helper()
	b.do(chromedp.Focus(`//button[normalize-space()="` + words + `"]`))
	b.send(kb.Enter)
}

// TestAFormInABrowser without script: the session ends while the form is filled in, and what was typed is there after
// the same person has signed in again; the page of the answers leads to the result after the application.
func TestAFormInABrowser(t *testing.T) {
	b := openTab(t, openSite(t, t.TempDir()))
	b.scripted(false)
	b.wide(320)
	b.speak("zh")
	me := person(t, "何婉清")
	b.signIn(me.ID)
	b.visit("/services/elderlyallowance/application")
	b.do(chromedp.Click(`input[name=payee][value=own]`), chromedp.SendKeys(`input[name=account]`, me.Card))
	call(b, network.ClearBrowserCookies, cdp.Empty{})
	b.speak("zh")
	b.submit("下一步：核对")
	if !strings.Contains(b.words(), "您填写的内容已经保存") {
		t.Fatalf("the session ended: %s", b.words())
	}
	next := ask[string](b, `document.querySelector("main a").search`)
	b.signIn(me.ID)
	b.visit("/services/elderlyallowance/application")
	if next != "?return=%2Fservices%2Felderlyallowance%2Fapplication" ||
		ask[string](b, `document.querySelector("input[name=account]").value`) != me.Card {
		t.Fatalf("after signing in to %s the form has not what was typed", next)
	}
	b.submit("下一步：核对")
	if narrow := ask[float64](b, `Math.min(...[...document.querySelectorAll("main dd")].map(e => e.clientWidth))`); narrow < 200 {
		t.Errorf("at 320 px an answer is %.0f px wide", narrow)
	}
	b.submit("提交申请")
	result := b.path()
	if !strings.HasPrefix(result, "/applications/") {
		t.Fatalf("landed at %s", result)
	}
	// Each step left an address in the history, so that going back sends no form again.
	const checks = "/services/elderlyallowance/application?step=check"
	if from := strings.TrimPrefix(ask[string](b, "document.referrer"), b.site.url); from != checks {
		t.Errorf("the result was reached from %s", from)
	}
	if b.visit(checks); b.path() != result {
		t.Errorf("back from %s is %s: %s", result, b.path(), b.words())
	}
}

// TestErrorsAreFound by the keyboard: the title counts them, the focus is on their summary, and each leads to the first
// control of its field.
func TestErrorsAreFound(t *testing.T) {
	b := openTab(t, openSite(t, t.TempDir()))
	b.scripted(false)
	b.speak("zh")
	b.signIn(person(t, "何婉清").ID)
	b.visit("/services/elderlyallowance/application")
	b.submit("下一步：核对")
	if title := ask[string](b, `document.title`); !strings.HasPrefix(title, "有 2 处需要修改：") {
		t.Errorf("the title is %q", title)
	}
	if at := b.focused(); at.Tag != "SECTION" || !strings.HasPrefix(at.Words, "有 2 处需要修改") {
		t.Errorf("the focus is at %+v", at)
	}
	for _, name := range []string{"account", "payee"} {
		b.do(chromedp.Click(`a[href="#` + name + `"]`))
		if at := b.focused(); at.Name != name {
			t.Errorf("the error of %s leads to %+v", name, at)
		}
	}
}

// TestFieldsAppearWhereTheyApply, without script, and again after the choice has changed.
func TestFieldsAppearWhereTheyApply(t *testing.T) {
	b := openTab(t, openSite(t, t.TempDir()))
	b.scripted(false)
	b.signIn(person(t, "何婉清").ID)
	shown := func(name string) bool {
		t.Helper()
		return ask[bool](b, `document.querySelector("[name=`+name+`]").checkVisibility()`)
	}
	for _, tt := range []struct {
		service, choice string
		shows, hides    []string
	}{
		{"seniorcard", "", nil, []string{"address", "mobile"}},
		{"seniorcard", "[name=delivery][value=mail]", []string{"address", "mobile"}, nil},
		{"soletraderchange", "[name=kind][value=address]", []string{"address", "promise"}, []string{"trade_name", "new_operator_id"}},
		{"soletraderchange", "[name=kind][value=name]", []string{"trade_name"}, []string{"address", "promise"}},
		{"unemploymentbenefit", "[name=benefit]", []string{"account"}, nil},
		{"unemploymentbenefit", "", nil, []string{"account"}},
	} {
		b.visit("/services/" + tt.service + "/application")
		if tt.choice != "" {
			b.do(chromedp.Click(tt.choice))
		}
		for want, names := range map[bool][]string{true: tt.shows, false: tt.hides} {
			for _, name := range names {
				if shown(name) != want {
					t.Errorf("%s with %q: %s is shown: %t", tt.service, tt.choice, name, !want)
				}
			}
		}
	}
}

// TestTheCodeIsBright in a dark colour scheme too, fills the screen of a phone, and needs no network once it is open.
func TestTheCodeIsBright(t *testing.T) {
	s := openSite(t, t.TempDir())
	_, receipt, _ := s.apply("elderlyallowance", "何婉清", own(t, "何婉清"))
	b := openTab(t, s)
	b.signIn(person(t, "何婉清").ID)
	b.light("dark")
	b.wide(320)
	b.visit("/certificates/" + receipt.Certificate.Number + "?show=code")
	if paper := ask[string](b, `getComputedStyle(document.body).backgroundColor`); paper != "rgb(255, 255, 255)" {
		t.Errorf("the page is %s", paper)
	}
	if code := ask[float64](b, `document.querySelector("svg.qr").getBoundingClientRect().width`); code < 280 {
		t.Errorf("the code is %.0f px of 320 wide", code)
	}
	if parts := ask[int](b, `document.querySelectorAll("img, iframe, [src^=http]").length`); parts > 0 {
		t.Errorf("the page fetches %d parts", parts)
	}
}
