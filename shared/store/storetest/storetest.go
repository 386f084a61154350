// Package storetest is the test suite for every implementation of store.Store: it states what the
// engine relies on.
package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"miaoban/shared/store"
)

// Open opens an empty store for one test; now is the clock of the store.
type Open func(t *testing.T, now func() time.Time) store.Store

// Run runs the suite against the store that open opens.
func Run(t *testing.T, open Open) {
	t.Run("conditions", func(t *testing.T) { testConditions(t, open) })
	t.Run("all or nothing", func(t *testing.T) { testAllOrNothing(t, open) })
	t.Run("versions count writes", func(t *testing.T) { testVersions(t, open) })
	t.Run("counters stay within their limits", func(t *testing.T) { testCounters(t, open) })
	t.Run("limits", func(t *testing.T) { testLimits(t, open) })
	t.Run("pages", func(t *testing.T) { testPages(t, open) })
	t.Run("invalid queries", func(t *testing.T) { testBadQueries(t, open) })
	t.Run("order and partitions", func(t *testing.T) { testOrder(t, open) })
	t.Run("expiry", func(t *testing.T) { testExpiry(t, open) })
	t.Run("one of many concurrent creators wins", func(t *testing.T) { testRace(t, open) })
	t.Run("a quota under concurrency", func(t *testing.T) { testQuota(t, open) })
	t.Run("a cancelled commit writes nothing", func(t *testing.T) { testCancelled(t, open) })
	t.Run("bodies are not shared with the caller", func(t *testing.T) { testBodies(t, open) })
}

func key(place string) store.Key { return store.Key{Partition: "P", Sort: place} }

func item(place, body string) store.Item { return store.Item{Key: key(place), Body: []byte(body)} }

func fresh(t *testing.T, open Open) store.Store {
	t.Helper()
	return open(t, time.Now)
}

func mustCommit(t *testing.T, s store.Store, writes ...store.Write) {
	t.Helper()
	if err := s.Commit(t.Context(), writes...); err != nil {
		t.Fatal(err)
	}
}

