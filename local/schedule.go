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
	"miaoban/shared/platform"
	"miaoban/shared/store"
)

// schedule runs the periodic jobs as EventBridge does in a deployment: the clocks each minute, the
// rankings and the audit signatures each hour. They end with the context; ended waits for them.
func schedule(ctx context.Context, s settings, records store.Store, out io.Writer) (ended func(), err error) {
	engine, err := platform.NewEngine(s.getenv(nil), records, out)
	if err != nil {
		return nil, err
	}
	look, err := clocks.Job(engine)
	if err != nil {
		return nil, err
	}
	publish, err := publication.Job(engine, functions.Services())
	if err != nil {
		return nil, err
	}
	sign, err := auditing.Job(s.getenv(nil))(engine)
	if err != nil {
		return nil, err
	}
	var jobs sync.WaitGroup
	jobs.Go(func() {
		every(ctx, time.Minute, engine.Log, func() error { _, err := look(ctx, clocks.Order{}); return err })
	})
	jobs.Go(func() {
		every(ctx, time.Hour, engine.Log, func() error { _, err := publish(ctx, publication.Order{}); return err })
	})
	jobs.Go(func() {
		every(ctx, time.Hour, engine.Log, func() error { _, err := sign(ctx, auditing.Order{}); return err })
	})
	return jobs.Wait, nil
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
