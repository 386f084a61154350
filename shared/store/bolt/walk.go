package bolt

import (
	"bytes"

	"go.etcd.io/bbolt"

	"miaoban/shared/store"
)

// walk iterates over the keys of a query, in its direction.
type walk struct {
	cursor     *bbolt.Cursor
	prefix     []byte // of all keys of the query
	after      []byte // the key to continue after; nil: from the beginning
	descending bool
}

func newWalk(cursor *bbolt.Cursor, q store.Query) *walk {
	w := &walk{cursor: cursor, descending: q.Descending}
	w.prefix = encodeKey(store.Key{Partition: q.Partition, Sort: q.Prefix})
	if q.After != "" {
		w.after = encodeKey(store.Key{Partition: q.Partition, Sort: q.After})
	}
	return w
}

func (w *walk) first() (key, value []byte) {
	switch {
	case w.descending && w.after != nil:
		return w.before(w.after)
	case w.descending:
		// No byte of valid UTF-8 is 0xFF, so this key sorts after all keys of the prefix.
		return w.before(append(bytes.Clone(w.prefix), 0xFF))
	case w.after != nil:
		key, value = w.cursor.Seek(w.after)
		if bytes.Equal(key, w.after) {
			key, value = w.cursor.Next()
		}
		return w.within(key, value)
	default:
		return w.within(w.cursor.Seek(w.prefix))
	}
}

func (w *walk) before(end []byte) (key, value []byte) {
	if key, _ := w.cursor.Seek(end); key == nil {
		return w.within(w.cursor.Last())
	}
	return w.within(w.cursor.Prev())
}

func (w *walk) step() (key, value []byte) {
	if w.descending {
		return w.within(w.cursor.Prev())
	}
	return w.within(w.cursor.Next())
}

// within ends the walk at the first key outside the query.
func (w *walk) within(key, value []byte) ([]byte, []byte) {
	if !bytes.HasPrefix(key, w.prefix) {
		return nil, nil
	}
	return key, value
}
