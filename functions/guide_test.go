package functions_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"net/http"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"miaoban/functions"
)

// TestAServicesPageSaysWhatPeopleAsk: one button to start, what it gives, which data is read, who decides, whom to
// call, and what follows by when; in both languages without a raw value.
func TestAServicesPageSaysWhatPeopleAsk(t *testing.T) {
	h := portal(t)
	for _, s := range functions.Services() {
		slug := s.About().Slug
		page := h.Call("", http.MethodGet, "/services/"+slug, "", "Accept", "text/html").Body
		if n := strings.Count(page, `href="/services/`+slug+`/application"`); n != 1 {
			t.Errorf("%s has %d buttons to start", slug, n)
		}
		inOrder(t, page, `class="start"`, "会核对哪些数据", "提交以后", "答复您", "由谁决定：", `href="tel:1`)
		english := h.Call("", http.MethodGet, "/services/"+slug+"?lang=en", "", "Accept", "text/html").Body
		for _, piece := range append(shownText(page), shownText(english)...) {
			for kind, pattern := range raw {
				if found := pattern.FindString(piece); found != "" {
					t.Errorf("%s: %s %q in %q", slug, kind, found, piece)
				}
			}
		}
	}
	for slug, gives := range map[string]string{
		"elderlyallowance": "周岁起每月", "disabilityallowance": "重度残疾人护理补贴每月", "unemploymentbenefit": "每月2070元",
		"residentpension": "基础养老金每月", "flexiblesubsidy": "为限，最长", "childcaresubsidy": "每孩每年",
	} {
		page := h.Call("", http.MethodGet, "/services/"+slug, "", "Accept", "text/html").Body
		inOrder(t, page, "能得到多少", gives)
	}
}

// advice are the remedies of the rules, with the file that has each.
func advice(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, root := range []string{"services", "../shared/condition", "../shared/instant"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				call, is := n.(*ast.CallExpr)
				if !is {
					return true
				}
				if f, is := call.Fun.(*ast.SelectorExpr); !is || f.Sel.Name != "Advise" {
					return true
				}
				ast.Inspect(call.Args[0], func(n ast.Node) bool {
					if text, is := n.(*ast.BasicLit); is && text.Kind == token.STRING {
						if s, err := strconv.Unquote(text.Value); err == nil && utf8.RuneCountInString(s) < len(s) {
							all[s] = path
						}
					}
					return true
				})
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// TestARemedyNamesOnlyWhatExists: a service for which a remedy says to apply is in the catalogue, or
// the remedy names the office or the body to which they turn.
func TestARemedyNamesOnlyWhatExists(t *testing.T) {
	var known []string
	for _, s := range functions.Services() {
		known = append(append(known, s.About().Name.ZH), s.About().Keywords...)
	}
	verb := regexp.MustCompile(`(?:办理|申请|申领|变更|续办)(?:“([^”]+)”|(\p{Han}{2,8}))`)
	office := regexp.MustCompile(`(?:到|向|由|请|拨打|咨询).{0,14}(?:局|中心|机构|部门|派出所|残联|单位|参保地|机关|银行|学校|户籍地|居住地|户籍所在地|社区|镇街|12345)`)
	own := regexp.MustCompile(`^(?:由人工|人工|更正|复核|行政复议|积分|停发|后|时|的|再次|变更经营者|其他|当场|期限|那一项|条件|注销|单独|方式|登记|退还|同意)`)
	all := advice(t)
	if len(all) < 80 {
		t.Fatalf("only %d remedies were found", len(all))
	}
	for text, path := range all {
		for _, clause := range regexp.MustCompile(`[；。]`).Split(text, -1) {
			for _, found := range verb.FindAllStringSubmatch(clause, -1) {
				named := found[1] + found[2]
				exists := own.MatchString(named) || office.MatchString(clause)
				for _, k := range known {
					exists = exists || utf8.RuneCountInString(k) > 1 && (strings.Contains(named, k) || strings.Contains(k, named))
				}
				if !exists {
					t.Errorf("%s: %q tells people to go for %q, which is no service here, and names no office", path, text, named)
				}
			}
		}
	}
}
