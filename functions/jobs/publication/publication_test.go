package publication_test

import (
	"errors"
	"testing"
	"time"

	"miaoban/functions/citizens/hotline"
	"miaoban/functions/jobs/publication"
	"miaoban/functions/services/seniorcard"
	"miaoban/shared/calendar"
	"miaoban/shared/instant"
	"miaoban/shared/platform/platformtest"
	"miaoban/shared/ranking"
	"miaoban/shared/store"
)

func open(t *testing.T) (h *platformtest.House, publish func(months ...string) (publication.Report, error)) {
	t.Helper()
	services := []instant.Offering{seniorcard.Service()}
	h = platformtest.Open(t, "2026-11-24", hotline.Function(services), services[0].Routes)
	run, err := publication.Job(h.Engine, services)
	if err != nil {
		t.Fatal(err)
	}
	return h, func(months ...string) (publication.Report, error) {
		return run(t.Context(), publication.Order{Months: months})
	}
}

func at(h *platformtest.House, day string) {
	h.At(calendar.MustParse(day).Start().Add(3 * time.Hour))
}

// TestAMonthThatIsOverIsPublished: on the first day of the next one and not before, once however
// often the schedule fires.
func TestAMonthThatIsOverIsPublished(t *testing.T) {
	h, publish := open(t)
	h.Apply("seniorcard", "黎花甲", `{"delivery":"electronic"}`)
	var months []string
	for _, day := range []string{"2026-11-30", "2026-12-01", "2026-12-01", "2026-12-02"} {
		at(h, day)
		report, err := publish()
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range report.Published {
			months = append(months, day+": "+p.Month)
			if p.Month == "2026-11" && p.Edition != 1 {
				t.Errorf("the first edition of %s is %d", p.Month, p.Edition)
			}
		}
	}
	want := 0
	for _, m := range months {
		if m == "2026-12-01: 2026-11" {
			want++
		} else if m[12:] == "2026-11" {
			t.Errorf("published on %s", m)
		}
	}
	if want != 1 {
		t.Errorf("published: %v", months)
	}
	if edition, err := ranking.Load(t.Context(), h.Engine.Store, "2026-11", 1); err != nil || edition.Month != "2026-11" {
		t.Errorf("%+v, %v", edition, err)
	}
}

// TestAMonthThatIsNot is refused: one that is not over, or none at all; nothing is published.
func TestAMonthThatIsNot(t *testing.T) {
	h, publish := open(t)
	for _, months := range [][]string{{"2026-11"}, {"2026-12"}, {"x"}, {""}, {"2026-13"}, {"2026-09", "2026-11"}} {
		if report, err := publish(months...); err == nil || len(report.Published) != 0 {
			t.Errorf("%v: %+v, %v", months, report, err)
		}
	}
	if _, err := ranking.Load(t.Context(), h.Engine.Store, "2026-11", 1); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the month that is not over has an edition: %v", err)
	}
}

// TestADayIsForgotten a fortnight after it: what was counted of it by the minute is gone.
func TestADayIsForgotten(t *testing.T) {
	h, publish := open(t)
	h.Apply("seniorcard", "黎花甲", `{"delivery":"electronic"}`)
	day := h.Now()
	counted := func() bool {
		t.Helper()
		found, err := instant.Minutes(t.Context(), h.Engine.Store, day)
		if err != nil {
			t.Fatal(err)
		}
		return len(found) > 0
	}
	if !counted() {
		t.Fatal("nothing was counted")
	}
	for _, tt := range []struct {
		on   string
		kept bool
	}{{"2026-12-08", true}, {"2026-12-09", false}} {
		at(h, tt.on)
		if _, err := publish(); err != nil {
			t.Fatal(err)
		}
		if counted() != tt.kept {
			t.Errorf("on %s it is kept: %t, want %t", tt.on, counted(), tt.kept)
		}
	}
}
