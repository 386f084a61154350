package tasks_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"testing"

	"miaoban/functions/officials/reviews"
	"miaoban/functions/officials/tasks"
	"miaoban/functions/services/seniorcard"
	"miaoban/shared/calendar"
	"miaoban/shared/instant"
	"miaoban/shared/platform/platformtest"
)

func open(t *testing.T) *platformtest.House {
	t.Helper()
	services := []instant.Offering{seniorcard.Service()}
	return platformtest.Open(t, "2026-11-24", tasks.Function(services), reviews.Function(services), services[0].Routes)
}

// TestAVirtualTeam: departments work on a case in parallel, by its one clock, and are free
// when it is decided.
func TestAVirtualTeam(t *testing.T) {
	h := open(t)
	const reviewer = "梁审南"
	number := h.Apply("seniorcard", "龙待核", `{"delivery":"electronic"}`).Number
	for body, want := range map[string]int{
		`{"departments":["police"]}`:                         422,
		`{"departments":["nobody"],"text":"核实户籍"}`:           422,
		`{"departments":["police","ecology"],"text":"核实户籍"}`: 201,
	} {
		if status := h.Post(reviewer, "/reviews/"+number+"/call", body, nil); status != want {
			t.Errorf("%s: %d, want %d", body, status, want)
		}
	}
	if status := h.Post("梁审禅", "/reviews/"+number+"/call", `{"departments":["police"],"text":"核实户籍"}`, nil); status != http.StatusNotFound {
		t.Errorf("another region's reviewer calls: %d", status)
	}
	var list tasks.List
	if h.Get("林公安", "/tasks", &list); len(list.Tasks) != 1 || list.Tasks[0].Case.Number != number {
		t.Fatalf("the police are called to %+v", list.Tasks)
	}
	var queue reviews.Queue
	h.Get(reviewer, "/reviews", &queue)
	if due := queue.Waiting[0].Due; calendar.Of(list.Tasks[0].Due) != due || due != calendar.Of(h.Now()).AddWorkdays(10) {
		t.Errorf("the team's clock runs until %s, the case's until %s", list.Tasks[0].Due, due)
	}
	place := "/tasks/application/" + number + "/" + strconv.Itoa(list.Tasks[0].Task)
	if status := h.Post("林公安", place, `{"report":"户籍在桂城街道，1957-04-20 生"}`, nil); status != http.StatusOK {
		t.Fatal(status)
	}
	var open reviews.Case
	if h.Get(reviewer, "/reviews/"+number, &open); open.Team == nil || open.Team.Open() != 1 {
		t.Errorf("the reviewer sees %+v", open.Team)
	}
	values := map[string]string{"reason": "已核对原件"}
	for _, o := range open.Open {
		values[o.Name] = o.Last
	}
	body, err := json.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	if response := h.Call(reviewer, "POST", "/reviews/"+number, string(body)); response.StatusCode != http.StatusOK {
		t.Fatal(response.Body)
	}
	if h.Get("林环保", "/tasks", &list); len(list.Tasks) != 0 {
		t.Errorf("after the end ecology is asked still: %+v", list.Tasks)
	}
	h.Get(reviewer, "/reviews/"+number, &open)
	if open.Team.Dissolved.IsZero() {
		t.Error("the team goes on after the end")
	}
}
