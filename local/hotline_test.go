package main

import (
	"encoding/json"
	"testing"

	"github.com/chromedp/chromedp"

	"miaoban/shared/ticket"
)

func (c court) post(name, path, body string, into any) int {
	c.t.Helper()
	response, text := c.call("POST", path, body, c.as(name)...)
	if response.StatusCode < 300 && into != nil {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			c.t.Fatalf("%v: %s", err, text)
		}
	}
	return response.StatusCode
}

const noise = `{"category":"noise","place":"440605011","text":"楼下工地夜里还在施工"}`

// TestTheHotlineIsForEverybody: its pages are accessible, for citizens and for officials.
func TestTheHotlineIsForEverybody(t *testing.T) {
	axe := readAxe(t)
	c := court{openSite(t, t.TempDir())}
	var v ticket.View
	c.post("何婉清", "/tickets", noise, &v)
	c.post("陈桂城", "/receiver/"+v.Number+"/call", `{"departments":["urban-management"],"text":"到场"}`, nil)
	b := openTab(t, c.site)
	b.wide(320)
	for _, who := range []struct {
		name  string
		paths []string
	}{
		{"何婉清", []string{"/hotline", "/tickets", "/tickets/new", "/tickets/" + v.Number, "/rankings?month=2026-10"}},
		{"陈桂城", []string{"/receiver", "/receiver/" + v.Number}},
		{"林城管", []string{"/tasks", "/tasks/ticket/" + v.Number + "/0"}},
		{"吴话务", []string{"/tickets/new", "/tickets"}},
	} {
		b.signIn(person(t, who.name).ID)
		for _, language := range []string{"zh", "en"} {
			b.speak(language)
			for _, path := range who.paths {
				b.visit(path)
				b.hold(axe, path+" in "+language)
			}
		}
	}
	b.visit("/tickets/new")
	b.do(chromedp.Click("form[action='/tickets'] button:not([name], .unseen)"), chromedp.WaitReady("[role=alert]"))
	b.hold(axe, "the form with errors")
	b.do(chromedp.Click("button[value='map:440600']"), chromedp.WaitReady(".tiles"))
	b.hold(axe, "the map of a city")
	b.visit("/tickets")
	b.do(chromedp.SendKeys("#find", "施工"), chromedp.Click("form[action='/tickets/find'] button"), chromedp.WaitReady("[role=status]"))
	b.hold(axe, "what was found")
}
