package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"miaoban/functions"
	"miaoban/shared/calendar"
	"miaoban/shared/platform"
	"miaoban/shared/registry/seed"
	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
)

// historyDay is the day of the applications in the seed's past.
var historyDay = calendar.MustParse("2026-11-20")

// history creates the past of the seed: each service answers the event that the seed later repeats
// (events/<service>/replayed.json), and the resulting items are written.
func history(ctx context.Context, out io.Writer) (err error) {
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
	if err := seed.Load(ctx, file, now()); err != nil {
		return err
	}
	record := &recorder{Store: file, items: map[store.Key]seed.Item{}}
	engine, err := platform.NewEngine(func(string) string { return "" }, record, io.Discard)
	if err != nil {
		return err
	}
	engine.Now = now
	if err := deeds(ctx, engine); err != nil {
		return err
	}
	for _, service := range functions.Services() {
		// A fixed seed, because events name the numbers.
		engine.Random = rand.NewChaCha8(sha256.Sum256([]byte(service.About().Slug)))
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
		if response, err := serve(ctx, event); err != nil || response.StatusCode != 201 {
			return fmt.Errorf("%s: %d %s, %w", name, response.StatusCode, response.Body, err)
		}
	}
	if err := october(ctx, engine); err != nil {
		return fmt.Errorf("the complaints of October: %w", err)
	}
	encoder := json.NewEncoder(out)
	for _, key := range record.order {
		item, there := record.items[key]
		if !there {
			continue
		}
		delete(record.items, key) // a key that was removed and came again is in the order twice
		if err := encoder.Encode(item); err != nil {
			return err
		}
	}
	return nil
}

// recorder collects the items that commits write.
type recorder struct {
	store.Store
	items map[store.Key]seed.Item
	order []store.Key
}

func (r *recorder) Commit(ctx context.Context, writes ...store.Write) error {
	if err := r.Store.Commit(ctx, writes...); err != nil {
		return err
	}
	for _, w := range writes {
		if w.Op == store.OpAdd && !w.Item.Expires.IsZero() {
			continue // how often somebody did something on a day that is over
		}
		item, there := r.items[w.Item.Key]
		if !there {
			item = seed.Item{Partition: w.Item.Partition, Sort: w.Item.Sort}
			r.order = append(r.order, w.Item.Key)
		}
		switch w.Op {
		case store.OpPut:
			item.Body = string(w.Item.Body)
		case store.OpAdd:
			item.Count += w.Delta
		case store.OpDelete:
			delete(r.items, w.Item.Key)
			continue
		case store.OpCheck:
			continue
		}
		r.items[w.Item.Key] = item
	}
	return nil
}
