package instant

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/identity"
	"miaoban/shared/interest"
	"miaoban/shared/store"
)

// People returns the ID numbers of the people concerned by the application: the applicant first,
// then those in its form, facts and supplied values.
func (a *Application) People() []string {
	all := []string{a.Applicant.ID}
	add := func(texts ...string) {
		for _, text := range texts {
			for _, word := range strings.FieldsFunc(text, func(c rune) bool { return c != 'X' && c != 'x' && !unicode.IsDigit(c) }) {
				if id, err := identity.ParseIDNumber(word, calendar.Date{}); err == nil && !slices.Contains(all, string(id)) {
					all = append(all, string(id))
				}
			}
		}
	}
	add(a.Applicant.Agent.ID, string(a.Form))
	for _, f := range a.Facts {
		add(f.Key)
		for _, field := range f.Fields {
			add(f.Whole().Values[field])
		}
	}
	if a.Determination != nil {
		for _, s := range a.Determination.Supplied {
			add(s.Value)
		}
	}
	return all
}

// Parties returns the people with their current relations, to be stored with a new matter, and the
// writes that log the reads.
func (e *Engine) Parties(ctx context.Context, people ...string) ([]interest.Known, []store.Write, error) {
	parties, facts, err := e.known(ctx, WithPeople(nil, people...))
	if err != nil || len(parties) == 0 {
		return nil, nil, err
	}
	serial, err := decision.NewSerial(e.Random)
	if err != nil {
		return nil, nil, err
	}
	at := e.Now()
	writes, err := checked{of: facts}.writes(Matter{People: parties}, at, applicationNumber(at, serial))
	return parties, writes, err
}

// partiesWrites store the parties of an application when its review begins, and log the reads.
func (e *Engine) partiesWrites(ctx context.Context, a *Application) ([]interest.Known, []store.Write, error) {
	parties, writes, err := e.Parties(ctx, a.People()...)
	if err != nil {
		return nil, nil, err
	}
	body, err := json.Marshal(parties)
	if err != nil {
		return nil, nil, fmt.Errorf("storing the parties of an application: %w", err)
	}
	return parties, append(writes, store.Create("parties", store.Item{Key: partiesKey(a.Number), Body: body})), nil
}

// Matter returns the application as a matter for an official, for the purpose.
func (e *Engine) Matter(ctx context.Context, a *Application, purpose string) (Matter, error) {
	parties, err := e.parties(ctx, a)
	return Matter{
		Partition:   applicationKey(a.Number).Partition,
		Application: a.Number,
		Service:     a.Service,
		Purpose:     purpose,
		People:      parties,
		Facts:       a.Facts,
	}, err
}
