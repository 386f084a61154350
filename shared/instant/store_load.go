package instant

import (
	"context"
	"encoding/json"

	"miaoban/shared/store"
	"miaoban/shared/store/listing"
)

// list returns a page of the records of a person, and the next cursor; "" at the end.
func list[T any](ctx context.Context, s store.Store, person, prefix, after string) ([]T, string, error) {
	return listing.Page[T](ctx, s, PersonPartition(person), prefix, after)
}

// load reads the record under the key, or returns store.ErrNotFound.
func load(ctx context.Context, s store.Store, key store.Key, into any) error {
	item, err := s.Get(ctx, key)
	if err != nil {
		return err
	}
	return json.Unmarshal(item.Body, into)
}
