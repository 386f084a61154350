package reviews_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/width"

	"miaoban/functions/citizens/applications"
	"miaoban/functions/officials/reviews"
	"miaoban/functions/services/seniorcard"
	"miaoban/functions/services/talentsubsidy"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/platform/platformtest"
)

func open(t *testing.T) *platformtest.House {
	t.Helper()
	services := []instant.Offering{seniorcard.Service(), talentsubsidy.Service()}
	return platformtest.Open(
		t,
		"2026-11-24",
		reviews.Function(services),
		applications.Function(services),
		services[0].Routes,
		services[1].Routes,
	)
}

// refer applies, and is referred to a person.
func refer(t *testing.T, h *platformtest.House, service, name, form string) string {
	t.Helper()
	receipt := h.Apply(service, name, form)
	if receipt.Outcome != decision.Referred {
		t.Fatalf("%s: %s", name, receipt.Outcome)
	}
	return receipt.Number
}

// determine sends what a reviewer found out.
func determine(
	t *testing.T,
	h *platformtest.House,
	name, number string,
	values map[string]string,
) (status int, receipt instant.Receipt, text string) {
	t.Helper()
	body, err := json.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	response := h.Call(name, "POST", "/reviews/"+number, string(body))
	if response.StatusCode == http.StatusOK {
		if err := json.Unmarshal([]byte(response.Body), &receipt); err != nil {
			t.Fatal(err)
		}
	}
	return response.StatusCode, receipt, response.Body
}

// asLast is what a reviewer finds out where records are stale: that all is as it was.
func asLast(t *testing.T, h *platformtest.House, name, number string) map[string]string {
	t.Helper()
	var open reviews.Case
	if status := h.Get(name, "/reviews/"+number, &open); status != http.StatusOK {
		t.Fatal(status)
	}
	values := map[string]string{"reason": "已核对原件"}
	for _, o := range open.Open {
		values[o.Name] = o.Last
	}
	return values
}

// born is a fresh record of the person's in the population register.
func born(h *platformtest.House, id, day string) fact.Record {
	return fact.NewRecord(
		id,
		h.Now(),
		dataset.Population.BirthDate.Set(calendar.MustParse(day)),
		dataset.Population.Household.Set("440605011"),
	)
}

