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

// Delivered is what became of a record that its holder delivered.
type Delivered string

// What becomes of a delivered record.
const (
	Written   Delivered = "written"
	Unchanged Delivered = "unchanged" // the table has just that
	Withdrawn Delivered = "withdrawn"
	Older     Delivered = "older" // the table has it of a later time, from its holder or from a decision here
)

// Deliver is the writes that bring the record to the shared table as its holder
// delivered it, and what becomes of it: it takes the place of what the table knew
// before its time. The writes, none where there is nothing to do, are lost when
// somebody else changes the record meanwhile.
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

// Withdraw is the writes that take the record out of the shared table, since its
// holder has none any more as of the record's time, and what becomes of it.
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

// MostWrites is how many writes a delivered record of the dataset has at most.
func MostWrites(d *fact.Dataset) int {
	most := 1 + len(d.Kin)
	for _, has := range []bool{d.Cohort != "", d.Listed, d.KeepsBefore} {
		if has {
			most++
		}
	}
	return most
}

// isAfter reports whether anything in the record is of a later time than the other.
func isAfter(r, other fact.Record) bool {
	return r.AsOf.After(other.AsOf) || r.LearnedAt.After(other.AsOf)
}

// Stored is what the table has under the key, and the item that it is: one of version 0,
// and a record of no time, for nothing.
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
