package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// commandIn matches a command of this host in a document: go run ./local -data NEW restore …
var commandIn = regexp.MustCompile(`go run \./local((?: +-[a-z]+(?: [a-zA-Z.]+)?)*)(?: ([a-z]+))?\b`)

// TestDocsNameCommands: each command in the documents is a command of the host.
func TestDocsNameCommands(t *testing.T) {
	pages, err := filepath.Glob("../docs/*.md")
	if err != nil || len(pages) < 10 {
		t.Fatalf("docs has %d pages, %v", len(pages), err)
	}
	known := map[string]bool{}
	for _, c := range commands {
		known[c.name] = true
	}
	found := 0
	for _, page := range append(pages, "../README.md", "../README.zh.md", "../CONTRIBUTING.md", "../Makefile") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range commandIn.FindAllStringSubmatch(string(text), -1) {
			if m[2] == "" {
				continue // it serves, or the sentence goes on
			}
			if found++; !known[m[2]] {
				t.Errorf("%s names %q, and there is no command %q", page, m[0], m[2])
			}
		}
	}
	if found < 15 {
		t.Errorf("the documents name %d commands only", found)
	}
}
