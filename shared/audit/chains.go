package audit

import (
	"context"
	"iter"
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

// Chains are the chains that a store has, as the keys of all its items say.
type Chains struct {
	days   map[string]bool
	listed map[string]bool
	there  map[string]bool
}

// See takes the key of an item into account, if it is of the audit.
func (c *Chains) See(key store.Key) {
	if c.days == nil {
		c.days, c.listed, c.there = map[string]bool{}, map[string]bool{}, map[string]bool{}
	}
	if day, ok := strings.CutPrefix(key.Partition, dayPrefix); ok {
		c.days[day], c.listed[key.Sort] = true, true
	}
	if chain, ok := strings.CutPrefix(key.Partition, recordPrefix); ok {
		c.there[chain] = true
	}
}

// Records yields the records of all the chains, day by day, each verified as by Records. A
// chain that no day lists comes with *Broken.
func (c *Chains) Records(ctx context.Context, s store.Store) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for _, text := range sorted(c.days) {
			day, err := calendar.Parse(text)
			if err != nil {
				if !yield(Record{}, &Broken{text, 0, "chains are listed under what is no day"}) {
					return
				}
				continue
			}
			for record, err := range Records(ctx, s, day) {
				if !yield(record, err) {
					return
				}
			}
		}
		for _, chain := range sorted(c.there) {
			if !c.listed[chain] && !yield(Record{}, &Broken{chain, 1, "no day lists the chain"}) {
				return
			}
		}
	}
}

func sorted(set map[string]bool) []string {
	all := make([]string, 0, len(set))
	for text := range set {
		all = append(all, text)
	}
	slices.Sort(all)
	return all
}

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
