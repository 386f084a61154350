package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"miaoban/functions"
	"miaoban/functions/jobs/auditing"
	"miaoban/functions/jobs/clocks"
	"miaoban/functions/jobs/publication"
	"miaoban/local/gateway"
	"miaoban/shared/instant"
	"miaoban/shared/platform"
	"miaoban/shared/store"
	"miaoban/shared/tracing"
)

// schedule runs the periodic jobs as EventBridge does in a deployment: the clocks each minute, the
// rankings and the audit signatures each hour. They end with the context; ended waits for them.
func schedule(ctx context.Context, s settings, records store.Store, out io.Writer) (ended func(), err error) {
	template, err := gateway.Load(s.template)
	if err != nil {
		return nil, err
	}
	look, err := bound(s, template, "clocks", "ClocksFunction", records, out, clocks.Job)
	if err != nil {
		return nil, err
	}
	publish, err := bound(s, template, "publication", "PublicationFunction", records, out,
		func(e *instant.Engine) (platform.Job[publication.Order, publication.Report], error) {
			return publication.Job(e, functions.Services())
		})
	if err != nil {
		return nil, err
	}
	sign, err := bound(s, template, "auditing", "AuditingFunction", records, out, auditing.Job(s.getenv(nil)))
	if err != nil {
		return nil, err
	}
	log := tracing.NewLog(out)
	var jobs sync.WaitGroup
	jobs.Go(func() {
		every(ctx, time.Minute, log, func() error { _, err := look(ctx, clocks.Order{}); return err })
	})
	jobs.Go(func() {
		every(ctx, time.Hour, log, func() error { _, err := publish(ctx, publication.Order{}); return err })
	})
	jobs.Go(func() {
		every(ctx, time.Hour, log, func() error { _, err := sign(ctx, auditing.Order{}); return err })
	})
	return jobs.Wait, nil
}

// bound is the job of that name as the function of the template may run it: with its rights, for its
// time, and one run at once.
func bound[Order, Report any](s settings, template *gateway.Template, name, function string, records store.Store, out io.Writer,
	job func(*instant.Engine) (platform.Job[Order, Report], error),
) (platform.Job[Order, Report], error) {
	own, err := withRights(template, function, records)
	if err != nil {
		return nil, err
	}
	engine, err := platform.NewEngine(s.getenv(nil), own, out)
	if err != nil {
		return nil, err
	}
	run, err := job(engine)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, order Order) (Report, error) {
		ctx, cancel := context.WithTimeout(ctx, template.Timeout(function))
		defer cancel()
		return platform.Alone(engine, name, run)(ctx, order)
	}, nil
}

// every runs the job now and then at each interval.
func every(ctx context.Context, wait time.Duration, log *slog.Logger, run func() error) {
	ticker := time.NewTicker(wait)
	defer ticker.Stop()
	for {
		if err := survived(run); err != nil && ctx.Err() == nil {
			log.ErrorContext(ctx, "a job failed", "error", err.Error())
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// survived runs the job and returns its error; a panic counts as an error.
func survived(run func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %T\n%s", p, debug.Stack())
		}
	}()
	return run()
}
