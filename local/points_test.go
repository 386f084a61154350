package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"miaoban/functions/citizens/points"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
)

// TestABankSeesTheBandAlone: a single claim of a signed certificate that its holder chose to show, and nothing else
// about the holder.
func TestABankSeesTheBandAlone(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	_, receipt, text := c.apply("pointsredemption", "孟好事", `{"reward":"credit","account":"person","consent":true}`)
	if receipt.Outcome != decision.Approved {
		t.Fatal(text)
	}
	var shown struct {
		Presentation string `json:"presentation"`
	}
	if status := c.get(
		"孟好事",
		"/certificates/"+receipt.Certificate.Number+"/presentation?claims=pointsBand",
		&shown,
	); status != http.StatusOK ||
		shown.Presentation == "" {
		t.Fatalf("%d %+v", status, shown)
	}
	response, verdict := c.call(
		"POST",
		"/verify",
		`{"token":"`+shown.Presentation+`"}`,
		"Content-Type",
		"application/json",
		"Accept",
		"application/json",
	)
	if response.StatusCode != http.StatusOK || !strings.Contains(verdict, `"state":"valid"`) || !strings.Contains(verdict, "pointsBand") ||
		strings.Contains(verdict, "孟好事") {
		t.Errorf("the bank sees %s", verdict)
	}
}

// TestACourtesyChangesNoDecision: the holder's case comes first in the queue, and is decided as before.
func TestACourtesyChangesNoDecision(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	other := c.refer("seniorcard", "龙待核", `{"delivery":"electronic"}`)
	if _, receipt, text := c.apply(
		"pointsredemption",
		"孟好事",
		`{"reward":"priority","account":"person"}`,
	); receipt.Outcome != decision.Approved {
		t.Fatal(text)
	}
	id := person(t, "孟好事").ID
	c.know(
		t,
		fact.NewRecord(
			id,
			time.Now().AddDate(-1, 0, 0),
			dataset.Population.BirthDate.Set(calendar.MustParse("1956-01-01")),
			dataset.Population.Household.Set("440605011"),
		),
	) // stale
	_, receipt, text := c.apply("seniorcard", "孟好事", `{"delivery":"electronic"}`)
	if receipt.Outcome != decision.Referred {
		t.Fatal(text)
	}
	var queue struct {
		Waiting []struct {
			Number string
			First  bool
		}
	}
	if c.get("梁审南", "/reviews", &queue); len(queue.Waiting) != 2 || queue.Waiting[0].Number != receipt.Number || !queue.Waiting[0].First ||
		queue.Waiting[1].Number != other {
		t.Errorf("%+v", queue.Waiting)
	}
	c.replays(receipt.Number)
}

// TestPointsAreForEverybody: the pages on points are accessible.
func TestPointsAreForEverybody(t *testing.T) {
	axe := readAxe(t)
	c := court{openSite(t, t.TempDir())}
	var page points.Page
	c.post("孟好事", "/points/deeds", `{"deed":"neighbour","text":"周一帮张奶奶买药"}`, &page)
	c.post("孟好事", "/points/ranking", `{"kind":"person","name":"桂城小孟"}`, nil)
	b := openTab(t, c.site)
	b.wide(320)
	for _, who := range []struct {
		name  string
		paths []string
	}{
		{"孟好事", []string{"/points", "/points/ranking", "/services/pointsredemption/application"}},
		{"陈积分", []string{"/stewards", "/stewards/" + page.Reported[0].Number}},
	} {
		b.signIn(person(t, who.name).ID)
		for _, language := range []string{"zh", "en"} {
			b.speak(language)
			for _, path := range who.paths {
				b.visit(path)
				b.hold(axe, path+" in "+language)
			}
		}
	}
}
