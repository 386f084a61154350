package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"golang.org/x/text/width"

	"miaoban/functions/proof/certificates"
	"miaoban/shared/sweep"
)

// inspector is a person with the page for verification, and certificates to verify.
type inspector struct {
	*tab
	code certificates.Certificate // of 黎花甲
}

// newInspector returns an inspector who visited the page before, signed in and in Chinese.
func newInspector(t *testing.T) inspector {
	t.Helper()
	s := openSite(t, t.TempDir())
	_, receipt, text := s.apply("seniorcard", "黎花甲", `{"delivery":"electronic"}`)
	if receipt.Certificate == nil {
		t.Fatal(text)
	}
	h := holder{
		s,
		[]string{"Authorization", "Bearer " + s.token("黎花甲"), "Accept", "application/json"},
		receipt,
		"/certificates/" + receipt.Certificate.Number,
	}
	i := inspector{tab: openTab(t, s)}
	h.get(h.path, &i.code)
	i.speak("zh")
	i.signIn(person(t, "何婉清").ID)
	i.visit("/verify")
	if !ask[bool](i.tab, `navigator.serviceWorker.ready.then(() => true)`) {
		t.Fatal("the page keeps nothing")
	}
	return i
}

// offline disconnects the browser from the network.
func (i inspector) offline() {
	i.t.Helper()
	none := network.Conditions{Offline: true, DownloadThroughput: -1, UploadThroughput: -1}
	call(i.tab, network.Enable, network.EnableParams{})
	call(
		i.tab,
		network.EmulateNetworkConditionsByRule,
		network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{&none}},
	)
	call(
		i.tab,
		network.OverrideNetworkState,
		network.OverrideNetworkStateParams{Offline: true, DownloadThroughput: -1, UploadThroughput: -1},
	)
}

// finding posts the form with the ID and returns the text of the result.
func (i inspector) finding(form string) string {
	i.t.Helper()
	return ask[string](i.tab, fmt.Sprintf(`(async () => {
		document.querySelector("[role=status]")?.remove();
		document.getElementById(%q).requestSubmit();
		while (!document.querySelector("[role=status]")) await new Promise(done => setTimeout(done, 20));
		return document.querySelector("[role=status]").innerText;
	})()`, form))
}

func (i inspector) paste(token string) {
	i.t.Helper()
	text, err := json.Marshal(token)
	if err != nil {
		i.t.Fatal(err)
	}
	ask[string](i.tab, `document.getElementById("token").value = `+string(text))
}

// TestAnInspectorVerifiesWithoutTheServer: in a browser that visited the page before, with the server stopped or
// failing, whether the browser is offline or not.
func TestAnInspectorVerifiesWithoutTheServer(t *testing.T) {
	losses := map[string]func(inspector){
		"the server is gone, the device online":   func(i inspector) { i.site.stop() },
		"the server is gone, the device offline":  func(i inspector) { i.site.stop(); i.offline() },
		"before the server something answers 502": func(i inspector) { i.site.instead(http.StatusBadGateway) },
	}
	for _, name := range sweep.Cases(t, slices.Sorted(maps.Keys(losses)), 1) {
		lose := losses[name]
		t.Run(name, func(t *testing.T) {
			i := newInspector(t)
			i.speak("en") // the cookie is another one since the page was kept
			lose(i)
			i.do(chromedp.Navigate(i.site.url+"/verify?lang=en"), chromedp.WaitReady("#verify"))
			if page := ask[string](i.tab, `document.body.innerText`); strings.Contains(page, "何婉清") {
				t.Errorf("what was kept names who was signed in: %s", page)
			}
			code := i.code.Code
			foreign := "eyJhbGciOiJFUzI1NiJ9.e30." + strings.Repeat("A", 86)
			for token, want := range map[string]string{
				code:           "签名有效",
				i.code.CodeURL: "签名有效",
				code[:len(code)-9] + "AAAA" + code[len(code)-5:]:                "内容被改动",
				"\ufeff{\"code\": \"" + code + "\"}":                            "签名有效",
				code[:99] + "\n " + code[99:] + "。":                             "签名有效",
				"`" + code + "`":                                                "签名有效",
				"<" + i.code.CodeURL + ">":                                      "签名有效",
				"**" + code + "**?":                                             "签名有效",
				"_" + code + "_!":                                               "签名有效",
				"> " + code[:70] + "=\n> " + code[70:] + "\nSent from my phone": "签名有效",
				width.Widen.String(code):                                        "签名有效",
				strings.ReplaceAll(code, "_", `\_`):                             "签名有效",
				strings.Repeat(foreign+"\n", 9) + code[:99] + "\n" + code[99:] + "\nThanks": "签名有效",
				code[:len(code)-95] + code[len(code)-94:]:                                   "没有找到",
				"x":                       "没有找到",
				code[:len(code)-9]:        "没有找到",
				"https://example.org/eyJ": "没有找到",
			} {
				i.paste(token)
				found := i.finding("verify")
				if !strings.Contains(found, want) || (want != "没有找到") != strings.Contains(found, "离线核验") ||
					(want == "签名有效") != strings.Contains(found, "黎花甲") {
					t.Errorf("%.40s: the page says %q", token, found)
				}
			}
			if found := i.choose("%PDF-1.7 of a certificate"); !strings.Contains(found, "请稍后再试") {
				t.Errorf("a PDF: the page says %q", found)
			}
			i.do(
				chromedp.Navigate("about:blank"),
				chromedp.Navigate(i.code.CodeURL),
				chromedp.WaitReady("[role=status]"),
			) // a phone's camera opens it
			if found := ask[string](i.tab, `document.querySelector("[role=status]").innerText`); !strings.Contains(found, "签名有效") {
				t.Errorf("scanned: the page says %q", found)
			}
		})
	}
}

