package delivery

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"

	"miaoban/shared/fact"
	"miaoban/shared/registry"
	"miaoban/shared/store"
)

// batch is the rows of one commit and the checkpoint after it.
type batch struct {
	rows     []row
	keys     map[string]bool
	rejected []byte
	at       checkpoint
	most     int // rows
}

// mostRows is how many rows one commit can contain besides the checkpoint.
func mostRows(d *fact.Dataset) int { return (store.MaxWrites - 1) / registry.MostWrites(d) }

// The limits of a batch.
const (
	maxRejected = 1 << 20 // bytes
	readers     = 8       // concurrent reads of the table
)

func (b *batch) full() bool          { return len(b.rows) >= b.most || len(b.rejected) >= maxRejected }
func (b *batch) has(key string) bool { return b.keys[key] }

func (b *batch) add(r row) {
	b.at.Rows, b.at.Line, b.at.Offset = b.at.Rows+1, r.number, r.end
	if r.reason != nil {
		b.at.Rejected++
		b.rejected = append(b.rejected, r.rejected...)
		return
	}
	if r.verified {
		b.at.Verified++
	}
	b.rows = append(b.rows, r)
	if b.keys == nil {
		b.keys = make(map[string]bool, b.most)
	}
	b.keys[r.record.Key] = true
}

// ErrTaken means that another process is importing the same delivery.
var ErrTaken = errors.New("delivery: another process is taking this file")

// maxWait is how long a batch is retried before the import stops; it can be resumed later.
const maxWait = 2 * time.Minute

// commit appends the rejects to their file, then commits the batch with its checkpoint. resume
// truncates rejects beyond the checkpoint.
func (t *taking) commit(ctx context.Context) error {
	if len(t.batch.rejected) > 0 {
		if _, err := t.rejects.Write(t.batch.rejected); err != nil {
			return fmt.Errorf("delivery: writing the rejects: %w", err)
		}
		if err := t.rejects.Sync(); err != nil {
			return fmt.Errorf("delivery: writing the rejects: %w", err)
		}
		t.batch.at.Rejects += int64(len(t.batch.rejected))
	}
	t.batch.at.At, t.batch.at.Commit = t.now, rand.Text()
	at, err := backoff.Retry(ctx, func() (checkpoint, error) { return t.try(ctx) }, backoff.WithMaxElapsedTime(maxWait))
	if err != nil {
		return err
	}
	t.at, t.version = at, t.version+1
	t.batch = batch{at: at, rows: t.batch.rows[:0], most: t.batch.most}
	if t.Progress != nil {
		t.Progress(at.Offset)
	}
	return nil
}

// try tries once to commit the batch. Errors that are not permanent may be retried.
func (t *taking) try(ctx context.Context) (checkpoint, error) {
	at := t.batch.at
	writes, err := t.plan(ctx, &at)
	if err != nil {
		return at, err
	}
	body, err := json.Marshal(at)
	if err != nil {
		return at, backoff.Permanent(err)
	}
	mark := store.Item{Key: t.key, Body: body, Version: t.version}
	if t.version == 0 {
		writes = append(writes, store.Create("delivery", mark))
	} else {
		writes = append(writes, store.Replace("delivery", mark))
	}
	err = t.store.Commit(ctx, writes...)
	var lost *store.Conflict
	switch {
	case err == nil:
		return at, nil
	case errors.As(err, &lost) && !lost.Has("delivery"), errors.Is(err, store.ErrBusy):
		return at, err // a concurrent change: plan again
	case errors.As(err, &lost), errors.Is(err, store.ErrAmbiguous):
		return t.settle(ctx, at, err)
	default:
		return at, backoff.Permanent(fmt.Errorf("delivery: %w", err))
	}
}

// settle finds out whether an ambiguous commit was made.
func (t *taking) settle(ctx context.Context, at checkpoint, cause error) (checkpoint, error) {
	item, err := t.store.Get(ctx, t.key)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return at, err
	}
	if item.Version == t.version {
		return at, cause
	}
	var made checkpoint
	if err := json.Unmarshal(item.Body, &made); err != nil {
		return at, backoff.Permanent(fmt.Errorf("delivery: reading the checkpoint: %w", err))
	}
	if made.Commit != at.Commit {
		return at, backoff.Permanent(ErrTaken)
	}
	return made, nil
}

// plan computes the writes for the batch from the current table, and updates the counts.
func (t *taking) plan(ctx context.Context, at *checkpoint) ([]store.Write, error) {
	type planned struct {
		writes []store.Write
		became registry.Delivered
		err    error
	}
	plans := make([]planned, len(t.batch.rows))
	var all sync.WaitGroup
	for first := range readers {
		all.Go(func() {
			for i := first; i < len(plans); i += readers {
				p, r := &plans[i], t.batch.rows[i]
				if r.withdrawn {
					p.writes, p.became, p.err = registry.Withdraw(ctx, t.store, r.record)
				} else {
					p.writes, p.became, p.err = registry.Deliver(ctx, t.store, r.record, t.Complete)
				}
			}
		})
	}
	all.Wait()
	var writes []store.Write
	for _, p := range plans {
		if p.err != nil {
			return nil, fmt.Errorf("delivery: %w", p.err)
		}
		writes = append(writes, p.writes...)
		switch p.became {
		case registry.Written:
			at.Written++
		case registry.Unchanged:
			at.Unchanged++
		case registry.Withdrawn:
			at.Withdrawn++
		case registry.Older:
			at.Older++
		}
	}
	return writes, nil
}
