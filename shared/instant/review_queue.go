package instant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
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
	Proposed bool      `json:"proposed,omitempty"`      // proposed by one reviewer, awaiting confirmation by another
	Assigned string    `json:"assigned,omitempty"`      // name of the official to whom it was handed over
	Awaits   bool      `json:"awaits_figure,omitempty"` // the policy lacked a rule or figure when the review began
	queued
}

func queueKey(q queued, number string) store.Key {
	return store.Key{Partition: "REVIEWS#" + q.Region, Sort: q.Due.String() + "#" + number}
}

// waiting returns the queue entry of an application whose review begins at that time.
func waiting(a *Application, asked time.Time) Waiting {
	return Waiting{Number: a.Number, Service: a.Service, Title: a.Title, Received: a.Received, queued: queueOf(a, asked),
		Awaits: slices.ContainsFunc(a.Findings, AwaitsFigure)}
}

// queueLine is the stored queue entry, with the people concerned.
type queueLine struct {
	Waiting
	Parties []interest.Known `json:"parties,omitempty"`
	// Asked is when the review began, and Limit its time limit: the deadline is computed again from
	// them, because the days off of a year may be arranged after the entry was written.
	Asked time.Time `json:"asked,omitzero"`
	Limit *Reviewed `json:"limit,omitempty"`

	key store.Key
}

func lineOf(a *Application, asked time.Time, parties []interest.Known) queueLine {
	return queueLine{Waiting: waiting(a, asked), Parties: parties, Asked: asked, Limit: &a.Reviewed}
}

// item is the store item of the entry.
func (l queueLine) item() (store.Item, error) {
	body, err := json.Marshal(l)
	if err != nil {
		return store.Item{}, fmt.Errorf("queueing: %w", err)
	}
	return store.Item{Key: queueKey(l.queued, l.Number), Body: body}, nil
}

// queueWrites add an application whose review begins at that time to the queue of its region, and
// store its parties.
func (e *Engine) queueWrites(ctx context.Context, a *Application, asked time.Time) ([]store.Write, error) {
	parties, writes, err := e.partiesWrites(ctx, a)
	if err != nil {
		return nil, err
	}
	item, err := lineOf(a, asked, parties).item()
	return append(writes, store.Create("queue", item)), err
}

// Queue returns the applications under review in the officer's region, without those in which they
// have a conflict of interest: priority cases first, then the most urgent.
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
		if l.Parties == nil { // stored before parties were recorded
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

// CountWaiting counts the applications under review in the region, and those overdue on that day.
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

// lines yields the queue entries of the region.
func lines(ctx context.Context, s store.Store, region string) iter.Seq2[queueLine, error] {
	return func(yield func(queueLine, error) bool) {
		for _, place := range places(region) {
			for item, err := range store.All(ctx, s, store.Query{Partition: "REVIEWS#" + place}) {
				var l queueLine
				if err == nil {
					err = json.Unmarshal(item.Body, &l)
				}
				l.key = item.Key
				if l.Limit != nil {
					l.Due = l.Limit.by(calendar.Of(l.Asked))
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

// queuePlace returns the key of the application's queue entry. Its day is another one than that of
// the application now if days off were arranged in between.
func (e *Engine) queuePlace(ctx context.Context, a *Application, asked time.Time) (store.Key, error) {
	of := queueOf(a, asked)
	notes, err := e.Notes(ctx, a.Number)
	if err != nil {
		return store.Key{}, err
	}
	if desk, _ := handed(notes); desk != "" {
		of.Region = desk
	}
	key := queueKey(of, a.Number)
	_, err = e.Store.Get(ctx, key)
	if !errors.Is(err, store.ErrNotFound) {
		return key, err
	}
	for l, err := range lines(ctx, e.Store, of.Region) {
		if err != nil || l.Number == a.Number {
			return l.key, err
		}
	}
	return key, nil
}

// places returns the region and all divisions in it, down to districts.
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

// queued is the queue of an application and its deadline.
type queued struct {
	Region string        `json:"region"`
	Due    calendar.Date `json:"due"`
	First  bool          `json:"first,omitempty"` // the applicant has priority as a courtesy
}

// askedOf are the questions that every service has of the applicant: where people live who have no registered
// household, and of an application that an officer decides, whether it comes first.
func askedOf(a decision.Applicant, facts fact.Facts, outcome decision.Outcome) []fact.Query {
	var queries []fact.Query
	if a.Document.Origin() != identity.Mainland {
		queries = append(queries, fact.Ask(a.ID, dataset.Residence.Division))
	}
	if outcome == decision.Referred {
		queries = append(queries, fact.Ask(a.ID, dataset.Priority.Until))
	}
	return slices.DeleteFunc(queries, facts.Answered)
}

// queueOf returns the queue for a review that begins at that time: the responsible district, or a
// division above it if no authority there may decide.
func queueOf(a *Application, asked time.Time) queued {
	q := queued{Region: a.desk(), Due: a.Reviewed.by(calendar.Of(asked))}
	until := fact.Get(a.Facts, a.Applicant.ID, dataset.Priority.Until)
	q.First = until.Known() && !until.V.Before(calendar.Of(a.Received))
	return q
}

// desk returns the region of the review desk: the responsible district, or the division above it if
// the district lacks the authority.
func (a *Application) desk() string {
	region := a.District()
	if region != province &&
		slices.ContainsFunc(a.Findings, func(f decision.Finding) bool { return f.Rule == AuthorityRule && f.Status == decision.Unknown }) {
		return division.Parent(region)
	}
	return region
}
