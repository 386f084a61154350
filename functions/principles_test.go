package functions_test

import (
	"context"
	"encoding/json"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"miaoban/functions"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/registry"
	"miaoban/shared/registry/seed"
)

// seedDay is the day on which the events are tried.
const seedDay = "2026-11-24"

// departments answers from the seed's records. A record is changed before it is returned, if
// change is not nil.
type departments struct {
	records map[string]fact.Record
	change  func(fact.Record) fact.Record
}

func openDepartments(t *testing.T) departments {
	t.Helper()
	all, err := seed.Records(calendar.MustParse(seedDay).Start())
	if err != nil {
		t.Fatal(err)
	}
	d := departments{records: map[string]fact.Record{}}
	for _, r := range all {
		d.records[r.Dataset+" "+r.Key] = r
	}
	return d
}

func (d departments) Lookup(_ context.Context, q fact.Query) (fact.Record, error) {
	record, ok := d.records[q.Dataset.Name+" "+q.Key]
	if !ok {
		return fact.Record{}, registry.ErrNoRecord
	}
	if d.change != nil {
		record = d.change(record)
	}
	return record, nil
}

// attempt is an event: who applies, and with what form.
type attempt struct {
	service instant.Offering
	name    string
	person  string
	form    map[string]any
}

// attempts returns the event of that name of each service.
func attempts(t *testing.T, name string) (all []attempt) {
	t.Helper()
	for _, service := range functions.Services() {
		slug := service.About().Slug
		person, form := asked(t, filepath.Join("..", "events", slug, name+".json"))
		a := attempt{service: service, name: slug, person: person}
		if err := json.Unmarshal([]byte(form), &a.form); err != nil {
			t.Fatal(err)
		}
		all = append(all, a)
	}
	return all
}

// place matches the code of a city, a district or a street of Guangdong.
var place = regexp.MustCompile(`^44\d{4}(\d{3}){0,2}$`)

// inDistrict returns a code of the same kind in another city: a city for a city, else a district.
func inDistrict(code, district string) string {
	switch {
	case !place.MatchString(code):
		return code
	case strings.HasSuffix(code, "00"):
		return division.City(district)
	default:
		return district
	}
}

// elsewhere returns a district of each city of Guangdong, and one of another province.
func elsewhere(t *testing.T) []string {
	t.Helper()
	all := []string{"430102"}
	for _, city := range division.Children("440000") {
		district := city.Code
		if districts := division.Children(city.Code); len(districts) > 0 { // Dongguan and Zhongshan have none
			district = districts[len(districts)-1].Code
		}
		all = append(all, district)
	}
	if len(all) != 22 {
		t.Fatalf("%d places, want 22", len(all))
	}
	return all
}

// movedTo returns the source with everything in another district, and the form likewise.
func (a attempt) movedTo(district string, known departments) (departments, map[string]any) {
	known.change = func(r fact.Record) fact.Record {
		return moved(r, func(code string) string { return inDistrict(code, district) })
	}
	form := map[string]any{}
	for name, value := range a.form {
		form[name] = value
		if text, ok := value.(string); ok && name != "destination" { // where they go from there
			form[name] = inDistrict(text, district)
		}
	}
	return known, form
}

// Why a rule may reject in a city, or in all, although it approves in that of the seed.
var elsewhereUnmet = map[string]string{
	"pointsredemption/offered":       "the catalogue of rewards is complete: what is not in it is not offered",
	"remotemedical/ground":           "the permit of the destination moves away with the person",
	"soletrader/premises":            "the unit of the form moves away from the street of the form",
	"startup/premises":               "as in soletrader",
	"birth/entered":                  "the part waits for another part",
	"remotemedical/elsewhere":        "the person is insured in the city to which they go",
	"talentsubsidy/settled/440311":   "Shenzhen's subsidy ended for those who settle from 2021-09-01 on",
	"elderlyallowance/age/440608":    "Gaoming pays from the age of 80",
	"seniorcard/age/440311":          "Shenzhen's card begins at 65",
	"pointsredemption/enough/440608": "the account of the other district has fewer points",
	"remotemedical/elsewhere/430102": "the person of the event goes to the city in which they are insured",
	"remotemedical/elsewhere/440118": "the person of the event goes to the city in which they are insured",
}

