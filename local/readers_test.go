package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/platform"
	"miaoban/shared/registry/seed"
)

// TestNumbersCannotBeCountedThrough: a person who entered too many numbers that are not theirs gets no answer, not even
// about their own, until the minute is over.
func TestNumbersCannotBeCountedThrough(t *testing.T) {
	s := openSite(t, t.TempDir())
	for _, path := range []string{"eligibility", "applications"} {
		statuses := map[int]int{}
		for i := range 12 {
			body := fmt.Sprintf(`{"certificate":"S44000%04d"}`, 7000+i)
			token, err := s.issuer.Sign(outsider(t, 900+len(path)))
			if err != nil {
				t.Fatal(err)
			}
			response, text := s.call(
				"POST",
				"/services/childinsurance/"+path,
				body,
				"Authorization",
				"Bearer "+token,
				"Content-Type",
				"application/json",
			)
			statuses[response.StatusCode]++
			if response.StatusCode == http.StatusTooManyRequests &&
				(response.Header.Get("Retry-After") == "" || !strings.Contains(text, "too-many")) {
				t.Errorf("%s: 429 without the time: %v %s", path, response.Header, text)
			}
		}
		if refused := statuses[http.StatusTooManyRequests]; refused < 2 || 12-refused > 10 { // a minute may end between them
			t.Errorf("%s: %v, want at most five a minute", path, statuses)
		}
	}
}

// TestThoseNamedByARecordSeeWhoReadIt: a person whose record was read by a stranger sees that and in which role. Only
// an auditor can find out who it was.
func TestThoseNamedByARecordSeeWhoReadIt(t *testing.T) {
	s := openSite(t, t.TempDir())
	records, err := seed.Records(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	birth := records[slices.IndexFunc(records, func(r fact.Record) bool {
		return r.Dataset == dataset.Births.Dataset.Name && r.Values["father"] != ""
	})]
	reader := outsider(t, 950)
	s.applyAs(reader, "childinsurance", fmt.Sprintf(`{"certificate":%q}`, birth.Key))
	for _, parent := range []string{"mother", "father"} {
		read := lastRead(t, s, birth.Values[parent])
		if !read.ByOther || read.RoleText.ZH != "申请人，不是您" || read.Service != "childinsurance" {
			t.Errorf("the %s sees %+v, want an applicant who is not them", parent, read)
		}
	}
	mother := seed.Person{ID: birth.Values["mother"], Name: "母亲"}
	s.applyAs(mother, "childinsurance", fmt.Sprintf(`{"certificate":%q}`, birth.Key))
	if read := lastRead(t, s, birth.Values["father"]); read.Role != instant.OtherParent {
		t.Errorf("the father sees %+v, want the other parent", read)
	}
	token, err := s.issuer.Sign(mother)
	if err != nil {
		t.Fatal(err)
	}
	for _, accept := range []string{"application/json", "text/html"} {
		if _, text := s.call("GET", "/reads", "", "Authorization", "Bearer "+token, "Accept", accept); strings.Contains(text, reader.ID) ||
			strings.Contains(text, reader.Name) {
			t.Errorf("the mother is told who it was: %s", text)
		}
	}
}

func lastRead(t *testing.T, s *site, person string) instant.Read {
	t.Helper()
	reads, _, err := instant.Reads(t.Context(), s.records, person, "")
	// The relations of all people of a referred case are read too.
	reads = slices.DeleteFunc(reads, func(r instant.Read) bool { return r.Purpose == "conflict-check" })
	if err != nil || len(reads) == 0 {
		t.Fatalf("nothing was read of them, %v", err)
	}
	return slices.MaxFunc(reads, func(a, b instant.Read) int { return a.At.Compare(b.At) })
}

// TestEarlierDecisionsSayNothingOfStrangersEither: an application from before strangers' records were withheld shows
// nothing about them any more, although its record is unchanged.
func TestEarlierDecisionsSayNothingOfStrangersEither(t *testing.T) {
	place := lang.T("广东省佛山市南海区桂城街道", "")
	births, population := dataset.Births, dataset.Population
	known := func(key string, settings ...fact.Setting) fact.Fact {
		r := fact.NewRecord(key, time.Now(), settings[0], settings[1:]...)
		f := fact.Fact{Dataset: r.Dataset, Key: key, State: fact.Known, AsOf: r.AsOf, Values: r.Values}
		for name := range r.Values {
			f.Fields = append(f.Fields, name)
		}
		return f
	}
	mother, child := "440605199506150127", "S440000001"
	a := &instant.Application{Applicant: decision.Applicant{ID: "440605195002030015"}, Received: time.Now(), Outcome: decision.Rejected,
		Facts: fact.Facts{
			known(child, births.Mother.Set(mother), births.On.Set(calendar.MustParse("2026-11-01"))),
			known(mother, population.Household.Set("440605011")),
		}}
	on := fact.Get(a.Facts, child, births.On)
	at := fact.Get(a.Facts, mother, population.Household)
	a.Findings = []decision.Finding{
		decision.Rule("in-time", lang.T("期限", "Time")).Met(lang.F("出生于%s。", "Born on %s.", on.V), on.Ref),
		decision.Rule("household", lang.T("户籍", "Household")).Met(lang.F("其户籍在%s。", "In %s.", place), at.Ref),
	}
	s := openSite(t, t.TempDir())
	engine, err := platform.NewEngine(func(string) string { return "" }, s.records, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	receipt, err := engine.Receipt(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(receipt)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"2026-11-01", place.ZH, "440605011", mother, `"state":"` + string(fact.Known)} {
		if strings.Contains(string(text), secret) {
			t.Errorf("the receipt tells %q: %s", secret, text)
		}
	}
}
