// Package seed has some two hundred fictitious people of Foshan and Shenzhen and the departments'
// records about them, so that every service can be tried. No person in it is real. `make seed` writes
// it again (seed/generate).
package seed

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/registry"
	"miaoban/shared/store"
)

// Person is a fictitious person who can sign in.
type Person struct {
	ID    string    `json:"id"`
	Name  string    `json:"name"`
	Card  string    `json:"card"`            // a bank card in their own name
	Story lang.Text `json:"story,omitzero"`  // what this person can try; zero for people without a story
	Try   string    `json:"try,omitempty"`   // the service that the story is about
	Roles []string  `json:"roles,omitempty"` // official roles with their region: reviewer:440605
}

// Line is one record in records.jsonl. Ages and days are relative, so that the data is equally fresh on
// every day.
type Line struct {
	Dataset string            `json:"dataset"`
	Key     string            `json:"key"`
	AgeDays int               `json:"age_days,omitempty"` // days since the holder confirmed it
	Values  map[string]string `json:"values"`             // days may be written today-90
}

//go:embed people.json
var people []byte

//go:embed records.jsonl
var records string

// history has the stored items of past applications, which the services themselves wrote (make seed):
// one file for each service, so that changes of two services are in different files. The files are
// compressed because every function contains them.
//
//go:embed history
var history embed.FS

// Item is one item of the history.
type Item struct {
	Partition string `json:"partition"`
	Sort      string `json:"sort"`
	Body      string `json:"body,omitempty"`
	Count     int64  `json:"count,omitempty"` // of a counter
}

// History returns the stored items of past applications. A counter of several services is one item with
// the sum.
func History() ([]Item, error) {
	files, err := history.ReadDir("history")
	if err != nil {
		return nil, fmt.Errorf("seed: %w", err)
	}
	var all []Item
	counters := map[store.Key]int{}
	for _, file := range files {
		items, err := historyOf("history/" + file.Name())
		if err != nil {
			return nil, fmt.Errorf("seed: %s: %w", file.Name(), err)
		}
		for _, item := range items {
			key := store.Key{Partition: item.Partition, Sort: item.Sort}
			if at, known := counters[key]; known && item.Count != 0 {
				all[at].Count += item.Count
				continue
			}
			if item.Count != 0 {
				counters[key] = len(all)
			}
			all = append(all, item)
		}
	}
	return all, nil
}

// historyOf returns the items of one file.
func historyOf(name string) ([]Item, error) {
	file, err := history.Open(name)
	if err != nil {
		return nil, err
	}
	text, err := gzip.NewReader(file)
	if err != nil {
		return nil, err
	}
	var all []Item
	for lines := json.NewDecoder(text); ; {
		var item Item
		switch err := lines.Decode(&item); {
		case errors.Is(err, io.EOF):
			return all, nil
		case err != nil:
			return nil, err
		}
		all = append(all, item)
	}
}

// People returns all people, those with a story first.
func People() ([]Person, error) {
	var all []Person
	if err := json.Unmarshal(people, &all); err != nil {
		return nil, fmt.Errorf("seed: %w", err)
	}
	return all, nil
}

// Records returns all records, with days and ages relative to now.
func Records(now time.Time) ([]fact.Record, error) {
	var all []fact.Record
	scanner := bufio.NewScanner(strings.NewReader(records))
	for scanner.Scan() {
		var line Line
		if err := json.Unmarshal(scanner.Bytes(), &line); err != nil {
			return nil, fmt.Errorf("seed: %w", err)
		}
		for name, value := range line.Values {
			if offset, relative := strings.CutPrefix(value, "today"); relative {
				days, err := strconv.Atoi(offset)
				if err != nil {
					return nil, fmt.Errorf("seed: %q is not a day", value)
				}
				line.Values[name] = calendar.Of(now).AddDays(days).String()
			}
		}
		all = append(all, fact.Record{
			Dataset: line.Dataset, Key: line.Key, Values: line.Values, AsOf: now.AddDate(0, 0, -line.AgeDays),
		})
	}
	return all, scanner.Err()
}

// loaded returns the mark of a store that contains this seed as of the day.
func loaded(now time.Time) (store.Item, error) {
	sum := sha256.New()
	sum.Write([]byte(records))
	err := fs.WalkDir(history, "history", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := history.ReadFile(path)
		sum.Write(text)
		return err
	})
	return store.Item{
		Key:  store.Key{Partition: "SEED", Sort: "LOADED"},
		Body: fmt.Appendf(nil, "%s %x", calendar.Of(now), sum.Sum(nil)),
	}, err
}

// Load writes the seed into the store as of now, as a department's nightly delivery does: values that a
// decision changed since stay. It does nothing if it was already done today.
func Load(ctx context.Context, s store.Store, now time.Time) error {
	mark, err := loaded(now)
	if err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	switch before, err := s.Get(ctx, mark.Key); {
	case err == nil && bytes.Equal(before.Body, mark.Body):
		return nil
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return fmt.Errorf("seed: %w", err)
	}
	if err := LoadPresent(ctx, s, now); err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	if err := loadHistory(ctx, s); err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	if err := s.Commit(ctx, store.Put("seed", mark)); err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	return nil
}

// LoadPresent is Load without the past applications: only shared data.
func LoadPresent(ctx context.Context, s store.Store, now time.Time) error {
	all, err := Records(now)
	if err != nil {
		return err
	}
	table := registry.Table{Store: s}
	var writes []store.Write
	flush := func() error {
		if len(writes) == 0 {
			return nil
		}
		err := s.Commit(ctx, writes...)
		writes = writes[:0]
		return err
	}
	for _, record := range all {
		of := dataset.Find(record.Dataset)
		known, err := table.Lookup(ctx, fact.Query{Dataset: of, Key: record.Key})
		switch {
		case errors.Is(err, registry.ErrNoRecord):
		case err != nil:
			return err
		case known.Decided(): // the holder confirms the value that the decision wrote
			known.AsOf = record.AsOf
			record = known
		}
		put, err := registry.Put(record)
		if err != nil {
			return err
		}
		if len(writes)+len(put) > store.MaxWrites {
			if err := flush(); err != nil {
				return err
			}
		}
		writes = append(writes, put...)
	}
	return flush()
}

// loadHistory writes the items of past applications and complaints, unless the store has them.
func loadHistory(ctx context.Context, s store.Store) error {
	past, err := History()
	if err != nil {
		return err
	}
	var writes []store.Write
	for _, item := range past {
		key := store.Key{Partition: item.Partition, Sort: item.Sort}
		if item.Count == 0 {
			writes = append(writes, store.Put("history", store.Item{Key: key, Body: []byte(item.Body)}))
			continue
		}
		writes = append(writes, store.Add("history", key, item.Count, item.Count))
	}
	if len(writes) == 0 {
		return nil
	}
	_, err = s.Get(ctx, writes[0].Item.Key)
	if err == nil || !errors.Is(err, store.ErrNotFound) {
		return err
	}
	// The first item is written last: if it is there, all are.
	parts := slices.Collect(slices.Chunk(writes, store.MaxWrites/2)) // sealing may add a write to each
	for _, part := range slices.Backward(parts) {
		err := s.Commit(ctx, part...)
		var lost *store.Conflict
		if errors.As(err, &lost) { // the part was written by an earlier start that was interrupted
			err = nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}
