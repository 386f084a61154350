package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"sync"
	"testing"
)

// seedFolder has the store that seedOnce creates.
var seedFolder string

// seedOnce creates a store with the seed of today, once for all tests.
var seedOnce = sync.OnceValue(func() error {
	records, err := embedded(seedFolder).openStore(context.Background())
	if err != nil {
		return err
	}
	return records.Close()
})

// seeded copies a store with the seed into the folder if it has no store yet, so that a test need not load the seed.
func seeded(t testing.TB, on settings) settings {
	t.Helper()
	if on.store != "embedded" {
		return on
	}
	if _, err := os.Stat(storePath(on.data)); !errors.Is(err, fs.ErrNotExist) {
		return on
	}
	if err := os.MkdirAll(on.data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := seedOnce(); err != nil {
		t.Fatal(err)
	}
	for _, path := range []func(data string) string{recordsKeyPath, storePath} {
		text, err := os.ReadFile(path(seedFolder))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path(on.data), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return on
}
