// Package publication publishes the monthly rankings: of the month that is over, and anew
// of earlier ones where something came late. It also forgets what was counted for a day's
// dashboard when nobody looks at it any more.
package publication

import (
	"context"
	"fmt"

	"miaoban/shared/calendar"
	"miaoban/shared/instant"
	"miaoban/shared/ranking"
)

// Order is what the schedule, or somebody by hand, asks for.
type Order struct {
	Months []string `json:"months,omitempty"` // 2026-10, instead of those that the day has
}

// Report is what was published.
type Report struct {
	Published []Published `json:"published"`
}

// Published is one edition.
type Published struct {
	Month   string `json:"month"`
	Edition int    `json:"edition"`
	Changes int    `json:"changes"`
}

// A day's counts are kept for so many days; and for so many days before those they are
// forgotten, in case a run failed.
const (
	keepDays   = 14
	forgetDays = 7
)

// lookBack is for how many months what comes late makes a new edition.
const lookBack = 3

// Job publishes the months that are over. A schedule that fires twice publishes nothing
// twice.
func Job(e *instant.Engine, services []instant.Offering) (func(context.Context, Order) (Report, error), error) {
	names := instant.Names(services)
	return func(ctx context.Context, o Order) (Report, error) {
		report := Report{Published: []Published{}}
		months, err := o.months(calendar.Of(e.Now()))
		if err != nil {
			return report, err
		}
		for _, month := range months {
			edition, err := ranking.Publish(ctx, e.Store, month, names, e.Now())
			if err != nil {
				return report, err
			}
			if edition != nil {
				report.Published = append(report.Published, Published{month, edition.Number, len(edition.Changes)})
			}
		}
		for i := range forgetDays {
			if err := instant.ForgetDaily(ctx, e.Store, calendar.Of(e.Now()).AddDays(-keepDays-1-i)); err != nil {
				return report, err
			}
		}
		e.Log.InfoContext(ctx, "published", "editions", len(report.Published))
		return report, nil
	}, nil
}

func (o Order) months(today calendar.Date) ([]string, error) {
	for _, m := range o.Months {
		first, err := calendar.Parse(m + "-01")
		if err != nil || !first.Before(today.FirstOfMonth()) {
			return nil, fmt.Errorf("publication: %q is no month that is over", m)
		}
	}
	if o.Months != nil {
		return o.Months, nil
	}
	var months []string
	for i := range lookBack {
		months = append(months, today.FirstOfMonth().AddMonths(-1-i).MonthText())
	}
	return months, nil
}
