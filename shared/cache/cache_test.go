package cache_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"miaoban/shared/cache"
)

const fresh, pause = time.Hour, 10 * time.Second

// TestWhenItIsReadAgain requires a reading when the copy is old or on request, but never within
// the pause after the last reading.
func TestWhenItIsReadAgain(t *testing.T) {
	down := errors.New("down")
	for _, tt := range []struct {
		name     string
		after    time.Duration // since the first reading
		again    bool
		down     bool
		want     int // the number of the reading that produced the copy
		err      error
		readings int
	}{
		{"fresh", fresh - 1, false, false, 1, nil, 1},
		{"old", fresh, false, false, 2, nil, 2},
		{"old, and it cannot be read", fresh, false, true, 1, nil, 2},
		{"asked for again, too soon", pause - 1, true, false, 1, nil, 1},
		{"asked for again", pause, true, false, 2, nil, 2},
		{"asked for again, and it cannot be read", pause, true, true, 1, down, 2},
	} {
		now, readings, broken := time.Now(), 0, false
		v := cache.New(fresh, pause, func() time.Time { return now }, func(context.Context) (int, error) {
			readings++
			if broken {
				return 0, down
			}
			return readings, nil
		})
		if got, err := v.Get(t.Context()); got != 1 || err != nil {
			t.Fatalf("%s: first %d, %v", tt.name, got, err)
		}
		now, broken = now.Add(tt.after), tt.down
		get := v.Get
		if tt.again {
			get = v.Again
		}
		for range 2 { // the second time within the pause
			if got, err := get(t.Context()); got != tt.want || !errors.Is(err, tt.err) || readings != tt.readings {
				t.Errorf("%s: %d, %v after %d readings", tt.name, got, err, readings)
			}
		}
	}
}

// TestWhatWasNeverRead requires the last error if there is no copy yet, also within the pause.
func TestWhatWasNeverRead(t *testing.T) {
	now, readings, down := time.Now(), 0, errors.New("down")
	v := cache.New(fresh, pause, func() time.Time { return now }, func(context.Context) (int, error) { readings++; return 0, down })
	for range 3 {
		if _, err := v.Get(t.Context()); !errors.Is(err, down) || readings != 1 {
			t.Errorf("%v after %d readings", err, readings)
		}
	}
	now = now.Add(pause)
	if _, err := v.Get(t.Context()); !errors.Is(err, down) || readings != 2 {
		t.Errorf("after the pause: %v after %d readings", err, readings)
	}
}

// TestNobodyWaitsForAnother requires one reading for many concurrent callers; a caller can give
// up, and a caller who accepts the old copy does not wait.
func TestNobodyWaitsForAnother(t *testing.T) {
	started, goOn := make(chan struct{}), make(chan struct{})
	readings := 0
	v := cache.New(fresh, pause, time.Now, func(context.Context) (int, error) {
		readings++
		close(started)
		<-goOn
		return 7, nil
	})
	gone, leave := context.WithCancel(t.Context())
	var all sync.WaitGroup
	all.Go(func() {
		if _, err := v.Get(gone); !errors.Is(err, context.Canceled) {
			t.Errorf("a caller who gave up: %v", err)
		}
	})
	<-started
	for range 20 {
		all.Go(func() {
			if got, err := v.Get(t.Context()); got != 7 || err != nil {
				t.Errorf("%d, %v", got, err)
			}
		})
	}
	leave()
	if _, known, fresh := v.Held(); known || fresh {
		t.Error("there is a copy before the first reading")
	}
	close(goOn)
	all.Wait()
	if readings != 1 {
		t.Errorf("%d readings", readings)
	}
}
