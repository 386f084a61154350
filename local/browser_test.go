package main

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"miaoban/shared/httpapi"
)

// tab is a page in a real browser.
type tab struct {
	t    testing.TB
	site *site
	ctx  context.Context
}

// openTab opens a page in Chromium. Without Chromium the test is skipped; in CI it fails.
func openTab(t testing.TB, s *site) *tab {
	t.Helper()
	if _, err := exec.LookPath("chromium"); err != nil {
		const absent = "no Chromium: apt-get install chromium"
		if os.Getenv("CI") == "true" {
			t.Fatal(absent)
		}
		t.Skip(absent)
	}
	ctx, err := chromium()
	if err != nil {
		t.Fatal(err)
	}
	ctx, closeTab := chromedp.NewContext(ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(closeTab)
	return &tab{t, s, ctx}
}

// chromium is the browser of all tests. The first test that opens a tab starts it. Each tab has its own cookies
// and cache.
var chromium = sync.OnceValues(func() (context.Context, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath("chromium"), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("lang", "en-US"))
	allocated, _ := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ := chromedp.NewContext(allocated)
	stopChromium = func() error { return chromedp.Cancel(ctx) }
	return ctx, chromedp.Do(ctx)
})

// stopChromium ends the browser, if there is one.
var stopChromium = func() error { return nil }

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// call sends a command of the DevTools protocol.
func call[P, R any](b *tab, command cdp.Command[P, R], params P) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, command, params); err != nil {
		b.t.Fatal(err)
	}
}

func (b *tab) cookie(name, value string) {
	b.t.Helper()
	call(
		b,
		network.SetCookie,
		network.SetCookieParams{Name: name, Value: value, URL: b.site.url, Path: "/", Secure: new(strings.HasPrefix(name, "__Host-"))},
	)
}

// signIn gives the browser a session of the person with that ID number.
func (b *tab) signIn(id string) {
	b.t.Helper()
	token, err := b.site.issuer.Token(id)
	if err != nil {
		b.t.Fatal(err)
	}
	b.cookie(httpapi.SessionCookie, token)
}

// speak sets the language of the pages: "zh" or "en".
func (b *tab) speak(language string) {
	b.t.Helper()
	b.cookie("lang", language)
}

// light sets the colour scheme: "light" or "dark".
func (b *tab) light(scheme string) {
	b.t.Helper()
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
}

// wide sets the width of the window, in pixels.
func (b *tab) wide(pixels int64) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(pixels, 900))
}

func (b *tab) visit(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.site.url+path), chromedp.WaitReady("main"))
}

// path returns the path of the current page.
func (b *tab) path() string {
	b.t.Helper()
	return strings.TrimPrefix(ask[string](b, "location.href"), b.site.url)
}

// ask evaluates an expression in the page.
func ask[T any](b *tab, expression string) T {
	b.t.Helper()
	answer, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatal(err)
	}
	return answer
}

// violation is a fault that axe finds in a page.
type violation struct {
	ID    string
	Help  string
	Nodes []struct{ HTML, FailureSummary string }
}

// violations runs axe-core on the page, with the rules of WCAG 2.2 AA and its best
// practices.
func (b *tab) violations(axe string) []violation {
	b.t.Helper()
	b.do(chromedp.Evaluate[chromedp.Void](axe))
	text := ask[string](b, `axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify(r.violations))`)
	var found []violation
	if err := json.Unmarshal([]byte(text), &found); err != nil {
		b.t.Fatal(err)
	}
	return found
}

// readAxe returns the script axe-core, which checks the accessibility of a page. A short run skips it.
func readAxe(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("axe looks at pages in the whole run")
	}
	text, err := os.ReadFile("testdata/node_modules/axe-core/axe.min.js")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("no axe-core: make test-all installs it")
	}
	return string(text)
}

// scripted sets whether pages may run scripts; the checks of a page need scripts.
func (b *tab) scripted(may bool) {
	b.t.Helper()
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !may})
}
