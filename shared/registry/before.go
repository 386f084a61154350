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

// beforePrefix is where the values stay that a record of a dataset with KeepsBefore had.
const beforePrefix = "BEFORE#"

// keepsBefore are the writes that keep what the table knew, where the record says
// something else.
func keepsBefore(item store.Item, known, record fact.Record) []store.Write {
	if !describe(record).KeepsBefore || item.Body == nil || maps.Equal(known.Values, record.Values) {
		return nil
	}
	at := known.AsOf
	if known.LearnedAt.After(at) {
		at = known.LearnedAt
	}
	return []store.Write{store.Put("before", store.Item{
		Key: store.Key{Partition: item.Partition, Sort: beforePrefix + at.UTC().Format(time.RFC3339Nano)}, Body: item.Body,
	})}
}

// Before are the values that the shared table had of the field before what it has now.
func Before[T fact.Scalar](ctx context.Context, s store.Store, key string, field fact.Field[T]) ([]string, error) {
	var values []string
	for item, err := range store.All(ctx, s, store.Query{Partition: recordKey(field.Dataset.Name, key).Partition, Prefix: beforePrefix}) {
		if err != nil {
			return nil, fmt.Errorf("what %s had before: %w", field.Dataset.Name, err)
		}
		var r fact.Record
		if err := json.Unmarshal(item.Body, &r); err != nil {
			return nil, fmt.Errorf("what %s had before: %w", field.Dataset.Name, err)
		}
		if v := r.Values[field.Name]; v != "" && !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	return values, nil
}

// kinWrites are the lines by which the record is found from the people whom it names.
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

// kinKey is a place that the store blinds: neither the person nor the record is in it.
func kinKey(dataset, person, key string) store.Key {
	return store.Key{Partition: "KIN#" + dataset + "#" + person, Sort: key}
}

// Naming are the keys of the dataset's records that name the person, in its Kin fields.
func Naming(ctx context.Context, s store.Store, d *fact.Dataset, person string) ([]string, error) {
	var keys []string
	for item, err := range store.All(ctx, s, store.Query{Partition: kinKey(d.Name, person, "").Partition}) {
		if err != nil {
			return nil, fmt.Errorf("who is named in %s: %w", d.Name, err)
		}
		keys = append(keys, item.Sort)
	}
	return keys, nil
}

// changedBefore is keepsBefore of what a decision teaches.
func changedBefore(before, after store.Item, record fact.Record) []store.Write {
	var known, taught fact.Record
	if json.Unmarshal(before.Body, &known) != nil || json.Unmarshal(after.Body, &taught) != nil {
		return nil
	}
	return keepsBefore(before, known, taught)
}
