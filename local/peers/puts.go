package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"miaoban/shared/store"
	"miaoban/shared/store/dynamo"
)

// puts measures an idempotent write on the same DynamoDB Local, one at a time: ours in one transaction,
// Powertools' in three requests (begin, put, complete). A repetition with the same key must find the record.
func (b bench) puts(ctx context.Context) error {
	if os.Getenv("AWS_ENDPOINT_URL_DYNAMODB") == "" {
		return errors.New("it is measured on DynamoDB Local: .ci/dynamodb-local go run ./local/peers")
	}
	table := "Peers" + rand.Text()
	config := dynamo.Config(os.Getenv)
	if err := dynamo.CreateTable(ctx, config, table); err != nil {
		return err
	}
	s := dynamo.New(config, table, time.Now)
	results, err := b.ourPuts(ctx, s)
	if err != nil {
		return err
	}
	for _, command := range [][]string{{"node", "local/peers/node/put.mjs"}, {b.tool("venv/bin/python"), "local/peers/python/put.py"}} {
		more, err := run(ctx, append(command, table, fmt.Sprint(b.seconds), fmt.Sprint(rounds))...)
		if err != nil {
			return err
		}
		results = append(results, more...)
	}
	print("idempotent puts a second, one at a time", results)
	return nil
}

func (b bench) ourPuts(ctx context.Context, s *dynamo.Store) ([]result, error) {
	body := []byte(`{"text":"` + strings.Repeat("x", 300) + `"}`)
	put := func(key string) (string, error) {
		at := store.Key{Partition: "RECORD#" + key, Sort: "RECORD"}
		err := s.Commit(
			ctx,
			store.Create(
				"idempotency",
				store.Item{
					Key:     store.Key{Partition: "KEY#" + key, Sort: "KEY"},
					Body:    []byte(at.Partition),
					Expires: time.Now().Add(time.Hour),
				},
			),
			store.Create("record", store.Item{Key: at, Body: body}),
		)
		var lost *store.Conflict
		if !errors.As(err, &lost) {
			return at.Partition, err
		}
		item, err := s.Get(ctx, store.Key{Partition: "KEY#" + key, Sort: "KEY"})
		return string(item.Body), err
	}
	fresh := result{Engine: "秒办 (store/dynamo)", Subject: "put"}
	again := result{Engine: fresh.Engine, Subject: "the same again"}
	first := rand.Text()
	if _, err := put(first); err != nil {
		return nil, err
	}
	for range rounds {
		for r, key := range map[*result]func() string{&fresh: rand.Text, &again: func() string { return first }} {
			n := 0
			began := time.Now()
			for ; time.Since(began).Seconds() < b.seconds; n++ {
				key := key()
				if at, err := put(key); err != nil || at != "RECORD#"+key {
					return nil, fmt.Errorf("ours: %q, %w", at, err)
				}
			}
			r.Rates = append(r.Rates, float64(n)/time.Since(began).Seconds())
		}
	}
	return []result{fresh, again}, nil
}
