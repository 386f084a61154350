// Package audit stores the log of decisions as hash chains, so that no record can be changed or
// removed unnoticed.
//
// Each record contains the digest of the record before it. A chain has one writer at a time, so no
// two commits contend for its end, and there is no hot key: every process begins its own chains,
// and registers each once under the day on which it began.
package audit

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/store"
)

// Event is what happened, without personal data.
type Event struct {
	Action      string `json:"action"`      // "decided", "review-requested"
	Application string `json:"application"` // the application's number
	Digest      string `json:"digest"`      // of the record that the same commit wrote
	// Record is the digest of the application's own record, if the act replaced it.
	Record string `json:"record,omitempty"`
}

// Record is one entry of a chain.
type Record struct {
	Chain    string    `json:"chain"`
	Sequence int       `json:"sequence"` // from 1
	At       time.Time `json:"at"`
	Event    Event     `json:"event"`
	Previous string    `json:"previous"` // the Hash of the record before; empty for the first
	Hash     string    `json:"hash"`     // of all fields above
}

// Digest is the digest of a record's body, as Event.Digest contains it.
func Digest(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

func (r Record) sum() (string, error) {
	r.Hash = ""
	body, err := json.Marshal(r)
	if err != nil {
		return "", fmt.Errorf("audit: %w", err)
	}
	return Digest(body), nil
}

// Log assigns the chains of one process to its commits.
type Log struct {
	// Name returns the name of a new chain, which no other process may have; nil: a random one.
	Name func() string

	mu   sync.Mutex
	idle []*chain
}

type chain struct {
	id   string
	day  calendar.Date
	next int    // sequence of the next record
	last string // hash of the last one
}

// Entry is an audit record that is about to be committed. Its Writes belong into the same commit
// as what the record describes; call Done with that commit's error.
type Entry struct {
	Writes []store.Write
	log    *Log
	chain  *chain
	record Record
}

// Append returns the next record of an idle chain, or the first of a new chain.
func (l *Log) Append(at time.Time, event Event) (*Entry, error) {
	c := l.borrow(calendar.Of(at))
	record := Record{Chain: c.id, Sequence: c.next, At: at, Event: event, Previous: c.last}
	var err error
	if record.Hash, err = record.sum(); err != nil {
		return nil, err
	}
	body, err := json.Marshal(record)
	if err != nil {
		return nil, fmt.Errorf("audit: %w", err)
	}
	writes := []store.Write{store.Create("audit", store.Item{Key: recordKey(c.id, c.next), Body: body})}
	if c.next == 1 {
		writes = append(writes, store.Create("audit-chain", store.Item{Key: chainKey(c.day, c.id), Body: []byte("{}")}))
	}
	return &Entry{Writes: writes, log: l, chain: c, record: record}, nil
}

// Done returns the chain to the log, extended by the record if err is nil. A chain whose commit
// may or may not have been made is abandoned.
func (e *Entry) Done(err error) {
	var conflict *store.Conflict
	var invalid *store.Invalid
	switch {
	case err == nil:
		e.chain.next, e.chain.last = e.record.Sequence+1, e.record.Hash
	case errors.As(err, &conflict) && !conflict.Has("audit"), errors.As(err, &invalid), errors.Is(err, store.ErrBusy):
	default:
		return
	}
	e.log.mu.Lock()
	e.log.idle = append(e.log.idle, e.chain)
	e.log.mu.Unlock()
}

// borrow takes an idle chain of the day, and drops the chains of past days.
func (l *Log) borrow(day calendar.Date) *chain {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.idle) > 0 {
		c := l.idle[len(l.idle)-1]
		l.idle = l.idle[:len(l.idle)-1]
		if c.day == day {
			return c
		}
	}
	name := rand.Text
	if l.Name != nil {
		name = l.Name
	}
	return &chain{id: day.String() + "-" + name(), day: day, next: 1}
}

func recordKey(chain string, sequence int) store.Key {
	return store.Key{Partition: recordPrefix + chain, Sort: fmt.Sprintf("%010d", sequence)}
}

func chainKey(day calendar.Date, chain string) store.Key {
	return store.Key{Partition: dayPrefix + day.String(), Sort: chain}
}
