// Package store is the port to the record store: get one item, page through a
// partition, and commit many writes at once or not at all.
//
// The port offers only what Amazon DynamoDB can do, so that the same engine runs on one machine
// (store/bolt) and in the cloud (store/dynamo). Both pass the test suite in store/storetest.
package store

import (
	"context"
	"errors"
	"strings"
	"time"
)

// Key addresses one item: its partition, and its position in the bytewise order of the partition.
// Both parts are non-empty, valid UTF-8 without NUL.
type Key struct{ Partition, Sort string }

// Item is one record. Version and Count are set by the store.
type Item struct {
	Key
	Body    []byte    // opaque to the store
	Version int64     // 1 when created, incremented by each write
	Count   int64     // the value of a counter; only Add changes it
	Expires time.Time // whole seconds; after it the item reads as absent. Zero: never
}

// Expired reports whether the item reads as absent now.
func (i Item) Expired(now time.Time) bool {
	return !i.Expires.IsZero() && !now.Before(i.Expires)
}

// Store is the record store that the engine needs. Reads are strongly consistent: they see every
// commit that returned before they began.
type Store interface {
	// Get returns the item, or ErrNotFound if it is absent or expired.
	Get(ctx context.Context, key Key) (Item, error)
	// Query returns one page of a partition in the order of Sort, or *Invalid if After is a cursor
	// of another query.
	Query(ctx context.Context, query Query) (Page, error)
	// Commit makes all the writes or none. It returns *Conflict if a condition is false, *Invalid
	// if the commit exceeds a limit, ErrBusy if nothing was written and a retry may succeed, and
	// ErrAmbiguous if the outcome is unknown: the writes may have been made, or may still be made.
	Commit(ctx context.Context, writes ...Write) error
	Close() error
}

// Query selects the items of one partition whose Sort begins with Prefix.
type Query struct {
	Partition  string
	Prefix     string
	After      string // the Next of the page before; empty for the first page
	Limit      int    // maximum items of a page; zero means 100
	Descending bool
}

// Page is one part of a query's result. A page may have fewer items than the limit, or none, and
// still have a Next: only an empty Next marks the end.
type Page struct {
	Items []Item
	Next  string
}

// Op is the kind of a write.
type Op int

// The operations of a commit.
const (
	OpPut    Op = iota // write Body and Expires
	OpDelete           // remove the item if it exists
	OpAdd              // add Delta to Count, creating the item at zero; write Expires if it is set
	OpCheck            // change nothing, only require the condition
)

// Write is one part of a commit. A commit may not contain two writes with the same key. Use
// Create, Put, Replace, Delete, Remove, Add, Require or Forbid to make one.
type Write struct {
	Name string // the caller's name for it, which Conflict reports: never a key, since keys may contain personal data
	Op   Op
	Item Item
	If   Condition

	Delta int64 // of OpAdd
	Max   int64 // of OpAdd: the sum must be within 0…Max
}

// Condition is what a write requires of the item that it would replace. An expired item counts as
// absent.
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

// Holds reports whether an item satisfies the condition; found is false if there is no item.
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

// Absent reports whether the condition requires that the item does not exist.
func (c Condition) Absent() bool { return c.kind == absent }

// Present reports whether the condition requires that the item exists.
func (c Condition) Present() bool { return c.kind == present }

// Version returns the version that the condition requires; ok is false if it requires none.
func (c Condition) Version() (int64, bool) { return c.version, c.kind == atVersion }

// Create writes an item that must not exist yet.
func Create(name string, item Item) Write {
	return Write{Name: name, Op: OpPut, Item: item, If: Condition{kind: absent}}
}

// Put writes an item, whether or not one exists.
func Put(name string, item Item) Write {
	return Write{Name: name, Op: OpPut, Item: item}
}

// Replace overwrites the item whose version is item.Version.
func Replace(name string, item Item) Write {
	return Write{Name: name, Op: OpPut, Item: item, If: Condition{kind: atVersion, version: item.Version}}
}

// Delete removes the item with the given version; the commit fails if the version differs.
func Delete(name string, key Key, version int64) Write {
	return Write{Name: name, Op: OpDelete, Item: Item{Key: key}, If: Condition{kind: atVersion, version: version}}
}

// Remove removes the item if it exists, whatever its version.
func Remove(name string, key Key) Write {
	return Write{Name: name, Op: OpDelete, Item: Item{Key: key}}
}

// Add changes a counter by delta; the commit fails if the sum would be outside 0…limit.
func Add(name string, key Key, delta, limit int64) Write {
	return Write{Name: name, Op: OpAdd, Item: Item{Key: key}, Delta: delta, Max: limit}
}

// AddUntil is Add on a counter that is needed only until expires. Its key has to contain the
// period that it counts for: the value from which an expired counter continues is unspecified.
func AddUntil(name string, key Key, delta, limit int64, expires time.Time) Write {
	w := Add(name, key, delta, limit)
	w.Item.Expires = expires
	return w
}

// Sum merges the additions to the same counter into one write each; other writes stay as they are.
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

// Require fails the commit if the item does not exist.
func Require(name string, key Key) Write {
	return Write{Name: name, Op: OpCheck, Item: Item{Key: key}, If: Condition{kind: present}}
}

// Forbid fails the commit if the item exists.
func Forbid(name string, key Key) Write {
	return Write{Name: name, Op: OpCheck, Item: Item{Key: key}, If: Condition{kind: absent}}
}

// Unchanged fails the commit if the item is no longer at the version that was read; version 0
// means that it did not exist.
func Unchanged(name string, key Key, version int64) Write {
	w := Forbid(name, key)
	if version > 0 {
		w.If = Condition{kind: atVersion, version: version}
	}
	return w
}

// Errors of a store. They contain neither keys nor bodies.
var (
	ErrNotFound        = errors.New("store: not found")
	ErrBusy      error = passing("store: busy, nothing was written")
	ErrAmbiguous       = errors.New("store: the commit may or may not have been made")
)

// passing is a transient error: a retry may succeed.
type passing string

func (p passing) Error() string { return string(p) }

// Temporary marks the error as retryable for the HTTP layer.
func (passing) Temporary() bool { return true }

// Conflict names the writes whose conditions were false. Nothing was written.
type Conflict struct{ Lost []string } // the names of the writes, in the commit's order

func (c *Conflict) Error() string {
	return "store: lost " + strings.Join(c.Lost, ", ")
}

// Has reports whether the write with that name failed its condition.
func (c *Conflict) Has(name string) bool {
	for _, lost := range c.Lost {
		if lost == name {
			return true
		}
	}
	return false
}

// Invalid names the limit that a commit, query or key exceeds. Nothing was written.
type Invalid struct{ Reason string }

func (i *Invalid) Error() string { return "store: " + i.Reason }
