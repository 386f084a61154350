package functions_test

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"miaoban/functions"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/identity"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/registry"
)

// guests are invented people without a registered household, by the number of each document.
var guests = map[identity.Person]string{
	"810000199408230021": "a permit of a resident of Hong Kong",
	"820000200009100032": "a permit of a resident of Macao",
	"830000199201300022": "a permit of a resident of Taiwan",
	"H12345678":          "a pass of a resident of Hong Kong",
	"01234567":           "a pass of a resident of Taiwan",
	"932682198501010017": "a permanent residence card",
	"GBR440075120503":    "an older permanent residence card",
	"GBR123456789":       "a passport",
}

// inTheNameOf answers with everything that is on record of a citizen for the guest, without the
// household; or with nothing at all, as of who is new.
type inTheNameOf struct {
	departments
	citizen, guest string
	nothing        bool
}

func (s inTheNameOf) Lookup(ctx context.Context, q fact.Query) (fact.Record, error) {
	if s.nothing && q.Key == s.guest {
		return fact.Record{}, registry.ErrNoRecord
	}
	if q.Dataset.OfPerson() {
		q.Key = strings.ReplaceAll(q.Key, s.guest, s.citizen)
	}
	r, err := s.departments.Lookup(ctx, q)
	if err != nil {
		return r, err
	}
	r.Key, r.Values = strings.ReplaceAll(r.Key, s.citizen, s.guest), maps.Clone(r.Values)
	for name, value := range r.Values {
		r.Values[name] = strings.ReplaceAll(value, s.citizen, s.guest)
	}
	if q.Dataset == dataset.Population.Dataset && r.Key == s.guest {
		delete(r.Values, "household_division")
		delete(r.Values, "household_since")
		r.Values["sex"] = "female"
	}
	return r, nil
}

// TestEveryServiceAnswersEverybody sends the approved form of each service for each guest: the
// answer begins with the rule about the guest, is never an error, approves nobody whom the law that
// was read does not name, and does not refuse because a register has nothing under the number.
func TestEveryServiceAnswersEverybody(t *testing.T) {
	known := openDepartments(t)
	for _, a := range attempts(t, "approved") {
		t.Run(a.name, func(t *testing.T) {
			o := instanttest.Open(t, a.service, seedDay)
			text, err := json.Marshal(a.form)
			if err != nil {
				t.Fatal(err)
			}
			for _, nothing := range []bool{true, false} {
				for _, guest := range slices.Sorted(maps.Keys(guests)) {
					o.At(o.Now().Add(time.Minute))
					o.Engine.Source = inTheNameOf{known, a.person, string(guest), nothing}
					body := strings.ReplaceAll(string(text), a.person, string(guest))
					check := o.Call("POST", "eligibility", string(guest), body, nil)
					var assessed instant.Assessment
					if err := json.Unmarshal([]byte(check.Body), &assessed); err != nil || check.StatusCode != http.StatusOK {
						t.Fatalf("%s: no pre-check: %d %s", guests[guest], check.StatusCode, check.Body)
					}
					admitted(t, guest, assessed, nothing)
					if nothing {
						continue
					}
					made := o.Call("POST", "applications", string(guest), body, nil)
					var receipt instant.Receipt
					if err := json.Unmarshal([]byte(made.Body), &receipt); err != nil || made.StatusCode >= 400 {
						t.Fatalf("%s: no decision: %d %s", guests[guest], made.StatusCode, made.Body)
					}
					if receipt.Outcome != assessed.Outcome {
						t.Errorf("%s: %s before, then %s", guests[guest], assessed.Outcome, receipt.Outcome)
					}
				}
			}
		})
	}
}

// admitted checks the findings of a service, or of each part of a bundle.
func admitted(t *testing.T, guest identity.Person, got instant.Assessment, nothing bool) {
	t.Helper()
	for _, part := range got.Parts {
		admitted(t, guest, part, nothing)
	}
	if len(got.Parts) > 0 {
		return
	}
	f := got.Findings[0]
	said := condition.Persons(got.Service)[guest.Kind().Origin()].Text
	switch {
	case f.Rule != decision.PersonRule:
		t.Errorf("%s, %s: the first rule is %s", got.Service, guest.Kind(), f.Rule)
	case !strings.HasPrefix(f.Text.ZH, said.ZH):
		t.Errorf("the newest rules of %s do not have condition.Persons(%q): %s", got.Service, got.Service, f.Text.ZH)
	case got.Outcome == decision.Approved && f.Status != decision.Met:
		t.Errorf("%s, %s: approved with %+v", got.Service, guest.Kind(), f)
	case f.Status == decision.NotMet && f.Remedy.IsZero():
		t.Errorf("%s, %s: refused without a way on", got.Service, guest.Kind())
	}
	for _, f := range got.Findings {
		bound := strings.HasPrefix(f.Rule, "bound-") // to another part of the bundle
		if nothing && f.Status == decision.NotMet && f.Rule != decision.PersonRule && !bound {
			t.Errorf("%s, %s: nothing on record is taken for a no: %s", got.Service, guest.Kind(), f.Text.EN)
		}
	}
}

// TestAFieldForAnyDocumentSaysSo: where somebody with any document may be entered, the label says the number of a
// document, and the hint which ones. The subsidy for children is for those with a registered household.
func TestAFieldForAnyDocumentSaysSo(t *testing.T) {
	found := 0
	for _, s := range functions.Services() {
		fields, err := form.FieldsOf(s.(interface{ Form() reflect.Type }).Form())
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range fields {
			if at := s.About().Slug + "/" + f.Name; f.Kind != form.IDNumber || at == "childcaresubsidy/child" {
				continue
			}
			found++
			if !strings.Contains(f.Label.ZH, "证件号码") || !strings.Contains(f.Hint.ZH, "护照") || !strings.Contains(f.Hint.EN, "passport") {
				t.Errorf("%s: %s (%s)", s.About().Slug, f.Label.ZH, f.Hint.ZH)
			}
		}
	}
	if found < 3 {
		t.Errorf("only %d fields take any document", found)
	}
}
