package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"miaoban/functions/citizens/applications"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/instant"
)

// TestAMandateLetsSomebodyApply for another person, who gets the result, sees it, and can withdraw the mandate. It
// allows nobody else anything.
func TestAMandateLetsSomebodyApply(t *testing.T) {
	s := openSite(t, t.TempDir())
	mother, daughter := person(t, "何婉清"), person(t, "黄晓雯")
	as := func(name string) []string {
		return []string{"Authorization", "Bearer " + s.token(name), "Content-Type", "application/json"}
	}
	get := func(name, path string, into any) int {
		response, text := s.call("GET", path, "", as(name)...)
		if response.StatusCode == http.StatusOK {
			if err := json.Unmarshal([]byte(text), into); err != nil {
				t.Fatal(err)
			}
		}
		return response.StatusCode
	}
	today := calendar.Of(time.Now())
	give := func(number string, until calendar.Date) (instant.Mandate, int) {
		body := fmt.Sprintf(`{"agent_id_number":%q,"agent_name":"黄晓雯","until":%q}`, number, until)
		response, text := s.call("POST", "/mandates", body, as(mother.Name)...)
		var m instant.Mandate
		if response.StatusCode == http.StatusCreated {
			if err := json.Unmarshal([]byte(text), &m); err != nil {
				t.Fatal(err)
			}
		}
		return m, response.StatusCode
	}
	for name, tt := range map[string]struct {
		number string
		until  calendar.Date
	}{
		"to nobody": {"", today}, "to oneself": {mother.ID, today}, "a wrong number": {"440605199806180126", today},
		"until yesterday": {daughter.ID, today.AddDays(-1)}, "for longer than a year": {daughter.ID, today.AddDays(367)},
	} {
		if _, status := give(tt.number, tt.until); status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, status)
		}
	}
	m, status := give(daughter.ID, today) // its last day is today
	if status != http.StatusCreated || m.Agent.Number == daughter.ID {
		t.Fatalf("%d %+v", status, m)
	}
	var held instant.Mandates
	if get(daughter.Name, "/mandates", &held); len(held.Held) != 1 || held.Held[0].Principal.Name != mother.Name ||
		held.Held[0].ID != m.ID {
		t.Errorf("the agent has %+v", held)
	}

	form := own(t, mother.Name)
	path := "/services/elderlyallowance/applications?for=" + m.ID
	for _, name := range []string{"李建业", mother.Name} {
		if response, text := s.call("POST", path, form, as(name)...); response.StatusCode != http.StatusForbidden {
			t.Errorf("%s applies by it: %d %s", name, response.StatusCode, text)
		}
	}
	var blank instant.Blank
	if get(daughter.Name, "/services/elderlyallowance/application?for="+m.ID, &blank); blank.Applicant != mother.Name {
		t.Errorf("the form is of %q", blank.Applicant)
	}
	response, text := s.call("POST", path, form, as(daughter.Name)...)
	var receipt instant.Receipt
	if err := json.Unmarshal([]byte(text), &receipt); err != nil || receipt.Outcome != decision.Approved || !receipt.Acted ||
		receipt.Agent != daughter.Name {
		t.Fatalf("%d %s", response.StatusCode, text)
	}
	kept := func(what, text string) { // what is the principal's alone
		t.Helper()
		for _, secret := range []string{mother.Card, mother.ID, `"payment"`, `"certificate"`, `"standing"`} {
			if strings.Contains(text, secret) {
				t.Errorf("%s tells the agent %s: %s", what, secret, text)
			}
		}
	}
	kept("the answer", text)
	var hers, mine applications.List
	if get(mother.Name, "/applications", &hers); len(hers.Applications) != 1 || hers.Applications[0].Number != receipt.Number {
		t.Errorf("the principal has %+v", hers)
	}
	if get(daughter.Name, "/applications", &mine); len(mine.Applications) != 0 || len(mine.Acted) != 1 ||
		mine.Acted[0].Number != receipt.Number {
		t.Errorf("the agent has %+v", mine)
	}
	certificate := hers.Applications[0].Certificate
	var seen json.RawMessage
	if status := get(daughter.Name, "/applications/"+receipt.Number, &seen); status != http.StatusOK {
		t.Errorf("the agent sees the result: %d", status)
	}
	kept("the result", string(seen))
	if _, page := s.call(
		"GET",
		"/applications/"+receipt.Number,
		"",
		"Authorization",
		"Bearer "+s.token(daughter.Name),
		"Accept",
		"text/html",
	); strings.Contains(
		page,
		certificate,
	) ||
		strings.Contains(page, "/rating") ||
		strings.Contains(page, "¥") {
		t.Errorf("the agent's page: %s", page)
	}
	var log applications.ReadList
	looks := 0
	for get(mother.Name, "/reads", &log); len(log.Reads) > 0; log.Reads = log.Reads[1:] {
		if read := log.Reads[0]; read.Purpose == "agent" && read.Agent == daughter.Name {
			looks++
		}
	}
	if looks != 2 {
		t.Errorf("the principal sees %d looks of the agent, want 2", looks)
	}
	var any map[string]any
	if status := get(daughter.Name, "/certificates/"+certificate, &any); status != http.StatusNotFound {
		t.Errorf("the agent sees the certificate: %d", status)
	}
	acts := func(want int, of ...string) {
		t.Helper()
		for _, act := range of {
			if response, text := s.call(
				"POST",
				"/applications/"+receipt.Number+"/"+act,
				`{"stars":"5","text":"好的"}`,
				as(daughter.Name)...,
			); response.StatusCode != want {
				t.Errorf("the agent's %s: %d %s", act, response.StatusCode, text)
			}
			if act == "surrender" || act == "erasure" {
				if status := get(daughter.Name, "/applications/"+receipt.Number+"/"+act, &any); status != want {
					t.Errorf("the agent reads %s: %d", act, status)
				}
			}
		}
	}
	acts(http.StatusForbidden, "surrender", "erasure", "rating")
	if status, text := (court{s}).confirmed(mother.Name, "/applications/"+receipt.Number+"/surrender"); status != http.StatusOK {
		t.Fatal(text)
	}
	for _, path := range []string{"/applications", "/applications/" + receipt.Number} { // it ended, which is the principal's alone
		if _, text := s.call("GET", path, "", as(daughter.Name)...); strings.Contains(text, "ended") || strings.Contains(text, "失效") {
			t.Errorf("the agent is told at %s how it stands: %s", path, text)
		}
	}

	if response, _ := s.call("POST", "/mandates/"+m.ID+"/withdraw", "", as(daughter.Name)...); response.StatusCode != http.StatusNoContent {
		t.Errorf("%d", response.StatusCode)
	}
	if get(daughter.Name, "/mandates", &held); len(held.Held) != 1 {
		t.Error("the agent withdrew what is not theirs to withdraw")
	}
	for range 2 { // the second time it is withdrawn already
		if response, _ := s.call(
			"POST",
			"/mandates/"+m.ID+"/withdraw",
			"",
			as(mother.Name)...,
		); response.StatusCode != http.StatusNoContent {
			t.Errorf("withdrawn: %d", response.StatusCode)
		}
	}
	if status := get(daughter.Name, "/applications/"+receipt.Number, &any); status != http.StatusNotFound {
		t.Errorf("withdrawn, and the agent sees the result: %d", status)
	}
	acts(http.StatusNotFound, "surrender", "erasure", "rating", "answer", "review")
	mine = applications.List{}
	if get(daughter.Name, "/applications", &mine); len(mine.Acted) != 0 {
		t.Errorf("withdrawn, and listed: %+v", mine.Acted)
	}
	var whole struct {
		Payment decision.Payment
	}
	if get(mother.Name, "/applications/"+receipt.Number, &whole); whole.Payment.Account != mother.Card {
		t.Errorf("the principal's own receipt: %+v", whole)
	}
	if response, _ := s.call(
		"POST",
		"/services/seniorcard/applications?for="+m.ID,
		`{"delivery":"electronic"}`,
		as(daughter.Name)...,
	); response.StatusCode != http.StatusForbidden {
		t.Errorf("withdrawn, and the agent applies by it: %d", response.StatusCode)
	}
}
