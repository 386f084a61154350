package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/chromedp/chromedp"

	samples "miaoban/events"
	"miaoban/functions"
	"miaoban/functions/citizens/applications"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/instant"
	"miaoban/shared/sweep"
)

// confirmed reads the effects at the address as the named person, and confirms them.
func (c court) confirmed(name, path string) (int, string) {
	c.t.Helper()
	var shown struct{ Confirm string }
	if status := c.get(name, path, &shown); status != http.StatusOK {
		return status, ""
	}
	response, text := c.call("POST", path, fmt.Sprintf(`{"confirm":%q}`, shown.Confirm), c.as(name)...)
	return response.StatusCode, text
}

// TestWhatCanBeGivenUp: the grant of every service is given up with the announced effects after the confirmation. A
// grant that cannot be given up stays in force, whatever is sent.
func TestWhatCanBeGivenUp(t *testing.T) {
	all, err := samples.Load("../events")
	if err != nil {
		t.Fatal(err)
	}
	forms := map[string]samples.Sample{}
	for _, sample := range all {
		if sample.Name == "approved" {
			forms[sample.Function] = sample
		}
	}
	for _, service := range sweep.Cases(t, functions.Services(), 5) {
		item := service.About()
		t.Run(item.Slug, func(t *testing.T) {
			c := court{openSite(t, t.TempDir())}
			var event events.APIGatewayV2HTTPRequest
			if err := json.Unmarshal(forms[item.Slug].Payload, &event); err != nil {
				t.Fatal(err)
			}
			name := event.RequestContext.Authorizer.Lambda["name"].(string)
			_, receipt, text := c.apply(item.Slug, name, event.Body)
			if receipt.Outcome != decision.Approved {
				t.Fatal(text)
			}
			path := "/applications/" + receipt.Number + "/surrender"
			stands := func() (state instant.State) {
				var now instant.Receipt
				if c.get(name, "/applications/"+receipt.Number, &now); now.Standing != nil {
					state = now.Standing.State
				}
				return state
			}
			before := stands()
			for _, body := range []string{"", "{}", `{"confirm":"yes"}`, `{"confirm":true}`} {
				response, text := c.call("POST", path, body, c.as(name)...)
				if response.StatusCode != http.StatusUnprocessableEntity && response.StatusCode != http.StatusConflict ||
					stands() != before {
					t.Errorf("%q: %d %s", body, response.StatusCode, text)
				}
			}
			var shown applications.EndingPage
			c.get(name, path, &shown)
			status, text := c.confirmed(name, path)
			if item.Surrender.Ends.IsZero() {
				if status != http.StatusConflict || stands() != before || shown.Why != item.Surrender.Kept || shown.Confirm != "" ||
					shown.Instead != item.Surrender.Instead {
					t.Errorf("it was given up: %d %s; %+v", status, text, shown)
				}
				if _, page := c.call("GET", path, "", append(c.as(name), "Accept", "text/html")...); strings.Contains(
					page,
					`<form method="post" action="`+path,
				) ||
					!strings.Contains(page, item.Surrender.Kept.ZH) ||
					shown.Instead != "" && !strings.Contains(page, `href="/services/`+shown.Instead) {
					t.Errorf("the page offers it, or does not say why not: %s", page)
				}
				return
			}
			if status != http.StatusOK || stands() != instant.Ended {
				t.Errorf("it was not given up: %d %s", status, text)
			}
			if (receipt.Payment != nil && receipt.Payment.Monthly) != !shown.Payment.IsZero() {
				t.Errorf("of what is paid by the month it says %q", shown.Payment.ZH)
			}
		})
	}
}

