package vault_test

import (
	"context"
	"testing"
	"time"

	"miaoban/shared/store"
	"miaoban/shared/vault"
)

// planted is a store in which every record except the key ring has one given body.
type planted struct {
	store.Store
	body []byte
}

func (p *planted) Get(ctx context.Context, key store.Key) (store.Item, error) {
	if key.Partition == "KEYS" {
		return p.Store.Get(ctx, key)
	}
	return store.Item{Key: key, Body: p.body}, nil
}

// FuzzUnseal puts any bytes in place of a record: only what the vault itself wrote there opens.
func FuzzUnseal(f *testing.F) {
	inner := disk(f, time.Now)
	master := key(f)
	whole := store.Key{Partition: "SOMETHING", Sort: "1"}
	seen := &planted{Store: inner}
	s := vault.Open(seen, master, time.Now)
	if err := vault.Open(inner, master, time.Now).Commit(
		f.Context(),
		store.Put("it", store.Item{Key: whole, Body: []byte(`{"a":1}`)}),
	); err != nil {
		f.Fatal(err)
	}
	item, err := inner.Get(f.Context(), whole)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(item.Body)
	for _, kind := range []byte{1, 2, 3, 4, '{'} {
		f.Add([]byte{kind})
		f.Add(append([]byte{kind, 0, 1}, make([]byte, 100)...))
		f.Add(append([]byte{kind}, item.Body[1:]...))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		seen.body = body
		for _, at := range []store.Key{whole, {Partition: "APPLICATION#1", Sort: "APPLICATION"}, {Partition: "COHORT#a", Sort: "b"}} {
			got, err := s.Get(t.Context(), at)
			if err == nil && len(body) > 0 && string(body) != string(item.Body) {
				t.Errorf("opened %q as %q", body, got.Body)
			}
		}
	})
}
