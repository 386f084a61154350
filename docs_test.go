package miaoban_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"miaoban/functions"
	"miaoban/local/gateway"
	"miaoban/shared/registry/seed"
)

var (
	link = regexp.MustCompile(`\]\(([^)#:]+)(#[^)]*)?\)`)
	row  = regexp.MustCompile("^\\| (.*) \\| `functions/services/([a-z]+)` \\|")
	path = regexp.MustCompile("`((?:functions|shared|local|events|docs|findings)/[A-Za-z0-9_./-]*|template\\.yaml|Makefile)`")
	// `Name` in `file`, or `Name` and `Name` in `file`
	nameIn   = regexp.MustCompile("`([A-Za-z]+)`(?: and (?:`([A-Za-z]+)`|the [a-z ]+))? in `([a-z][A-Za-z0-9_/]*\\.[a-z]+)`")
	search   = regexp.MustCompile("grep -rn '([^']+)' ([a-z ]+)")
	testName = regexp.MustCompile(`\bTest[A-Z][A-Za-z]*`)
)

// TestDocsNameWhatExists: each link and each path in the documents is a file or a folder.
func TestDocsNameWhatExists(t *testing.T) {
	for page, text := range documents(t) {
		named := map[string]bool{}
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			named[filepath.Join(filepath.Dir(page), m[1])] = true
		}
		for _, m := range path.FindAllStringSubmatch(text, -1) {
			named[strings.TrimSuffix(m[1], "/")] = true
		}
		for name := range named {
			if _, err := os.Stat(name); err != nil {
				t.Errorf("%s names %s: %v", page, name, err)
			}
		}
	}
}

// TestDocsNameWhatIsInTheFile: a name that a document places in a file is there, the recommended searches find
// something, and the named tests exist.
func TestDocsNameWhatIsInTheFile(t *testing.T) {
	var tests strings.Builder
	texts := map[string]string{} // by path, of Go files and templates
	for _, folder := range []string{".", "functions", "shared", "local"} {
		err := filepath.WalkDir(folder, func(name string, entry os.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && folder == "." && name != ".", entry.IsDir() && entry.Name() == "node_modules":
				return filepath.SkipDir
			case filepath.Ext(name) != ".go" && filepath.Ext(name) != ".html":
				return nil
			}
			text, err := os.ReadFile(name)
			texts[name] = string(text)
			if strings.HasSuffix(name, "_test.go") {
				tests.Write(text)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for page, text := range documents(t) {
		for _, m := range nameIn.FindAllStringSubmatch(text, -1) {
			file, err := os.ReadFile(m[3])
			for _, name := range m[1:3] {
				if err != nil || !strings.Contains(string(file), name) {
					t.Errorf("%s says that %s is in %s: %v", page, name, m[3], err)
				}
			}
		}
		for _, m := range search.FindAllStringSubmatch(text, -1) {
			found := false
			for name, text := range texts {
				for _, folder := range strings.Fields(m[2]) {
					found = found || strings.HasPrefix(name, folder+"/") && !strings.HasSuffix(name, "_test.go") && strings.Contains(text, m[1])
				}
			}
			if !found {
				t.Errorf("%s says to search for %s in %s, which finds nothing", page, m[1], m[2])
			}
		}
		for _, name := range testName.FindAllString(text, -1) {
			if !strings.Contains(tests.String(), "func "+name) {
				t.Errorf("%s names %s, which is no test", page, name)
			}
		}
	}
}

// TestDocsNameEveryOfficial: docs/agile.md names each official as whom one can sign in.
func TestDocsNameEveryOfficial(t *testing.T) {
	people, err := seed.People()
	if err != nil {
		t.Fatal(err)
	}
	text := documents(t)["docs/agile.md"]
	for _, p := range people {
		if len(p.Roles) > 0 && !strings.Contains(text, p.Name) {
			t.Errorf("docs/agile.md does not name %s: %v", p.Name, p.Roles)
		}
	}
}

// documents returns the text of each document, by its path.
func documents(t *testing.T) map[string]string {
	t.Helper()
	pages, err := filepath.Glob("docs/*.md")
	if err != nil || len(pages) < 10 {
		t.Fatalf("docs has %d pages, %v", len(pages), err)
	}
	texts := map[string]string{}
	for _, page := range append(pages, "README.md", "README.zh.md", "CONTRIBUTING.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		texts[page] = string(text)
	}
	return texts
}

// TestTheReadmesTableOfServices: it has one row for each service, with its folder and its name.
func TestTheReadmesTableOfServices(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]string{}
	for line := range strings.Lines(string(text)) {
		if m := row.FindStringSubmatch(line); m != nil {
			rows[m[2]] += m[1]
		}
	}
	for _, s := range functions.Services() {
		if rows[s.About().Slug] == "" {
			t.Errorf("the table has no row of %s, %s", s.About().Slug, s.About().Name.ZH)
		}
		delete(rows, s.About().Slug)
	}
	for slug := range rows {
		t.Errorf("the table has %s, which is no service", slug)
	}
}

// TestCountsInTheDocs: numbers in the documents are compared with a count.
func TestCountsInTheDocs(t *testing.T) {
	template, err := gateway.Load("template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	routes := 0
	for _, f := range template.Functions() {
		routes += len(template.Routes(f))
	}
	bundles, err := filepath.Glob("functions/services/*/bundle.go")
	if err != nil {
		t.Fatal(err)
	}
	jobs, err := filepath.Glob("functions/jobs/*/lambda")
	if err != nil {
		t.Fatal(err)
	}
	services := len(functions.Services())
	resources := func(kind string) int { return strings.Count(string(text), "Type: "+kind+"\n") }
	for _, tt := range []struct{ page, phrase string }{
		{"docs/growth.md", fmt.Sprintf("with %d services", services)},
		{"docs/growth.md", fmt.Sprintf("which AWS does not raise | %d |", routes)},
		{"docs/deploy.md", words[resources("AWS::CloudWatch::Alarm")] + " alarms"},
		{"docs/deploy.md", words[resources("AWS::KMS::Key")] + " KMS keys"},
		{"docs/deploy.md", words[resources("AWS::Logs::LogGroup")] + " log groups"},
		{"docs/architecture.md", "A schedule calls " + words[len(jobs)] + " of them"},
		{"README.zh.md", numerals[services-len(bundles)] + "个事项、" + numerals[len(bundles)] + "个一件事"},
	} {
		page, err := os.ReadFile(tt.page)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(page), tt.phrase) {
			t.Errorf("%s does not say %q", tt.page, tt.phrase)
		}
	}
}

var words = []string{
	"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
}

// numerals are numbers as Chinese counts things: 两 and not 二.
var numerals = []string{
	"零", "一", "两", "三", "四", "五", "六", "七", "八", "九",
	"十", "十一", "十二", "十三", "十四", "十五", "十六", "十七", "十八", "十九",
	"二十", "二十一", "二十二", "二十三", "二十四", "二十五", "二十六", "二十七", "二十八", "二十九",
	"三十", "三十一", "三十二", "三十三", "三十四", "三十五", "三十六", "三十七", "三十八", "三十九",
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
