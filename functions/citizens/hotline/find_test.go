package hotline_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"miaoban/functions/citizens/hotline"
	"miaoban/shared/instant"
)

// TestOfficialsFindTickets: clerks and receivers in their region, departments among their open tasks, and nobody else.
// Looking at what was found is logged as ever, and what was searched for is in no log.
func TestOfficialsFindTickets(t *testing.T) {
	h := open(t)
	var log bytes.Buffer
	h.Engine.Log = slog.New(slog.NewJSONHandler(&log, nil))
	h.Deploy(hotline.Function(nil))
	var taken hotline.Taken
	h.Post("何婉清", "/tickets", `{"category":"noise","place":"440605011","address":"千灯湖","text":"楼下工地夜里还在施工","mobile":"13800138000"}`, &taken)
	h.Post("陈桂城", "/receiver/"+taken.Number+"/call", `{"departments":["urban-management"],"text":"到场"}`, nil)
	const words = "千灯湖 施工"
	for _, tt := range []struct {
		name   string
		status int
		path   string // where the ticket is seen; empty if it is not found
	}{
		{"吴话务", 200, "/receiver/" + taken.Number},
		{"陈桂城", 200, "/receiver/" + taken.Number},
		{"陈督佛", 200, "/receiver/" + taken.Number},
		{"陈督禅", 200, ""},
		{"林城管", 200, "/tasks/ticket/" + taken.Number + "/0"},
		{"林环保", 200, ""}, // was not called
		{"何婉清", 403, ""},
		{"", 401, ""},
	} {
		for _, text := range []string{taken.Number, "138-0013-8000", words} {
			var s hotline.Search
			status := h.Post(tt.name, "/tickets/find", `{"text":"`+text+`"}`, &s)
			found := ""
			if len(s.Tickets) == 1 {
				found = s.Tickets[0].Path
			}
			if status != tt.status || found != tt.path || len(s.Tickets) > 1 {
				t.Errorf("%s finds %s: %d %+v", tt.name, text, status, s)
			}
		}
	}
	page := send(h, "吴话务", "/tickets/find", url.Values{"text": {words}})
	if page.StatusCode != http.StatusOK || !strings.Contains(page.Body, `href="/receiver/`+taken.Number+`"`) ||
		!strings.Contains(page.Body, "共查了最急的 1 件") {
		t.Errorf("%d %s", page.StatusCode, page.Body)
	}
	if short := send(h, "吴话务", "/tickets/find", url.Values{"text": {"水"}}); short.StatusCode != http.StatusUnprocessableEntity ||
		!strings.Contains(short.Body, "至少两个字") || !strings.Contains(short.Body, `value="水"`) {
		t.Errorf("%d %s", short.StatusCode, short.Body)
	}
	for name, want := range map[string]bool{"吴话务": true, "陈桂城": true, "林城管": true, "何婉清": false} {
		shown := h.Call(name, http.MethodGet, "/tickets", "", "accept", "text/html").Body
		if strings.Contains(shown, `action="/tickets/find"`) != want {
			t.Errorf("%s has a search: %t", name, !want)
		}
	}
	looks := func() (n int) {
		var reads struct{ Reads []instant.Read }
		h.Get("何婉清", "/reads", &reads)
		for _, r := range reads.Reads {
			if r.Purpose == "complaint" && r.Matter == taken.Number {
				n++
			}
		}
		return n
	}
	before := looks()
	h.Get("吴话务", "/receiver/"+taken.Number, nil)
	if after := looks(); after != before+1 {
		t.Errorf("%d looks after %d", after, before)
	}
	if log.Len() == 0 {
		t.Fatal("nothing was logged")
	}
	for _, secret := range []string{"13800138000", "138-0013-8000", "千灯湖", "施工", `"水"`} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log has %s", secret)
		}
	}
}
