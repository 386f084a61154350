package registry

import (
	"context"
	"fmt"
	"hash/fnv"

	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/store"
)

// Cohort is the people of a dataset whose cohort date is in one month, such as those born in
// November 1956. It finds people who become entitled without reading all records.
type Cohort struct {
	Dataset string
	Month   string // of the form 1956-11
}

// CohortOf returns the cohort of the month.
func CohortOf(d *fact.Dataset, month calendar.Date) Cohort { return Cohort{d.Name, month.MonthText()} }

// cohortWrites returns the writes that add the record to its cohort; nil if its dataset has none or the
// date is unknown.
func cohortWrites(d *fact.Dataset, r fact.Record) []store.Write {
	day, err := calendar.Parse(r.Values[d.Cohort])
	if d.Cohort == "" || err != nil {
		return nil
	}
	return CohortOf(d, day).writes(r.Key)
}

// Shards is the number of partitions of a cohort, so that writes do not meet in one partition and several
// readers can share the work.
const Shards = 16

func (c Cohort) key(shard int) string {
	return fmt.Sprintf("COHORT#%s#%s#%02d", c.Dataset, c.Month, shard)
}

// writes returns the writes that add the person to the cohort. A person whose date is corrected stays
// in the old cohort too, which only lists whom to check.
func (c Cohort) writes(person string) []store.Write {
	hash := fnv.New32a()
	hash.Write([]byte(person))
	key := store.Key{Partition: c.key(int(hash.Sum32() % Shards)), Sort: person}
	return []store.Write{store.Put("cohort", store.Item{Key: key, Body: []byte("{}")})}
}

// Members returns a page of the people in a shard, after the cursor of the previous page, and the
// next cursor; "" at the end.
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