// TestAReviewerFindsOutAndTheRulesDecide: the stale record is confirmed or corrected
// by a person, and the same rules grant or reject on it.
func TestAReviewerFindsOutAndTheRulesDecide(t *testing.T) {
	const nanhai, chancheng, province, day = "梁审南", "梁审禅", "梁审省", "1966-01-15"
	for name, tt := range map[string]struct {
		household string
		want      decision.Outcome
	}{
		"at home here, where 60 suffices": {"440605011", decision.Approved},
		"at home in Shenzhen, from 65 on": {"440304", decision.Rejected},
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			old := born(h, platformtest.Person(t, "黎花甲").ID, day)
			old.AsOf = h.Now().AddDate(-1, 0, 0)
			h.Know(old)
			number := refer(t, h, "seniorcard", "黎花甲", `{"delivery":"electronic"}`)
			var queue reviews.Queue
			for officer, want := range map[string]int{nanhai: 1, chancheng: 0, province: 1} {
				if h.Get(officer, "/reviews", &queue); len(queue.Waiting) != want {
					t.Errorf("%s has %d waiting, want %d", officer, len(queue.Waiting), want)
				}
			}
			var any map[string]any
			if status := h.Get("黎花甲", "/reviews", &any); status != http.StatusForbidden {
				t.Errorf("a citizen sees the queue: %d", status)
			}
			if status := h.Get(chancheng, "/reviews/"+number, &any); status != http.StatusNotFound {
				t.Errorf("another region's reviewer sees the case: %d", status)
			}
			var open reviews.Case
			if h.Get(nanhai, "/reviews/"+number, &open); len(open.Unknown) == 0 || len(open.Open) == 0 {
				t.Fatalf("the case has nothing unknown: %+v", open)
			}
			values := map[string]string{"reason": "已核对户口簿原件"}
			for _, o := range open.Open {
				values[o.Name] = o.Last
				if o.Field == "household_division" { // as an input method and a document have it
					values[o.Name] = "\u200b" + width.Widen.String(tt.household) + "\u202c"
				}
			}
			for wrong, change := range map[string]func(map[string]string){
				"without a reason":  func(v map[string]string) { v["reason"] = "" },
				"a day that is not": func(v map[string]string) { v[open.Open[0].Name] = "1957-02-30" },
				"nothing found out": func(v map[string]string) {
					for name := range v {
						if name != "reason" {
							delete(v, name)
						}
					}
				},
			} {
				given := map[string]string{}
				for k, v := range values {
					given[k] = v
				}
				change(given)
				if status, _, text := determine(t, h, nanhai, number, given); status != http.StatusUnprocessableEntity {
					t.Errorf("%s: %d %s", wrong, status, text)
				}
			}
			if status, _, _ := determine(t, h, chancheng, number, values); status != http.StatusNotFound {
				t.Errorf("another region's reviewer decides: %d", status)
			}
			status, receipt, text := determine(t, h, nanhai, number, values)
			if status != http.StatusOK || receipt.Outcome != tt.want || (receipt.Certificate != nil) != (tt.want == decision.Approved) ||
				receipt.Determined.Reviewer != nanhai {
				t.Fatalf("%d %s", status, text)
			}
			if strings.Contains(text, platformtest.Person(t, nanhai).ID) {
				t.Error("the reviewer's ID number is in the answer")
			}
			if status, _, _ := determine(t, h, nanhai, number, values); status != http.StatusConflict {
				t.Errorf("decided twice: %d", status)
			}
			if h.Get(nanhai, "/reviews", &queue); len(queue.Waiting) != 0 {
				t.Errorf("it still waits: %+v", queue.Waiting)
			}
			h.Replay(seniorcard.Service(), number)
			again := decision.Approved // a rejection lets go of what was claimed
			if tt.want == decision.Approved {
				again = decision.Rejected // it is held already
			}
			h.Know(born(h, platformtest.Person(t, "黎花甲").ID, day))
			if receipt := h.Apply(
				"seniorcard",
				"黎花甲",
				`{"delivery":"mail","address":"南海大道1号","mobile":"13800000000"}`,
			); receipt.Outcome != again {
				t.Errorf("applied for again: %s", receipt.Outcome)
			}
		})
	}
}

