// Package cache holds a copy of one value that is read from elsewhere: an issuer's keys, or a
// secret. Only one reading runs at a time, and no caller waits on a lock meanwhile.
package cache

import (
	"context"
	"sync"
	"time"
)

// Value is a cached T. It is safe for concurrent use.
type Value[T any] struct {
	fresh, pause time.Duration
	now          func() time.Time
	read         func(context.Context) (T, error)

	mu      sync.Mutex
	last    T
	err     error         // of the last reading; nil if it succeeded
	at      time.Time     // time of the last successful reading; zero: never
	tried   time.Time     // start of the last reading
	reading chan struct{} // closed when the current reading ends
}

// New returns a value that is read on first use, and again when it is older than fresh. A reading
// begins no sooner than pause after the last one. read must end by itself: it may outlive the
// caller.
func New[T any](fresh, pause time.Duration, now func() time.Time, read func(context.Context) (T, error)) *Value[T] {
	return &Value[T]{fresh: fresh, pause: pause, now: now, read: read}
}

// Held returns the copy without waiting; known: there is one, fresh: it is fresh.
func (v *Value[T]) Held() (last T, known, fresh bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.last, !v.at.IsZero(), !v.at.IsZero() && v.now().Sub(v.at) < v.fresh
}

// Get returns a fresh copy. If it cannot be read, Get returns the last copy, or the error if there
// is none.
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

// Again reads even if the copy is fresh, unless a reading began within the pause: then it returns
// the last copy and the last reading's error.
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
