package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"miaoban/functions"
	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/instant"
	"miaoban/shared/platform"
	"miaoban/shared/registry/seed"
	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
)

// historyDay is the day of the applications in the seed's past.
var historyDay = calendar.MustParse("2026-11-20")

// history writes the past of the seed into the folder, a file for each service: each answers the
// event that the seed later repeats (events/<service>/replayed.json), and the resulting items are
// written. The same services write the same files.
func history(ctx context.Context, folder string) (err error) {
	dir, err := os.MkdirTemp("", "history")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	now := func() time.Time { return historyDay.Start().Add(9*time.Hour + 30*time.Minute) }
	file, err := bolt.Open(storePath(dir), now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := seed.LoadPresent(ctx, file, now()); err != nil {
		return err
	}
	record := &recorder{Store: file}
	engine, err := platform.NewEngine(func(string) string { return "" }, record, io.Discard)
	if err != nil {
		return err
	}
	engine.Now = now
	// begin has what follows written into a file of its own. Random numbers and names of audit chains
	// are those of the file's name: events name the numbers, and the files stay the same.
	begin := func(name string) {
		record.parts = append(record.parts, part{name: name, items: map[store.Key]seed.Item{}})
		engine.Random = rand.NewChaCha8(sha256.Sum256([]byte(name)))
		chains := 0
		engine.Audit = &audit.Log{Name: func() string {
			chains++
			sum := sha256.Sum256(fmt.Appendf(nil, "chain %d of %s", chains, name))
			return base32.StdEncoding.EncodeToString(sum[:])[:26]
		}}
	}
	begin("deeds")
	if err := deeds(ctx, engine); err != nil {
		return err
	}
	for _, service := range functions.Services() {
		begin(service.About().Slug)
		if err := repeat(ctx, engine, service); err != nil {
			return err
		}
	}
	begin("october")
	if err := october(ctx, engine); err != nil {
		return fmt.Errorf("the complaints of October: %w", err)
	}
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, p := range record.parts {
		if err := p.write(filepath.Join(folder, p.name+".jsonl.gz")); err != nil {
			return err
		}
	}
	return nil
}

// repeat has the service answer its event.
func repeat(ctx context.Context, engine *instant.Engine, service instant.Offering) error {
	name := filepath.Join("events", service.About().Slug, "replayed.json")
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var event events.APIGatewayV2HTTPRequest
	if err := json.Unmarshal(text, &event); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	serve, err := platform.Bind(engine, service.Routes)
	if err != nil {
		return err
	}
	if response, err := serve(ctx, event); err != nil || response.StatusCode != http.StatusCreated {
		return fmt.Errorf("%s: %d %s, %w", name, response.StatusCode, response.Body, err)
	}
	return nil
}

// recorder collects the items that commits write, in the last of its parts.
type recorder struct {
	store.Store
	parts []part
}

// part is the items of one file.
type part struct {
	name  string
	items map[store.Key]seed.Item
	order []store.Key
}

// write writes the part's items, one a line.
func (p part) write(path string) error {
	var text bytes.Buffer
	zip, err := gzip.NewWriterLevel(&text, gzip.BestCompression)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(zip)
	for _, key := range p.order {
		item, there := p.items[key]
		if !there {
			continue
		}
		delete(p.items, key) // a key that was removed and came again is in the order twice
		if err := encoder.Encode(item); err != nil {
			return err
		}
	}
	if err := zip.Close(); err != nil {
		return err
	}
	return os.WriteFile(path, text.Bytes(), 0o644)
}

func (r *recorder) Commit(ctx context.Context, writes ...store.Write) error {
	if err := r.Store.Commit(ctx, writes...); err != nil {
		return err
	}
	now := &r.parts[len(r.parts)-1]
	for _, w := range writes {
		key := w.Item.Key
		if w.Op == store.OpCheck || w.Op == store.OpAdd && !w.Item.Expires.IsZero() {
			continue // the latter counts how often somebody did something on a day that is over
		}
		if w.Op != store.OpAdd { // what an earlier part wrote under the key is gone
			for _, p := range r.parts[:len(r.parts)-1] {
				delete(p.items, key)
			}
		}
		if w.Op == store.OpDelete {
			delete(now.items, key)
			continue
		}
		item, there := now.items[key]
		if !there {
			item = seed.Item{Partition: key.Partition, Sort: key.Sort}
			now.order = append(now.order, key)
		}
		if w.Op == store.OpAdd {
			item.Count += w.Delta
		} else {
			item.Body = string(w.Item.Body)
		}
		now.items[key] = item
	}
	return nil
}
