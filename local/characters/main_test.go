package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestTheTableIsCurrent: the embedded table is that of the packages.
func TestTheTableIsCurrent(t *testing.T) {
	t.Chdir("../..")
	const folder = ".tools/characters"
	if _, err := os.Stat(filepath.Join(folder, opencc)); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("the packages are not here: make characters")
	}
	want, err := write(folder)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not what the packages have: run make characters (%v)", file, err)
	}
}
