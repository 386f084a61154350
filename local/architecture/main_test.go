package main

import "testing"

// TestThePictureIsCurrent: docs/architecture.md shows what the packages import.
func TestThePictureIsCurrent(t *testing.T) {
	t.Chdir("../..")
	was, is, err := page()
	if err != nil {
		t.Fatal(err)
	}
	if was != is {
		t.Errorf("the picture of docs/architecture.md is not current: run make describe\n%s", is)
	}
}
