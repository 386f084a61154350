package web

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
)

// TestTextsAreInBothLanguages: what a template shows by itself is no Chinese and has no full-width punctuation, and
// neither has the English of a text in both languages. The name of the language 中文 is Chinese on every page.
func TestTextsAreInBothLanguages(t *testing.T) {
	action := regexp.MustCompile(`\{\{(?:"(?:[^"\\]|\\.)*"|[^}"])*\}\}`)
	both := regexp.MustCompile(`Say "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)"`)
	chinese := regexp.MustCompile(`[\x{3000}-\x{303f}\x{ff00}-\x{ffef}\p{Han}]`)
	wide := regexp.MustCompile(`[\x{3000}-\x{303f}\x{ff00}-\x{ffef}]`)
	files, err := fs.Glob(templates, "templates/*.html")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d templates, %v", len(files), err)
	}
	for _, file := range files {
		text, err := fs.ReadFile(templates, file)
		if err != nil {
			t.Fatal(err)
		}
		own := strings.ReplaceAll(action.ReplaceAllString(string(text), ""), "中文", "")
		if found := chinese.FindAllString(own, 3); found != nil {
			t.Errorf("%s shows %q in every language", file, found)
		}
		for _, said := range both.FindAllStringSubmatch(string(text), -1) {
			if wide.MatchString(said[2]) {
				t.Errorf("%s has full width in English: %s", file, said[2])
			}
		}
	}
}
