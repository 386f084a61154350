package main

import (
	"bytes"
	"os"
	"testing"
)

// TestThePinyinIsCurrent: the embedded file has the names of the services.
func TestThePinyinIsCurrent(t *testing.T) {
	t.Chdir("../..")
	want, err := write()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not of the services as they are: run make describe (%v)", file, err)
	}
}
