package main

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"miaoban/functions/citizens/points"
	"miaoban/functions/officials/reviews"
	"miaoban/local/gateway"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/registry"
	"miaoban/shared/ticket"
)

// The officials of these tests: two of one district, and two above them.
const first, second, firstAbove, secondAbove = "梁审南", "梁复南", "梁审省", "梁复省"

// reject applies, is rejected, and requests a review by a person.
func (c court) reject(service, name, form string) string {
	c.t.Helper()
	_, receipt, text := c.apply(service, name, form)
	if receipt.Outcome != decision.Rejected {
		c.t.Fatal(text)
	}
	if status, text := c.confirmed(name, "/applications/"+receipt.Number+"/review"); status != http.StatusAccepted {
		c.t.Fatal(text)
	}
	return receipt.Number
}

// TestNobodyDecidesTheirOwnCase: a reviewer who was rejected does not find their case in the queue, and cannot see
// it or act on it. Another reviewer can, but cannot change a known birth date.
func TestNobodyDecidesTheirOwnCase(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	number := c.reject("seniorcard", first, `{"delivery":"electronic"}`)
	c.refused(first, number)
	var queue reviews.Queue
	if c.get(second, "/reviews", &queue); len(queue.Waiting) != 1 || queue.Waiting[0].Number != number {
		t.Errorf("another official finds %+v", queue.Waiting)
	}
	values := c.fill(second, number)
	for field := range values {
		if strings.HasSuffix(field, ".birth_date") {
			values[field] = "1955-05-05"
		} else if field != "reason" {
			delete(values, field)
		}
	}
	if status, _, text := c.determine(second, number, values); status != http.StatusUnprocessableEntity ||
		!strings.Contains(text, "birth-date") {
		t.Errorf("another birth date than the number's: %d %s", status, text)
	}
	if status, decided, text := c.determine(second, number, map[string]string{"reason": "记录无误"}); status != http.StatusOK ||
		decided.Outcome != decision.Rejected {
		t.Errorf("another official goes on: %d %s", status, text)
	}
}

// refused checks that the official is refused every act on the case.
func (c court) refused(name, number string) {
	c.t.Helper()
	var queue reviews.Queue
	if status := c.get(name, "/reviews", &queue); status != http.StatusOK ||
		slices.ContainsFunc(queue.Waiting, func(w reviews.Line) bool { return w.Number == number }) {
		c.t.Errorf("%s finds it in the queue: %d %+v", name, status, queue.Waiting)
	}
	c.shut(name, number)
}

// shut checks that the official cannot open the case.
func (c court) shut(name, number string) {
	c.t.Helper()
	for _, act := range []struct{ method, path, body string }{
		{"GET", "", ""}, {"POST", "", `{"reason":"已核实"}`}, {"POST", "/ask", `{"text":"请补充"}`},
		{"POST", "/call", `{"departments":["police"],"text":"核实"}`},
		{"POST", "/confirm", `{}`}, {"POST", "/return", `{"reason":"请再核对"}`},
	} {
		response, text := c.call(act.method, "/reviews/"+number+act.path, act.body, c.as(name)...)
		if response.StatusCode != http.StatusForbidden || !strings.Contains(text, "conflict-of-interest") ||
			strings.Contains(text, "findings") {
			c.t.Errorf("%s: %s %s: %d %.300s", name, act.method, act.path, response.StatusCode, text)
		}
	}
}