func mustGet(t *testing.T, s store.Store, k store.Key) store.Item {
	t.Helper()
	got, err := s.Get(t.Context(), k)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func mustBeAbsent(t *testing.T, s store.Store, k store.Key) {
	t.Helper()
	if got, err := s.Get(t.Context(), k); !errors.Is(err, store.ErrNotFound) {
		t.Fatalf("%v exists: %+v, %v", k, got, err)
	}
}

func wantLost(t *testing.T, err error, names ...string) {
	t.Helper()
	var conflict *store.Conflict
	if !errors.As(err, &conflict) {
		t.Fatalf("got %v, want a conflict", err)
	}
	if got, want := strings.Join(conflict.Lost, ","), strings.Join(names, ","); got != want {
		t.Errorf("lost %s, want %s", got, want)
	}
}

func testConditions(t *testing.T, open Open) {
	here, gone := key("here"), key("gone")
	at := func(place string, version int64) store.Item {
		i := item(place, "new")
		i.Version = version
		return i
	}
	tests := []struct {
		name  string
		write store.Write
		holds bool
	}{
		{"create an absent item", store.Create("w", item("gone", "new")), true},
		{"create an existing item", store.Create("w", item("here", "new")), false},
		{"put over an existing item", store.Put("w", item("here", "new")), true},
		{"put an absent item", store.Put("w", item("gone", "new")), true},
		{"replace the current version", store.Replace("w", at("here", 1)), true},
		{"replace an older version", store.Replace("w", at("here", 2)), false},
		{"replace an absent item", store.Replace("w", at("gone", 1)), false},
		{"delete the current version", store.Delete("w", here, 1), true},
		{"delete another version", store.Delete("w", here, 7), false},
		{"delete an absent item", store.Delete("w", gone, 1), false},
		{"remove an existing item", store.Remove("w", here), true},
		{"remove an absent item", store.Remove("w", gone), true},
		{"require an existing item", store.Require("w", here), true},
		{"require an absent item", store.Require("w", gone), false},
		{"forbid an absent item", store.Forbid("w", gone), true},
		{"forbid an existing item", store.Forbid("w", here), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := fresh(t, open)
			mustBeAbsent(t, s, here)
			mustCommit(t, s, store.Create("first", item("here", "old")))
			err := s.Commit(t.Context(), tt.write)
			if !tt.holds {
				wantLost(t, err, "w")
				if got := mustGet(t, s, here); string(got.Body) != "old" || got.Version != 1 {
					t.Errorf("the failed write changed the item to %s at version %d", got.Body, got.Version)
				}
				mustBeAbsent(t, s, gone)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			switch tt.write.Op {
			case store.OpPut:
				if got := mustGet(t, s, tt.write.Item.Key); string(got.Body) != "new" {
					t.Errorf("wrote %s", got.Body)
				}
			case store.OpDelete:
				mustBeAbsent(t, s, tt.write.Item.Key)
			}
		})
	}
}

func testAllOrNothing(t *testing.T, open Open) {
	s := fresh(t, open)
	mustCommit(t, s, store.Create("b", item("b", "old")), store.Create("d", item("d", "old")))
	err := s.Commit(t.Context(),
		store.Create("first", item("a", "new")),
		store.Create("second", item("b", "new")),
		store.Add("third", key("c"), 1, 5),
		store.Require("fourth", key("nowhere")),
		store.Delete("fifth", key("d"), 1),
	)
	wantLost(t, err, "second", "fourth")
	mustBeAbsent(t, s, key("a"))
	mustBeAbsent(t, s, key("c"))
	if got := mustGet(t, s, key("b")); string(got.Body) != "old" {
		t.Errorf("b is %s", got.Body)
	}
	mustGet(t, s, key("d"))
}

func testVersions(t *testing.T, open Open) {
	s := fresh(t, open)
	for want := int64(1); want <= 3; want++ {
		mustCommit(t, s, store.Put("w", item("a", "x")))
		if got := mustGet(t, s, key("a")); got.Version != want {
			t.Errorf("version %d, want %d", got.Version, want)
		}
	}
	got := mustGet(t, s, key("a"))
	mustCommit(t, s, store.Delete("w", got.Key, got.Version))
	mustCommit(t, s, store.Create("w", item("a", "again")))
	if got := mustGet(t, s, key("a")); got.Version != 1 {
		t.Errorf("created again at version %d", got.Version)
	}
}

func testCounters(t *testing.T, open Open) {
	s := fresh(t, open)
	counter := key("counter")
	steps := []struct {
		delta int64
		holds bool
		want  int64
	}{{-1, false, 0}, {2, true, 2}, {1, true, 3}, {1, false, 3}, {-3, true, 0}, {-1, false, 0}, {4, false, 0}, {3, true, 3}}
	for i, step := range steps {
		err := s.Commit(t.Context(), store.Add("quota", counter, step.delta, 3))
		if step.holds && err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
		if !step.holds {
			wantLost(t, err, "quota")
		}
		if got, err := s.Get(t.Context(), counter); err == nil && got.Count != step.want {
			t.Errorf("step %d: the counter is %d, want %d", i, got.Count, step.want)
		}
	}
}

func testLimits(t *testing.T, open Open) {
	s := fresh(t, open)
	invalid := func(name string, writes ...store.Write) {
		t.Helper()
		var bad *store.Invalid
		if err := s.Commit(t.Context(), writes...); !errors.As(err, &bad) {
			t.Errorf("%s: got %v, want *store.Invalid", name, err)
		}
	}
	many := make([]store.Write, store.MaxWrites)
	for i := range many {
		many[i] = store.Create("w", item(fmt.Sprintf("many-%03d", i), "x"))
	}
	mustCommit(t, s, many...)
	invalid("101 writes", append(many, store.Put("w", item("one more", "x")))...)
	mustBeAbsent(t, s, key("one more"))

	room := store.MaxItemBytes - store.ItemOverhead - store.SealOverhead - len("P")
	large := item("large", strings.Repeat("x", room-len("large")))
	large.Expires = time.Now().Add(time.Hour)
	mustCommit(t, s, store.Put("w", large))
	invalid("an item over 400 KB", store.Put("w", item("larger", strings.Repeat("x", store.MaxItemBytes))))
	mustBeAbsent(t, s, key("larger"))

	most := store.MaxTotalBytes / store.MaxItemBytes
	full := make([]store.Write, most)
	for i := range full {
		full[i] = store.Put("w", item(fmt.Sprintf("full-%02d", i), strings.Repeat("x", room-len("full-00"))))
	}
	mustCommit(t, s, full...)
	invalid("over 4 MB", append(full, store.Put("w", item("too much", strings.Repeat("x", store.MaxItemBytes/2))))...)

	longest := store.Key{Partition: strings.Repeat("p", store.MaxPartitionBytes), Sort: strings.Repeat("s", store.MaxSortBytes)}
	mustCommit(t, s, store.Create("w", store.Item{Key: longest, Body: []byte("x")}))
	mustGet(t, s, longest)

	invalid("no writes")
	invalid("two writes to one item", store.Put("w", item("twice", "1")), store.Put("w", item("twice", "2")))
	for name, bad := range map[string]store.Key{
		"nothing": {}, "no place": {Partition: "P"}, "no partition": {Sort: "S"},
		"a NUL": {Partition: "P\x00", Sort: "S"}, "not text": {Partition: "P", Sort: "\xff"},
		"a long partition": {Partition: longest.Partition + "p", Sort: "S"}, "a long place": {Partition: "P", Sort: longest.Sort + "s"},
	} {
		invalid("a key of "+name, store.Put("w", store.Item{Key: bad}))
		mustBeAbsent(t, s, bad)
	}
}

func testBadQueries(t *testing.T, open Open) {
	s := fresh(t, open)
	mustCommit(t, s, store.Create("w", item("a#1", "x")))
	for name, q := range map[string]store.Query{
		"no partition":          {},
		"another query's page":  {Partition: "P", Prefix: "a#", After: "b#1"},
		"a page after nonsense": {Partition: "P", After: "\xff"},
		"a page of less than 0": {Partition: "P", Limit: -1},
		"a page too large":      {Partition: "P", Limit: 1001},
	} {
		var bad *store.Invalid
		if page, err := s.Query(t.Context(), q); !errors.As(err, &bad) {
			t.Errorf("%s: got %+v, %v", name, page, err)
		}
	}
}

func testPages(t *testing.T, open Open) {
	s := fresh(t, open)
	var all []string
	for i := range 7 {
		place := fmt.Sprintf("a#%02d", i)
		all = append(all, place)
		mustCommit(t, s, store.Create("w", item(place, place)))
	}
	mustCommit(t, s, store.Create("w", item("a", "before")), store.Create("w", item("b#00", "after")))
	reversed := make([]string, len(all))
	for i, place := range all {
		reversed[len(all)-1-i] = place
	}
	for _, limit := range []int{0, 1, 2, 3, 7, 8} {
		for _, descending := range []bool{false, true} {
			var got []string
			pages := 0
			q := store.Query{Partition: "P", Prefix: "a#", Limit: limit, Descending: descending}
			for {
				page, err := s.Query(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				if limit > 0 && len(page.Items) > limit {
					t.Fatalf("a page of %d items, limit %d", len(page.Items), limit)
				}
				for _, i := range page.Items {
					got = append(got, i.Sort)
				}
				if q.After = page.Next; page.Next == "" {
					break
				}
				if pages++; pages > 2*len(all) {
					t.Fatal("the cursor never ends")
				}
			}
			want := all
			if descending {
				want = reversed
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("limit %d, descending %t: got %v", limit, descending, got)
			}
		}
	}
}

func testOrder(t *testing.T, open Open) {
	s := fresh(t, open)
	places := []string{"A", "a", "é", "办", "𠮷"} // in the order of their bytes
	for i := range places {
		mustCommit(t, s, store.Create("w", item(places[len(places)-1-i], "x")))
	}
	for _, other := range []string{"P#", "PP", "O", "办"} {
		mustCommit(t, s, store.Create("w", store.Item{Key: store.Key{Partition: other, Sort: "A"}, Body: []byte("other")}))
	}
	for _, descending := range []bool{false, true} {
		page, err := s.Query(t.Context(), store.Query{Partition: "P", Descending: descending})
		if err != nil {
			t.Fatal(err)
		}
		if len(page.Items) != len(places) {
			t.Fatalf("%d items, want %d: partitions leak", len(page.Items), len(places))
		}
		for i, got := range page.Items {
			want := places[i]
			if descending {
				want = places[len(places)-1-i]
			}
			if got.Sort != want || string(got.Body) != "x" {
				t.Errorf("item %d is %s, want %s", i, got.Sort, want)
			}
		}
	}
	if page, err := s.Query(t.Context(), store.Query{Partition: "nobody"}); err != nil || len(page.Items) != 0 || page.Next != "" {
		t.Errorf("an empty partition has %+v, %v", page, err)
	}
}

func testExpiry(t *testing.T, open Open) {
	var now atomic.Int64
	start := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	s := open(t, func() time.Time { return start.Add(time.Duration(now.Load())) })
	brief := item("brief", "x")
	brief.Expires = start.Add(time.Minute)
	mustCommit(t, s, store.Create("w", brief), store.Create("w", item("lasting", "x")))
	counter := key("counter of the minute")
	for range 2 {
		mustCommit(t, s, store.AddUntil("w", counter, 1, 2, brief.Expires))
	}
	wantLost(t, s.Commit(t.Context(), store.AddUntil("w", counter, 1, 2, brief.Expires)), "w")

	now.Store(int64(59 * time.Second))
	if got := mustGet(t, s, brief.Key); !got.Expires.Equal(brief.Expires) {
		t.Errorf("expires %s, want %s", got.Expires, brief.Expires)
	}
	if got := mustGet(t, s, counter); !got.Expires.Equal(brief.Expires) || got.Count != 2 {
		t.Errorf("the counter is %d until %s, want 2 until %s", got.Count, got.Expires, brief.Expires)
	}
	wantLost(t, s.Commit(t.Context(), store.Create("w", brief)), "w")

	now.Store(int64(time.Minute))
	mustBeAbsent(t, s, brief.Key)
	mustBeAbsent(t, s, counter)
	if page, err := s.Query(t.Context(), store.Query{Partition: "P", Limit: 1}); err != nil || len(page.Items) != 1 && page.Next == "" {
		t.Errorf("the page has %+v, %v", page, err)
	} else if len(page.Items) == 1 && page.Items[0].Sort != "lasting" {
		t.Errorf("the page has %s", page.Items[0].Sort)
	}
	wantLost(t, s.Commit(t.Context(), store.Require("w", brief.Key)), "w")
	brief.Version = 1
	wantLost(t, s.Commit(t.Context(), store.Replace("w", brief)), "w")
	mustCommit(t, s, store.Create("w", item("brief", "again")))
	if got := mustGet(t, s, brief.Key); string(got.Body) != "again" || got.Version != 1 || !got.Expires.IsZero() {
		t.Errorf("created again as %+v", got)
	}
}

func testRace(t *testing.T, open Open) {
	s := fresh(t, open)
	won := race(t, 50, func(i int) error {
		return s.Commit(t.Context(),
			store.Create("the one", item("one", fmt.Sprint(i))),
			store.Create("its own", item(fmt.Sprintf("own-%d", i), "x")))
	})
	if won != 1 {
		t.Errorf("%d commits created the same item", won)
	}
	page, err := s.Query(t.Context(), store.Query{Partition: "P", Prefix: "own-"})
	if err != nil || len(page.Items) != 1 {
		t.Errorf("%d commits wrote their second item, want 1; %v", len(page.Items), err)
	}
}

func testQuota(t *testing.T, open Open) {
	s := fresh(t, open)
	won := race(t, 200, func(i int) error {
		return s.Commit(t.Context(),
			store.Add("quota", key("quota"), 1, 50),
			store.Create("own", item(fmt.Sprintf("own-%d", i), "x")))
	})
	if won != 50 {
		t.Errorf("%d of 200 commits got one of 50 places", won)
	}
	if got := mustGet(t, s, key("quota")); got.Count != 50 {
		t.Errorf("the counter is %d", got.Count)
	}
}

// race runs the tries concurrently, repeats each while the store is busy, and returns how many
// succeeded; all others must fail with a conflict.
func race(t *testing.T, tries int, try func(i int) error) int {
	t.Helper()
	var won atomic.Int64
	var all sync.WaitGroup
	for i := range tries {
		all.Go(func() {
			err := try(i)
			for errors.Is(err, store.ErrBusy) {
				err = try(i)
			}
			var lost *store.Conflict
			switch {
			case err == nil:
				won.Add(1)
			case !errors.As(err, &lost):
				t.Errorf("try %d: %v", i, err)
			}
		})
	}
	all.Wait()
	return int(won.Load())
}

func testCancelled(t *testing.T, open Open) {
	s := fresh(t, open)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Commit(ctx, store.Create("w", item("a", "x"))); err == nil {
		t.Error("a cancelled commit succeeded")
	}
	if _, err := s.Get(ctx, key("a")); err == nil || errors.Is(err, store.ErrNotFound) {
		t.Errorf("a cancelled read succeeded: %v", err)
	}
	mustBeAbsent(t, s, key("a"))
}

func testBodies(t *testing.T, open Open) {
	s := fresh(t, open)
	body := []byte("kept")
	mustCommit(t, s, store.Create("w", store.Item{Key: key("a"), Body: body}), store.Create("w", store.Item{Key: key("empty")}))
	copy(body, "lost")
	got := mustGet(t, s, key("a"))
	copy(got.Body, "lost")
	if got := mustGet(t, s, key("a")); !bytes.Equal(got.Body, []byte("kept")) {
		t.Errorf("the body is %s", got.Body)
	}
	if got := mustGet(t, s, key("empty")); len(got.Body) != 0 {
		t.Errorf("an empty body is %q", got.Body)
	}
}
