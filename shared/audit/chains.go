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

// DayListed returns the day of the list of chains that the key belongs to; ok is false if the key
// is of another kind.
func DayListed(key store.Key) (day string, ok bool) {
	return strings.CutPrefix(key.Partition, dayPrefix)
}

// IsRecord reports whether the key is that of an audit record.
func IsRecord(key store.Key) bool { return strings.HasPrefix(key.Partition, recordPrefix) }

// RecordsOf returns a key in the partition of the chain's records.
func RecordsOf(chain string) store.Key { return recordKey(chain, 1) }

// Skew is the largest difference between the clocks of two writers.
const Skew = 10 * time.Minute

// Last reports whether the digest belongs to the last record. All records whose times differ from
// the last by less than Skew count as last.
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

// DayOf parses the day on which the chain began from its ID.
func DayOf(chain string) (calendar.Date, error) {
	if len(chain) < len(time.DateOnly) {
		return calendar.Date{}, fmt.Errorf("audit: %q is not a chain ID", chain)
	}
	return calendar.Parse(chain[:len(time.DateOnly)])
}

// ChainsOf returns the IDs of the chains that began on the day, in order.
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

// LastOf returns the last record of the chain without verifying it; the zero Record if the chain
// has no readable record.
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
