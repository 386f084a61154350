package registry

import (
	"context"
	"encoding/json"
	"fmt"

	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/store"
)

// describe returns the description of the record's dataset; an empty one if it has none.
func describe(r fact.Record) *fact.Dataset {
	if d := dataset.Find(r.Dataset); d != nil {
		return d
	}
	return &fact.Dataset{Name: r.Dataset}
}

// indexWrites returns the cohort and kin entries of the record.
func indexWrites(r fact.Record) []store.Write {
	d := describe(r)
	return append(cohortWrites(d, r), kinWrites(d, r)...)
}

// listWrites returns indexWrites and the record's entry in the list of its dataset.
func listWrites(r fact.Record, body []byte) []store.Write {
	writes := indexWrites(r)
	if describe(r).Listed {
		writes = append(writes, store.Put("listed", store.Item{Key: listKey(r.Dataset, r.Key), Body: body}))
	}
	return writes
}

func listKey(dataset, key string) store.Key {
	return store.Key{Partition: "LISTED#" + dataset, Sort: key}
}

// List returns all records of a listed dataset, ordered by key.
func List(ctx context.Context, s store.Store, d *fact.Dataset) ([]fact.Record, error) {
	var all []fact.Record
	for item, err := range store.All(ctx, s, store.Query{Partition: listKey(d.Name, "").Partition, Limit: 1000}) {
		if err != nil {
			return nil, fmt.Errorf("listing %s: %w", d.Name, err)
		}
		var r fact.Record
		if err := json.Unmarshal(item.Body, &r); err != nil {
			return nil, fmt.Errorf("listing %s: %w", d.Name, err)
		}
		all = append(all, r)
	}
	return all, nil
}
