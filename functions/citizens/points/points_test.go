package points_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"miaoban/functions/citizens/applications"
	"miaoban/functions/citizens/hotline"
	"miaoban/functions/citizens/points"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/platform/platformtest"
	"miaoban/shared/ticket"
)

func open(t *testing.T) *platformtest.House {
	t.Helper()
	return platformtest.Open(t, "2026-11-24", points.Routes, hotline.Function(nil), applications.Function(nil))
}

const noise = `{"category":"noise","place":"440605011","text":"楼下工地夜里还在施工"}`

// accounts are what the person has.
func accounts(t *testing.T, h *platformtest.House, name string) points.Page {
	t.Helper()
	var page points.Page
	if status := h.Get(name, "/points", &page); status != http.StatusOK {
		t.Fatal(status)
	}
	return page
}

// TestPointsAreEarnedOnce: hours that shared data has, a complaint that was resolved, and
// what a steward found to be so; each once, and no more than a month's limit.
func TestPointsAreEarnedOnce(t *testing.T) {
	h := open(t)
	const who = "孟此前" // has 55 left
	before := accounts(t, h, who).Accounts[0].Points
	deed := func(body string) (int, points.Page) {
		var page points.Page
		status := h.Post(who, "/points/deeds", body, &page)
		return status, page
	}
	if status, page := deed(`{"deed":"volunteering"}`); status != 200 || page.Accounts[0].Points != before+300 {
		t.Fatalf("30 hours: %d %+v", status, page.Accounts)
	}
	if status, _ := deed(`{"deed":"volunteering"}`); status != http.StatusUnprocessableEntity {
		t.Errorf("the same hours again: %d", status)
	}
	id := platformtest.Person(t, who).ID
	h.Know(fact.NewRecord(id, h.Now(), dataset.Volunteering.Hours.Set(50), dataset.Volunteering.Year.Set(2026)))
	if status, page := deed(`{"deed":"volunteering"}`); status != 200 || page.Accounts[0].Points != before+400 {
		t.Errorf("to the month's limit: %d %+v", status, page.Accounts)
	}
	var v ticket.View
	h.Post(who, "/tickets", noise, &v)
	if status, _ := deed(`{"deed":"problem","ticket":"` + v.Number + `"}`); status != http.StatusUnprocessableEntity {
		t.Errorf("a complaint that is open: %d", status)
	}
	h.Post("陈桂城", "/receiver/"+v.Number+"/answer", `{"text":"已处理"}`, nil)
	h.Post(who, "/tickets/"+v.Number+"/visit", `{"contacted":true,"resolved":true,"content":true}`, nil)
	if status := h.Post(
		"孟好事",
		"/points/deeds",
		`{"deed":"problem","ticket":"`+v.Number+`"}`,
		nil,
	); status != http.StatusUnprocessableEntity {
		t.Errorf("another's complaint: %d", status)
	}
	if status, page := deed(`{"deed":"problem","ticket":"` + v.Number + `"}`); status != 200 || page.Accounts[0].Points != before+420 {
		t.Errorf("resolved: %d %+v", status, page.Accounts)
	}
	if status, _ := deed(`{"deed":"problem","ticket":"` + v.Number + `"}`); status != http.StatusUnprocessableEntity {
		t.Errorf("the same complaint again: %d", status)
	}
	for _, wrong := range []string{
		`{}`,
		`{"deed":"nothing"}`,
		`{"deed":"front","text":"门前打扫干净了"}`,
		`{"deed":"neighbour","text":"帮"}`,
		`{"deed":"neighbour","text":"` + strings.Repeat("帮", 501) + `"}`,
	} {
		if status, _ := deed(wrong); status != http.StatusUnprocessableEntity {
			t.Errorf("%.40s: %d", wrong, status)
		}
	}
}

