package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"miaoban/shared/registry/delivery"
)

// TestADepartmentsFileIsTaken by the command: the good rows are in the shared data,
// the others in a file that only its owner can read, until there are none.
func TestADepartmentsFileIsTaken(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "deaths.csv")
	rejects := filepath.Join(folder, "deaths.rejects.csv")
	run := func(text string) delivery.Report {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := deliver(
			t.Context(),
			settings{store: "embedded", data: folder},
			[]string{"-dataset", "deaths", "-as-of", "2026-11-25", file},
			&out,
		); err != nil {
			t.Fatal(err)
		}
		var report delivery.Report
		if err := json.Unmarshal(out.Bytes(), &report); err != nil {
			t.Fatal(err)
		}
		return report
	}
	if report := run("key,死亡日期\n440605195103150124,2026-11-01\n440605195103150125,2026-11-02\n"); report.Written != 1 ||
		report.Rejected != 1 {
		t.Errorf("%+v", report)
	}
	if info, err := os.Stat(rejects); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the rejects: %v, %v", info, err)
	}
	if report := run("key,死亡日期\n440605195103150124,2026-11-01\n"); report.Unchanged != 1 || report.Rejected != 0 {
		t.Errorf("%+v", report)
	}
	if _, err := os.Stat(rejects); !os.IsNotExist(err) {
		t.Errorf("the rejects are still there: %v", err)
	}
}

func TestTheImportSaysWhatItNeeds(t *testing.T) {
	for want, arguments := range map[string][]string{
		"one of population":     {"people.csv"},
		"-as-of":                {"-dataset", "deaths", "-as-of", "today", "deaths.csv"},
		"one file":              {"-dataset", "deaths"},
		"a .csv or a .jsonl":    {"-dataset", "deaths", "deaths.xlsx"},
		"no such file":          {"-dataset", "deaths", "nowhere.csv"},
		"flag provided but not": {"-set", "deaths"},
	} {
		err := deliver(t.Context(), settings{store: "embedded", data: t.TempDir()}, arguments, &bytes.Buffer{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", arguments, err)
		}
	}
}
