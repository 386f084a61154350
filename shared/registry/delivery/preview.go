package delivery

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"miaoban/shared/registry"
	"miaoban/shared/store"
)

// Preview counts what a delivery would change, without personal data. A row is compared with what the rows before it
// would have made of the table.
type Preview struct {
	Dataset string `json:"dataset"`
	Found
	Rows      int                      `json:"rows"`
	New       int                      `json:"new"`
	Changed   int                      `json:"changed"`
	Confirmed int                      `json:"confirmed"` // the same values as of a later time
	Unchanged int                      `json:"unchanged"`
	Withdrawn int                      `json:"withdrawn"`
	Older     int                      `json:"older"`
	Rejected  int                      `json:"rejected"`
	Verified  int                      `json:"verified,omitempty"` // contradict an ID number, and are verified
	Doubtful  int                      `json:"doubtful,omitempty"` // have a name that may be none, such as one with a digit
	Fields    map[string]*FieldChanges `json:"fields,omitempty"`   // of changed records
	Reasons   map[string]int           `json:"reasons,omitempty"`  // of rejected rows, by code
	Examples  []string                 `json:"examples,omitempty"`
}

// FieldChanges counts the changed records by what would become of one field.
type FieldChanges struct {
	Set     int `json:"set,omitempty"` // it was unknown
	Changed int `json:"changed,omitempty"`
	Removed int `json:"removed,omitempty"`
}

const (
	examplesOfEach = 3
	previewed      = 512 // rows at a time
)

// Preview returns what Take would change, and writes nothing.
func (d Delivery) Preview(ctx context.Context, s store.Store, file File, now time.Time) (p Preview, err error) {
	p = Preview{Dataset: d.Dataset.Name, Fields: map[string]*FieldChanges{}, Reasons: map[string]int{}}
	survey, _, err := d.survey(file)
	if err != nil {
		return p, err
	}
	again, err := d.again(file, survey, now)
	if err != nil {
		return p, err
	}
	later := newAhead(s)
	defer func() { err = errors.Join(err, later.close()) }()
	rows, err := d.open(file, survey, now)
	if err != nil {
		return p, fmt.Errorf("delivery: %w", err)
	}
	defer rows.close()
	rows.again = &repeated{again, map[string]given{}}
	p.Found = rows.found()
	shown := map[string]int{}
	for end := false; !end; {
		var some []row
		for !end && len(some) < previewed {
			r, err := rows.next()
			if end = errors.Is(err, io.EOF); err != nil && !end {
				return p, fmt.Errorf("delivery: reading the file: %w", err)
			}
			if !end {
				some = append(some, r)
			}
		}
		changes, err := d.compare(ctx, later, again, some)
		if err != nil {
			return p, err
		}
		for i, c := range changes {
			if effect, detail := p.count(some[i], c); shown[effect] < examplesOfEach && effect != "" {
				shown[effect]++
				p.Examples = append(p.Examples, fmt.Sprintf("row %d: %s%s", some[i].number, effect, detail))
			}
			if field := some[i].doubtful; field != "" && some[i].reason == nil {
				if p.Doubtful++; p.Doubtful <= examplesOfEach {
					p.Examples = append(p.Examples, fmt.Sprintf("row %d: doubtful: %s", some[i].number, field))
				}
			}
		}
		if d.Progress != nil && len(some) > 0 {
			d.Progress(some[len(some)-1].end)
		}
	}
	return p, nil
}

// again reads the file for the keys that it has more than once.
func (d Delivery) again(file File, s survey, now time.Time) (*twice, error) {
	rows, err := d.open(file, s, now)
	if err != nil {
		return nil, fmt.Errorf("delivery: %w", err)
	}
	defer rows.close()
	seen := newTwice()
	for {
		r, err := rows.next()
		if errors.Is(err, io.EOF) {
			return seen, nil
		}
		if err != nil {
			return nil, fmt.Errorf("delivery: reading the file: %w", err)
		}
		if r.reason == nil {
			seen.add(r.record.Key)
		}
	}
}

// compare reads what the table has under the keys of the rows. Keys that are there more than once are read one after
// the other, each with what the row before it would have written.
func (d Delivery) compare(ctx context.Context, s *ahead, again *twice, rows []row) ([]registry.Change, error) {
	changes, faults := make([]registry.Change, len(rows)), make([]error, readers)
	var all sync.WaitGroup
	for first := range readers {
		all.Go(func() {
			for i := first; i < len(rows) && faults[first] == nil; i += readers {
				if rows[i].reason == nil && !again.has(rows[i].record.Key) {
					changes[i], _, faults[first] = d.change(ctx, s.Store, rows[i])
				}
			}
		})
	}
	all.Wait()
	err := errors.Join(faults...)
	for i := 0; i < len(rows) && err == nil; i++ {
		if rows[i].reason == nil && again.has(rows[i].record.Key) {
			var writes []store.Write
			if changes[i], writes, err = d.change(ctx, s, rows[i]); err == nil {
				err = s.tell(writes)
			}
		}
	}
	if err != nil {
		return nil, fmt.Errorf("delivery: %w", err)
	}
	return changes, nil
}

// change is what the row would do, and the writes of it.
func (d Delivery) change(ctx context.Context, s store.Store, r row) (c registry.Change, writes []store.Write, err error) {
	if r.withdrawn {
		writes, c.Effect, err = registry.Withdraw(ctx, s, r.record)
		return c, writes, err
	}
	if c, err = registry.Compare(ctx, s, r.record, d.Complete); err == nil {
		writes, err = c.Writes()
	}
	return c, writes, err
}

// count counts a row, and returns what to show of it; "" for nothing.
func (p *Preview) count(r row, c registry.Change) (effect, detail string) {
	p.Rows++
	if r.verified {
		p.Verified++
	}
	switch {
	case r.reason != nil:
		p.Rejected++
		p.Reasons[r.reason.code]++
		return "rejected", ": " + r.reason.code
	case c.Effect == registry.Withdrawn:
		p.Withdrawn++
		return "withdrawn", ""
	case c.Effect == registry.Older:
		p.Older++
		return "older", ""
	case c.Effect == registry.Unchanged:
		p.Unchanged++
		return "", ""
	case c.New:
		p.New++
		return "new", ""
	}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(both(c.Known.Values, c.Becomes.Values))) {
		was, is := c.Known.Values[name], c.Becomes.Values[name]
		if was == is {
			continue
		}
		names = append(names, name)
		f := p.Fields[name]
		if f == nil {
			f = &FieldChanges{}
			p.Fields[name] = f
		}
		switch {
		case was == "":
			f.Set++
		case is == "":
			f.Removed++
		default:
			f.Changed++
		}
	}
	if names == nil {
		p.Confirmed++
		return "", ""
	}
	p.Changed++
	return "changed", ": " + strings.Join(names, ", ")
}

func both(a, b map[string]string) map[string]string {
	all := make(map[string]string, len(a)+len(b))
	maps.Copy(all, a)
	maps.Copy(all, b)
	return all
}
