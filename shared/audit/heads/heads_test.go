package heads_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/audit/heads"
	"miaoban/shared/calendar"
	"miaoban/shared/signature"
	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
)

// book is a store whose audit records are written by several processes, day by day.
type book struct {
	t    *testing.T
	s    *bolt.Store
	ring signature.Ring
}

func open(t *testing.T) book {
	t.Helper()
	s, err := bolt.Open(filepath.Join(t.TempDir(), "audit.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	ring, err := signature.OpenFile(filepath.Join(t.TempDir(), "keys.json"), signature.ES256)
	if err != nil {
		t.Fatal(err)
	}
	return book{t, s, ring}
}

func at(day string, hours int) time.Time {
	return calendar.MustParse(day).Start().Add(time.Duration(hours) * time.Hour)
}

// write writes that many records of one process on the day.
func (b book) write(l *audit.Log, when time.Time, records int) {
	b.t.Helper()
	for i := range records {
		entry, err := l.Append(when, audit.Event{Action: "decided", Application: fmt.Sprint(when.Unix(), i), Digest: "d"})
		if err != nil {
			b.t.Fatal(err)
		}
		err = b.s.Commit(b.t.Context(), entry.Writes...)
		entry.Done(err)
		if err != nil {
			b.t.Fatal(err)
		}
	}
}

func (b book) sign(now time.Time) []string {
	b.t.Helper()
	signed, err := heads.Sign(b.t.Context(), b.s, b.ring.Signing(), now)
	if err != nil {
		b.t.Fatal(err)
	}
	var days []string
	for _, s := range signed {
		days = append(days, fmt.Sprintf("%s:%d", s.Day, s.Chains))
	}
	return days
}

// check returns the faults at that time, compared with the published statements if any are given.
func (b book) check(now time.Time, published ...heads.Signed) string {
	b.t.Helper()
	c, err := heads.Open(b.t.Context(), b.s, b.ring.Public(), now)
	if err != nil {
		b.t.Fatal(err)
	}
	for day := calendar.MustParse("2026-11-10"); !day.After(calendar.Of(now).AddDays(1)); day = day.AddDays(1) {
		for record, err := range audit.Records(b.t.Context(), b.s, day) {
			if err == nil {
				c.See(record)
			}
		}
	}
	return strings.Join(append(c.Faults(), c.Against(published)...), "\n")
}

func (b book) published() []heads.Signed {
	b.t.Helper()
	list, err := heads.Page(b.t.Context(), b.s, "", 100)
	if err != nil {
		b.t.Fatal(err)
	}
	return list.Days
}

// filled is a book of five signed days: two chains of 3 and 2 records on the first two days, none
// on the third, one of 4 on the fourth and fifth.
func filled(t *testing.T) book {
	b := open(t)
	for _, day := range []string{"2026-11-20", "2026-11-21"} {
		b.write(&audit.Log{}, at(day, 9), 3)
		b.write(&audit.Log{}, at(day, 10), 2)
	}
	b.write(&audit.Log{}, at("2026-11-23", 9), 4)
	b.write(&audit.Log{}, at("2026-11-24", 9), 4)
	b.sign(at("2026-11-21", 3))
	b.sign(at("2026-11-25", 3))
	return b
}

const today = "2026-11-25"

func TestEachDayIsSignedOnce(t *testing.T) {
	b := open(t)
	b.write(&audit.Log{}, at("2026-11-18", 9), 1)
	b.write(&audit.Log{}, at("2026-11-20", 9), 1)
	for _, tt := range []struct {
		now  time.Time
		want string
	}{
		{at("2026-11-21", 2).Add(-time.Second), "[2026-11-19:1]"}, // with the records from before; the 20th has not been over long enough
		{at("2026-11-21", 2), "[2026-11-20:1]"},
		{at("2026-11-21", 23), "[]"},
		{at("2026-11-24", 3), "[2026-11-21:0 2026-11-22:0 2026-11-23:0]"}, // nights without a run, and days without records
		{at("2026-11-24", 3), "[]"},
	} {
		if got := fmt.Sprint(b.sign(tt.now)); got != tt.want {
			t.Errorf("at %s: %s, want %s", tt.now, got, tt.want)
		}
	}
	if found := b.check(at("2026-11-24", 3)); found != "" {
		t.Error(found)
	}
}

// TestWhatComesLate covers records of a function that was still running, or whose clock was slow.
func TestWhatComesLate(t *testing.T) {
	b, late := open(t), &audit.Log{}
	b.write(late, at("2026-11-20", 23), 2)
	b.sign(at("2026-11-21", 3))
	b.write(late, at("2026-11-20", 23).Add(time.Minute), 1) // more records of a signed chain
	b.write(&audit.Log{}, at("2026-11-20", 22), 1)          // a new chain
	if found := b.check(at("2026-11-21", 4)); found != "" {
		t.Errorf("before it is signed: %s", found)
	}
	if got := fmt.Sprint(b.sign(at("2026-11-22", 3))); got != "[2026-11-21:2]" {
		t.Errorf("signed with the next day: %s", got)
	}
	b.sign(at("2026-11-23", 3))
	if found := b.check(at("2026-11-23", 4)); found != "" {
		t.Errorf("once it is signed: %s", found)
	}
	b.write(late, at("2026-11-20", 23).Add(2*time.Minute), 1)
	b.write(&audit.Log{}, at("2026-11-20", 21), 1)
	found := b.check(at("2026-11-23", 5))
	if strings.Count(found, "\n") != 1 || !strings.Contains(found, "only 3 were signed") ||
		!strings.Contains(found, "did not exist when its day was signed") {
		t.Errorf("later than that: %s", found)
	}
}

func TestWhatIsTakenAwayIsNamed(t *testing.T) {
	chains := func(b book, day string) []string {
		all, err := audit.ChainsOf(t.Context(), b.s, calendar.MustParse(day))
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	long := func(b book, day string) string { // the chain of three or four records
		for _, c := range chains(b, day) {
			if last, _ := audit.LastOf(t.Context(), b.s, c); last.Sequence > 2 {
				return c
			}
		}
		return ""
	}
	record := func(chain string, n int) store.Key {
		return store.Key{Partition: audit.RecordsOf(chain).Partition, Sort: fmt.Sprintf("%010d", n)}
	}
	commit := func(b book, writes ...store.Write) {
		if err := b.s.Commit(t.Context(), writes...); err != nil {
			t.Fatal(err)
		}
	}
	remove := func(b book, keys ...store.Key) {
		for _, k := range keys {
			commit(b, store.Remove("w", k))
		}
	}
	statement := func(day string) store.Key { return store.Key{Partition: "AUDITHEADS", Sort: day} }
	for name, tt := range map[string]struct {
		tamper func(b book) (named string)
		kept   bool // only the published statements reveal it
	}{
		"the last record of a chain": {func(b book) string {
			c := long(b, "2026-11-21")
			remove(b, record(c, 3))
			return c + " has 2 records, and 3 were signed"
		}, false},
		"a whole chain": {func(b book) string {
			c := long(b, "2026-11-21")
			remove(b, record(c, 1), record(c, 2), record(c, 3), store.Key{Partition: "AUDITDAY#2026-11-21", Sort: c})
			return c + " is missing: 3 of its records"
		}, false},
		"all of the newest day": {func(b book) string {
			c := long(b, "2026-11-24")
			remove(b, record(c, 1), record(c, 2), record(c, 3), record(c, 4), store.Key{Partition: "AUDITDAY#2026-11-24", Sort: c})
			return c + " is missing: 4 of its records"
		}, false},
		"a rewritten chain": {func(b book) string {
			c := long(b, "2026-11-21")
			item, err := b.s.Get(t.Context(), record(c, 3))
			if err != nil {
				t.Fatal(err)
			}
			item.Body = bytes.Replace(item.Body, []byte(`"hash":"`), []byte(`"hash":"0`), 1)
			commit(b, store.Put("w", item))
			return c
		}, false},
		"the statement of a day": {func(b book) string {
			remove(b, statement("2026-11-22"))
			return "2026-11-22 is missing"
		}, false},
		"the statement of the last day": {func(b book) string {
			remove(b, statement("2026-11-24"))
			return "2026-11-24 is not signed"
		}, false},
		"the statement of the last day, signed again over other chains": {func(b book) string {
			c := long(b, "2026-11-24")
			remove(b, statement("2026-11-24"), record(c, 4))
			b.sign(at(today, 4))
			return "the statement of 2026-11-24 differs from the published one"
		}, true},
		"all statements, signed again": {func(b book) string {
			for _, s := range b.published() {
				remove(b, statement(s.Day.String()))
			}
			b.sign(at(today, 4))
			return "the published statement of 2026-11-20 is missing"
		}, true},
		"a statement altered": {func(b book) string {
			item, err := b.s.Get(t.Context(), statement("2026-11-22"))
			if err != nil {
				t.Fatal(err)
			}
			var kept struct {
				Token string `json:"token"`
			}
			if err := json.Unmarshal(item.Body, &kept); err != nil {
				t.Fatal(err)
			}
			parts := strings.Split(kept.Token, ".")
			other := strings.Split(b.published()[0].Token, ".")
			kept.Token = parts[0] + "." + other[1] + "." + parts[2]
			if item.Body, err = json.Marshal(kept); err != nil {
				t.Fatal(err)
			}
			commit(b, store.Put("w", item))
			return "the statement of 2026-11-22 is invalid"
		}, false},
		"a statement in place of another": {func(b book) string {
			item, err := b.s.Get(t.Context(), statement("2026-11-22"))
			if err != nil {
				t.Fatal(err)
			}
			item.Sort = "2026-11-23"
			commit(b, store.Put("w", item))
			return "the statement of 2026-11-23 is invalid"
		}, false},
		"the list of a day": {func(b book) string {
			for _, s := range b.published() {
				if s.Day.String() == "2026-11-21" {
					remove(b, store.Key{Partition: "AUDITHEADLIST#" + s.Heads, Sort: "000000"})
				}
			}
			return "2026-11-21: the list of heads is not the signed one"
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := filled(t)
			kept := b.published()
			if found := b.check(at(today, 4), kept...); found != "" {
				t.Fatalf("before: %s", found)
			}
			named := tt.tamper(b)
			if found := b.check(at(today, 4)); tt.kept != (found == "") {
				t.Errorf("without the published statements: %s", found)
			}
			if found := b.check(at(today, 4), kept...); !strings.Contains(found, named) {
				t.Errorf("%s is not named:\n%s", named, found)
			}
		})
	}
}

// TestSignedByAnother rejects statements that another key signed.
func TestSignedByAnother(t *testing.T) {
	b := filled(t)
	other := open(t)
	if _, err := heads.Read(b.published()[0].Token, other.ring.Public()); err == nil {
		t.Error("another's key verifies it")
	}
	if slices.ContainsFunc(b.published(), func(s heads.Signed) bool { _, err := heads.Read(s.Token, b.ring.Public()); return err != nil }) {
		t.Error("its own key does not")
	}
}
