package hotline_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"miaoban/functions/citizens/applications"
	"miaoban/functions/citizens/hotline"
	"miaoban/functions/officials/tasks"
	"miaoban/functions/services/elderlyallowance"
	"miaoban/functions/services/seniorcard"
	"miaoban/shared/decision"
	"miaoban/shared/instant"
	"miaoban/shared/platform/platformtest"
	"miaoban/shared/ticket"
)

func open(t *testing.T) *platformtest.House {
	t.Helper()
	services := []instant.Offering{elderlyallowance.Service(), seniorcard.Service()}
	return platformtest.Open(
		t,
		"2026-11-24",
		hotline.Function(services),
		tasks.Function(services),
		applications.Function(services),
		services[0].Routes,
		services[1].Routes,
	)
}

func own(t *testing.T, name string) string {
	t.Helper()
	return fmt.Sprintf(`{"payee":"own","account":%q}`, platformtest.Person(t, name).Card)
}

const noise = `{"category":"noise","place":"440605011","text":"楼下工地夜里还在施工"}`

// TestOneComplaintFromTheIntakeToTheEnd: dispatched in the answer; its street calls
// departments and answers; nobody else sees it; its caller has the last word.
func TestOneComplaintFromTheIntakeToTheEnd(t *testing.T) {
	h := open(t)
	const caller, street, otherStreet, district = "何婉清", "陈桂城", "陈大沥", "陈督南"
	var v ticket.View
	if status := h.Post(caller, "/tickets", noise, &v); status != http.StatusCreated || v.Holder != "440605011" || v.Number == "" {
		t.Fatalf("%d %+v", status, v)
	}
	var again ticket.View
	if status := h.Post(caller, "/tickets", noise, &again); status != http.StatusOK || again.Number != v.Number ||
		len(again.History) != len(v.History) {
		t.Errorf("sent twice: %d %+v", status, again)
	}
	desk, own := "/receiver/"+v.Number, "/tickets/"+v.Number
	var any map[string]any
	for name, want := range map[string]int{street: 200, district: 200, otherStreet: 404, "陈督禅": 404, caller: 403} {
		if status := h.Get(name, desk, &any); status != want {
			t.Errorf("%s sees it: %d, want %d", name, status, want)
		}
	}
	if status := h.Get("李建业", own, &any); status != http.StatusNotFound {
		t.Errorf("another citizen sees it: %d", status)
	}
	for name, want := range map[string]int{district: 403, otherStreet: 404} {
		if status := h.Post(name, desk+"/answer", `{"text":"已处理"}`, nil); status != want {
			t.Errorf("%s answers it: %d, want %d", name, status, want)
		}
	}
	if status := h.Post(street, desk+"/sleep", `{"text":"已处理"}`, nil); status != http.StatusNotFound {
		t.Errorf("something that cannot be done: %d", status)
	}
	if status := h.Post(street, desk+"/contact", `{"text":"已电话联系，说明处理安排"}`, nil); status != http.StatusOK {
		t.Fatal(status)
	}
	for body, want := range map[string]int{`{"departments":["magic"],"text":"到场"}`: 422, `{"departments":[],"text":"到场"}`: 422, `{"departments":["ecology"]}`: 422,
		`{"departments":["urban-management","ecology"],"text":"今晚到场联合执法"}`: 200} {
		if status := h.Post(street, desk+"/call", body, nil); status != want {
			t.Errorf("%s: %d", body, status)
		}
	}
	var list tasks.List
	if h.Get("林城管", "/tasks", &list); len(list.Tasks) != 1 || list.Tasks[0].Case.Number != v.Number {
		t.Fatalf("urban management is called to %+v", list.Tasks)
	}
	place := "/tasks/ticket/" + v.Number
	if status := h.Get("林公安", place+"/1", &any); status != http.StatusNotFound {
		t.Errorf("the police see what they are not called to: %d", status)
	}
	if status := h.Post("林城管", place+"/1", `{"report":"已责令停工"}`, nil); status != http.StatusOK {
		t.Errorf("urban management reports: %d", status)
	}
	var open hotline.Case
	if h.Get(street, desk, &open); open.Team == nil || open.Team.Open() != 1 || open.Team.Tasks[1].Report != "已责令停工" ||
		open.Caller != caller {
		t.Errorf("the street sees %+v of %s", open.Team, open.Caller)
	}
	if status := h.Post(street, desk+"/answer", `{"text":"工地已停止夜间施工"}`, nil); status != http.StatusOK {
		t.Fatal(status)
	}
	if h.Get("林环保", "/tasks", &list); len(list.Tasks) != 0 {
		t.Errorf("after the end ecology is asked still: %+v", list.Tasks)
	}
	h.Get(caller, own, &v)
	for _, e := range v.History {
		if e.Inner {
			t.Errorf("its caller sees %+v", e)
		}
	}
	for body, want := range map[string]int{
		`{}`:                                 422,
		`{"contacted":true,"resolved":true}`: 422,
		`{"contacted":true,"resolved":true,"content":true,"comment":"谢谢"}`: 200,
	} {
		if status := h.Post(caller, own+"/visit", body, &v); status != want {
			t.Errorf("%s: %d", body, status)
		}
	}
	if v.State != ticket.Closed || v.Visit == nil || !v.Visit.Content {
		t.Errorf("at the end: %+v", v)
	}
	if status := h.Post(caller, own+"/visit", `{"contacted":true,"resolved":true,"content":true}`, nil); status != http.StatusConflict {
		t.Errorf("said twice: %d", status)
	}
	if export := h.Call(caller, "GET", "/export", ""); !strings.Contains(export.Body, v.Number) {
		t.Error("the export does not have it")
	}
}