// competence has the rules about responsibility: if another province is responsible, the answer says where to
// apply. No figure of that province is needed for it.
var competence = map[string]bool{
	"elderlyallowance/household": true, "disabilityallowance/household": true, "householdentry/household": true,
	"birth/household": true, "birth/place": true,
	"childinsurance/household": true, "birthregistration/place": true, "seniorcard/belongs": true,
	"residencepermit/from-elsewhere": true, "residentpension/insured": true, "socialcard/insured": true,
	"remotemedical/insured": true, "flexiblesubsidy/recognised": true, "unemploymentbenefit/place": true,
	"childcaresubsidy/household": true, "talentsubsidy/settled": true,
}

// TestARegionWithoutAFigureNeverRejects moves the person of each approved event, with everything
// that departments know of them, to each city: the answer there is an approval or a referral. In
// another province only a rule about who is competent rejects, and says where to go.
func TestARegionWithoutAFigureNeverRejects(t *testing.T) {
	for _, a := range attempts(t, "approved") {
		t.Run(a.name, func(t *testing.T) {
			known, check := openDepartments(t), a.checker(t)
			here := check(known, a.form)
			for _, district := range elsewhere(t) {
				for _, f := range check(a.movedTo(district, known)) {
					rule := a.name + "/" + f.Rule
					switch {
					case slices.ContainsFunc(here, func(h decision.Finding) bool { return h.Rule == f.Rule }):
					case elsewhereUnmet[rule] != "" || elsewhereUnmet[rule+"/"+district] != "":
					case !strings.HasPrefix(district, "44") && competence[rule]:
						if f.Remedy.IsZero() {
							t.Errorf("%s does not say where to go: %s", rule, f.Text.EN)
						}
					default:
						t.Errorf("in %s %s is not met: %s", division.FullName(district).EN, f.Rule, f.Text.EN)
					}
				}
			}
		})
	}
}

// checker returns a function that pre-checks a form with a source, and returns the unmet conditions
// of a rejection; none for a form that does not offer the place.
func (a attempt) checker(t *testing.T) func(source registry.Source, form map[string]any) []decision.Finding {
	var o *instanttest.Office
	calls := 0
	return func(source registry.Source, form map[string]any) []decision.Finding {
		t.Helper()
		if calls++; calls%15 == 1 { // fewer a day than the limits of one person
			o = instanttest.Open(t, a.service, seedDay)
		}
		o.At(o.Now().Add(time.Minute))
		o.Engine.Source = source
		body, err := json.Marshal(form)
		if err != nil {
			t.Fatal(err)
		}
		response := o.Call("POST", "eligibility", a.person, string(body), nil)
		if response.StatusCode == 422 && slices.ContainsFunc(
			[]string{"city", "division"},
			func(name string) bool { return form[name] != a.form[name] },
		) {
			return nil
		}
		var assessment instant.Assessment
		if err := json.Unmarshal([]byte(response.Body), &assessment); err != nil || response.StatusCode != 200 {
			t.Fatalf("no pre-check: %d %s", response.StatusCode, response.Body)
		}
		return unmet(assessment)
	}
}

// unmet returns the unmet conditions of a rejection, also those of a bundle's parts.
func unmet(a instant.Assessment) (found []decision.Finding) {
	if a.Outcome == decision.Rejected {
		for _, f := range a.Findings {
			if f.Status == decision.NotMet {
				found = append(found, f)
			}
		}
	}
	for _, part := range a.Parts {
		found = append(found, unmet(part)...)
	}
	return found
}

// Registers in which a missing record is the legal fact itself: what is not entered there does not
// exist, and no paper can prove it.
var constitutive = map[string]string{
	"disabilities":      "the certificate is issued by entry",
	"operators":         "a business exists by registration",
	"hardship":          "the recognition is a decision of the employment service",
	"driver-exams":      "the exam is held by the transport department",
	"driving-licences":  "the licence is issued by entry",
	"residence-permits": "the permit is issued by entry",
	"stall-areas":       "an area is set aside by the street",
}

