package ticket

import (
	"context"
	"errors"

	"miaoban/shared/instant"
	"miaoban/shared/interest"
	"miaoban/shared/store"
)

// people are those whose ticket it is: its caller, and the people of the decision that it is
// about. Nobody is known of whom a clerk took the call.
func (b *Book) people(ctx context.Context, t *Ticket) ([]string, error) {
	var people []string
	if t.Caller.ID != "" {
		people = append(people, t.Caller.ID)
	}
	if t.Application == "" {
		return people, nil
	}
	a, err := instant.LoadApplication(ctx, b.Store, t.Application)
	if errors.Is(err, store.ErrNotFound) { // erased since
		return people, nil
	}
	if err != nil {
		return nil, err
	}
	return append(people, a.People()...), nil
}

// PartiesOf are the people of the ticket, with what was kept of them.
func (b *Book) PartiesOf(ctx context.Context, t *Ticket) ([]interest.Known, error) {
	if t.Parties != nil {
		return t.Parties, nil
	}
	people, err := b.people(ctx, t) // it came in before they were kept
	return instant.WithPeople(nil, people...), err
}

// Admit lets the official see the ticket and act on it, if they have no part in it, and logs
// that they look. Where the caller has no number, whoever took the call down and whoever has
// the caller's name cannot be told apart from them.
func (b *Book) Admit(ctx context.Context, by instant.Officer, t *Ticket, purpose string) (instant.Clearance, error) {
	if t.Caller.ID == "" && t.Caller.Name == by.Name {
		return instant.Clearance{}, instant.Recused()
	}
	parties, err := b.PartiesOf(ctx, t)
	if err != nil {
		return instant.Clearance{}, err
	}
	m := instant.Matter{Partition: Key(t.Number).Partition, Number: t.Number, Application: t.Application, Service: t.Service, Purpose: purpose, People: parties}
	if t.Application != "" && purpose == "complaint" { // whoever handles it sees why it was decided so
		switch a, err := instant.LoadApplication(ctx, b.Store, t.Application); {
		case err == nil:
			m.Facts = a.Facts
		case !errors.Is(err, store.ErrNotFound):
			return instant.Clearance{}, err
		}
	}
	return b.Engine.Admit(ctx, by, m)
}
