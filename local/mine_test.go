package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"miaoban/functions/citizens/applications"
	"miaoban/shared/decision"
	"miaoban/shared/instant"
)

func TestAnApplicantRatesOnce(t *testing.T) {
	h := certified(t)
	path := "/applications/" + h.receipt.Number
	post := append([]string{"Content-Type", "application/json"}, h.as...)
	for body, want := range map[string]int{`{}`: 422, `{"stars":0}`: 422, `{"stars":6}`: 422, `{"stars":"many"}`: 422, `[]`: 400,
		`{"stars":5,"comment":"` + strings.Repeat("好", 501) + `"}`: 422} {
		if response, text := h.call("POST", path+"/rating", body, post...); response.StatusCode != want {
			t.Errorf("%.40s: %d %s", body, response.StatusCode, text)
		}
	}
	other := []string{"Authorization", "Bearer " + h.token("李建业"), "Content-Type", "application/json"}
	if response, _ := h.call("POST", path+"/rating", `{"stars":1}`, other...); response.StatusCode != http.StatusNotFound {
		t.Errorf("somebody else rates it: %d", response.StatusCode)
	}
	if response, text := h.call("POST", path+"/rating", `{"stars":4,"comment":" 很快 "}`, post...); response.StatusCode != http.StatusCreated {
		t.Fatalf("%d %s", response.StatusCode, text)
	}
	if response, _ := h.call("POST", path+"/rating", `{"stars":1}`, post...); response.StatusCode != http.StatusConflict {
		t.Errorf("rated twice: %d", response.StatusCode)
	}
	var receipt instant.Receipt
	h.get(path, &receipt)
	if r := receipt.Rating; r == nil || r.Stars != 4 || r.Comment != "很快" || r.Text.ZH != "满意" {
		t.Errorf("%+v", r)
	}
}

// TestAnExportHasAllThatIsHeld of somebody, and nothing that is another's: who holds an
// account that is not the applicant's is not shown.
func TestAnExportHasAllThatIsHeld(t *testing.T) {
	s := openSite(t, t.TempDir())
	me, other := person(t, "何婉清"), person(t, "李建业")
	if _, receipt, text := s.apply("elderlyallowance", me.Name, `{"payee":"own","account":"`+other.Card+`"}`); receipt.Outcome != decision.Referred {
		t.Fatal(text)
	}
	if _, receipt, text := s.apply("seniorcard", me.Name, `{"delivery":"electronic"}`); receipt.Outcome != decision.Approved {
		t.Fatal(text)
	}
	response, text := s.call("GET", "/export", "", "Authorization", "Bearer "+s.token(me.Name))
	var e applications.Export
	if err := json.Unmarshal([]byte(text), &e); err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%d %v", response.StatusCode, err)
	}
	if len(e.Applications) != 2 || len(e.Reads) != 3 || e.Next != "" || !strings.Contains(text, other.Card) || !strings.Contains(text, "1.2.156.3005.2.") {
		t.Errorf("%d applications, %d reads", len(e.Applications), len(e.Reads))
	}
	if strings.Contains(text, other.ID) {
		t.Error("it has the ID number of the account's holder")
	}
	if disposition := response.Header.Get("Content-Disposition"); !strings.HasPrefix(disposition, "attachment") {
		t.Errorf("it is %q", disposition)
	}
}
