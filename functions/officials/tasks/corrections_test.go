package tasks_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"miaoban/functions/citizens/applications"
	"miaoban/functions/officials/reviews"
	"miaoban/functions/officials/tasks"
	"miaoban/functions/services/elderlyallowance"
	"miaoban/functions/services/seniorcard"
	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/platform/platformtest"
	"miaoban/shared/registry"
)

const (
	citizen  = "何婉清" // of 75 by her number, of Nanhai
	official = "林公安" // of the police of Nanhai
)

// register is a house in which the police keep wrong data about the citizen.
type register struct {
	*platformtest.House
	t *testing.T
}

func openRegister(t *testing.T) register { return openRegisterOn(t, instanttest.OnBolt) }

func openRegisterOn(t *testing.T, open instanttest.OpenStore) register {
	t.Helper()
	services := []instant.Offering{elderlyallowance.Service(), seniorcard.Service()}
	return register{platformtest.OpenOn(t, "2026-11-24", open, tasks.Function(services), reviews.Function(services),
		applications.Function(services), services[0].Routes, services[1].Routes), t}
}

// knows stores the citizen's record of the police.
func (r register) knows(born string, household string) {
	r.t.Helper()
	of := dataset.Population
	r.Know(fact.NewRecord(platformtest.Person(r.t, citizen).ID, r.Now(), of.Name.Set(citizen), of.BirthDate.Set(calendar.MustParse(born)),
		of.Household.Set(household), of.Since.Set(calendar.MustParse("1999-01-01"))))
}

// born is the citizen's true date of birth.
func (r register) born() string {
	id := platformtest.Person(r.t, citizen).ID
	return id[6:10] + "-" + id[10:12] + "-" + id[12:14]
}

// applies applies for the allowance, which is decided so.
func (r register) applies(want decision.Outcome) instant.Receipt {
	r.t.Helper()
	receipt := r.Apply("elderlyallowance", citizen, fmt.Sprintf(`{"payee":"own","account":%q}`, platformtest.Person(r.t, citizen).Card))
	if receipt.Outcome != want {
		r.t.Fatalf("%s: %+v", receipt.Outcome, receipt.Findings)
	}
	return receipt
}

// asks asks for the correction of the date of birth, and returns the address of the task.
func (r register) asks(number string, want int) instant.CorrectionView {
	r.t.Helper()
	var made instant.CorrectionView
	body := fmt.Sprintf(`{"dataset":"population","field":"birth_date","value":%q}`, r.born())
	if status := r.Post(citizen, "/applications/"+number+"/correction", body, &made); status != want {
		r.t.Fatalf("asking: %d, want %d", status, want)
	}
	return made
}

func taskOf(c instant.CorrectionView) string { return "/tasks/correction/" + c.Number + "/0" }

// answers has the official answer on the record as it is now.
func (r register) answers(c instant.CorrectionView, result, value string, want int) tasks.Task {
	r.t.Helper()
	var task tasks.Task
	if status := r.Get(official, taskOf(c), &task); status != http.StatusOK {
		r.t.Fatalf("the official sees %d", status)
	}
	return r.sends(c, result, value, task.Correction.Seen, want)
}

func (r register) sends(c instant.CorrectionView, result, value, seen string, want int) (task tasks.Task) {
	r.t.Helper()
	body, err := json.Marshal(map[string]string{"result": result, "value": value, "reason": "已核对户籍档案", "seen": seen})
	if err != nil {
		r.t.Fatal(err)
	}
	response := r.Call(official, "POST", taskOf(c), string(body))
	if response.StatusCode != want {
		r.t.Fatalf("answering %s: %d %s, want %d", result, response.StatusCode, response.Body, want)
	}
	if want == http.StatusOK {
		if err := json.Unmarshal([]byte(response.Body), &task); err != nil {
			r.t.Fatal(err)
		}
	}
	return task
}

func (r register) receipt(number string) instant.Receipt {
	r.t.Helper()
	var receipt instant.Receipt
	if status := r.Get(citizen, "/applications/"+number, &receipt); status != http.StatusOK {
		r.t.Fatal(status)
	}
	r.Replay(elderlyallowance.Service(), number)
	return receipt
}