// TestNobodyConfirmsTheirOwnCase: the second official is not the applicant.
func TestNobodyConfirmsTheirOwnCase(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	who := person(t, second)
	p := dataset.Population
	c.know(
		t,
		fact.NewRecord(
			who.ID,
			time.Now().AddDate(-1, 0, 0),
			p.BirthDate.Set(calendar.MustParse("1982-05-05")),
			p.Household.Set("440605011"),
			p.Since.Set(calendar.Of(time.Now()).AddMonths(-6)),
		),
	) // stale
	c.know(t, fact.NewRecord(who.ID, time.Now(), dataset.Degrees.Level.Set("master"), dataset.Degrees.FullTime.Set(true)))
	c.know(
		t,
		fact.NewRecord(
			who.ID,
			time.Now(),
			dataset.SocialInsurance.City.Set("440600"),
			dataset.SocialInsurance.Employed.Set(true),
			dataset.SocialInsurance.Of12.Set(8),
		),
	)
	number := c.refer("talentsubsidy", second, `{"account":"`+who.Card+`"}`)
	values := c.fill(first, number)
	for field, value := range values {
		if value == "" {
			delete(values, field)
		}
	}
	for _, f := range c.judge(first, number) {
		values["judge."+f.Rule] = "not_met"
	}
	if status, _, text := c.determine(first, number, values); status != http.StatusAccepted {
		t.Fatalf("proposed: %d %s", status, text)
	}
	c.refused(second, number)
	if status := c.post(secondAbove, "/reviews/"+number+"/confirm", "{}", nil); status != http.StatusOK {
		t.Errorf("another confirms: %d", status)
	}
}

func (c court) judge(name, number string) []decision.Finding {
	var open reviews.Case
	c.get(name, "/reviews/"+number, &open)
	return open.Judge
}

// deliver writes the record to the shared data as its holder does: former values stay on record.
func (c court) deliver(record fact.Record) {
	c.t.Helper()
	writes, _, err := registry.Deliver(c.t.Context(), c.records, record, true)
	if err == nil {
		err = c.records.Commit(c.t.Context(), writes...)
	}
	if err != nil {
		c.t.Fatal(err)
	}
}

// TestRelativesDoNotDecide: each relation, then and now, and each act. Another official continues the case.
func TestRelativesDoNotDecide(t *testing.T) {
	const applicant = "龙待核"
	books, marriages, births := dataset.Households, dataset.Marriages, dataset.Births
	official, citizen := person(t, first).ID, person(t, applicant).ID
	give := func(c court, from, to string) string {
		var m instant.Mandate
		until := calendar.Of(time.Now()).AddDays(30).String()
		c.know(
			t,
			fact.NewRecord(person(t, to).ID, time.Now(), dataset.Population.Name.Set(to), dataset.Population.Household.Set("440605011")),
		)
		if status := c.post(
			from,
			"/mandates",
			`{"agent_id_number":"`+person(t, to).ID+`","agent_name":"`+to+`","until":"`+until+`"}`,
			&m,
		); status != http.StatusCreated &&
			status != http.StatusOK {
			t.Fatal(status)
		}
		return m.ID
	}
	together := func(c court) {
		for _, id := range []string{official, citizen} {
			c.deliver(fact.NewRecord(id, time.Now(), books.Book.Set("4406050119999")))
		}
	}
	for name, tt := range map[string]struct {
		before, after func(c court) // the application
		opened        bool          // it is known only when the case is opened
	}{
		"one household":       {before: together},
		"one household since": {after: together, opened: true},
		"the citizen moved out meanwhile": {
			before: together,
			after:  func(c court) { c.deliver(fact.NewRecord(citizen, time.Now(), books.Book.Set("4406050118888"))) },
		},
		"the official moved out meanwhile": {before: together, after: func(c court) {
			c.deliver(fact.NewRecord(official, time.Now(), books.Book.Set("4406050118888")))
		}},
		"a spouse": {before: func(c court) {
			c.know(t, fact.NewRecord(official, time.Now(), marriages.State.Set("married"), marriages.Spouse.Set(citizen)))
		}},
		"a former spouse": {before: func(c court) {
			c.know(t, fact.NewRecord(citizen, time.Now(), marriages.State.Set("divorced"), marriages.Spouse.Set(official)))
		}},
		"a parent": {before: func(c court) {
			c.know(t, fact.NewRecord("X440000001", time.Now(), births.Mother.Set(citizen), births.Child.Set(official)))
		}},
		"their agent":     {before: func(c court) { give(c, applicant, first) }},
		"their principal": {after: func(c court) { give(c, first, applicant) }},
		"their agent until": {before: func(c court) {
			id := give(c, applicant, first)
			c.post(applicant, "/mandates/"+id+"/withdraw", "{}", nil)
		}},
		"their agent by a register": {before: func(c court) {
			c.know(t, fact.NewRecord(citizen, time.Now(), dataset.Mandates.Agent.Set(official)))
		}},
		"nobody knows the official's household": {after: func(c court) {
			c.know(t, fact.NewRecord(official, time.Now().AddDate(-1, 0, 0), books.Book.Set("4406050118888")))
		}},
	} {
		t.Run(name, func(t *testing.T) {
			c := court{openSite(t, t.TempDir())}
			if tt.before != nil {
				tt.before(c)
			}
			number := c.refer("seniorcard", applicant, `{"delivery":"electronic"}`)
			if tt.after != nil {
				tt.after(c)
			}
			if tt.opened {
				c.shut(first, number)
			} else {
				c.refused(first, number)
			}
			if status, _, text := c.determine(second, number, c.fill(second, number)); status != http.StatusOK {
				t.Errorf("another official cannot go on: %d %s", status, text)
			}
		})
	}
}