// TestAProofThatNoDatasetHasRefers removes each dataset that the approved events read: where the law
// lets a person prove something by paper, a missing record refers.
func TestAProofThatNoDatasetHasRefers(t *testing.T) {
	for _, a := range attempts(t, "approved") {
		t.Run(a.name, func(t *testing.T) {
			known, check := openDepartments(t), a.checker(t)
			read := &reads{source: known}
			here := check(read, a.form)
			for _, name := range read.all() {
				for _, f := range check(without{known, name}, a.form) {
					before := slices.ContainsFunc(here, func(h decision.Finding) bool { return h.Rule == f.Rule })
					if constitutive[name] == "" && !before {
						t.Errorf("without a record of %s %s is not met: %s", name, f.Rule, f.Text.EN)
					}
				}
			}
		})
	}
}

// reads notes what is read.
type reads struct {
	source registry.Source
	mutex  sync.Mutex
	names  []string // of datasets
	keys   []string
}

func (r *reads) Lookup(ctx context.Context, q fact.Query) (fact.Record, error) {
	r.mutex.Lock()
	r.names, r.keys = append(r.names, q.Dataset.Name), append(r.keys, q.Key)
	r.mutex.Unlock()
	return r.source.Lookup(ctx, q)
}

func (r *reads) all() []string {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	slices.Sort(r.names)
	return slices.Compact(r.names)
}

// of reports whether something was read under the key.
func (r *reads) of(key string) bool {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return slices.Contains(r.keys, key)
}

// without is a source that has no record of one dataset.
type without struct {
	source registry.Source
	name   string
}

func (w without) Lookup(ctx context.Context, q fact.Query) (fact.Record, error) {
	if q.Dataset.Name == w.name {
		return fact.Record{}, registry.ErrNoRecord
	}
	return w.source.Lookup(ctx, q)
}

// TestABenefitAskedForIsPaidOrNotApproved: a service that pays in the seed's city approves nowhere
// without a payment.
func TestABenefitAskedForIsPaidOrNotApproved(t *testing.T) {
	paying := 0
	for _, a := range attempts(t, "approved") {
		t.Run(a.name, func(t *testing.T) {
			o := instanttest.Open(t, a.service, seedDay)
			known := openDepartments(t)
			o.Engine.Source = known
			if o.Apply(a.person, a.form).Payment == nil {
				return // it does not pay
			}
			paying++
			for _, district := range elsewhere(t) {
				o := instanttest.Open(t, a.service, seedDay)
				source, form := a.movedTo(district, known)
				o.Engine.Source = source
				if receipt := o.Apply(a.person, form); receipt.Outcome == decision.Approved && receipt.Payment == nil {
					t.Errorf("in %s it is approved, and nothing is paid", division.FullName(district).EN)
				}
			}
		})
	}
	if paying < 7 {
		t.Errorf("only %d services pay", paying)
	}
}

// TestAFormerSpouseIsNone: of a spouse something may be read; once they are divorced, nothing is,
// because the former spouse is the parent of no child of the case.
func TestAFormerSpouseIsNone(t *testing.T) {
	const spouse = "440605199202140296"
	tried := 0
	for _, a := range attempts(t, "approved") {
		t.Run(a.name, func(t *testing.T) {
			o := instanttest.Open(t, a.service, seedDay)
			known := openDepartments(t)
			readsOf := func(state string) bool {
				known.records["marriages "+a.person] = instanttest.Fact(a.person, dataset.Marriages.State.Set(state),
					dataset.Marriages.Spouse.Set(spouse), dataset.Marriages.On.Set(calendar.MustParse("2020-05-20")))
				known.change = func(r fact.Record) fact.Record {
					r.AsOf = o.Now()
					return r
				}
				read := &reads{source: known}
				o.Engine.Source = read
				o.At(o.Now().Add(time.Minute))
				o.Precheck(a.person, a.form)
				return read.of(spouse)
			}
			if !readsOf("married") {
				return // no service for couples
			}
			tried++
			if readsOf("divorced") {
				t.Error("it reads data about a former spouse")
			}
		})
	}
	if tried == 0 {
		t.Error("no service reads data about a spouse")
	}
}