// proves compares what is stored of the application and the request with the audit.
func (r register) proves(number, correction string) {
	r.t.Helper()
	var events []audit.Event
	var asked []audit.Record
	for record, err := range audit.Records(r.t.Context(), r.Engine.Store, calendar.Of(r.Now())) {
		switch {
		case err != nil:
			r.t.Fatal(err)
		case record.Event.Application == number:
			events = append(events, record.Event)
		case record.Event.Application == correction:
			asked = append(asked, record)
		}
	}
	faults, err := instant.Proof(r.t.Context(), r.Engine.Store, number, events, func(string) bool { return false })
	if err != nil || len(faults) > 0 {
		r.t.Errorf("the audit and the store differ: %v, %v", faults, err)
	}
	item, err := r.Engine.Store.Get(r.t.Context(), instant.CorrectionKey(correction))
	if err != nil || len(asked) != 2 || !audit.Last(asked, audit.Digest(item.Body)) {
		r.t.Errorf("the request is not as the audit has it: %+v, %v", asked, err)
	}
}

// record is the value that the police have now.
func (r register) record(field string) (string, fact.Record) {
	r.t.Helper()
	_, record, err := registry.Stored(r.t.Context(), r.Engine.Store, dataset.Population.Dataset, platformtest.Person(r.t, citizen).ID)
	if err != nil {
		r.t.Fatal(err)
	}
	return record.Values[field], record
}

// TestACorrectedValueDecidesAgain: from the value on the receipt to the grant, without another
// application.
func TestACorrectedValueDecidesAgain(t *testing.T) {
	r := openRegister(t)
	r.knows("1990-01-01", "440605011")
	number := r.applies(decision.Rejected).Number
	var links []string
	for _, f := range r.receipt(number).Findings {
		for _, s := range f.Sources {
			if s.Correct != "" {
				links = append(links, s.Field)
				if status := r.Get(citizen, s.Correct, nil); status != http.StatusOK {
					t.Errorf("%s: %d", s.Correct, status)
				}
			}
		}
	}
	if !strings.Contains(strings.Join(links, " "), "birth_date") || !strings.Contains(strings.Join(links, " "), "household_division") {
		t.Fatalf("the receipt leads to the correction of %v", links)
	}
	made := r.asks(number, http.StatusCreated)
	if want := calendar.MustParse("2026-12-08"); made.Term.By != want || made.State != instant.OpenCorrection || made.Late {
		t.Errorf("%+v", made)
	}
	var list tasks.List
	if r.Get(official, "/tasks", &list); len(list.Tasks) != 1 || list.Tasks[0].Case.Number != made.Number {
		t.Fatalf("the police have %+v", list.Tasks)
	}
	task := r.answers(made, "corrected", r.born(), http.StatusOK)
	if task.Correction.Effect != instant.NowApproved || task.Task.Open() {
		t.Errorf("the official sees %+v", task)
	}
	if value, record := r.record("birth_date"); value != r.born() || !record.AsOf.Equal(r.Now()) || record.Decided() ||
		record.Values["household_division"] != "440605011" {
		t.Errorf("the police keep %+v", record)
	}
	receipt := r.receipt(number)
	if receipt.Outcome != decision.Approved || receipt.Certificate == nil || receipt.Payment == nil ||
		receipt.Determined.Correction != made.Number {
		t.Fatalf("%+v", receipt)
	}
	if receipt.Payment.FirstMonth != "2026-12" && receipt.Payment.FirstMonth != "2026-11" {
		t.Errorf("it is paid from %s", receipt.Payment.FirstMonth)
	}
	if len(receipt.Corrections) != 1 || receipt.Corrections[0].State != instant.Corrected || receipt.Corrections[0].Now != r.born() {
		t.Errorf("the receipt shows %+v", receipt.Corrections)
	}
	var page applications.CorrectionPage
	if r.Get(citizen, "/corrections", &page); len(page.Corrections) != 1 || page.Corrections[0].Effect != instant.NowApproved {
		t.Errorf("the list shows %+v", page)
	}
	var notices applications.NoticePage
	r.Get(citizen, "/notices", &notices)
	told := false
	for _, n := range notices.Notices {
		told = told || n.Correction == made.Number
	}
	if !told {
		t.Errorf("the citizen is notified of %+v", notices.Notices)
	}
	if r.Get(official, "/tasks", &list); len(list.Tasks) != 0 {
		t.Errorf("the police still have %+v", list.Tasks)
	}
	var ask instant.Asking
	if r.Get(citizen, "/applications/"+number+"/review", &ask); ask.Confirm == "" {
		t.Errorf("a person can still be asked for: %+v", ask)
	}
}

