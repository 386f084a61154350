package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"miaoban/functions"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/hanzi"
	"miaoban/shared/identity"
	"miaoban/shared/registry/seed"
	"miaoban/shared/sweep"
)

// keyField is a field of a form with the key of a record.
type keyField struct {
	service, name string
	form          map[string]any // with which the service answers, but for the number
	of            *fact.Dataset
	none          string // a number that nobody has
}

// keyFields returns the key fields of all services: the fields with one of these tags.
func keyFields(t *testing.T) []keyField {
	t.Helper()
	rules := map[string]keyField{
		"birthcertificate": {of: dataset.Births.Dataset, none: "Z987654321"},
		"bankcard":         {of: dataset.BankAccounts.Dataset, none: identity.MakeBankCard("622202999999999999")},
		"propertyunit":     {of: dataset.Property.Dataset, none: "440605011999GB99999F99990001"},
	}
	var all []keyField
	for _, s := range functions.Services() {
		form := s.(interface{ Form() reflect.Type }).Form()
		for field := range form.Fields() {
			for rule := range strings.SplitSeq(field.Tag.Get("validate"), ",") {
				f, ok := rules[rule]
				if !ok {
					continue
				}
				f.service = s.About().Slug
				f.name, _, _ = strings.Cut(field.Tag.Get("json"), ",")
				f.form = formOf(t, f.service)
				f.form[f.name] = f.none
				all = append(all, f)
			}
		}
	}
	if len(all) < 16 {
		t.Fatalf("only %d fields are keys of somebody's record", len(all))
	}
	return all
}

// formOf returns a form of the service with which the number is looked up: that of its approved event.
func formOf(t *testing.T, service string) map[string]any {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "events", service, "approved.json"))
	if err != nil {
		t.Fatal(err)
	}
	var event struct{ Body string }
	form := map[string]any{}
	if err := json.Unmarshal(text, &event); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(event.Body), &form); err != nil {
		t.Fatal(err)
	}
	switch service {
	case "soletrader", "startup": // by promise the owner is told, and so whether there is one
		form["premises"] = "property"
		delete(form, "promise")
	case "soletraderchange":
		form = map[string]any{"kind": "address", "division": "440605011", "address": "海五路2号", "premises": "property"}
	case "foodstall":
		form["kind"], form["address"], form["premises"] = "restaurant", "海五路2号", "property"
	case "graduatesettlement":
		form["address"] = "property"
	case "birthregistration":
		delete(form, "expected_on")
	case "unemploymentbenefit":
		form["benefit"] = true
	}
	return form
}

// outsider returns a person whom no record names, a different one each time.
func outsider(t *testing.T, n int) seed.Person {
	p, _ := stranger(t, 777*4000+n)
	return p
}

// changing matches the parts that differ between equal answers: numbers of applications, times (in JSON, and on pages to
// the minute) and tokens of forms.
var changing = regexp.MustCompile(`\d{8}-\d{6}-[0-9A-Z]{8}` +
	`|\d{4}-\d\d-\d\dT[0-9:.]+(Z|\+08:00)|\d{4}-\d\d-\d\d \d\d:\d\d|name="(?:csrf|keeper)" value="[^"]*"`)

// standard returns one of the standard characters, which a trade name consists of.
func standard(n int) rune {
	for r := '二'; ; r++ {
		if hanzi.Standard(r) {
			if n--; n < 0 {
				return r
			}
		}
	}
}

// answer returns the answer to the stranger, without their own data and the parts that differ each time.
func (s *site) answer(p seed.Person, method, path, body, accept string, own []string) (string, http.Header) {
	s.t.Helper()
	token, err := s.issuer.Sign(p)
	if err != nil {
		s.t.Fatal(err)
	}
	response, text := s.call(method, path, body, "Authorization", "Bearer "+token, "Content-Type", "application/json", "Accept", accept)
	text = fmt.Sprint(response.StatusCode, " ", text)
	for _, word := range own {
		text = strings.ReplaceAll(text, word, "…")
	}
	text = changing.ReplaceAllString(text, "…")
	if path == "/reads" || path == "/export" { // what was read in the same second stands in any order
		parts := strings.FieldsFunc(
			strings.ReplaceAll(text, "<tr>", "\x00"),
			func(r rune) bool { return r == 0 || strings.ContainsRune("{}[],\n", r) },
		)
		slices.Sort(parts)
		text = strings.Join(parts, "\n")
	}
	return text, response.Header
}

