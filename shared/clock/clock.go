// Package clock keeps what has to be looked at when its time comes: a ticket that nobody
// answers, a department that does not report. A job that a schedule calls looks at what
// is due; a schedule that fires twice finds nothing the second time, and one that fires
// late finds more.
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

// Alarm is one thing to look at, from a time on.
type Alarm struct {
	Due  time.Time
	Kind string // who looks at it
	Of   string // what to look at: a number
}

// Is reports whether it is the other alarm: alarms are to the second.
func (a Alarm) Equal(other Alarm) bool {
	return a.Due.IsZero() == other.Due.IsZero() && a.key() == other.key()
}

// shards are the parts in which alarms are kept.
const shards = 8

const layout = "20060102T150405Z" // sorts as times do

func (a Alarm) key() store.Key {
	hash := fnv.New32a()
	hash.Write([]byte(a.Of))
	return store.Key{Partition: partition(int(hash.Sum32() % shards)), Sort: strings.Join([]string{a.Due.UTC().Format(layout), a.Kind, a.Of}, "#")}
}

func partition(shard int) string { return fmt.Sprintf("CLOCK#%d", shard) }

// Move is the writes that set the alarm in place of the one before; a zero time stands
// for none.
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

// Look looks at what an alarm is of, when it is due, and moves it on or removes it.
type Handler func(ctx context.Context, a Alarm, at time.Time) error

// Report is what a run came to.
type Report struct {
	Looked int `json:"looked"`
	Failed int `json:"failed"` // and are looked at again by the next run
}

// Run looks at all that is due. What it cannot look at is counted as failed and stays where
// it is, and it goes on with the rest: an alarm of a kind that this build does not know, of
// a newer one that was rolled back, is looked at when that is here again.
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
				return report, errors.Join(append(failures, fmt.Errorf("what is due: %w", err))...)
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
			if err != nil && !errors.As(err, &lost) { // what lost to another is looked at by the next run
				failed(fmt.Errorf("%s: %w", a.Kind, err)) // not of what: accounts are people's
			}
		}
	}
	return report, errors.Join(failures...)
}

// Unknown says that there is an alarm of a kind at which nobody looks.
type Unknown struct{ Kind string }

func (u *Unknown) Error() string { return "what is due: nobody looks at a " + u.Kind }

// alarmOf is the alarm whose item has that place.
func alarmOf(sort string) (Alarm, error) {
	parts := strings.SplitN(sort, "#", 3)
	if len(parts) != 3 {
		return Alarm{}, fmt.Errorf("what is due: %d parts of an alarm", len(parts))
	}
	due, err := time.Parse(layout, parts[0])
	if err != nil {
		return Alarm{}, fmt.Errorf("what is due: an alarm without a time")
	}
	return Alarm{due, parts[1], parts[2]}, nil
}
