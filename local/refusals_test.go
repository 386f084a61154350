package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestEveryAnswerIsAPage for a browser, with a link to continue, whether a function answers or the gateway itself.
// Programs get JSON.
func TestEveryAnswerIsAPage(t *testing.T) {
	s := openSite(t, t.TempDir())
	for name, tt := range map[string]struct {
		method, path string
		headers      []string
		body         string
		status       int
		says         string
	}{
		"an unknown path":     {method: "GET", path: "/nowhere", status: 404, says: "没有找到这个页面"},
		"in English":          {method: "GET", path: "/nowhere", headers: []string{"Accept-Language", "en"}, status: 404, says: "was not found"},
		"a form's address":    {method: "GET", path: "/services/elderlyallowance/applications", status: 405, says: "返回上一页"},
		"another method":      {method: "DELETE", path: "/services", status: 405, says: "GET"},
		"a body too long":     {method: "POST", path: "/verify", body: strings.Repeat("a", 10<<20+1), status: 413, says: "太大"},
		"a head too long":     {method: "GET", path: "/", headers: []string{"X-Long", strings.Repeat("a", 11<<10)}, status: 431, says: "请返回上一页"},
		"a path with slashes": {method: "GET", path: "//services", status: 404, says: "没有找到这个页面"},
	} {
		t.Run(name, func(t *testing.T) {
			response, page := s.call(tt.method, tt.path, tt.body, append(tt.headers, "Accept", "text/html")...)
			if response.StatusCode != tt.status || !strings.Contains(page, tt.says) || !strings.Contains(page, `href="/services"`) {
				t.Errorf("%d %s", response.StatusCode, page)
			}
			response, text := s.call(tt.method, tt.path, tt.body, append(tt.headers, "Accept", "application/json")...)
			if kind := response.Header.Get("Content-Type"); response.StatusCode != tt.status || !strings.Contains(kind, "json") {
				t.Errorf("%d %s %s", response.StatusCode, kind, text)
			}
		})
	}
}

// TestEveryRefusalSaysWhatToDo: for each status of the gateway, for reads and for sent forms. The page does not say
// that nothing happened if that is not known.
func TestEveryRefusalSaysWhatToDo(t *testing.T) {
	for _, status := range []int{400, 404, 408, 413, 429, 431, 500, 503} {
		for _, reads := range []bool{true, false} {
			p := refused(status, reads)
			if p.Title.IsZero() || p.Detail.ZH == "" || p.Detail.EN == "" {
				t.Errorf("%d: %+v", status, p)
			}
			if doubt := p.Code == "in-doubt"; doubt != (status >= 500 && !reads) {
				t.Errorf("%d, reads %v: %s", status, reads, p.Code)
			}
		}
	}
}

// TestTooManyRequests are refused with a page, by the limits of the template.
func TestTooManyRequests(t *testing.T) {
	text, err := os.ReadFile("../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	few := strings.Replace(string(text),
		"ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100", "ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 2", 1)
	path := filepath.Join(t.TempDir(), "template.yaml")
	if err := os.WriteFile(path, []byte(few), 0o600); err != nil {
		t.Fatal(err)
	}
	on := embedded(t.TempDir())
	on.template, on.throttled = path, true
	s := openSiteOn(t, on)
	for i := range 4 {
		response, page := s.call("POST", "/verify", "", "Accept", "text/html")
		if over := i >= 2; over != (response.StatusCode == 429) || over && !strings.Contains(page, "请过几秒再试") {
			t.Errorf("the %dth: %d %s", i+1, response.StatusCode, page)
		}
	}
}
