package main

import (
	"context"
	"io"
	"time"

	"miaoban/functions"
	"miaoban/functions/clocks"
	"miaoban/functions/publication"
	"miaoban/shared/instant"
	"miaoban/shared/platform"
	"miaoban/shared/store"
)

// schedule runs the jobs whose time does not wait, as EventBridge does where the house is
// deployed: the clocks each minute, the rankings each hour. It ends with the context.
func schedule(ctx context.Context, s settings, records store.Store, out io.Writer) error {
	engine, err := platform.NewEngine(s.getenv(nil), records, out)
	if err != nil {
		return err
	}
	look, err := clocks.Job(engine)
	if err != nil {
		return err
	}
	publish, err := publication.Job(engine, functions.Services())
	if err != nil {
		return err
	}
	go every(ctx, time.Minute, engine, func() error { _, err := look(ctx, clocks.Order{}); return err })
	go every(ctx, time.Hour, engine, func() error { _, err := publish(ctx, publication.Order{}); return err })
	return nil
}

// every runs the job now, and again whenever so much time has gone by.
func every(ctx context.Context, wait time.Duration, e *instant.Engine, run func() error) {
	ticker := time.NewTicker(wait)
	defer ticker.Stop()
	for {
		if err := run(); err != nil && ctx.Err() == nil {
			e.Log.ErrorContext(ctx, "a job failed", "error", err.Error())
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
