package bolt

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"go.etcd.io/bbolt"

	"miaoban/shared/store"
)

// Faults of the file. Callers see them wrapped in store.ErrBusy if nothing was written, and in
// store.ErrAmbiguous if that is unknown.
var (
	// ErrDamaged means that the file's content is corrupt: nothing more is written to it, intact
	// records are still read. Restore it from a backup.
	ErrDamaged = errors.New("bolt: the file is damaged: restore it from a backup")
	// ErrGone means that the file was moved or deleted, or another one is in its place: a commit
	// would be lost with it. The store continues once the file is back.
	ErrGone = errors.New("bolt: the file is gone: stop, and put it back or restore it from a backup")
)

// fileState records whether the file can be relied on. bbolt maps the file into memory and panics
// on a malformed page; a read beyond the file's end, or of a bad disk block, is a memory fault
// (SIGBUS). guarded turns both into ErrDamaged.
type fileState struct {
	path   string
	opened os.FileInfo // the file that bbolt has open

	mu       sync.Mutex // held while a transaction begins
	damaged  error      // the first damage that was found
	unusable bool       // a panic left bbolt's locks held: no transaction can begin any more
}

// options are bbolt's options; opening the file records which file the state is about.
func (s *fileState) options() *bbolt.Options {
	return &bbolt.Options{
		Timeout: 100 * time.Millisecond, FreelistType: bbolt.FreelistMapType, InitialMmapSize: room,
		OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
			file, err := os.OpenFile(name, flag, mode) // #nosec G304 -- the operator names the file
			if err != nil {
				return nil, err
			}
			if s.opened, err = file.Stat(); err != nil {
				return nil, errors.Join(err, file.Close())
			}
			return file, nil
		},
	}
}

// there returns ErrGone unless the path still leads to the file that was opened. It costs one
// stat, about a microsecond.
func (s *fileState) there() error {
	info, err := os.Stat(s.path)
	if err != nil || !os.SameFile(info, s.opened) {
		return ErrGone
	}
	return nil
}

func (s *fileState) health() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.damaged != nil {
		return s.damaged
	}
	return s.there()
}

func (s *fileState) lost() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.unusable
}

// begin begins a transaction, or returns the fault of the file.
func (s *fileState) begin(db *bbolt.DB, writable bool) (tx *bbolt.Tx, err error) {
	if err := s.there(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.damaged != nil && (writable || s.unusable) {
		return nil, s.damaged
	}
	err = guarded(func() (err error) {
		tx, err = db.Begin(writable)
		return err
	})
	if errors.Is(err, ErrDamaged) {
		s.damaged, s.unusable = err, true
	}
	return tx, err
}

// end rolls back a transaction that failed with the error, and records damage.
func (s *fileState) end(tx *bbolt.Tx, met error) {
	left := guarded(tx.Rollback) // fails harmlessly if the transaction has ended already
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, err := range []error{met, left} {
		if errors.Is(err, ErrDamaged) && s.damaged == nil {
			s.damaged = err
		}
	}
	s.unusable = s.unusable || errors.Is(left, ErrDamaged)
}

// view runs read in one read-only transaction.
func (s *Store) view(read func(*bbolt.Tx) error) error {
	tx, err := s.state.begin(s.db, false)
	if err != nil {
		return refused(err)
	}
	err = guarded(func() error { return read(tx) })
	s.state.end(tx, err)
	return refused(err)
}

// update runs write in one transaction. When it returns nil, the changes are on the disk, in the
// file at the store's path.
func (s *Store) update(write func(*bbolt.Tx) error) error {
	tx, err := s.state.begin(s.db, true)
	if err != nil {
		return refused(err)
	}
	if err := guarded(func() error { return write(tx) }); err != nil {
		s.state.end(tx, err)
		return refused(err)
	}
	if err = guarded(tx.Commit); err != nil {
		s.state.end(tx, err)
	} else {
		err = s.state.there()
	}
	if err != nil {
		// The disk is full, has failed, or the file was removed: only a read can tell whether the
		// commit was written.
		return fmt.Errorf("%w: %w", store.ErrAmbiguous, err)
	}
	return nil
}

// refused is the error of a transaction that did not begin, or changed nothing, because of the
// file.
func refused(err error) error {
	if errors.Is(err, ErrDamaged) || errors.Is(err, ErrGone) {
		return fmt.Errorf("%w: %w", store.ErrBusy, err)
	}
	return err
}

// guarded returns f's error, or ErrDamaged if f panics or touches memory that has no file behind
// it. The panic's value is dropped, since it may contain keys.
func guarded(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w (%T)", ErrDamaged, p)
		}
	}()
	return f()
}
