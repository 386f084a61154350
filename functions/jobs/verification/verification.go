// Package verification looks after what was granted (年审): every award that is due
// is held against shared data, and what no longer holds is suspended or ended, with
// the reason, and what was overpaid is reckoned. Nobody has to come and show that
// they are alive.
package verification

import (
	"context"

	"miaoban/shared/calendar"
	"miaoban/shared/instant"
)

// Order is what the schedule, or somebody by hand, asks for.
type Order struct {
	DryRun bool `json:"dry_run"` // says what would change, and changes nothing
}

// Report is what came of it. It names no person.
type Report struct {
	DryRun   bool     `json:"dry_run"`
	Verified int      `json:"verified"`
	Doubtful int      `json:"doubtful"` // not told by the data: looked at again next month
	Failed   int      `json:"failed"`   // tried again next time
	Changes  []Change `json:"changes"`
	More     bool     `json:"more"` // the time ran out: the next run goes on
}

// Change is an award that stands differently now.
type Change struct {
	Application string        `json:"application"`
	Before      instant.State `json:"before"`
	After       instant.State `json:"after"`
	Since       calendar.Date `json:"since"`
	Rule        string        `json:"rule"`
	RecoverFen  int64         `json:"recover_fen,omitempty"`
}

// Job verifies what is due this month, or was due before. What is done leaves the
// roster, so a run that stops is taken up where it stopped, and none is done twice.
func Job(e *instant.Engine, services []instant.Offering) (func(context.Context, Order) (Report, error), error) {
	caretakers := map[string]instant.Verifier{}
	for _, s := range services {
		caretaker, err := s.Verifier(e)
		if err != nil {
			return nil, err
		}
		if caretaker != nil {
			caretakers[s.About().Slug] = caretaker
		}
	}
	return func(ctx context.Context, order Order) (Report, error) {
		report := Report{DryRun: order.DryRun, Changes: []Change{}}
		today := calendar.Of(e.Now())
		for month := today.AddMonths(-instant.LongestLife); !month.After(today) && !report.More; month = month.AddMonths(1) {
			err := instant.DueForVerification(ctx, e.Store, month, func(number string) bool {
				if instant.OutOfTime(ctx) {
					report.More = true
					return false
				}
				report.add(ctx, e, caretakers, number)
				return true
			})
			if err != nil {
				return report, err
			}
		}
		e.Log.InfoContext(ctx, "verified", "awards", report.Verified, "changed", len(report.Changes), "doubtful", report.Doubtful, "failed", report.Failed, "dry", report.DryRun)
		return report, nil
	}, nil
}

// add verifies one award. What fails stays due, and does not keep the others from
// being verified.
func (r *Report) add(ctx context.Context, e *instant.Engine, caretakers map[string]instant.Verifier, number string) {
	award, err := instant.LoadAward(ctx, e.Store, number)
	if err != nil || caretakers[award.Service] == nil {
		r.Failed++
		e.Log.ErrorContext(ctx, "not verified", "application", number, "error", err)
		return
	}
	v, err := caretakers[award.Service].Verify(ctx, number, r.DryRun)
	if err != nil {
		r.Failed++
		e.Log.ErrorContext(ctx, "not verified", "application", number, "error", err)
		return
	}
	r.Verified++
	if v.Doubt {
		r.Doubtful++
	}
	if v.After != v.Before {
		r.Changes = append(r.Changes, Change{number, v.Before, v.After, v.Since, v.Rule, v.RecoverFen})
	}
}
