package applications_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/width"

	"miaoban/functions/citizens/applications"
	"miaoban/functions/services/elderlyallowance"
	"miaoban/functions/services/seniorcard"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/instant"
	"miaoban/shared/platform/platformtest"
)

const (
	applicant = "何婉清" // of 75, to whom the allowance is granted
	stranger  = "李建业"
	daughter  = "黄晓雯"
)

func open(t *testing.T) *platformtest.House {
	t.Helper()
	services := []instant.Offering{elderlyallowance.Service(), seniorcard.Service()}
	return platformtest.Open(t, "2026-11-24", applications.Function(services), services[0].Routes, services[1].Routes)
}

func own(t *testing.T, name string) string {
	t.Helper()
	return fmt.Sprintf(`{"payee":"own","account":%q}`, platformtest.Person(t, name).Card)
}

// TestApplicationsAreTheirApplicants: whoever else asks is answered as if there were none,
// and nobody who is not signed in is answered.
func TestApplicationsAreTheirApplicants(t *testing.T) {
	h := open(t)
	receipt := h.Apply("elderlyallowance", applicant, own(t, applicant))
	var list applications.List
	if h.Get(applicant, "/applications", &list); len(list.Applications) != 1 || list.Applications[0].Number != receipt.Number {
		t.Errorf("the applicant has %+v", list)
	}
	list = applications.List{}
	if h.Get(stranger, "/applications", &list); len(list.Applications) != 0 {
		t.Errorf("somebody else has %+v", list)
	}
	for _, path := range []string{"", "/review", "/surrender", "/erasure"} {
		for name, want := range map[string]int{applicant: 200, stranger: 404, "": 401} {
			if path == "/erasure" && name == applicant {
				continue // what was granted is kept by law
			}
			if status := h.Get(name, "/applications/"+receipt.Number+path, nil); status != want {
				t.Errorf("%q reads %s: %d, want %d", name, path, status, want)
			}
		}
	}
	mine, none := h.Call(
		stranger,
		"GET",
		"/applications/"+receipt.Number,
		"",
	), h.Call(
		stranger,
		"GET",
		"/applications/20260101-000000-00000000",
		"",
	)
	if mine.StatusCode != none.StatusCode || mine.Body != none.Body {
		t.Errorf("another's application is answered %s, one that does not exist %s", mine.Body, none.Body)
	}
}

// TestAPersonIsAskedForOnce, after it is confirmed, of a rejection and of an approval.
func TestAPersonIsAskedForOnce(t *testing.T) {
	h := open(t)
	rejected := h.Apply("elderlyallowance", stranger, own(t, stranger))
	if rejected.Outcome != decision.Rejected {
		t.Fatal(rejected.Outcome)
	}
	path := "/applications/" + rejected.Number + "/review"
	var asking applications.AskingPage
	if status := h.Get(stranger, path, &asking); status != http.StatusOK || asking.Confirm == "" {
		t.Fatalf("%d %+v", status, asking)
	}
	for _, step := range []struct {
		name, body string
		want       int
	}{
		{stranger, ``, http.StatusUnprocessableEntity}, // not confirmed
		{stranger, `{"confirm":"something else"}`, http.StatusConflict},
		{applicant, `{"confirm":"` + asking.Confirm + `"}`, http.StatusNotFound},
		{stranger, `{"confirm":"` + asking.Confirm + `"}`, http.StatusAccepted},
		{stranger, `{"confirm":"` + asking.Confirm + `"}`, http.StatusConflict}, // it waits already
	} {
		if status := h.Post(step.name, path, step.body, nil); status != step.want {
			t.Errorf("%s sends %q: %d, want %d", step.name, step.body, status, step.want)
		}
	}
}

// TestWhatWasGrantedIsGivenUp by its holder, who confirms what they read.
func TestWhatWasGrantedIsGivenUp(t *testing.T) {
	h := open(t)
	receipt := h.Apply("elderlyallowance", applicant, own(t, applicant))
	path := "/applications/" + receipt.Number + "/surrender"
	var ending applications.EndingPage
	if status := h.Get(applicant, path, &ending); status != http.StatusOK || ending.Confirm == "" {
		t.Fatalf("%d %+v", status, ending)
	}
	if status := h.Post(applicant, path, ``, nil); status != http.StatusUnprocessableEntity {
		t.Errorf("not confirmed: %d", status)
	}
	var is instant.Receipt
	if status := h.Post(applicant, path, `{"confirm":"`+ending.Confirm+`"}`, &is); status != http.StatusOK || is.Standing == nil ||
		is.Standing.State != instant.Ended {
		t.Errorf("%d %+v", status, is.Standing)
	}
	if status := h.Post(applicant, path, `{"confirm":"`+ending.Confirm+`"}`, nil); status != http.StatusConflict {
		t.Errorf("given up twice: %d", status)
	}
}

