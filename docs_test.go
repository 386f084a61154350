package miaoban_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	link = regexp.MustCompile(`\]\(([^)#:]+)(#[^)]*)?\)`)
	path = regexp.MustCompile("`((?:functions|shared|local|events|docs|findings)/[A-Za-z0-9_./-]*|template\\.yaml|Makefile)`")
)

// TestDocsNameWhatExists: each link and each path in the documents leads to a file or a folder.
func TestDocsNameWhatExists(t *testing.T) {
	pages, err := filepath.Glob("docs/*.md")
	if err != nil || len(pages) < 10 {
		t.Fatalf("docs has %d pages, %v", len(pages), err)
	}
	for _, page := range append(pages, "README.md", "README.zh.md", "CONTRIBUTING.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		named := map[string]bool{}
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			named[filepath.Join(filepath.Dir(page), m[1])] = true
		}
		for _, m := range path.FindAllStringSubmatch(string(text), -1) {
			named[strings.TrimSuffix(m[1], "/")] = true
		}
		for name := range named {
			if _, err := os.Stat(name); err != nil {
				t.Errorf("%s names %s: %v", page, name, err)
			}
		}
	}
}

// TestTheReadmeIsForNewcomers: it fits on a few screens; what is longer is in docs.
func TestTheReadmeIsForNewcomers(t *testing.T) {
	for _, page := range []string{"README.md", "README.zh.md"} {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(text), "\n"); n > 120 {
			t.Errorf("%s has %d lines, and should have 120 at most", page, n)
		}
	}
}