// TestAComplaintCarriesItsDecision: its receiver sees the reasons of the decision, and
// the applicant sees that they looked.
func TestAComplaintCarriesItsDecision(t *testing.T) {
	h := open(t)
	receipt := h.Apply("elderlyallowance", "李建业", own(t, "李建业"))
	body := `{"category":"service","place":"440605011","text":"为什么不给我批高龄津贴","application":"` + receipt.Number + `"}`
	if status := h.Post("何婉清", "/tickets", body, nil); status != http.StatusUnprocessableEntity {
		t.Errorf("somebody complains of another's decision: %d", status)
	}
	var v ticket.View
	if status := h.Post("李建业", "/tickets", body, &v); status != http.StatusCreated || v.Holder != "440605" {
		t.Fatalf("%d %+v", status, v)
	}
	var open hotline.Case
	h.Get("陈督南", "/receiver/"+v.Number, &open)
	if open.Decision == nil || open.Decision.Number != receipt.Number || open.Decision.Outcome != decision.Rejected ||
		len(open.Decision.Findings) == 0 {
		t.Errorf("the receiver sees %+v", open.Decision)
	}
	var reads struct{ Reads []instant.Read }
	h.Get("李建业", "/reads", &reads)
	if !slices.ContainsFunc(reads.Reads, func(r instant.Read) bool {
		return r.Purpose == "complaint" && r.Matter == v.Number && len(r.Uses) > 0 && r.Application == receipt.Number
	}) {
		t.Errorf("the applicant sees %+v", reads.Reads)
	}
}

// TestALowRatingIsFollowedUp: by a ticket, in the same commit, once; a good one is not.
func TestALowRatingIsFollowedUp(t *testing.T) {
	h := open(t)
	low := h.Apply("seniorcard", "黎花甲", `{"delivery":"electronic"}`)
	good := h.Apply("elderlyallowance", "何婉清", own(t, "何婉清"))
	if status := h.Post(
		"黎花甲",
		"/applications/"+low.Number+"/rating",
		`{"stars":1,"tags":["nonsense"]}`,
		nil,
	); status != http.StatusUnprocessableEntity {
		t.Errorf("a tag that there is not: %d", status)
	}
	var rated instant.Receipt
	if status := h.Post(
		"黎花甲",
		"/applications/"+low.Number+"/rating",
		`{"stars":1,"tags":["unclear","slow"],"comment":"看不懂"}`,
		&rated,
	); status != http.StatusCreated ||
		rated.Rating.Ticket == "" ||
		len(rated.Rating.Tags) != 2 {
		t.Fatalf("%d %+v", status, rated.Rating)
	}
	if status := h.Post("黎花甲", "/applications/"+low.Number+"/rating", `{"stars":1}`, nil); status != http.StatusConflict {
		t.Errorf("rated twice: %d", status)
	}
	var list hotline.List
	if h.Get("黎花甲", "/tickets", &list); len(list.Tickets) != 1 || list.Tickets[0].Number != rated.Rating.Ticket ||
		list.Tickets[0].Holder != "440605" {
		t.Errorf("followed up by %+v", list.Tickets)
	}
	var content instant.Receipt
	if h.Post("何婉清", "/applications/"+good.Number+"/rating", `{"stars":3,"tags":["fast"]}`, &content); content.Rating.Ticket != "" {
		t.Error("a rating of three stars is followed up")
	}
}

