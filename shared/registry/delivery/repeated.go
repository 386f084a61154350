package delivery

import (
	"hash/maphash"
	"strconv"
	"time"
)

// repeated are the rows of keys that the file has more than once, as far as they were read: of each key the latest
// as-of time, and hashes of the values that its rows give.
type repeated struct {
	keys *twice
	rows map[string]given
}

type given struct {
	asOf   time.Time
	number int      // of the first row with this time
	values []uint64 // by column; 0 if no row has the column
}

// contradicts returns why the row cannot be taken beside the rows of the same record before it: it gives another value
// as of the same time. A row as of a later time replaces them, and one of an earlier time is older.
func (r *repeated) contradicts(read row, names []string) *reason {
	key := read.record.Key
	if !r.keys.has(key) {
		return nil
	}
	is := given{read.record.AsOf, read.number, make([]uint64, len(names)+1)}
	for i, name := range names {
		if text, covered := read.record.Values[name]; covered && !read.withdrawn {
			is.values[i] = r.hash(text)
		}
	}
	is.values[len(names)] = r.hash(strconv.FormatBool(read.withdrawn))
	was, before := r.rows[key]
	if before && !is.asOf.Equal(was.asOf) {
		if is.asOf.After(was.asOf) {
			r.rows[key] = is
		}
		return nil
	}
	if before {
		for i, value := range is.values {
			if value != 0 && was.values[i] != 0 && value != was.values[i] {
				first := strconv.Itoa(was.number)
				return &reason{codeTwice, "与第 " + first + " 行是同一条记录而内容不同：请只留正确的一行，或写明各自的 as_of（数据截至时间）",
					"says otherwise than row " + first + " of the same record: keep the right row, or give each its as_of"}
			}
			if value == 0 {
				is.values[i] = was.values[i]
			}
		}
		is.number = was.number
	}
	r.rows[key] = is
	return nil
}

func (r *repeated) hash(text string) uint64 { return maphash.String(r.keys.seed, text) | 1 }
