// Package vault is the sealed store: it encrypts personal records before the store gets them.
//
// Each record is encrypted (AES-256-GCM) with its own data key, which is stored in front of it,
// wrapped by a key of the ring. The ring's keys are in the store, wrapped by the master key in KMS
// or in a file, and are unwrapped once per process. Personal parts of a record's key (an ID number,
// an account, a digest of either) are replaced by a keyed digest, and so are parts that would link
// the records of two people. ruleOf names the records that are public; all others are sealed.
//
// The records of one application share a data key that is stored apart from them. Deleting it
// erases them everywhere, also in copies (crypto-shredding).
package vault

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"miaoban/shared/store"
)

// Master wraps and unwraps the ring's keys: 32 bytes in, somewhat more out.
type Master interface {
	Wrap(ctx context.Context, key []byte) ([]byte, error)
	Unwrap(ctx context.Context, wrapped []byte) ([]byte, error)
}

// Store is a store.Store whose personal records are sealed in an inner store.
type Store struct {
	inner  store.Store
	ring   *keeper
	recent recent
}

// Open returns the sealed store on inner. now decides when the key ring is read again.
func Open(inner store.Store, master Master, now func() time.Time) *Store {
	return &Store{inner: inner, ring: &keeper{inner: inner, master: master, now: now}}
}

// OpenExisting is Open for a process that may not make keys: until another has made the ring, every
// operation is refused with ErrNoRing.
func OpenExisting(inner store.Store, master Master, now func() time.Time) *Store {
	return &Store{inner: inner, ring: &keeper{inner: inner, master: master, now: now, existing: true}}
}

// ErrNoRing means that the store has no keys yet. Nothing was read or written, and a retry may
// succeed.
var ErrNoRing error = noRing{}

type noRing struct{}

func (noRing) Error() string { return "vault: the store has no ring of keys yet" }

// Temporary reports that a retry may succeed.
func (noRing) Temporary() bool { return true }

// RetryAfter is within what time the ring is made: the clocks do it, every five minutes.
func (noRing) RetryAfter() time.Duration { return 5 * time.Minute }

// Close closes the inner store.
func (s *Store) Close() error { return s.inner.Close() }

// Inner returns the store of the sealed records, for copies without decryption.
func (s *Store) Inner() store.Store { return s.inner }

// WithInner returns a copy of the sealed store over wrap(inner); tests use it to count calls.
func (s *Store) WithInner(wrap func(store.Store) store.Store) *Store {
	inner := wrap(s.inner)
	return &Store{inner: inner, ring: &keeper{inner: inner, master: s.ring.master, now: s.ring.now, existing: s.ring.existing}}
}

// Get returns the item, or store.ErrNotFound, also if the item's data key was erased.
func (s *Store) Get(ctx context.Context, key store.Key) (store.Item, error) {
	if key.Check() != nil {
		return store.Item{}, store.ErrNotFound
	}
	ring, err := s.ring.open(ctx)
	if err != nil {
		return store.Item{}, err
	}
	item, err := s.inner.Get(ctx, ring.place(key))
	if err != nil {
		return item, err
	}
	return s.unseal(ctx, item, key.Partition)
}

// Place returns the key under which the inner store has the item; for commands that scan the inner
// store and need to identify its items.
func (s *Store) Place(ctx context.Context, key store.Key) (store.Key, error) {
	ring, err := s.ring.open(ctx)
	if err != nil {
		return store.Key{}, err
	}
	return ring.place(key), nil
}

// Query returns one page of a partition. If a part of the sort keys is hidden, pages follow the
// order of the readable part, and only the items within a page are in full order; each item is in
// exactly one page. A prefix has to end within the readable part, else Query returns
// *store.Invalid.
func (s *Store) Query(ctx context.Context, q store.Query) (page store.Page, err error) {
	if err := q.Check(); err != nil {
		return page, err
	}
	ring, err := s.ring.open(ctx)
	if err != nil {
		return page, err
	}
	asked, rule := q.Partition, ruleOf(q.Partition)
	if rule.order != nil && rule.order(q.Prefix) < len(q.Prefix) {
		return page, &store.Invalid{Reason: "the query's prefix is in the hidden part of the sort key"}
	}
	q.Partition = ring.place(store.Key{Partition: asked, Sort: "-"}).Partition
	sealed, err := s.inner.Query(ctx, q)
	if err != nil {
		return page, err
	}
	page.Next = sealed.Next
	for _, item := range sealed.Items {
		switch item, err = s.unseal(ctx, item, asked); {
		case errors.Is(err, store.ErrNotFound): // erased
		case err != nil:
			return store.Page{}, err
		default:
			page.Items = append(page.Items, item)
		}
	}
	if rule.order != nil {
		slices.SortStableFunc(page.Items, func(a, b store.Item) int {
			if q.Descending {
				a, b = b, a
			}
			return strings.Compare(a.Sort, b.Sort)
		})
	}
	return page, nil
}

