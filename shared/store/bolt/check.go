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

// Check reads a whole file that nobody writes to, and reports what is broken in it: pages
// that are torn, are not what they should be, or are referred to twice. It takes about two
// seconds for a gigabyte that is in memory.
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
		state := &standing{path: path}
		options := state.options()
		options.ReadOnly, options.PreLoadFreelist, options.InitialMmapSize = true, true, 0
		db, err := bbolt.Open(path, 0o600, options)
		if err != nil {
			return opening(err)
		}
		defer func() { err = errors.Join(err, db.Close()) }()
		return db.View(func(tx *bbolt.Tx) error {
			if tx.Size() > info.Size() {
				return fmt.Errorf("%w: it was cut off", ErrDamaged)
			}
			// First without bbolt, which would go round in circles for good, or beyond the file's end.
			p := pages{file: file, size: int64(db.Info().PageSize)}
			p.seen = make([]bool, tx.Size()/p.size)
			if err := p.tree(uint64(tx.Cursor().Bucket().RootPage())); err != nil {
				return fmt.Errorf("%w: %w", ErrDamaged, err)
			}
			if tx.Bucket(bucket) == nil {
				return errEmpty
			}
			if !p.meta(0) || !p.meta(1) { // one was torn as it was written: the other leads to the commit before
				return nil
			}
			var broken error
			for err := range tx.Check(bbolt.WithKVStringer(nameless{})) { // the channel is read to its end
				if broken == nil {
					broken = fmt.Errorf("%w: %w", ErrDamaged, err)
				}
			}
			return broken
		})
	})
}

// nameless keeps keys out of what is reported.
type nameless struct{}

func (nameless) KeyToString([]byte) string { return "a key" }

func (nameless) ValueToString([]byte) string { return "a value" }

// pages are those of a file, as bbolt lays them out: a head of 16 bytes (the page's number,
// kind, how many elements, and how many more pages are part of it), and 16 bytes for each
// element, which say where its key is. In a page of kind branch they lead to a page each, in a
// leaf some are buckets, and lead to their first.
type pages struct {
	file io.ReaderAt
	size int64  // of a page
	seen []bool // the pages that a tree led to
}

const (
	head       = 16
	branch     = 1
	leaf       = 2
	meta       = 4
	subBucket  = 1
	bucketHead = 16
)

// meta reports whether the page is one of the two that say what is where.
func (p pages) meta(number int64) bool {
	text := make([]byte, head)
	_, err := p.file.ReadAt(text, number*p.size)
	return err == nil && binary.NativeEndian.Uint64(text) == uint64(number) && binary.NativeEndian.Uint16(text[8:]) == meta
}

// tree reads the pages to which the page leads, each once.
func (p pages) tree(number uint64) error {
	broken := func(how string) error { return fmt.Errorf("page %d %s", number, how) }
	if number < 2 || number >= uint64(len(p.seen)) {
		return broken("is beyond the end")
	}
	start := int64(number) * p.size
	text := make([]byte, head)
	if _, err := p.file.ReadAt(text, start); err != nil {
		return broken("cannot be read")
	}
	kind, count, more := binary.NativeEndian.Uint16(text[8:]), int(binary.NativeEndian.Uint16(text[10:])), uint64(binary.NativeEndian.Uint32(text[12:]))
	if binary.NativeEndian.Uint64(text) != number || kind != branch && kind != leaf || kind == branch && count == 0 {
		return broken("is not what it should be")
	}
	if number+more >= uint64(len(p.seen)) {
		return broken("goes on beyond the end")
	}
	for n := number; n <= number+more; n++ {
		if p.seen[n] {
			return broken("is referred to twice")
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
				return broken("has a bucket that is torn")
			}
			if _, err := p.file.ReadAt(value, start+place+at(8)); err != nil {
				return broken("cannot be read")
			}
			next = binary.NativeEndian.Uint64(value) // zero where the bucket is part of the page
		}
		if kind == branch || next != 0 {
			if err := p.tree(next); err != nil {
				return err
			}
		}
	}
	return nil
}
