package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"miaoban/functions/citizens/applications"
	"miaoban/functions/citizens/points"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/ticket"
)

func (c court) points(name string) points.Page {
	c.t.Helper()
	var page points.Page
	if status := c.get(name, "/points", &page); status != http.StatusOK {
		c.t.Fatal(status)
	}
	return page
}

// TestPointsAreEarnedOnce: hours that shared data has, a complaint that was resolved, and
// what a steward found to be so; each once, and no more than a month's limit.
func TestPointsAreEarnedOnce(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	const who = "孟此前" // has 55 left
	before := c.points(who).Accounts[0].Points
	deed := func(body string) (int, points.Page) {
		var page points.Page
		status := c.post(who, "/points/deeds", body, &page)
		return status, page
	}
	if status, page := deed(`{"deed":"volunteering"}`); status != 200 || page.Accounts[0].Points != before+300 {
		t.Fatalf("30 hours: %d %+v", status, page.Accounts)
	}
	if status, _ := deed(`{"deed":"volunteering"}`); status != http.StatusUnprocessableEntity {
		t.Errorf("the same hours again: %d", status)
	}
	id := person(t, who).ID
	c.teach(t, fact.NewRecord(id, time.Now(), dataset.Volunteering.Hours.Set(50), dataset.Volunteering.Year.Set(2026)))
	if status, page := deed(`{"deed":"volunteering"}`); status != 200 || page.Accounts[0].Points != before+400 {
		t.Errorf("to the month's limit: %d %+v", status, page.Accounts)
	}
	var v ticket.View
	c.post(who, "/tickets", noise, &v)
	if status, _ := deed(`{"deed":"problem","ticket":"` + v.Number + `"}`); status != http.StatusUnprocessableEntity {
		t.Errorf("a complaint that is open: %d", status)
	}
	c.post("陈桂城", "/receiver/"+v.Number+"/answer", `{"text":"已处理"}`, nil)
	c.post(who, "/tickets/"+v.Number+"/visit", `{"contacted":true,"resolved":true,"content":true}`, nil)
	if status := c.post("孟好事", "/points/deeds", `{"deed":"problem","ticket":"`+v.Number+`"}`, nil); status != http.StatusUnprocessableEntity {
		t.Errorf("another's complaint: %d", status)
	}
	if status, page := deed(`{"deed":"problem","ticket":"` + v.Number + `"}`); status != 200 || page.Accounts[0].Points != before+420 {
		t.Errorf("resolved: %d %+v", status, page.Accounts)
	}
	if status, _ := deed(`{"deed":"problem","ticket":"` + v.Number + `"}`); status != http.StatusUnprocessableEntity {
		t.Errorf("the same complaint again: %d", status)
	}
	for _, wrong := range []string{`{}`, `{"deed":"nothing"}`, `{"deed":"front","text":"门前打扫干净了"}`, `{"deed":"neighbour","text":"帮"}`, `{"deed":"neighbour","text":"` + strings.Repeat("帮", 501) + `"}`} {
		if status, _ := deed(wrong); status != http.StatusUnprocessableEntity {
			t.Errorf("%.40s: %d", wrong, status)
		}
	}
}

// TestAStewardLooksAtDeeds: of their street, and never at their own.
func TestAStewardLooksAtDeeds(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	const who, steward = "孟好事", "陈积分"
	report := func(name, text string) string {
		var page points.Page
		if status := c.post(name, "/points/deeds", `{"deed":"neighbour","text":"`+text+`"}`, &page); status != 200 {
			t.Fatalf("%s: %d", text, status)
		}
		i := slices.IndexFunc(page.Reported, func(d points.Reported) bool { return d.Text == text })
		return page.Reported[i].Number
	}
	first := report(who, "周一帮张奶奶买药")
	if status := c.post(who, "/points/deeds", `{"deed":"neighbour","text":"周一帮张奶奶买药"}`, nil); status != http.StatusUnprocessableEntity {
		t.Errorf("the same again: %d", status)
	}
	own := report(steward, "周二帮李爷爷搬家")
	var queue points.Queue
	if c.get(steward, "/stewards", &queue); len(queue.Waiting) != 1 || queue.Waiting[0].Number != first || queue.Waiting[0].Person != "" || queue.Waiting[0].Text != "" {
		t.Fatalf("%+v", queue)
	}
	before := c.points(who).Accounts[0].Points
	for body, want := range map[string]int{`{"verdict":"credit"}`: 422, `{"verdict":"maybe","reason":"属实"}`: 422} {
		if status := c.post(steward, "/stewards/"+first, body, nil); status != want {
			t.Errorf("%s: %d", body, status)
		}
	}
	if status := c.post(steward, "/stewards/"+own, `{"verdict":"credit","reason":"属实"}`, nil); status != http.StatusForbidden {
		t.Errorf("their own: %d", status)
	}
	if status := c.post(who, "/stewards/"+first, `{"verdict":"credit","reason":"属实"}`, nil); status != http.StatusForbidden {
		t.Errorf("a citizen judges: %d", status)
	}
	var judged points.Reported
	if status := c.post(steward, "/stewards/"+first, `{"verdict":"credit","reason":"已向张奶奶核实"}`, &judged); status != 200 || judged.State != points.Credited || judged.PersonID != "" {
		t.Errorf("%d %+v", status, judged)
	}
	if status := c.post(steward, "/stewards/"+first, `{"verdict":"credit","reason":"属实"}`, nil); status != http.StatusConflict {
		t.Errorf("judged twice: %d", status)
	}
	page := c.points(who)
	if page.Accounts[0].Points != before+30 || len(page.Reported) != 1 || page.Reported[0].State != points.Credited || page.Reported[0].Reason == "" {
		t.Errorf("%+v", page)
	}
	// Ninety a month, and not more.
	for i, text := range []string{"周三帮人换灯", "周四帮人接孩子", "周五帮人送饭"} {
		number := report(who, text)
		want := http.StatusOK
		if i == 2 {
			want = http.StatusUnprocessableEntity
		}
		if status := c.post(steward, "/stewards/"+number, `{"verdict":"credit","reason":"属实"}`, nil); status != want {
			t.Errorf("%s: %d, want %d", text, status, want)
		}
		if want != http.StatusOK {
			if status := c.post(steward, "/stewards/"+number, `{"verdict":"decline","reason":"本月已到上限"}`, nil); status != http.StatusOK {
				t.Errorf("declined: %d", status)
			}
		}
	}
}

