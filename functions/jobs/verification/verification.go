// Package verification re-checks grants against shared data (年审). An award that is due and no
// longer meets its rules is adjusted, suspended or ended, with the reason, and overpayments are
// computed. Nobody has to prove in person that they are alive.
//
// It also brings new figures to those who receive already (调标): when the policy of a service
// that pays by the month has changed, the amounts of all its awards are computed anew.
package verification

import (
	"context"
	"errors"

	"miaoban/shared/calendar"
	"miaoban/shared/instant"
	"miaoban/shared/platform"
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
	Swept    int      `json:"swept"`    // whose amounts were computed anew, since a policy changed
	Adjusted int      `json:"adjusted"` // that are paid otherwise now
	Failed   int      `json:"failed"`   // retried in the next run
	Changes  []Change `json:"changes"`
	More     bool     `json:"more"` // the time ran out; the next run continues
}

// Change is an award whose state or amounts changed.
type Change struct {
	Application string        `json:"application"`
	Before      instant.State `json:"before"`
	After       instant.State `json:"after"`
	Since       calendar.Date `json:"since"`
	Rule        string        `json:"rule"`
	RecoverFen  int64         `json:"recover_fen,omitempty"`
	ArrearsFen  int64         `json:"arrears_fen,omitempty"` // paid in a supplement
	Adjusted    bool          `json:"adjusted,omitempty"`    // the amounts are others
}

// Job verifies the awards that are due. Each verified award leaves the roster, so a stopped run can
// be continued and no award is verified twice. Then it adjusts the awards whose policy changed.
func Job(e *instant.Engine, services []instant.Offering) (platform.Job[Order, Report], error) {
	verifiers, policies := map[string]instant.Verifier{}, map[string]string{}
	for _, s := range services {
		verifier, err := s.Verifier(e)
		if err != nil {
			return nil, err
		}
		if verifier == nil {
			continue
		}
		slug := s.About().Slug
		verifiers[slug] = verifier
		if version := verifier.MonthlyPolicy(); version != "" {
			policies[slug] = version
		}
	}
	return func(ctx context.Context, order Order) (Report, error) {
		r := run{Engine: e, verifiers: verifiers, report: Report{DryRun: order.DryRun, Changes: []Change{}}}
		err := r.due(ctx)
		if err == nil && !r.report.More {
			err = r.sweep(ctx, policies)
		}
		e.Log.InfoContext(ctx, "verified", "awards", r.report.Verified, "swept", r.report.Swept, "adjusted", r.report.Adjusted,
			"changed", len(r.report.Changes), "doubtful", r.report.Doubtful, "failed", r.report.Failed, "dry", r.report.DryRun)
		return r.report, err
	}, nil
}

// run is one run of the job.
type run struct {
	*instant.Engine
	verifiers map[string]instant.Verifier
	report    Report
}

// due verifies what is due.
func (r *run) due(ctx context.Context) error {
	today := calendar.Of(r.Now())
	for month := today.AddMonths(-instant.PastMonths); !month.After(today) && !r.report.More; month = month.AddMonths(1) {
		err := instant.DueForVerification(ctx, r.Store, month, func(number string) bool {
			if instant.OutOfTime(ctx) {
				r.report.More = true
				return false
			}
			award, err := instant.LoadAward(ctx, r.Store, number)
			switch {
			case err != nil:
				r.failed(ctx, number, err)
			case r.verifiers[award.Service] == nil:
				r.failed(ctx, number, errors.New("no service verifies it"))
			default:
				v, err := r.verifiers[award.Service].Verify(ctx, number, r.report.DryRun)
				if err == nil {
					r.report.Verified++
				}
				r.add(ctx, number, v, err)
			}
			return true
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// sweep computes the amounts anew where the policy changed.
func (r *run) sweep(ctx context.Context, policies map[string]string) (err error) {
	failed := r.report.Failed
	r.report.More, err = instant.Sweep(ctx, r.Store, policies, calendar.Of(r.Now()), r.report.DryRun, func(service, number string) bool {
		if instant.OutOfTime(ctx) {
			return false
		}
		v, err := r.verifiers[service].Adjust(ctx, number, r.report.DryRun)
		if err == nil {
			r.report.Swept++
		}
		r.add(ctx, number, v, err)
		return true
	}, func() bool { return r.report.Failed > failed })
	return err
}

// add reports a verification. What fails stays due, and does not keep the others from being
// verified.
func (r *run) add(ctx context.Context, number string, v instant.Verification, err error) {
	if err != nil {
		r.failed(ctx, number, err)
		return
	}
	if v.Doubt {
		r.report.Doubtful++
	}
	if v.After == v.Before && v.Adjusted == nil {
		return
	}
	change := Change{Application: number, Before: v.Before, After: v.After, Since: v.Since, Rule: v.Rule, RecoverFen: v.RecoverFen}
	if v.Adjusted != nil {
		r.report.Adjusted++
		change.ArrearsFen, change.Adjusted = v.Adjusted.ArrearsFen, true
	}
	r.report.Changes = append(r.report.Changes, change)
}

func (r *run) failed(ctx context.Context, number string, err error) {
	r.report.Failed++
	r.Log.ErrorContext(ctx, "not verified", "application", number, "error", err)
}