// TestWhatFollows from each answer, for each state of the application. Only an approval replaces a
// decision without a person.
func TestWhatFollows(t *testing.T) {
	for name, tt := range map[string]struct {
		result, value string
		effect        instant.CorrectionEffect
		after         decision.Outcome
		review        bool // a person is asked for
	}{
		"the value is right":      {"confirmed", "", "", decision.Rejected, false},
		"it is granted":           {"corrected", "own", instant.NowApproved, decision.Approved, false},
		"there is no such record": {"removed", "", instant.NowReviewed, decision.Rejected, true},
	} {
		t.Run(name, func(t *testing.T) {
			r := openRegister(t)
			r.knows("1990-01-01", "440605011")
			number := r.applies(decision.Rejected).Number
			made := r.asks(number, http.StatusCreated)
			value := tt.value
			if value == "own" {
				value = r.born()
			}
			task := r.answers(made, tt.result, value, http.StatusOK)
			receipt := r.receipt(number)
			if task.Correction.Effect != tt.effect || receipt.Outcome != tt.after || (receipt.Review != nil) != tt.review {
				t.Errorf("%q, %s, review %+v", task.Correction.Effect, receipt.Outcome, receipt.Review)
			}
			if tt.result == "confirmed" && (receipt.Corrections[0].Remedies.IsZero() || receipt.Corrections[0].Reason == "") {
				t.Errorf("without reasons and remedies: %+v", receipt.Corrections[0])
			}
			if tt.result == "confirmed" {
				r.asks(number, http.StatusCreated) // with better words, once it is answered
			}
		})
	}
}

// TestAnotherConditionIsStillNotMet: the citizen reads why, and a reviewer decides with the corrected
// value.
func TestAnotherConditionIsStillNotMet(t *testing.T) {
	r := openRegister(t)
	r.knows("1990-01-01", "440605011")
	r.Know(fact.NewRecord(platformtest.Person(t, citizen).ID, r.Now(), dataset.Benefits.ElderlyAllowance.Set("440604")))
	number := r.applies(decision.Rejected).Number
	task := r.answers(r.asks(number, http.StatusCreated), "corrected", r.born(), http.StatusOK)
	if task.Correction.Effect != instant.StillRejected || task.Correction.Outcome != decision.Rejected {
		t.Fatalf("%+v", task.Correction)
	}
	unmet := map[string]bool{}
	for _, f := range r.receipt(number).Corrections[0].Findings {
		unmet[f.Rule] = f.Status == decision.NotMet
	}
	if unmet["age"] || !unmet["not-drawn"] {
		t.Errorf("not met are %v", unmet)
	}
	var ask instant.Asking
	r.Get(citizen, "/applications/"+number+"/review", &ask)
	r.Post(citizen, "/applications/"+number+"/review", fmt.Sprintf(`{"confirm":%q}`, ask.Confirm), nil)
	var open reviews.Case
	if status := r.Get("梁审南", "/reviews/"+number, &open); status != http.StatusOK {
		t.Fatal(status)
	}
	values := map[string]string{"reason": "已在原发放地停发"}
	for _, o := range open.Open {
		if o.Field == dataset.Benefits.ElderlyAllowance.Name {
			values[o.Name] = "440605"
		}
	}
	body, err := json.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	if response := r.Call("梁审南", "POST", "/reviews/"+number, string(body)); response.StatusCode != http.StatusAccepted {
		t.Fatal(response.StatusCode, response.Body) // a known value is overruled, which two decide
	}
	if response := r.Call("梁复南", "POST", "/reviews/"+number+"/confirm", "{}"); response.StatusCode != http.StatusOK {
		t.Fatal(response.StatusCode, response.Body)
	}
	for _, f := range r.receipt(number).Findings {
		if f.Rule == "age" && f.Status != decision.Met {
			t.Errorf("the reviewer decided without the corrected value: %+v", f)
		}
	}
}

