package ticket

import (
	"context"
	"errors"
	"slices"

	"miaoban/shared/hanzi"
	"miaoban/shared/instant"
	"miaoban/shared/interest"
	"miaoban/shared/store"
)

// people returns the people concerned: the caller, and the people of the decision that the ticket
// is about. A caller whose call a clerk recorded is unknown.
func (b *Book) people(ctx context.Context, t *Ticket) ([]string, error) {
	var people []string
	if t.Caller.ID != "" {
		people = append(people, t.Caller.ID)
	}
	if t.Application == "" {
		return people, nil
	}
	a, err := instant.LoadApplication(ctx, b.Store, t.Application)
	if errors.Is(err, store.ErrNotFound) { // erased meanwhile
		return people, nil
	}
	if err != nil {
		return nil, err
	}
	return append(people, a.People()...), nil
}

// PartiesOf returns the people concerned with the data that was stored about them.
func (b *Book) PartiesOf(ctx context.Context, t *Ticket) ([]interest.Known, error) {
	if t.Parties != nil {
		return t.Parties, nil
	}
	people, err := b.people(ctx, t) // stored before parties were recorded
	return instant.WithPeople(nil, people...), err
}

// names reports whether one of the unknown callers has the official's name.
func (t *Ticket) names(by instant.Officer) bool {
	return slices.ContainsFunc(t.callers(), func(name string) bool { return hanzi.Same(name, by.Name) })
}

// Admit lets the official see the ticket and act on it if they have no conflict of interest, and
// logs the access. If the caller has no ID number, the clerk who recorded the call and anybody
// with the caller's name cannot be ruled out as the caller.
func (b *Book) Admit(ctx context.Context, by instant.Officer, t *Ticket, purpose string) (instant.Clearance, error) {
	if t.names(by) {
		return instant.Clearance{}, instant.Recused()
	}
	parties, err := b.PartiesOf(ctx, t)
	if err != nil {
		return instant.Clearance{}, err
	}
	m := instant.Matter{
		Partition:   Key(t.Number).Partition,
		Number:      t.Number,
		Application: t.Application,
		Service:     t.Service,
		Purpose:     purpose,
		People:      parties,
	}
	if t.Application != "" && purpose == "complaint" { // the handling official also sees the reasons of the decision
		switch a, err := instant.LoadApplication(ctx, b.Store, t.Application); {
		case err == nil:
			m.Facts = a.Facts
		case !errors.Is(err, store.ErrNotFound):
			return instant.Clearance{}, err
		}
	}
	return b.Engine.Admit(ctx, by, m)
}
