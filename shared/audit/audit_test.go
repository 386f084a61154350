package audit_test

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
)

var at = time.Date(2026, 11, 24, 12, 0, 0, 0, calendar.Zone)

func open(t *testing.T) store.Store {
	t.Helper()
	s, err := bolt.Open(filepath.Join(t.TempDir(), "audit.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func add(t *testing.T, s store.Store, l *audit.Log, application string) {
	t.Helper()
	entry, err := l.Append(at, audit.Event{Action: "decided", Application: application, Digest: "d"})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Commit(t.Context(), entry.Writes...)
	entry.Done(err)
	if err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, s store.Store) (records []audit.Record, faults []error) {
	t.Helper()
	for r, err := range audit.Records(t.Context(), s, calendar.Of(at)) {
		if err != nil {
			faults = append(faults, err)
		} else {
			records = append(records, r)
		}
	}
	return records, faults
}

func TestManyWritersKeepWholeChains(t *testing.T) {
	s, l := open(t), &audit.Log{}
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() { add(t, s, l, fmt.Sprint(i)) })
	}
	all.Wait()
	records, faults := read(t, s)
	if len(records) != 200 || faults != nil {
		t.Fatalf("%d records, faults %v", len(records), faults)
	}
	chains := map[string]bool{}
	for _, r := range records {
		chains[r.Chain] = true
	}
	if len(chains) > 200 || len(chains) == 0 {
		t.Errorf("%d chains", len(chains))
	}
}

func TestALostCommitLeavesTheChainWhole(t *testing.T) {
	s, l := open(t), &audit.Log{}
	add(t, s, l, "1")
	for _, failed := range []error{&store.Conflict{Lost: []string{"claim"}}, store.ErrBusy, store.ErrAmbiguous} {
		entry, err := l.Append(at, audit.Event{Application: "lost"})
		if err != nil {
			t.Fatal(err)
		}
		entry.Done(failed)
		add(t, s, l, "next")
	}
	if records, faults := read(t, s); len(records) != 4 || faults != nil {
		t.Errorf("%d records, faults %v", len(records), faults)
	}
}

func TestWhatIsChangedOrTakenOutIsSeen(t *testing.T) {
	change := func(from, to string) func(store.Item) store.Write {
		return func(i store.Item) store.Write {
			i.Body = bytes.Replace(i.Body, []byte(from), []byte(to), 1)
			return store.Put("w", i)
		}
	}
	for name, tamper := range map[string]func(store.Item) store.Write{
		"another application": change(`"application":"2"`, `"application":"7"`),
		"another digest":      change(`"digest":"d"`, `"digest":"e"`),
		"another time":        change("2026-11-24T12", "2026-11-24T13"),
		"unreadable":          change("{", "["),
		"removed":             func(i store.Item) store.Write { return store.Delete("w", i.Key, i.Version) },
	} {
		t.Run(name, func(t *testing.T) {
			s, l := open(t), &audit.Log{}
			for _, application := range []string{"1", "2", "3"} {
				add(t, s, l, application)
			}
			records, _ := read(t, s)
			item, err := s.Get(t.Context(), store.Key{Partition: "AUDIT#" + records[1].Chain, Sort: "0000000002"})
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Commit(t.Context(), tamper(item)); err != nil {
				t.Fatal(err)
			}
			_, faults := read(t, s)
			var broken *audit.Broken
			if len(faults) == 0 || !errors.As(faults[0], &broken) {
				t.Errorf("the change was not found: %v", faults)
			}
		})
	}
}
