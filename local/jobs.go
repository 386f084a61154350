package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"miaoban/functions"
	"miaoban/functions/citizens/portal"
	"miaoban/functions/jobs/proactive"
	"miaoban/functions/jobs/verification"
	"miaoban/shared/calendar"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/platform"
	"miaoban/shared/points/ledger"
	"miaoban/shared/registry"
	"miaoban/shared/store"
)

// revisit runs the verification job and prints its report.
func revisit(ctx context.Context, settings settings, out io.Writer) error {
	return job(ctx, settings, "VerificationFunction", out, func(e *instant.Engine) (any, error) {
		run, err := verification.Job(e, functions.Services())
		if err != nil {
			return nil, err
		}
		return run(ctx, verification.Order{DryRun: settings.dry})
	})
}

// find runs the job that finds entitled people, for the given months of birth or those of the day,
// and prints its report.
func find(ctx context.Context, settings settings, months []string, out io.Writer) error {
	return job(ctx, settings, "ProactiveFunction", out, func(e *instant.Engine) (any, error) {
		run, err := proactive.Job(e, functions.Services())
		if err != nil {
			return nil, err
		}
		return run(ctx, proactive.Order{DryRun: settings.dry, Months: months})
	})
}

// authority prints who decides what where.
func authority(ctx context.Context, settings settings, out io.Writer) error {
	return job(ctx, settings, "PortalFunction", out, func(e *instant.Engine) (any, error) {
		delegations, err := registry.List(ctx, e.Store, dataset.Delegations.Dataset)
		if err != nil {
			return nil, err
		}
		return portal.AuthorityMap(functions.Services(), delegations, e.Now())
	})
}

// balance verifies the ledger of points and prints its totals.
func balance(ctx context.Context, settings settings, out io.Writer) error {
	return job(ctx, settings, "", out, func(e *instant.Engine) (any, error) {
		var months []string
		for month, today := calendar.MustParse("2026-01-01"), calendar.Of(e.Now()); !month.After(today); month = month.AddMonths(1) {
			months = append(months, month.MonthText())
		}
		sums, err := ledger.Verify(ctx, e.Store, months...)
		if err == nil && !sums.Balanced() {
			err = fmt.Errorf("the ledger of points does not balance: %+v", sums)
		}
		return sums, err
	})
}

// job runs a job on the host's store, with the rights of the function that runs it in a deployment;
// a job without a function reads whatever it needs. The host must not be serving.
func job(ctx context.Context, settings settings, function string, out io.Writer, run func(*instant.Engine) (any, error)) (err error) {
	records, err := settings.openStore(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, records.Close()) }()
	var used store.Store = records
	if function != "" {
		if used, err = settings.own(function, records); err != nil {
			return err
		}
	}
	engine, err := platform.NewEngine(settings.getenv(nil), used, io.Discard)
	if err != nil {
		return err
	}
	report, err := run(engine)
	if err != nil {
		return err
	}
	return printJSON(out, report)
}

// printJSON prints a result as indented JSON.
func printJSON(out io.Writer, value any) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}
