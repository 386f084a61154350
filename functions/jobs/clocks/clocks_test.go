package clocks_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"miaoban/functions/citizens/hotline"
	"miaoban/functions/jobs/clocks"
	"miaoban/functions/officials/reviews"
	"miaoban/functions/services/seniorcard"
	"miaoban/shared/clock"
	"miaoban/shared/instant"
	"miaoban/shared/platform/platformtest"
	"miaoban/shared/team"
	"miaoban/shared/ticket"
)

// open is a house, and its clocks as they are looked at now.
func open(t *testing.T) (h *platformtest.House, look func() clock.Report) {
	t.Helper()
	services := []instant.Offering{seniorcard.Service()}
	h = platformtest.Open(t, "2026-11-24", hotline.Function(services), reviews.Function(services), services[0].Routes)
	run, err := clocks.Job(h.Engine)
	if err != nil {
		t.Fatal(err)
	}
	look = func() clock.Report {
		t.Helper()
		report, err := run(t.Context(), clocks.Order{})
		if err != nil {
			t.Fatal(err)
		}
		return report
	}
	for range 2 { // what the seed's past has left is looked at
		look()
	}
	return h, look
}

// TestATicketThatNobodyAnswersGoesUp: at the second at which it is late, once, however often the
// schedule fires.
func TestATicketThatNobodyAnswersGoesUp(t *testing.T) {
	h, look := open(t)
	var v ticket.View
	if status := h.Post("何婉清", "/tickets", `{"category":"noise","place":"440605011","text":"楼下工地夜里还在施工"}`, &v); status != 201 {
		t.Fatal(status)
	}
	late := func() bool {
		t.Helper()
		is, err := ticket.Load(t.Context(), h.Engine.Store, v.Number)
		if err != nil {
			t.Fatal(err)
		}
		return is.LateToRespond
	}
	due := v.Respond.Truncate(time.Second)
	h.At(due.Add(-time.Second))
	if look(); late() {
		t.Errorf("a second before %s it is late", due)
	}
	h.At(due.Add(time.Second))
	if report := look(); report.Looked < 1 || !late() {
		t.Errorf("after %s: %+v, late %t", due, report, late())
	}
	before, err := ticket.Load(t.Context(), h.Engine.Store, v.Number)
	if err != nil {
		t.Fatal(err)
	}
	look()
	after, err := ticket.Load(t.Context(), h.Engine.Store, v.Number)
	if err != nil || len(after.History) != len(before.History) {
		t.Errorf("the schedule fired twice: %d entries, and then %d, %v", len(before.History), len(after.History), err)
	}
}

// TestADepartmentThatDoesNotReportIsLate, called by a reviewer to an application.
func TestADepartmentThatDoesNotReportIsLate(t *testing.T) {
	h, look := open(t)
	number := h.Apply("seniorcard", "龙待核", `{"delivery":"electronic"}`).Number
	if status := h.Post("梁审南", "/reviews/"+number+"/call", `{"departments":["police"],"text":"核实户籍"}`, nil); status != 201 {
		t.Fatal(status)
	}
	load := func() *team.Team {
		t.Helper()
		is, err := team.Load(t.Context(), h.Engine.Store, team.Case{Kind: team.Application, Number: number})
		if err != nil || is == nil {
			t.Fatalf("%+v, %v", is, err)
		}
		return is
	}
	for _, tt := range []struct {
		after time.Duration
		want  int
	}{{-time.Second, 0}, {time.Second, 1}} {
		h.At(load().Due.Add(tt.after))
		if look(); len(load().Late()) != tt.want {
			t.Errorf("%s after its time %d are late, want %d", tt.after, len(load().Late()), tt.want)
		}
	}
}

// TestAClockOfAnotherBuildIsKept: what this one does not know is an error that those in charge
// see, and waits for the build that knows it.
func TestAClockOfAnotherBuildIsKept(t *testing.T) {
	h, _ := open(t)
	newer := clock.Alarm{Due: h.Now(), Kind: "newer", Of: "1"}
	if err := h.Engine.Store.Commit(t.Context(), clock.Move(clock.Alarm{}, newer)...); err != nil {
		t.Fatal(err)
	}
	run, err := clocks.Job(h.Engine)
	if err != nil {
		t.Fatal(err)
	}
	var unknown *clock.Unknown
	if report, err := run(t.Context(), clocks.Order{}); !errors.As(err, &unknown) || unknown.Kind != "newer" || report.Failed != 1 {
		t.Errorf("%+v, %v", report, err)
	}
	var seen []string
	_, err = clock.Run(
		t.Context(),
		h.Engine.Store,
		h.Now(),
		map[string]clock.Handler{"newer": func(_ context.Context, a clock.Alarm, _ time.Time) error {
			seen = append(seen, a.Of)
			return nil
		}},
	)
	if err != nil || !slices.Equal(seen, []string{"1"}) {
		t.Errorf("the newer build looks at %v, %v", seen, err)
	}
}
