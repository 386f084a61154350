package main

import (
	"net/http"
	"os"
	"strings"
	"testing"
)

// TestHeadIsAnsweredLikeGet for pages without a parameter, and a slash at the end leads to the page.
func TestHeadIsAnsweredLikeGet(t *testing.T) {
	s := openSite(t, t.TempDir())
	list, err := os.ReadFile("../" + routesFile)
	if err != nil {
		t.Fatal(err)
	}
	pages := 0
	for line := range strings.Lines(string(list)) {
		method, path, _ := strings.Cut(strings.TrimSpace(line), " ")
		if method != http.MethodGet || strings.Contains(path, "{") || strings.HasPrefix(path, "/sign-in") ||
			strings.HasSuffix(path, "/application") {
			continue
		}
		pages++
		get, _ := s.call(http.MethodGet, path, "", "Accept", "application/json")
		head, body := s.call(http.MethodHead, path, "", "Accept", "application/json")
		if head.StatusCode != get.StatusCode || body != "" {
			t.Errorf("HEAD %s: %d with %q, and GET %d", path, head.StatusCode, body, get.StatusCode)
		}
	}
	if pages < 50 {
		t.Errorf("only %d pages", pages)
	}
	for path, want := range map[string]int{
		"/services/?lang=en": 308, "/figures/": 308, "/services?lang=fr": 400, "/services?at=999999": 400, "/authority?service=none": 400,
		"/authority?region=999999": 400, "/authority?service=foodstall&region=440605": 200, "/figures?month=1999-01": 404,
		"/figures?format=pdf": 400,
	} {
		if got, body := s.call(http.MethodGet, path, "", "Accept", "application/json"); got.StatusCode != want {
			t.Errorf("GET %s: %d, want %d: %s", path, got.StatusCode, want, body)
		}
	}
}
