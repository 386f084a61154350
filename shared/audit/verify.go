package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"

	"miaoban/shared/calendar"
	"miaoban/shared/store"
)

// Broken is the first fault of a chain.
type Broken struct {
	Chain    string
	Sequence int
	Reason   string
}

func (b *Broken) Error() string {
	return fmt.Sprintf("audit: chain %s breaks at record %d: %s", b.Chain, b.Sequence, b.Reason)
}

// Records yields the records of all chains that began on the day, chain by chain, each verified.
// An invalid record is yielded with a *Broken error, and reading continues.
func Records(ctx context.Context, s store.Store, day calendar.Date) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for item, err := range store.All(ctx, s, store.Query{Partition: chainKey(day, "").Partition}) {
			if err != nil {
				yield(Record{}, fmt.Errorf("audit: listing chains: %w", err))
				return
			}
			if !records(ctx, s, item.Sort, yield) {
				return
			}
		}
	}
}

func records(ctx context.Context, s store.Store, chain string, yield func(Record, error) bool) bool {
	previous, sequence := "", 1
	for item, err := range store.All(ctx, s, store.Query{Partition: recordKey(chain, 0).Partition}) {
		if err != nil {
			return yield(Record{}, fmt.Errorf("audit: reading chain %s: %w", chain, err))
		}
		var r Record
		broken := func(reason string) error { return &Broken{chain, sequence, reason} }
		if err := json.Unmarshal(item.Body, &r); err != nil {
			if !yield(r, broken("unreadable")) {
				return false
			}
			sequence++
			continue
		}
		sum, err := r.sum()
		switch {
		case err != nil:
		case r.Chain != chain || r.Sequence != sequence || item.Key != recordKey(chain, sequence):
			err = broken("a record is missing or out of place")
		case r.Previous != previous:
			err = broken("its previous hash is not that of the record before")
		case r.Hash != sum:
			err = broken("its content was changed")
		}
		if !yield(r, err) {
			return false
		}
		previous, sequence = r.Hash, r.Sequence+1
	}
	if sequence == 1 {
		return yield(Record{}, &Broken{chain, 1, "the chain is listed but has no record"})
	}
	return true
}
