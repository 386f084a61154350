package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestTheFestivalsAreOfTwoLibraries: lunar-go computed the table, and chinese-days computes the same days.
func TestTheFestivalsAreOfTwoLibraries(t *testing.T) {
	t.Chdir("../..")
	table, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(table, write()) {
		t.Errorf("%s is not what lunar-go computes: run go run ./local/festivals", file)
	}
	const library = "local/testdata/node_modules/chinese-days"
	if _, err := os.Stat(library); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("chinese-days is not installed: npm ci --prefix local/testdata")
	}
	script, err := filepath.Abs("local/testdata/festivals.mjs")
	if err != nil {
		t.Fatal(err)
	}
	computed, err := exec.Command("node", script, "2025", "2099").Output()
	if err != nil {
		t.Fatal(err)
	}
	if _, years, _ := bytes.Cut(table, []byte("\n")); !bytes.Equal(computed, years) {
		t.Errorf("chinese-days computes other days:\n%s", computed)
	}
}
