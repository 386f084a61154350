// Package registry provides facts: it gathers them from the shared table or from a department's
// endpoint, stores what departments deliver, and writes what decisions change.
//
// Package fact defines datasets, records and facts; package fact/dataset lists the datasets. A
// decision reads only the fields that it declares; each fact has its holder, its as-of time, and
// whether a decision may rely on it.
package registry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"sync"
	"time"

	"go.opentelemetry.io/otel/attribute"

	"miaoban/shared/fact"
	"miaoban/shared/store"
	"miaoban/shared/tracing"
)

// Source answers queries on datasets: the shared table, or a department's endpoint.
type Source interface {
	// Lookup returns the queried record with at least the queried fields, or ErrNoRecord. Any
	// other error means that the source could not answer.
	Lookup(ctx context.Context, q fact.Query) (fact.Record, error)
}

// ErrNoRecord means that the source has no record under the key.
var ErrNoRecord = errors.New("registry: no record")

// Gather sends all queries to the source concurrently and waits at most until the context ends. It
// returns one fact per query, in order. It never fails: a missing answer is a fact in the state
// that says so.
func Gather(ctx context.Context, source Source, queries []fact.Query, now time.Time) fact.Facts {
	facts := make(fact.Facts, len(queries))
	var all sync.WaitGroup
	for i, q := range queries {
		all.Go(func() {
			began := time.Now()
			facts[i] = ask(ctx, source, q, now)
			facts[i].Slow = time.Since(began) > slowAfter
		})
	}
	all.Wait()
	return facts
}

// slowAfter is how long a lookup may take before it is counted as slow on the dashboard.
const slowAfter = 500 * time.Millisecond

// lookUp asks the source. It recovers from a panic, which would end the process since lookups run
// in their own goroutines.
func lookUp(ctx context.Context, source Source, q fact.Query) (record fact.Record, err error) {
	defer func() {
		if p := recover(); p != nil {
			record, err = fact.Record{}, fmt.Errorf("looking up %s: a panic: %T", q.Dataset.Name, p)
		}
	}()
	return source.Lookup(ctx, q)
}

// Unasked is the fact for a query that is not sent, because no relation of the applicant to the
// record is known.
func Unasked(q fact.Query) fact.Fact {
	f := empty(q)
	f.State = fact.Withheld
	return f
}

// empty is the fact for a query without an answer.
func empty(q fact.Query) fact.Fact {
	f := fact.Fact{
		Dataset: q.Dataset.Name, Title: q.Dataset.Title, Holder: q.Dataset.Holder,
		Key: q.Key, OfPerson: q.Dataset.OfPerson(), Fields: make([]string, len(q.Columns)), Blind: q.Blind,
	}
	for i, c := range q.Columns {
		_, f.Fields[i] = fact.NameOf(c)
	}
	return f
}

func ask(ctx context.Context, source Source, q fact.Query, now time.Time) (f fact.Fact) {
	f = empty(q)
	ctx, end := tracing.Begin(ctx, "lookup "+q.Dataset.Name)
	defer func() { end(nil, attribute.String("state", string(f.State))) }()
	record, err := lookUp(ctx, source, q)
	record.Values = maps.Clone(record.Values)
	maps.DeleteFunc(record.Values, func(_, value string) bool { return value == "" }) // unset values
	if err == nil && record.Decided() && len(record.Values) == 0 && len(record.Pending) == 0 {
		err = ErrNoRecord // all its values were unset
	}
	switch {
	case errors.Is(err, ErrNoRecord) && q.Dataset.AbsenceIsNo:
		f.State = fact.None
		return f
	case errors.Is(err, ErrNoRecord):
		f.State = fact.Absent
		return f
	case err != nil:
		f.State = fact.Unreachable
		return f
	}
	f.Pending = record.Pending
	if len(record.Values) == 0 && record.Pending != nil {
		f.State = fact.None
		return f
	}
	f.State, f.AsOf, f.Decided = fact.Known, record.AsOf, record.Decided()
	for _, name := range f.Fields { // the fact is as old as the oldest of its values
		if at := record.ConfirmedAt(name); at.Before(f.AsOf) {
			f.AsOf = at
		}
	}
	if now.Sub(f.AsOf) > q.Dataset.FreshFor {
		f.State = fact.Stale
	}
	f.Values = make(map[string]string, len(f.Fields))
	for _, name := range f.Fields {
		if v, there := record.Values[name]; there {
			f.Values[name] = v
		}
	}
	return f
}

