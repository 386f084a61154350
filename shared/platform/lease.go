package platform

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"miaoban/shared/instant"
	"miaoban/shared/store"
)

// Job is a scheduled job: it carries out an order, and reports.
type Job[Order, Report any] func(context.Context, Order) (Report, error)

// leaseMargin is how much longer than a run its lease lasts, for clocks that differ.
const leaseMargin = time.Minute

// longestRun is how long Lambda lets a function run, for a run without a deadline.
const longestRun = 15 * time.Minute

// Alone is the job with at most one run at a time in all processes. Schedules call a job at least
// once and do not wait for the run before, so a run takes a lease in the store, until its deadline.
// While another run holds it, the job does nothing and reports nothing.
func Alone[Order, Report any](e *instant.Engine, name string, job Job[Order, Report]) Job[Order, Report] {
	key := store.Key{Partition: "LEASE#" + name, Sort: "LEASE"}
	return func(ctx context.Context, order Order) (report Report, err error) {
		until, set := ctx.Deadline()
		if !set {
			until = e.Now().Add(longestRun)
		}
		until = until.Add(leaseMargin)
		body, err := json.Marshal(map[string]time.Time{"taken": e.Now()})
		if err != nil {
			return report, err
		}
		err = e.Store.Commit(ctx, store.Create("lease", store.Item{Key: key, Body: body, Expires: until.Truncate(time.Second)}))
		var held *store.Conflict
		if errors.As(err, &held) {
			e.Log.InfoContext(ctx, "another run has the lease", "job", name)
			return report, nil
		}
		if err != nil {
			return report, fmt.Errorf("taking the lease of %s: %w", name, err)
		}
		defer func() {
			if e.Now().After(until.Add(-leaseMargin)) {
				return // it may be another's by now
			}
			given := e.Store.Commit(context.WithoutCancel(ctx), store.Remove("lease", key))
			err = errors.Join(err, given)
		}()
		return job(ctx, order)
	}
}
