package main

import (
	"bytes"
	"os"
	"testing"
)

// TestTheDescriptionIsOfTheAPI: it has every route, and is up to date.
func TestTheDescriptionIsOfTheAPI(t *testing.T) {
	t.Chdir("../..")
	want, err := describe()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("functions/citizens/portal/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("functions/citizens/portal/openapi.json is not of the API as it is: run make describe")
	}
}
