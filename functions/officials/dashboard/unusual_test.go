package dashboard

import (
	"testing"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/instant"
)

func TestUnusual(t *testing.T) {
	now := time.Date(2026, 11, 24, 10, 30, 0, 0, calendar.Zone)
	usual := func(n int, hour string) []instant.DailyCount {
		var all []instant.DailyCount
		for i := 1; i <= history; i++ {
			all = append(all, instant.DailyCount{Day: calendar.Of(now).AddDays(-i).String(), At: hour, Service: "seniorcard",
				District: "440605", Outcome: decision.Approved, N: n})
		}
		return all
	}
	today := func(n int, hour, district string) instant.DailyCount {
		return instant.DailyCount{Day: "2026-11-24", At: hour, Service: "seniorcard", District: district, Outcome: decision.Approved, N: n}
	}
	for name, tt := range map[string]struct {
		pulses []instant.DailyCount
		want   int
	}{
		"as usual":                          {append(usual(25, "09"), today(27, "09", "440605")), 0},
		"twice as many":                     {append(usual(25, "09"), today(50, "09", "440605")), 1},
		"nothing at all":                    {usual(25, "09"), 1},
		"nothing yet in this hour":          {usual(25, "10"), 0},
		"too many already in this hour":     {append(usual(25, "10"), today(50, "10", "440605")), 1},
		"nine where there is never one":     {append(usual(25, "08"), today(25, "08", "440605"), today(9, "09", "440605")), 0},
		"ten where there is never one":      {append(usual(25, "08"), today(25, "08", "440605"), today(10, "09", "440605")), 1},
		"in another region":                 {append(usual(25, "09"), today(25, "09", "440605"), today(90, "09", "440304")), 0},
		"a new system without earlier days": {[]instant.DailyCount{today(90, "09", "440605")}, 0},
	} {
		if got := unusual(tt.pulses, "440605", now, nil); len(got) != tt.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
