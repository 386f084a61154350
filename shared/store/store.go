// Package store is the port to the record store: get one item, page through a
// partition, and commit many writes at once or not at all.
//
// The port is cut to what Amazon DynamoDB does, so that the same engine runs on
// one machine (store/bolt) and in the cloud (store/dynamo). Both pass the suite
// in store/storetest.
package store

import (
	"context"
	"errors"
	"strings"
	"time"
)

// Key addresses one item: its partition, and its place in the partition's order
// (bytewise). Both are text: not empty, valid UTF-8, without NUL.
type Key struct{ Partition, Sort string }

// Item is one record. Version and Count are set by the store.
type Item struct {
	Key
	Body    []byte    // opaque to the store
	Version int64     // 1 when created, one more with each write
	Count   int64     // the number of a counter, changed by Add alone
	Expires time.Time // to the second; from then on the item reads as absent. Zero: never
}

// Expired reports whether the item reads as absent now.
func (i Item) Expired(now time.Time) bool {
	return !i.Expires.IsZero() && !now.Before(i.Expires)
}

// Store is what the engine needs of a record store. Reads are strongly
// consistent: they see every commit that returned before they began.
type Store interface {
	// Get returns the item, or ErrNotFound.
	Get(ctx context.Context, key Key) (Item, error)
	// Query returns one page of a partition in the order of Sort, or *Invalid
	// when After is not of this query.
	Query(ctx context.Context, query Query) (Page, error)
	// Commit makes all the writes or none. It returns *Conflict when a
	// condition does not hold, *Invalid when the commit breaks a limit,
	// ErrBusy when nothing was written and a retry may succeed, ErrAmbiguous
	// when it cannot tell whether the writes were made, or will yet be.
	Commit(ctx context.Context, writes ...Write) error
	Close() error
}

// Query asks for the items of one partition whose Sort begins with Prefix.
type Query struct {
	Partition  string
	Prefix     string
	After      string // a Page's Next, to go on from there
	Limit      int    // at most so many items a page; zero means 100
	Descending bool
}

// Page is a part of a query's answer. A page may hold fewer items than the
// limit, or none, and still have a Next: only an empty Next is the end.
type Page struct {
	Items []Item
	Next  string
}

// Op is what a write does.
type Op int

// The operations of a commit.
const (
	OpPut    Op = iota // write Body and Expires
	OpDelete           // remove the item, if it is there
	OpAdd              // add Delta to Count, creating the item at zero; write Expires where there is one
	OpCheck            // change nothing, hold the condition
)

// Write is one part of a commit. No two writes of a commit may have the same
// key. Make it with Create, Put, Replace, Delete, Remove, Add, Require or Forbid.
type Write struct {
	Name string // what it is to the caller, as Conflict names it: never a key, since keys may hold personal data
	Op   Op
	Item Item
	If   Condition

	Delta int64 // of OpAdd
	Max   int64 // of OpAdd: the sum must stay within 0…Max
}

// Condition is what must hold of an item before it is written. An expired item
// is absent.
type Condition struct {
	kind    conditionKind
	version int64
}

type conditionKind int

const (
	anything conditionKind = iota
	absent
	present
	atVersion
)

// Holds reports whether the condition is true of an item; found is false when
// there is none.
func (c Condition) Holds(found bool, version int64) bool {
	switch c.kind {
	case absent:
		return !found
	case present:
		return found
	case atVersion:
		return found && version == c.version
	default:
		return true
	}
}

// Absent reports whether the condition demands that there be no item.
func (c Condition) Absent() bool { return c.kind == absent }

// Present reports whether the condition demands that there be an item.
func (c Condition) Present() bool { return c.kind == present }

// Version returns the version that the condition demands, if it does.
func (c Condition) Version() (int64, bool) { return c.version, c.kind == atVersion }

// Create writes an item that must not be there yet.
func Create(name string, item Item) Write {
	return Write{Name: name, Op: OpPut, Item: item, If: Condition{kind: absent}}
}

// Put writes an item, whatever stands in its place.
func Put(name string, item Item) Write {
	return Write{Name: name, Op: OpPut, Item: item}
}

// Replace writes an item in place of the one with item.Version.
func Replace(name string, item Item) Write {
	return Write{Name: name, Op: OpPut, Item: item, If: Condition{kind: atVersion, version: item.Version}}
}

// Delete removes the item with the given version.
func Delete(name string, key Key, version int64) Write {
	return Write{Name: name, Op: OpDelete, Item: Item{Key: key}, If: Condition{kind: atVersion, version: version}}
}

// Remove removes the item, whatever stands there, if anything does.
func Remove(name string, key Key) Write {
	return Write{Name: name, Op: OpDelete, Item: Item{Key: key}}
}

// Add changes a counter by delta; the commit is lost when the sum would leave 0…limit.
func Add(name string, key Key, delta, limit int64) Write {
	return Write{Name: name, Op: OpAdd, Item: Item{Key: key}, Delta: delta, Max: limit}
}

// AddUntil is Add to a counter that is needed until then and no longer. Its key has to name the
// time that it is of: what a counter that has expired counts on from is not said.
func AddUntil(name string, key Key, delta, limit int64, expires time.Time) Write {
	w := Add(name, key, delta, limit)
	w.Item.Expires = expires
	return w
}

// Sum is the writes with those that add to one counter added up.
func Sum(writes []Write) []Write {
	at := map[Key]int{}
	sum := make([]Write, 0, len(writes))
	for _, w := range writes {
		if w.Op == OpAdd {
			if i, before := at[w.Item.Key]; before {
				sum[i].Delta += w.Delta
				continue
			}
			at[w.Item.Key] = len(sum)
		}
		sum = append(sum, w)
	}
	return sum
}

// Require holds that an item is there, and Forbid that it is not.
func Require(name string, key Key) Write {
	return Write{Name: name, Op: OpCheck, Item: Item{Key: key}, If: Condition{kind: present}}
}

// Forbid holds that there is no such item.
func Forbid(name string, key Key) Write {
	return Write{Name: name, Op: OpCheck, Item: Item{Key: key}, If: Condition{kind: absent}}
}

// Unchanged holds that an item is as it was read: of the version, or not there where that
// is 0.
func Unchanged(name string, key Key, version int64) Write {
	w := Forbid(name, key)
	if version > 0 {
		w.If = Condition{kind: atVersion, version: version}
	}
	return w
}

// Errors of a store. They carry no keys and no bodies.
var (
	ErrNotFound        = errors.New("store: not found")
	ErrBusy      error = passing("store: busy, nothing was written")
	ErrAmbiguous       = errors.New("store: the commit may or may not have been made")
)

// passing is an error that will pass: the same may succeed a moment later.
type passing string

func (p passing) Error() string { return string(p) }

// Temporary is how whoever answers a request knows it.
func (passing) Temporary() bool { return true }

// Conflict says which writes' conditions did not hold. Nothing was written.
type Conflict struct{ Lost []string } // the names of the writes, in the commit's order

func (c *Conflict) Error() string {
	return "store: lost " + strings.Join(c.Lost, ", ")
}

// Has reports whether the write of that name lost.
func (c *Conflict) Has(name string) bool {
	for _, lost := range c.Lost {
		if lost == name {
			return true
		}
	}
	return false
}

// Invalid says what limit a commit breaks. Nothing was written.
type Invalid struct{ Reason string }

func (i *Invalid) Error() string { return "store: " + i.Reason }
