package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"miaoban/functions/officials/figures"
)

// TestRankingsAreInEditions: what came late made a second one, which says what changed;
// the first stays as it was.
func TestRankingsAreInEditions(t *testing.T) {
	s := openSite(t, t.TempDir())
	read := func(query string) (figures.Ranking, int) {
		response, text := s.call("GET", "/rankings"+query, "", "Accept", "application/json")
		var r figures.Ranking
		if response.StatusCode == http.StatusOK {
			if err := json.Unmarshal([]byte(text), &r); err != nil {
				t.Fatal(err)
			}
		}
		return r, response.StatusCode
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
	for query, want := range map[string]int{"?month=2026-10&edition=3": 404, "?month=2026-10&edition=x": 404, "?month=2099-01": 400, "?month=x": 400, "?month=2026-09": 200} {
		if _, status := read(query); status != want {
			t.Errorf("%s: %d, want %d", query, status, want)
		}
	}
	if none, _ := read("?month=2026-09"); none.Edition != nil || none.Latest != 0 {
		t.Errorf("of a month without anything: %+v", none)
	}
	response, table := s.call("GET", "/rankings?month=2026-10&format=csv", "")
	if !strings.HasPrefix(response.Header.Get("Content-Type"), "text/csv") || !strings.Contains(table, "2026-10,2,holder,1,") {
		t.Errorf("as a table: %.200s", table)
	}
}
