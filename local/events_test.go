package main

import (
	"encoding/json"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	samples "miaoban/events"
	"miaoban/local/gateway"
	"miaoban/shared/platform"
)

// TestEveryEvent answers each event by its function alone, on an embedded store
// that was made for it, as `sam local invoke` does.
func TestEveryEvent(t *testing.T) {
	all, err := samples.Load("../events")
	if err != nil {
		t.Fatal(err)
	}
	names := catalogue(func(string) func(string) string {
		return func(string) string { return "file:" + filepath.Join(t.TempDir(), "keys.json") }
	})
	for _, sample := range all {
		if names[sample.Function] == nil {
			continue // the authorizer and the session, which local/runtime has
		}
		t.Run(sample.Function+"/"+sample.Name, func(t *testing.T) {
			environment := map[string]string{"STORE": "embedded", "STORE_PATH": filepath.Join(t.TempDir(), "store.db")}
			getenv := func(name string) string { return environment[name] }
			store, err := platform.OpenStore(t.Context(), getenv)
			if err != nil {
				t.Fatal(err)
			}
			defer store.Close()
			engine, err := platform.NewEngine(getenv, store, slog.New(slog.DiscardHandler))
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
