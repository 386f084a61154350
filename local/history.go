package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"miaoban/functions"
	"miaoban/shared/calendar"
	"miaoban/shared/platform"
	"miaoban/shared/registry/seed"
	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
)

// historyDay is when the applications of the seed's past were made.
var historyDay = calendar.MustParse("2026-11-20")

// history makes the past of the seed: it has each service answer the event that
// the seed then answers again (events/<service>/replayed.json), and writes the
// items that this leaves.
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
	record := &recorder{Store: file}
	engine, err := platform.NewEngine(func(string) string { return "" }, record, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	engine.Now = now
	for _, service := range functions.Services() {
		// The same numbers each time, for events that name them.
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
	encoder := json.NewEncoder(out)
	for _, w := range record.writes {
		if err := encoder.Encode(seed.Item{Partition: w.Item.Partition, Sort: w.Item.Sort, Body: string(w.Item.Body)}); err != nil {
			return err
		}
	}
	return nil
}

// recorder keeps what is committed.
type recorder struct {
	store.Store
	writes []store.Write
}

func (r *recorder) Commit(ctx context.Context, writes ...store.Write) error {
	err := r.Store.Commit(ctx, writes...)
	if err == nil {
		r.writes = append(r.writes, slices.DeleteFunc(slices.Clone(writes), func(w store.Write) bool { return w.Op != store.OpPut })...)
	}
	return err
}
