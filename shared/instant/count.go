package instant

import (
	"context"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
	"sync"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/store"
)

// What is counted of applications, month by month, in the commits themselves: so a
// figure is neither early nor late, and nothing is scanned for it. Each count is kept
// in shards, for many commits to add to at the same moment.
const (
	countShards  = 32
	countLimit   = 1 << 53
	countDecided = "decided-" // by a person, with the outcome
	countStars   = "stars-"   // of a rating
)

// count adds one: of a service in a district, in the month of the time. The number of
// the application says in which shard.
func count(at time.Time, service, district, what, number string) store.Write {
	hash := fnv.New32a()
	hash.Write([]byte(number))
	key := store.Key{
		Partition: countPartition(calendar.Of(at).MonthText(), int(hash.Sum32()%countShards)),
		Sort:      strings.Join([]string{service, district, what}, "#"),
	}
	return store.Add("count", key, 1, countLimit)
}

func countPartition(month string, shard int) string {
	return fmt.Sprintf("COUNT#%s#%02d", month, shard)
}

// Tally is what was counted of a service in a district in a month.
type Tally struct {
	Service  string
	District string
	Counts   map[string]int // by outcome, and by what was decided and rated
}

// Outcomes is how many applications there were, and how many came to the outcome at
// once, without a person.
func (t Tally) Outcomes(o Outcome) int { return t.Counts[string(o)] }

// Decided is how many of the referred a person decided so.
func (t Tally) Decided(o Outcome) int { return t.Counts[countDecided+string(o)] }

// Stars is how many ratings there were of so many stars.
func (t Tally) Stars(n int) int { return t.Counts[countStars+strconv.Itoa(n)] }

// Tallies are all counts of the month (2026-11), by service and district.
func Tallies(ctx context.Context, s store.Store, month string) ([]Tally, error) {
	shards := make([][]store.Item, countShards)
	failed := make([]error, countShards)
	var all sync.WaitGroup
	for shard := range countShards {
		all.Go(func() {
			for item, err := range store.All(ctx, s, store.Query{Partition: countPartition(month, shard), Limit: 1000}) {
				if err != nil {
					failed[shard] = err
					return
				}
				shards[shard] = append(shards[shard], item)
			}
		})
	}
	all.Wait()
	var tallies []Tally
	place := map[string]int{}
	for shard, items := range shards {
		if err := failed[shard]; err != nil {
			return nil, fmt.Errorf("counting: %w", err)
		}
		for _, item := range items {
			parts := strings.Split(item.Sort, "#")
			if len(parts) != 3 {
				return nil, fmt.Errorf("counting: %d parts of a count", len(parts))
			}
			of := parts[0] + "#" + parts[1]
			at, known := place[of]
			if !known {
				at = len(tallies)
				place[of] = at
				tallies = append(tallies, Tally{parts[0], parts[1], map[string]int{}})
			}
			tallies[at].Counts[parts[2]] += int(item.Count)
		}
	}
	return tallies, nil
}
