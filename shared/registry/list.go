package registry

import (
	"context"
	"encoding/json"
	"fmt"

	"miaoban/shared/store"
)

// lists are the writes that put the record into the places where it is found without its
// key: its cohort, whom it names, and the list of its dataset.
func (r Record) lists(body []byte) []store.Write {
	writes := append(r.cohort.writes(r.Key), r.kinWrites()...)
	if r.listed {
		writes = append(writes, store.Put("listed", store.Item{Key: listKey(r.Dataset, r.Key), Body: body}))
	}
	return writes
}

func listKey(dataset, key string) store.Key {
	return store.Key{Partition: "LISTED#" + dataset, Sort: key}
}

// List is all records of a dataset that can be listed, in the order of their keys.
func List(ctx context.Context, s store.Store, d *Dataset) ([]Record, error) {
	var all []Record
	for item, err := range store.All(ctx, s, store.Query{Partition: listKey(d.Name, "").Partition, Limit: 1000}) {
		if err != nil {
			return nil, fmt.Errorf("listing %s: %w", d.Name, err)
		}
		var r Record
		if err := json.Unmarshal(item.Body, &r); err != nil {
			return nil, fmt.Errorf("listing %s: %w", d.Name, err)
		}
		all = append(all, r)
	}
	return all, nil
}
