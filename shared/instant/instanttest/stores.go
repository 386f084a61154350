package instanttest

import (
	"path/filepath"
	"testing"
	"time"

	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
	"miaoban/shared/store/dynamo"
	"miaoban/shared/store/dynamo/dynamotest"
	"miaoban/shared/vault"
)

// OpenStore opens an empty store of one kind for one test.
type OpenStore func(t testing.TB, now func() time.Time) store.Store

// OnEachStore runs the test on bbolt and on DynamoDB Local.
func OnEachStore(t *testing.T, test func(t *testing.T, open OpenStore)) {
	t.Run("bolt", func(t *testing.T) { test(t, OnBolt) })
	t.Run("dynamo", func(t *testing.T) { test(t, OnDynamo) })
}

// OnBolt opens an embedded store in a temporary file.
func OnBolt(t testing.TB, now func() time.Time) store.Store {
	t.Helper()
	s, err := bolt.Open(filepath.Join(t.TempDir(), "office.db"), now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return sealed(t, s, now)
}

// OnDynamo opens a store in a new table of DynamoDB Local; it skips the test if that does not run.
func OnDynamo(t testing.TB, now func() time.Time) store.Store {
	t.Helper()
	config := dynamotest.Config(t)
	return sealed(t, dynamo.New(config, dynamotest.Table(t, config), now), now)
}

// sealed returns the store with encryption by a new key, as functions use it.
func sealed(t testing.TB, s store.Store, now func() time.Time) store.Store {
	t.Helper()
	master, err := vault.OpenFile(filepath.Join(t.TempDir(), "key"))
	if err != nil {
		t.Fatal(err)
	}
	return vault.Open(s, master, now)
}
