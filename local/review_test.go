package main

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	samples "miaoban/events"
	"miaoban/functions"
	"miaoban/functions/officials/reviews"
	"miaoban/functions/officials/tasks"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/registry"
)

// court is the house with its reviewers.
type court struct{ *site }

func (c court) as(name string) []string {
	return []string{"Authorization", "Bearer " + c.token(name), "Content-Type", "application/json"}
}

func (c court) get(name, path string, into any) int {
	c.t.Helper()
	response, text := c.call("GET", path, "", c.as(name)...)
	if response.StatusCode == http.StatusOK {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			c.t.Fatal(err)
		}
	}
	return response.StatusCode
}

// refer applies, and is referred to a person.
func (c court) refer(service, name, form string) string {
	c.t.Helper()
	_, receipt, text := c.apply(service, name, form)
	if receipt.Outcome != decision.Referred {
		c.t.Fatal(text)
	}
	return receipt.Number
}

func (c court) determine(name, number string, values map[string]string) (int, instant.Receipt, string) {
	c.t.Helper()
	body, err := json.Marshal(values)
	if err != nil {
		c.t.Fatal(err)
	}
	response, text := c.call("POST", "/reviews/"+number, string(body), c.as(name)...)
	var receipt instant.Receipt
	if response.StatusCode == http.StatusOK {
		if err := json.Unmarshal([]byte(text), &receipt); err != nil {
			c.t.Fatal(err)
		}
	}
	return response.StatusCode, receipt, text
}

