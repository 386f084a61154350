package main

import (
	"io"
	"slices"
	"strings"
	"testing"

	"miaoban/local/gateway"
)

// TestARoleThatWasTakenBack ends with the next request, though the token still gives it; what
// the person is besides goes on, and so do others in that office.
func TestARoleThatWasTakenBack(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	reviewer, second := "Bearer "+c.token("梁审南"), "Bearer "+c.token("梁复南")
	change := func(verb, role string) {
		t.Helper()
		if err := changeOffice(t.Context(), c.records, verb, role, strings.NewReader(person(t, "梁审南").ID+"\n"), io.Discard); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct {
		verb, role string
		status     int
	}{
		{"", "", 200},
		{"withdraw", "reviewer:440604", 200}, // another region's
		{"withdraw", "reviewer:440605", 403},
		{"withdraw", "reviewer:440605", 403}, // twice is once
		{"restore", "reviewer:440605", 200},
		{"withdraw", "all", 403},
		{"restore", "reviewer:440605", 403},
		{"restore", "all", 200},
		{"restore", "all", 200},
	} {
		if step.verb != "" {
			change(step.verb, step.role)
		}
		for _, look := range []struct {
			who, path string
			status    int
		}{{reviewer, "/reviews", step.status}, {reviewer, "/applications", 200}, {second, "/reviews", 200}} {
			if response, text := c.call("GET", look.path, "", "Authorization", look.who, "Accept", "application/json"); response.StatusCode != look.status {
				t.Errorf("%s %s: %s is %d, want %d: %s", step.verb, step.role, look.path, response.StatusCode, look.status, text)
			}
		}
		_, page := c.call("GET", "/services", "", "Authorization", reviewer, "Accept", "text/html")
		if shown := strings.Contains(page, `href="/reviews"`); shown != (step.status == 200) {
			t.Errorf("%s %s: the page leads to the desk: %t", step.verb, step.role, shown)
		}
	}
	for _, wrong := range [][3]string{{"withdraw", "", ""}, {"take", "all", ""}, {"withdraw", "all", "440605"}, {"withdraw", "all", ""}} {
		if err := changeOffice(t.Context(), c.records, wrong[0], wrong[1], strings.NewReader(wrong[2]), io.Discard); err == nil {
			t.Errorf("%v is done", wrong)
		}
	}
}

// TestEveryFunctionCanLookUpOffices: whatever those in office ask of, their roles are looked
// up first.
func TestEveryFunctionCanLookUpOffices(t *testing.T) {
	template, err := gateway.Load("../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range template.Functions() {
		if len(template.Routes(name)) > 0 && name != "SessionFunction" && !slices.Contains(template.Actions(name), "dynamodb:GetItem") {
			t.Errorf("the template does not allow %s to read a record", name)
		}
	}
}