// TestAStrangersNumberIsLikeOneThatNobodyHas: a person who enters a number that is not theirs cannot find out who has it,
// nor whether anybody has it.
func TestAStrangersNumberIsLikeOneThatNobodyHas(t *testing.T) {
	s := openSite(t, t.TempDir())
	records, err := seed.Records(time.Now())
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
	n := 0
	all := func(f keyField, number string) []string {
		n++
		p, tradeName := outsider(t, n), "福"+string(standard(n)) // a name that nobody before has
		f.form[f.name] = number
		if f.form["trade_name"] != nil {
			f.form["trade_name"] = tradeName
		}
		body, err := json.Marshal(f.form)
		if err != nil {
			t.Fatal(err)
		}
		own := []string{number, p.ID, identity.Person(p.ID).Masked(), tradeName}
		call := func(method, path, accept string) (string, http.Header) {
			return s.answer(p, method, path, string(body), accept, own)
		}
		root := "/services/" + f.service
		checked, _ := call("POST", root+"/eligibility", "application/json")
		call("POST", root+"/eligibility", "text/html")
		page, _ := call("GET", root+"/application?step=check", "text/html")
		applied, header := call("POST", root+"/applications", "application/json")
		answers := []string{checked, page, applied}
		for _, path := range []string{header.Get("Location"), "/reads", "/export", "/notices"} {
			for _, accept := range []string{"application/json", "text/html"} {
				text, _ := call("GET", path, accept)
				answers = append(answers, text)
			}
		}
		return answers
	}
	for _, f := range sweep.Cases(t, keyFields(t), 8) {
		t.Run(f.service+"/"+f.name, func(t *testing.T) {
			none := all(f, f.none)
			if !strings.HasPrefix(none[0], "200") || !strings.HasPrefix(none[2], "201") || !strings.HasPrefix(none[3], "200") {
				t.Fatalf("a number that nobody has: %.200s %.200s %.200s", none[0], none[2], none[3])
			}
			tried := 0
			for _, r := range records {
				if r.Dataset != f.of.Name || tried == 2 {
					continue
				}
				tried++
				for i, got := range all(f, r.Key) {
					if got != none[i] {
						t.Errorf("%s, answer %d: differs from one that nobody has\n%s", r.Key, i, difference(none[i], got))
					}
					for _, secret := range secretsOf(r, records, names) {
						if strings.Contains(got, secret) {
							t.Errorf("%s, answer %d: tells %q", r.Key, i, secret)
						}
					}
				}
			}
			if tried == 0 {
				t.Error("the seed has no such record")
			}
		})
	}
}

// secretsOf returns the values of the record and of the records of the people whom it names.
func secretsOf(r fact.Record, records []fact.Record, names map[string]string) []string {
	var secrets []string
	for _, value := range r.Values {
		secrets = append(secrets, value)
		if name := names[value]; name != "" {
			secrets = append(secrets, name)
		}
		for _, of := range records {
			if of.Key != value || of.Dataset != dataset.Population.Dataset.Name {
				continue
			}
			if place := division.FullName(of.Values["household_division"]).ZH; place != "" {
				secrets = append(secrets, place)
			}
		}
	}
	// Values that every answer contains: truth values, and words of the form itself.
	common := []string{
		"true",
		"false",
		"commercial",
		"residential",
		"industrial",
		"illegal",
		"male",
		"female",
		"440605",
		"440605011",
		"440304001",
		"440604012",
		"440605011001",
	}
	return slices.DeleteFunc(secrets, func(s string) bool { return s == "" || slices.Contains(common, s) })
}

// difference returns the parts from which two texts differ.
func difference(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	cut := func(s string) string { return s[max(0, i-120):min(len(s), i+160)] }
	return cut(a) + "\n—\n" + cut(b)
}
