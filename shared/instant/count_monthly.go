package instant

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/counter"
	"miaoban/shared/decision"
	"miaoban/shared/store"
)

// counts are the monthly counters of applications by service, district and outcome.
var counts = counter.Series{Name: "COUNT", Shards: 32}

// What is counted besides the outcomes.
const (
	countDecided  = "decided-" // by a reviewer, with the outcome
	countStars    = "stars-"   // of a rating
	countTag      = "tag-"     // of a rating
	countAccepted = "accepted" // by the division that received it, which may not be the responsible one
)

// count adds one for a service in a district, in the month of the time.
func count(at time.Time, service, district, what, number string) store.Write {
	return counts.Add(calendar.Of(at).MonthText(), number, service, district, what)
}

// MonthlyCount is the counts of one service in one district in a month.
type MonthlyCount struct {
	Service  string
	District string
	Counts   map[string]int // by outcome, and by what was decided and rated
}

// Outcomes is the number of applications with that outcome of the automatic decision.
func (t MonthlyCount) Outcomes(o decision.Outcome) int { return t.Counts[string(o)] }

// Decided is the number of referred applications that a reviewer decided with that outcome.
func (t MonthlyCount) Decided(o decision.Outcome) int { return t.Counts[countDecided+string(o)] }

// Stars is the number of ratings with n stars.
func (t MonthlyCount) Stars(n int) int { return t.Counts[countStars+strconv.Itoa(n)] }

// Accepted is the number of applications received in this district, wherever they are decided
// (跨城通办).
func (t MonthlyCount) Accepted() int { return t.Counts[countAccepted] }

// Tagged is the number of ratings with that tag.
func (t MonthlyCount) Tagged(code string) int { return t.Counts[countTag+code] }

// MonthlyCounts returns all counts of the month (2026-11), by service and district.
func MonthlyCounts(ctx context.Context, s store.Store, month string) ([]MonthlyCount, error) {
	read, err := counts.Read(ctx, s, month)
	if err != nil {
		return nil, err
	}
	var tallies []MonthlyCount
	place := map[[2]string]int{}
	for _, c := range read {
		if len(c.Of) != 3 {
			return nil, fmt.Errorf("counting: %d parts of a count", len(c.Of))
		}
		of := [2]string{c.Of[0], c.Of[1]}
		at, known := place[of]
		if !known {
			at = len(tallies)
			place[of] = at
			tallies = append(tallies, MonthlyCount{of[0], of[1], map[string]int{}})
		}
		tallies[at].Counts[c.Of[2]] += c.N
	}
	return tallies, nil
}
