// Package verification re-checks grants against shared data (年审). An award that is due and no
// longer meets its rules is adjusted, suspended or ended, with the reason, and overpayments are
// computed. Nobody has to prove in person that they are alive.
package verification

import (
	"context"

	"miaoban/shared/calendar"
	"miaoban/shared/instant"
)

// Order is the job's input, from the schedule or by hand.
type Order struct {
	DryRun bool `json:"dry_run"` // only reports what would change
}

// Report is the result of a run. It names nobody.
type Report struct {
	DryRun   bool     `json:"dry_run"`
	Verified int      `json:"verified"`
	Doubtful int      `json:"doubtful"` // the data gave no answer; verified again next month
	Failed   int      `json:"failed"`   // retried in the next run
	Changes  []Change `json:"changes"`
	More     bool     `json:"more"` // the time ran out; the next run continues
}

// Change is an award whose state changed.
type Change struct {
	Application string        `json:"application"`
	Before      instant.State `json:"before"`
	After       instant.State `json:"after"`
	Since       calendar.Date `json:"since"`
	Rule        string        `json:"rule"`
	RecoverFen  int64         `json:"recover_fen,omitempty"`
}

// Job verifies the awards that are due. Each verified award leaves the roster, so a stopped run can
// be continued and no award is verified twice.
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
		e.Log.InfoContext(ctx, "verification run finished", "awards", report.Verified, "changed", len(report.Changes), "doubtful", report.Doubtful,
			"failed", report.Failed, "dry", report.DryRun)
		return report, nil
	}, nil
}

// add verifies one award. A failed one stays due and does not stop the others.
func (r *Report) add(ctx context.Context, e *instant.Engine, caretakers map[string]instant.Verifier, number string) {
	award, err := instant.LoadAward(ctx, e.Store, number)
	if err != nil || caretakers[award.Service] == nil {
		r.Failed++
		e.Log.ErrorContext(ctx, "an award could not be verified", "application", number, "error", err)
		return
	}
	v, err := caretakers[award.Service].Verify(ctx, number, r.DryRun)
	if err != nil {
		r.Failed++
		e.Log.ErrorContext(ctx, "an award could not be verified", "application", number, "error", err)
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
