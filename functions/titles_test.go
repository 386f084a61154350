package functions_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// titled finds the titles of legal bases, in policies and in code.
var titled = []*regexp.Regexp{
	regexp.MustCompile(`title:\s*\{zh:\s*"?([^",{}]*)"?,\s*en:\s*"?([^"{}]*)"?\}`),
	regexp.MustCompile(`Title:\s*lang\.T\(\s*"([^"]*)",\s*"([^"]*)"`),
}

// instrument is the title without what is said of it in brackets at its end, and without the name of the state.
func instrument(title string) string {
	title, _, _ = strings.Cut(title, "（")
	title, _, _ = strings.Cut(title, " (")
	return strings.TrimPrefix(strings.TrimSpace(title), "中华人民共和国")
}

// TestAnInstrumentHasOneName in English, wherever it is cited.
func TestAnInstrumentHasOneName(t *testing.T) {
	laws := regexp.MustCompile(`(法|条例|规定|办法|细则|意见|决定|通知|方案|指南|公告|规则|标准)$`)
	names, places := map[string]string{}, map[string]string{}
	for _, root := range []string{"../functions", "../shared"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			of := filepath.Ext(path)
			if err != nil || d.IsDir() || of != ".go" && of != ".yaml" || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, pattern := range titled {
				for _, found := range pattern.FindAllStringSubmatch(string(text), -1) {
					zh, en := instrument(found[1]), instrument(found[2])
					if !laws.MatchString(zh) {
						continue
					}
					if before, known := names[zh]; known && before != en {
						t.Errorf("%s is “%s” in %s, and “%s” in %s", zh, before, places[zh], en, path)
					}
					names[zh], places[zh] = en, path
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(names) < 60 {
		t.Errorf("only %d instruments were found", len(names))
	}
}
