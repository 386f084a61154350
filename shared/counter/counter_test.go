package counter_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"miaoban/shared/counter"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/store"
)

// TestCountsAreExact requires that concurrent additions are each counted once, in their period,
// and that Forget removes a period.
func TestCountsAreExact(t *testing.T) {
	instanttest.OnEachStore(t, func(t *testing.T, open instanttest.OpenStore) {
		s := open(t, time.Now)
		series := counter.Series{Name: "TEST", Shards: 4}
		ctx := context.WithoutCancel(t.Context())
		var all sync.WaitGroup
		for i := range 40 {
			all.Go(func() {
				for {
					err := s.Commit(
						ctx,
						series.Add("2026-11", fmt.Sprint(i), "a", fmt.Sprint(i%3)),
						series.AddN(5, "2026-12", fmt.Sprint(i), "b"),
					)
					if err == nil {
						return
					}
					if !errors.Is(err, store.ErrBusy) {
						t.Error(err)
						return
					}
				}
			})
		}
		all.Wait()
		sum := func(period string) (sum int) {
			counts, err := series.Read(t.Context(), s, period)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range counts {
				sum += c.N
			}
			return sum
		}
		if sum("2026-11") != 40 || sum("2026-12") != 200 || sum("2026-10") != 0 {
			t.Errorf("sums %d and %d", sum("2026-11"), sum("2026-12"))
		}
		if err := series.Forget(t.Context(), s, "2026-11"); err != nil {
			t.Fatal(err)
		}
		if sum("2026-11") != 0 || sum("2026-12") != 200 {
			t.Errorf("after Forget: sums %d and %d", sum("2026-11"), sum("2026-12"))
		}
	})
}
