package functions_test

import (
	"net/http"
	"net/url"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"miaoban/functions"
	"miaoban/shared/form"
	"miaoban/shared/httpapi"
	"miaoban/shared/platform/platformtest"
)

// browse requests a page as a browser does; values are posted.
func browse(h *platformtest.House, name, path string, values url.Values) httpapi.Response {
	if values == nil {
		return h.Call(name, http.MethodGet, path, "", "accept", "text/html")
	}
	return h.Call(name, http.MethodPost, path, values.Encode(), "accept", "text/html", "content-type", form.PostType)
}

var keeperIn = regexp.MustCompile(`name="keeper" value="(\w{20,})"`)

// keeperOf is the keeper in the page of a form.
func keeperOf(t *testing.T, page httpapi.Response) string {
	t.Helper()
	found := keeperIn.FindStringSubmatch(page.Body)
	if found == nil {
		t.Fatalf("%d: the page has no keeper", page.StatusCode)
	}
	return found[1]
}

const card = "/services/seniorcard"

// TestNothingIsSentTwice: each form that is sent leads to a page, also one with errors, so that going back and
// reloading send nothing. After the application the page of the answers leads to the result.
func TestNothingIsSentTwice(t *testing.T) {
	h := portal(t)
	const name, checks = "何婉清", card + "/application?step=check"
	sent := func(path string, values url.Values, want string) string {
		t.Helper()
		response := browse(h, name, path, values)
		if to := response.Headers["Location"]; response.StatusCode != http.StatusSeeOther || !strings.HasPrefix(to, want) {
			t.Fatalf("%s: %d to %q, want %s", path, response.StatusCode, to, want)
		}
		return response.Headers["Location"]
	}
	if to := browse(h, name, checks, nil).Headers["Location"]; to != card+"/application" {
		t.Errorf("without answers the page that shows them leads to %q", to)
	}
	for path, wrong := range map[string]url.Values{
		card + "/eligibility":  {},
		card + "/eligibility?": {"delivery": {"pigeon"}},
		card + "/applications": {"delivery": {"mail"}},
	} {
		sent(path, wrong, checks)
		for range 2 { // reloaded
			if page := browse(h, name, checks, nil); page.StatusCode != http.StatusOK || !strings.Contains(page.Body, "需要修改") {
				t.Errorf("%s, %v: the errors are not shown: %d", path, wrong, page.StatusCode)
			}
		}
	}
	right := url.Values{"delivery": {"electronic"}}
	sent(card+"/eligibility", right, checks)
	page := browse(h, name, checks, nil).Body
	inOrder(t, page, "<title>请核对", "预检结果：予以批准", card+"/applications?key=", `href="`+card+`/application"`, "返回修改")
	if back := browse(h, name, card+"/application", nil).Body; !strings.Contains(back, `value="electronic" checked`) {
		t.Error("the form to be changed lacks what was entered")
	}
	result := sent(card+"/applications?key=1", right, "/applications/")
	if to := browse(h, name, checks, nil).Headers["Location"]; to != result {
		t.Errorf("after the application the page of the answers leads to %q, want %q", to, result)
	}
	if again := browse(h, name, card+"/application", nil).Body; strings.Contains(again, " checked") {
		t.Error("a new form has what was applied for")
	}
}

