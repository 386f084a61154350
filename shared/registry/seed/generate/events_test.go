package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"miaoban/shared/registry/seed"
)

// TestAnEventNamesItsPerson: a missing or wrong number is replaced; the number of one of two people with
// the same name is kept.
func TestAnEventNamesItsPerson(t *testing.T) {
	people := []seed.Person{{ID: "1", Name: "喜已检"}, {ID: "2", Name: "陈秀"}, {ID: "3", Name: "陈秀"}}
	event := func(id, name string) string {
		return `{"lambda": {` + "\n" + `"id": "` + id + `",` + "\n" + `"name": "` + name + `"}, "body": "{}"}`
	}
	for _, tt := range []struct{ event, want string }{
		{event("", "喜已检"), event("1", "喜已检")},
		{event("2", "喜已检"), event("1", "喜已检")},
		{event("1", "喜已检"), event("1", "喜已检")},
		{event("3", "陈秀"), event("3", "陈秀")},
		{event("", "陈秀"), "2 seed people are called 陈秀"},
		{event("", "无此人"), "0 seed people are called 无此人"},
		{`{"lambda": {"id": "", "name": ""}}`, `{"lambda": {"id": "", "name": ""}}`},
	} {
		got, err := numbered([]byte(tt.event), people)
		if err != nil {
			got = []byte(err.Error())
		}
		if !strings.HasPrefix(string(got), tt.want) {
			t.Errorf("%s\n got %s\nwant %s", tt.event, got, tt.want)
		}
	}
}

// accounts are the bank accounts in the bodies of events.
var accounts = regexp.MustCompile(`\\"account\\": \\"([0-9]+)\\"`)

// TestEveryEventHasTheNumberOfItsPerson: make seed was run since the people or events changed.
func TestEveryEventHasTheNumberOfItsPerson(t *testing.T) {
	people, err := seed.People()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../../../../events/*/*.json")
	if err != nil || len(files) < 200 {
		t.Fatalf("%d events, %v", len(files), err)
	}
	someone := 0
	for _, file := range files {
		event, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		is, err := numbered(event, people)
		if err != nil || string(is) != string(event) {
			t.Errorf("%s: run make seed (%v)", file, err)
		}
		if signedIn.Match(event) {
			someone++
		}
		for _, account := range accounts.FindAllSubmatch(event, -1) {
			if filepath.Base(file) != "invalid.json" && !slices.ContainsFunc(
				people,
				func(p seed.Person) bool { return p.Card == string(account[1]) },
			) {
				t.Errorf("%s: the account %s belongs to no seed person", file, account[1])
			}
		}
	}
	if someone < 200 {
		t.Errorf("%d events name a person", someone)
	}
}

// TestEnglishIsEnglish: a text of the records that is meant for readers of English has no Chinese.
func TestEnglishIsEnglish(t *testing.T) {
	records, err := seed.Records(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	texts := 0
	for _, r := range records {
		for field, value := range r.Values {
			if !strings.HasSuffix(field, "_en") {
				continue
			}
			texts++
			if strings.ContainsFunc(value, func(c rune) bool { return unicode.Is(unicode.Han, c) }) {
				t.Errorf("%s %s: %s is %s", r.Dataset, r.Key, field, value)
			}
		}
	}
	if texts == 0 {
		t.Error("no record has such a text")
	}
}
