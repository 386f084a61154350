package figures_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"miaoban/functions/citizens/applications"
	"miaoban/functions/officials/figures"
	"miaoban/functions/officials/reviews"
	"miaoban/functions/services/seniorcard"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/platform/platformtest"
	"miaoban/shared/ranking"
	"miaoban/shared/store"
)

func open(t *testing.T) *platformtest.House {
	t.Helper()
	services := []instant.Offering{seniorcard.Service()}
	return platformtest.Open(
		t,
		"2026-11-24",
		figures.Function(services),
		services[0].Routes,
		reviews.Function(services),
		applications.Function(services),
	)
}

// TestFiguresAreOfWhatHappened: once for each application, whoever sends it how often.
func TestFiguresAreOfWhatHappened(t *testing.T) {
	h := open(t)
	read := func() figures.Figures {
		var f figures.Figures
		if status := h.Get("", "/figures", &f); status != http.StatusOK {
			t.Fatal(status)
		}
		return f
	}
	before := read()
	card := `{"delivery":"electronic"}`
	var approved instant.Receipt
	for range 3 { // a double click is no second application
		approved = h.Apply("seniorcard", "黎花甲", card, "Idempotency-Key", "once")
	}
	if approved.Outcome != decision.Approved {
		t.Fatal(approved.Outcome)
	}
	if rejected := h.Apply("seniorcard", "黎未到", card); rejected.Outcome != decision.Rejected {
		t.Fatal(rejected.Outcome)
	}
	number := h.Apply("seniorcard", "龙待核", card).Number
	if f := read(); f.All.Applications != before.All.Applications+3 || f.All.Referred != before.All.Referred+1 ||
		f.All.Decided != before.All.Decided {
		t.Errorf("after three applications: %+v, before %+v", f.All, before.All)
	}
	var open struct{ Open []struct{ Name, Last string } }
	h.Get("梁审南", "/reviews/"+number, &open)
	values := map[string]string{"reason": "已核对户口簿"}
	for _, o := range open.Open {
		values[o.Name] = o.Last
	}
	body, err := json.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	if response := h.Call("梁审南", "POST", "/reviews/"+number, string(body)); response.StatusCode != http.StatusOK {
		t.Fatal(response.Body)
	}
	for range 2 { // the second is refused
		h.Post("黎花甲", "/applications/"+approved.Number+"/rating", `{"stars":2}`, nil)
	}
	cards := func(f figures.Figures) (row figures.Row) {
		for _, r := range f.Services {
			if r.Code == "seniorcard" {
				row = r
			}
		}
		return row
	}
	row, was := cards(read()), cards(before) // the seed's past may be of this month
	if row.Applications != was.Applications+3 || row.Approved != was.Approved+1 || row.Rejected != 1 || row.Referred != 1 ||
		row.Decided != 1 ||
		row.Ratings != 1 ||
		*row.InstantRate != (100*(row.Approved+row.Rejected)+row.Applications/2)/row.Applications ||
		*row.ContentRate != 0 ||
		row.Name.ZH != "老年人优待证办理" {
		t.Errorf("the senior card has %+v", row)
	}
	table := h.Call("", "GET", "/figures?format=csv", "")
	if !strings.HasPrefix(table.Headers["Content-Type"], "text/csv") ||
		!strings.Contains(
			table.Body,
			fmt.Sprintf("service,seniorcard,老年人优待证办理,%d,%d,1,1,1,%d,1,0\n", row.Applications, row.Approved, *row.InstantRate),
		) ||
		!strings.Contains(table.Body, "district,440605,") {
		t.Errorf("as a table: %s", table.Body)
	}
}

// TestRankingsAreInEditions: what came late made a second one, which says what changed;
// the first stays as it was.
func TestRankingsAreInEditions(t *testing.T) {
	h := open(t)
	read := func(query string) (figures.Ranking, int) {
		var r figures.Ranking
		status := h.Get("", "/rankings"+query, &r)
		return r, status
	}
	second, _ := read("?month=2026-10")
	first, _ := read("?month=2026-10&edition=1")
	if second.Latest != 2 || second.Number != 2 || first.Number != 1 || len(first.Changes) != 0 || len(second.Changes) == 0 {
		t.Fatalf("editions %+v and %+v", first.Edition, second.Edition)
	}
	if c := second.Changes[0]; c.Code != "440605011" || c.ScoreBefore == nil || *c.ScoreBefore <= *c.Score {
		t.Errorf("a late complaint that it was not resolved changed %+v", c)
	}
	for i, h := range second.Holders {
		if h.Rank > 0 && (h.Score == nil || i > 0 && *h.Score > *second.Holders[i-1].Score) {
			t.Errorf("at place %d: %+v", i, h)
		}
	}
	for query, want := range map[string]int{
		"?month=2026-10&edition=3": 404,
		"?month=2026-10&edition=x": 404,
		"?month=2099-01":           400,
		"?month=x":                 400,
		"?month=2026-09":           200,
	} {
		if _, status := read(query); status != want {
			t.Errorf("%s: %d, want %d", query, status, want)
		}
	}
	if none, _ := read("?month=2026-09"); none.Edition != nil || none.Latest != 0 {
		t.Errorf("of a month without anything: %+v", none)
	}
	table := h.Call("", "GET", "/rankings?month=2026-10&format=csv", "")
	if !strings.HasPrefix(table.Headers["Content-Type"], "text/csv") || !strings.Contains(table.Body, "2026-10,2,holder,1,") {
		t.Errorf("as a table: %.200s", table.Body)
	}
}

// TestTheTrendOfAScore is drawn from the second month on, by the latest edition of each month.
func TestTheTrendOfAScore(t *testing.T) {
	h := open(t)
	h.At(calendar.MustParse("2027-01-15").Start())
	page := func(path string) string {
		got := h.Call("", "GET", path, "", "Accept", "text/html")
		if got.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d %s", path, got.StatusCode, got.Body)
		}
		return got.Body
	}
	if first := page("/rankings?month=2026-10"); strings.Contains(first, "走势") {
		t.Error("one month has a trend")
	}
	score := 12.5
	edition := ranking.Edition{Month: "2026-12", Number: 1, Table: ranking.Table{
		Holders: []ranking.Holder{{Rank: 1, Code: "440605011", Name: lang.T("桂城", "Guicheng"), Score: &score}},
	}}
	body, err := json.Marshal(edition)
	if err != nil {
		t.Fatal(err)
	}
	item := store.Item{Key: store.Key{Partition: "RANKING#2026-12", Sort: "EDITION#0001"}, Body: body}
	if err := h.Engine.Store.Commit(t.Context(), store.Put("ranking", item)); err != nil {
		t.Fatal(err)
	}
	third := page("/rankings?month=2026-12&lang=en")
	for _, want := range []string{`aria-label="October 2026 75.0, December 2026 12.5"`, "<polyline", "Trend"} {
		if !strings.Contains(third, want) {
			t.Errorf("the page has no %s\n%s", want, third)
		}
	}
	chart := page("/figures?month=2027-01")
	for _, want := range []string{"每月办件", ">2026年10月<", ">2027年1月<", `<caption>每月办件 (件)</caption>`} {
		if !strings.Contains(chart, want) {
			t.Errorf("the figures have no %s", want)
		}
	}
}