// TestAStewardLooksAtDeeds: of their street, and never at their own.
func TestAStewardLooksAtDeeds(t *testing.T) {
	h := open(t)
	const who, steward = "孟好事", "陈积分"
	report := func(name, text string) string {
		var page points.Page
		if status := h.Post(name, "/points/deeds", `{"deed":"neighbour","text":"`+text+`"}`, &page); status != 200 {
			t.Fatalf("%s: %d", text, status)
		}
		i := slices.IndexFunc(page.Reported, func(d points.Reported) bool { return d.Text == text })
		return page.Reported[i].Number
	}
	first := report(who, "周一帮张奶奶买药")
	if status := h.Post(who, "/points/deeds", `{"deed":"neighbour","text":"周一帮张奶奶买药"}`, nil); status != http.StatusUnprocessableEntity {
		t.Errorf("the same again: %d", status)
	}
	own := report(steward, "周二帮李爷爷搬家")
	var queue points.Queue
	if h.Get(steward, "/stewards", &queue); len(queue.Waiting) != 1 || queue.Waiting[0].Number != first || queue.Waiting[0].Person != "" ||
		queue.Waiting[0].Text != "" {
		t.Fatalf("%+v", queue)
	}
	before := accounts(t, h, who).Accounts[0].Points
	for body, want := range map[string]int{`{"verdict":"credit"}`: 422, `{"verdict":"maybe","reason":"属实"}`: 422} {
		if status := h.Post(steward, "/stewards/"+first, body, nil); status != want {
			t.Errorf("%s: %d", body, status)
		}
	}
	if status := h.Post(steward, "/stewards/"+own, `{"verdict":"credit","reason":"属实"}`, nil); status != http.StatusForbidden {
		t.Errorf("their own: %d", status)
	}
	if status := h.Post(who, "/stewards/"+first, `{"verdict":"credit","reason":"属实"}`, nil); status != http.StatusForbidden {
		t.Errorf("a citizen judges: %d", status)
	}
	var judged points.Reported
	if status := h.Post(steward, "/stewards/"+first, `{"verdict":"credit","reason":"已向张奶奶核实"}`, &judged); status != 200 ||
		judged.State != points.Credited ||
		judged.PersonID != "" {
		t.Errorf("%d %+v", status, judged)
	}
	if status := h.Post(steward, "/stewards/"+first, `{"verdict":"credit","reason":"属实"}`, nil); status != http.StatusConflict {
		t.Errorf("judged twice: %d", status)
	}
	page := accounts(t, h, who)
	if page.Accounts[0].Points != before+30 || len(page.Reported) != 1 || page.Reported[0].State != points.Credited ||
		page.Reported[0].Reason == "" {
		t.Errorf("%+v", page)
	}
	// Ninety a month, and not more.
	for i, text := range []string{"周三帮人换灯", "周四帮人接孩子", "周五帮人送饭"} {
		number := report(who, text)
		want := http.StatusOK
		if i == 2 {
			want = http.StatusUnprocessableEntity
		}
		if status := h.Post(steward, "/stewards/"+number, `{"verdict":"credit","reason":"属实"}`, nil); status != want {
			t.Errorf("%s: %d, want %d", text, status, want)
		}
		if want != http.StatusOK {
			if status := h.Post(steward, "/stewards/"+number, `{"verdict":"decline","reason":"本月已到上限"}`, nil); status != http.StatusOK {
				t.Errorf("declined: %d", status)
			}
		}
	}
}

// TestAnExportHasPointsAndDeeds.
func TestAnExportHasPointsAndDeeds(t *testing.T) {
	h := open(t)
	h.Post("孟好事", "/points/deeds", `{"deed":"neighbour","text":"周一帮张奶奶买药"}`, nil)
	var e applications.Export
	h.Get("孟好事", "/export", &e)
	if len(e.Points) != 1 || e.Points[0].Points != 300 || len(e.Deeds) != 1 || !strings.Contains(string(e.Deeds[0]), "张奶奶") {
		t.Errorf("%+v, %s", e.Points, e.Deeds)
	}
}

// TestAPublicNameIsAName: in the normal form of names, and no number, which the ranking would publish.
func TestAPublicNameIsAName(t *testing.T) {
	d := open(t)
	for name, want := range map[string]int{
		"热心街坊": 200, "何\u200b安": 200, "好人12": 200, "阿丽•买买提": 200, "Mary O’Brien": 200,
		"13800138000": 422, "何13800138000": 422, "440605194001010011": 422, "2026": 422, "何\ue000": 422, "⿰何": 422, "<b>何</b>": 422,
	} {
		body, err := json.Marshal(map[string]string{"kind": "person", "name": name})
		if err != nil {
			t.Fatal(err)
		}
		if status := d.Post("何婉清", "/points/ranking", string(body), nil); status != want {
			t.Errorf("%+q: %d, want %d", name, status, want)
		}
	}
}
