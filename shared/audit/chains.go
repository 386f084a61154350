package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/store"
)

const (
	recordPrefix = "AUDIT#"
	dayPrefix    = "AUDITDAY#"
)

// DayListed is the day whose list of chains the key belongs to; ok is false where it is
// another item's.
func DayListed(key store.Key) (day string, ok bool) {
	return strings.CutPrefix(key.Partition, dayPrefix)
}

// IsRecord reports whether the key is that of a record, wherever the store keeps it.
func IsRecord(key store.Key) bool { return strings.HasPrefix(key.Partition, recordPrefix) }

// RecordsOf is where the records of the chain are: of the key, the partition.
func RecordsOf(chain string) store.Key { return recordKey(chain, 1) }

// Skew is how much the clocks of those who write may differ.
const Skew = 10 * time.Minute

// Last reports whether the digest is of the last of the records. Those whose times are
// closer than clocks differ are all taken for the last.
func Last(records []Record, digest string) bool {
	var last time.Time
	for _, r := range records {
		if r.At.After(last) {
			last = r.At
		}
	}
	return slices.ContainsFunc(records, func(r Record) bool {
		return last.Sub(r.At) <= Skew && r.Event.Digest == digest
	})
}

// DayOf is the day on which the chain began.
func DayOf(chain string) (calendar.Date, error) {
	if len(chain) < len(time.DateOnly) {
		return calendar.Date{}, fmt.Errorf("audit: %q is no chain", chain)
	}
	return calendar.Parse(chain[:len(time.DateOnly)])
}

// ChainsOf are the chains that began on the day, in order.
func ChainsOf(ctx context.Context, s store.Store, day calendar.Date) ([]string, error) {
	var chains []string
	for item, err := range store.All(ctx, s, store.Query{Partition: chainKey(day, "").Partition}) {
		if err != nil {
			return nil, fmt.Errorf("audit: listing chains: %w", err)
		}
		chains = append(chains, item.Sort)
	}
	return chains, nil
}

// LastOf is the last record of the chain, which nobody verified; the zero Record where it
// has none that can be read.
func LastOf(ctx context.Context, s store.Store, chain string) (Record, error) {
	page, err := s.Query(ctx, store.Query{Partition: recordKey(chain, 0).Partition, Limit: 1, Descending: true})
	if err != nil {
		return Record{}, fmt.Errorf("audit: reading chain %s: %w", chain, err)
	}
	var last Record
	for _, item := range page.Items {
		if json.Unmarshal(item.Body, &last) != nil {
			return Record{}, nil
		}
	}
	return last, nil
}
