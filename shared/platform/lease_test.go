package platform_test

import (
	"context"
	"errors"
	"io"
	"sync/atomic"
	"testing"
	"time"

	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/platform"
	"miaoban/shared/store"
)

// TestOneRunAtATime: of the runs of one job one works, until it ends or its time is over; other jobs
// do not mind.
func TestOneRunAtATime(t *testing.T) {
	instanttest.OnEachStore(t, func(t *testing.T, open instanttest.OpenStore) {
		now := time.Date(2026, 11, 28, 2, 30, 0, 0, time.UTC)
		clock := func() time.Time { return now }
		records := open(t, clock)
		newEngine := func() *instant.Engine {
			e, err := platform.NewEngine(func(string) string { return "" }, records, io.Discard)
			if err != nil {
				t.Fatal(err)
			}
			e.Now = clock
			return e
		}
		begun, end := make(chan bool), make(chan error)
		var runs atomic.Int64
		slow := func(context.Context, struct{}) (int, error) { begun <- true; return 1, <-end }
		quick := func(context.Context, struct{}) (int, error) { runs.Add(1); return 1, nil }
		run := func(name string, job platform.Job[struct{}, int], want int64) {
			t.Helper()
			if _, err := platform.Alone(newEngine(), name, job)(t.Context(), struct{}{}); err != nil {
				t.Error(err)
			}
			if got := runs.Swap(0); got != want {
				t.Errorf("%s ran %d times, want %d", name, got, want)
			}
		}
		first := make(chan error)
		start := func(job platform.Job[struct{}, int]) {
			e := newEngine()
			go func() {
				_, err := platform.Alone(e, "auditing", job)(t.Context(), struct{}{})
				first <- err
			}()
			<-begun
		}

		start(slow)
		run("auditing", quick, 0)
		run("clocks", quick, 1)
		failed := errors.New("failed")
		end <- failed
		if err := <-first; !errors.Is(err, failed) {
			t.Errorf("the run failed with %v, want %v", err, failed)
		}
		run("auditing", quick, 1) // what fails gives its lease back

		start(slow) // and never comes back
		now = now.Add(15 * time.Minute)
		run("auditing", quick, 0)
		now = now.Add(time.Minute)
		run("auditing", func(ctx context.Context, o struct{}) (int, error) {
			end <- nil // the lost run ends while another works
			if err := <-first; err != nil {
				t.Error(err)
			}
			if _, err := records.Get(ctx, store.Key{Partition: "LEASE#auditing", Sort: "LEASE"}); err != nil {
				t.Errorf("the lost run gave back another's lease: %v", err)
			}
			return quick(ctx, o)
		}, 1)
	})
}
