package bolt

import (
	"errors"
	"fmt"
	"io"
	"os"

	"go.etcd.io/bbolt"
)

// Snapshot writes the records as they are at one moment, while commits go on: a file that
// Open opens.
func (s *Store) Snapshot(w io.Writer) error {
	err := s.db.View(func(tx *bbolt.Tx) error {
		_, err := tx.WriteTo(w)
		return err
	})
	if err != nil {
		return fmt.Errorf("bolt: a snapshot: %w", err)
	}
	return nil
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
