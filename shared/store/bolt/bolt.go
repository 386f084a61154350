// Package bolt stores the records of one machine in one bbolt file. A commit that returned is on
// the disk.
//
// A damaged or missing file results in an error and never ends the process: see fileState.
package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"time"

	"go.etcd.io/bbolt"
	bbolterrors "go.etcd.io/bbolt/errors"

	"miaoban/shared/store"
)

// ErrInUse is the error of Open if another process has the file open.
var ErrInUse = errors.New("bolt: another process has the file open")

// Store is a record store in a file. It is safe for concurrent use.
type Store struct {
	db      *bbolt.DB
	state   *fileState
	now     func() time.Time
	commits chan *commit
	closing chan struct{}
	once    sync.Once
	done    chan struct{} // closed when the writer has ended
}

// commit is one caller's commit in the queue of the writer.
type commit struct {
	ctx    context.Context
	writes []store.Write
	result chan error
}

var bucket = []byte("items")

// room is how many bytes the file may grow before bbolt maps it again. Mapping waits for all open
// read transactions, and a backup reads for as long as it takes.
const room = 1 << 30

// Open opens the file and creates it if it does not exist. now decides which items have expired.
// Open first reads the whole file and returns ErrDamaged if it is damaged, ErrInUse if another
// process has it open.
func Open(path string, now func() time.Time) (*Store, error) {
	if err := Check(path); err != nil && !errors.Is(err, errEmpty) {
		return nil, err
	}
	s := &Store{
		state: &fileState{path: path}, now: now,
		commits: make(chan *commit), closing: make(chan struct{}), done: make(chan struct{}),
	}
	err := guarded(func() (err error) {
		if s.db, err = bbolt.Open(path, 0o600, s.state.options()); err != nil {
			return opening(err)
		}
		err = s.db.Update(func(tx *bbolt.Tx) error {
			_, err := tx.CreateBucketIfNotExists(bucket)
			return err
		})
		if err != nil {
			return errors.Join(fmt.Errorf("bolt: %w", err), s.db.Close())
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	go s.write()
	return s, nil
}

// opening translates bbolt's error on opening a file.
func opening(err error) error {
	if errors.Is(err, bbolterrors.ErrTimeout) {
		return ErrInUse
	}
	for _, damage := range []error{bbolterrors.ErrInvalid, bbolterrors.ErrChecksum, bbolterrors.ErrVersionMismatch} {
		if errors.Is(err, damage) {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
	}
	return fmt.Errorf("bolt: %w", err)
}

// Close waits for the commits that have begun, and closes the file.
func (s *Store) Close() error {
	s.once.Do(func() { close(s.closing) })
	<-s.done
	if s.state.lost() { // bbolt's locks are unusable too
		return nil
	}
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("bolt: %w", err)
	}
	return nil
}

// Health returns the known fault of the file: ErrDamaged, ErrGone, or nil.
func (s *Store) Health() error { return s.state.health() }

// Get returns the item, or store.ErrNotFound.
func (s *Store) Get(ctx context.Context, key store.Key) (item store.Item, err error) {
	if err := ctx.Err(); err != nil {
		return item, err
	}
	err = s.view(func(tx *bbolt.Tx) error {
		value := tx.Bucket(bucket).Get(encodeKey(key))
		if value == nil {
			return store.ErrNotFound
		}
		item = decode(key, value)
		return nil
	})
	if err == nil && item.Expired(s.now()) {
		return store.Item{}, store.ErrNotFound
	}
	return item, err
}

// Query returns one page of a partition; see store.Store.
func (s *Store) Query(ctx context.Context, q store.Query) (page store.Page, err error) {
	if err := errors.Join(ctx.Err(), q.Check()); err != nil {
		return page, err
	}
	limit, now := q.PageSize(), s.now()
	err = s.view(func(tx *bbolt.Tx) error {
		w := newWalk(tx.Bucket(bucket).Cursor(), q)
		for key, value := w.first(); key != nil; key, value = w.step() {
			item := decode(store.Key{Partition: q.Partition, Sort: string(key[len(q.Partition)+1:])}, value)
			if item.Expired(now) {
				continue
			}
			if len(page.Items) == limit {
				page.Next = page.Items[limit-1].Sort
				return nil
			}
			page.Items = append(page.Items, item)
		}
		return nil
	})
	return page, err
}

// Commit makes all the writes or none; see store.Store.
func (s *Store) Commit(ctx context.Context, writes ...store.Write) error {
	if err := store.Check(writes); err != nil {
		return err
	}
	c := &commit{ctx, writes, make(chan error, 1)}
	select {
	case s.commits <- c:
		return <-c.result
	case <-ctx.Done():
		return ctx.Err()
	case <-s.closing:
		return errors.New("bolt: closed")
	}
}

// maxGroup is the maximum number of commits in one transaction.
const maxGroup = 256

// write is the only writer. All commits that are waiting share one transaction, and so one sync of
// the disk; a single commit does not wait for others.
func (s *Store) write() {
	defer close(s.done)
	for {
		select {
		case first := <-s.commits:
			s.writeGroup(s.waiting(first))
		case <-s.closing:
			return
		}
	}
}

func (s *Store) waiting(first *commit) []*commit {
	group := []*commit{first}
	for len(group) < maxGroup {
		select {
		case c := <-s.commits:
			group = append(group, c)
		default:
			return group
		}
	}
	return group
}

func (s *Store) writeGroup(group []*commit) {
	results := make([]error, len(group))
	now := s.now()
	err := s.update(func(tx *bbolt.Tx) error {
		items := tx.Bucket(bucket)
		for i, c := range group {
			if results[i] = c.ctx.Err(); results[i] != nil {
				continue
			}
			var puts []put
			if puts, results[i] = plan(items, c.writes, now); results[i] != nil {
				continue
			}
			for _, p := range puts {
				if err := p.apply(items); err != nil {
					return err // the whole group is rolled back
				}
			}
		}
		return nil
	})
	for i, c := range group {
		if err != nil && results[i] == nil {
			results[i] = err
		}
		c.result <- results[i]
	}
}

// put is a write whose condition is true: the value to set, or nil to delete the key.
type put struct{ key, value []byte }

func (p put) apply(items *bbolt.Bucket) error {
	if p.value == nil {
		return items.Delete(p.key)
	}
	return items.Put(p.key, p.value)
}

// plan returns the puts of a commit, or *store.Conflict if conditions are false.
func plan(items *bbolt.Bucket, writes []store.Write, now time.Time) ([]put, error) {
	puts := make([]put, 0, len(writes))
	var lost []string
	for _, w := range writes {
		key := encodeKey(w.Item.Key)
		var old store.Item
		value := items.Get(key)
		found := value != nil
		if found {
			if old = decode(w.Item.Key, value); old.Expired(now) {
				old, found = store.Item{}, false
			}
		}
		sum := old.Count + w.Delta
		if !w.If.Holds(found, old.Version) || w.Op == store.OpAdd && (sum < 0 || sum > w.Max) {
			lost = append(lost, w.Name)
			continue
		}
		switch w.Op {
		case store.OpPut:
			puts = append(puts, put{key, encode(store.Item{Body: w.Item.Body, Version: old.Version + 1, Expires: w.Item.Expires})})
		case store.OpAdd:
			expires := old.Expires
			if !w.Item.Expires.IsZero() {
				expires = w.Item.Expires
			}
			puts = append(puts, put{key, encode(store.Item{Body: old.Body, Version: old.Version + 1, Expires: expires, Count: sum})})
		case store.OpDelete:
			puts = append(puts, put{key, nil})
		case store.OpCheck:
		}
	}
	if lost != nil {
		return nil, &store.Conflict{Lost: lost}
	}
	return puts, nil
}

// encodeKey joins the two parts of the key with NUL, which neither part may contain.
func encodeKey(key store.Key) []byte {
	encoded := make([]byte, 0, len(key.Partition)+1+len(key.Sort))
	encoded = append(encoded, key.Partition...)
	encoded = append(encoded, 0)
	return append(encoded, key.Sort...)
}

// header is version, count and expiry, eight bytes each, before the body.
const header = 24

func encode(item store.Item) []byte {
	value := make([]byte, header, header+len(item.Body))
	binary.BigEndian.PutUint64(value, uint64(item.Version))
	binary.BigEndian.PutUint64(value[8:], uint64(item.Count))
	if !item.Expires.IsZero() {
		binary.BigEndian.PutUint64(value[16:], uint64(item.Expires.Unix()))
	}
	return append(value, item.Body...)
}

func decode(key store.Key, value []byte) store.Item {
	item := store.Item{
		Key: key, Body: bytes.Clone(value[header:]),
		Version: int64(binary.BigEndian.Uint64(value)),
		Count:   int64(binary.BigEndian.Uint64(value[8:])),
	}
	if seconds := int64(binary.BigEndian.Uint64(value[16:])); seconds != 0 {
		item.Expires = time.Unix(seconds, 0)
	}
	return item
}