// TestAPersonLooksAtARejection when its applicant asks for one: what was on record is
// found to be wrong, or to be right.
func TestAPersonLooksAtARejection(t *testing.T) {
	for name, tt := range map[string]struct {
		who   string
		birth string
		want  decision.Outcome
	}{"the record was wrong": {"黎花甲", "1966-01-15", decision.Approved}, "the record was right": {"黎未到", "", decision.Rejected}} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			if tt.birth != "" {
				h.Know(born(h, platformtest.Person(t, tt.who).ID, "1986-01-15"))
			}
			receipt := h.Apply("seniorcard", tt.who, `{"delivery":"electronic"}`)
			if receipt.Outcome != decision.Rejected {
				t.Fatal(receipt.Outcome)
			}
			var any map[string]any
			if status := h.Get("梁审南", "/reviews/"+receipt.Number, &any); status != http.StatusNotFound {
				t.Errorf("nobody asked, and the reviewer sees it: %d", status)
			}
			var asking applications.AskingPage
			h.Get(tt.who, "/applications/"+receipt.Number+"/review", &asking)
			if status := h.Post(
				tt.who,
				"/applications/"+receipt.Number+"/review",
				`{"confirm":"`+asking.Confirm+`"}`,
				nil,
			); status != http.StatusAccepted {
				t.Fatal(status)
			}
			var queue reviews.Queue
			if h.Get("梁审南", "/reviews", &queue); len(queue.Waiting) != 1 || queue.Waiting[0].Number != receipt.Number {
				t.Errorf("the queue has %+v", queue.Waiting)
			}
			var open reviews.Case
			h.Get("梁审南", "/reviews/"+receipt.Number, &open)
			values := map[string]string{"reason": "已核对出生医学证明原件"}
			for _, o := range open.Open {
				if o.Field == "birth_date" && o.Last == "1986-01-15" {
					values[o.Name] = tt.birth
				}
			}
			status, decided, text := determine(t, h, "梁审南", receipt.Number, values)
			if tt.birth != "" { // what was known is overruled by two
				if status != http.StatusAccepted {
					t.Fatalf("one alone overrules what is known: %d %s", status, text)
				}
				if h.Get("梁复南", "/reviews/"+receipt.Number, &open); len(open.Changes) != 1 || !open.Changes[0].Overrules ||
					open.Changes[0].Was != "1986-01-15" {
					t.Errorf("who confirms sees %+v", open.Changes)
				}
				status = h.Post("梁复南", "/reviews/"+receipt.Number+"/confirm", "{}", &decided)
			}
			if status != http.StatusOK || decided.Outcome != tt.want || (decided.Certificate != nil) != (tt.want == decision.Approved) {
				t.Fatalf("%d %s", status, text)
			}
			h.Replay(seniorcard.Service(), receipt.Number)
			if h.Get("梁审南", "/reviews", &queue); len(queue.Waiting) != 0 {
				t.Errorf("it still waits: %+v", queue.Waiting)
			}
			if status, _, _ := determine(t, h, "梁审南", receipt.Number, values); status != http.StatusConflict {
				t.Errorf("decided twice: %d", status)
			}
		})
	}
}

// TestAReviewerAsksOnce for everything, and the applicant answers once.
func TestAReviewerAsksOnce(t *testing.T) {
	h := open(t)
	number := refer(t, h, "seniorcard", "龙待核", `{"delivery":"electronic"}`)
	post := func(name, path, text string) int {
		body, err := json.Marshal(map[string]string{"text": text})
		if err != nil {
			t.Fatal(err)
		}
		return h.Post(name, path, string(body), nil)
	}
	ask, answer := "/reviews/"+number+"/ask", "/applications/"+number+"/answer"
	for _, step := range []struct {
		who, path, text string
		want            int
	}{
		{"龙待核", answer, "我的户口簿照片在社区", http.StatusConflict}, // nothing is asked yet
		{"龙待核", ask, "请补充", http.StatusForbidden},
		{"梁审禅", ask, "请补充", http.StatusNotFound},
		{"梁审南", ask, "", http.StatusUnprocessableEntity},
		{"梁审南", ask, strings.Repeat("长", 1001), http.StatusUnprocessableEntity},
		{"梁审南", ask, "请说明现在的户籍地，并到社区出示户口簿", http.StatusCreated},
		{"梁审南", ask, "还有一项", http.StatusConflict}, // once, for everything
		{"李建业", answer, "冒名", http.StatusNotFound},
		{"龙待核", answer, "户籍在桂城，户口簿已出示", http.StatusCreated},
		{"龙待核", answer, "再说一遍", http.StatusConflict},
	} {
		if got := post(step.who, step.path, step.text); got != step.want {
			t.Errorf("%s, %s %.30s: %d, want %d", step.who, step.path, step.text, got, step.want)
		}
	}
	var open reviews.Case
	if h.Get("梁审南", "/reviews/"+number, &open); open.Application.Asked == nil || open.Application.Asked.Answer != "户籍在桂城，户口簿已出示" {
		t.Errorf("the reviewer sees %+v", open.Application.Asked)
	}
	var log struct{ Reads []instant.Read }
	if h.Get("龙待核", "/reads", &log); !slices.ContainsFunc(
		log.Reads,
		func(r instant.Read) bool { return r.Purpose == "review" && r.Application == number },
	) {
		t.Errorf("that a reviewer saw it is not in the access log: %+v", log.Reads)
	}
	var told struct{ Notices []instant.Notice }
	if h.Get("龙待核", "/notices", &told); len(told.Notices) != 1 || !strings.Contains(told.Notices[0].Text.ZH, "户口簿") {
		t.Errorf("the applicant was told %+v", told.Notices)
	}
}

