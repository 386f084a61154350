package main

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestUnitsInTheDocs: docs/benchmarks.md has the capacity units of the steps of an application, within a
// tenth of those measured here, and docs/deploy.md and docs/scale.md compute with their sums.
func TestUnitsInTheDocs(t *testing.T) {
	documented := unitsIn(t, read(t, "../docs/benchmarks.md"))
	var reads, writes int64
	for _, step := range measuredUnits(t) {
		said, ok := documented[step.name]
		if !ok || !near(said.reads, step.reads) || !near(said.writes, step.writes) {
			t.Errorf("docs/benchmarks.md says %+v of %s, measured are %d read units and %d write units", said, step.name, step.reads, step.writes)
		}
		reads, writes = reads+said.reads, writes+said.writes
	}
	for page, phrases := range map[string][]string{
		"../docs/benchmarks.md": {fmt.Sprintf("| all steps | %d | %d |", reads, writes)},
		"../docs/deploy.md":     {fmt.Sprintf("| write units `w` | %d |", writes), fmt.Sprintf("| read units `d` | %d |", reads)},
		"../docs/scale.md":      {fmt.Sprintf("| write units | %d for", writes), fmt.Sprintf("| read units | %d |", reads)},
	} {
		for _, phrase := range phrases {
			if !strings.Contains(read(t, page), phrase) {
				t.Errorf("%s does not have %q", page, phrase)
			}
		}
	}
}

// stepUnits are the capacity units of one step of an application.
type stepUnits struct {
	name          string
	reads, writes int64
}

// measuredUnits returns the units of each step of a granted elderly allowance, in a process that has
// granted one before.
func measuredUnits(t *testing.T) []stepUnits {
	t.Helper()
	s := openSite(t, t.TempDir())
	var steps []stepUnits
	for _, name := range []string{"何婉清", "林桂香"} {
		p, number, certificate := person(t, name), "", ""
		form := fmt.Sprintf(`{"payee":"own","account":%q}`, p.Card)
		as := []string{"Authorization", "Bearer " + s.token(name), "Content-Type", "application/json", "Accept", "application/json"}
		ask := func(method, path, body string) { s.call(method, path, body, as...) }
		steps = nil
		for _, step := range []struct {
			name string
			do   func()
		}{
			{"the service's page", func() { ask("GET", "/services/elderlyallowance", "") }},
			{"the style sheet", func() { ask("GET", "/assets/style.css", "") }},
			{"the form with what is known", func() { ask("GET", "/services/elderlyallowance/application", "") }},
			{"a pre-check", func() { ask("POST", "/services/elderlyallowance/eligibility", form) }},
			{"the application", func() {
				_, receipt, _ := s.applyAs(p, "elderlyallowance", form)
				if receipt.Certificate == nil {
					t.Fatalf("%s is %s", name, receipt.Outcome)
				}
				number, certificate = receipt.Number, receipt.Certificate.Number
			}},
			{"the result", func() { ask("GET", "/applications/"+number, "") }},
			{"its certificate, signed", func() { ask("GET", "/certificates/"+certificate, "") }},
		} {
			read, written := s.store.reads.Load(), s.store.writes.Load()
			step.do()
			steps = append(steps, stepUnits{step.name, s.store.reads.Load() - read, s.store.writes.Load() - written})
		}
	}
	return steps
}

var unitsRow = regexp.MustCompile(`(?m)^\| ([^|]+) \| (\d+) \| (\d+) \|$`)

// unitsIn returns the rows of the table of units, by the name of the step.
func unitsIn(t *testing.T, page string) map[string]stepUnits {
	t.Helper()
	rows := map[string]stepUnits{}
	for _, m := range unitsRow.FindAllStringSubmatch(page, -1) {
		reads, err := strconv.ParseInt(m[2], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		writes, err := strconv.ParseInt(m[3], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		rows[m[1]] = stepUnits{m[1], reads, writes}
	}
	return rows
}

// near reports whether the documented number is within a tenth of the measured one, or within one.
func near(said, measured int64) bool {
	return max(said-measured, measured-said) <= max(1, measured/10)
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