// Table is the shared table: a replica of the departments' records in the store.
type Table struct{ Store store.Store }

// Lookup reads the record from the store; ErrNoRecord if there is none.
func (t Table) Lookup(ctx context.Context, q fact.Query) (fact.Record, error) {
	item, err := t.Store.Get(ctx, recordKey(q.Dataset.Name, q.Key))
	if errors.Is(err, store.ErrNotFound) {
		return fact.Record{}, ErrNoRecord
	}
	if err != nil {
		return fact.Record{}, fmt.Errorf("reading %s: %w", q.Dataset.Name, err)
	}
	var record fact.Record
	if err := json.Unmarshal(item.Body, &record); err != nil {
		return fact.Record{}, fmt.Errorf("reading %s: %w", q.Dataset.Name, err)
	}
	return record, nil
}

// Put returns the writes that replace the shared table's record under its key.
func Put(record fact.Record) ([]store.Write, error) {
	body, err := json.Marshal(record)
	if err != nil {
		return nil, fmt.Errorf("registry: %w", err)
	}
	writes := []store.Write{store.Put("record", store.Item{Key: recordKey(record.Dataset, record.Key), Body: body})}
	return append(writes, listWrites(record, body)...), nil
}

// Merge returns the writes that store the records which a decision changed: their values replace
// those of the same fields, other fields stay. The writes conflict with any concurrent change of
// the records.
func Merge(ctx context.Context, s store.Store, records []fact.Record) ([]store.Write, error) {
	var writes []store.Write
	places := map[store.Key]int{} // index in writes
	for _, record := range records {
		key := recordKey(record.Dataset, record.Key)
		if at, again := places[key]; again {
			merged, err := merge(writes[at].Item, record)
			if err != nil {
				return nil, err
			}
			writes[at].Item = merged
			continue
		}
		before, err := s.Get(ctx, key)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, fmt.Errorf("reading %s: %w", record.Dataset, err)
		}
		after, mergeErr := merge(before, record)
		if mergeErr != nil {
			return nil, mergeErr
		}
		after.Key = key
		places[key] = len(writes)
		if err != nil {
			writes = append(writes, store.Create("record", after))
		} else {
			writes = append(writes, store.Replace("record", after))
			writes = append(writes, changedBefore(before, after, record)...)
		}
		writes = append(writes, indexWrites(record)...)
	}
	return writes, nil
}

// merge merges the record's values into the stored item.
func merge(item store.Item, record fact.Record) (store.Item, error) {
	merged := fact.Record{Values: map[string]string{}}
	if item.Body != nil {
		if err := json.Unmarshal(item.Body, &merged); err != nil {
			return item, fmt.Errorf("reading %s: %w", record.Dataset, err)
		}
	}
	merged.Dataset, merged.Key, merged.DecidedAt = record.Dataset, record.Key, record.AsOf
	if merged.AsOf.IsZero() { // otherwise the holder has not confirmed the other values again
		merged.AsOf = record.AsOf
	}
	maps.Copy(merged.Values, record.Values)
	body, err := json.Marshal(merged)
	if err != nil {
		return item, fmt.Errorf("registry: %w", err)
	}
	item.Body = body
	return item, nil
}

// recordKey puts each record into its own partition, so that reads and writes spread evenly.
func recordKey(dataset, key string) store.Key {
	return store.Key{Partition: "RECORD#" + dataset + "#" + key, Sort: "RECORD"}
}
