package miaoban_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"miaoban/functions"
	"miaoban/local/gateway"
)

// imports returns the packages of the module with the direct imports of each.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		all[strings.TrimPrefix(fields[0], "miaoban/")] = fields[1:]
	}
	if len(all) < 20 {
		t.Fatalf("go list found %d packages only", len(all))
	}
	return all
}

// TestArrowsPointDown checks the allowed imports (docs/architecture.md).
func TestArrowsPointDown(t *testing.T) {
	for pkg, imported := range imports(t) {
		for _, i := range imported {
			inner, ours := strings.CutPrefix(i, "miaoban/")
			switch {
			case strings.HasPrefix(pkg, "shared/") && ours && !strings.HasPrefix(inner, "shared/"):
				t.Errorf("%s imports %s: shared code knows no function", pkg, i)
			case strings.HasPrefix(pkg, "functions") && ours && strings.HasPrefix(inner, "local"):
				t.Errorf("%s imports %s: functions know no host", pkg, i)
			case strings.Contains(i, "service/dynamodb") && !strings.HasPrefix(pkg, "shared/store/dynamo"):
				t.Errorf("%s imports %s: only the store knows DynamoDB", pkg, i)
			case inner == "shared/registry/delivery" && pkg != "local":
				t.Errorf("%s imports %s: only the command reads files of departments", pkg, i)
			case strings.Contains(i, "go.etcd.io/bbolt") && pkg != "shared/store/bolt":
				t.Errorf("%s imports %s: only the store knows bbolt", pkg, i)
			}
		}
	}
}

// TestNoReaderIsHandedWhatAnybodySends: the public function verify contains no reader of PDF, archives or pictures,
// which a prepared file could keep busy without end.
func TestNoReaderIsHandedWhatAnybodySends(t *testing.T) {
	reached := closure(t, "./functions/proof/verify")
	if len(reached) < 100 {
		t.Fatalf("go list found %d packages only", len(reached))
	}
	for _, pkg := range reached {
		for _, reader := range []string{"digitorus", "pdfsign", "pdf", "tdewolff", "image/", "archive/", "encoding/xml"} {
			if strings.Contains(pkg+"/", reader) && !strings.HasPrefix(pkg, "miaoban/") {
				t.Errorf("functions/proof/verify has %s in it", pkg)
			}
		}
	}
}

// TestRulesArePure: rules import only packages that describe a decision, and none with side effects.
func TestRulesArePure(t *testing.T) {
	allowed := map[string]bool{
		"cmp":          true,
		"embed":        true,
		"fmt":          true,
		"slices":       true,
		"strings":      true,
		"sync":         true,
		"unicode":      true,
		"unicode/utf8": true,
	}
	for _, name := range []string{
		"calendar", "certificate", "condition", "decision", "division", "fact", "fact/dataset", "form", "hanzi", "identity",
		"instant", "lang", "points", "policy", "retirement", "tradename",
	} {
		allowed["miaoban/shared/"+name] = true
	}
	all := imports(t)
	services := map[string]bool{}
	for _, s := range functions.Services() {
		services["miaoban/functions/services/"+s.About().Slug] = true
	}
	for _, s := range functions.Services() {
		slug := s.About().Slug
		bundle := false
		for _, i := range all["functions/services/"+slug] {
			if services[i] {
				bundle = true // it has no rules but those of its parts
			} else if !allowed[i] {
				t.Errorf("functions/services/%s imports %s", slug, i)
			}
		}
		files, err := filepath.Glob("functions/services/" + slug + "/*.go")
		if err != nil || len(files) < 4 && !bundle {
			t.Fatalf("functions/services/%s has %v, %v", slug, files, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(file, "_test.go") && strings.Contains(string(text), "time.Now") {
				t.Errorf("%s looks at the clock", file)
			}
		}
	}
}

// engine are the packages with side effects: HTTP, calls, storage, tracing. No rule can reach one.
var engine = []string{"net/http", "os/exec", "database/", "github.com/aws/", "go.opentelemetry.io/", "go.etcd.io/", "miaoban/shared/"}

// vocabulary are our packages that a rule can reach.
var vocabulary = []string{
	"calendar", "certificate", "condition", "decision", "division", "fact", "fact/dataset", "form", "hanzi", "identity",
	"lang", "points", "policy", "problem", "retirement", "tradename",
}

// closure returns all packages that the package can reach.
func closure(t *testing.T, pkgs ...string) []string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", append([]string{"list", "-deps"}, pkgs...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(out))
}