// TestAnApplicantRatesOnce, by one to five stars and 500 characters.
func TestAnApplicantRatesOnce(t *testing.T) {
	h := open(t)
	path := "/applications/" + h.Apply("elderlyallowance", applicant, own(t, applicant)).Number
	for body, want := range map[string]int{`{}`: 422, `{"stars":0}`: 422, `{"stars":6}`: 422, `{"stars":"many"}`: 422, `[]`: 400,
		`{"stars":5,"comment":"` + strings.Repeat("好", 501) + `"}`: 422} {
		if response := h.Call(applicant, "POST", path+"/rating", body); response.StatusCode != want {
			t.Errorf("%.40s: %d %s", body, response.StatusCode, response.Body)
		}
	}
	if status := h.Post(stranger, path+"/rating", `{"stars":1}`, nil); status != http.StatusNotFound {
		t.Errorf("somebody else rates it: %d", status)
	}
	if status := h.Post(applicant, path+"/rating", `{"stars":4,"comment":" 很快 "}`, nil); status != http.StatusCreated {
		t.Fatal(status)
	}
	if status := h.Post(applicant, path+"/rating", `{"stars":1}`, nil); status != http.StatusConflict {
		t.Errorf("rated twice: %d", status)
	}
	var receipt instant.Receipt
	h.Get(applicant, path, &receipt)
	if r := receipt.Rating; r == nil || r.Stars != 4 || r.Comment != "很快" || r.Text.ZH != "满意" {
		t.Errorf("%+v", r)
	}
}

// TestAnExportHasAllThatIsHeld of somebody, and nothing that is another's: who holds an
// account that is not the applicant's is not shown.
func TestAnExportHasAllThatIsHeld(t *testing.T) {
	h := open(t)
	other := platformtest.Person(t, stranger)
	if receipt := h.Apply("elderlyallowance", applicant, own(t, stranger)); receipt.Outcome != decision.Referred {
		t.Fatal(receipt.Outcome)
	}
	if receipt := h.Apply("seniorcard", applicant, `{"delivery":"electronic"}`); receipt.Outcome != decision.Approved {
		t.Fatal(receipt.Outcome)
	}
	var e applications.Export
	if status := h.Get(applicant, "/export", &e); status != http.StatusOK {
		t.Fatal(status)
	}
	response := h.Call(applicant, "GET", "/export", "")
	if len(e.Applications) != 2 || len(e.Reads) != 3 || e.Next != "" || !strings.Contains(response.Body, other.Card) ||
		!strings.Contains(response.Body, "1.2.156.3005.2.") {
		t.Errorf("%d applications, %d reads", len(e.Applications), len(e.Reads))
	}
	if strings.Contains(response.Body, other.ID) {
		t.Error("it has the ID number of the account's holder")
	}
	if disposition := response.Headers["Content-Disposition"]; !strings.HasPrefix(disposition, "attachment") {
		t.Errorf("it is %q", disposition)
	}
}

// TestAMandateHasAnEnd: a day within a year; the principal can withdraw it before.
func TestAMandateHasAnEnd(t *testing.T) {
	h := open(t)
	today := calendar.Of(h.Now())
	mother, agent := platformtest.Person(t, applicant), platformtest.Person(t, daughter)
	for name, tt := range map[string]struct {
		number string
		until  calendar.Date
		want   int
	}{
		"to nobody": {"", today, 422}, "to oneself": {mother.ID, today, 422}, "a wrong number": {"440605199806180126", today, 422},
		"until yesterday":        {agent.ID, today.AddDays(-1), 422},
		"for longer than a year": {agent.ID, today.AddDays(367), 422}, "for today": {agent.ID, today, 201},
	} {
		body := fmt.Sprintf(`{"agent_id_number":%q,"agent_name":%q,"until":%q}`, tt.number, daughter, tt.until)
		if status := h.Post(applicant, "/mandates", body, nil); status != tt.want {
			t.Errorf("%s: %d, want %d", name, status, tt.want)
		}
	}
	var held instant.Mandates
	if h.Get(daughter, "/mandates", &held); len(held.Held) != 1 || held.Held[0].Principal.Name != applicant {
		t.Fatalf("the agent has %+v", held)
	}
	withdraw := "/mandates/" + held.Held[0].ID + "/withdraw"
	for _, name := range []string{daughter, applicant} {
		h.Post(name, withdraw, ``, nil)
		held = instant.Mandates{}
		if h.Get(daughter, "/mandates", &held); (len(held.Held) == 1) != (name == daughter) {
			t.Errorf("after %s withdrew it, the agent has %+v", name, held.Held)
		}
	}
}

