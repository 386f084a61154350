package registry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/fact"
	"miaoban/shared/store"
)

// ErrChanged means that the record has changed since it was seen.
var ErrChanged = errors.New("registry: the record changed meanwhile")

// Seen identifies the state of a record that somebody saw; "" if there was no record.
func Seen(item store.Item) string {
	if item.Version == 0 {
		return ""
	}
	return audit.Digest(item.Body)
}

// Correct returns the writes with which the dataset's holder replaces one value in its record and
// confirms the whole record as of that time, like a delivery. seen is the state of the record that
// the holder saw; the error is ErrChanged if the record has changed since, and ErrNoRecord if it was
// removed. The writes conflict with any concurrent change of the record.
func Correct(ctx context.Context, s store.Store, d *fact.Dataset, key, field, value, seen string, at time.Time) ([]store.Write, error) {
	item, known, err := unchanged(ctx, s, d, key, seen)
	if err == nil && item.Version == 0 {
		err = ErrNoRecord
	}
	if err != nil {
		return nil, err
	}
	is := fact.Record{Dataset: d.Name, Key: key, AsOf: latest(at, known), Values: maps.Clone(known.Values)}
	if is.Values == nil {
		is.Values = map[string]string{}
	}
	is.Values[field] = value
	return replaces(item, known, is)
}

// Remove returns the writes with which the dataset's holder withdraws the record, as seen. The error
// and the conflicts are those of Correct.
func Remove(ctx context.Context, s store.Store, d *fact.Dataset, key, seen string, at time.Time) ([]store.Write, error) {
	item, known, err := unchanged(ctx, s, d, key, seen)
	if err != nil || item.Version == 0 {
		return nil, err
	}
	return removes(item, known, fact.Record{Dataset: d.Name, Key: key, AsOf: latest(at, known)}), nil
}

// Confirm returns a write for a holder who confirms one value of the record that they saw: the commit
// fails if the record changes. The error is ErrChanged if it has changed already or has another value,
// and ErrNoRecord if there is none.
func Confirm(ctx context.Context, s store.Store, d *fact.Dataset, key, field, value, seen string) ([]store.Write, error) {
	item, known, err := unchanged(ctx, s, d, key, seen)
	switch {
	case err != nil:
	case item.Version == 0:
		err = ErrNoRecord
	case known.Values[field] != value:
		err = ErrChanged
	}
	if err != nil {
		return nil, err
	}
	return []store.Write{store.Unchanged("record", recordKey(d.Name, key), item.Version)}, nil
}

func unchanged(ctx context.Context, s store.Store, d *fact.Dataset, key, seen string) (store.Item, fact.Record, error) {
	item, known, err := Stored(ctx, s, d, key)
	if err == nil && Seen(item) != seen {
		err = ErrChanged
	}
	return item, known, err
}

// latest is the time, or that of the record if a clock elsewhere is ahead.
func latest(at time.Time, r fact.Record) time.Time {
	for _, other := range []time.Time{r.AsOf, r.DecidedAt} {
		if other.After(at) {
			at = other
		}
	}
	return at
}

// replaces returns the writes that replace the known record.
func replaces(item store.Item, known, record fact.Record) ([]store.Write, error) {
	before := keepsBefore(item, known, record)
	body, err := json.Marshal(record)
	if err != nil {
		return nil, fmt.Errorf("registry: %w", err)
	}
	item.Body = body
	write := store.Create("record", item)
	if item.Version > 0 {
		write = store.Replace("record", item)
	}
	return append(append([]store.Write{write}, before...), listWrites(record, item.Body)...), nil
}

// removes returns the writes that remove the known record, which its holder withdrew at the record's
// time.
func removes(item store.Item, known, record fact.Record) []store.Write {
	record.Values = nil
	writes := append(keepsBefore(item, known, record), store.Delete("record", item.Key, item.Version))
	if describe(record).Listed {
		writes = append(writes, store.Remove("listed", listKey(record.Dataset, record.Key)))
	}
	return writes
}
