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

// Check compares the audit chains of a store with the signed heads. Call See with every record,
// then Faults.
type Check struct {
	Days   []Signed // the signed statements, oldest first
	faults []string
	signed map[string][]Head // by chain, in the order of signing
	length map[string]int    // the number of records seen, by chain
	hashes map[Head]bool     // the signed heads whose record was seen
}

// Open reads and verifies the signed statements: one of the keys signed each, each names the
// statement of the day before, and no day is missing up to now. What fails is reported by Faults.
func Open(ctx context.Context, s store.Store, keys signature.Verifiers, now time.Time) (*Check, error) {
	c := &Check{signed: map[string][]Head{}, length: map[string]int{}, hashes: map[Head]bool{}}
	for item, err := range store.All(ctx, s, store.Query{Partition: statements}) {
		if err != nil {
			return nil, fmt.Errorf("heads: reading the signed statements: %w", err)
		}
		signed, err := unread(item)
		if err == nil {
			signed, err = Read(signed.Token, keys)
		}
		if err != nil || signed.Day.String() != item.Sort {
			c.fault("the statement of %s is invalid: %v", item.Sort, err)
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
	day := until // the first day without a statement
	if n := len(c.Days); n > 0 {
		day = c.Days[n-1].Day.AddDays(1)
	}
	for ; !day.After(until); day = day.AddDays(1) {
		c.fault("%s is not signed: its statement was removed, or the signing job has not run", day)
	}
	return c, nil
}

func (c *Check) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

// Gaps lists the days that are missing between the statements, and the statements that do not name
// the one before.
func Gaps(days []Signed) []string {
	var faults []string
	for i := 1; i < len(days); i++ {
		was, is := days[i-1], days[i]
		next := was.Day.AddDays(1)
		if is.Day != next {
			faults = append(faults, fmt.Sprintf("%s is missing among the signed statements", next))
		} else if is.Previous != was.Digest() {
			faults = append(faults, fmt.Sprintf("the statement of %s does not name the statement of %s", is.Day, was.Day))
		}
	}
	return faults
}

// See adds a record of a chain to the comparison.
func (c *Check) See(r audit.Record) {
	c.length[r.Chain] = max(c.length[r.Chain], r.Sequence)
	for _, h := range c.signed[r.Chain] {
		if h.Records == r.Sequence && h.Hash == r.Hash {
			c.hashes[h] = true
		}
	}
}

// Faults lists the differences, once See was called with all records.
func (c *Check) Faults() []string {
	if len(c.Days) == 0 {
		return c.faults
	}
	first, last := c.Days[0].Day, c.Days[len(c.Days)-1].Day
	for _, chain := range slices.Sorted(maps.Keys(c.signed)) {
		signed := c.signed[chain]
		end := signed[len(signed)-1]
		for _, h := range signed {
			if h.Records == 0 { // no record was readable when the day was signed
				continue
			}
			switch {
			case c.length[chain] == 0:
				c.fault("chain %s is missing: %d of its records were signed", chain, h.Records)
			case c.length[chain] < h.Records:
				c.fault("chain %s has %d records, and %d were signed", chain, c.length[chain], h.Records)
			case !c.hashes[h]:
				c.fault("record %d of chain %s is not the signed one", h.Records, chain)
			}
		}
		if c.length[chain] > end.Records && closed(chain, first, last) {
			c.fault("chain %s has %d records, and only %d were signed when its day was closed", chain, c.length[chain], end.Records)
		}
	}
	for _, chain := range slices.Sorted(maps.Keys(c.length)) {
		if c.signed[chain] == nil && closed(chain, first, last) {
			c.fault("chain %s did not exist when its day was signed", chain)
		}
	}
	return c.faults
}

// closed reports whether no record of the chain may be later than what is signed up to the last
// day.
func closed(chain string, first, last calendar.Date) bool {
	day, err := audit.DayOf(chain)
	return err != nil || !day.AddDays(Late).After(last) && !day.Before(first.AddDays(-before))
}

// Against compares statements that were published and stored elsewhere with the store's.
func (c *Check) Against(published []Signed) []string {
	here := map[calendar.Date]string{}
	for _, d := range c.Days {
		here[d.Day] = d.Token
	}
	var faults []string
	for _, p := range published {
		switch token, there := here[p.Day]; {
		case !there:
			faults = append(faults, fmt.Sprintf("the published statement of %s is missing", p.Day))
		case token != p.Token:
			faults = append(faults, fmt.Sprintf("the statement of %s differs from the published one", p.Day))
		}
	}
	return faults
}