// TestAReviewerFindsOutAndTheRulesDecide: the stale record is confirmed or corrected
// by a person, and the same rules grant or reject on it.
func TestAReviewerFindsOutAndTheRulesDecide(t *testing.T) {
	const nanhai, chancheng, province = "梁审南", "梁审禅", "梁审省"
	for name, tt := range map[string]struct {
		household string
		want      decision.Outcome
	}{
		"at home here":   {"440605011", decision.Approved},
		"home elsewhere": {"110101", decision.Rejected},
	} {
		t.Run(name, func(t *testing.T) {
			c := court{openSite(t, t.TempDir())}
			number := c.refer("seniorcard", "龙待核", `{"delivery":"electronic"}`)
			var queue reviews.Queue
			for officer, want := range map[string]int{nanhai: 1, chancheng: 0, province: 1} {
				if c.get(officer, "/reviews", &queue); len(queue.Waiting) != want {
					t.Errorf("%s has %d waiting, want %d", officer, len(queue.Waiting), want)
				}
			}
			var any map[string]any
			if status := c.get("龙待核", "/reviews", &any); status != http.StatusForbidden {
				t.Errorf("a citizen sees the queue: %d", status)
			}
			if status := c.get(chancheng, "/reviews/"+number, &any); status != http.StatusNotFound {
				t.Errorf("another region's reviewer sees the case: %d", status)
			}
			var open reviews.Case
			if c.get(nanhai, "/reviews/"+number, &open); len(open.Unknown) == 0 || len(open.Open) == 0 {
				t.Fatalf("the case has nothing unknown: %+v", open)
			}
			values := map[string]string{"reason": "已核对户口簿原件"}
			for _, o := range open.Open {
				values[o.Name] = o.Last
				if o.Field == "household_division" {
					values[o.Name] = tt.household
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
				if status, _, text := c.determine(nanhai, number, given); status != http.StatusUnprocessableEntity {
					t.Errorf("%s: %d %s", wrong, status, text)
				}
			}
			if status, _, _ := c.determine(chancheng, number, values); status != http.StatusNotFound {
				t.Errorf("another region's reviewer decides: %d", status)
			}
			status, receipt, text := c.determine(nanhai, number, values)
			if status != http.StatusOK || receipt.Outcome != tt.want || (receipt.Certificate != nil) != (tt.want == decision.Approved) || receipt.Determined.Reviewer != nanhai {
				t.Fatalf("%d %s", status, text)
			}
			if strings.Contains(text, person(t, nanhai).ID) {
				t.Error("the reviewer's ID number is in the answer")
			}
			if status, _, _ := c.determine(nanhai, number, values); status != http.StatusConflict {
				t.Errorf("decided twice: %d", status)
			}
			if c.get(nanhai, "/reviews", &queue); len(queue.Waiting) != 0 {
				t.Errorf("it still waits: %+v", queue.Waiting)
			}
			c.replays(number)
			again := decision.Approved // a rejection lets go of what was claimed
			if tt.want == decision.Approved {
				again = decision.Rejected // it is held already
			}
			c.learn(t, person(t, "龙待核").ID, "1957-04-20")
			if _, receipt, text := c.apply("seniorcard", "龙待核", `{"delivery":"mail","address":"南海","mobile":"13800000000"}`); receipt.Outcome != again {
				t.Errorf("applied for again: %s", text)
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
			c := court{openSite(t, t.TempDir())}
			if tt.birth != "" {
				c.learn(t, person(t, tt.who).ID, "1986-01-15")
			}
			_, receipt, text := c.apply("seniorcard", tt.who, `{"delivery":"electronic"}`)
			if receipt.Outcome != decision.Rejected {
				t.Fatal(text)
			}
			var any map[string]any
			if status := c.get("梁审南", "/reviews/"+receipt.Number, &any); status != http.StatusNotFound {
				t.Errorf("nobody asked, and the reviewer sees it: %d", status)
			}
			if status, text := c.confirmed(tt.who, "/applications/"+receipt.Number+"/review"); status != http.StatusAccepted {
				t.Fatal(text)
			}
			var queue reviews.Queue
			if c.get("梁审南", "/reviews", &queue); len(queue.Waiting) != 1 || queue.Waiting[0].Number != receipt.Number {
				t.Errorf("the queue has %+v", queue.Waiting)
			}
			var open reviews.Case
			c.get("梁审南", "/reviews/"+receipt.Number, &open)
			values := map[string]string{"reason": "已核对出生医学证明原件"}
			for _, o := range open.Open {
				if o.Field == "birth_date" && o.Last == "1986-01-15" {
					values[o.Name] = tt.birth
				}
			}
			status, decided, text := c.determine("梁审南", receipt.Number, values)
			if tt.birth != "" { // what was known is overruled by two
				if status != http.StatusAccepted {
					t.Fatalf("one alone overrules what is known: %d %s", status, text)
				}
				if c.get("梁复南", "/reviews/"+receipt.Number, &open); len(open.Changes) != 1 || !open.Changes[0].Overrules || open.Changes[0].Was != "1986-01-15" {
					t.Errorf("who confirms sees %+v", open.Changes)
				}
				status = c.post("梁复南", "/reviews/"+receipt.Number+"/confirm", "{}", &decided)
			}
			if status != http.StatusOK || decided.Outcome != tt.want || (decided.Certificate != nil) != (tt.want == decision.Approved) {
				t.Fatalf("%d %s", status, text)
			}
			c.replays(receipt.Number)
			if c.get("梁审南", "/reviews", &queue); len(queue.Waiting) != 0 {
				t.Errorf("it still waits: %+v", queue.Waiting)
			}
			if status, _, _ := c.determine("梁审南", receipt.Number, values); status != http.StatusConflict {
				t.Errorf("decided twice: %d", status)
			}
		})
	}
}

// TestAReviewerAsksOnce for everything, and the applicant answers once.
func TestAReviewerAsksOnce(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	number := c.refer("seniorcard", "龙待核", `{"delivery":"electronic"}`)
	post := func(name, path, text string) int {
		body, err := json.Marshal(map[string]string{"text": text})
		if err != nil {
			t.Fatal(err)
		}
		response, _ := c.call("POST", path, string(body), c.as(name)...)
		return response.StatusCode
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
	if c.get("梁审南", "/reviews/"+number, &open); open.Application.Asked == nil || open.Application.Asked.Answer != "户籍在桂城，户口簿已出示" {
		t.Errorf("the reviewer sees %+v", open.Application.Asked)
	}
	var log struct{ Reads []instant.Read }
	if c.get("龙待核", "/reads", &log); !slices.ContainsFunc(log.Reads, func(r instant.Read) bool { return r.Purpose == "review" && r.Application == number }) {
		t.Errorf("that a reviewer saw it is not in the access log: %+v", log.Reads)
	}
	var told struct{ Notices []instant.Notice }
	if c.get("龙待核", "/notices", &told); len(told.Notices) != 1 || !strings.Contains(told.Notices[0].Text.ZH, "户口簿") {
		t.Errorf("the applicant was told %+v", told.Notices)
	}
}

// TestEveryReferralCanBeDecided: of each service the one that its event shows. What
// is not known is found out to be what lets it be granted or not; what needs judgement
// is judged; and what has no rule stays as it is.
func TestEveryReferralCanBeDecided(t *testing.T) {
	all, err := samples.Load("../events")
	if err != nil {
		t.Fatal(err)
	}
	outcomes := map[decision.Outcome]int{}
	for _, sample := range all {
		if sample.Name != "referred" {
			continue
		}
		t.Run(sample.Function, func(t *testing.T) {
			c := court{openSite(t, t.TempDir())}
			var event events.APIGatewayV2HTTPRequest
			if err := json.Unmarshal(sample.Payload, &event); err != nil {
				t.Fatal(err)
			}
			_, receipt, text := c.apply(sample.Function, event.RequestContext.Authorizer.Lambda["name"].(string), event.Body)
			numbers := []string{receipt.Number}
			for _, p := range receipt.Parts {
				numbers = append(numbers, p.Number)
			}
			if receipt.Number == "" {
				t.Fatal(text)
			}
			for _, number := range numbers {
				var open reviews.Case
				if status := c.get("梁审省", "/reviews/"+number, &open); status != http.StatusOK {
					continue // the bundle itself, or a part that is decided
				}
				values := map[string]string{"reason": "已现场核实"}
				for _, o := range open.Open {
					values[o.Name] = o.Last
				}
				for _, f := range open.Judge {
					values["judge."+f.Rule] = "met"
				}
				status, decided, text := c.determine("梁审省", number, values)
				if status == http.StatusAccepted { // two decide
					status = c.post("梁复省", "/reviews/"+number+"/confirm", "{}", &decided)
				}
				switch {
				case status == http.StatusOK:
					outcomes[decided.Outcome]++
					if decided.Outcome == decision.Approved && decided.Certificate == nil {
						t.Error("it is approved without a certificate")
					}
					c.replays(number)
				case status != http.StatusUnprocessableEntity: // something is still unknown
					t.Errorf("%s: %d %s", number, status, text)
				}
			}
		})
	}
	if outcomes[decision.Approved] < 10 {
		t.Errorf("only so many could be decided: %v", outcomes)
	}
}

// learn is a fresh record of the person's in the population register.
func (s *site) learn(t *testing.T, id, born string) {
	t.Helper()
	p := dataset.Population
	s.teach(t, fact.NewRecord(id, time.Now(), p.BirthDate.Set(calendar.MustParse(born)), p.Household.Set("440605011")))
}

// teach puts the record into the shared data.
func (s *site) teach(t *testing.T, record fact.Record) {
	t.Helper()
	writes, err := registry.Put(record)
	if err == nil {
		err = s.records.Commit(t.Context(), writes...)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// fill is what a reviewer finds out where a record is stale: that it is as it was.
func (c court) fill(name, number string) map[string]string {
	c.t.Helper()
	var open reviews.Case
	if status := c.get(name, "/reviews/"+number, &open); status != http.StatusOK {
		c.t.Fatal(status)
	}
	values := map[string]string{"reason": "已核对原件"}
	for _, o := range open.Open {
		values[o.Name] = o.Last
	}
	return values
}

// TestFourEyes: where the policy says so, one reviewer proposes and another confirms or gives
// it back; nobody does both.
func TestFourEyes(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	const first, second, other = "梁审南", "梁复南", "梁审禅"
	id := person(t, "孟不够").ID
	c.teach(t, fact.NewRecord(id, time.Now().AddDate(-1, 0, 0), dataset.Population.BirthDate.Set(calendar.MustParse("1990-03-03")), dataset.Population.Household.Set("440605011"), dataset.Population.Since.Set(calendar.Of(time.Now()).AddMonths(-6)))) // stale
	c.teach(t, fact.NewRecord(id, time.Now(), dataset.Degrees.Level.Set("master"), dataset.Degrees.FullTime.Set(true)))
	c.teach(t, fact.NewRecord(id, time.Now(), dataset.SocialInsurance.City.Set("440600"), dataset.SocialInsurance.Employed.Set(true), dataset.SocialInsurance.Of12.Set(8)))
	number := c.refer("talentsubsidy", "孟不够", `{"account":"`+person(t, "孟不够").Card+`"}`)
	if status := c.post(second, "/reviews/"+number+"/confirm", "{}", nil); status != http.StatusConflict {
		t.Errorf("nothing is proposed, and confirmed: %d", status)
	}
	values := c.fill(first, number)
	status, _, text := c.determine(first, number, values)
	if status != http.StatusAccepted || strings.Contains(text, `"outcome":"approved"`) {
		t.Fatalf("one decides alone: %d %s", status, text)
	}
	if status, _, _ := c.determine(second, number, values); status != http.StatusConflict {
		t.Errorf("proposed twice: %d", status)
	}
	var queue reviews.Queue
	if c.get(second, "/reviews", &queue); len(queue.Waiting) != 1 || !queue.Waiting[0].Proposed {
		t.Errorf("the second sees %+v", queue.Waiting)
	}
	for name, want := range map[string]int{first: http.StatusForbidden, other: http.StatusNotFound} {
		if status := c.post(name, "/reviews/"+number+"/confirm", "{}", nil); status != want {
			t.Errorf("%s confirms: %d, want %d", name, status, want)
		}
	}
	if status := c.post(second, "/reviews/"+number+"/return", `{"reason":"请再核对学历"}`, nil); status != http.StatusOK {
		t.Fatalf("given back: %d", status)
	}
	if status := c.post(second, "/reviews/"+number+"/confirm", "{}", nil); status != http.StatusConflict {
		t.Errorf("what was given back is confirmed: %d", status)
	}
	if status, _, text := c.determine(first, number, values); status != http.StatusAccepted {
		t.Fatalf("proposed again: %d %s", status, text)
	}
	var receipt instant.Receipt
	if status := c.post(second, "/reviews/"+number+"/confirm", "{}", &receipt); status != http.StatusOK || receipt.Outcome != decision.Approved || receipt.Determined.Reviewer != first || receipt.Determined.Second != second {
		t.Fatalf("%d %+v", status, receipt)
	}
	if c.get(second, "/reviews", &queue); len(queue.Waiting) != 0 {
		t.Errorf("it still waits: %+v", queue.Waiting)
	}
	c.replays(number)
}

// TestAVirtualTeam: departments work on a case in parallel, by its one clock, and are free
// when it is decided.
func TestAVirtualTeam(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	const reviewer = "梁审南"
	number := c.refer("seniorcard", "龙待核", `{"delivery":"electronic"}`)
	for body, want := range map[string]int{`{"departments":["police"]}`: 422, `{"departments":["nobody"],"text":"核实户籍"}`: 422, `{"departments":["police","ecology"],"text":"核实户籍"}`: 201} {
		if status := c.post(reviewer, "/reviews/"+number+"/call", body, nil); status != want {
			t.Errorf("%s: %d, want %d", body, status, want)
		}
	}
	if status := c.post("梁审禅", "/reviews/"+number+"/call", `{"departments":["police"],"text":"核实户籍"}`, nil); status != http.StatusNotFound {
		t.Errorf("another region's reviewer calls: %d", status)
	}
	var list tasks.List
	if c.get("林公安", "/tasks", &list); len(list.Tasks) != 1 || list.Tasks[0].Case.Number != number {
		t.Fatalf("the police are called to %+v", list.Tasks)
	}
	var queue reviews.Queue
	c.get(reviewer, "/reviews", &queue)
	if due := queue.Waiting[0].Due; calendar.Of(list.Tasks[0].Due) != due || due != calendar.Of(time.Now()).AddWorkdays(10) {
		t.Errorf("the team's clock runs until %s, the case's until %s", list.Tasks[0].Due, due)
	}
	place := "/tasks/application/" + number + "/" + strconv.Itoa(list.Tasks[0].Task)
	if status := c.post("林公安", place, `{"report":"户籍在桂城街道，1957-04-20 生"}`, nil); status != http.StatusOK {
		t.Fatal(status)
	}
	var open reviews.Case
	if c.get(reviewer, "/reviews/"+number, &open); open.Team == nil || open.Team.Open() != 1 {
		t.Errorf("the reviewer sees %+v", open.Team)
	}
	if status, _, text := c.determine(reviewer, number, c.fill(reviewer, number)); status != http.StatusOK {
		t.Fatal(text)
	}
	if c.get("林环保", "/tasks", &list); len(list.Tasks) != 0 {
		t.Errorf("after the end ecology is asked still: %+v", list.Tasks)
	}
	c.get(reviewer, "/reviews/"+number, &open)
	if open.Team.Dissolved.IsZero() {
		t.Error("the team goes on after the end")
	}
}

// replays holds that the stored decision can be made again from its record alone.
func (c court) replays(number string) {
	c.t.Helper()
	a, err := instant.LoadApplication(c.t.Context(), c.records, number)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, s := range functions.Services() {
		if s.About().Slug != a.Service {
			continue
		}
		if differences, err := s.Replay(c.t.Context(), c.records, a); err != nil || len(differences) > 0 {
			c.t.Errorf("decided again, it differs: %v %+v", err, differences)
		}
	}
}
