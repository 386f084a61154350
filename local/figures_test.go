package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"miaoban/functions/officials/figures"
	"miaoban/shared/decision"
	"miaoban/shared/instant"
)

// TestFiguresAreOfWhatHappened: once for each application, whoever sends it how often.
func TestFiguresAreOfWhatHappened(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	read := func() figures.Figures {
		response, text := c.call("GET", "/figures", "", "Accept", "application/json")
		var f figures.Figures
		if err := json.Unmarshal([]byte(text), &f); err != nil || response.StatusCode != http.StatusOK {
			t.Fatalf("%d %v", response.StatusCode, err)
		}
		return f
	}
	before := read()
	card := `{"delivery":"electronic"}`
	var approved instant.Receipt
	for range 3 { // a double click is no second application
		_, approved, _ = c.apply("seniorcard", "黎花甲", card, "Idempotency-Key", "once")
	}
	if approved.Outcome != decision.Approved {
		t.Fatal(approved.Outcome)
	}
	if _, rejected, text := c.apply("seniorcard", "黎未到", card); rejected.Outcome != decision.Rejected {
		t.Fatal(text)
	}
	number := c.refer("seniorcard", "龙待核", card)
	if f := read(); f.All.Applications != before.All.Applications+3 || f.All.Referred != before.All.Referred+1 || f.All.Decided != before.All.Decided {
		t.Errorf("after three applications: %+v, before %+v", f.All, before.All)
	}
	var open struct{ Open []struct{ Name, Last string } }
	c.get("梁审南", "/reviews/"+number, &open)
	values := map[string]string{"reason": "已核对户口簿"}
	for _, o := range open.Open {
		values[o.Name] = o.Last
	}
	if status, _, text := c.determine("梁审南", number, values); status != http.StatusOK {
		t.Fatal(text)
	}
	for range 2 { // the second is refused
		c.call("POST", "/applications/"+approved.Number+"/rating", `{"stars":2}`, c.as("黎花甲")...)
	}
	cards := func(f figures.Figures) (row figures.Row) {
		for _, r := range f.Services {
			if r.Code == "seniorcard" {
				row = r
			}
		}
		return row
	}
	row, was := cards(read()), cards(before) // the seed's past may be of this month
	if row.Applications != was.Applications+3 || row.Approved != was.Approved+1 || row.Rejected != 1 || row.Referred != 1 || row.Decided != 1 || row.Ratings != 1 ||
		*row.InstantRate != (100*(row.Approved+row.Rejected)+row.Applications/2)/row.Applications || *row.ContentRate != 0 || row.Name.ZH != "老年人优待证办理" {
		t.Errorf("the senior card has %+v", row)
	}
	response, table := c.call("GET", "/figures?format=csv", "")
	if !strings.HasPrefix(response.Header.Get("Content-Type"), "text/csv") || !strings.Contains(table, fmt.Sprintf("service,seniorcard,老年人优待证办理,%d,%d,1,1,1,%d,1,0\n", row.Applications, row.Approved, *row.InstantRate)) || !strings.Contains(table, "district,440605,") {
		t.Errorf("as a table: %s", table)
	}
}
