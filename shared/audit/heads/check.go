package heads

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/signature"
	"miaoban/shared/store"
)

// Check compares the chains of a store with what was signed of them. Its records are given
// to it one by one.
type Check struct {
	Days   []Signed // what was signed, the oldest first
	faults []string
	signed map[string][]Head // by chain, in the order in which they were signed
	length map[string]int    // of the chains that were seen
	hashes map[Head]bool     // of the signed heads, those that were seen
}

// Open reads what was signed, and verifies it: each statement is signed by one of the keys,
// names the one of the day before, and no day is missing between them, nor since.
func Open(ctx context.Context, s store.Store, keys signature.Verifiers, now time.Time) (*Check, error) {
	c := &Check{signed: map[string][]Head{}, length: map[string]int{}, hashes: map[Head]bool{}}
	for item, err := range store.All(ctx, s, store.Query{Partition: statements}) {
		if err != nil {
			return nil, fmt.Errorf("what was signed: %w", err)
		}
		signed, err := unread(item)
		if err == nil {
			signed, err = Read(signed.Token, keys)
		}
		if err != nil || signed.Day.String() != item.Sort {
			c.fault("what was signed of %s is not so: %v", item.Sort, err)
			continue
		}
		c.Days = append(c.Days, signed)
		list, err := wholeList(ctx, s, signed.Statement)
		if err != nil && !errors.Is(err, errList) {
			return nil, err
		}
		if err != nil {
			c.fault("%s: %v", signed.Day, err)
		}
		for _, h := range list {
			c.signed[h.Chain] = append(c.signed[h.Chain], h)
		}
	}
	c.faults = append(c.faults, Gaps(c.Days)...)
	until := due(now)
	day := until // where nothing is signed
	if n := len(c.Days); n > 0 {
		day = c.Days[n-1].Day.AddDays(1)
	}
	for ; !day.After(until); day = day.AddDays(1) {
		c.fault("%s is not signed: its statement was taken away, or the job that signs has not run", day)
	}
	return c, nil
}

func (c *Check) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

// Gaps are the days that are missing between the statements, and those that do not name the
// one before.
func Gaps(days []Signed) []string {
	var faults []string
	for i := 1; i < len(days); i++ {
		was, is := days[i-1], days[i]
		next := was.Day.AddDays(1)
		if is.Day != next {
			faults = append(faults, fmt.Sprintf("%s is missing among what was signed", next))
		} else if is.Previous != was.Digest() {
			faults = append(faults, fmt.Sprintf("what was signed of %s does not name what was signed of %s", is.Day, was.Day))
		}
	}
	return faults
}

// See takes a record of a chain into account.
func (c *Check) See(r audit.Record) {
	c.length[r.Chain] = max(c.length[r.Chain], r.Sequence)
	for _, h := range c.signed[r.Chain] {
		if h.Records == r.Sequence && h.Hash == r.Hash {
			c.hashes[h] = true
		}
	}
}

// Faults are what does not agree, once all records were seen.
func (c *Check) Faults() []string {
	if len(c.Days) == 0 {
		return c.faults
	}
	first, last := c.Days[0].Day, c.Days[len(c.Days)-1].Day
	for _, chain := range slices.Sorted(maps.Keys(c.signed)) {
		signed := c.signed[chain]
		end := signed[len(signed)-1]
		for _, h := range signed {
			if h.Records == 0 { // it had none that could be read then either
				continue
			}
			switch {
			case c.length[chain] == 0:
				c.fault("chain %s is gone: %d records of it were signed", chain, h.Records)
			case c.length[chain] < h.Records:
				c.fault("chain %s has %d records, and %d of it were signed", chain, c.length[chain], h.Records)
			case !c.hashes[h]:
				c.fault("record %d of chain %s is not the one that was signed", h.Records, chain)
			}
		}
		if c.length[chain] > end.Records && closed(chain, first, last) {
			c.fault("chain %s has %d records, and only %d of it were signed when its day was closed", chain, c.length[chain], end.Records)
		}
	}
	for _, chain := range slices.Sorted(maps.Keys(c.length)) {
		if c.signed[chain] == nil && closed(chain, first, last) {
			c.fault("chain %s was not there when its day was signed", chain)
		}
	}
	return c.faults
}

// closed reports whether what is signed until the last day has all of the chain.
func closed(chain string, first, last calendar.Date) bool {
	day, err := audit.DayOf(chain)
	return err != nil || !day.AddDays(Late).After(last) && !day.Before(first.AddDays(-before))
}

// Against compares what was published, and kept elsewhere, with what the store has.
func (c *Check) Against(published []Signed) []string {
	here := map[calendar.Date]string{}
	for _, d := range c.Days {
		here[d.Day] = d.Token
	}
	var faults []string
	for _, p := range published {
		switch token, there := here[p.Day]; {
		case !there:
			faults = append(faults, fmt.Sprintf("what was published of %s is not there any more", p.Day))
		case token != p.Token:
			faults = append(faults, fmt.Sprintf("what is signed of %s is not what was published", p.Day))
		}
	}
	return faults
}