// fieldFault is what is wrong with one field.
type fieldFault struct{ Pointer, Code, Reason string }

// TestACallerHasAnyNumber: what the clerk types is stored as it is dialled; what cannot be called says what is
// wrong.
func TestACallerHasAnyNumber(t *testing.T) {
	h := open(t)
	call := func(typed string) (number string, fault fieldFault) {
		body := fmt.Sprintf(`{"category":"water","place":"４４０６０５125","text":"从早上起停水","caller_name":"李女士","mobile":%q}`, typed)
		response := h.Call("吴话务", "POST", "/tickets", body)
		var said struct {
			Number string
			Errors []fieldFault
		}
		if err := json.Unmarshal([]byte(response.Body), &said); err != nil || len(said.Errors) > 1 {
			t.Fatalf("%+q: %d %s", typed, response.StatusCode, response.Body)
		}
		if said.Errors != nil {
			return "", said.Errors[0]
		}
		return said.Number, fault
	}
	for typed, want := range map[string]string{
		"138 0013 8000": "13800138000", "\u202d+86\u00a0139-0013-8000\u202c": "13900138000", "１３７００１３８０００": "13700138000",
		"(0757) 8628 1234": "0757-86281234", "0757-86281234转801": "0757-86281234-801", "010 6628 1234-12": "010-66281234-12",
		"400-810-8888": "4008108888", "95588": "95588",
		"+852 9123 4567": "+85291234567", "00853-6612-3456": "+85366123456", "+886 912 345 678": "+886912345678",
	} {
		number, fault := call(typed)
		var stored hotline.Case
		if h.Get("陈大沥", "/receiver/"+number, &stored); stored.Mobile != want {
			t.Errorf("%+q is stored as %q, want %q: %+v", typed, stored.Mobile, want, fault)
		}
	}
	for _, typed := range []string{"440605125000", "440605125201", "'440605125", "４４０６０５1２5"} {
		body := fmt.Sprintf(`{"category":"water","place":%q,"text":"从早上起停水","caller_name":"李女士","mobile":"13800138000"}`, typed)
		var v ticket.View
		if status := h.Post("吴话务", "/tickets", body, &v); status >= 300 || v.Place != "440605125" {
			t.Errorf("the place %s: %d %s", typed, status, v.Place)
		}
	}
	for typed, want := range map[string]string{
		"1380013800": "too-short", "138001380001": "too-long", "1380013800O": "character", "8628 1234": "area-code", "\u200b": "",
	} {
		if _, fault := call(typed); fault.Pointer != "/mobile" || fault.Reason != want || (fault.Code == "required") != (want == "") {
			t.Errorf("%+q: %+v, want %s", typed, fault, want)
		}
	}
}

// TestAClerkTakesACallDown: for somebody whom nobody knows; the clerk writes down what they
// say when they are called back.
func TestAClerkTakesACallDown(t *testing.T) {
	h := open(t)
	body := `{"category":"water","place":"440605125","text":"从早上起停水","caller_name":"李女士","mobile":"13800138000"}`
	for _, wrong := range []string{
		strings.Replace(body, "13800138000", "123", 1),
		strings.Replace(body, "13800138000", "", 1),
		strings.Replace(body, "李女士", "", 1),
		strings.Replace(body, "李女士", "13800138000", 1),
		strings.Replace(body, "李女士", "李\ue000", 1),
		strings.Replace(body, "李女士", "阿丽-买买提", 1),
	} {
		if status := h.Post("吴话务", "/tickets", wrong, nil); status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", wrong, status)
		}
	}
	var v ticket.View
	if status := h.Post("吴话务", "/tickets", body, &v); status != http.StatusCreated || v.Holder != "440605125" {
		t.Fatalf("%d %+v", status, v)
	}
	if status := h.Post("吴话务", "/receiver/"+v.Number+"/answer", `{"text":"已处理"}`, nil); status != http.StatusForbidden {
		t.Errorf("a clerk answers: %d", status)
	}
	if status := h.Post("陈大沥", "/receiver/"+v.Number+"/answer", `{"text":"已抢修，恢复供水"}`, nil); status != http.StatusOK {
		t.Fatal(status)
	}
	if status := h.Post(
		"吴话务",
		"/receiver/"+v.Number+"/visit",
		`{"contacted":true,"resolved":true,"content":true}`,
		&v,
	); status != http.StatusOK ||
		v.State != ticket.Closed {
		t.Errorf("called back: %d %+v", status, v)
	}
}
