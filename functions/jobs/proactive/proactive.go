// Package proactive finds those who are entitled and have not applied (免申即享): by
// the same rules, over the same data, it grants what needs nothing of them, and
// invites them to what does.
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
	"miaoban/shared/registry"
	"miaoban/shared/store"
)

// Order is what the schedule, or somebody by hand, asks for.
type Order struct {
	DryRun  bool   `json:"dry_run"`           // says who would have what, and why; grants and tells nothing
	Service string `json:"service,omitempty"` // one service only
	// Months are months of birth to look at, 1956-11, instead of those of the
	// day: to catch up with who was entitled before there was this.
	Months []string `json:"months,omitempty"`
}

// Report is what came of it. It names nobody; a dry run says who, masked.
type Report struct {
	DryRun  bool           `json:"dry_run"`
	Looked  int            `json:"looked"`
	Granted int            `json:"granted"`
	Invited int            `json:"invited"`
	Told    int            `json:"told_before"`
	Not     map[string]int `json:"not_by_rule"` // how many a rule kept from it
	Failed  int            `json:"failed"`
	More    bool           `json:"more"` // the time ran out: the next run goes on
	People  []Person       `json:"people,omitempty"`
}

// Person is somebody whom a dry run found.
type Person struct {
	Person  string       `json:"person"` // masked ID number
	Service string       `json:"service"`
	Would   instant.Done `json:"would"`
	Why     []string     `json:"why"`
}

// Job looks at the cohorts of the day. Where it stopped it goes on, and looking at
// somebody twice grants and tells them nothing twice.
func Job(e *instant.Engine, services []instant.Offering) (func(context.Context, Order) (Report, error), error) {
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
				r := round{Engine: e, finder: finders[slug], service: slug, cohort: registry.CohortOf(dataset.Population.Dataset, month), report: &report}
				if err := r.run(ctx); err != nil {
					return report, err
				}
			}
		}
		e.Log.InfoContext(ctx, "found", "looked", report.Looked, "granted", report.Granted, "invited", report.Invited, "failed", report.Failed, "dry", report.DryRun)
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
			return nil, fmt.Errorf("proactive: %q is no month: %w", text, err)
		}
		months = append(months, month)
	}
	return months, nil
}

// round is a look at one cohort for one service.
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

// look looks at one person. What fails is counted, and looked at again tomorrow.
func (r round) look(ctx context.Context, person string) {
	found, err := r.finder.Find(ctx, person, r.report.DryRun)
	r.report.Looked++
	if err != nil {
		r.report.Failed++
		r.Log.ErrorContext(ctx, "not looked at", "service", r.service, "error", err.Error())
		return
	}
	switch found.Done {
	case instant.Granted:
		r.report.Granted++
	case instant.Invited:
		r.report.Invited++
	case instant.NoticeList:
		r.report.Told++
	}
	var why []string
	for _, f := range found.Findings {
		why = append(why, f.Text.ZH)
		if found.Done == instant.Nothing && f.Status != decision.Met {
			r.report.Not[f.Rule]++
		}
	}
	if r.report.DryRun && found.Done != instant.Nothing && len(r.report.People) < maxPeople {
		r.report.People = append(r.report.People, Person{identity.IDNumber(person).Masked(), r.service, found.Done, why})
	}
}

// maxPeople is how many a dry run prints, so that its report fits into an answer of
// Lambda.
const maxPeople = 500

// place is where the round's checkpoint is kept: one a day, since on another day
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
		return at, fmt.Errorf("where the round stopped: %w", err)
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
	if err := r.Store.Commit(ctx, store.Put("checkpoint", store.Item{Key: r.place(), Body: body, Expires: r.Now().AddDate(0, 0, 7)})); err != nil {
		return fmt.Errorf("keeping where the round is: %w", err)
	}
	return nil
}