// pure fails for each package with side effects that can be reached.
func pure(t *testing.T, of string, reached []string) {
	t.Helper()
	for _, pkg := range reached {
		inner, ours := strings.CutPrefix(pkg, "miaoban/shared/")
		if ours && slices.Contains(vocabulary, inner) {
			continue
		}
		for _, e := range engine {
			if strings.HasPrefix(pkg+"/", e) {
				t.Errorf("%s reaches %s", of, pkg)
			}
		}
	}
}

// TestTheVocabularyIsPure: decision, fact, form, problem and condition reach no network, store
// or engine, not even indirectly.
func TestTheVocabularyIsPure(t *testing.T) {
	for _, pkg := range vocabulary {
		pure(t, pkg, closure(t, "./shared/"+pkg))
	}
}

// TestRulesReachNoEngine: the imports of the rules, forms and lives of a service reach no network, store or engine;
// only service.go imports the engine, for its declaration. A bundle has no rules: its form consists of those of its
// parts.
func TestRulesReachNoEngine(t *testing.T) {
	files, err := filepath.Glob("functions/services/*/*.go")
	if err != nil || len(files) < 75 {
		t.Fatalf("the services have %d files, %v", len(files), err)
	}
	imported := map[string][]string{}
	for _, file := range files {
		_, bundle := os.Stat(filepath.Join(filepath.Dir(file), "bundle.go"))
		if strings.HasSuffix(file, "_test.go") || filepath.Base(file) == "service.go" || bundle == nil {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range parsed.Imports {
			path := strings.Trim(i.Path.Value, `"`)
			imported[path] = append(imported[path], file)
		}
	}
	for path, by := range imported {
		pure(t, by[0], closure(t, path))
	}
}

// TestEveryServiceIsWhole: its folder, its binary, its block in the template with
// its routes, and an event for each outcome.
func TestEveryServiceIsWhole(t *testing.T) {
	template, err := gateway.Load("template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	logical := map[string]string{}
	for _, name := range template.Functions() {
		folder := strings.ToLower(strings.TrimSuffix(name, "Function"))
		logical[folder] = name
		if found, err := filepath.Glob(filepath.Join("functions", "*", folder, "lambda", "main.go")); err != nil || len(found) != 1 {
			t.Errorf("%s of the template has the binaries %v, %v", name, found, err)
		}
	}
	known := map[string]bool{}
	for _, s := range functions.Services() {
		slug := s.About().Slug
		known[slug] = true
		name, ok := logical[slug]
		if !ok {
			t.Errorf("%s has no block in the template", slug)
		}
		root := "/services/" + slug
		want := []string{
			"GET " + root,
			"GET " + root + "/application",
			"POST " + root + "/applications",
			"POST " + root + "/draft",
			"POST " + root + "/eligibility",
		}
		if got := template.Routes(name); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s has the routes %v, want %v", name, got, want)
		}
		for _, outcome := range []string{"approved", "rejected", "referred", "invalid", "replayed"} {
			if _, err := os.Stat(filepath.Join("events", slug, outcome+".json")); err != nil {
				t.Error(err)
			}
		}
	}
	folders, err := filepath.Glob("functions/*/*/rules.go")
	if err != nil {
		t.Fatal(err)
	}
	bundles, err := filepath.Glob("functions/*/*/bundle.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(folders, bundles...) {
		if folder := filepath.Base(filepath.Dir(file)); !known[folder] {
			t.Errorf("%s has rules, and no line in the catalogue", folder)
		}
	}
}

// TestFilesAndLinesStayShort: a file has at most 400 lines, and a line at most 140 characters. Exceptions are the
// length of tests, and lines with struct tags or quoted texts.
func TestFilesAndLinesStayShort(t *testing.T) {
	err := filepath.WalkDir(".", func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		test := strings.HasSuffix(path, "_test.go") || strings.Contains(path, "storetest")
		if lines := strings.Count(string(text), "\n"); lines > 400 && !test {
			t.Errorf("%s has %d lines", path, lines)
		}
		quoted := false
		for i, line := range strings.Split(string(text), "\n") {
			if quotes := strings.Count(line, "`"); quotes == 0 && !quoted && utf8.RuneCountInString(line) > 140 {
				t.Errorf("%s:%d has %d characters", path, i+1, utf8.RuneCountInString(line))
			} else if quotes%2 == 1 {
				quoted = !quoted
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestDocCommentsNameTheirDeclaration: a doc comment that begins with a name and a verb begins with the
// name of the declaration, so that a renamed function has no comment under its old name.
func TestDocCommentsNameTheirDeclaration(t *testing.T) {
	named := regexp.MustCompile(`^([A-Za-z]\w*) (is|are|has|returns|reports|writes|reads|checks|requires|says|gives|sends|states|makes)\b`)
	words := []string{"it", "each", "that", "this", "there", "what", "which", "everything", "nothing", "one"}
	err := filepath.WalkDir(".", func(path string, d os.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules"):
			return filepath.SkipDir
		case !strings.HasSuffix(path, ".go"):
			return nil
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for name, comment := range documented(file) {
			first := named.FindStringSubmatch(comment.Text())
			if first != nil && first[1] != name && !slices.Contains(words, strings.ToLower(first[1])) {
				t.Errorf("%s: the comment of %s is of %s", files.Position(comment.Pos()), name, first[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// documented yields each function and each single type, variable and constant of the file that has a
// comment.
func documented(file *ast.File) iter.Seq2[string, *ast.CommentGroup] {
	return func(yield func(string, *ast.CommentGroup) bool) {
		for _, decl := range file.Decls {
			name, comment := "", (*ast.CommentGroup)(nil)
			switch d := decl.(type) {
			case *ast.FuncDecl:
				name, comment = d.Name.Name, d.Doc
			case *ast.GenDecl:
				if len(d.Specs) == 1 && !d.Lparen.IsValid() {
					comment = d.Doc
					switch s := d.Specs[0].(type) {
					case *ast.TypeSpec:
						name = s.Name.Name
					case *ast.ValueSpec:
						name = s.Names[0].Name
					}
				}
			}
			if name != "" && comment != nil && !yield(name, comment) {
				return
			}
		}
	}
}

// TestEveryDependencyIsArgued: docs/dependencies.md lists exactly the modules that go.mod requires.
func TestEveryDependencyIsArgued(t *testing.T) {
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	argued := map[string]bool{}
	for line := range strings.Lines(string(page)) {
		if cells := strings.Split(line, "|"); len(cells) == 6 && strings.Contains(cells[1], ".") {
			for module := range strings.SplitSeq(cells[1], ",") {
				argued[strings.TrimSpace(module)] = true
			}
		}
	}
	for line := range strings.Lines(string(mod)) {
		fields := strings.Fields(line)
		if len(fields) != 2 || !strings.HasPrefix(line, "\t") { // what is indirect has a comment
			continue
		}
		if !argued[fields[0]] {
			t.Errorf("docs/dependencies.md does not say why there is %s", fields[0])
		}
		delete(argued, fields[0])
	}
	for module := range argued {
		t.Errorf("docs/dependencies.md has %s, and go.mod has not", module)
	}
}
