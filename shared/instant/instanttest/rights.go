package instanttest

import (
	"context"
	"testing"

	"miaoban/shared/access"
	"miaoban/shared/store"
)

// function is the key of the context that says which function does something.
type function struct{}

// doneBy says that the function does what follows.
func doneBy(ctx context.Context, name string) context.Context {
	return context.WithValue(ctx, function{}, name)
}

// guarded is the store, in which functions do only what they have the right to do in a deployment.
// What a test itself does, and services that are in no deployment, may do everything.
func guarded(t testing.TB, inner store.Store) store.Store {
	t.Helper()
	table, err := access.Load()
	if err != nil {
		t.Fatal(err)
	}
	return access.Guard(inner, func(ctx context.Context, action, partition string) error {
		name, _ := ctx.Value(function{}).(string)
		if table.Own[name] == nil || table.Of(name).Allow(action, partition) {
			return nil
		}
		denied := access.Denied(name, action, partition)
		t.Error(denied)
		return denied
	})
}
