package registry

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"miaoban/shared/fact"
	"miaoban/shared/store"
)

// beforePrefix is the sort key prefix of former values, for datasets with KeepsBefore.
const beforePrefix = "BEFORE#"

// keepsBefore returns the writes that store the known values which the new record changes.
func keepsBefore(item store.Item, known, record fact.Record) []store.Write {
	if !describe(record).KeepsBefore || item.Body == nil || maps.Equal(known.Values, record.Values) {
		return nil
	}
	at := known.AsOf
	if known.DecidedAt.After(at) {
		at = known.DecidedAt
	}
	return []store.Write{store.Put("before", store.Item{
		Key: store.Key{Partition: item.Partition, Sort: beforePrefix + at.UTC().Format(time.RFC3339Nano)}, Body: item.Body,
	})}
}

// Before returns the former values of the field in the shared table, without the current one.
func Before[T fact.Scalar](ctx context.Context, s store.Store, key string, field fact.Field[T]) ([]string, error) {
	var values []string
	for item, err := range store.All(ctx, s, store.Query{Partition: recordKey(field.Dataset.Name, key).Partition, Prefix: beforePrefix}) {
		if err != nil {
			return nil, fmt.Errorf("registry: reading former values in %s: %w", field.Dataset.Name, err)
		}
		var r fact.Record
		if err := json.Unmarshal(item.Body, &r); err != nil {
			return nil, fmt.Errorf("registry: reading former values in %s: %w", field.Dataset.Name, err)
		}
		if v := r.Values[field.Name]; v != "" && !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	return values, nil
}

// kinWrites returns the index entries under which the record is found by the people whom it
// mentions.
func kinWrites(d *fact.Dataset, r fact.Record) []store.Write {
	var writes []store.Write
	var named []string
	for _, field := range d.Kin {
		if person := r.Values[field]; person != "" && !slices.Contains(named, person) {
			named = append(named, person)
			writes = append(writes, store.Put("kin", store.Item{Key: kinKey(r.Dataset, person, r.Key), Body: []byte("{}")}))
		}
	}
	return writes
}

// kinKey is a key that the store blinds: it reveals neither the person nor the record.
func kinKey(dataset, person, key string) store.Key {
	return store.Key{Partition: "KIN#" + dataset + "#" + person, Sort: key}
}

// Naming returns the keys of the dataset's records that mention the person in a Kin field.
func Naming(ctx context.Context, s store.Store, d *fact.Dataset, person string) ([]string, error) {
	var keys []string
	for item, err := range store.All(ctx, s, store.Query{Partition: kinKey(d.Name, person, "").Partition}) {
		if err != nil {
			return nil, fmt.Errorf("registry: reading the records in %s that mention a person: %w", d.Name, err)
		}
		keys = append(keys, item.Sort)
	}
	return keys, nil
}

// changedBefore is keepsBefore for a record that a decision writes.
func changedBefore(before, after store.Item, record fact.Record) []store.Write {
	var known, merged fact.Record
	if json.Unmarshal(before.Body, &known) != nil || json.Unmarshal(after.Body, &merged) != nil {
		return nil
	}
	return keepsBefore(before, known, merged)
}
