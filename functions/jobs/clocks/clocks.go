// Package clocks looks at what is due: tickets whose deadline passed, callers who were
// asked and said nothing, departments that do not report, points that run out. A schedule calls it every few
// minutes.
package clocks

import (
	"context"
	"errors"
	"time"

	"miaoban/shared/clock"
	"miaoban/shared/instant"
	"miaoban/shared/points/ledger"
	"miaoban/shared/store"
	"miaoban/shared/team"
	"miaoban/shared/ticket"
)

// Order is what the schedule asks for: there is nothing to choose.
type Order struct{}

// Job looks at all that is due. What is done leaves the clock, so a run that comes twice,
// late, or beside another does nothing twice.
func Job(e *instant.Engine) (func(context.Context, Order) (clock.Report, error), error) {
	book, err := ticket.Open(e)
	if err != nil {
		return nil, err
	}
	looks := map[string]clock.Handler{
		ticket.AlarmKind: book.Look,
		"team-ticket":    book.LookTeam,
		ledger.AlarmKind: ledger.Handler(e.Store),
		"team-application": func(ctx context.Context, a clock.Alarm, _ time.Time) error {
			return lapse(ctx, e.Store, a)
		},
	}
	return func(ctx context.Context, _ Order) (clock.Report, error) {
		report, err := clock.Run(ctx, e.Store, e.Now(), looks)
		if unknown := new(clock.Unknown); errors.As(err, &unknown) {
			e.Log.ErrorContext(ctx, "clocks of a kind that this build does not know are kept", "kind", unknown.Kind)
		}
		e.Log.InfoContext(ctx, "clocks", "looked", report.Looked, "failed", report.Failed)
		return report, err
	}, nil
}

// lapse looks at the team of an application: who is late is marked so on the desk.
func lapse(ctx context.Context, s store.Store, a clock.Alarm) error {
	_, writes, err := team.Lapse(ctx, s, a, team.Application)
	if err != nil || len(writes) == 0 {
		return err
	}
	return s.Commit(ctx, writes...)
}
