package instant

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
)

// TestASweepContinuesAtThePageWhereItStopped: 250 awards in one list are three pages. A pass that stops
// inside the second page continues with that page, and every award is yielded.
func TestASweepContinuesAtThePageWhereItStopped(t *testing.T) {
	s, err := bolt.Open(filepath.Join(t.TempDir(), "sweep.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	today := calendar.MustParse("2026-11-24")
	for i := range 250 {
		service := "pays"
		if i%10 == 0 {
			service = "another"
		}
		item := store.Item{
			Key:  store.Key{Partition: rosterPartition(today, 3), Sort: fmt.Sprintf("%03d", i)},
			Body: rosterLine(Award{Service: service}),
		}
		if err := s.Commit(t.Context(), store.Create("roster", item)); err != nil {
			t.Fatal(err)
		}
	}
	policies := map[string]string{"pays": "1"}
	seen := map[string]int{}
	pass := func(most int, failed bool) (yielded int, more bool) {
		t.Helper()
		more, err := Sweep(t.Context(), s, policies, today, false, func(service, number string) bool {
			if service != "pays" {
				t.Errorf("%s of %s is yielded", number, service)
			}
			if yielded == most {
				return false
			}
			yielded++
			seen[number]++
			return true
		}, func() bool { return failed })
		if err != nil {
			t.Fatal(err)
		}
		return yielded, more
	}
	if n, more := pass(120, false); n != 120 || !more { // 90 of the first page, 30 of the second
		t.Fatalf("%d, more %t", n, more)
	}
	if n, more := pass(1000, true); n != 225-90 || more {
		t.Fatalf("the second pass yields %d, more %t; want the second page and the third", n, more)
	}
	if len(seen) != 225 {
		t.Errorf("%d awards are yielded, want 225", len(seen))
	}
	for _, want := range []int{225, 0} { // an award failed: the pass is repeated, and then it is complete
		if n, more := pass(1000, false); n != want || more {
			t.Errorf("%d, more %t; want %d", n, more, want)
		}
	}
	policies = map[string]string{"pays": "2"}
	if n, _ := pass(1000, false); n != 225 {
		t.Errorf("after another change of the policy %d awards are yielded, want 225", n)
	}
}
