package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"miaoban/functions"
	"miaoban/functions/jobs/publication"
	"miaoban/shared/calendar"
	"miaoban/shared/instant"
	"miaoban/shared/registry/seed"
	"miaoban/shared/store"
	"miaoban/shared/ticket"
)

// october creates complaints in the month before the seed's past and publishes their ranking.
func october(ctx context.Context, e *instant.Engine) error {
	people, err := seed.People()
	if err != nil {
		return err
	}
	callers := slices.DeleteFunc(people, func(p seed.Person) bool { return p.Roles != nil || p.Story.ZH != "" })
	book, err := ticket.Open(e)
	if err != nil {
		return err
	}
	chance := rand.New(rand.NewChaCha8(sha256.Sum256([]byte("october"))))
	e.Random = rand.NewChaCha8(sha256.Sum256([]byte("tickets")))
	said := map[string]string{"noise": "楼下工地夜里还在施工", "waste": "垃圾两天没有清运", "water": "从早上起停水", "street": "摊档占了人行道"}
	kinds := []string{"noise", "waste", "water", "street"}
	streets := []string{"440605011", "440605124", "440605125", "440605126", "440604012", "440604010", "440606005", "440606006"}
	var late *ticket.Ticket
	for i := range 32 {
		street, kind, caller := streets[i%len(streets)], kinds[chance.IntN(len(kinds))], callers[i%len(callers)]
		now := time.Date(2026, 10, 2+i*27/32, 8+chance.IntN(10), chance.IntN(60), 0, 0, calendar.Zone)
		e.Now = func() time.Time { return now }
		made, err := book.New(
			ticket.Intake{
				Category: kind,
				Place:    street,
				Text:     said[kind],
				Caller:   ticket.Caller{ID: caller.ID, Name: caller.Name},
				Source:   ticket.FromPortal,
			},
		)
		if err == nil {
			made, _, err = book.Take(ctx, made)
		}
		if err != nil {
			return fmt.Errorf("taken: %w", err)
		}
		now = now.Add(time.Duration(1+chance.IntN(40)) * time.Hour)
		answered, err := book.Change(ctx, made.Number, "answered", func(t *ticket.Ticket) ([]store.Write, error) {
			return nil, t.Reply(t.Holder, "已到场处理，请您看看是否解决。", ticket.Visiting{AnswerDays: 60}, now)
		})
		if err != nil {
			return fmt.Errorf("answered: %w", err)
		}
		if i == 0 {
			late = answered // its caller answers only after the ranking is published
			continue
		}
		now = now.Add(time.Duration(1+chance.IntN(72)) * time.Hour)
		resolved := chance.IntN(10) < 8
		visit := ticket.Visit{Contacted: chance.IntN(10) < 9, Resolved: resolved, Content: resolved && chance.IntN(10) < 9}
		if err := visited(ctx, book, made.Number, visit, now); err != nil {
			return err
		}
	}
	publish, err := publication.Job(e, functions.Services())
	if err != nil {
		return err
	}
	day := time.Date(2026, 11, 3, 7, 0, 0, 0, calendar.Zone)
	e.Now = func() time.Time { return day }
	if _, err := publish(ctx, publication.Order{}); err != nil {
		return err
	}
	day = day.AddDate(0, 0, 2)
	if err := visited(ctx, book, late.Number, ticket.Visit{Contacted: true}, day); err != nil {
		return err
	}
	_, err = publish(ctx, publication.Order{})
	return err
}

func visited(ctx context.Context, book *ticket.Book, number string, v ticket.Visit, at time.Time) error {
	_, err := book.Change(ctx, number, "visited", func(t *ticket.Ticket) ([]store.Write, error) {
		return nil, t.Visited(v, ticket.Visiting{Rounds: 1}, at)
	})
	if err != nil {
		return fmt.Errorf("visited: %w", err)
	}
	return nil
}
