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

// counts are what is counted of applications, month by month: by service, district,
// and what became of them.
var counts = counter.Series{Name: "COUNT", Shards: 32}

// What is counted beside the outcomes.
const (
	countDecided  = "decided-" // by a person, with the outcome
	countStars    = "stars-"   // of a rating
	countTag      = "tag-"     // of a rating
	countAccepted = "accepted" // where it was taken in, of what another may handle
)

// count adds one: of a service in a district, in the month of the time.
func count(at time.Time, service, district, what, number string) store.Write {
	return counts.Add(calendar.Of(at).MonthText(), number, service, district, what)
}

// MonthlyCount is the counts of one service in one district in a month.
type MonthlyCount struct {
	Service  string
	District string
	Counts   map[string]int // by outcome, and by what was decided and rated
}

// Outcomes is how many applications there were, and how many came to the outcome at
// once, without a person.
func (t MonthlyCount) Outcomes(o decision.Outcome) int { return t.Counts[string(o)] }

// Decided is how many of the referred a person decided so.
func (t MonthlyCount) Decided(o decision.Outcome) int { return t.Counts[countDecided+string(o)] }

// Stars is how many ratings there were of so many stars.
func (t MonthlyCount) Stars(n int) int { return t.Counts[countStars+strconv.Itoa(n)] }

// Accepted is how many were taken in there, wherever they are handled (跨城通办).
func (t MonthlyCount) Accepted() int { return t.Counts[countAccepted] }

// Tagged is how many ratings said so.
func (t MonthlyCount) Tagged(code string) int { return t.Counts[countTag+code] }

// MonthlyCounts are all counts of the month (2026-11), by service and district.
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
