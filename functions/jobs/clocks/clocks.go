// Package clocks handles what is due: tickets past their deadline, callers who did not answer,
// departments that did not report, points that expire. A schedule calls it every few minutes.
package clocks

import (
	"context"
	"errors"
	"time"

	"miaoban/shared/clock"
	"miaoban/shared/instant"
	"miaoban/shared/platform"
	"miaoban/shared/points/ledger"
	"miaoban/shared/store"
	"miaoban/shared/team"
	"miaoban/shared/ticket"
)

// Order is the job's input; it has no options.
type Order struct{}

// Job handles all alarms that are due. A handled alarm is removed, so repeated, late or parallel
// runs do nothing twice.
func Job(e *instant.Engine) (platform.Job[Order, clock.Report], error) {
	book, err := ticket.Open(e)
	if err != nil {
		return nil, err
	}
	looks := map[string]clock.Handler{
		ticket.AlarmKind:   book.Look,
		"team-ticket":      book.LookTeam,
		ledger.AlarmKind:   ledger.Handler(e.Store),
		"team-application": lapse(e.Store, team.Application),
		"team-correction":  lapse(e.Store, team.Correction),
	}
	return func(ctx context.Context, _ Order) (clock.Report, error) {
		report, err := clock.Run(ctx, e.Store, e.Now(), looks)
		if unknown := new(clock.Unknown); errors.As(err, &unknown) {
			e.Log.ErrorContext(ctx, "alarms of an unknown kind are not handled", "kind", unknown.Kind)
		}
		e.Log.InfoContext(ctx, "clocks", "looked", report.Looked, "failed", report.Failed)
		return report, err
	}, nil
}

// lapse marks the departments that are late in a team of that kind, for who called them to see.
func lapse(s store.Store, kind team.Kind) clock.Handler {
	return func(ctx context.Context, a clock.Alarm, _ time.Time) error {
		_, writes, err := team.Lapse(ctx, s, a, kind)
		if err != nil || len(writes) == 0 {
			return err
		}
		return s.Commit(ctx, writes...)
	}
}