// Commit seals the bodies, and makes all the writes or none; see store.Store.
func (s *Store) Commit(ctx context.Context, writes ...store.Write) error {
	if err := store.Check(writes); err != nil {
		return err
	}
	ring, err := s.ring.open(ctx)
	if err != nil {
		return err
	}
	sealed := make([]store.Write, len(writes), len(writes)+1)
	keys := map[string]datakey{}
	for i, w := range writes {
		key := w.Item.Key
		if w.Op == store.OpDelete && IsSeal(key) {
			s.recent.forget(strings.TrimPrefix(key.Partition, sealPrefix))
		}
		w.Item.Key = ring.place(key)
		switch rule := ruleOf(key.Partition); {
		case w.Op != store.OpPut, rule.public:
		case rule.erasable:
			if _, known := keys[key.Partition]; !known {
				dk, made, err := s.shared(ctx, ring, key.Partition, writes)
				if err != nil {
					return err
				}
				keys[key.Partition], sealed = dk, append(sealed, made...)
			}
			w.Item.Body = sealShared(keys[key.Partition], w.Item)
		default:
			w.Item.Body = ring.seal(w.Item, rule.order != nil, key.Sort)
		}
		sealed[i] = w
	}
	return s.inner.Commit(ctx, sealed...)
}

// unseal opens an item and restores the key under which the caller asked for it.
func (s *Store) unseal(ctx context.Context, item store.Item, partition string) (store.Item, error) {
	place := item.Key
	item.Partition = partition
	if len(item.Body) == 0 || ruleOf(partition).public {
		return item, nil
	}
	var err error
	switch item.Body[0] {
	case kindOwn, kindHidden:
		hidden := item.Body[0] == kindHidden
		ring, failed := s.ring.with(ctx, ringKeyOf(item.Body))
		if failed != nil {
			return store.Item{}, failed
		}
		if item.Body, err = ring.unseal(place, item.Body); err == nil && hidden {
			sort, body, _ := strings.Cut(string(item.Body), "\x00")
			item.Sort, item.Body = sort, []byte(body)
		}
	case kindShared:
		dk, failed := s.lookUp(ctx, partition)
		if failed != nil {
			return store.Item{}, failed
		}
		item.Body, err = unsealShared(dk, place, item.Body)
	default: // somebody without a key wrote it to the table
		err = errSeal
	}
	if err != nil {
		return store.Item{}, fmt.Errorf("vault: %w", err)
	}
	return item, nil
}

// shared returns the data key of an application's records and, if it is new, the writes with the
// one that stores it.
func (s *Store) shared(ctx context.Context, ring *ring, partition string, writes []store.Write) (datakey, []store.Write, error) {
	head, _, _ := strings.Cut(partition, "#")
	made := slices.ContainsFunc(writes, func(w store.Write) bool {
		return w.Item.Key == store.Key{Partition: partition, Sort: head} && w.If.Absent()
	})
	if !made {
		dk, err := s.lookUp(ctx, partition)
		if !errors.Is(err, store.ErrNotFound) {
			return dk, nil, err
		}
	}
	dk, at := newDatakey(), SealKey(partition)
	return dk, []store.Write{store.Create("seal", store.Item{Key: at, Body: ring.wrap(dk, at)})}, nil
}

func (s *Store) lookUp(ctx context.Context, partition string) (datakey, error) {
	if dk, ok := s.recent.get(partition, s.ring.now()); ok {
		return dk, nil
	}
	at := SealKey(partition)
	item, err := s.inner.Get(ctx, at)
	if err != nil {
		return datakey{}, err
	}
	ring, err := s.ring.with(ctx, ringKeyOf(item.Body))
	if err != nil {
		return datakey{}, err
	}
	dk, err := ring.unwrap(at, item.Body)
	if err == nil {
		s.recent.put(partition, dk, s.ring.now())
	}
	return dk, err
}

// SealKey is where the data key of an erasable partition is stored. Removing that item erases all
// records of the partition.
func SealKey(partition string) store.Key {
	return store.Key{Partition: sealPrefix + partition, Sort: "SEAL"}
}

// IsSeal reports whether the item is such a data key. Backups store them apart, so that a restore
// does not bring back what was erased.
func IsSeal(key store.Key) bool { return strings.HasPrefix(key.Partition, sealPrefix) }

const sealPrefix = "SEAL#"
