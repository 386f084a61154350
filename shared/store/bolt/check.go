package bolt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	"go.etcd.io/bbolt"
)

var errEmpty = errors.New("bolt: the file holds no records")

// Check reads a whole file that nobody writes to, and returns ErrDamaged with the fault if a page
// is torn, malformed, or referenced twice. It takes about two seconds for a gigabyte in the page
// cache.
func Check(path string) (err error) {
	file, err := os.Open(path) // #nosec G304 -- the operator names the file
	if errors.Is(err, os.ErrNotExist) {
		return errEmpty
	}
	if err != nil {
		return fmt.Errorf("bolt: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("bolt: %w", err)
	}
	if info.Size() == 0 {
		return errEmpty
	}
	return guarded(func() (err error) {
		state := &fileState{path: path}
		options := state.options()
		options.ReadOnly, options.PreLoadFreelist, options.InitialMmapSize = true, true, 0
		db, err := bbolt.Open(path, 0o600, options)
		if err != nil {
			return opening(err)
		}
		defer func() { err = errors.Join(err, db.Close()) }()
		return db.View(func(tx *bbolt.Tx) error {
			if tx.Size() > info.Size() {
				return fmt.Errorf("%w: the file is truncated", ErrDamaged)
			}
			// Our own walk comes first: on a damaged file bbolt's check can loop forever or read
			// beyond the end.
			p := pages{file: file, size: int64(db.Info().PageSize)}
			p.seen = make([]bool, tx.Size()/p.size)
			if err := p.tree(uint64(tx.Cursor().Bucket().RootPage())); err != nil {
				return fmt.Errorf("%w: %w", ErrDamaged, err)
			}
			if tx.Bucket(bucket) == nil {
				return errEmpty
			}
			if !p.meta(0) || !p.meta(1) { // one was torn during its write: the other leads to the commit before
				return nil
			}
			var broken error
			for err := range tx.Check(bbolt.WithKVStringer(nameless{})) { // the channel has to be drained
				if broken == nil {
					broken = fmt.Errorf("%w: %w", ErrDamaged, err)
				}
			}
			return broken
		})
	})
}

// nameless keeps keys and values out of bbolt's reports.
type nameless struct{}

func (nameless) KeyToString([]byte) string { return "a key" }

func (nameless) ValueToString([]byte) string { return "a value" }

// pages reads the pages of a bbolt file. A page has a header of 16 bytes (page number, kind,
// number of elements, number of overflow pages) and 16 bytes for each element, which locate its
// key. An element of a branch page leads to another page; some elements of a leaf page are buckets
// and lead to the root page of the bucket.
type pages struct {
	file io.ReaderAt
	size int64  // of a page
	seen []bool // the pages that were reached, to find one that is referenced twice
}

const (
	head       = 16
	branch     = 1
	leaf       = 2
	meta       = 4
	subBucket  = 1
	bucketHead = 16
)

// meta reports whether the page is a valid meta page (the two first pages of a file).
func (p pages) meta(number int64) bool {
	text := make([]byte, head)
	_, err := p.file.ReadAt(text, number*p.size)
	return err == nil && binary.NativeEndian.Uint64(text) == uint64(number) && binary.NativeEndian.Uint16(text[8:]) == meta
}

// tree reads all pages below the page; each must be reached only once.
func (p pages) tree(number uint64) error {
	broken := func(how string) error { return fmt.Errorf("page %d %s", number, how) }
	if number < 2 || number >= uint64(len(p.seen)) {
		return broken("is beyond the end of the file")
	}
	start := int64(number) * p.size
	text := make([]byte, head)
	if _, err := p.file.ReadAt(text, start); err != nil {
		return broken("cannot be read")
	}
	kind, count, more := binary.NativeEndian.Uint16(
		text[8:],
	), int(
		binary.NativeEndian.Uint16(text[10:]),
	), uint64(
		binary.NativeEndian.Uint32(text[12:]),
	)
	if binary.NativeEndian.Uint64(text) != number || kind != branch && kind != leaf || kind == branch && count == 0 {
		return broken("has the wrong number or kind")
	}
	if number+more >= uint64(len(p.seen)) {
		return broken("overflows the end of the file")
	}
	for n := number; n <= number+more; n++ {
		if p.seen[n] {
			return broken("is referenced twice")
		}
		p.seen[n] = true
	}
	length := int64(more+1) * p.size
	if int64(head+16*count) > length {
		return broken("has too many elements")
	}
	elements := make([]byte, 16*count)
	if _, err := p.file.ReadAt(elements, start+head); err != nil {
		return broken("cannot be read")
	}
	for i := range count {
		element := elements[16*i : 16*i+16]
		at := func(n int) int64 { return int64(binary.NativeEndian.Uint32(element[n:])) }
		place, size, next := at(0), at(4), binary.NativeEndian.Uint64(element[8:])
		if kind == leaf { // kind, place, and size of key and value
			place, size, next = at(4), at(8)+at(12), 0
		}
		place += head + int64(16*i)
		if place < int64(head+16*count) || place+size > length {
			return broken("has an element beyond its end")
		}
		if kind == leaf && at(0)&subBucket != 0 {
			value := make([]byte, bucketHead)
			if at(12) < bucketHead {
				return broken("has a torn bucket")
			}
			if _, err := p.file.ReadAt(value, start+place+at(8)); err != nil {
				return broken("cannot be read")
			}
			next = binary.NativeEndian.Uint64(value) // zero if the bucket is inlined in the page
		}
		if kind == branch || next != 0 {
			if err := p.tree(next); err != nil {
				return err
			}
		}
	}
	return nil
}
