package functions_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"miaoban/functions"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/lang"
	"miaoban/shared/store"
	"miaoban/shared/sweep"
)

// belongs says of each service what its case is about: a field of the form, or the place in a record of the
// applicant, or of the child of a birth certificate. Without a line it is the applicant's household.
var belongs = map[string]func(about) string{
	"foodstall":           inForm("division"),
	"soletrader":          inForm("division"),
	"ridehailing":         inForm("city"),
	"graduatesettlement":  inForm("city"),
	"soletraderchange":    premises,
	"employerinsurance":   registered,
	"sealrecord":          registered,
	"taxregistration":     registered,
	"residencepermit":     own(dataset.Residence.Division),
	"flexiblesubsidy":     own(dataset.Hardship.Place),
	"housingfundrent":     own(dataset.HousingFund.City),
	"remotemedical":       own(dataset.MedicalInsurance.City),
	"residentpension":     own(dataset.Pensions.Place),
	"disabilityallowance": own(dataset.Population.Household),
	"elderlyallowance":    own(dataset.Population.Household),
	"pointsredemption":    own(dataset.Population.Household),
	"talentsubsidy":       own(dataset.Population.Household),
	"seniorcard":          own(dataset.Population.Household),
	"unemploymentbenefit": own(dataset.Unemployment.City),
	"childcaresubsidy": func(a about) string { // while it is not known whose child it is, nothing of it is read
		if a.old {
			return ""
		}
		return a.value(a.text("child"), dataset.Population.Household)
	},
	"childinsurance": func(a about) string { return a.value(a.child(), dataset.Population.Household) },
	"socialcard":     func(a about) string { return a.value(a.child(), dataset.MedicalInsurance.City) },
	"householdentry": func(a about) string {
		parent := dataset.Births.Mother
		if a.text("joins") == "father" {
			parent = dataset.Births.Father
		}
		return a.value(a.value(a.text("certificate"), parent), dataset.Population.Household)
	},
	"birthregistration": func(a about) string {
		switch a.text("place") {
		case "residence":
			return own(dataset.Residence.Division)(a)
		case "household":
			return own(dataset.Population.Household)(a)
		default: // of a spouse the applicant learns the city alone
			spouse := a.value(a.person, dataset.Marriages.Spouse)
			if a.text("place") == "spouse-residence" {
				return division.City(a.value(spouse, dataset.Residence.Division))
			}
			return division.City(a.value(spouse, dataset.Population.Household))
		}
	},
}

// about is an application, and what the departments know.
type about struct {
	person string
	form   map[string]any
	known  departments
	old    bool // what they know is too old to rely on
}

func (a about) text(name string) string {
	text, _ := a.form[name].(string)
	return text
}

func (a about) child() string { return a.value(a.text("certificate"), dataset.Births.Child) }

func (a about) value(key string, column fact.Column) string {
	of, name := fact.NameOf(column)
	record := a.known.records[of.Name+" "+key]
	if a.known.change != nil {
		record = a.known.change(record)
	}
	return record.Values[name]
}

func inForm(name string) func(about) string { return func(a about) string { return a.text(name) } }

func own(column fact.Column) func(about) string {
	return func(a about) string { return a.value(a.person, column) }
}

// registered is the place of the applicant's business, which its code names (GB 32100).
func registered(a about) string {
	if code := a.value(a.person, dataset.Operators.Code); code != "" {
		return code[2:8]
	}
	return ""
}

func premises(a about) string {
	switch {
	case a.text("kind") == "address":
		return a.text("division")
	case a.text("kind") == "consent":
		return a.text("business_division")
	default:
		return a.value(a.person, dataset.Operators.Division)
	}
}