// TestAnUnknownHouseholdGoesToTheProvince: if no register has the citizen's household, the district does not
// decide; two officials of the province do.
func TestAnUnknownHouseholdGoesToTheProvince(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	const applicant = "龙待核"
	c.know(t, fact.NewRecord(person(t, applicant).ID, time.Now().AddDate(-1, 0, 0), dataset.Households.Book.Set("4406050117777")))
	number := c.refer("seniorcard", applicant, `{"delivery":"electronic"}`)
	c.shut(first, number)
	c.shut(second, number)
	if status, _, text := c.determine(firstAbove, number, c.fill(firstAbove, number)); status != http.StatusAccepted {
		t.Fatalf("one alone decides: %d %s", status, text)
	}
	var receipt instant.Receipt
	if status := c.post(secondAbove, "/reviews/"+number+"/confirm", "{}", &receipt); status != http.StatusOK ||
		receipt.Outcome == decision.Referred {
		t.Errorf("%d %+v", status, receipt)
	}
	c.replays(number)
}

// TestAStewardDoesNotJudgeTheirHousehold, even if the reporter has moved out since. The steward who judged is on
// record, but not in the answer.
func TestAStewardDoesNotJudgeTheirHousehold(t *testing.T) {
	const steward, above, reporter = "陈积分", "陈积南", "孟不够"
	books := dataset.Households
	for _, deed := range []string{"neighbour", "yard"} {
		t.Run(deed, func(t *testing.T) {
			c := court{openSite(t, t.TempDir())}
			for _, name := range []string{steward, reporter} {
				c.know(t, fact.NewRecord(person(t, name).ID, time.Now(), books.Book.Set("4406050119999")))
			}
			var page points.Page
			if status := c.post(reporter, "/points/deeds", `{"deed":"`+deed+`","text":"周一打扫了公共楼道"}`, &page); status != http.StatusOK {
				t.Fatal(status)
			}
			number := page.Reported[0].Number
			c.know(t, fact.NewRecord(person(t, reporter).ID, time.Now(), books.Book.Set("4406050118888")))
			var queue points.Queue
			if c.get(steward, "/stewards", &queue); len(queue.Waiting) != 0 {
				t.Errorf("the steward finds %+v", queue.Waiting)
			}
			var any map[string]any
			if status := c.get(steward, "/stewards/"+number, &any); status != http.StatusForbidden {
				t.Errorf("the steward sees it: %d", status)
			}
			for _, verdict := range []string{"credit", "decline"} {
				if status := c.post(
					steward,
					"/stewards/"+number,
					`{"verdict":"`+verdict+`","reason":"属实"}`,
					nil,
				); status != http.StatusForbidden {
					t.Errorf("the steward judges: %d", status)
				}
			}
			if c.get(above, "/stewards", &queue); len(queue.Waiting) != 1 {
				t.Errorf("who is above finds %+v", queue.Waiting)
			}
			response, text := c.call("POST", "/stewards/"+number, `{"verdict":"credit","reason":"已核实"}`, c.as(above)...)
			if response.StatusCode != http.StatusOK || strings.Contains(text, person(t, above).ID) || strings.Contains(text, "parties") {
				t.Errorf("another judges: %d %s", response.StatusCode, text)
			}
			item, err := c.records.Get(t.Context(), points.DeedKey(number))
			if err != nil || !strings.Contains(string(item.Body), `"judged_by":"`+person(t, above).ID) {
				t.Errorf("who judged is not on record: %v %s", err, item.Body)
			}
			if _, text := c.call("GET", "/points", "", c.as(reporter)...); strings.Contains(text, person(t, above).ID) ||
				strings.Contains(text, "judged_by") {
				t.Errorf("the reporter learns who judged: %s", text)
			}
		})
	}
}

