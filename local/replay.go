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
	"miaoban/shared/store/bolt"
)

// retention is how far back the replay looks for chains of the audit, in days.
const retention = 400

// replay verifies the audit's chains, and decides every application in them again
// by the rules and the policy of its day. What differs is printed and an error.
func replay(ctx context.Context, data string, out io.Writer) (err error) {
	store, err := bolt.Open(storePath(data), time.Now)
	if err != nil {
		return fmt.Errorf("cannot open the store of make run (is it still running?): %w", err)
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	services := map[string]instant.Offering{}
	for _, s := range functions.Services() {
		services[s.About().Slug] = s
	}
	var decided, wrong int
	today := calendar.Of(time.Now())
	for day := today.AddDays(-retention); !day.After(today); day = day.AddDays(1) {
		for record, err := range audit.Records(ctx, store, day) {
			if err != nil {
				wrong++
				fmt.Fprintln(out, err)
				continue
			}
			if record.Event.Action != "decided" {
				continue
			}
			decided++
			differences, err := replayOne(ctx, store, services, record)
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
	fmt.Fprintf(out, "%d decisions made again, %d faults\n", decided, wrong)
	if wrong > 0 {
		return fmt.Errorf("the replay found %d faults", wrong)
	}
	return nil
}

func replayOne(ctx context.Context, s *bolt.Store, services map[string]instant.Offering, record audit.Record) ([]instant.Difference, error) {
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
