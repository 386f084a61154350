package main

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"miaoban/functions/officials/dashboard"
	"miaoban/shared/decision"
)

// TestTheDashboardShowsWhatHappens at once, and only the own region to each director.
func TestTheDashboardShowsWhatHappens(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	const all, district = "罗主任", "罗南海"
	read := func(name string) (d dashboard.Dashboard) {
		if status := c.get(name, "/dashboard", &d); status != http.StatusOK {
			t.Fatalf("%s: %d", name, status)
		}
		return d
	}
	of := func(series []dashboard.Series, o decision.Outcome) int {
		return series[slices.IndexFunc(series, func(s dashboard.Series) bool { return s.Outcome == o })].Sum
	}
	before := read(district)
	c.apply("elderlyallowance", "何婉清", own(t, "何婉清")) // Nanhai
	c.apply("elderlyallowance", "李建业", own(t, "李建业"))
	// Shenzhen
	if _, receipt, text := c.apply(
		"disabilityallowance",
		"杜安宁",
		`{"account":"`+person(t, "杜安宁").Card+`"}`,
	); receipt.Outcome != decision.Approved {
		t.Fatal(text)
	}
	c.refer("seniorcard", "龙待核", `{"delivery":"electronic"}`)
	c.post("何婉清", "/tickets", noise, nil)
	for range 3 {
		c.call("GET", "/services?q="+url.QueryEscape("飞船驾照"), "")
		c.call("GET", "/services?q=13800138000", "") // a number could say who searched
	}
	c.call("GET", "/services?q="+url.QueryEscape("飞艇驾照"), "")
	d := read(district)
	if want := []dashboard.Missed{{Words: "飞船驾照", N: 3}}; !slices.Equal(d.Missed, want) {
		t.Errorf("searches that found nothing: %+v, want %+v", d.Missed, want)
	}
	for outcome, want := range map[decision.Outcome]int{decision.Approved: 1, decision.Rejected: 1, decision.Referred: 1} {
		if got := of(d.Minutes, outcome) - of(before.Minutes, outcome); got != want {
			t.Errorf("%s in the last hour: %d, want %d", outcome, got, want)
		}
		if got := of(d.Hours, outcome) - of(before.Hours, outcome); got != want {
			t.Errorf("%s today: %d, want %d", outcome, got, want)
		}
	}
	if everywhere := read(all); of(everywhere.Minutes, decision.Approved) < of(d.Minutes, decision.Approved)+1 {
		t.Errorf("Shenzhen's is nowhere: %+v", everywhere.Minutes)
	}
	if len(d.Rejected) == 0 || d.Rejected[0].Service != "elderlyallowance" || len(d.Referred) == 0 ||
		d.Referred[0].Service != "seniorcard" {
		t.Errorf("reasons: %+v, %+v", d.Rejected, d.Referred)
	}
	for _, r := range append(d.Rejected, d.Referred...) { // a condition by its name, and not by the ID of its rule
		if r.Title.IsZero() || r.Title.EN == r.Rule {
			t.Errorf("%s/%s has no name", r.Service, r.Rule)
		}
	}
	for outcome, reasons := range map[decision.Outcome][]dashboard.Reason{decision.Rejected: d.Rejected, decision.Referred: d.Referred} {
		if !slices.ContainsFunc(d.Why, func(w dashboard.Why) bool {
			return w.Outcome == outcome && w.Sum > 0 && len(w.Numbers) == 60 &&
				slices.ContainsFunc(reasons, func(r dashboard.Reason) bool { return r.Title == w.Title })
		}) {
			t.Errorf("the last hour has no reason of those %s: %+v", outcome, d.Why)
		}
	}
	_, page := c.call("GET", "/dashboard", "", "Accept", "text/html", "Authorization", "Bearer "+c.token(district))
	if !strings.Contains(page, "最近一小时不予批准和转人工的原因（每分钟）") ||
		!strings.Contains(page, d.Why[0].Title.ZH+" ") {
		t.Error("the page has no chart of the reasons")
	}
	// What is read: counters of the last days, of which those that are over are kept, and what waits.
	for name, most := range map[string]int64{all: 300, district: 155} {
		before := c.store.reads.Load()
		read(name)
		if units := c.store.reads.Load() - before; units > most {
			t.Errorf("%s reads %d units", name, units)
		}
	}
	if !slices.ContainsFunc(d.Data, func(x dashboard.Data) bool { return x.Dataset == "population" && x.What == "stale" && x.Sum > 0 }) {
		t.Errorf("data in trouble: %+v", d.Data)
	}
	if i := slices.IndexFunc(d.Behind, func(b dashboard.Behind) bool { return b.Code == "440605011" }); i < 0 || d.Behind[i].Waiting != 1 ||
		d.Behind[i].Late != 0 ||
		d.Waiting != 1 {
		t.Errorf("complaints %+v, waiting for a person %d", d.Behind, d.Waiting)
	}
	if status := c.get("何婉清", "/dashboard", &d); status != http.StatusForbidden {
		t.Errorf("a citizen sees it: %d", status)
	}
	axe := readAxe(t)
	b := openTab(t, c.site)
	b.wide(320)
	b.signIn(person(t, all).ID)
	for _, language := range []string{"zh", "en"} {
		b.speak(language)
		b.visit("/dashboard")
		b.hold(axe, "the dashboard in "+language)
	}
}