// TestADecisionByAPersonStands: the record is corrected, and no rule changes what a person decided.
func TestADecisionByAPersonStands(t *testing.T) {
	r := openRegister(t)
	r.knows("1990-01-01", "440605011")
	number := r.applies(decision.Rejected).Number
	made := r.asks(number, http.StatusCreated)
	var ask instant.Asking
	r.Get(citizen, "/applications/"+number+"/review", &ask)
	r.Post(citizen, "/applications/"+number+"/review", fmt.Sprintf(`{"confirm":%q}`, ask.Confirm), nil)
	if response := r.Call("梁审南", "POST", "/reviews/"+number, `{"reason":"已核对，年龄不符"}`); response.StatusCode != http.StatusOK {
		t.Fatal(response.StatusCode, response.Body)
	}
	task := r.answers(made, "corrected", r.born(), http.StatusOK)
	if task.Correction.Effect != instant.ByPerson || r.receipt(number).Outcome != decision.Rejected {
		t.Errorf("%+v", task.Correction)
	}
	if value, _ := r.record("birth_date"); value != r.born() {
		t.Errorf("the police keep %s", value)
	}
}

// TestWhileAPersonHandlesIt, a correction that leaves nothing to verify grants it, and takes it from
// the reviewer's queue.
func TestWhileAPersonHandlesIt(t *testing.T) {
	r := openRegister(t)
	r.knows("1990-01-01", "440605011")
	number := r.applies(decision.Rejected).Number
	var ask instant.Asking
	r.Get(citizen, "/applications/"+number+"/review", &ask)
	r.Post(citizen, "/applications/"+number+"/review", fmt.Sprintf(`{"confirm":%q}`, ask.Confirm), nil)
	task := r.answers(r.asks(number, http.StatusCreated), "corrected", r.born(), http.StatusOK)
	if task.Correction.Effect != instant.NowApproved {
		t.Fatalf("%+v", task.Correction)
	}
	var queue reviews.Queue
	r.Get("梁审南", "/reviews", &queue)
	waits := slices.ContainsFunc(queue.Waiting, func(w reviews.Line) bool { return w.Number == number })
	if waits || r.receipt(number).Outcome != decision.Approved {
		t.Errorf("there wait %+v", queue.Waiting)
	}
}

// TestAGrantIsVerified at once with the corrected value, and not taken away silently.
func TestAGrantIsVerified(t *testing.T) {
	r := openRegister(t)
	r.knows(r.born(), "440605011")
	number := r.applies(decision.Approved).Number
	if status := r.Post(citizen, "/applications/"+number+"/correction",
		`{"dataset":"population","field":"household_division","value":"440604010"}`, nil); status != http.StatusCreated {
		t.Fatal(status)
	}
	made := r.receipt(number).Corrections[0]
	task := r.answers(made, "corrected", "430105001", http.StatusOK)
	if task.Correction.Effect != instant.NowVerified ||
		!task.Correction.EffectText.IsZero() && task.Correction.Outcome != decision.Rejected {
		t.Errorf("%+v", task.Correction)
	}
	receipt := r.receipt(number)
	if receipt.Outcome != decision.Approved || receipt.Standing == nil ||
		receipt.Standing.State == instant.InForce || receipt.Standing.Cause.IsZero() {
		t.Errorf("after the correction it is %s, %+v", receipt.Outcome, receipt.Standing)
	}
}

// TestAPlaceIsCorrectedByItsCode: a citizen writes a place in words, and the official enters its code;
// words never become the record.
func TestAPlaceIsCorrectedByItsCode(t *testing.T) {
	r := openRegister(t)
	r.knows(r.born(), "440605121")
	number := r.applies(decision.Approved).Number
	var asked instant.CorrectionView
	if status := r.Post(citizen, "/applications/"+number+"/correction",
		`{"dataset":"population","field":"household_division","value":"佛山市南海区桂城街道"}`, &asked); status != http.StatusCreated {
		t.Fatalf("asking in words: %d", status)
	}
	if asked.Wanted != "" || asked.Text != "佛山市南海区桂城街道" {
		t.Errorf("the words became the value %q, text %q", asked.Wanted, asked.Text)
	}
	for _, wrong := range []string{"佛山市南海区桂城街道", "999999", "x"} {
		r.answers(asked, "corrected", wrong, http.StatusUnprocessableEntity)
	}
	r.answers(asked, "corrected", "440605011", http.StatusOK)
	if value, _ := r.record("household_division"); value != "440605011" {
		t.Errorf("the record has %q", value)
	}
}
