package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"go.etcd.io/bbolt"

	"miaoban/shared/store"
)

// copied is how many items one transaction of a copy writes.
const copied = 5000

// Part is one file of a snapshot, with a filter for the records that belong into it.
type Part struct {
	Path string
	Keep func(store.Key) bool
}

// Snapshot writes the records as of one moment into new files, while commits go on. The files
// contain nothing else: no remains of old records in free pages. Each file is read back and
// compared before Snapshot returns.
func (s *Store) Snapshot(ctx context.Context, parts ...Part) error {
	return s.view(func(tx *bbolt.Tx) error {
		for _, part := range parts {
			if err := part.write(ctx, tx); err != nil {
				return fmt.Errorf("bolt: a snapshot: %w", err)
			}
		}
		return nil
	})
}

func (p Part) write(ctx context.Context, from *bbolt.Tx) error {
	file, err := os.OpenFile(p.Path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) // #nosec G304 -- the operator names the folder
	if err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	target, err := bbolt.Open(p.Path, 0o600, &bbolt.Options{NoSync: true})
	if err != nil {
		return err
	}
	if err := errors.Join(pour(ctx, from, target, p.Keep), target.Sync(), target.Close()); err != nil {
		return err
	}
	return Check(p.Path)
}

// Merge adds the records of the file at path to the store file at into.
func Merge(ctx context.Context, into, path string) error {
	source, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("bolt: %w", err)
	}
	target, err := bbolt.Open(into, 0o600, &bbolt.Options{Timeout: time.Second})
	if err != nil {
		return errors.Join(fmt.Errorf("bolt: %w", err), source.Close())
	}
	err = source.View(func(from *bbolt.Tx) error {
		return pour(ctx, from, target, func(store.Key) bool { return true })
	})
	if err := errors.Join(err, target.Close(), source.Close()); err != nil {
		return fmt.Errorf("bolt: merging: %w", err)
	}
	return nil
}

// pour copies the records that keep selects, in the order of their keys.
func pour(ctx context.Context, from *bbolt.Tx, target *bbolt.DB, keep func(store.Key) bool) error {
	cursor := from.Bucket(bucket).Cursor()
	key, value := cursor.First()
	for begun := false; !begun || key != nil; begun = true {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := target.Update(func(to *bbolt.Tx) error {
			items, err := to.CreateBucketIfNotExists(bucket)
			if err != nil {
				return err
			}
			items.FillPercent = 1 // keys arrive in order
			for n := 0; key != nil && n < copied; key, value = cursor.Next() {
				partition, sort, _ := bytes.Cut(key, []byte{0})
				if !keep(store.Key{Partition: string(partition), Sort: string(sort)}) {
					continue
				}
				if err := items.Put(key, value); err != nil {
					return err
				}
				n++
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