// TestTheEndOfAMandateIsExplained: what is no day, or too late, is answered with how to write it and the last day.
func TestTheEndOfAMandateIsExplained(t *testing.T) {
	h := open(t)
	last := calendar.Of(h.Now()).AddDays(366).ZH()
	for until, want := range map[string]string{
		"明年底":         "请写年、月、日，例如 " + last,
		"长期":          "请写年、月、日，例如 " + last,
		"":            "请写年、月、日，例如 " + last,
		"2099年12月31日": "应在今天至" + last + "之间",
	} {
		form := url.Values{"agent_id_number": {platformtest.Person(t, daughter).ID}, "agent_name": {daughter}, "until": {until}}
		page := h.Call(applicant, http.MethodPost, "/mandates", form.Encode(), "accept", "text/html", "content-type",
			"application/x-www-form-urlencoded")
		if page.StatusCode != http.StatusUnprocessableEntity || strings.Count(page.Body, want) != 2 ||
			!strings.Contains(page.Body, "<title>有 1 处需要修改：委托代办") {
			t.Errorf("%q: %d, %s", until, page.StatusCode, page.Body)
		}
	}
}

// TestAnAgentsNameIsTyped: another spelling is the same name; what cannot be a name is to be corrected.
func TestAnAgentsNameIsTyped(t *testing.T) {
	h := open(t)
	agent, until := platformtest.Person(t, daughter), calendar.Of(h.Now()).AddDays(9)
	first, rest := string([]rune(daughter)[:1]), string([]rune(daughter)[1:])
	for name, want := range map[string]int{
		"": 422, first: 422, daughter + "々": 422, daughter + "1": 422,
		first + "　" + rest: 201, "\u202d" + daughter + "\u202c": 201, first + "\u200b " + rest + " ": 201,
	} {
		body := fmt.Sprintf(`{"agent_id_number":%q,"agent_name":%q,"until":%q}`, agent.ID, name, until)
		if status := h.Post(applicant, "/mandates", body, nil); status != want {
			t.Errorf("%+q: %d, want %d", name, status, want)
		}
	}
}

// TestAnAgentsNumberIsTyped: noise is no part of it, and each fault has its own reason.
func TestAnAgentsNumberIsTyped(t *testing.T) {
	h := open(t)
	agent, until := platformtest.Person(t, daughter), calendar.Of(h.Now()).AddDays(9)
	id := agent.ID
	for typed, want := range map[string]string{
		id[:6] + " " + id[6:14] + " " + id[14:]:                       "",
		"\u202d" + id[:6] + "-" + id[6:] + "\u202c":                   "",
		"\u200b" + width.Widen.String(strings.ToLower(id)) + "\u00a0": "",
		"\u200b\u3000":           "required",
		id[:17]:                  "too-short",
		id + "00":                "too-long",
		id[:6] + "O" + id[7:]:    "character",
		id[:10] + "13" + id[12:]: "birth-date",
		id[:16] + string('0'+(id[16]-'0'+1)%10) + id[17:]: "check-digit",
	} {
		body := fmt.Sprintf(`{"agent_id_number":%q,"agent_name":%q,"until":"%d年%d月%d日"}`, typed, daughter, until.Year, until.Month, until.Day)
		response := h.Call(applicant, "POST", "/mandates", body)
		var wrong struct {
			Errors []struct{ Pointer, Code, Reason string }
		}
		if err := json.Unmarshal([]byte(response.Body), &wrong); err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, e := range wrong.Errors {
			if got = e.Reason; got == "" {
				got = e.Code
			}
		}
		if got != want || (response.StatusCode == 201) != (want == "") {
			t.Errorf("%+q: %d %s, want %s", typed, response.StatusCode, got, want)
		}
	}
}

// TestEachReadIsShown to whose data it was, with its purpose and never a value.
func TestEachReadIsShown(t *testing.T) {
	h := open(t)
	receipt := h.Apply("elderlyallowance", applicant, own(t, applicant))
	var reads applications.ReadList
	h.Get(applicant, "/reads", &reads)
	if !slices.ContainsFunc(
		reads.Reads,
		func(r instant.Read) bool { return r.Purpose == "application" && r.Application == receipt.Number },
	) {
		t.Errorf("%+v", reads.Reads)
	}
	if body := h.Call(applicant, "GET", "/reads", "").Body; strings.Contains(body, platformtest.Person(t, applicant).Card) ||
		strings.Contains(body, "1951-03-15") {
		t.Errorf("it has values: %s", body)
	}
}
