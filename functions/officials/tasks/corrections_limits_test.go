package tasks_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"miaoban/functions/citizens/applications"
	"miaoban/functions/officials/tasks"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/platform/platformtest"
	"miaoban/shared/registry"
)

// TestTheRecordMovesOn between the request, the official's look and the answer.
func TestTheRecordMovesOn(t *testing.T) {
	r := openRegister(t)
	r.knows("1990-01-01", "440605011")
	number := r.applies(decision.Rejected).Number
	made := r.asks(number, http.StatusCreated)
	var task tasks.Task
	r.Get(official, taskOf(made), &task)
	r.At(r.Now().Add(1))
	r.knows("1991-01-01", "440605011") // a delivery arrives
	r.sends(made, "corrected", r.born(), task.Correction.Seen, http.StatusConflict)
	r.sends(made, "removed", "", task.Correction.Seen, http.StatusConflict)
	if value, _ := r.record("birth_date"); value != "1991-01-01" {
		t.Errorf("the police keep %s", value)
	}
	if answered := r.answers(made, "corrected", r.born(), http.StatusOK); answered.Correction.Value.Value != "1990-01-01" {
		t.Errorf("the request is of %+v", answered.Correction.Value)
	}
	r.sends(made, "corrected", r.born(), task.Correction.Seen, http.StatusConflict) // once
	writes, effect, err := registry.Deliver(t.Context(), r.Engine.Store, fact.NewRecord(platformtest.Person(t, citizen).ID,
		r.Now().AddDate(0, 0, -1), dataset.Population.BirthDate.Set(calendar.MustParse("1990-01-01"))), true)
	if err != nil || effect != registry.Older || len(writes) > 0 {
		t.Errorf("an older delivery is %s, %v", effect, err)
	}
}

// TestOneRequestAtATime for a value, and ten a day for a person; what is said is checked.
func TestOneRequestAtATime(t *testing.T) {
	r := openRegister(t)
	r.knows("1990-01-01", "440605011")
	number := r.applies(decision.Rejected).Number
	path := "/applications/" + number + "/correction"
	for body, want := range map[string]int{
		`{"dataset":"population","field":"birth_date"}`:                                            422,
		`{"dataset":"population","field":"birth_date","value":"昨天"}`:                               422,
		`{"dataset":"population","field":"birth_date","value":"1990-01-01"}`:                       422,
		`{"dataset":"population","field":"birth_date","text":"错"}`:                                 422,
		`{"dataset":"population","field":"name","text":"不是我的名字"}`:                                  404, // no finding shows it
		`{"dataset":"bank-accounts","field":"holder","text":"不是我的账户"}`:                             404,
		`{"dataset":"nothing","field":"birth_date","text":"不对的"}`:                                  404,
		`{"dataset":"benefits","field":"elderly_allowance","text":"没有领过别处的津贴"}`:                    404, // there is no record
		`{"dataset":"population","field":"birth_date","text":"` + strings.Repeat("长", 1001) + `"}`: 422,
	} {
		if status := r.Post(citizen, path, body, nil); status != want {
			t.Errorf("%.80s: %d, want %d", body, status, want)
		}
	}
	made := r.asks(number, http.StatusCreated)
	r.asks(number, http.StatusConflict)
	var list tasks.List
	if r.Get(official, "/tasks", &list); len(list.Tasks) != 1 {
		t.Errorf("asked twice, the police have %+v", list.Tasks)
	}
	for range 9 {
		r.answers(made, "confirmed", "", http.StatusOK)
		made = r.asks(number, http.StatusCreated)
	}
	r.answers(made, "confirmed", "", http.StatusOK)
	r.asks(number, http.StatusTooManyRequests)
}

// TestStrangersLearnNothing, and officials of other departments and regions neither; nobody answers
// their own request.
func TestStrangersLearnNothing(t *testing.T) {
	r := openRegister(t)
	r.knows("1990-01-01", "440605011")
	number := r.applies(decision.Rejected).Number
	made := r.asks(number, http.StatusCreated)
	path := "/applications/" + number + "/correction?dataset=population&field=birth_date"
	none := strings.ReplaceAll(path, number, "20260101-000000-00000000")
	is, want := r.Call("李建业", "GET", path, ""), r.Call("李建业", "GET", none, "")
	if is.StatusCode != http.StatusNotFound || is.Body != want.Body {
		t.Errorf("a stranger reads %s, and of none %s", is.Body, want.Body)
	}
	if status := r.Post("李建业", "/applications/"+number+"/correction", `{"dataset":"population","field":"birth_date","text":"不对的"}`,
		nil); status != http.StatusNotFound {
		t.Errorf("a stranger asks: %d", status)
	}
	var page applications.CorrectionPage
	if r.Get("李建业", "/corrections", &page); len(page.Corrections) != 0 {
		t.Errorf("a stranger has %+v", page)
	}
	for name, want := range map[string]int{"林环保": 404, "林城管": 404, citizen: 403, "梁审南": 403, "": 401} {
		if status := r.Get(name, taskOf(made), nil); status != want {
			t.Errorf("%q opens the task: %d, want %d", name, status, want)
		}
		if status := r.Post(name, taskOf(made), `{"result":"confirmed","reason":"不用改"}`, nil); status != want {
			t.Errorf("%q answers: %d, want %d", name, status, want)
		}
	}
	for body, want := range map[string]int{
		`{"result":"corrected","value":"1950-01-01","reason":"改为此日"}`: 422, // not the date in the ID number
		`{"result":"corrected","reason":"改为此日"}`:                      422,
		`{"result":"whatever","reason":"改为此日"}`:                       422,
		`{"result":"confirmed"}`:                                      422,
	} {
		if status := r.Post(official, taskOf(made), body, nil); status != want {
			t.Errorf("%s: %d, want %d", body, status, want)
		}
	}
	own := platformtest.Person(t, official)
	r.Know(fact.NewRecord(own.ID, r.Now(), dataset.Population.Name.Set(official),
		dataset.Population.BirthDate.Set(calendar.MustParse("1990-01-01")), dataset.Population.Household.Set("440605011")))
	receipt := r.Apply("seniorcard", official, `{"delivery":"electronic"}`)
	var mine instant.CorrectionView
	if status := r.Post(official, "/applications/"+receipt.Number+"/correction", `{"dataset":"population","field":"birth_date","text":"不对的"}`,
		&mine); status != http.StatusCreated {
		t.Fatal(status)
	}
	if status := r.Get(official, taskOf(mine), nil); status != http.StatusForbidden {
		t.Errorf("the official opens their own: %d", status)
	}
	var list tasks.List
	if r.Get(official, "/tasks", &list); len(list.Tasks) != 1 || list.Tasks[0].Case.Number != made.Number {
		t.Errorf("the official's list has %+v", list.Tasks)
	}
}

