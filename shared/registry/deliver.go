package registry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"time"

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
// replaces what the table had from before the record's time: an empty value removes that of the field, and
// fields without one stay as they are, unless the record is complete. The writes (none if nothing changes)
// conflict with any concurrent change of the record.
func Deliver(ctx context.Context, s store.Store, record fact.Record, complete bool) ([]store.Write, Delivered, error) {
	c, err := Compare(ctx, s, record, complete)
	if err != nil {
		return nil, "", err
	}
	writes, err := c.Writes()
	return writes, c.Effect, err
}

// Change is what a delivered record would do.
type Change struct {
	Effect  Delivered
	New     bool        // the table has no record under the key
	Known   fact.Record // of the table
	Becomes fact.Record // with effect Written
	item    store.Item
}

// Writes make the change; none if nothing changes.
func (c Change) Writes() ([]store.Write, error) {
	if c.Effect != Written {
		return nil, nil
	}
	return replaces(c.item, c.Known, c.Becomes)
}

// Compare returns what Deliver would do with the record.
func Compare(ctx context.Context, s store.Store, record fact.Record, complete bool) (Change, error) {
	item, known, err := stored(ctx, s, record)
	if err != nil {
		return Change{}, err
	}
	c := Change{Effect: Written, New: item.Version == 0, Known: known, Becomes: joined(known, record, complete), item: item}
	switch {
	case isAfter(known, record):
		c.Effect = Older
	case !c.New && same(known, c.Becomes):
		c.Effect = Unchanged
	}
	return c, nil
}

// joined is the record as it is stored: with the values of the known one that it does not cover, each with the
// time of its confirmation.
func joined(known, record fact.Record, complete bool) fact.Record {
	is := record
	is.Values = make(map[string]string, len(record.Values))
	for name, value := range record.Values {
		if value != "" {
			is.Values[name] = value
		}
	}
	if complete {
		return is
	}
	for name, value := range known.Values {
		if _, covered := record.Values[name]; covered {
			continue
		}
		is.Values[name] = value
		is.DecidedAt = known.DecidedAt // a decision may have written the value
		if at := known.ConfirmedAt(name); !at.Equal(record.AsOf) {
			if is.Before == nil {
				is.Before = map[string]time.Time{}
			}
			is.Before[name] = at
		}
	}
	return is
}

func same(a, b fact.Record) bool {
	return a.AsOf.Equal(b.AsOf) && a.DecidedAt.Equal(b.DecidedAt) && maps.Equal(a.Values, b.Values) &&
		maps.EqualFunc(a.Before, b.Before, time.Time.Equal)
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
	return removes(item, known, record), Withdrawn, nil
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
	return r.AsOf.After(other.AsOf) || r.DecidedAt.After(other.AsOf)
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
