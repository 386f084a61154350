// Package counter counts events in the same commit that records them, so a figure is exact at
// every moment and reading it scans nothing. A count is kept in shards, so that many commits can
// add to it at once.
package counter

import (
	"context"
	"fmt"
	"hash/fnv"
	"strings"
	"sync"

	"miaoban/shared/store"
)

// Series is a named set of counts per period: a month (2026-11) or a day (2026-11-24).
type Series struct {
	Name   string
	Shards int // number of partitions, and so of concurrent writers without conflict
}

// limit is above any count.
const limit = 1 << 53

// Count is the number of events in a period. Of identifies the kind of event by its words, in
// order.
type Count struct {
	Of []string
	N  int
}

// Add returns the write that adds one in the period. happenedTo selects the shard.
func (s Series) Add(period, happenedTo string, of ...string) store.Write {
	return s.AddN(1, period, happenedTo, of...)
}

// AddN returns the write that adds n in the period.
func (s Series) AddN(n int64, period, happenedTo string, of ...string) store.Write {
	hash := fnv.New32a()
	hash.Write([]byte(happenedTo))
	key := store.Key{Partition: s.partition(period, int(hash.Sum32()%uint32(s.Shards))), Sort: strings.Join(of, "#")}
	return store.Add("count", key, n, limit)
}

func (s Series) partition(period string, shard int) string {
	return fmt.Sprintf("%s#%s#%02d", s.Name, period, shard)
}

// Forget removes the counts of the period, until the context ends. Additions made meanwhile may
// start from zero.
func (s Series) Forget(ctx context.Context, from store.Store, period string) error {
	for shard := range s.Shards {
		for {
			page, err := from.Query(ctx, store.Query{Partition: s.partition(period, shard), Limit: store.MaxWrites})
			if err != nil {
				return fmt.Errorf("forgetting counts: %w", err)
			}
			if len(page.Items) == 0 {
				break
			}
			writes := make([]store.Write, len(page.Items))
			for i, item := range page.Items {
				writes[i] = store.Remove("count", item.Key)
			}
			if err := from.Commit(ctx, writes...); err != nil {
				return fmt.Errorf("forgetting counts: %w", err)
			}
		}
	}
	return nil
}

// Read returns all counts of the periods; each kind occurs once per period and shard.
func (s Series) Read(ctx context.Context, from store.Store, periods ...string) ([]Count, error) {
	parts := make([][]Count, len(periods)*s.Shards)
	failed := make([]error, len(parts))
	var all sync.WaitGroup
	for i := range parts {
		all.Go(func() {
			partition := s.partition(periods[i/s.Shards], i%s.Shards)
			for item, err := range store.All(ctx, from, store.Query{Partition: partition, Limit: 1000}) {
				if err != nil {
					failed[i] = err
					return
				}
				parts[i] = append(parts[i], Count{strings.Split(item.Sort, "#"), int(item.Count)})
			}
		})
	}
	all.Wait()
	var counts []Count
	for i, part := range parts {
		if failed[i] != nil {
			return nil, fmt.Errorf("counting: %w", failed[i])
		}
		counts = append(counts, part...)
	}
	return counts, nil
}
