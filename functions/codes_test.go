package functions_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"miaoban/functions"
	"miaoban/shared/identity"
)

// TestEveryItemHasACodeOfItsOwn: an implementation code (GB/T 39554.1) of 31 characters, of which the first 18 are the unified social
// credit code of the department, and the others digits.
func TestEveryItemHasACodeOfItsOwn(t *testing.T) {
	of := map[string]string{}
	for _, service := range functions.Services() {
		item := service.About()
		if other, taken := of[item.Code]; taken {
			t.Errorf("%s and %s have the same code %s: give one its own", other, item.Slug, item.Code)
		}
		of[item.Code] = item.Slug
		switch {
		case len(item.Code) != 31 || strings.Trim(item.Code[18:], "0123456789") != "":
			t.Errorf(
				"functions/services/%s/service.go: Code is %q: write 31 characters, the department's unified "+
					"social credit code and 13 digits",
				item.Slug,
				item.Code,
			)
		case identity.CheckCreditCode(item.Code[:18]) != nil:
			t.Errorf(
				"functions/services/%s/service.go: Code begins with %s: %v",
				item.Slug,
				item.Code[:18],
				identity.CheckCreditCode(item.Code[:18]),
			)
		}
	}
}

// TestEveryKindOfCertificateHasOneTitle: a kind is three digits, no two titles have the same
// and no title has two. Services may issue the same certificate: a licence, and the licence
// after a change. Where the kind depends on the case, the kinds are in a map `certificates`.
func TestEveryKindOfCertificateHasOneTitle(t *testing.T) {
	k := kinds{titles: map[string]string{}, kinds: map[string]string{}}
	for _, file := range sources(t, ".go") {
		files := token.NewFileSet()
		tree, err := parser.ParseFile(files, file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if n != nil {
				k.at("functions/"+files.Position(n.Pos()).String(), filepath.Dir(file), n)
			}
			return true
		})
	}
	if len(k.titles) < 20 {
		t.Errorf("only %d kinds were found", len(k.titles))
	}
	taken := strings.Join(slices.Sorted(maps.Keys(k.titles)), " ")
	for _, wrong := range k.wrong {
		t.Errorf("%s. Write three digits that no other title has; taken are %s", wrong, taken)
	}
}

// kinds are the kinds of certificates that the source has.
type kinds struct {
	titles, kinds map[string]string // by the other
	wrong         []string
}

// at notes the certificate that is made in the node.
func (k *kinds) at(where, folder string, n ast.Node) {
	switch n := n.(type) {
	case *ast.CompositeLit:
		if named(n.Type) == "certificate.Certificate" {
			k.wrong = append(k.wrong, where+": a certificate that is not made by Case.Certificate")
		}
	case *ast.ValueSpec:
		if made, ok := n.Values, n.Names[0].Name == "certificates"; ok && len(made) == 1 {
			for _, e := range made[0].(*ast.CompositeLit).Elts {
				pair := e.(*ast.KeyValueExpr)
				k.note(where, text(pair.Value), folder+" "+pair.Key.(*ast.Ident).Name)
			}
		}
	case *ast.CallExpr:
		if named(n.Fun) != "c.Certificate" || len(n.Args) < 2 {
			return
		}
		if of, ok := n.Args[0].(*ast.IndexExpr); ok {
			if x, ok := of.X.(*ast.Ident); ok && x.Name == "certificates" {
				return
			}
		}
		title := ""
		if both, ok := n.Args[1].(*ast.CallExpr); ok && len(both.Args) > 0 {
			title = text(both.Args[0])
		}
		k.note(where, text(n.Args[0]), title)
	}
}

func (k *kinds) note(where, kind, title string) {
	says := ""
	switch {
	case len(kind) != 3 || strings.Trim(kind, "0123456789") != "" || kind == "000":
		says = fmt.Sprintf("the certificate's kind is %q", kind)
	case title == "":
		says = "the certificate's title is no lang.T"
	case k.titles[kind] != "" && k.titles[kind] != title:
		says = fmt.Sprintf("the kind %s is that of %s, and not of %s", kind, k.titles[kind], title)
	case k.kinds[title] != "" && k.kinds[title] != kind:
		says = fmt.Sprintf("%s has two kinds, %s and %s", title, k.kinds[title], kind)
	default:
		k.titles[kind], k.kinds[title] = title, kind
		return
	}
	k.wrong = append(k.wrong, where+": "+says)
}

// named is the name of a function or a type: c.Certificate.
func named(e ast.Expr) string {
	if s, ok := e.(*ast.SelectorExpr); ok {
		if x, ok := s.X.(*ast.Ident); ok {
			return x.Name + "." + s.Sel.Name
		}
	}
	return ""
}

// text is that of a literal; "" of anything else.
func text(e ast.Expr) string {
	if l, ok := e.(*ast.BasicLit); ok && l.Kind == token.STRING {
		s, err := strconv.Unquote(l.Value)
		if err == nil {
			return s
		}
	}
	return ""
}

// placeholders are how a new service marks what its author has to write
// (local/scaffold/skeleton).
var placeholders = []string{"待填", "To fill in"}

// TestNothingIsLeftToFillIn: no service has a text that `make service` wrote in the place of
// the author's.
func TestNothingIsLeftToFillIn(t *testing.T) {
	for _, file := range append(sources(t, ".go"), sources(t, ".yaml")...) {
		is, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for line := range strings.Lines(string(is)) {
			n++
			for _, p := range placeholders {
				if strings.Contains(line, p) {
					t.Errorf("functions/%s:%d: fill in: %s", file, n, strings.TrimSpace(line))
					break
				}
			}
		}
	}
}

// sources are the services' files with the extension, but for tests.
func sources(t *testing.T, extension string) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join("services", "*", "*"+extension))
	if err != nil || len(all) < 20 {
		t.Fatalf("%d files, %v", len(all), err)
	}
	return slices.DeleteFunc(all, func(name string) bool { return strings.HasSuffix(name, "_test.go") })
}
