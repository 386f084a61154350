package main

import (
	"encoding/json"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	samples "miaoban/events"
	"miaoban/local/gateway"
	"miaoban/shared/platform"
	"miaoban/shared/store"
	"miaoban/shared/sweep"
	"miaoban/shared/vault"
)

// TestEveryEvent sends each event to its function, with a new embedded store, as `sam local invoke` does.
func TestEveryEvent(t *testing.T) {
	all, err := samples.Load("../events")
	if err != nil {
		t.Fatal(err)
	}
	names := catalogue(func(string) func(string) string {
		return func(string) string { return "file:" + filepath.Join(t.TempDir(), "keys.json") }
	})
	template, err := gateway.Load("../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	logical := map[string]string{}
	for _, name := range template.Functions() {
		logical[strings.ToLower(strings.TrimSuffix(name, "Function"))] = name
	}
	of := map[string][]samples.Sample{}
	for _, sample := range all {
		of[sample.Function] = append(of[sample.Function], sample)
	}
	var chosen []samples.Sample // in a short run one of each function
	for _, function := range slices.Sorted(maps.Keys(of)) {
		chosen = append(chosen, sweep.Cases(t, of[function], 1)...)
	}
	for _, sample := range chosen {
		if names[sample.Function] == nil {
			continue // the authorizer and the session, which local/runtime has
		}
		t.Run(sample.Function+"/"+sample.Name, func(t *testing.T) {
			getenv, records := seededStore(t)
			below := func(inner store.Store) store.Store {
				own, err := withRights(template, logical[sample.Function], inner)
				if err != nil {
					t.Fatal(err)
				}
				return own
			}
			engine, err := platform.NewEngine(getenv, records.WithInner(below), io.Discard)
			if err != nil {
				t.Fatal(err)
			}
			serve, err := platform.Bind(engine, catalogue(func(string) func(string) string { return getenv })[sample.Function])
			if err != nil {
				t.Fatal(err)
			}
			reply, err := gateway.Of(serve).Invoke(t.Context(), sample.Payload)
			if err != nil {
				t.Fatal(err)
			}
			var response events.APIGatewayV2HTTPResponse
			if err := json.Unmarshal(reply, &response); err != nil {
				t.Fatal(err)
			}
			if want := sample.Answer; response.StatusCode != want.Status || !strings.Contains(response.Body, want.Words) {
				t.Errorf("got %d %s\nwant %d with %s", response.StatusCode, response.Body, want.Status, want.Words)
			}
		})
	}
}

// seededStore creates a store with the seed, and returns the environment that names it.
func seededStore(t *testing.T) (getenv func(string) string, records *vault.Store) {
	t.Helper()
	on := seeded(t, embedded(t.TempDir()))
	environment := map[string]string{"STORE": on.store, "STORE_PATH": storePath(on.data)}
	getenv = func(name string) string { return environment[name] }
	records, err := platform.OpenStore(t.Context(), getenv)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := records.Close(); err != nil {
			t.Error(err)
		}
	})
	return getenv, records
}

// TestEventsOneAfterTheOther: all events of a function on one store. Whatever the earlier ones stored, no answer
// says to try again later.
func TestEventsOneAfterTheOther(t *testing.T) {
	all, err := samples.Load("../events")
	if err != nil {
		t.Fatal(err)
	}
	of := map[string][]samples.Sample{}
	for _, sample := range all {
		of[sample.Function] = append(of[sample.Function], sample)
	}
	getenv, records := seededStore(t)
	engine, err := platform.NewEngine(getenv, records, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	functions := catalogue(func(string) func(string) string { return getenv })
	for _, name := range slices.Sorted(maps.Keys(of)) {
		if functions[name] == nil {
			continue // the authorizer and the session
		}
		serve, err := platform.Bind(engine, functions[name])
		if err != nil {
			t.Fatal(err)
		}
		for _, sample := range of[name] {
			reply, err := gateway.Of(serve).Invoke(t.Context(), sample.Payload)
			if err != nil {
				t.Fatal(err)
			}
			var got struct {
				StatusCode int
				Body       string
			}
			if err := json.Unmarshal(reply, &got); err != nil || got.StatusCode >= 500 {
				t.Errorf("%s/%s: %d %s %v", name, sample.Name, got.StatusCode, got.Body, err)
			}
		}
	}
}
