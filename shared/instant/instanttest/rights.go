package instanttest

import (
	"context"
	"testing"

	"miaoban/shared/access"
	"miaoban/shared/store"
)

// byService is the key of the context in which the service does something, and not a test.
type byService struct{}

// doneByService says that the service does what follows.
func doneByService(ctx context.Context) context.Context {
	return context.WithValue(ctx, byService{}, true)
}

// guarded is the store, in which the service of that name does only what it has the right to do in a
// deployment. What a test itself does, and a service that is in no deployment, may do everything.
func guarded(t testing.TB, inner store.Store, name string) store.Store {
	t.Helper()
	table, err := access.Load()
	if err != nil {
		t.Fatal(err)
	}
	if table.Own[name] == nil {
		return inner
	}
	rights := table.Of(name)
	return access.Guard(inner, func(ctx context.Context, action, partition string) error {
		if ctx.Value(byService{}) == nil || rights.Allow(action, partition) {
			return nil
		}
		denied := access.Denied(name, action, partition)
		t.Error(denied)
		return denied
	})
}
