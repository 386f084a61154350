package bolt_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
	"miaoban/shared/store/storetest"
)

func open(t testing.TB, path string, now func() time.Time) *bolt.Store {
	t.Helper()
	s, err := bolt.Open(path, now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestSuite(t *testing.T) {
	storetest.Run(t, func(t *testing.T, now func() time.Time) store.Store {
		return open(t, filepath.Join(t.TempDir(), "items.db"), now)
	})
}

func TestWhatIsCommittedIsThereAfterReopening(t *testing.T) {
	path := filepath.Join(t.TempDir(), "items.db")
	s, err := bolt.Open(path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	k := store.Key{Partition: "P", Sort: "S"}
	if err := s.Commit(t.Context(), store.Create("w", store.Item{Key: k, Body: []byte("kept")})); err != nil {
		t.Fatal(err)
	}
	if _, err := bolt.Open(path, time.Now); !errors.Is(err, bolt.ErrInUse) {
		t.Errorf("opened twice: %v", err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode is %v, %v", info.Mode(), err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Commit(t.Context(), store.Put("w", store.Item{Key: k})); err == nil {
		t.Error("a closed store committed")
	}
	if got, err := open(t, path, time.Now).Get(t.Context(), k); err != nil || string(got.Body) != "kept" {
		t.Errorf("got %s, %v", got.Body, err)
	}
}

func TestAFileThatIsNoStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "torn.db")
	if err := os.WriteFile(path, []byte("not a store, but long enough to be looked at"), 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err := bolt.Open(path, time.Now); err == nil {
		t.Errorf("opened %+v", s)
	}
}

// BenchmarkCommit commits ten items at once, as an application does, to a store that already has
// records.
func BenchmarkCommit(b *testing.B) {
	for _, records := range []int{1_000, 100_000} {
		for _, callers := range []int{1, 32} {
			b.Run(fmt.Sprintf("records=%d/callers=%d", records, callers), func(b *testing.B) {
				s := open(b, filepath.Join(b.TempDir(), "items.db"), time.Now)
				for done := 0; done < records; done += store.MaxWrites {
					if err := s.Commit(b.Context(), writes(fmt.Sprintf("old-%d", done), store.MaxWrites)...); err != nil {
						b.Fatal(err)
					}
				}
				var n atomic.Int64
				b.SetParallelism(max(1, callers/2))
				b.ResetTimer()
				if callers == 1 {
					for b.Loop() {
						if err := s.Commit(b.Context(), writes(fmt.Sprint(n.Add(1)), 10)...); err != nil {
							b.Fatal(err)
						}
					}
					return
				}
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						if err := s.Commit(b.Context(), writes(fmt.Sprint(n.Add(1)), 10)...); err != nil {
							b.Error(err)
							return
						}
					}
				})
			})
		}
	}
}

func writes(name string, n int) []store.Write {
	body := make([]byte, 1<<10)
	out := make([]store.Write, n)
	for i := range out {
		out[i] = store.Create("w", store.Item{Key: store.Key{Partition: name, Sort: fmt.Sprint(i)}, Body: body})
	}
	return out
}
