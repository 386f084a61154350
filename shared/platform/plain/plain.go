// Package plain opens the record store without the master key, for the sign-in and authorizer
// functions, which read no sealed records.
package plain

import (
	"cmp"
	"fmt"
	"time"

	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
	"miaoban/shared/store/dynamo"
)

// Open opens the store that the environment names (STORE, TABLE, STORE_PATH), as
// platform.OpenStore does.
func Open(getenv func(string) string) (store.Store, error) {
	switch kind := getenv("STORE"); kind {
	case "dynamodb":
		return dynamo.New(dynamo.Config(getenv), getenv("TABLE"), time.Now), nil
	case "embedded":
		return bolt.Open(cmp.Or(getenv("STORE_PATH"), "/tmp/miaoban.db"), time.Now)
	default:
		return nil, fmt.Errorf("plain: STORE is %q, want dynamodb or embedded", kind)
	}
}
