package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"miaoban/functions"
	"miaoban/functions/verification"
	"miaoban/shared/platform"
	"miaoban/shared/store/bolt"
)

// verify runs the job that looks after what was granted, and prints its report.
func verify(ctx context.Context, settings settings, dry bool, out io.Writer) (err error) {
	records, err := platform.OpenStore(ctx, settings.getenv(nil))
	if errors.Is(err, bolt.ErrInUse) {
		return fmt.Errorf("stop make run first: %w", err)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, records.Close()) }()
	engine := platform.NewEngine(settings.getenv(nil), records, slog.New(slog.DiscardHandler))
	run, err := verification.Job(engine, functions.Services())
	if err != nil {
		return err
	}
	report, err := run(ctx, verification.Order{DryRun: dry})
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(report)
}
