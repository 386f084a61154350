package instant_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// TestALimitIsHeldByTheCommit makes 42 concurrent commits, of which exactly 30 succeed; other
// conflicts are reported as such.
func TestALimitIsHeldByTheCommit(t *testing.T) {
	instanttest.OnEachStore(t, func(t *testing.T, open instanttest.OpenStore) {
		now := calendar.MustParse("2026-11-27").Start().Add(23*time.Hour + 59*time.Minute + 57*time.Second)
		clock := func() time.Time { return now }
		e := &instant.Engine{Store: open(t, clock), Now: clock}
		const person = "440605194603140024"
		limits := instant.LimitsOf(
			person,
			instant.Limit{Kind: "thing", Most: 30, Span: instant.Day},
			instant.Limit{Kind: "thing-minute", Most: 40, Span: time.Minute},
		)
		ctx := context.WithoutCancel(t.Context())
		item := func(n int) store.Write {
			return store.Create("thing", store.Item{Key: store.Key{Partition: "TEST", Sort: strconv.Itoa(n)}, Body: []byte("x")})
		}
		tooMany := func(err error) (int, bool) {
			var p *problem.Problem
			if errors.As(err, &p) && p.Code == "too-many" {
				return p.RetryAfter, true
			}
			return 0, false
		}
		var done, refused atomic.Int64
		var all sync.WaitGroup
		for n := range 42 {
			all.Go(func() {
				err := e.CommitLimited(ctx, limits, item(n))
				for errors.Is(err, store.ErrBusy) {
					err = e.CommitLimited(ctx, limits, item(n))
				}
				if _, over := tooMany(err); over {
					refused.Add(1)
				} else if err == nil {
					done.Add(1)
				} else {
					t.Error(err)
				}
			})
		}
		all.Wait()
		page, err := e.Store.Query(ctx, store.Query{Partition: "TEST"})
		if err != nil || done.Load() != 30 || refused.Load() != 12 || len(page.Items) != 30 {
			t.Errorf("%d succeeded, %d were refused, %d items exist, %v", done.Load(), refused.Load(), len(page.Items), err)
		}
		if after, over := tooMany(e.Limited(ctx, limits)); !over || after != 4 {
			t.Errorf("Limited: %t, retry after %d", over, after)
		}
		there, _ := strconv.Atoi(page.Items[0].Sort)
		var lost *store.Conflict
		if err := e.CommitLimited(ctx, limits, item(there)); !errors.As(err, &lost) || !lost.Has("thing") {
			t.Errorf("a duplicate: %v", err)
		}
		if err := e.Limited(
			ctx,
			instant.LimitsOf("440605199001010017", instant.Limit{Kind: "thing", Most: 30, Span: instant.Day}),
		); err != nil {
			t.Errorf("another person: %v", err)
		}
		now = now.Add(3 * time.Second)
		if err := errors.Join(e.Limited(ctx, limits), e.CommitLimited(ctx, limits, item(1000))); err != nil {
			t.Errorf("on the next day: %v", err)
		}
	})
}

// TestALimitOfAMinute requires that the count starts again each minute, and that its counter
// expires soon after.
func TestALimitOfAMinute(t *testing.T) {
	now := calendar.MustParse("2026-11-27").Start().Add(9*time.Hour + 59*time.Second)
	clock := func() time.Time { return now }
	e := &instant.Engine{Store: instanttest.OnBolt(t, clock), Now: clock}
	limits := instant.LimitsOf("440605194603140024", instant.Limit{Kind: "thing", Most: 1, Span: time.Minute})
	for i, want := range []bool{true, false, true} {
		if i == 2 {
			now = now.Add(time.Second)
		}
		if err := e.CommitLimited(t.Context(), limits); (err == nil) != want {
			t.Errorf("%d: %v", i, err)
		}
	}
	now = now.Add(3 * time.Minute)
	page, err := e.Store.Query(t.Context(), store.Query{Partition: instant.PersonPartition("440605194603140024")})
	if err != nil || len(page.Items) != 0 {
		t.Errorf("three minutes later: %s, %v", fmt.Sprint(page.Items), err)
	}
}
