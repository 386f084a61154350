package instant

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/interest"
	"miaoban/shared/lang"
	"miaoban/shared/store"
)

// Waiting is an application in a reviewer's queue.
type Waiting struct {
	Number   string    `json:"number"`
	Service  string    `json:"service"`
	Title    lang.Text `json:"title"`
	Received time.Time `json:"received"`
	Proposed bool      `json:"proposed,omitempty"` // one decided, and another has to confirm it
	queued
}

func queueKey(q queued, number string) store.Key {
	return store.Key{Partition: "REVIEWS#" + q.Region, Sort: q.Due.String() + "#" + number}
}

// waiting is the line of an application for which a person is asked at the time.
func waiting(a *Application, asked time.Time) Waiting {
	return Waiting{Number: a.Number, Service: a.Service, Title: a.Title, Received: a.Received, queued: queueOf(a, asked)}
}

// queueLine is a line as it is kept: with whose the application is.
type queueLine struct {
	Waiting
	Parties []interest.Known `json:"parties,omitempty"`
}

// item is the line where it waits.
func (l queueLine) item() (store.Item, error) {
	body, err := json.Marshal(l)
	if err != nil {
		return store.Item{}, fmt.Errorf("queueing: %w", err)
	}
	return store.Item{Key: queueKey(l.queued, l.Number), Body: body}, nil
}

// queueWrites put an application for which a person is asked at the time into the queue of
// its region, and keep whose it is.
func (e *Engine) queueWrites(ctx context.Context, a *Application, asked time.Time) ([]store.Write, error) {
	parties, writes, err := e.partiesWrites(ctx, a)
	if err != nil {
		return nil, err
	}
	item, err := queueLine{waiting(a, asked), parties}.item()
	return append(writes, store.Create("queue", item)), err
}

// Queue is the applications that wait for a person in the officer's region, but for those in
// which they have a part: those with the courtesy of being looked at first, and then the
// most urgent.
func (e *Engine) Queue(ctx context.Context, by Officer) ([]Waiting, error) {
	listed, err := e.Listed(ctx, by)
	if err != nil {
		return nil, err
	}
	all := []Waiting{}
	for l, err := range lines(ctx, e.Store, by.Region) {
		if err != nil {
			return nil, err
		}
		if l.Parties == nil { // it waits since before they were kept
			a, err := LoadApplication(ctx, e.Store, l.Number)
			if err != nil {
				return nil, err
			}
			l.Parties = WithPeople(nil, a.People()...)
		}
		if listed(l.Parties) {
			all = append(all, l.Waiting)
		}
	}
	slices.SortStableFunc(all, func(a, b Waiting) int {
		if a.First != b.First {
			if a.First {
				return -1
			}
			return 1
		}
		return a.Due.Compare(b.Due)
	})
	return all, nil
}

// CountWaiting is how many applications wait for a person in the region, and how many of
// them are overdue on the day.
func CountWaiting(ctx context.Context, s store.Store, region string, today calendar.Date) (waiting, overdue int, err error) {
	for l, err := range lines(ctx, s, region) {
		if err != nil {
			return 0, 0, err
		}
		if waiting++; l.Due.Before(today) {
			overdue++
		}
	}
	return waiting, overdue, nil
}

// lines are what waits in the region.
func lines(ctx context.Context, s store.Store, region string) iter.Seq2[queueLine, error] {
	return func(yield func(queueLine, error) bool) {
		for _, place := range places(region) {
			for item, err := range store.All(ctx, s, store.Query{Partition: "REVIEWS#" + place}) {
				var l queueLine
				if err == nil {
					err = json.Unmarshal(item.Body, &l)
				}
				if err != nil {
					err = fmt.Errorf("the queue: %w", err)
				}
				if !yield(l, err) {
					return
				}
			}
		}
	}
}

// places are the region and all that lies in it, down to districts.
func places(region string) []string {
	all := []string{region}
	if len(region) == 6 && division.District(region) != region || region == division.City(region) {
		for _, child := range division.Children(region) {
			if len(child.Code) == 6 {
				all = append(all, places(child.Code)...)
			}
		}
	}
	return all
}

// queued is where an application waits, and until when.
type queued struct {
	Region string        `json:"region"`
	Due    calendar.Date `json:"due"`
	First  bool          `json:"first,omitempty"` // the applicant has the courtesy of being looked at first
}

// province is the one that the house serves.
const province = "440000"

// District is where the application is at home: the district of the household, or the
// province where nobody knows it.
func (a *Application) District() string {
	region := province
	population, household := fact.NameOf(dataset.Population.Household)
	for _, f := range a.Facts {
		district := division.District(f.Values[household])
		if f.Dataset == population.Name && f.Key == a.Applicant.ID && division.Within(district, region) {
			region = district
		}
	}
	return region
}

// queueOf is where the application waits for a person who is asked for at the time: at
// home, or above it where nobody there may decide.
func queueOf(a *Application, asked time.Time) queued {
	q := queued{Region: a.District(), Due: a.Reviewed.by(calendar.Of(asked))}
	until := fact.Get(a.Facts, a.Applicant.ID, dataset.Priority.Until)
	q.First = until.Known() && !until.V.Before(calendar.Of(a.Received))
	if q.Region != province && slices.ContainsFunc(a.Findings, func(f decision.Finding) bool { return f.Rule == authorityRule && f.Status == decision.Unknown }) {
		q.Region = division.Parent(q.Region)
	}
	return q
}
