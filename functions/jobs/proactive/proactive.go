// Package proactive finds people who are entitled but have not applied (免申即享). With the same rules
// and the same data it grants what needs no input, and sends an invitation where input is needed.
package proactive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
	"miaoban/shared/instant"
	"miaoban/shared/platform"
	"miaoban/shared/registry"
	"miaoban/shared/store"
)

// Order is the job's input, from the schedule or by hand.
type Order struct {
	DryRun  bool   `json:"dry_run"`           // only reports who would get what, and why
	Service string `json:"service,omitempty"` // one service only
	// Months lists months of birth (1956-11) to check in place of those of the day, to catch up
	// with people who were entitled earlier.
	Months []string `json:"months,omitempty"`
}

// Report is the result of a run. It names nobody; a dry run lists people with masked ID numbers.
type Report struct {
	DryRun   bool           `json:"dry_run"`
	Looked   int            `json:"looked"`
	Granted  int            `json:"granted"`
	Invited  int            `json:"invited"`
	Notified int            `json:"told_before"` // earlier, by a notice
	Not      map[string]int `json:"not_by_rule"` // people who failed each rule
	Failed   int            `json:"failed"`
	More     bool           `json:"more"` // the time ran out; the next run continues
	People   []Person       `json:"people,omitempty"`
}

// Person is somebody found by a dry run.
type Person struct {
	Person  string       `json:"person"` // masked ID number
	Service string       `json:"service"`
	Would   instant.Done `json:"would"`
	Why     []string     `json:"why"`
}

// Job checks the cohorts of the day. It continues where the last run stopped; checking a person
// twice grants and notifies nothing twice.
func Job(e *instant.Engine, services []instant.Offering) (platform.Job[Order, Report], error) {
	finders := map[string]instant.Finder{}
	var order []string
	for _, s := range services {
		finder, err := s.Finder(e)
		if err != nil {
			return nil, err
		}
		if finder != nil {
			finders[s.About().Slug] = finder
			order = append(order, s.About().Slug)
		}
	}
	return func(ctx context.Context, o Order) (Report, error) {
		report := Report{DryRun: o.DryRun, Not: map[string]int{}}
		for _, slug := range order {
			if o.Service != "" && o.Service != slug {
				continue
			}
			months, err := o.months(finders[slug], calendar.Of(e.Now()))
			if err != nil {
				return report, err
			}
			for _, month := range months {
				r := round{Engine: e, finder: finders[slug], service: slug, cohort: registry.CohortOf(dataset.Population.Dataset, month),
					report: &report}
				if err := r.run(ctx); err != nil {
					return report, err
				}
			}
		}
		e.Log.InfoContext(
			ctx,
			"proactive run finished",
			"checked",
			report.Looked,
			"granted",
			report.Granted,
			"invited",
			report.Invited,
			"failed",
			report.Failed,
			"dry",
			report.DryRun,
		)
		return report, nil
	}, nil
}

func (o Order) months(f instant.Finder, today calendar.Date) ([]calendar.Date, error) {
	if o.Months == nil {
		return f.Months(today), nil
	}
	var months []calendar.Date
	for _, text := range o.Months {
		month, err := calendar.Parse(text + "-01")
		if err != nil {
			return nil, fmt.Errorf("proactive: %q is not a month: %w", text, err)
		}
		months = append(months, month)
	}
	return months, nil
}

// round checks one cohort for one service.
type round struct {
	*instant.Engine
	finder  instant.Finder
	service string
	cohort  registry.Cohort
	report  *Report
}

// checkpoint is how far a round of the day has come.
type checkpoint struct {
	Shard int    `json:"shard"`
	After string `json:"after"`
}

func (r round) run(ctx context.Context) error {
	at, err := r.resume(ctx)
	if err != nil {
		return err
	}
	for ; at.Shard < registry.Shards; at.Shard, at.After = at.Shard+1, "" {
		for {
			if instant.OutOfTime(ctx) {
				r.report.More = true
				return nil
			}
			people, next, err := r.cohort.Members(ctx, r.Store, at.Shard, at.After)
			if err != nil {
				return err
			}
			for _, person := range people {
				r.look(ctx, person)
			}
			if next == "" {
				break
			}
			at.After = next
			if err := r.keep(ctx, at); err != nil {
				return err
			}
		}
		if err := r.keep(ctx, checkpoint{Shard: at.Shard + 1}); err != nil {
			return err
		}
	}
	return nil
}

// look checks one person. A failure is counted; the person is checked again the next day.
func (r round) look(ctx context.Context, person string) {
	found, err := r.finder.Find(ctx, person, r.report.DryRun)
	r.report.Looked++
	if err != nil {
		r.report.Failed++
		r.Log.ErrorContext(ctx, "a person could not be checked", "service", r.service, "error", err.Error())
		return
	}
	switch found.Done {
	case instant.Granted:
		r.report.Granted++
	case instant.Invited:
		r.report.Invited++
	case instant.Notified:
		r.report.Notified++
	}
	var why []string
	for _, f := range found.Findings {
		why = append(why, f.Text.ZH)
		if found.Done == instant.Nothing && f.Status != decision.Met {
			r.report.Not[f.Rule]++
		}
	}
	if r.report.DryRun && found.Done != instant.Nothing && len(r.report.People) < maxPeople {
		r.report.People = append(r.report.People, Person{identity.Person(person).Masked(), r.service, found.Done, why})
	}
}

// maxPeople limits the people in a dry run's report, because Lambda limits the size of an answer.
const maxPeople = 500

// place is the key of the round's checkpoint. There is one for each day, because on another day
// other people of the same month are entitled.
func (r round) place() store.Key {
	return store.Key{Partition: "FOUND#" + r.service, Sort: calendar.Of(r.Now()).String() + "#" + r.cohort.Month}
}

func (r round) resume(ctx context.Context) (at checkpoint, err error) {
	if r.report.DryRun {
		return at, nil
	}
	item, err := r.Store.Get(ctx, r.place())
	if errors.Is(err, store.ErrNotFound) {
		return at, nil
	}
	if err == nil {
		err = json.Unmarshal(item.Body, &at)
	}
	if err != nil {
		return at, fmt.Errorf("reading the checkpoint: %w", err)
	}
	return at, nil
}

func (r round) keep(ctx context.Context, at checkpoint) error {
	if r.report.DryRun {
		return nil
	}
	body, err := json.Marshal(at)
	if err != nil {
		return err
	}
	if err := r.Store.Commit(ctx,
		store.Put("checkpoint", store.Item{Key: r.place(), Body: body, Expires: r.Now().AddDate(0, 0, 7)})); err != nil {
		return fmt.Errorf("storing the checkpoint: %w", err)
	}
	return nil
}
