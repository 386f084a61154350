package delivery

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"os"

	"miaoban/shared/store"
)

// twice finds the keys that a file may have twice, in memory that does not depend on its length: a few more than it
// has (a Bloom filter).
type twice struct {
	seed maphash.Seed
	bits []uint64
	keys map[uint64]bool // hashes of those keys
}

const (
	bitsOfTwice   = 1 << 26
	hashesOfTwice = 4
)

func newTwice() *twice {
	return &twice{seed: maphash.MakeSeed(), bits: make([]uint64, bitsOfTwice/64), keys: map[uint64]bool{}}
}

func (t *twice) add(key string) {
	hash := maphash.String(t.seed, key)
	before := true
	for n := range uint64(hashesOfTwice) {
		bit := (hash + n*(hash>>32|1)) % bitsOfTwice
		word, mask := &t.bits[bit/64], uint64(1)<<(bit%64)
		before = before && *word&mask != 0
		*word |= mask
	}
	if before {
		t.keys[hash] = true
	}
}

func (t *twice) has(key string) bool { return t.keys[maphash.String(t.seed, key)] }

// ahead is the store as it would be after the writes that it was told of, and is itself never written. Their items are
// in a temporary file, which only its owner can read.
type ahead struct {
	store.Store
	file  *os.File
	end   int64
	items map[store.Key]stretch
}

// stretch is where an item is in the file; length 0 means that it was removed.
type stretch struct{ at, length int64 }

func newAhead(s store.Store) *ahead { return &ahead{Store: s, items: map[store.Key]stretch{}} }

// Get returns the item as it would be.
func (a *ahead) Get(ctx context.Context, key store.Key) (store.Item, error) {
	p, would := a.items[key]
	switch {
	case !would:
		return a.Store.Get(ctx, key)
	case p.length == 0:
		return store.Item{}, store.ErrNotFound
	}
	body := make([]byte, p.length)
	if _, err := a.file.ReadAt(body, p.at); err != nil && !errors.Is(err, io.EOF) {
		return store.Item{}, fmt.Errorf("delivery: %w", err)
	}
	return store.Item{Key: key, Body: json.RawMessage(body), Version: 1}, nil
}

// tell takes the writes as made.
func (a *ahead) tell(writes []store.Write) error {
	for _, w := range writes {
		switch {
		case w.Name != "record":
		case w.Op == store.OpDelete:
			a.items[w.Item.Key] = stretch{}
		case w.Op == store.OpPut:
			if a.file == nil {
				var err error
				if a.file, err = os.CreateTemp("", "preview-"); err != nil {
					return fmt.Errorf("delivery: %w", err)
				}
			}
			if _, err := a.file.WriteAt(w.Item.Body, a.end); err != nil {
				return fmt.Errorf("delivery: %w", err)
			}
			a.items[w.Item.Key] = stretch{a.end, int64(len(w.Item.Body))}
			a.end += int64(len(w.Item.Body))
		}
	}
	return nil
}

func (a *ahead) close() error {
	if a.file == nil {
		return nil
	}
	return errors.Join(a.file.Close(), os.Remove(a.file.Name()))
}