// TestALateDepartment is marked, and the citizen is told to complain.
func TestALateDepartment(t *testing.T) {
	r := openRegister(t)
	r.knows("1990-01-01", "440605011")
	number := r.applies(decision.Rejected).Number
	made := r.asks(number, http.StatusCreated)
	r.At(made.Term.By.AddDays(1).Start())
	if late := r.receipt(number).Corrections[0]; !late.Late || late.State != instant.OpenCorrection {
		t.Errorf("%+v", late)
	}
}

// TestManyAtOnce: requests made together are one, and answers given together decide once.
func TestManyAtOnce(t *testing.T) {
	instanttest.OnEachStore(t, func(t *testing.T, open instanttest.OpenStore) {
		r := openRegisterOn(t, open)
		r.knows("1990-01-01", "440605011")
		number := r.applies(decision.Rejected).Number
		const times = 8
		together := func(send func() int) map[int]int {
			var all sync.WaitGroup
			var lock sync.Mutex
			statuses := map[int]int{}
			for range times {
				all.Go(func() {
					status := send()
					lock.Lock()
					defer lock.Unlock()
					statuses[status]++
				})
			}
			all.Wait()
			return statuses
		}
		body := `{"dataset":"population","field":"birth_date","value":"` + r.born() + `"}`
		asked := together(func() int { return r.Call(citizen, "POST", "/applications/"+number+"/correction", body).StatusCode })
		if asked[http.StatusCreated] != 1 || asked[http.StatusConflict] != times-1 {
			t.Errorf("asked at once: %v", asked)
		}
		made := r.receipt(number).Corrections
		if len(made) != 1 {
			t.Fatalf("%+v", made)
		}
		var task tasks.Task
		r.Get(official, taskOf(made[0]), &task)
		reply := `{"result":"corrected","value":"` + r.born() + `","reason":"已核对户籍档案","seen":"` + task.Correction.Seen + `"}`
		answered := together(func() int { return r.Call(official, "POST", taskOf(made[0]), reply).StatusCode })
		if answered[http.StatusOK] != 1 || answered[http.StatusConflict] != times-1 {
			t.Errorf("answered at once: %v", answered)
		}
		if receipt := r.receipt(number); receipt.Outcome != decision.Approved {
			t.Errorf("%+v", receipt)
		}
		r.proves(number, made[0].Number)
	})
}

// TestPagesOfCorrections: the form, the department's page with its faults, and what the person reads
// afterwards.
func TestPagesOfCorrections(t *testing.T) {
	r := openRegister(t)
	r.knows("1990-01-01", "440605011")
	number := r.applies(decision.Rejected).Number
	html := []string{"Accept", "text/html", "Content-Type", "application/x-www-form-urlencoded"}
	shows := func(name, method, path, body string, status int, words ...string) {
		t.Helper()
		response := r.Call(name, method, path, body, html...)
		if response.StatusCode != status {
			t.Errorf("%s %s: %d, want %d", method, path, response.StatusCode, status)
		}
		for _, word := range words {
			if !strings.Contains(response.Body, word) {
				t.Errorf("%s %s lacks %s", method, path, word)
			}
		}
	}
	path := "/applications/" + number + "/correction"
	shows(citizen, "GET", "/applications/"+number, "", 200, "这项数据不对", path+"?dataset=population&amp;field=birth_date")
	shows(citizen, "GET", path+"?dataset=population&field=birth_date", "", 200, `type="date"`, "1990年1月1日", "2026年12月8日", "第二十六条")
	shows(citizen, "POST", path, "dataset=population&field=birth_date&value=&text=", 422, `href="#value"`)
	shows(citizen, "POST", path, "dataset=population&field=birth_date&value="+r.born()+"&text=", 303)
	made := r.receipt(number).Corrections[0]
	shows(citizen, "GET", "/corrections", "", 200, made.Number, "正在核实")
	shows(official, "GET", "/tasks", "", 200, taskOf(made))
	shows(official, "GET", taskOf(made), "", 200, "本部门现在的记录", `value="`+r.born()+`"`, `name="seen"`)
	shows(official, "POST", taskOf(made), "result=corrected&value=&reason=ok", 422, `href="#value"`)
	r.answers(made, "corrected", r.born(), http.StatusOK)
	shows(official, "GET", taskOf(made), "", 200, "已更正")
	shows(citizen, "GET", "/applications/"+number, "", 200, "数据更正后重新决定", "更正为")
	shows(citizen, "GET", "/notices", "", 200, `href="/corrections"`)
}
