package clock_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"miaoban/shared/clock"
	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
)

// TestWhatNobodyLooksAtStopsNothing requires that alarms of an unknown kind and malformed entries
// are counted and kept, and that all others are handled.
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
	for i := range 40 { // in every shard, before and after the unknown alarms
		of := fmt.Sprint(i)
		want = append(want, of)
		set(clock.Alarm{Due: now.Add(-time.Hour), Kind: "known", Of: of})
		set(clock.Alarm{Due: now.Add(-2 * time.Hour), Kind: "newer", Of: of})
		set(clock.Alarm{Due: now.Add(time.Hour), Kind: "newer", Of: of}) // not due yet
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
		t.Errorf("handled: %v", seen)
	}
	// The newer build handles what was kept for it.
	report, err = clock.Run(t.Context(), s, now, map[string]clock.Handler{"newer": looks["known"]})
	if report.Looked != 40 || report.Failed != 2 || err == nil {
		t.Errorf("the newer build: %+v, %v", report, err)
	}
}

// TestWhatIsDue: from its second on, the earliest first within its part; an alarm that is moved
// is due once, at its new time, and one that is removed never.
func TestWhatIsDue(t *testing.T) {
	noon := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	s, err := bolt.Open(filepath.Join(t.TempDir(), "clock.db"), func() time.Time { return noon })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	alarm := func(due time.Duration, kind string) clock.Alarm {
		return clock.Alarm{Due: noon.Add(due), Kind: kind, Of: "one"} // of one number: all in one part
	}
	move := func(before, after clock.Alarm) {
		t.Helper()
		if err := s.Commit(t.Context(), clock.Move(before, after)...); err != nil {
			t.Fatal(err)
		}
	}
	for kind, due := range map[string]time.Duration{
		"third":  3 * time.Second,
		"first":  time.Second,
		"second": 2 * time.Second,
		"moved":  time.Second,
		"gone":   time.Second,
	} {
		move(clock.Alarm{}, alarm(due, kind))
	}
	move(alarm(time.Second, "moved"), alarm(time.Minute, "moved"))
	move(alarm(time.Second, "gone"), clock.Alarm{})
	var seen []string
	look := func(ctx context.Context, a clock.Alarm, _ time.Time) error {
		seen = append(seen, a.Kind)
		return s.Commit(ctx, clock.Move(a, clock.Alarm{})...)
	}
	handlers := map[string]clock.Handler{"first": look, "second": look, "third": look, "moved": look, "gone": look}
	for _, step := range []struct {
		at   time.Duration
		want string
	}{
		{0, ""},
		{2 * time.Second, "first second"},
		{2 * time.Second, ""},
		{time.Minute - time.Nanosecond, "third"},
		{time.Minute, "moved"},
		{time.Hour, ""},
	} {
		seen = nil
		if _, err := clock.Run(t.Context(), s, noon.Add(step.at), handlers); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(seen, " "); got != step.want {
			t.Errorf("%s later %q is looked at, want %q", step.at, got, step.want)
		}
	}
	if writes := clock.Move(alarm(time.Second, "same"), alarm(time.Second+time.Millisecond, "same")); len(writes) != 0 {
		t.Errorf("to the same second it is moved by %d writes", len(writes))
	}
}

// TestALookThatFailsIsMadeAgain: one that ended before it moved its alarm, as by a crash, and
// one that lost to another. Neither keeps the rest from being looked at.
func TestALookThatFailsIsMadeAgain(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	s, err := bolt.Open(filepath.Join(t.TempDir(), "clock.db"), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, kind := range []string{"crashes", "loses", "works"} {
		if err := s.Commit(t.Context(), clock.Move(clock.Alarm{}, clock.Alarm{Due: now, Kind: kind, Of: "one"})...); err != nil {
			t.Fatal(err)
		}
	}
	looks := map[string]int{}
	first := true
	handler := func(fails error) clock.Handler {
		return func(ctx context.Context, a clock.Alarm, _ time.Time) error {
			looks[a.Kind]++
			if first && fails != nil {
				return fails
			}
			return s.Commit(ctx, clock.Move(a, clock.Alarm{})...)
		}
	}
	handlers := map[string]clock.Handler{
		"crashes": handler(errors.New("the disk is full")),
		"loses":   handler(&store.Conflict{}),
		"works":   handler(nil),
	}
	if report, err := clock.Run(t.Context(), s, now, handlers); err == nil || report != (clock.Report{Looked: 3, Failed: 1}) {
		t.Errorf("%+v, %v", report, err)
	}
	first = false
	if report, err := clock.Run(t.Context(), s, now, handlers); err != nil || report != (clock.Report{Looked: 2}) {
		t.Errorf("the next run: %+v, %v", report, err)
	}
	if looks["crashes"] != 2 || looks["loses"] != 2 || looks["works"] != 1 {
		t.Errorf("%v", looks)
	}
}