// TestNobodyHandlesTheirOwnComplaint: the receiver of the street is excluded, the caller is notified, and the
// district may handle it.
func TestNobodyHandlesTheirOwnComplaint(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	const receiver, district = "陈桂城", "陈督南"
	var v ticket.View
	if status := c.post(receiver, "/tickets", noise, &v); status != http.StatusCreated {
		t.Fatal(status)
	}
	desk := "/receiver/" + v.Number
	var queue struct{ Waiting []ticket.Line }
	if c.get(receiver, "/receiver", &queue); len(queue.Waiting) != 0 {
		t.Errorf("the receiver finds %+v", queue.Waiting)
	}
	if status := c.post(district, desk+"/answer", `{"text":"已处理"}`, nil); status != http.StatusForbidden {
		t.Errorf("the district handles what nobody stepped back from: %d", status)
	}
	var any map[string]any
	if status := c.get(receiver, desk, &any); status != http.StatusForbidden {
		t.Errorf("the receiver sees it: %d", status)
	}
	for _, action := range []string{"contact", "answer", "pass", "agree", "refuse", "call"} {
		if status := c.post(
			receiver,
			desk+"/"+action,
			`{"text":"已处理","reason":"理由","to":"440605125","departments":["ecology"]}`,
			nil,
		); status != http.StatusForbidden {
			t.Errorf("the receiver's %s: %d", action, status)
		}
	}
	if status := c.post(district, desk+"/answer", `{"text":"已处理"}`, &v); status != http.StatusOK || v.State != ticket.Answered {
		t.Errorf("the district does not go on: %d", status)
	}
	if c.get(receiver, "/tickets/"+v.Number, &v); !slices.ContainsFunc(
		v.History,
		func(e ticket.Event) bool { return e.What == ticket.WasRecused },
	) {
		t.Errorf("the caller is not told: %+v", v.History)
	}
	if status := c.post(
		"吴话务",
		"/tickets",
		strings.Replace(noise, "{", `{"caller_name":"吴话务","mobile":"13800138000",`, 1),
		nil,
	); status != http.StatusForbidden {
		t.Errorf("a clerk takes their own call: %d", status)
	}
}

// TestEachLookIsLogged before the answer: on each route of an official to a case, as a program and as a browser,
// for reads, refusals and repetitions.
func TestEachLookIsLogged(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	template, err := gateway.Load("../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	place := c.things()
	whose := map[string]string{"/reviews/": "龙待核", "/receiver/": owner, "/tasks/": owner, "/stewards/": "孟好事"}
	tried := 0
	for _, function := range template.Functions() {
		for _, route := range template.Routes(function) {
			method, path, _ := strings.Cut(route, " ")
			for prefix, name := range whose {
				if !strings.HasPrefix(path, prefix) {
					continue
				}
				row, _ := permissionOf(route)
				for _, accept := range []string{"application/json", "text/html"} {
					for _, official := range []string{row.allowed[0], row.allowed[0]} { // and once more
						before := c.looks(name)
						headers := append(c.as(official), "Accept", accept)
						response, _ := c.call(method, place(path), `{}`, headers...)
						tried++
						if after := c.looks(name); after <= before {
							t.Errorf("%s as %s (%d): %d looks, and then %d", route, accept, response.StatusCode, before, after)
						}
					}
				}
			}
		}
	}
	if tried < 40 {
		t.Errorf("only %d looks were tried", tried)
	}
}

// looks returns how often officials read a case of the person, by the access log.
func (c court) looks(name string) int {
	n := 0
	for after := ""; ; {
		reads, next, err := instant.Reads(context.Background(), c.records, person(c.t, name).ID, after)
		if err != nil {
			c.t.Fatal(err)
		}
		for _, r := range reads {
			if slices.Contains([]string{"review", "complaint", "task", "deed"}, r.Purpose) {
				n++
			}
		}
		if after = next; after == "" {
			return n
		}
	}
}
