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

// schedule runs the jobs whose time does not wait, as EventBridge does where the house is
// deployed: the clocks each minute, the rankings and the signing of the audit each hour. They
// end with the context; ended waits until they have.
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

// every runs the job now, and again whenever so much time has gone by.
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

// survived is what the job returns: one that panics has failed, and no more.
func survived(run func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %T\n%s", p, debug.Stack())
		}
	}()
	return run()
}