// TestFourEyes: where the policy says so, one reviewer proposes and another confirms or gives
// it back; nobody does both.
func TestFourEyes(t *testing.T) {
	h := open(t)
	const first, second, other = "梁审南", "梁复南", "梁审禅"
	id := platformtest.Person(t, "孟不够").ID
	h.Know(
		fact.NewRecord(
			id,
			h.Now().AddDate(-1, 0, 0),
			dataset.Population.BirthDate.Set(calendar.MustParse("1990-03-03")),
			dataset.Population.Household.Set("440605011"),
			dataset.Population.Since.Set(calendar.Of(h.Now()).AddMonths(-6)),
		),
	) // stale
	h.Know(fact.NewRecord(id, h.Now(), dataset.Degrees.Level.Set("master"), dataset.Degrees.FullTime.Set(true)))
	h.Know(
		fact.NewRecord(
			id,
			h.Now(),
			dataset.SocialInsurance.City.Set("440600"),
			dataset.SocialInsurance.Employed.Set(true),
			dataset.SocialInsurance.Of12.Set(8),
		),
	)
	number := refer(t, h, "talentsubsidy", "孟不够", `{"account":"`+platformtest.Person(t, "孟不够").Card+`"}`)
	if status := h.Post(second, "/reviews/"+number+"/confirm", "{}", nil); status != http.StatusConflict {
		t.Errorf("nothing is proposed, and confirmed: %d", status)
	}
	values := asLast(t, h, first, number)
	status, _, text := determine(t, h, first, number, values)
	if status != http.StatusAccepted || strings.Contains(text, `"outcome":"approved"`) {
		t.Fatalf("one decides alone: %d %s", status, text)
	}
	if status, _, _ := determine(t, h, second, number, values); status != http.StatusConflict {
		t.Errorf("proposed twice: %d", status)
	}
	var queue reviews.Queue
	if h.Get(second, "/reviews", &queue); len(queue.Waiting) != 1 || !queue.Waiting[0].Proposed {
		t.Errorf("the second sees %+v", queue.Waiting)
	}
	for name, want := range map[string]int{first: http.StatusForbidden, other: http.StatusNotFound} {
		if status := h.Post(name, "/reviews/"+number+"/confirm", "{}", nil); status != want {
			t.Errorf("%s confirms: %d, want %d", name, status, want)
		}
	}
	if status := h.Post(second, "/reviews/"+number+"/return", `{"reason":"请再核对学历"}`, nil); status != http.StatusOK {
		t.Fatalf("given back: %d", status)
	}
	if status := h.Post(second, "/reviews/"+number+"/confirm", "{}", nil); status != http.StatusConflict {
		t.Errorf("what was given back is confirmed: %d", status)
	}
	if status, _, text := determine(t, h, first, number, values); status != http.StatusAccepted {
		t.Fatalf("proposed again: %d %s", status, text)
	}
	var receipt instant.Receipt
	if status := h.Post(second, "/reviews/"+number+"/confirm", "{}", &receipt); status != http.StatusOK ||
		receipt.Outcome != decision.Approved ||
		receipt.Determined.Reviewer != first ||
		receipt.Determined.Second != second {
		t.Fatalf("%d %+v", status, receipt)
	}
	if h.Get(second, "/reviews", &queue); len(queue.Waiting) != 0 {
		t.Errorf("it still waits: %+v", queue.Waiting)
	}
	h.Replay(talentsubsidy.Service(), number)
}
