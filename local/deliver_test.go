package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"miaoban/shared/registry/delivery"
)

// TestADepartmentsFileIsImported by the command: valid rows are in the shared data, the others in a file that only
// its owner can read, until all are corrected.
func TestADepartmentsFileIsImported(t *testing.T) {
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

// TestADryRunChangesNothing: no record, no rejects.
func TestADryRunChangesNothing(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "deaths.txt") // Excel's Unicode text
	var wide []byte
	for _, u := range utf16.Encode([]rune("\ufeffkey\t死亡日期\r\n440605195103150124\t2026/11/1\r\n440605195103150125\t2026/11/2\r\n")) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	if err := os.WriteFile(file, wide, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		var out bytes.Buffer
		if err := deliver(t.Context(), settings{store: "embedded", data: folder},
			[]string{"-dataset", "deaths", "-as-of", "2026-11-25", "-dry-run", file}, &out); err != nil {
			t.Fatal(err)
		}
		var preview delivery.Preview
		if err := json.Unmarshal(out.Bytes(), &preview); err != nil {
			t.Fatal(err)
		}
		if preview.New != 1 || preview.Rejected != 1 || preview.Encoding != delivery.UTF16LE || strings.Contains(out.String(), "4406") {
			t.Errorf("%s", out.String())
		}
	}
	if _, err := os.Stat(filepath.Join(folder, "deaths.rejects.txt")); !os.IsNotExist(err) {
		t.Errorf("there are rejects: %v", err)
	}
	own := []string{"-dataset", "deaths", "-rejects", file, file}
	err := deliver(t.Context(), settings{store: "embedded", data: folder}, own, &bytes.Buffer{})
	if left, readErr := os.ReadFile(file); err == nil || readErr != nil || !bytes.Equal(left, wide) {
		t.Errorf("a file that is its own rejects: %v, %v", err, readErr)
	}
}

func TestTheImportSaysWhatItNeeds(t *testing.T) {
	for want, arguments := range map[string][]string{
		"one of population":     {"people.csv"},
		"-as-of":                {"-dataset", "deaths", "-as-of", "today", "deaths.csv"},
		"one file":              {"-dataset", "deaths"},
		"or an .xlsx file":      {"-dataset", "deaths", "deaths.xls"},
		"through a pipe":        {"-dataset", "deaths", "-"},
		"no such file":          {"-dataset", "deaths", "nowhere.csv"},
		"flag provided but not": {"-set", "deaths"},
	} {
		err := deliver(t.Context(), settings{store: "embedded", data: t.TempDir()}, arguments, &bytes.Buffer{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", arguments, err)
		}
	}
}
