package registry

import (
	"context"
	"fmt"
	"hash/fnv"

	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/store"
)

// Cohort is the people of a dataset with a day in one month: those born in November
// 1956. By it those are found who come to be entitled, without reading everybody.
type Cohort struct {
	Dataset string
	Month   string // 1956-11
}

// CohortOf is the cohort of the month.
func CohortOf(d *fact.Dataset, month calendar.Date) Cohort { return Cohort{d.Name, month.MonthText()} }

// cohortWrites put the record into its cohort, where its dataset has one and its day is known.
func cohortWrites(d *fact.Dataset, r fact.Record) []store.Write {
	day, err := calendar.Parse(r.Values[d.Cohort])
	if d.Cohort == "" || err != nil {
		return nil
	}
	return CohortOf(d, day).writes(r.Key)
}

// Shards are the parts of a cohort: no partition of the store is written to by a
// whole month's births, and several readers can share the work.
const Shards = 16

func (c Cohort) key(shard int) string {
	return fmt.Sprintf("COHORT#%s#%s#%02d", c.Dataset, c.Month, shard)
}

// writes put the person into the cohort. Who leaves it, because a day was corrected,
// stays in it: it says whom to look at, and the record says what is so.
func (c Cohort) writes(person string) []store.Write {
	hash := fnv.New32a()
	hash.Write([]byte(person))
	key := store.Key{Partition: c.key(int(hash.Sum32() % Shards)), Sort: person}
	return []store.Write{store.Put("cohort", store.Item{Key: key, Body: []byte("{}")})}
}

// Members is a page of the people in a shard of the cohort, after the place that the
// page before gave, and where the next one goes on; "" at the end.
func (c Cohort) Members(ctx context.Context, s store.Store, shard int, after string) (people []string, next string, err error) {
	page, err := s.Query(ctx, store.Query{Partition: c.key(shard), After: after, Limit: 100})
	if err != nil {
		return nil, "", fmt.Errorf("reading a cohort: %w", err)
	}
	for _, item := range page.Items {
		people = append(people, item.Sort)
	}
	return people, page.Next, nil
}
