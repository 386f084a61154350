package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	samples "miaoban/events"
	"miaoban/shared/sweep"
)

// focused is the control that has the keyboard focus.
type focused struct {
	Tag   string `json:"tag"`
	Type  string `json:"type"`
	Name  string `json:"name"`
	Value string `json:"value"`
	Words string `json:"words"`
	Link  string `json:"link"`
}

func (b *tab) focused() focused {
	b.t.Helper()
	return ask[focused](
		b,
		`(e => ({tag: e.tagName, type: e.type || "", name: e.name || "", value: e.value || "", words: e.innerText || "", link: e.href || ""}))(document.activeElement)`,
	)
}

func (b *tab) press(keys string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(keys))
}

// send presses keys that lead to another page, and waits for it.
func (b *tab) send(keys string) {
	b.t.Helper()
	if _, err := chromedp.RunResponse(b.ctx, chromedp.KeyEvent(keys)); err != nil {
		b.t.Fatal(err)
	}
}

// TestEveryServiceByKeyboard applies for every service as its event "approved" does: in a browser, only by
// keyboard, without script, from the form to the result.
func TestEveryServiceByKeyboard(t *testing.T) {
	all, err := samples.Load("../events")
	if err != nil {
		t.Fatal(err)
	}
	all = slices.DeleteFunc(all, func(s samples.Sample) bool { return s.Name != "approved" })
	for _, sample := range sweep.Cases(t, all, 2) {
		t.Run(sample.Function, func(t *testing.T) {
			var event events.APIGatewayV2HTTPRequest
			if err := json.Unmarshal(sample.Payload, &event); err != nil {
				t.Fatal(err)
			}
			var form map[string]any
			if err := json.Unmarshal([]byte(event.Body), &form); err != nil {
				t.Fatal(err)
			}
			b := openTab(t, openSite(t, t.TempDir()))
			b.scripted(false)
			b.speak("zh")
			b.signIn(event.RequestContext.Authorizer.Lambda["id"].(string))
			b.visit("/services/" + sample.Function + "/application")
			b.fill(form)
			b.send(kb.Enter)
			for range 20 { // the answers are there to be checked: on to the button that sends them
				if at := b.focused(); at.Tag == "BUTTON" && at.Words == "提交申请" {
					break
				}
				b.press(kb.Tab)
			}
			b.send(kb.Enter)
			if at := b.path(); !strings.HasPrefix(at, "/applications/") {
				t.Fatalf("landed at %s: %s", at, ask[string](b, `document.querySelector("main").innerText`))
			}
			if words := ask[string](b, `document.querySelector("main").innerText`); !strings.Contains(strings.SplitN(words, "\n", 2)[0], "：予以批准") {
				t.Errorf("the result says %s", words)
			}
		})
	}
}

// fill enters a value in each control of the form, from first to last, and stops at the button that sends it.
func (b *tab) fill(form map[string]any) {
	b.t.Helper()
	left := map[string]bool{}
	for name := range form {
		left[name] = true
	}
	for range 300 {
		b.press(kb.Tab)
		at := b.focused()
		if at.Tag == "BUTTON" && at.Words == "下一步：核对" {
			for name := range left {
				b.t.Fatalf("the keyboard never came to %s", name)
			}
			return
		}
		value, wanted := form[at.Name]
		if at.Name == "" || !wanted {
			continue
		}
		delete(left, at.Name)
		switch {
		case at.Type == "radio" || at.Tag == "SELECT":
			b.choose(at, fmt.Sprint(value))
		case at.Type == "checkbox":
			if list, several := value.([]any); !several && value == true || several && slices.Contains(list, any(at.Value)) {
				b.press(" ")
			}
		case at.Type == "date":
			year, rest, _ := strings.Cut(value.(string), "-")
			b.press(strings.ReplaceAll(rest, "-", "") + year) // as the English calendar has it
		default:
			call(b, input.InsertText, input.InsertTextParams{Text: fmt.Sprint(value)})
		}
	}
	b.t.Fatalf("the keyboard never came to the button: at %+v of %s", b.focused(), b.path())
}

// choose moves down the options to the wanted one.
func (b *tab) choose(at focused, want string) {
	b.t.Helper()
	if at.Type == "radio" {
		b.press(" ")
	}
	for range 300 {
		if b.focused().Value == want {
			return
		}
		b.press(kb.ArrowDown)
	}
	b.t.Fatalf("%s never came to %s", at.Name, want)
}
