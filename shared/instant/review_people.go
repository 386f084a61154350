package instant

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
	"miaoban/shared/interest"
	"miaoban/shared/store"
)

// People returns the numbers of the people concerned by the application: the applicant first, then
// those in its form, facts and supplied values. Outside of the keys and fields that name people,
// bare digits are a person only if they are an ID number: of eight digits there are many.
func (a *Application) People() []string {
	all := []string{a.Applicant.ID}
	add := func(word string, bare bool) {
		id, err := identity.ParsePerson(word, calendar.Date{})
		if err != nil || !bare && id.Kind() == identity.TaiwanPass || slices.Contains(all, string(id)) {
			return
		}
		all = append(all, string(id))
	}
	find := func(text string) {
		for _, part := range []func(rune) bool{inNumber, inWord} {
			for _, word := range strings.FieldsFunc(text, func(c rune) bool { return !part(c) }) {
				add(word, false)
			}
		}
	}
	add(a.Applicant.Agent.ID, true)
	find(string(a.Form))
	for _, f := range a.Facts {
		of := dataset.Find(f.Dataset)
		if of != nil && of.OfPerson() {
			add(f.Key, true)
		}
		find(f.Key)
		for _, field := range f.Fields {
			value := f.Disclosed().Values[field]
			if column := columnOf(f.Dataset, field); column != nil && column.Names() {
				add(value, true)
			}
			find(value)
		}
	}
	if a.Determination != nil {
		for _, s := range a.Determination.Supplied {
			if column := columnOf(s.Dataset, s.Field); column != nil && column.Names() {
				add(s.Value, true)
			}
			find(s.Value)
		}
	}
	return all
}

// inNumber and inWord are the characters of ID numbers and of the numbers of other documents.
func inNumber(c rune) bool { return c == 'X' || c == 'x' || c >= '0' && c <= '9' }

func inWord(c rune) bool { return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }

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
