package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"miaoban/functions"
	"miaoban/shared/decision"
	"miaoban/shared/form"
	"miaoban/shared/identity"
	"miaoban/shared/instant"
	"miaoban/shared/registry/seed"
)

// guests are the seed people without a registered household, one with each kind of document.
func guests(t *testing.T) []seed.Person {
	t.Helper()
	everybody, err := people()
	if err != nil {
		t.Fatal(err)
	}
	var all []seed.Person
	kinds := map[identity.Kind]bool{}
	for _, p := range everybody {
		if kind := identity.Person(p.ID).Kind(); kind != identity.ResidentCard {
			all = append(all, p)
			kinds[kind] = true
		}
	}
	if len(kinds) != len(all) || len(all) != 8 {
		t.Fatalf("%d guests with %d kinds of documents, want 8 with one each", len(all), len(kinds))
	}
	return all
}

// TestAGuestSignsInAndApplies: with each kind of document, from the issuer's list to the page of the result,
// in a browser without script.
func TestAGuestSignsInAndApplies(t *testing.T) {
	s := openSite(t, t.TempDir())
	for _, p := range guests(t) {
		path := "/services/" + p.Try + "/application"
		cookie, landed := s.signIn(p.Name, path)
		if landed != path {
			t.Fatalf("%s signed in, and landed at %s", p.Name, landed)
		}
		session := cookie.Name + "=" + cookie.Value
		if response, page := s.call("GET", path, "", "Accept", "text/html", "Cookie", session); response.StatusCode != http.StatusOK ||
			!strings.Contains(page, p.Name) {
			t.Errorf("%s: the form: %d %.300s", p.Name, response.StatusCode, page)
		}
		posted := url.Values{}
		for name, value := range formOf(t, p.Try) {
			values, isList := value.([]any)
			if !isList {
				values = []any{value}
			}
			for _, v := range values {
				posted.Add(name, fmt.Sprint(v))
			}
		}
		response, page := s.call("POST", "/services/"+p.Try+"/applications", posted.Encode(),
			"Accept", "text/html", "Cookie", session, "Content-Type", urlencoded)
		result := response.Header.Get("Location")
		if response.StatusCode != http.StatusSeeOther {
			t.Errorf("%s applied for %s: %d %.1000s", p.Name, p.Try, response.StatusCode, page)
			continue
		}
		var made instant.Receipt
		_, text := s.call("GET", result, "", "Accept", "application/json", "Cookie", session)
		if err := json.Unmarshal([]byte(text), &made); err != nil {
			t.Fatal(err)
		}
		_, page = s.call("GET", result, "", "Accept", "text/html", "Cookie", session)
		if made.Outcome == decision.Approved || len(made.Findings) == 0 || made.Findings[0].Rule != decision.PersonRule ||
			!strings.Contains(page, made.Findings[0].Text.ZH) {
			t.Errorf("%s: %s, and the page of the result does not say why: %+v", p.Name, made.Outcome, made.Findings)
		}
	}
}

const urlencoded = "application/x-www-form-urlencoded"

// TestLogsNameNoGuest: each guest applies for each service, with the own number wherever a form takes one, well
// written and not; each test that opens a site ends with a search of its log for all of them.
func TestLogsNameNoGuest(t *testing.T) {
	s := openSite(t, t.TempDir())
	everybody, lines := guests(t), 0
	for _, service := range functions.Services() {
		slug := service.About().Slug
		fields, err := form.FieldsOf(service.(interface{ Form() reflect.Type }).Form())
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range everybody {
			given := formOf(t, slug)
			for _, f := range fields {
				if f.Kind == form.IDNumber {
					given[f.Name] = p.ID
				}
			}
			for _, more := range []map[string]any{nil, {"unknown": p.ID}, {"unknown": p.Name}} {
				body := maps.Clone(given)
				maps.Copy(body, more)
				text, err := json.Marshal(body)
				if err != nil {
					t.Fatal(err)
				}
				if status, _, answer := s.applyAs(p, slug, string(text)); status >= 500 {
					t.Errorf("%s, %s: %d %s", slug, p.Name, status, answer)
				}
				lines++
			}
		}
	}
	if n := strings.Count(s.log.String(), "\n"); n < lines {
		t.Errorf("the log has %d lines of %d applications", n, lines)
	}
}

// TestAGuestIsReferredToTheDistrictOfTheResidence, in which the case is too, and is at no other desk: those without a
// registered household have none by which a desk could be found.
func TestAGuestIsReferredToTheDistrictOfTheResidence(t *testing.T) {
	s := openSite(t, t.TempDir())
	referred := 0
	for _, service := range functions.Services() {
		slug := service.About().Slug
		text, err := json.Marshal(formOf(t, slug))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range guests(t) {
			_, made, _ := s.applyAs(p, slug, string(text))
			if made.Outcome != decision.Referred {
				continue
			}
			referred++
			city := slug == "ridehailing"                                                          // which is licensed by the city
			for reviewer, want := range map[string]bool{"梁审南": !city, "梁审禅": false, "梁审省": true} { // of 440605, 440604 and 440000
				_, queue := s.call("GET", "/reviews", "", "Authorization", "Bearer "+s.token(reviewer), "Accept", "application/json")
				lies := func(r instant.Receipt) bool {
					return r.Outcome == decision.Referred && strings.Contains(queue, r.Number)
				}
				if is := lies(made) || slices.ContainsFunc(made.Parts, lies); is != want {
					t.Errorf("%s, %s lives in 440605: at the desk of %s %t", slug, p.Name, reviewer, is)
				}
			}
		}
	}
	if referred < 5 {
		t.Errorf("only %d applications are referred", referred)
	}
}