// choose uploads a document and returns the text of the result.
func (i inspector) choose(document string) string {
	i.t.Helper()
	path := filepath.Join(i.t.TempDir(), "certificate.pdf")
	if err := os.WriteFile(path, []byte(document), 0o600); err != nil {
		i.t.Fatal(err)
	}
	i.do(chromedp.SetUploadFiles("#document", []string{path}))
	return i.finding("upload")
}

// TestWhatIsStoredForOfflineIsTheNewest: a visit replaces the keys and the files that the current page needs
// offline.
func TestWhatIsStoredForOfflineIsTheNewest(t *testing.T) {
	i := newInspector(t)
	// as if they had been stored before the key existed and the page changed
	ask[bool](i.tab, `(async () => {
		const name = (await caches.keys())[0], cache = await caches.open(name);
		for (const request of await cache.keys()) if (request.url.includes("/assets/")) await cache.delete(request);
		await cache.put("/.well-known/jwks.json", new Response('{"keys":[]}'));
		return true;
	})()`)
	i.visit("/verify")
	ask[bool](i.tab, `(async () => {
		const parts = [...document.querySelectorAll("script[src],link[rel=stylesheet]")].map(part => part.src ?? part.href);
		const there = async () => (await Promise.all(parts.map(part => caches.match(part)))).every(Boolean)
			&& (await (await caches.match("/.well-known/jwks.json")).json()).keys.length > 0;
		while (!await there()) await new Promise(done => setTimeout(done, 20));
		return true;
	})()`)
	i.site.stop()
	i.visit("/verify")
	i.paste(i.code.Code)
	if found := i.finding("verify"); !strings.Contains(found, "签名有效") {
		t.Errorf("the page says %q", found)
	}
}

// TestTheServersAnswerTakesPrecedence, also if it says what is wrong with the input.
func TestTheServersAnswerTakesPrecedence(t *testing.T) {
	i := newInspector(t)
	i.paste(i.code.Code)
	if found := i.finding("verify"); !strings.Contains(found, "黎花甲") || strings.Contains(found, "离线核验") {
		t.Errorf("a code: the page says %q", found)
	}
	if found := i.choose("no document of ours"); !strings.Contains(found, "PDF") || strings.Contains(found, "稍后") {
		t.Errorf("no document: the page says %q", found)
	}
	if found := i.choose(strings.Repeat("large", 1<<19)); found == "" || strings.Contains(found, "稍后") {
		t.Errorf("a large document: the page says %q", found)
	}
}

// TestWithoutKeysNothingIsSaidToBeAltered: the server was unreachable before the keys were stored.
func TestWithoutKeysNothingIsSaidToBeAltered(t *testing.T) {
	i := newInspector(t)
	ask[bool](i.tab, `(async () => { for (const name of await caches.keys()) await caches.delete(name); return true; })()`)
	call(i.tab, network.ClearBrowserCache, cdp.Empty{})
	i.site.stop()
	i.paste(i.code.Code)
	if found := i.finding("verify"); !strings.Contains(found, "没有公钥") || strings.Contains(found, "改动") {
		t.Errorf("the page says %q", found)
	}
}
