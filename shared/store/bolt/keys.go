package bolt

import (
	"bytes"
	"context"
	"fmt"
	"iter"

	"go.etcd.io/bbolt"

	"miaoban/shared/store"
)

// Keys yields the key of every item in bytewise order, including expired items that were not
// overwritten. It does not see commits made meanwhile.
func (s *Store) Keys(ctx context.Context) iter.Seq2[store.Key, error] {
	return func(yield func(store.Key, error) bool) {
		err := s.db.View(func(tx *bbolt.Tx) error {
			cursor := tx.Bucket(bucket).Cursor()
			for key, _ := cursor.First(); key != nil; key, _ = cursor.Next() {
				if err := ctx.Err(); err != nil {
					return err
				}
				partition, sort, _ := bytes.Cut(key, []byte{0})
				if !yield(store.Key{Partition: string(partition), Sort: string(sort)}, nil) {
					return nil
				}
			}
			return nil
		})
		if err != nil {
			yield(store.Key{}, fmt.Errorf("bolt: listing keys: %w", err))
		}
	}
}
