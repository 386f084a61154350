package main

import (
	"bytes"
	"strings"
	"testing"
)

// TestALongCommandShowsItsProgress on a terminal, but not in a file.
func TestALongCommandShowsItsProgress(t *testing.T) {
	for _, visible := range []bool{true, false} {
		var shown bytes.Buffer
		h := openHouse(t, "2026-11-28")
		var out bytes.Buffer
		if err := replayed(t.Context(), h.records, h.file.Keys(t.Context()), &out, progress{&shown, visible}); err != nil {
			t.Fatal(err, out.String())
		}
		for _, step := range []string{"stored items", "decisions"} {
			if has := strings.Contains(shown.String(), step); has != visible {
				t.Errorf("visible %v: %q", visible, shown.String())
			}
		}
	}
}
