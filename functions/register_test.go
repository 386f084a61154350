package functions_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"miaoban/functions"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/identity"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/lang"
)

// unlike are numbers that registers have and that do not look like most of their kind.
var unlike = map[form.Kind]struct {
	of      *fact.Dataset
	numbers []string
}{
	form.BankAccount: {dataset.BankAccounts.Dataset, []string{
		"6222022005123456780",              // the check digit of a card is another
		"622202200512345",                  // 15 digits
		"44050166880000012",                // 17 digits
		"440501668800000123456",            // 21 digits
		"10000012",                         // 8 digits
		"44050166880000012345678901234567", // 32 digits, the most that payment systems take
	}},
	form.PropertyUnit: {dataset.Property.Dataset, []string{
		"4406050110", "440605011001GB00001F0001", "440605011001GB00001F000100010000000000ZZ",
	}},
}

// TestTheRegisterDecidesOnANumber: a number on record is taken by each form whatever it looks like, and the
// record decides; one that is not on record is asked about in the pre-check, and referred.
func TestTheRegisterDecidesOnANumber(t *testing.T) {
	fields := map[form.Kind]int{}
	for _, a := range attempts(t, "approved") {
		all, err := form.FieldsOf(a.service.(interface{ Form() reflect.Type }).Form())
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range all {
			odd, is := unlike[f.Kind]
			if !is {
				continue
			}
			fields[f.Kind]++
			t.Run(a.name+"/"+f.Name, func(t *testing.T) {
				filled := a.asking(t, f.Name)
				number := filled.form[f.Name].(string)
				for _, typed := range odd.numbers {
					known := openDepartments(t)
					before := known.records[odd.of.Name+" "+number]
					of := func(person string) fact.Record {
						r := before
						r.Values = maps.Clone(before.Values)
						for _, owner := range []string{"owner", "holder"} {
							if r.Values[owner] != "" {
								r.Values[owner] = person
							}
						}
						return r
					}
					known.records[odd.of.Name+" "+number] = of(filled.person)
					check := func(n string) instant.Assessment {
						o := instanttest.Open(t, a.service, seedDay)
						o.Engine.Source = known
						changed := maps.Clone(filled.form)
						changed[f.Name] = n
						body, err := json.Marshal(changed)
						if err != nil {
							t.Fatal(err)
						}
						response := o.Call("POST", "eligibility", filled.person, string(body), nil)
						var is instant.Assessment
						if response.StatusCode != 200 || json.Unmarshal([]byte(response.Body), &is) != nil {
							t.Fatalf("%s: %d %.400s", n, response.StatusCode, response.Body)
						}
						return is
					}
					want := check(number)
					unknown := check(typed)
					if unknown.Outcome == decision.Rejected && want.Outcome != decision.Rejected || !asks(unknown) {
						t.Errorf("%s is on no record: %s, asked about: %t", typed, unknown.Outcome, asks(unknown))
					}
					before.Key = typed
					known.records[odd.of.Name+" "+typed] = of("440300198001010011")
					if got := check(typed); filled.form["premises"] != "promise" && decided(got) != decided(unknown) { // whom a promise notifies
						t.Errorf("%s of somebody else is told from one that nobody has:\n%s\n%s", typed, decided(got), decided(unknown))
					}
					known.records[odd.of.Name+" "+typed] = of(filled.person)
					if got := check(typed); got.Outcome != want.Outcome || asks(got) && !asks(want) {
						t.Errorf("%s is on record: %s, want %s; asked about: %t", typed, got.Outcome, want.Outcome, asks(got))
					}
				}
			})
		}
	}
	if fields[form.BankAccount] < 8 || fields[form.PropertyUnit] < 5 {
		t.Errorf("tried in %v fields", fields)
	}
}

// asking is an event of the service that fills in the field.
func (a attempt) asking(t *testing.T, field string) attempt {
	t.Helper()
	more := attempt{service: a.service, person: a.person, form: maps.Clone(a.form)}
	maps.Copy(more.form, numbers[a.name])
	for _, event := range append([]attempt{a, more}, a.events(t)...) {
		if number, _ := event.form[field].(string); number != "" {
			return event
		}
	}
	t.Fatalf("no event fills in %s", field)
	return a
}

// asks reports whether a finding asks to compare the number.
func asks(a instant.Assessment) bool {
	return slices.ContainsFunc(a.Findings, func(f decision.Finding) bool { return strings.Contains(f.Text.ZH, "照常提交") }) ||
		slices.ContainsFunc(a.Parts, asks)
}

// TestFormAndSeedHaveOneRule: the keys of the seed are what deliveries and forms take, already without noise.
func TestFormAndSeedHaveOneRule(t *testing.T) {
	kinds := map[fact.KeyKind]form.Kind{fact.ByBusiness: form.CreditCode, fact.ByAccount: form.BankAccount,
		fact.ByProperty: form.PropertyUnit, fact.ByCertificate: form.BirthCertificate, fact.ByDivision: form.Division}
	tried := map[form.Kind]bool{}
	for _, r := range openDepartments(t).records {
		kind, is := kinds[dataset.Find(r.Dataset).Key]
		if !is {
			continue
		}
		tried[kind] = true
		if reason, why := form.Wrong(kind, lang.T(r.Dataset, r.Dataset), r.Key); reason != "" || form.Clean(kind, r.Key) != r.Key {
			t.Errorf("%s %s: %s %s", r.Dataset, r.Key, reason, why.EN)
		}
	}
	if len(tried) != len(kinds) {
		t.Errorf("the seed has keys of %v", tried)
	}
}

// TestTheAPINeverStopsANumber: the description has no pattern and no length for a number, so that no client
// stops one that is taken, however it is written.
func TestTheAPINeverStopsANumber(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("citizens", "portal", "openapi.json"))
	if err != nil {
		t.Fatal(err)
	}
	var api struct {
		Components struct {
			Schemas map[string]struct{ Properties map[string]map[string]any }
		}
	}
	if err := json.Unmarshal(text, &api); err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, service := range functions.Services() {
		slug := service.About().Slug
		schema := api.Components.Schemas[strings.ToUpper(slug[:1])+slug[1:]+"Form"]
		all, err := form.FieldsOf(service.(interface{ Form() reflect.Type }).Form())
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range all {
			if !f.Kind.Key() && f.Kind != form.Phone {
				continue
			}
			tried++
			property := schema.Properties[f.Name]
			for _, stop := range []string{"pattern", "format", "minLength", "maxLength"} {
				if property == nil || property[stop] != nil {
					t.Errorf("%s.%s: %s is %v", slug, f.Name, stop, property[stop])
				}
			}
		}
	}
	if tried < 20 {
		t.Errorf("only %d numbers", tried)
	}
	if identity.MaxAccount != 32 || identity.MinAccount != 8 {
		t.Error("the numbers of this test are not those at the limits")
	}
}
