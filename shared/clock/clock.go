// Package clock stores alarms: what has to be handled at a certain time, such as a ticket that
// nobody answered or a department that did not report. A scheduled job handles the due alarms; if
// it runs twice the second run finds nothing, and if it runs late it catches up.
package clock

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"strings"
	"time"

	"miaoban/shared/store"
)

// Alarm is one thing to handle at a time.
type Alarm struct {
	Due  time.Time
	Kind string // selects the handler
	Of   string // the number of the object
}

// Equal reports whether both alarms are the same; times are compared to the second.
func (a Alarm) Equal(other Alarm) bool {
	return a.Due.IsZero() == other.Due.IsZero() && a.key() == other.key()
}

// shards is the number of partitions over which alarms are spread.
const shards = 8

const layout = "20060102T150405Z" // sorts by time

func (a Alarm) key() store.Key {
	hash := fnv.New32a()
	hash.Write([]byte(a.Of))
	return store.Key{
		Partition: partition(int(hash.Sum32() % shards)),
		Sort:      strings.Join([]string{a.Due.UTC().Format(layout), a.Kind, a.Of}, "#"),
	}
}

func partition(shard int) string { return fmt.Sprintf("CLOCK#%d", shard) }

// Move returns the writes that replace the alarm before by after; a zero time means none.
func Move(before, after Alarm) []store.Write {
	var writes []store.Write
	same := before.Equal(after)
	if !before.Due.IsZero() && !same {
		writes = append(writes, store.Remove("clock", before.key()))
	}
	if !after.Due.IsZero() && !same {
		writes = append(writes, store.Put("clock", store.Item{Key: after.key(), Body: []byte("{}")}))
	}
	return writes
}

// Handler handles a due alarm: it changes the object, and moves or removes the alarm.
type Handler func(ctx context.Context, a Alarm, at time.Time) error

// Report is the result of a run.
type Report struct {
	Looked int `json:"looked"`
	Failed int `json:"failed"` // retried by the next run
}

// Run handles all due alarms. A failed one is counted, stays stored, and does not stop the others.
// An alarm of an unknown kind (written by a newer build that was rolled back) waits for that
// build.
func Run(ctx context.Context, s store.Store, at time.Time, looks map[string]Handler) (Report, error) {
	var report Report
	var failures []error
	failed := func(err error) {
		report.Failed++
		failures = append(failures, err)
	}
	for shard := range shards {
		for item, err := range store.All(ctx, s, store.Query{Partition: partition(shard)}) {
			if err != nil {
				return report, errors.Join(append(failures, fmt.Errorf("clock: reading due alarms: %w", err))...)
			}
			a, err := alarmOf(item.Sort)
			if err != nil {
				failed(err)
				continue
			}
			if a.Due.After(at) {
				break
			}
			report.Looked++
			look := looks[a.Kind]
			if look == nil {
				failed(&Unknown{a.Kind})
				continue
			}
			err = look(ctx, a, at)
			var lost *store.Conflict
			if err != nil && !errors.As(err, &lost) { // the next run handles what lost a race
				failed(fmt.Errorf("%s: %w", a.Kind, err)) // without the object: accounts identify people
			}
		}
	}
	return report, errors.Join(failures...)
}

// Unknown means that there is an alarm of a kind without a handler.
type Unknown struct{ Kind string }

func (u *Unknown) Error() string { return "clock: no handler for alarms of kind " + u.Kind }

// alarmOf decodes the sort key of an alarm.
func alarmOf(sort string) (Alarm, error) {
	parts := strings.SplitN(sort, "#", 3)
	if len(parts) != 3 {
		return Alarm{}, fmt.Errorf("clock: an alarm has %d parts", len(parts))
	}
	due, err := time.Parse(layout, parts[0])
	if err != nil {
		return Alarm{}, fmt.Errorf("clock: an alarm without a time")
	}
	return Alarm{due, parts[1], parts[2]}, nil
}
