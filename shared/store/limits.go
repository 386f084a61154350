package store

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Limits of the port. They are DynamoDB's limits; every store enforces them, so that what works on
// bbolt works in the cloud.
const (
	MaxWrites         = 100       // writes in one commit
	MaxPartitionBytes = 2048      // UTF-8 bytes of Key.Partition
	MaxSortBytes      = 1024      // UTF-8 bytes of Key.Sort
	MaxItemBytes      = 400 << 10 // one item: keys, body, and ItemOverhead
	MaxTotalBytes     = 4 << 20   // all items of one commit
	ItemOverhead      = 128       // bytes that a store may add to keys and body
	SealOverhead      = 128       // bytes that sealing may add to a body that is not public
	defaultPage       = 100
	maxPage           = 1000
)

// Check returns *Invalid if the key is empty, too long, or not valid UTF-8 without NUL.
func (k Key) Check() error {
	if !isText(k.Partition) || !isText(k.Sort) {
		return &Invalid{"a key is empty or not text"}
	}
	if len(k.Partition) > MaxPartitionBytes || len(k.Sort) > MaxSortBytes {
		return &Invalid{"a key is too long"}
	}
	return nil
}

// Check returns *Invalid if the query is malformed. Each store calls it first in Query.
func (q Query) Check() error {
	switch {
	case !isText(q.Partition) || len(q.Partition) > MaxPartitionBytes:
		return &Invalid{"a query needs a partition"}
	case q.Limit < 0 || q.Limit > maxPage:
		return &Invalid{fmt.Sprintf("pages of %d items: at most %d are allowed", q.Limit, maxPage)}
	case q.After != "" && (Key{q.Partition, q.After}.Check() != nil || !strings.HasPrefix(q.After, q.Prefix)):
		return &Invalid{"the cursor belongs to another query"}
	}
	return nil
}

// PageSize is the query's limit, or the default of 100 if the query sets none.
func (q Query) PageSize() int {
	if q.Limit == 0 {
		return defaultPage
	}
	return q.Limit
}

// Check returns *Invalid if the writes exceed a limit of the port. Each store calls it first in
// Commit.
func Check(writes []Write) error {
	if len(writes) == 0 || len(writes) > MaxWrites {
		return &Invalid{fmt.Sprintf("%d writes in a commit: 1 to %d are allowed", len(writes), MaxWrites)}
	}
	seen := make(map[Key]struct{}, len(writes))
	total := 0
	for _, w := range writes {
		if err := w.Item.Key.Check(); err != nil {
			return fmt.Errorf("%s: %w", w.Name, err)
		}
		if _, twice := seen[w.Item.Key]; twice {
			return &Invalid{w.Name + ": two writes to one item"}
		}
		seen[w.Item.Key] = struct{}{}
		size := len(w.Item.Partition) + len(w.Item.Sort) + len(w.Item.Body) + ItemOverhead
		if size > MaxItemBytes {
			return &Invalid{fmt.Sprintf("%s: %d bytes, more than %d", w.Name, size, MaxItemBytes)}
		}
		total += size
	}
	if total > MaxTotalBytes {
		return &Invalid{fmt.Sprintf("%d bytes in a commit, more than %d", total, MaxTotalBytes)}
	}
	return nil
}

func isText(s string) bool {
	return s != "" && utf8.ValidString(s) && !strings.Contains(s, "\x00")
}
