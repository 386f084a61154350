package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	protocol "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"miaoban/functions/citizens/hotline"
	"miaoban/functions/officials/reviews"
	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
)

// reach presses Tab until the control that is wanted has the focus.
func (b *tab) reach(what string, wanted func(focused) bool) focused {
	b.t.Helper()
	for range 300 {
		if at := b.focused(); wanted(at) {
			return at
		}
		b.press(kb.Tab)
	}
	b.t.Fatalf("the keyboard never came to %s: at %+v of %s", what, b.focused(), b.path())
	return focused{}
}

// write types a text into the control that has the focus.
func (b *tab) write(text string) {
	b.t.Helper()
	call(b, input.InsertText, input.InsertTextParams{Text: text})
}

func called(name string) func(focused) bool { return func(at focused) bool { return at.Name == name } }

func button(words string) func(focused) bool {
	return func(at focused) bool { return at.Tag == "BUTTON" && at.Words == words }
}

// says requires that the page says the words.
func (b *tab) says(words string) {
	b.t.Helper()
	if text := ask[string](b, `document.querySelector("main").innerText`); !strings.Contains(text, words) {
		b.t.Fatalf("%s does not say %q: %s", b.path(), words, text)
	}
}

// TestAReviewerWorksByKeyboard opens the queue and a case, sets a value, decides, and has the next case: without a
// mouse and without script.
func TestAReviewerWorksByKeyboard(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	elder := person(t, "黎花甲")
	c.know(t, fact.NewRecord(elder.ID, time.Now().AddDate(-2, 0, 0),
		dataset.Population.BirthDate.Set(calendar.MustParse("1966-01-15")), dataset.Population.Household.Set("440605011")))
	number := c.refer("seniorcard", elder.Name, `{"delivery":"electronic"}`)
	other := c.refer("seniorcard", "龙待核", `{"delivery":"electronic"}`)
	b := openTab(t, c.site)
	b.scripted(false)
	b.speak("zh")
	b.signIn(person(t, "梁审南").ID)
	b.visit("/reviews")
	b.reach("the case", func(at focused) bool {
		return at.Tag == "A" && strings.HasSuffix(at.Link, "/reviews/"+number)
	})
	b.send(kb.Enter)
	b.says("尚未核实的条件")
	b.reach("the way to the values", func(at focused) bool { return strings.HasSuffix(at.Link, "#determination") })
	b.press(kb.Enter)
	var shown reviews.Case
	c.get("梁审南", "/reviews/"+number, &shown)
	for _, o := range shown.Open {
		at := b.reach(o.Name, called(o.Name))
		switch {
		case at.Type == "date":
			b.press("01151966") // as the English calendar has it
		case at.Tag == "SELECT":
			b.choose(at, "440605011")
		default:
			t.Fatalf("%+v is no control that this test knows", at)
		}
	}
	b.reach("the reasons", called("reason"))
	b.write("已核对户口簿原件")
	b.reach("the decision", button("按此办结"))
	b.send(kb.Enter)
	b.says("已核对户口簿原件")
	b.reach("the next case", func(at focused) bool { return at.Tag == "A" && at.Words == "下一件" })
	b.send(kb.Enter)
	if at := b.path(); at != "/reviews/"+other {
		t.Errorf("the next case is %s, want %s", at, other)
	}
}

// TestAClerkTakesACallByKeyboard: the number and Enter show what is open; category and place are typed in part; Enter
// in a field sends the call in.
func TestAClerkTakesACallByKeyboard(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	b := openTab(t, c.site)
	b.speak("zh")
	b.signIn(person(t, "吴话务").ID)
	look := func() {
		t.Helper()
		b.visit("/tickets/new")
		if at := b.focused(); at.Name != "mobile" {
			t.Fatalf("the form begins at %+v", at)
		}
		b.write("138 0013 8000")
		b.send(kb.Enter)
	}
	type field struct{ name, value string }
	fill := func(fields ...field) {
		t.Helper()
		for _, f := range fields {
			b.reach(f.name, called(f.name))
			b.write(f.value)
		}
	}
	look()
	fill(field{"caller_name", "李女士"}, field{"category", "tingshui"}, field{"place", "dali"}, field{"text", "从早上起停水"})
	b.reach("the button", button("提交"))
	b.send(kb.Enter)
	first := b.path()
	b.says("大沥镇")
	b.says("停水漏水")
	if !strings.HasPrefix(first, "/receiver/T") {
		t.Fatalf("landed at %s", first)
	}
	// The same caller again: more about the same matter.
	look()
	b.says("是同一件事吗")
	at := b.reach("the open matter", called("matter"))
	if "/receiver/"+at.Value != first {
		t.Errorf("offered is %s, not %s", at.Value, first)
	}
	b.press(" ")
	fill(field{"caller_name", "李女士"}, field{"category", "water"}, field{"place", "大沥"}, field{"text", "现在还没有水"})
	b.reach("the button", button("提交"))
	b.send(kb.Enter)
	b.says("已补充到编号 " + strings.TrimPrefix(first, "/receiver/"))
	// And it is found by its words.
	b.visit("/tickets")
	b.reach("the search", called("text"))
	b.write("现在还没有水")
	b.send(kb.Enter)
	b.reach("the ticket", func(at focused) bool { return strings.HasSuffix(at.Link, first) })
	b.send(kb.Enter)
	if b.path() != first {
		t.Errorf("the search leads to %s", b.path())
	}
	var stored hotline.Case
	if status := c.get("吴话务", first, &stored); status != http.StatusOK || len(stored.History) != 2 {
		t.Errorf("%d %+v", status, stored.History)
	}
}

// standsAt lets pages ask where the browser is, and says that it is there.
func (b *tab) standsAt(latitude, longitude float64) {
	b.t.Helper()
	call(b, protocol.SetPermission, protocol.SetPermissionParams{
		Permission: &protocol.PermissionDescriptor{Name: "geolocation"}, Setting: protocol.PermissionSettingGranted,
		BrowserContextID: chromedp.FromContext(b.ctx).BrowserContextID,
	})
	call(b, emulation.SetGeolocationOverride, emulation.SetGeolocationOverrideParams{
		Latitude: &latitude, Longitude: &longitude, Accuracy: new(10.0),
	})
}

// TestTheBrowserGivesItsPosition to the form, once, and the nearest street is proposed; a person who does not give it
// chooses from the list.
func TestTheBrowserGivesItsPosition(t *testing.T) {
	b := openTab(t, openSite(t, t.TempDir()))
	b.speak("zh")
	b.signIn(person(t, "何婉清").ID)
	b.visit("/tickets/new")
	b.do(chromedp.WaitVisible("#locate"))
	if ask[bool](b, `document.getElementById("nowhere").checkVisibility()`) {
		t.Error("the page says that there is no position before it was asked for")
	}
	b.standsAt(23.049, 113.146)
	if _, err := chromedp.RunResponse(b.ctx, chromedp.Click("#locate")); err != nil {
		t.Fatal(err)
	}
	b.says("离您的位置最近的是广东省佛山市南海区桂城街道（约 2.1 公里）")
	if value := ask[string](b, `document.getElementById("place").value`); value != "440605011" {
		t.Errorf("chosen is %s", value)
	}
	if at := b.path(); at != "/tickets" {
		t.Errorf("the address is %s", at)
	}
}