// TestWhatWasTypedOutlivesTheSession: who signs in again finds the form as it was sent, and nobody else does.
func TestWhatWasTypedOutlivesTheSession(t *testing.T) {
	const name, other, typed = "何婉清", "李建业", "灯湖西路8号"
	for _, action := range []string{"/draft", "/eligibility", "/applications?key=1"} {
		h := portal(t)
		keeper := keeperOf(t, browse(h, name, card+"/application", nil))
		post := func(keeper string) httpapi.Response {
			return browse(h, "", card+action, url.Values{"keeper": {keeper}, "delivery": {"mail"}, "address": {typed}})
		}
		has := func(who string) bool {
			return strings.Contains(browse(h, who, card+"/application", nil).Body, `value="`+typed+`"`)
		}
		for _, none := range []string{"", "ANYKEEPERATALL", keeperOf(t, browse(h, name, "/services/socialcard/application", nil))} {
			if response := post(none); response.StatusCode != http.StatusUnauthorized || strings.Contains(response.Body, "已经保存") || has(name) {
				t.Errorf("%s, with the keeper %q: %d %s", action, none, response.StatusCode, response.Body)
			}
		}
		response := post(keeper)
		if response.StatusCode != http.StatusUnauthorized || strings.Contains(response.Body, typed) ||
			response.Headers["WWW-Authenticate"] == "" {
			t.Errorf("%s: %d %s", action, response.StatusCode, response.Body)
		}
		inOrder(t, response.Body, "您填写的内容已经保存", `href="/sign-in?return=%2Fservices%2Fseniorcard%2Fapplication"`)
		if has(other) || !has(name) {
			t.Errorf("%s: shown to another: %t, to who typed it: %t", action, has(other), has(name))
		}
	}
	h := portal(t)
	keeper := keeperOf(t, browse(h, name, card+"/application", nil))
	h.At(h.Now().AddDate(0, 0, 1))
	late := browse(h, "", card+"/draft", url.Values{"keeper": {keeper}, "address": {typed}})
	if late.StatusCode != http.StatusUnauthorized || strings.Contains(late.Body, "已经保存") {
		t.Errorf("after a day the keeper saves still: %d", late.StatusCode)
	}
}

// TestFieldsThatDependFollowWhatTheyDependOn, and the style sheet has a rule for each value on which a field depends.
func TestFieldsThatDependFollowWhatTheyDependOn(t *testing.T) {
	h := portal(t)
	sheet, err := os.ReadFile("../shared/web/assets/style.css")
	if err != nil {
		t.Fatal(err)
	}
	style, depend := string(sheet), 0
	for _, s := range functions.Services() {
		about := s.About()
		of, ok := s.(interface{ Form() reflect.Type })
		if !ok {
			t.Fatalf("%s has no form", about.Slug)
		}
		fields, err := form.FieldsOf(of.Form())
		if err != nil {
			t.Fatal(err)
		}
		page := browse(h, "何婉清", "/services/"+about.Slug+"/application", nil).Body
		for i, f := range fields {
			if f.When == nil {
				continue
			}
			depend++
			if at := slices.IndexFunc(fields, func(g form.Field) bool { return g.Name == f.When.Field }); at < 0 || at > i {
				t.Errorf("%s: %s comes before %s, on which it depends", about.Slug, f.Name, f.When.Field)
			}
		}
		for _, mark := range regexp.MustCompile(`data-when="([0-9 ]+)"`).FindAllStringSubmatch(page, -1) {
			for number := range strings.FieldsSeq(mark[1]) {
				if !strings.Contains(page, `data-mark="`+number+`"`) || !strings.Contains(style, `[data-when~="`+number+`"]`) {
					t.Errorf("%s: nothing shows the fields with the mark %s", about.Slug, number)
				}
			}
		}
	}
	if depend < 20 {
		t.Errorf("only %d fields depend on another", depend)
	}
}

// TestWhatDoesNotApplyIsDropped from what a page posts: it was typed before another choice, and the page hides it.
func TestWhatDoesNotApplyIsDropped(t *testing.T) {
	h := portal(t)
	const name, typed = "何婉清", "灯湖西路8号"
	values := url.Values{"delivery": {"electronic"}, "address": {typed}, "mobile": {"13"}}
	browse(h, name, card+"/eligibility", values)
	if page := browse(h, name, card+"/application?step=check", nil).Body; !strings.Contains(page, "预检结果") ||
		strings.Contains(page, "<dd>"+typed) {
		t.Errorf("the answers to check: %s", page)
	}
	result := browse(h, name, card+"/applications?key=1", values).Headers["Location"]
	if !strings.HasPrefix(result, "/applications/") {
		t.Fatalf("the application leads to %q", result)
	}
	response := h.Call(name, http.MethodPost, card+"/eligibility", `{"delivery":"electronic","address":"`+typed+`"}`)
	if response.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(response.Body, `"excluded"`) {
		t.Errorf("a program is not told of its error: %d %s", response.StatusCode, response.Body)
	}
}
