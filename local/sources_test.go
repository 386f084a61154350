package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// mostIllustrative is the maximum number of distinct bases that are examples. It is only ever lowered.
const mostIllustrative = 48

// TestTheTableOfSources: it is up to date, and has no more examples than before.
func TestTheTableOfSources(t *testing.T) {
	want, err := sourcesText("..")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join("..", sourcesFile)); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not that of the policies: run make describe (%v)", sourcesFile, err)
	}
	all, err := sourcesOf("..")
	if err != nil {
		t.Fatal(err)
	}
	count := map[state]int{}
	for _, s := range all {
		count[s.state]++
	}
	if count[illustrative] > mostIllustrative {
		t.Errorf("%d bases are examples, more than %d", count[illustrative], mostIllustrative)
	}
	if count[readInTheAct]+count[quoted] < 60 {
		t.Errorf("only %v are found", count)
	}
}

// TestTheBasesOfAPolicy: those of laws and figures, named or written out, each once with its place.
func TestTheBasesOfAPolicy(t *testing.T) {
	found, err := basesIn([]byte(`
laws:
  a: {title: {zh: 甲, en: A}, illustrative: true}
  b: account-example
rate:
  title: {zh: 标准, en: Rate}
  figures:
    - {region: "440600", from: 2020-01-01, value: 2, basis: &c {title: {zh: 丙, en: C}, source: {url: "https://example.org/c", grade: A, as_of: 2026-11-24}}}
    - {region: "440605", from: 2026-02-01, value: 4, basis: *c}
`))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct {
		where string
		state state
	}{
		{"laws.a", illustrative}, {"laws.b", illustrative},
		{"rate 440600 from 2020-01-01", readInTheAct}, {"rate 440605 from 2026-02-01", readInTheAct},
	} {
		if len(found) != 4 || found[i].where != want.where || stateOf(found[i].basis) != want.state || found[i].basis.Title.ZH == "" {
			t.Fatalf("%d of %d: %+v, want %+v", i, len(found), found[i], want)
		}
	}
}
