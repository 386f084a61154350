package vault_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
	"miaoban/shared/store/dynamo"
	"miaoban/shared/store/dynamo/dynamotest"
	"miaoban/shared/store/storetest"
	"miaoban/shared/vault"
)

func disk(t testing.TB, now func() time.Time) *bolt.Store {
	t.Helper()
	s, err := bolt.Open(filepath.Join(t.TempDir(), "items.db"), now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func key(t testing.TB) vault.File {
	t.Helper()
	master, err := vault.OpenFile(filepath.Join(t.TempDir(), "key"))
	if err != nil {
		t.Fatal(err)
	}
	return master
}

func TestSuiteOnBolt(t *testing.T) {
	storetest.Run(t, func(t *testing.T, now func() time.Time) store.Store {
		return vault.Open(disk(t, now), key(t), now)
	})
}

func TestSuiteOnDynamoDB(t *testing.T) {
	config := dynamotest.Config(t)
	storetest.Run(t, func(t *testing.T, now func() time.Time) store.Store {
		return vault.Open(dynamo.New(config, dynamotest.Table(t, config), now), key(t), now)
	})
}

const (
	person  = "440605195103150124"
	agent   = "440605198806180126"
	account = "household-3f9c81ab77e02d54c6aa0b19"
	number  = "20261124-093012-7K3M9Q2X"
	phone   = "13800138000"
)

// personal returns one record of each kind that identifies somebody.
func personal() []store.Write {
	text := []byte(`{"name":"何婉清","id":"` + person + `"}`)
	item := func(partition, sort string) store.Item {
		return store.Item{Key: store.Key{Partition: partition, Sort: sort}, Body: text}
	}
	return []store.Write{
		store.Create("application", item("APPLICATION#1", "APPLICATION")),
		store.Create("summary", item("PERSON#"+person, "APPLICATION#"+number)),
		store.Put("record", item("RECORD#population#"+person, "RECORD")),
		store.Create("claim", item("CLAIM#allowance#"+person, "CLAIM")),
		store.Add("share", store.Key{Partition: "CLAIM#allowance#" + person, Sort: "SHARE#1"}, 1, 5),
		store.Put("cohort", item("COHORT#population#1951-03#01", person)),
		store.Create("alarm", item("CLOCK#1", "20261231T160000Z#points#"+account)),
		store.Create("rank", item("POINTSRANK#440605#2026", "9999955#"+account)),
		store.Create("evidence", item("EVIDENCE#"+account+"#weeding", "EVIDENCE")),
		store.Create("audit", item("AUDIT#1", "0000000001")),
		store.Put("delivery", item("DELIVERY#population", account)),
		store.Create("acted", item("PERSON#"+agent, "ACTED#"+number)),
		store.Create("read", item("PERSON#"+agent, "READ#"+number)),
		store.Put("given", item("PERSON#"+person, "AGENT#"+agent)),
		store.Put("saved", item("PERSON#"+person, "SAVED#elderlyallowance")),
		store.Put("caller", item("CALLER#"+phone, number)),
		store.Put("what comes", item("SOMETHING#"+person, "1")),
		store.Put("other", item("SOMETHING", "new")),
	}
}

func TestTheDiskNamesNobody(t *testing.T) {
	path := filepath.Join(t.TempDir(), "items.db")
	inner, err := bolt.Open(path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	s := vault.Open(inner, key(t), time.Now)
	if err := s.Commit(t.Context(), personal()...); err != nil {
		t.Fatal(err)
	}
	for _, w := range personal() {
		if w.Op != store.OpPut {
			continue
		}
		got, err := s.Get(t.Context(), w.Item.Key)
		if err != nil || got.Key != w.Item.Key || !bytes.Equal(got.Body, w.Item.Body) {
			t.Errorf("%s: %v, %+v", w.Name, err, got)
		}
		page, err := s.Query(t.Context(), store.Query{Partition: w.Item.Partition})
		listed := slices.ContainsFunc(
			page.Items,
			func(i store.Item) bool { return i.Key == w.Item.Key && bytes.Equal(i.Body, w.Item.Body) },
		)
		if err != nil || !listed {
			t.Errorf("%s: %v, %+v", w.Name, err, page)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{person, "何婉清", "name", agent, account, number, phone, "elderly"} {
		if bytes.Contains(file, []byte(text)) {
			t.Errorf("the file contains %q", text)
		}
	}
}

// TestAHiddenOrder lists a partition whose sort keys are partly hidden: pages follow each other by
// day, each page is in order, and every record is in exactly one page.
func TestAHiddenOrder(t *testing.T) {
	ctx := t.Context()
	s := vault.Open(disk(t, time.Now), key(t), time.Now)
	var numbers []string
	for day := range 3 {
		for n := range 4 {
			numbers = append(numbers, fmt.Sprintf("TICKET#T2026112%d-%06d-7K3M9Q2X", day, n))
		}
	}
	for _, i := range []int{7, 2, 11, 0, 5, 9, 1, 10, 3, 8, 6, 4} {
		item := store.Item{Key: store.Key{Partition: "PERSON#" + person, Sort: numbers[i]}, Body: []byte("{}")}
		if err := s.Commit(ctx, store.Create("line", item)); err != nil {
			t.Fatal(err)
		}
	}
	sorts := func(q store.Query) (all []string) {
		t.Helper()
		q.Partition = "PERSON#" + person
		for {
			page, err := s.Query(ctx, q)
			if err != nil {
				t.Fatal(err)
			}
			var one []string
			for _, item := range page.Items {
				one = append(one, item.Sort)
			}
			if q.Descending {
				slices.Reverse(one)
			}
			if !slices.IsSorted(one) {
				t.Errorf("a page is in the order %q", one)
			}
			if q.Descending {
				slices.Reverse(one)
			}
			all = append(all, one...)
			if q.After = page.Next; q.After == "" {
				return all
			}
		}
	}
	for _, q := range []store.Query{
		{Prefix: "TICKET#"},
		{Prefix: "TICKET#", Descending: true},
		{},
		{Prefix: "TICKET#", Limit: 3},
		{Descending: true, Limit: 5},
	} {
		got := sorts(q)
		byDay := slices.IsSortedFunc(got, func(a, b string) int {
			if a, b = a[:len("TICKET#T20261120")], b[:len("TICKET#T20261120")]; q.Descending {
				a, b = b, a
			}
			return strings.Compare(a, b)
		})
		slices.Sort(got)
		if !byDay || !slices.Equal(got, numbers) {
			t.Errorf("%+v: by day %t, %q", q, byDay, got)
		}
	}
	if got := sorts(store.Query{Prefix: "TICKET#T20261121-"}); !slices.Equal(got, numbers[4:8]) {
		t.Errorf("of one day: %q", got)
	}
	var invalid *store.Invalid
	if _, err := s.Query(ctx, store.Query{Partition: "PERSON#" + person, Prefix: "TICKET#T20261121-00"}); !errors.As(err, &invalid) {
		t.Errorf("by what is hidden: %v", err)
	}
}

func TestWhatOpensARecord(t *testing.T) {
	ctx := t.Context()
	inner := disk(t, time.Now)
	master := key(t)
	s := vault.Open(inner, master, time.Now)
	if err := s.Commit(ctx, personal()...); err != nil {
		t.Fatal(err)
	}
	application := store.Key{Partition: "APPLICATION#1", Sort: "APPLICATION"}
	other := store.Key{Partition: "SOMETHING", Sort: "new"}
	sealed, err := inner.Get(ctx, other)
	if err != nil {
		t.Fatal(err)
	}

	t.Run("another process with the master key", func(t *testing.T) {
		if _, err := vault.Open(inner, master, time.Now).Get(ctx, application); err != nil {
			t.Error(err)
		}
	})
	t.Run("not another master key", func(t *testing.T) {
		if _, err := vault.Open(inner, key(t), time.Now).Get(ctx, application); !errors.Is(err, store.ErrBusy) {
			t.Errorf("%v, want busy: nothing was read", err)
		}
	})
	t.Run("not in another's place", func(t *testing.T) {
		at := store.Key{Partition: "SOMETHING", Sort: "else"}
		if err := inner.Commit(ctx, store.Put("moved", store.Item{Key: at, Body: sealed.Body})); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Get(ctx, at); err == nil || errors.Is(err, store.ErrNotFound) {
			t.Errorf("opened: %s, %v", got.Body, err)
		}
	})
	t.Run("not with any byte changed", func(t *testing.T) {
		at := store.Key{Partition: "SOMETHING", Sort: "flipped"}
		if err := s.Commit(ctx, store.Put("flipped", store.Item{Key: at, Body: []byte("{}")})); err != nil {
			t.Fatal(err)
		}
		whole, err := inner.Get(ctx, at)
		if err != nil {
			t.Fatal(err)
		}
		for i := range whole.Body {
			flipped := bytes.Clone(whole.Body)
			flipped[i] ^= 3 // of the first, one kind for another
			if err := inner.Commit(ctx, store.Put("flipped", store.Item{Key: at, Body: flipped})); err != nil {
				t.Fatal(err)
			}
			if got, err := s.Get(ctx, at); err == nil || errors.Is(err, store.ErrNotFound) {
				t.Fatalf("a record whose byte %d was changed opened: %s", i, got.Body)
			}
		}
	})
	t.Run("not a record that somebody without a key wrote", func(t *testing.T) {
		at := store.Key{Partition: "SOMETHING", Sort: "forged"}
		if err := inner.Commit(ctx, store.Put("forged", store.Item{Key: at, Body: []byte(`{"forged":true}`)})); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Get(ctx, at); err == nil || errors.Is(err, store.ErrNotFound) {
			t.Errorf("read: %s, %v", got.Body, err)
		}
	})
}

func TestRotation(t *testing.T) {
	ctx := t.Context()
	inner := disk(t, time.Now)
	master := key(t)
	now := time.Now()
	clock := func() time.Time { return now }
	running, rotating := vault.Open(inner, master, clock), vault.Open(inner, master, clock)
	place := func(n string) store.Key { return store.Key{Partition: "RECORD#population#" + person, Sort: n} }
	put := func(s *vault.Store, n string) {
		t.Helper()
		if err := s.Commit(ctx, store.Put("it", store.Item{Key: place(n), Body: []byte(n)})); err != nil {
			t.Fatal(err)
		}
	}
	put(running, "before")
	if err := rotating.Rotate(ctx); err != nil {
		t.Fatal(err)
	}
	put(rotating, "after")
	put(running, "meanwhile") // it has not read the new key, and need not
	now = now.Add(61 * time.Minute)
	put(running, "an hour later")
	by := map[string]byte{}
	watch := &spy{Store: inner}
	if _, err := vault.Open(watch, master, clock).Get(ctx, place("before")); err != nil {
		t.Fatal(err)
	}
	page, err := inner.Query(ctx, store.Query{Partition: watch.looked[len(watch.looked)-1].Partition})
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range page.Items {
		by[item.Sort] = item.Body[2]
	}
	if by["before"] != 1 || by["meanwhile"] != 1 || by["after"] != 2 || by["an hour later"] != 2 {
		t.Errorf("sealed by keys %v", by)
	}
	next := key(t)
	if err := rotating.Rewrap(ctx, next); err != nil {
		t.Fatal(err)
	}
	for _, s := range []*vault.Store{running, rotating, vault.Open(inner, next, clock)} {
		page, err := s.Query(ctx, store.Query{Partition: place("").Partition})
		if err != nil || len(page.Items) != 4 {
			t.Errorf("%v, %d items", err, len(page.Items))
		}
	}
	if _, err := vault.Open(inner, master, clock).Get(ctx, place("before")); err == nil {
		t.Error("the old master key still opens the ring")
	}
}

// spy records which keys the vault reads.
type spy struct {
	store.Store
	looked []store.Key
}

func (s *spy) Get(ctx context.Context, key store.Key) (store.Item, error) {
	s.looked = append(s.looked, key)
	return s.Store.Get(ctx, key)
}

func TestManyBeginAtOnce(t *testing.T) {
	inner, master := disk(t, time.Now), key(t)
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			s := vault.Open(inner, master, time.Now)
			at := store.Key{Partition: "PERSON#" + person, Sort: string(rune('a' + i))}
			if err := s.Commit(t.Context(), store.Create("it", store.Item{Key: at, Body: []byte("{}")})); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	page, err := vault.Open(inner, master, time.Now).Query(t.Context(), store.Query{Partition: "PERSON#" + person})
	if err != nil || len(page.Items) != 20 {
		t.Errorf("%v, %d items of 20", err, len(page.Items))
	}
}

func TestWithoutItsSealARecordIsGone(t *testing.T) {
	ctx := t.Context()
	inner := disk(t, time.Now)
	s := vault.Open(inner, key(t), time.Now)
	if err := s.Commit(ctx, personal()...); err != nil {
		t.Fatal(err)
	}
	at := store.Key{Partition: "APPLICATION#1", Sort: "APPLICATION"}
	if err := s.Commit(
		ctx,
		store.Put("review", store.Item{Key: store.Key{Partition: at.Partition, Sort: "REVIEW"}, Body: []byte("{}")}),
	); err != nil {
		t.Fatal(err)
	}
	if err := s.Commit(ctx, store.Remove("seal", vault.SealKey(at.Partition))); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get(ctx, at); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("after its key was removed: %v", err)
	}
	if page, err := s.Query(ctx, store.Query{Partition: at.Partition}); err != nil || len(page.Items) != 0 {
		t.Errorf("%v, %+v", err, page)
	}
	if _, err := inner.Get(ctx, at); err != nil {
		t.Errorf("the sealed copy is missing: %v", err)
	}
	if _, err := s.Get(ctx, store.Key{Partition: "PERSON#" + person, Sort: "APPLICATION#" + number}); err != nil {
		t.Errorf("another person's record must stay: %v", err)
	}
}

// down is a master key that cannot be reached.
type down struct{ vault.Master }

func (down) Wrap(context.Context, []byte) ([]byte, error)   { return nil, errors.New("no route") }
func (down) Unwrap(context.Context, []byte) ([]byte, error) { return nil, errors.New("no route") }

func TestWhileTheMasterKeyIsDown(t *testing.T) {
	ctx := t.Context()
	inner, master := disk(t, time.Now), key(t)
	now := time.Now()
	gone := &switchable{Master: master}
	s := vault.Open(inner, gone, func() time.Time { return now })
	if err := s.Commit(ctx, personal()...); err != nil {
		t.Fatal(err)
	}
	gone.Master = down{}
	now = now.Add(2 * time.Hour)
	if _, err := s.Get(ctx, store.Key{Partition: "RECORD#population#" + person, Sort: "RECORD"}); err != nil {
		t.Errorf("a process with cached keys must continue: %v", err)
	}
	begun := vault.Open(inner, gone, time.Now)
	if _, err := begun.Get(ctx, store.Key{Partition: "PERSON#" + person, Sort: "X"}); !errors.Is(err, store.ErrBusy) {
		t.Errorf("a new process: %v, want busy", err)
	}
	if err := begun.Commit(ctx, store.Put("it", store.Item{Key: store.Key{Partition: "PERSON#" + person, Sort: "X"}})); !errors.Is(
		err,
		store.ErrBusy,
	) {
		t.Errorf("a new process: %v, want busy", err)
	}
	gone.Master = master
	if _, err := begun.Get(ctx, store.Key{Partition: "PERSON#" + person, Sort: "X"}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("after the master key is back: %v", err)
	}
}

type switchable struct{ vault.Master }

func TestAKeyFileIsItsOwnersAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	if _, err := vault.OpenFile(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := vault.OpenFile(path); err == nil || !strings.Contains(err.Error(), "chmod") {
		t.Errorf("the key file is readable for others: %v", err)
	}
	if err := errors.Join(os.WriteFile(path, []byte("short"), 0o600), os.Chmod(path, 0o600)); err != nil {
		t.Fatal(err)
	}
	if _, err := vault.OpenFile(path); err == nil {
		t.Error("half a key was accepted")
	}
}

func BenchmarkSealed(b *testing.B) {
	inner := disk(b, time.Now)
	at := store.Key{Partition: "SOMETHING", Sort: "1"}
	body := bytes.Repeat([]byte("x"), 2000)
	for name, s := range map[string]store.Store{"open": inner, "sealed": vault.Open(inner, key(b), time.Now)} {
		if err := s.Commit(b.Context(), store.Put("it", store.Item{Key: at, Body: body})); err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Get(b.Context(), at); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
