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

// What can be wrong with the file of a store. A caller is told so with store.ErrBusy where
// nothing was written, and with store.ErrAmbiguous where that is not known.
var (
	// ErrDamaged says that the file is not what was written: nothing is written to it any
	// more, and what is whole of it is still read. It has to be restored from a backup.
	ErrDamaged = errors.New("bolt: the file is damaged: restore it from a backup")
	// ErrGone says that the file is not where it was, or that another is in its place: what
	// was committed now would be lost with it. It is used again once it is back.
	ErrGone = errors.New("bolt: the file is gone: stop, and put it back or restore it from a backup")
)

// standing is whether the file can be relied on. bbolt maps it into memory and panics where
// a page is not what it should be; what is beyond the file's end, or cannot be read from the
// disk, is a fault of memory.
type standing struct {
	path   string
	opened os.FileInfo // of the file that bbolt has open

	mu       sync.Mutex // held while a transaction begins
	damaged  error      // the first damage that was met
	unusable bool       // bbolt's own locks were left behind by it: nothing can begin any more
}

// options open the file that the standing is of.
func (s *standing) options() *bbolt.Options {
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

// there reports ErrGone unless the file is where it was opened. It costs a call of the
// system, about a microsecond.
func (s *standing) there() error {
	info, err := os.Stat(s.path)
	if err != nil || !os.SameFile(info, s.opened) {
		return ErrGone
	}
	return nil
}

func (s *standing) health() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.damaged != nil {
		return s.damaged
	}
	return s.there()
}

func (s *standing) lost() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.unusable
}

// begin begins a transaction, unless the file cannot be relied on for it.
func (s *standing) begin(db *bbolt.DB, writable bool) (tx *bbolt.Tx, err error) {
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

// end ends a transaction that was not committed, after the error.
func (s *standing) end(tx *bbolt.Tx, met error) {
	left := guarded(tx.Rollback) // whose own error is that it has ended already
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, err := range []error{met, left} {
		if errors.Is(err, ErrDamaged) && s.damaged == nil {
			s.damaged = err
		}
	}
	s.unusable = s.unusable || errors.Is(left, ErrDamaged)
}

// view reads in one transaction.
func (s *Store) view(read func(*bbolt.Tx) error) error {
	tx, err := s.state.begin(s.db, false)
	if err != nil {
		return refused(err)
	}
	err = guarded(func() error { return read(tx) })
	s.state.end(tx, err)
	return refused(err)
}

// update writes in one transaction. What was written is on the disk, in the file that is at
// its place, when update returns without an error.
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
		// A full disk, a fault of it, or none under the file: whether anything was written, only reading tells.
		return fmt.Errorf("%w: %w", store.ErrAmbiguous, err)
	}
	return nil
}

// refused is the error of what was not begun, or did nothing, because of the file.
func refused(err error) error {
	if errors.Is(err, ErrDamaged) || errors.Is(err, ErrGone) {
		return fmt.Errorf("%w: %w", store.ErrBusy, err)
	}
	return err
}

// guarded is what f returns, or ErrDamaged where f panics or touches memory that has no
// file behind it. What it panics with may have keys in it, so no log gets that.
func guarded(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w (%T)", ErrDamaged, p)
		}
	}()
	return f()
}
