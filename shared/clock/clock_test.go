package clock_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"miaoban/shared/clock"
	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
)

// TestWhatNobodyLooksAtStopsNothing: alarms of a kind that this build does not know, and
// entries that are none, are counted and kept; all others are looked at, wherever they are.
func TestWhatNobodyLooksAtStopsNothing(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	s, err := bolt.Open(filepath.Join(t.TempDir(), "clock.db"), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	set := func(a clock.Alarm) {
		if err := s.Commit(t.Context(), clock.Move(clock.Alarm{}, a)...); err != nil {
			t.Fatal(err)
		}
	}
	var want []string
	for i := range 40 { // in every part, before and behind what is not known
		of := fmt.Sprint(i)
		want = append(want, of)
		set(clock.Alarm{Due: now.Add(-time.Hour), Kind: "known", Of: of})
		set(clock.Alarm{Due: now.Add(-2 * time.Hour), Kind: "newer", Of: of})
		set(clock.Alarm{Due: now.Add(time.Hour), Kind: "newer", Of: of}) // not yet
	}
	for shard, sort := range []string{"0 no alarm", "1124#no time#1"} {
		item := store.Item{Key: store.Key{Partition: fmt.Sprintf("CLOCK#%d", shard), Sort: sort}, Body: []byte("{}")}
		if err := s.Commit(t.Context(), store.Create("w", item)); err != nil {
			t.Fatal(err)
		}
	}
	var seen []string
	looks := map[string]clock.Handler{"known": func(ctx context.Context, a clock.Alarm, _ time.Time) error {
		seen = append(seen, a.Of)
		return s.Commit(ctx, clock.Move(a, clock.Alarm{})...)
	}}
	report, err := clock.Run(t.Context(), s, now, looks)
	var unknown *clock.Unknown
	if !errors.As(err, &unknown) || unknown.Kind != "newer" || report.Failed != 42 || report.Looked != 80 {
		t.Errorf("%+v, %v", report, err)
	}
	slices.Sort(seen)
	slices.Sort(want)
	if !slices.Equal(seen, want) {
		t.Errorf("looked at %v", seen)
	}
	// The newer build looks at what was kept for it.
	report, err = clock.Run(t.Context(), s, now, map[string]clock.Handler{"newer": looks["known"]})
	if report.Looked != 40 || report.Failed != 2 || err == nil {
		t.Errorf("the newer build: %+v, %v", report, err)
	}
}