// TestWhatEndedOpensWithItsState: pages and lists show the end of the grant before its approval.
func TestWhatEndedOpensWithItsState(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	const name = "何婉清"
	_, receipt, _ := c.apply("elderlyallowance", name, own(t, name))
	path := "/applications/" + receipt.Number
	page := func(path, language string) string {
		_, page := c.call("GET", path+"?lang="+language, "", "Authorization", "Bearer "+c.token(name), "Accept", "text/html")
		_, main, _ := strings.Cut(page, `<main id="main">`)
		return main
	}
	for _, words := range []string{`action="` + path + `/surrender"`, `action="` + path + `/review"`, "<button class=\"second\">终止"} {
		if strings.Contains(page(path, "zh"), words) {
			t.Errorf("the result has a button that ends it: %s", words)
		}
	}
	if at := strings.Index(page(path, "zh"), path+"/surrender"); at < strings.Index(page(path, "zh"), "评价本次服务") {
		t.Error("what ends it stands beside the result")
	}
	if status, text := c.confirmed(name, path+"/surrender"); status != http.StatusOK {
		t.Fatal(text)
	}
	today := calendar.Of(receipt.Received)
	for _, tt := range []struct{ path, zh, en string }{
		{path, "已终止", "Ended"}, {"/certificates/" + receipt.Certificate.Number, "已终止", "Ended"},
	} {
		for language, words := range map[string]string{"zh": tt.zh, "en": tt.en} {
			text := page(tt.path, language)
			first, _, _ := strings.Cut(text[strings.Index(text, "<h1>"):], "</h1>")
			if first != "<h1>"+words || strings.Contains(text, "outcome approved") || strings.Contains(text, "outcome in-force") ||
				!strings.Contains(text, today.In(language)) {
				t.Errorf("%s opens with %s", tt.path, first)
			}
		}
	}
	for _, list := range []string{"/applications", "/certificates", "/notices"} {
		if text := page(list, "zh"); !strings.Contains(text, "已终止") || strings.Contains(text, "予以批准") ||
			strings.Contains(text, "outcome approved") {
			t.Errorf("%s says %s", list, text)
		}
	}
	var list applications.List
	if c.get(name, "/applications", &list); list.Applications[0].State != instant.Ended || list.Applications[0].Since != today {
		t.Errorf("the list has %+v", list.Applications[0])
	}
}

// TestAskingForAPerson: an approved application results in a ticket, a rejected one is decided again; each once, and
// only after the confirmation. A case that a person already has cannot be requested.
func TestAskingForAPerson(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	for name, want := range map[string]decision.Outcome{"何婉清": decision.Approved, "李建业": decision.Rejected, "郑守信": decision.Referred} {
		_, receipt, _ := c.apply("elderlyallowance", name, own(t, name))
		path := "/applications/" + receipt.Number
		for body, status := range map[string]int{"": http.StatusUnprocessableEntity, `{"confirm":"yes"}`: http.StatusConflict} {
			if want == decision.Referred {
				status = http.StatusConflict
			}
			if response, text := c.call("POST", path+"/review", body, c.as(name)...); response.StatusCode != status {
				t.Errorf("%s, %q: %d %s", want, body, response.StatusCode, text)
			}
		}
		var shown applications.AskingPage
		c.get(name, path+"/review", &shown)
		status, text := c.confirmed(name, path+"/review")
		var now instant.Receipt
		c.get(name, path, &now)
		if want == decision.Referred {
			if status != http.StatusConflict || now.Review != nil || shown.Why.IsZero() {
				t.Errorf("a person has it, and is asked for: %d %s", status, text)
			}
			continue
		}
		if status != http.StatusAccepted || now.Review == nil || (now.Review.Ticket != "") != (want == decision.Approved) ||
			shown.By.IsZero() {
			t.Errorf("%s: %d %s", want, status, text)
		}
		var any map[string]any
		if want == decision.Approved && c.get(name, "/tickets/"+now.Review.Ticket, &any) != http.StatusOK {
			t.Error("nobody answers")
		}
		if status, text := c.confirmed(name, path+"/review"); status != http.StatusConflict {
			t.Errorf("%s: asked for twice: %d %s", want, status, text)
		}
	}
}

