// Package cache keeps a copy of one thing that is read from elsewhere: an issuer's keys, a
// secret. It is read by one at a time, and nobody waits behind a lock while it is.
package cache

import (
	"context"
	"sync"
	"time"
)

// Value is a copy of a T. Any number of goroutines may use it.
type Value[T any] struct {
	fresh, pause time.Duration
	now          func() time.Time
	read         func(context.Context) (T, error)

	mu      sync.Mutex
	last    T
	err     error         // of the last reading
	at      time.Time     // when last was read; zero: never
	tried   time.Time     // when a reading last began
	reading chan struct{} // closed when the one that runs has ended
}

// New is a copy that is read when it is first asked for, and again when it is older than
// fresh. Whatever asks for it, a reading begins no sooner than pause after the last one, and
// read must end by itself: it outlives who asked.
func New[T any](fresh, pause time.Duration, now func() time.Time, read func(context.Context) (T, error)) *Value[T] {
	return &Value[T]{fresh: fresh, pause: pause, now: now, read: read}
}

// Held is the copy as it is, without waiting: whether there is one, and whether it is fresh.
func (v *Value[T]) Held() (last T, known, fresh bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.last, !v.at.IsZero(), !v.at.IsZero() && v.now().Sub(v.at) < v.fresh
}

// Get is a fresh copy; while none can be read, the last one, or else why there is none.
func (v *Value[T]) Get(ctx context.Context) (T, error) {
	last, known, fresh := v.Held()
	if fresh {
		return last, nil
	}
	latest, err := v.Again(ctx)
	if err != nil && known {
		return last, nil
	}
	return latest, err
}

// Again reads though the copy may be fresh, unless a reading began within the pause: then it
// is the last copy, with the error of the last reading.
func (v *Value[T]) Again(ctx context.Context) (T, error) {
	v.mu.Lock()
	if v.reading == nil {
		if !v.tried.IsZero() && v.now().Sub(v.tried) < v.pause {
			defer v.mu.Unlock()
			return v.last, v.err
		}
		v.tried, v.reading = v.now(), make(chan struct{})
		go v.load(context.WithoutCancel(ctx))
	}
	reading := v.reading
	v.mu.Unlock()
	select {
	case <-reading:
	case <-ctx.Done():
		last, _, _ := v.Held()
		return last, ctx.Err()
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.last, v.err
}

func (v *Value[T]) load(ctx context.Context) {
	latest, err := v.read(ctx)
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.err = err; err == nil {
		v.last, v.at = latest, v.now()
	}
	close(v.reading)
	v.reading = nil
}
