package vault

import (
	"context"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"miaoban/shared/store"
)

// ring is the set of unwrapped keys that wrap the data keys.
type ring struct {
	wrapping map[uint16]cipher.AEAD
	newest   uint16
	index    []byte // derived from the first key for good: blinded keys must be found again
	read     time.Time
}

// kept is the ring as it is stored, oldest key first.
type kept struct {
	Keys []keptKey `json:"keys"`
}

type keptKey struct {
	Made    time.Time `json:"made"`
	Wrapped []byte    `json:"wrapped"` // by the master key
}

func ringKey() store.Key { return store.Key{Partition: "KEYS", Sort: "RING"} }

// stale is how long a process seals with a ring that it has read; after it, a new key is in use in
// every process.
const (
	stale = time.Hour
	pause = time.Minute // before retrying after the ring could not be read
)

// keeper reads the ring on first use and caches it.
type keeper struct {
	inner    store.Store
	master   Master
	now      func() time.Time
	existing bool // makes no ring

	mu   sync.Mutex
	ring *ring
}

// open returns the ring. store.ErrBusy means that the master key could not be reached; nothing was
// read or written.
func (k *keeper) open(ctx context.Context) (*ring, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.ring != nil && k.now().Sub(k.ring.read) < stale {
		return k.ring, nil
	}
	fresh, err := k.load(ctx)
	switch {
	case err == nil:
		k.ring = fresh
		return fresh, nil
	case k.ring == nil:
		return nil, err
	}
	k.ring.read = k.now().Add(pause - stale) // an old ring seals as well as a new one
	return k.ring, nil
}

// with returns a ring that has the key, reading it again if another process has just added the
// key.
func (k *keeper) with(ctx context.Context, id uint16) (*ring, error) {
	current, err := k.open(ctx)
	if err != nil || current.wrapping[id] != nil {
		return current, err
	}
	fresh, err := k.reload(ctx)
	if err == nil && fresh.wrapping[id] == nil {
		return nil, fmt.Errorf("vault: %w", errSeal)
	}
	return fresh, err
}

// reload reads the ring even if it is not stale.
func (k *keeper) reload(ctx context.Context) (*ring, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	fresh, err := k.load(ctx)
	if err == nil {
		k.ring = fresh
	}
	return fresh, err
}

// load reads the ring and, if the keeper may, creates it where it does not exist.
func (k *keeper) load(ctx context.Context) (*ring, error) {
	item, err := k.inner.Get(ctx, ringKey())
	if k.existing && errors.Is(err, store.ErrNotFound) {
		return nil, ErrNoRing
	}
	if errors.Is(err, store.ErrNotFound) {
		if item, err = k.add(ctx, item); errors.As(err, new(*store.Conflict)) { // another process was first
			item, err = k.inner.Get(ctx, ringKey())
		}
	}
	if err != nil {
		return nil, fmt.Errorf("vault: the ring: %w", err)
	}
	return k.unlock(ctx, item)
}

// add puts a new key on the ring in the item, or on a new ring if the item is empty.
func (k *keeper) add(ctx context.Context, item store.Item) (store.Item, error) {
	var all kept
	write := store.Replace
	if item.Body == nil {
		item.Key, write = ringKey(), store.Create
	} else if err := json.Unmarshal(item.Body, &all); err != nil {
		return item, err
	}
	key := newDatakey()
	wrapped, err := k.master.Wrap(ctx, key[:])
	if err != nil {
		return item, fmt.Errorf("%w: the master key: %w", store.ErrBusy, err)
	}
	all.Keys = append(all.Keys, keptKey{k.now().UTC(), wrapped})
	if item.Body, err = json.Marshal(all); err != nil {
		return item, err
	}
	return item, k.inner.Commit(ctx, write("ring", item))
}

// unlock unwraps the keys of a stored ring.
func (k *keeper) unlock(ctx context.Context, item store.Item) (*ring, error) {
	var all kept
	if err := json.Unmarshal(item.Body, &all); err != nil {
		return nil, fmt.Errorf("vault: the ring: %w", err)
	}
	r := &ring{wrapping: map[uint16]cipher.AEAD{}, newest: uint16(len(all.Keys)), read: k.now()}
	for i, key := range all.Keys {
		secret, err := k.master.Unwrap(ctx, key.Wrapped)
		if err != nil {
			return nil, fmt.Errorf("vault: %w: the master key: %w", store.ErrBusy, err)
		}
		wrapping, err := hkdf.Key(sha256.New, secret, nil, "miaoban wrapping", 32)
		if err == nil && i == 0 {
			r.index, err = hkdf.Key(sha256.New, secret, nil, "miaoban index", 32)
		}
		if err != nil {
			return nil, fmt.Errorf("vault: %w", err)
		}
		r.wrapping[uint16(i+1)] = aead(wrapping)
	}
	return r, nil
}

// Rotate adds a new key to the ring; records written from now on are sealed with it. Other
// processes use it within the hour; older records open as before.
func (s *Store) Rotate(ctx context.Context) error {
	if _, err := s.ring.open(ctx); err != nil { // creates the ring if there is none
		return err
	}
	item, err := s.inner.Get(ctx, ringKey())
	if err == nil {
		_, err = s.ring.add(ctx, item)
	}
	if err != nil {
		return fmt.Errorf("vault: rotating: %w", err)
	}
	_, err = s.ring.reload(ctx)
	return err
}

// Rewrap wraps the ring with another master key. No record is rewritten.
func (s *Store) Rewrap(ctx context.Context, to Master) error {
	if _, err := s.ring.open(ctx); err != nil {
		return err
	}
	item, err := s.inner.Get(ctx, ringKey())
	if err != nil {
		return fmt.Errorf("vault: the ring: %w", err)
	}
	var all kept
	if err := json.Unmarshal(item.Body, &all); err != nil {
		return fmt.Errorf("vault: the ring: %w", err)
	}
	for i, key := range all.Keys {
		secret, err := s.ring.master.Unwrap(ctx, key.Wrapped)
		if err == nil {
			all.Keys[i].Wrapped, err = to.Wrap(ctx, secret)
		}
		if err != nil {
			return fmt.Errorf("vault: the master key: %w", err)
		}
	}
	if item.Body, err = json.Marshal(all); err != nil {
		return fmt.Errorf("vault: %w", err)
	}
	if err := s.inner.Commit(ctx, store.Replace("ring", item)); err != nil {
		return fmt.Errorf("vault: the ring: %w", err)
	}
	s.ring.mu.Lock()
	s.ring.master = to
	s.ring.mu.Unlock()
	return nil
}
