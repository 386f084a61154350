package functions_test

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"miaoban/functions"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/store"
)

// kept is one line of the history file (testdata/README.md).
type kept struct {
	Kind  string `json:"kind"`
	Of    string `json:"of"`
	Place string `json:"place"`
	Body  string `json:"body"`
}

func (k kept) item() store.Item {
	at := store.Key{Partition: "APPLICATION#" + k.Of, Sort: strings.ToUpper(k.Kind)}
	if k.Kind == "policy" {
		at.Partition = "POLICY#" + k.Of
	}
	if k.Place != "" {
		at.Sort += "#" + k.Place
	}
	return store.Item{Key: at, Body: []byte(k.Body)}
}

// history reads all lines of the file.
func history(t *testing.T, name string) []kept {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	text, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []kept
	for lines := json.NewDecoder(text); ; {
		var k kept
		switch err := lines.Decode(&k); {
		case errors.Is(err, io.EOF):
			return all
		case err != nil:
			t.Fatal(err)
		}
		all = append(all, k)
	}
}

// TestWhatAnOlderBuildDecided re-evaluates each decision and verification of an older build with
// its own rule version and policy, and expects the same result. Changes in wording alone are only
// listed.
func TestWhatAnOlderBuildDecided(t *testing.T) {
	s := instanttest.OnBolt(t, time.Now)
	services := map[string]instant.Offering{}
	for _, service := range functions.Services() {
		services[service.About().Slug] = service
	}
	counts := map[string]int{}
	var decisions []instant.Application
	for _, k := range history(t, "testdata/history-2026-11.jsonl.gz") {
		if err := s.Commit(t.Context(), store.Create("kept", k.item())); err != nil {
			t.Fatal(err)
		}
		counts[k.Kind]++
		if k.Kind == "application" || k.Kind == "referral" {
			var a instant.Application
			if err := json.Unmarshal([]byte(k.Body), &a); err != nil {
				t.Fatal(err)
			}
			decisions = append(decisions, a)
			counts[string(a.Outcome)]++
		}
	}
	want := map[string]int{"application": 126, "referral": 28, "determination": 28, "verification": 30, "review": 36, "award": 77,
		"policy": 23}
	for kind, n := range want {
		if counts[kind] != n {
			t.Errorf("the history file was changed: it has %d records of kind %s, want %d", counts[kind], kind, n)
		}
	}
	wording := map[string]int{}
	for _, a := range decisions {
		differences, err := services[a.Service].Replay(t.Context(), s, &a)
		if err != nil {
			t.Errorf("%s of %s: %v", a.Number, a.Service, err)
		}
		for _, d := range differences {
			if d.Wording {
				wording[a.Service+": "+d.Part]++
				continue
			}
			t.Errorf("%s of %s: the %s differs\n then %s\n now  %s", a.Number, a.Service, d.Part, d.Then, d.Now)
		}
	}
	for _, part := range slices.Sorted(maps.Keys(wording)) {
		t.Logf("the wording of %s differs %d times", part, wording[part])
	}
	t.Logf("%d decisions: %v", len(decisions), counts)
}
