package functions_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"miaoban/functions"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/platform"
	"miaoban/shared/platform/platformtest"
	"miaoban/shared/registry/seed"
)

// emptyPlace is what a sentence looks like whose place is empty.
var emptyPlace = regexp.MustCompile(
	`(?:[^健]在|是)[。，、；]|在(?:的|连续|通过|领卡|参保)|\b(?:in|by|to|of|for) ?[.,;]|  |^[ ，。,.]`)

// TestNoSentenceHasAnEmptyPlace asks each service for the people of its events, whose records name a
// place of another province, a withdrawn county, a withdrawn city, or a code of no place.
func TestNoSentenceHasAnEmptyPlace(t *testing.T) {
	services := functions.Services()
	var routes []platform.Function
	for _, s := range services {
		routes = append(routes, s.Routes)
	}
	h := platformtest.Open(t, "2026-11-24", routes...)
	records, err := seed.Records(h.Now())
	if err != nil {
		t.Fatal(err)
	}
	people, err := seed.People()
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for _, p := range people {
		names[p.ID] = p.Name
	}
	said, named := 0, 0
	for _, s := range services {
		files, err := filepath.Glob(filepath.Join("..", "events", s.About().Slug, "*.json"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s has no events: %v", s.About().Slug, err)
		}
		if testing.Short() {
			files = files[:1]
		}
		for _, file := range files {
			person, form := asked(t, file)
			if names[person] == "" || form == "" {
				continue
			}
			about := recordsAbout(records, person)
			for _, code := range []string{"110101", "440682", "512301", "999999"} {
				for _, r := range about {
					h.Know(moved(r, func(string) string { return code }))
				}
				h.At(h.Now().Add(2 * time.Minute))
				response := h.Call(names[person], "POST", "/services/"+s.About().Slug+"/eligibility", form)
				if response.StatusCode == http.StatusUnprocessableEntity {
					break // an event of an invalid form
				}
				var got instant.Assessment
				if err := json.Unmarshal([]byte(response.Body), &got); err != nil || response.StatusCode != http.StatusOK {
					t.Fatalf("%s for %s: %d %s", file, code, response.StatusCode, response.Body)
				}
				for _, text := range textsOf(got) {
					said++
					if strings.Contains(text.ZH, division.FullName(code).ZH) {
						named++
					}
					if emptyPlace.MatchString(text.ZH) || emptyPlace.MatchString(text.EN) || strings.Contains(text.EN, "%!") {
						t.Errorf("%s for %s: %q, %q", file, code, text.ZH, text.EN)
					}
				}
			}
			for _, r := range about {
				h.Know(r)
			}
		}
	}
	if named < 50 {
		t.Errorf("only %d sentences, of which %d name the place", said, named)
	}
}

// asked is who applies in the event, and with which form.
func asked(t *testing.T, file string) (person, form string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var event events.APIGatewayV2HTTPRequest
	if err := json.Unmarshal(text, &event); err != nil {
		return "", ""
	}
	if a := event.RequestContext.Authorizer; a != nil && strings.HasSuffix(event.RawPath, "/applications") {
		person, _ = a.Lambda["id"].(string)
		return person, event.Body
	}
	return "", ""
}

// recordsAbout are the person's records, and those of whom and what they name.
func recordsAbout(records []fact.Record, person string) (about []fact.Record) {
	keys := map[string]bool{person: true}
	for _, r := range records {
		for _, value := range r.Values {
			if value == person || r.Key == person && len(value) > 9 {
				keys[r.Key], keys[value] = true, true
			}
		}
	}
	for _, r := range records {
		if keys[r.Key] {
			about = append(about, r)
		}
	}
	return about
}

// moved is the record with another place for each that it names.
func moved(r fact.Record, to func(code string) string) fact.Record {
	of := dataset.Find(r.Dataset)
	r.Values = maps.Clone(r.Values)
	for name, value := range r.Values {
		if _, place := division.Find(value); place && !of.Counts(name) {
			r.Values[name] = to(value)
		}
	}
	return r
}

func textsOf(a instant.Assessment) (texts []lang.Text) {
	for _, f := range a.Findings {
		texts = append(texts, f.Text, f.Title)
		if !f.Remedy.IsZero() {
			texts = append(texts, f.Remedy)
		}
	}
	for _, p := range a.Parts {
		texts = append(texts, textsOf(p)...)
	}
	return texts
}
