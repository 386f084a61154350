package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"time"

	"go.etcd.io/bbolt"

	"miaoban/shared/store"
)

// copied is how many items go into one transaction of a copy.
const copied = 5000

// Snapshot writes those records that are to be kept, as they are at one moment, into a new
// file, while commits go on. Nothing else is in it, not even in pages that are free.
func (s *Store) Snapshot(path string, keep func(store.Key) bool) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) // #nosec G304 -- the operator names the folder
	if err != nil {
		return fmt.Errorf("bolt: a snapshot: %w", err)
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("bolt: a snapshot: %w", err)
	}
	target, err := bbolt.Open(path, 0o600, &bbolt.Options{NoSync: true})
	if err != nil {
		return fmt.Errorf("bolt: a snapshot: %w", err)
	}
	if err := errors.Join(pour(s.db, target, keep), target.Sync(), target.Close()); err != nil {
		return fmt.Errorf("bolt: a snapshot: %w", err)
	}
	return nil
}

// Merge puts the records of the file into the store that is in another.
func Merge(into, path string) error {
	source, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("bolt: %w", err)
	}
	target, err := bbolt.Open(into, 0o600, &bbolt.Options{Timeout: time.Second})
	if err != nil {
		return errors.Join(fmt.Errorf("bolt: %w", err), source.Close())
	}
	all := func(store.Key) bool { return true }
	if err := errors.Join(pour(source, target, all), target.Close(), source.Close()); err != nil {
		return fmt.Errorf("bolt: merging: %w", err)
	}
	return nil
}

// pour copies the records to keep, in the order of their keys.
func pour(source, target *bbolt.DB, keep func(store.Key) bool) error {
	return source.View(func(from *bbolt.Tx) error {
		cursor := from.Bucket(bucket).Cursor()
		key, value := cursor.First()
		for begun := false; !begun || key != nil; begun = true {
			err := target.Update(func(to *bbolt.Tx) error {
				items, err := to.CreateBucketIfNotExists(bucket)
				if err != nil {
					return err
				}
				items.FillPercent = 1 // they come in their order
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
	})
}

// Check reads a whole file and reports what is broken in it: pages that are torn, or
// referred to twice.
func Check(path string) (err error) {
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		return errors.Join(fmt.Errorf("bolt: %s holds no records", path), err)
	}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("bolt: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.View(func(tx *bbolt.Tx) error {
		if tx.Bucket(bucket) == nil {
			return fmt.Errorf("bolt: %s holds no records", path)
		}
		var broken error
		for err := range tx.Check() { // the channel is read to its end
			broken = errors.Join(broken, err)
		}
		return broken
	})
}
