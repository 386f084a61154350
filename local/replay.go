package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"miaoban/functions"
	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/instant"
	"miaoban/shared/platform"
	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
)

// retention is how far back the replay looks for chains of the audit, in days.
const retention = 400

// replay verifies the audit's chains, and decides every application in them again
// by the rules and the policy of its day. What differs is printed and an error.
func replay(ctx context.Context, settings settings, out io.Writer) (err error) {
	records, err := platform.OpenStore(ctx, settings.getenv(nil))
	if errors.Is(err, bolt.ErrInUse) {
		return fmt.Errorf("stop make run first: %w", err)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, records.Close()) }()
	services := map[string]instant.Offering{}
	for _, s := range functions.Services() {
		services[s.About().Slug] = s
	}
	var decided, wrong int
	var missing []string // of what was erased there is nothing to decide again
	erased := map[string]bool{}
	today := calendar.Of(time.Now())
	for day := today.AddDays(-retention); !day.After(today); day = day.AddDays(1) {
		for record, err := range audit.Records(ctx, records, day) {
			if err != nil {
				wrong++
				fmt.Fprintln(out, err)
				continue
			}
			switch record.Event.Action {
			case "erased":
				erased[record.Event.Application] = true
				continue
			case "decided":
			default:
				continue
			}
			decided++
			differences, err := replayOne(ctx, records, services, record)
			if errors.Is(err, store.ErrNotFound) {
				missing = append(missing, record.Event.Application)
				continue
			}
			if err != nil {
				wrong++
				fmt.Fprintf(out, "%s: %v\n", record.Event.Application, err)
			}
			for _, d := range differences {
				wrong++
				fmt.Fprintf(out, "%s: the %s differ\n  then %s\n  now  %s\n", record.Event.Application, d.Part, d.Then, d.Now)
			}
		}
	}
	for _, number := range missing {
		decided--
		if !erased[number] {
			wrong++
			fmt.Fprintf(out, "%s: its record is not there\n", number)
		}
	}
	if len(erased) > 0 {
		fmt.Fprintf(out, "%d erased at their applicants' wish\n", len(erased))
	}
	fmt.Fprintf(out, "%d decisions made again, %d faults\n", decided, wrong)
	if wrong > 0 {
		return fmt.Errorf("the replay found %d faults", wrong)
	}
	return nil
}

func replayOne(ctx context.Context, s store.Store, services map[string]instant.Offering, record audit.Record) ([]instant.Difference, error) {
	application, digest, err := instant.LoadWithDigest(ctx, s, record.Event.Application)
	if err != nil {
		return nil, err
	}
	if digest != record.Event.Digest {
		return nil, errors.New("the record is not the one that the audit knows")
	}
	service, ok := services[application.Service]
	if !ok {
		return nil, fmt.Errorf("there is no service %s", application.Service)
	}
	return service.Replay(ctx, s, application)
}
