package dashboard

import (
	"cmp"
	"math"
	"slices"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
)

// Unusual is a service with far more or far fewer of an outcome in an hour than in the same hour of
// the days before.
type Unusual struct {
	Service string           `json:"service"`
	Name    lang.Text        `json:"name"`
	Outcome decision.Outcome `json:"outcome"`
	Text    lang.Text        `json:"text"`
	Hour    string           `json:"hour"` // 09
	N       int              `json:"n"`
	Usual   float64          `json:"usual"` // mean of the days before
}

// An hour is unusual if its count differs from the mean by that many standard deviations of a Poisson
// variable.
const (
	history    = 7   // days to compare with, at least
	deviations = 4.0 // standard deviations
	enough     = 10  // smallest count that can be too many
)

// unusual compares today's hours with those of the days before. The current hour can already have
// too many, but not yet too few.
func unusual(pulses []instant.DailyCount, region string, now time.Time, names map[string]lang.Text) []Unusual {
	type of struct {
		service string
		outcome decision.Outcome
		hour    string
	}
	today, hour := calendar.Of(now).String(), now.In(calendar.Zone).Format("15")
	is, before, days := map[of]int{}, map[of]int{}, map[string]bool{}
	for _, p := range pulses {
		if !division.Within(p.District, region) {
			continue
		}
		key := of{p.Service, p.Outcome, p.At}
		if p.Day == today {
			is[key] += p.N
		} else {
			before[key] += p.N
			days[p.Day] = true
		}
	}
	found := []Unusual{}
	if len(days) < 2 {
		return found // not enough days to compare with
	}
	keys := map[of]bool{}
	for key := range is {
		keys[key] = true
	}
	for key := range before {
		keys[key] = true
	}
	for key := range keys {
		usual := float64(before[key]) / float64(len(days))
		n := is[key]
		far := (float64(n) - usual) / math.Sqrt(max(usual, 1))
		many := far > deviations && n >= enough
		few := far < -deviations && usual >= enough && key.hour < hour
		if many || few {
			found = append(found,
				Unusual{key.service, cmp.Or(names[key.service], lang.T(key.service, key.service)), key.outcome, key.outcome.Text(),
					key.hour, n, math.Round(usual*10) / 10})
		}
	}
	slices.SortFunc(found, func(a, b Unusual) int {
		return cmp.Or(
			cmp.Compare(b.Hour, a.Hour),
			cmp.Compare(b.N, a.N),
			cmp.Compare(a.Service, b.Service),
			cmp.Compare(a.Outcome, b.Outcome),
		)
	})
	return found
}
