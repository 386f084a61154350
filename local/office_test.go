package main

import (
	"context"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"miaoban/local/gateway"
	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/office"
	"miaoban/shared/registry/seed"
	"miaoban/shared/store"
)

// TestARoleThatWasTakenBack ends with the next request although the token still has it. Other roles of the person
// and the same role of others continue.
func TestARoleThatWasTakenBack(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	reviewer, second := "Bearer "+c.token("梁审南"), "Bearer "+c.token("梁复南")
	change := func(verb, role string) {
		t.Helper()
		if err := changeOffice(t.Context(), c.records, verb, role, strings.NewReader(person(t, "梁审南").ID+"\n"), io.Discard); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct {
		verb, role string
		status     int
	}{
		{"", "", 200},
		{"withdraw", "reviewer:440604", 200}, // another region's
		{"withdraw", "reviewer:440605", 403},
		{"withdraw", "reviewer:440605", 403}, // twice is once
		{"restore", "reviewer:440605", 200},
		{"withdraw", "all", 403},
		{"restore", "reviewer:440605", 403},
		{"restore", "all", 200},
		{"restore", "all", 200},
	} {
		if step.verb != "" {
			change(step.verb, step.role)
		}
		for _, look := range []struct {
			who, path string
			status    int
		}{{reviewer, "/reviews", step.status}, {reviewer, "/applications", 200}, {second, "/reviews", 200}} {
			if response, text := c.call(
				"GET",
				look.path,
				"",
				"Authorization",
				look.who,
				"Accept",
				"application/json",
			); response.StatusCode != look.status {
				t.Errorf("%s %s: %s is %d, want %d: %s", step.verb, step.role, look.path, response.StatusCode, look.status, text)
			}
		}
		_, page := c.call("GET", "/services", "", "Authorization", reviewer, "Accept", "text/html")
		if shown := strings.Contains(page, `href="/reviews"`); shown != (step.status == 200) {
			t.Errorf("%s %s: the page leads to the desk: %t", step.verb, step.role, shown)
		}
	}
	id := person(t, "梁审南").ID
	for _, wrong := range [][3]string{
		{"withdraw", "", ""}, {"take", "all", id}, {"withdraw", "all", "440605"}, {"withdraw", "all", ""}, {"withdraw", "reviewer", id},
		{"withdraw", "reviewer:", id}, {"withdraw", "reviewr:440605", id}, {"restore", "reviewer:449999", id},
		{"withdraw", "department.magic:440605", id}, {"withdraw", "police:440605", id},
	} {
		if err := changeOffice(t.Context(), c.records, wrong[0], wrong[1], strings.NewReader(wrong[2]), io.Discard); err == nil {
			t.Errorf("%v is done", wrong)
		}
	}
}

// TestEveryRoleCanBeTakenBack: the roles of the seed's officials, and that of a department.
func TestEveryRoleCanBeTakenBack(t *testing.T) {
	people, err := seed.People()
	if err != nil {
		t.Fatal(err)
	}
	roles := []string{"department.water:440604", "reviewer:440605011"}
	for _, p := range people {
		roles = append(roles, p.Roles...)
	}
	if len(roles) < 15 {
		t.Errorf("only %v", roles)
	}
	for _, role := range roles {
		if !office.Known(role) {
			t.Errorf("%s is not known", role)
		}
	}
}

// TestTheAuditKnowsWhichRolesWereTakenBack: records and audit agree in both directions, and the audit names nobody.
func TestTheAuditKnowsWhichRolesWereTakenBack(t *testing.T) {
	h := openHouse(t, "2026-11-24")
	id := person(t, "梁审南").ID
	key := store.Key{Partition: "OFFICE#" + id, Sort: "OFFICE"}
	var was [2]store.Item
	register := office.Register{Store: h.records, Audit: h.engine.Audit}
	for i, change := range []func(context.Context, string, string, time.Time) error{register.Withdraw, register.Restore} {
		h.now = h.now.Add(time.Hour)
		if err := change(t.Context(), id, "reviewer:440605", h.now); err != nil {
			t.Fatal(err)
		}
		var err error
		if was[i], err = h.records.Get(t.Context(), key); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := h.replay(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var acts []string
	number := ""
	for record, err := range audit.Records(t.Context(), h.records, calendar.Of(h.now)) {
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(record.Event.Action, "office-") {
			acts, number = append(acts, record.Event.Action), record.Event.Application
		}
	}
	if !slices.Equal(acts, []string{"office-withdrawn", "office-restored"}) || number == "" || strings.Contains(number, id) {
		t.Fatalf("the audit has %v of %q", acts, number)
	}
	made := was[1]
	made.Partition = "OFFICE#" + person(t, "梁复南").ID
	place, err := h.records.Place(t.Context(), made.Key)
	if err != nil {
		t.Fatal(err)
	}
	byNumber := store.Item{Key: store.Key{Partition: "OFFICENUMBER#" + number, Sort: "OFFICENUMBER"}, Body: []byte(id)}
	for name, tamper := range map[string]struct {
		do, undo store.Write
		named    string
	}{
		"taken away":            {store.Remove("w", key), store.Put("w", was[1]), number},
		"as it was before":      {store.Put("w", was[0]), store.Put("w", was[1]), number},
		"made up":               {store.Put("w", made), store.Remove("w", made.Key), place.Partition},
		"its number taken away": {store.Remove("w", byNumber.Key), store.Put("w", byNumber), number},
	} {
		h.commit(tamper.do)
		if out, err := h.replay(); err == nil || !strings.Contains(out, tamper.named) {
			t.Errorf("%s is not named %s: %v\n%s", name, tamper.named, err, out)
		}
		h.commit(tamper.undo)
	}
	if out, err := h.replay(); err != nil {
		t.Errorf("when all is as it was: %v\n%s", err, out)
	}
}

// TestEveryFunctionCanLookUpOffices: each function that officials use reads withdrawn roles first.
func TestEveryFunctionCanLookUpOffices(t *testing.T) {
	template, err := gateway.Load("../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range template.Functions() {
		rights, err := template.Rights(name)
		if err != nil {
			t.Fatal(err)
		}
		if len(template.Routes(name)) > 0 && name != "SessionFunction" && !rights.Allow("dynamodb:GetItem", "OFFICE#1") {
			t.Errorf("the template does not allow %s to read who is in office", name)
		}
	}
}
