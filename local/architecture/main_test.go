package main

import "testing"

// TestThePictureIsCurrent: the picture in docs/architecture.md has the imports of the packages.
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
