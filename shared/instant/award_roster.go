package instant

import (
	"context"
	"fmt"
	"hash/fnv"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/store"
)

// DueForVerification yields the numbers of the applications whose grants are due for verification
// in the month. Verified ones leave the list, so an interrupted run continues where it stopped.
func DueForVerification(ctx context.Context, s store.Store, month calendar.Date, yield func(number string) bool) error {
	for shard := range rosterShards {
		for item, err := range store.All(ctx, s, store.Query{Partition: rosterPartition(month, shard)}) {
			if err != nil {
				return fmt.Errorf("reading the roster: %w", err)
			}
			if !yield(item.Sort) {
				return nil
			}
		}
	}
	return nil
}

// PastMonths is the number of past months whose rosters are read too, for entries that remain there.
const PastMonths = 3

// rosterShards is the number of partitions of a month's roster, so that concurrent approvals do
// not all write to one.
const rosterShards = 16

func rosterKey(due calendar.Date, number string) store.Key {
	return store.Key{Partition: rosterPartition(due, rosterShard(number)), Sort: number}
}

// endedKey returns the roster key of an ended award that was paid monthly.
func endedKey(number string) store.Key {
	return store.Key{Partition: endedPartition(rosterShard(number)), Sort: number}
}

func rosterShard(number string) int {
	hash := fnv.New32a()
	hash.Write([]byte(number))
	return int(hash.Sum32() % rosterShards)
}

func endedPartition(shard int) string { return fmt.Sprintf("ROSTER#ended#%02d", shard) }

// rosterLine returns the body of the award's roster entry. Older entries are empty: {}.
func rosterLine(a Award) []byte { return fmt.Appendf(nil, `{"service":%q}`, a.Service) }

func rosterPartition(month calendar.Date, shard int) string {
	return fmt.Sprintf("ROSTER#%04d-%02d#%02d", month.Year, int(month.Month), shard)
}

// grace is the remaining time at which a job stops starting new work.
const grace = 5 * time.Second

// OutOfTime reports whether a job has too little time left to start new work; the next run
// continues.
func OutOfTime(ctx context.Context) bool {
	deadline, ok := ctx.Deadline()
	return ok && time.Until(deadline) < grace
}
