package reviews_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"miaoban/functions/officials/reviews"
	"miaoban/shared/calendar"
	"miaoban/shared/instant"
	"miaoban/shared/store"
)

// TestATermIntoAYearNotYetArranged is provisional, says so to the citizen in both languages, and is
// never on a statutory holiday; a term in an arranged year says nothing.
func TestATermIntoAYearNotYetArranged(t *testing.T) {
	for day, want := range map[string]struct {
		by          string
		provisional bool
	}{
		"2026-11-24": {"2026-12-08", false},
		"2026-12-17": {"2026-12-31", false},
		"2026-12-18": {"2027-01-04", true}, // ten working days: 1 January is a Friday
		"2026-12-31": {"2027-01-15", true},
	} {
		h := open(t)
		h.At(calendar.MustParse(day).Start().Add(10 * time.Hour))
		receipt := h.Apply("seniorcard", "龙待核", `{"delivery":"electronic"}`)
		if receipt.Term == nil || receipt.Term.By.String() != want.by || receipt.Term.By.Statutory() {
			t.Fatalf("%s: %+v, want %s", day, receipt.Term, want.by)
		}
		note := receipt.Term.Provisional
		if told := strings.Contains(note.ZH, "暂定") && strings.Contains(note.EN, "Provisional"); told != want.provisional {
			t.Errorf("%s: %+v", day, note)
		}
		var asking instant.Asking
		h.Get("龙待核", "/applications/"+receipt.Number+"/review", &asking)
		if strings.Contains(asking.Why.ZH, "暂定") != want.provisional || !strings.Contains(asking.Why.EN, calendar.MustParse(want.by).In("en")) {
			t.Errorf("%s: %+v", day, asking.Why)
		}
	}
}

// TestAnEntryOfAnotherDayLeavesTheQueue: days off that are arranged after an application was
// queued change its last day, and not whether it is found and decided.
func TestAnEntryOfAnotherDayLeavesTheQueue(t *testing.T) {
	h := open(t)
	number := refer(t, h, "seniorcard", "龙待核", `{"delivery":"electronic"}`)
	const partition = "REVIEWS#440605"
	for item, err := range store.All(t.Context(), h.Engine.Store, store.Query{Partition: partition}) {
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(item.Key.Sort, number) {
			continue
		}
		var entry map[string]any
		if err := json.Unmarshal(item.Body, &entry); err != nil {
			t.Fatal(err)
		}
		entry["due"] = "2026-12-11"
		body, err := json.Marshal(entry)
		if err != nil {
			t.Fatal(err)
		}
		moved := store.Item{Key: store.Key{Partition: partition, Sort: "2026-12-11#" + number}, Body: body}
		if err := h.Engine.Store.Commit(t.Context(), store.Remove("queue", item.Key), store.Create("queue", moved)); err != nil {
			t.Fatal(err)
		}
	}
	due := func() (days []string) {
		var queue reviews.Queue
		h.Get("梁审南", "/reviews", &queue)
		for _, w := range queue.Waiting {
			if w.Number == number {
				days = append(days, w.Due.String())
			}
		}
		return days
	}
	if got := due(); !slices.Equal(got, []string{"2026-12-08"}) {
		t.Fatal(got)
	}
	if status, _, text := determine(t, h, "梁审南", number, asLast(t, h, "梁审南", number)); status != http.StatusOK {
		t.Fatal(text)
	}
	if got := due(); len(got) != 0 {
		t.Error(got)
	}
}
