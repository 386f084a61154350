package reviews_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"miaoban/functions/officials/reviews"
	"miaoban/functions/services/seniorcard"
	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/instant"
	"miaoban/shared/platform/platformtest"
	"miaoban/shared/store"
)

// act posts as the person and returns the status.
func act(t *testing.T, h *platformtest.House, name, path string, values map[string]string) int {
	t.Helper()
	body, err := json.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	return h.Post(name, path, string(body), nil)
}

// waiting is the case in the official's queue; nil if it is not there.
func waiting(h *platformtest.House, name, number string) *reviews.Line {
	var queue reviews.Queue
	h.Get(name, "/reviews", &queue)
	for _, l := range queue.Waiting {
		if l.Number == number {
			return &l
		}
	}
	return nil
}

// proven checks that all that is stored of the application agrees with the audit.
func proven(t *testing.T, h *platformtest.House, number string) {
	t.Helper()
	var events []audit.Event
	for r, err := range audit.Records(t.Context(), h.Engine.Store, calendar.Of(h.Now())) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Event.Application == number {
			events = append(events, r.Event)
		}
	}
	faults, err := instant.Proof(t.Context(), h.Engine.Store, number, events, func(string) bool { return true })
	if err != nil || len(faults) > 0 {
		t.Errorf("%v, %v", faults, err)
	}
}

// TestANoteStaysAtTheDesk unless the applicant is told; each is audited, and one that is removed is missed.
func TestANoteStaysAtTheDesk(t *testing.T) {
	h := open(t)
	number := stale(t, h)
	path := "/reviews/" + number + "/note"
	for _, step := range []struct {
		who, text, tell string
		want            int
	}{
		{"黎花甲", "我自己写", "", http.StatusForbidden},
		{"梁审禅", "别处的人", "", http.StatusNotFound},
		{"梁审南", "一", "", http.StatusUnprocessableEntity},
		{"梁审南", "已致电社区，等回复", "", http.StatusCreated},
		{"梁复南", "社区明天答复您", "true", http.StatusCreated},
	} {
		h.At(h.Now().Add(time.Minute))
		if got := act(t, h, step.who, path, map[string]string{"text": step.text, "tell": step.tell}); got != step.want {
			t.Errorf("%s, %s: %d, want %d", step.who, step.text, got, step.want)
		}
	}
	var c reviews.Case
	h.Get("梁审南", "/reviews/"+number, &c)
	if len(c.Notes) != 2 || c.Notes[0].By != "梁审南" || c.Notes[0].Notified || !c.Notes[1].Notified {
		t.Errorf("%+v", c.Notes)
	}
	receipt := h.Call("黎花甲", http.MethodGet, "/applications/"+number, "").Body
	told := ""
	id := platformtest.Person(t, "黎花甲").ID
	notices := store.Query{Partition: instant.PersonPartition(id), Prefix: "NOTICE#"}
	for item, err := range store.All(t.Context(), h.Engine.Store, notices) {
		if err != nil {
			t.Fatal(err)
		}
		told += string(item.Body)
	}
	if strings.Contains(receipt+told, "已致电社区") || !strings.Contains(told, "社区明天答复您") {
		t.Errorf("the applicant sees %s %s", receipt, told)
	}
	proven(t, h, number)
}

// TestACaseIsHandedOver to a colleague, in whose queue it is marked, or to another desk, which alone and with those
// above it has it then. Two still decide where two have to, and the deadline stays.
func TestACaseIsHandedOver(t *testing.T) {
	h := open(t)
	number := stale(t, h)
	due := waiting(h, "梁审南", number).Due
	path := "/reviews/" + number + "/handover"
	for what, wrong := range map[string]map[string]string{
		"to nobody":          {"reason": "休假期间"},
		"to both":            {"to": "梁复南", "desk": "440600", "reason": "休假期间"},
		"to oneself":         {"to": "梁审南", "reason": "休假期间"},
		"without a reason":   {"to": "梁复南"},
		"to another's place": {"desk": "440604", "reason": "休假期间"},
		"to no place":        {"desk": "999999", "reason": "休假期间"},
	} {
		if got := act(t, h, "梁审南", path, wrong); got != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", what, got)
		}
	}
	if got := act(t, h, "梁审禅", path, map[string]string{"desk": "440000", "reason": "不是我们的"}); got != http.StatusNotFound {
		t.Errorf("another desk hands it over: %d", got)
	}
	if got := act(t, h, "梁审南", path, map[string]string{"to": "梁复南", "reason": "休假期间"}); got != http.StatusCreated {
		t.Fatal(got)
	}
	mine, theirs := waiting(h, "梁复南", number), waiting(h, "梁审南", number)
	if mine == nil || !mine.Mine || theirs == nil || theirs.Mine || theirs.Assigned != "梁复南" || mine.Due != due {
		t.Errorf("%+v %+v", mine, theirs)
	}
	h.At(h.Now().Add(time.Minute))
	if got := act(t, h, "梁复南", path, map[string]string{"desk": "440000", "reason": "由省级认定"}); got != http.StatusCreated {
		t.Fatal(got)
	}
	if there := waiting(h, "梁审省", number); there == nil || there.Region != "440000" || there.Assigned != "" || there.Due != due {
		t.Errorf("%+v", there)
	}
	var any map[string]any
	if status := h.Get("梁审南", "/reviews/"+number, &any); waiting(h, "梁审南", number) != nil || status != http.StatusNotFound {
		t.Errorf("the desk that handed it over still has it: %d", status)
	}
	var c reviews.Case
	h.Get("梁审省", "/reviews/"+number, &c)
	values := map[string]string{"reason": "已核对户口簿原件"}
	for _, o := range c.Open {
		values[o.Name] = o.Last
	}
	if status, receipt, text := determine(t, h, "梁审省", number, values); status != http.StatusOK || receipt.Determined == nil {
		t.Fatalf("%d %s", status, text)
	}
	if waiting(h, "梁审省", number) != nil {
		t.Error("it still waits")
	}
	proven(t, h, number)
	h.Replay(seniorcard.Service(), number)
}

// TestTheQueueLeadsOn: each case names the next, and each deadline says how much time is left.
func TestTheQueueLeadsOn(t *testing.T) {
	h := open(t)
	one, other := stale(t, h), refer(t, h, "seniorcard", "龙待核", `{"delivery":"electronic"}`)
	var first, second reviews.Case
	h.Get("梁审南", "/reviews/"+one, &first)
	h.Get("梁审南", "/reviews/"+other, &second)
	if first.Next != other || second.Next != one {
		t.Errorf("%s leads to %s, and %s to %s", one, first.Next, other, second.Next)
	}
	shown := page(t, h, "梁审南", "/reviews/"+one)
	if !strings.Contains(shown, `href="/reviews/`+other+`"`) || !strings.Contains(shown, `href="#determination"`) {
		t.Error("the page does not lead on")
	}
	due := waiting(h, "梁审南", one).Due
	for days, want := range map[int]reviews.Urgency{
		-5: reviews.InTime, -3: reviews.InTime, -2: reviews.Soon, -1: reviews.Soon, 0: reviews.Today, 1: reviews.Overdue,
	} {
		h.At(due.AddDays(days).Start().Add(9 * time.Hour))
		if l := waiting(h, "梁审南", one); l.Urgency != want || l.Days != -days {
			t.Errorf("%d days after the last: %+v", days, l.Deadline)
		}
		if !strings.Contains(page(t, h, "梁审南", "/reviews"), `<span class="due `+string(want)+`">`) {
			t.Errorf("%d days after the last, the queue does not show it", days)
		}
	}
}