// TestAReferralIsAtTheDeskOfItsPlace applies with each event of each service, while the departments'
// records are up to date and while they are too old to rely on, as somebody who lives where the event says,
// in each of the 21 cities and in another province. Each referral is in the queue of the place of the case.
func TestAReferralIsAtTheDeskOfItsPlace(t *testing.T) {
	type try struct {
		service  instant.Offering
		file, to string
	}
	var all []try
	for _, s := range functions.Services() {
		files, err := filepath.Glob(filepath.Join("..", "events", s.About().Slug, "*.json"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if _, form := asked(t, file); form == "" {
				continue
			}
			all = append(all, try{s, file, ""})
			if filepath.Base(file) == "approved.json" {
				for _, to := range elsewhere(t) {
					all = append(all, try{s, file, to})
				}
			}
		}
	}
	known, seen := openDepartments(t), map[string]int{}
	tries := sweep.Cases(t, all, 120)
	for _, c := range tries {
		for _, number := range referredBy(t, known, c.service, c.file, c.to) {
			seen[number]++
		}
	}
	for slug := range belongs {
		if seen[slug] == 0 && len(tries) == len(all) {
			t.Errorf("%s: no referral was tried", slug)
		}
	}
}

// referredBy applies with the event for a household in that district, and compares the queue of each part that is
// referred with its place; it returns the services that referred.
func referredBy(t *testing.T, known departments, s instant.Offering, file, to string) (services []string) {
	t.Helper()
	person, body := asked(t, file)
	a := about{person: person, known: known, old: to != ""}
	if err := json.Unmarshal([]byte(body), &a.form); err != nil {
		return nil
	}
	long := calendar.MustParse(seedDay).AddYears(-9).Start()
	a.known.change = func(r fact.Record) fact.Record {
		if r.Key == person && r.Dataset == dataset.Population.Dataset.Name && to != "" {
			r = moved(r, func(string) string { return to })
		}
		if to != "" {
			r.AsOf = long
		}
		return r
	}
	o := instanttest.Open(t, s, seedDay)
	o.Engine.Source = a.known
	response := o.Call(http.MethodPost, "applications", person, body, nil)
	var receipt instant.Receipt
	if response.StatusCode != http.StatusCreated || json.Unmarshal([]byte(response.Body), &receipt) != nil {
		return nil // an event of an invalid form
	}
	for _, part := range append(receipt.Parts, receipt) {
		if part.Outcome != decision.Referred || part.Parts != nil {
			continue
		}
		services = append(services, part.Service)
		place := belongs[part.Service]
		if place == nil {
			place = own(dataset.Population.Household)
		}
		want, lies := place(a), queueWith(t, o.Store, part.Number)
		if want == "" && receipt.Parts != nil { // what is not registered yet belongs where it is to be
			want = belongs[receipt.Parts[0].Service](a)
		}
		if !atDesk(lies, want, own(dataset.Population.Household)(a)) {
			t.Errorf("%s, household in %q: the case is about %q and lies at %q", file, to, want, lies)
		}
	}
	return services
}

// atDesk reports whether the queue is that of the place, or of the household if the place is in another province or
// not on record. A city's case may be at the desk of the district of the household there, and one that no authority of
// the district may decide is at the city's desk.
func atDesk(lies, place, household string) bool {
	if !strings.HasPrefix(place, "44") {
		place = household
	}
	switch {
	case !strings.HasPrefix(place, "44"):
		return strings.HasPrefix(lies, "44") // nothing names a place
	case division.District(place) == "" || division.District(place) == division.City(place):
		return division.City(lies) == division.City(place)
	default:
		return lies == division.District(place) || lies == division.City(place)
	}
}

// queueWith returns the region whose queue has the application.
func queueWith(t *testing.T, s store.Store, number string) string {
	t.Helper()
	regions := []string{"440000"}
	for _, city := range division.Children("440000") {
		regions = append(regions, city.Code)
		for _, district := range division.Children(city.Code) {
			regions = append(regions, district.Code)
		}
	}
	for _, region := range regions {
		for item, err := range store.All(t.Context(), s, store.Query{Partition: "REVIEWS#" + region}) {
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				t.Fatal(err)
			}
			if strings.HasSuffix(item.Sort, "#"+number) {
				return region
			}
		}
	}
	return ""
}

// addressed matches words that only the applicant may read.
var addressed = regexp.MustCompile(`您|\b[Yy]ou(r|rs|rself)?\b`)

// TestTheDeskReadsAboutTheApplicant: what the rules say of each event is said about the applicant to an official.
func TestTheDeskReadsAboutTheApplicant(t *testing.T) {
	said := 0
	for _, name := range []string{"approved", "rejected", "referred"} {
		for _, a := range attempts(t, name) {
			o := instanttest.Open(t, a.service, seedDay)
			o.Engine.Source = openDepartments(t)
			assessment := o.Precheck(a.person, a.form)
			findings := assessment.Findings
			for _, part := range assessment.Parts {
				findings = append(findings, part.Findings...)
			}
			for _, f := range instant.AboutApplicant(findings) {
				for _, text := range []lang.Text{f.Title, f.Text, f.Remedy} {
					if addressed.MatchString(text.ZH + text.EN) {
						t.Errorf("%s/%s: %s %s", a.name, f.Rule, text.ZH, text.EN)
					}
					if strings.Contains(text.EN, "he applicant") {
						said++
					}
				}
			}
		}
	}
	if said < 30 {
		t.Errorf("only %d sentences are about the applicant", said)
	}
}