// TestARemovalEndsWhatRestsOnTheLicence: only the service that removes a business ends its licence, tax registration,
// seals and insurance.
func TestARemovalEndsWhatRestsOnTheLicence(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	const name = "黄晓雯"
	_, started, text := c.apply(
		"startup",
		name,
		`{"division":"440605011","address":"南海大道北1号2铺","trade_name":"福满","industry":"restaurant","name_form":"店","scope":["catering"],"premises":"property","property_unit":"440605011001GB00001F00010001","taxpayer":"small","seals":["official"],"employees":2}`,
	)
	if started.Outcome != decision.Approved || len(started.Parts) != 4 {
		t.Fatal(text)
	}
	states := func() (all []instant.State) {
		var now instant.Receipt
		c.get(name, "/applications/"+started.Number, &now)
		for _, p := range now.Parts {
			all = append(all, p.Standing.State)
		}
		return all
	}
	for _, p := range started.Parts {
		if status, text := c.confirmed(name, "/applications/"+p.Number+"/surrender"); status != http.StatusConflict {
			t.Errorf("%s is given up: %d %s", p.Service, status, text)
		}
	}
	if got := fmt.Sprint(states()); got != "[in-force in-force in-force in-force]" {
		t.Errorf("started, they are %s", got)
	}
	if _, removed, text := c.apply("soletraderchange", name, `{"kind":"removal","promise":true}`); removed.Outcome != decision.Approved {
		t.Fatal(text)
	}
	if got := fmt.Sprint(states()); got != "[ended ended ended ended]" {
		t.Errorf("removed, they are %s", got)
	}
	if _, page := c.call("GET", "/applications/"+started.Number, "", append(c.as(name), "Accept", "text/html")...); strings.Contains(
		page,
		"outcome approved",
	) ||
		!strings.Contains(page, "其中已终止") {
		t.Errorf("the bundle opens as if it were in force: %s", page)
	}
}

// TestOneConfirmingStep: in a browser without script, in both languages, the result leads to the page with the effects,
// and that page to the end of the grant; each page is accessible.
func TestOneConfirmingStep(t *testing.T) {
	axe := readAxe(t)
	for _, tt := range []struct{ language, more, ended string }{{"zh", "如何终止", "已终止"}, {"en", "how it ends", "Ended"}} {
		s := openSite(t, t.TempDir())
		b := openTab(t, s)
		b.signIn(person(t, "何婉清").ID)
		b.wide(320)
		b.speak(tt.language)
		b.scripted(false)
		_, receipt, _ := s.apply("elderlyallowance", "何婉清", own(t, "何婉清"))
		path := "/applications/" + receipt.Number
		b.visit(path)
		b.do(chromedp.Click(`a[href="`+path+`/surrender"]`), chromedp.WaitReady(`form[action="`+path+`/surrender"]`))
		b.scripted(true)
		b.hold(axe, "what ends, in "+tt.language)
		b.scripted(false)
		_, again := s.call(
			"POST",
			path+"/surrender",
			"confirm=",
			"Authorization",
			"Bearer "+s.token("何婉清"),
			"Content-Type",
			"application/x-www-form-urlencoded",
			"Accept",
			"text/html",
		)
		if !strings.Contains(again, `role="alert"`) || !strings.Contains(again, `name="confirm"`) {
			t.Errorf("not confirmed, the page is not shown again: %s", again)
		}
		b.do(chromedp.Click(`form[action="`+path+`/surrender"] button`), chromedp.WaitReady(".outcome.ended"))
		b.scripted(true)
		if at, words := b.path(), ask[string](b, `document.querySelector("h1").innerText`); at != path || words != tt.ended {
			t.Errorf("it leads to %s, which says %s", at, words)
		}
		b.hold(axe, "what has ended, in "+tt.language)
		for _, page := range []string{"/surrender", "/review", "/erasure"} {
			b.visit(path + page)
			b.hold(axe, page+" of what has ended, in "+tt.language)
		}
	}
}
