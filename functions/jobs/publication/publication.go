// Package publication publishes the monthly rankings: of the past month, and a new edition of
// earlier months if late data changed them. It also deletes daily counts that the dashboard no
// longer needs.
package publication

import (
	"context"
	"fmt"

	"miaoban/shared/calendar"
	"miaoban/shared/instant"
	"miaoban/shared/platform"
	"miaoban/shared/ranking"
)

// Order is the job's input, from the schedule or by hand.
type Order struct {
	Months []string `json:"months,omitempty"` // such as 2026-10; default: the months due today
}

// Report lists what was published.
type Report struct {
	Published []Published `json:"published"`
}

// Published is one edition.
type Published struct {
	Month   string `json:"month"`
	Edition int    `json:"edition"`
	Changes int    `json:"changes"`
}

// Daily counts are stored for keepDays. Each run deletes those of the forgetDays before, to make up
// for failed runs.
const (
	keepDays   = 14
	forgetDays = 7
)

// lookBack is the number of past months for which late data makes a new edition.
const lookBack = 3

// Job publishes the months that are over. It is idempotent.
func Job(e *instant.Engine, services []instant.Offering) (platform.Job[Order, Report], error) {
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
			return nil, fmt.Errorf("publication: %q is not a past month", m)
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
