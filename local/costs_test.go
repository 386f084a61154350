package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// TestTheCostsInTheDocs: docs/deploy.md has the table that the command prints, and the consumption that it
// reckons with.
func TestTheCostsInTheDocs(t *testing.T) {
	page := read(t, "../docs/deploy.md")
	var table bytes.Buffer
	if err := printCosts(&table); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(page, table.String()) {
		t.Errorf("docs/deploy.md does not have the table of go run ./local costs:\n%s", table.String())
	}
	c := oneApplication
	for _, row := range []string{
		fmt.Sprintf("| requests `r` | %.0f |", c.requests), fmt.Sprintf("| invocations `i` | %.0f |", c.invocations),
		fmt.Sprintf("| GB-seconds `g` | %.4f |", c.gbSeconds), fmt.Sprintf("| write units `w` | %.0f |", c.writeUnits),
		fmt.Sprintf("| read units `d` | %.0f |", c.readUnits), fmt.Sprintf("| stored `k` | %.0f KB |", c.storedKB),
		fmt.Sprintf("| signatures `s` | %.0f |", c.signatures), fmt.Sprintf("| logs `l` | %.0f KB |", c.logKB),
		fmt.Sprintf("| sent `o` | %.0f KB |", c.sentKB),
	} {
		if !strings.Contains(page, row) {
			t.Errorf("docs/deploy.md does not have %s", row)
		}
	}
}
