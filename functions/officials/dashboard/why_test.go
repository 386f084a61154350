package dashboard

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
)

// TestWhy: the reasons of the last sixty minutes in the region, by the name of the condition, the most frequent
// first; beyond five they are one.
func TestWhy(t *testing.T) {
	d := Dashboard{At: time.Date(2026, 11, 24, 0, 30, 0, 0, calendar.Zone)}
	count := func(day, at, title, district string, outcome decision.Outcome, n int) instant.DailyCount {
		return instant.DailyCount{Day: day, At: at, District: district, Outcome: outcome, Rule: "r", Title: lang.T(title, title), N: n}
	}
	got := whyOf([]instant.DailyCount{
		count("2026-11-24", "0030", "age", "440605", decision.Rejected, 2), // the last minute
		count("2026-11-23", "2331", "age", "440604", decision.Rejected, 1), // the first, of yesterday
		count("2026-11-23", "2330", "age", "440605", decision.Rejected, 9), // too early
		count("2026-11-24", "0031", "age", "440605", decision.Rejected, 9), // not yet
		count("2026-11-24", "0030", "age", "440304", decision.Rejected, 9), // of another city
		count("2026-11-24", "0010", "age", "440605", decision.Referred, 1),
	}, "440600", d.minute)
	if len(got) != 2 || got[0].Sum != 3 || got[0].Numbers[59] != 2 || got[0].Numbers[0] != 1 || got[0].Outcome != decision.Rejected ||
		got[1].Sum != 1 || got[1].Numbers[39] != 1 {
		t.Errorf("%+v", got)
	}
	var many []instant.DailyCount
	for i := range 8 {
		many = append(many, count("2026-11-24", "0030", fmt.Sprint("condition ", i), "440605", decision.Referred, 10-i))
	}
	got = whyOf(many, "440605", d.minute)
	var sums []int
	for _, w := range got {
		sums = append(sums, w.Sum)
	}
	if !slices.Equal(sums, []int{10, 9, 8, 7, 6, 5 + 4 + 3}) || got[5].Numbers[59] != 12 || got[5].Outcome != "" {
		t.Errorf("%v", sums)
	}
}