// TestAnExportHasPointsAndDeeds.
func TestAnExportHasPointsAndDeeds(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	c.post("孟好事", "/points/deeds", `{"deed":"neighbour","text":"周一帮张奶奶买药"}`, nil)
	var e applications.Export
	c.get("孟好事", "/export", &e)
	if len(e.Points) != 1 || e.Points[0].Points != 300 || len(e.Deeds) != 1 || !strings.Contains(string(e.Deeds[0]), "张奶奶") {
		t.Errorf("%+v, %s", e.Points, e.Deeds)
	}
}

// TestABankSeesTheBandAlone: by a single claim of a signed certificate, that its holder chose
// to show, and nothing else of them.
func TestABankSeesTheBandAlone(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	_, receipt, text := c.apply("pointsredemption", "孟好事", `{"reward":"credit","account":"person","consent":true}`)
	if receipt.Outcome != decision.Approved {
		t.Fatal(text)
	}
	var shown struct {
		Presentation string `json:"presentation"`
	}
	if status := c.get("孟好事", "/certificates/"+receipt.Certificate.Number+"/presentation?claims=pointsBand", &shown); status != http.StatusOK || shown.Presentation == "" {
		t.Fatalf("%d %+v", status, shown)
	}
	response, verdict := c.call("POST", "/verify", `{"token":"`+shown.Presentation+`"}`, "Content-Type", "application/json", "Accept", "application/json")
	if response.StatusCode != http.StatusOK || !strings.Contains(verdict, `"state":"valid"`) || !strings.Contains(verdict, "pointsBand") || strings.Contains(verdict, "孟好事") {
		t.Errorf("the bank sees %s", verdict)
	}
}

// TestACourtesyChangesNoDecision: whoever has it is looked at first, and decided as before.
func TestACourtesyChangesNoDecision(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	other := c.refer("seniorcard", "龙待核", `{"delivery":"electronic"}`)
	if _, receipt, text := c.apply("pointsredemption", "孟好事", `{"reward":"priority","account":"person"}`); receipt.Outcome != decision.Approved {
		t.Fatal(text)
	}
	id := person(t, "孟好事").ID
	c.teach(t, fact.NewRecord(id, time.Now().AddDate(-1, 0, 0), dataset.Population.BirthDate.Set(calendar.MustParse("1956-01-01")), dataset.Population.Household.Set("440605011"))) // stale
	_, receipt, text := c.apply("seniorcard", "孟好事", `{"delivery":"electronic"}`)
	if receipt.Outcome != decision.Referred {
		t.Fatal(text)
	}
	var queue struct {
		Waiting []struct {
			Number string
			First  bool
		}
	}
	if c.get("梁审南", "/reviews", &queue); len(queue.Waiting) != 2 || queue.Waiting[0].Number != receipt.Number || !queue.Waiting[0].First || queue.Waiting[1].Number != other {
		t.Errorf("%+v", queue.Waiting)
	}
	c.replays(receipt.Number)
}

// TestPointsAreForEverybody: the pages.
func TestPointsAreForEverybody(t *testing.T) {
	axe := readAxe(t)
	c := court{openSite(t, t.TempDir())}
	var page points.Page
	c.post("孟好事", "/points/deeds", `{"deed":"neighbour","text":"周一帮张奶奶买药"}`, &page)
	c.post("孟好事", "/points/ranking", `{"kind":"person","name":"桂城小孟"}`, nil)
	b := openTab(t, c.site)
	b.wide(320)
	for _, who := range []struct {
		name  string
		paths []string
	}{
		{"孟好事", []string{"/points", "/points/ranking", "/services/pointsredemption/application"}},
		{"陈积分", []string{"/stewards", "/stewards/" + page.Reported[0].Number}},
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
}
