package registry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"

	"miaoban/shared/fact"
	"miaoban/shared/store"
)

// Delivered is the effect of a delivered record.
type Delivered string

// The effects of a delivered record.
const (
	Written   Delivered = "written"
	Unchanged Delivered = "unchanged" // the table already has exactly this
	Withdrawn Delivered = "withdrawn"
	Older     Delivered = "older" // the table has a newer version, from the holder or from a decision here
)

// Deliver returns the writes that store the record as its holder delivered it, and the effect. It
// replaces what the table had from before the record's time. The writes (none if nothing changes)
// conflict with any concurrent change of the record.
func Deliver(ctx context.Context, s store.Store, record fact.Record) ([]store.Write, Delivered, error) {
	item, known, err := stored(ctx, s, record)
	if err != nil {
		return nil, "", err
	}
	switch {
	case isAfter(known, record):
		return nil, Older, nil
	case known.AsOf.Equal(record.AsOf) && !known.Learned() && maps.Equal(known.Values, record.Values):
		return nil, Unchanged, nil
	}
	before := keepsBefore(item, known, record)
	if item.Body, err = json.Marshal(record); err != nil {
		return nil, "", fmt.Errorf("registry: %w", err)
	}
	write := store.Create("record", item)
	if item.Version > 0 {
		write = store.Replace("record", item)
	}
	return append(append([]store.Write{write}, before...), listWrites(record, item.Body)...), Written, nil
}

// Withdraw returns the writes that remove the record, because its holder has none any more as of
// the record's time, and the effect.
func Withdraw(ctx context.Context, s store.Store, record fact.Record) ([]store.Write, Delivered, error) {
	item, known, err := stored(ctx, s, record)
	switch {
	case err != nil:
		return nil, "", err
	case item.Version == 0:
		return nil, Unchanged, nil
	case isAfter(known, record):
		return nil, Older, nil
	}
	gone := record
	gone.Values = nil
	writes := append(keepsBefore(item, known, gone), store.Delete("record", item.Key, item.Version))
	if describe(record).Listed {
		writes = append(writes, store.Remove("listed", listKey(record.Dataset, record.Key)))
	}
	return writes, Withdrawn, nil
}

// MostWrites is the maximum number of writes for one delivered record of the dataset.
func MostWrites(d *fact.Dataset) int {
	most := 1 + len(d.Kin)
	for _, has := range []bool{d.Cohort != "", d.Listed, d.KeepsBefore} {
		if has {
			most++
		}
	}
	return most
}

// isAfter reports whether any part of the record is newer than the other.
func isAfter(r, other fact.Record) bool {
	return r.AsOf.After(other.AsOf) || r.LearnedAt.After(other.AsOf)
}

// Stored returns the table's record under the key with its item; version 0 and a zero record if
// there is none.
func Stored(ctx context.Context, s store.Store, d *fact.Dataset, key string) (store.Item, fact.Record, error) {
	return stored(ctx, s, fact.Record{Dataset: d.Name, Key: key})
}

func stored(ctx context.Context, s store.Store, record fact.Record) (store.Item, fact.Record, error) {
	var known fact.Record
	key := recordKey(record.Dataset, record.Key)
	item, err := s.Get(ctx, key)
	if errors.Is(err, store.ErrNotFound) {
		return store.Item{Key: key}, known, nil
	}
	if err == nil {
		err = json.Unmarshal(item.Body, &known)
	}
	if err != nil {
		return item, known, fmt.Errorf("reading %s: %w", record.Dataset, err)
	}
	return item, known, nil
}
