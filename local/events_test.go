package main

import (
	"encoding/json"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"

	"miaoban/shared/platform"
)

// want is what each event must be answered with: the status, and words of the
// answer.
var want = map[string]struct {
	status int
	words  string
}{
	"elderlyallowance/approved":        {201, `"outcome":"approved"`},
	"elderlyallowance/rejected":        {201, `"outcome":"rejected"`},
	"elderlyallowance/referred":        {201, `"outcome":"referred"`},
	"elderlyallowance/invalid":         {422, `"pointer":"/colour","code":"unknown"`},
	"elderlyallowance/replayed":        {201, `"number":"20261120-093000-`},
	"elderlyallowance/precheck":        {200, `"eligible_from":"20`},
	"elderlyallowance/form":            {200, `"prefilled":[{"dataset":"population"`},
	"elderlyallowance/about":           {200, `"service":"elderlyallowance"`},
	"elderlyallowance/unauthenticated": {401, `/problems/unauthenticated`},
	"soletrader/approved":              {201, `"outcome":"approved"`},
	"soletrader/rejected":              {201, `"outcome":"rejected"`},
	"soletrader/referred":              {201, `"outcome":"referred"`},
	"soletrader/invalid":               {422, `"pointer":"/scope","code":"min"`},
	"soletrader/replayed":              {201, `"number":"20261120-093000-`},
	"soletrader/precheck":              {200, `"eligible_from":"20`},
	"residencepermit/approved":         {201, `"outcome":"approved"`},
	"residencepermit/rejected":         {201, `"outcome":"rejected"`},
	"residencepermit/referred":         {201, `"outcome":"referred"`},
	"residencepermit/invalid":          {422, `"pointer":"/ground","code":"type"`},
	"residencepermit/replayed":         {201, `"number":"20261120-093000-`},
	"residencepermit/endorsed":         {201, `"outcome":"approved"`},
	"residencepermit/precheck":         {200, `"outcome":"rejected"`},
	"portal/catalogue":                 {200, `"service":"soletrader"`},
	"portal/problem":                   {200, `"status":422`},
	"applications/list":                {200, `"number":"20261120-093000-`},
	"applications/missing":             {404, `/problems/not-found`},
	"applications/unauthenticated":     {401, `/problems/unauthenticated`},
	"certificates/malformed":           {404, `/problems/not-found`},
}

// TestEveryEvent answers each event by its function alone, on an embedded store
// that was made for it, as `sam local invoke` does.
func TestEveryEvent(t *testing.T) {
	files, err := filepath.Glob("../events/*/*.json")
	if err != nil {
		t.Fatal(err)
	}
	catalogue := catalogue()
	answered := map[string]bool{}
	for _, file := range files {
		folder := filepath.Base(filepath.Dir(file))
		name := folder + "/" + strings.TrimSuffix(filepath.Base(file), ".json")
		if folder == "authorizer" {
			continue // TestAuthorizer has it
		}
		answered[name] = true
		t.Run(name, func(t *testing.T) {
			payload, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			environment := map[string]string{"STORE": "embedded", "STORE_PATH": filepath.Join(t.TempDir(), "store.db")}
			getenv := func(name string) string { return environment[name] }
			store, err := platform.OpenStore(t.Context(), getenv)
			if err != nil {
				t.Fatal(err)
			}
			defer store.Close()
			serve, err := platform.Bind(platform.NewEngine(getenv, store, slog.New(slog.NewTextHandler(io.Discard, nil))), catalogue[folder])
			if err != nil {
				t.Fatal(err)
			}
			reply, err := lambda.NewHandler(serve).Invoke(t.Context(), payload)
			if err != nil {
				t.Fatal(err)
			}
			var response events.APIGatewayV2HTTPResponse
			if err := json.Unmarshal(reply, &response); err != nil {
				t.Fatal(err)
			}
			expected, known := want[name]
			if !known {
				t.Fatalf("nothing is said of how it should be answered; it is %d %s", response.StatusCode, response.Body)
			}
			if response.StatusCode != expected.status || !strings.Contains(response.Body, expected.words) {
				t.Errorf("got %d %s\nwant %d with %s", response.StatusCode, response.Body, expected.status, expected.words)
			}
		})
	}
	for name := range want {
		if !answered[name] {
			t.Errorf("there is no events/%s.json", name)
		}
	}
}
