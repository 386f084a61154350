package ranking_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/ranking"
	"miaoban/shared/store"
	"miaoban/shared/ticket"
)

// TestRatingsArriveWhileItIsPublished requires editions without gaps, no two alike, and that the
// last one is complete.
func TestRatingsArriveWhileItIsPublished(t *testing.T) {
	instanttest.OnEachStore(t, func(t *testing.T, open instanttest.OpenStore) {
		now := time.Date(2026, 10, 20, 9, 0, 0, 0, calendar.Zone)
		clock := func() time.Time { return now }
		e := &instant.Engine{
			Store:  open(t, clock),
			Audit:  &audit.Log{},
			Log:    slog.New(slog.DiscardHandler),
			Now:    clock,
			Random: rand.Reader,
		}
		book, err := ticket.Open(e)
		if err != nil {
			t.Fatal(err)
		}
		const people = 24
		numbers := make([]string, people)
		for i := range numbers {
			made, err := book.New(
				ticket.Intake{
					Category: "noise",
					Place:    []string{"440605011", "440605125"}[i%2],
					Text:     "夜里施工",
					Caller:   ticket.Caller{ID: fmt.Sprint(i), Name: "甲"},
				},
			)
			if err == nil {
				_, _, err = book.Take(t.Context(), made)
			}
			if err == nil {
				_, err = book.Change(t.Context(), made.Number, "answer", func(t *ticket.Ticket) ([]store.Write, error) {
					return nil, t.Reply(t.Holder, "已处理", ticket.Visiting{AnswerDays: 30}, now)
				})
			}
			if err != nil {
				t.Fatal(err)
			}
			numbers[i] = made.Number
		}
		if edition, err := ranking.Publish(t.Context(), e.Store, "2026-10", nil, now); err != nil || edition.Number != 1 ||
			edition.Holders[0].Rank != 0 {
			t.Fatalf("%+v, %v", edition, err)
		}
		var rate, publish sync.WaitGroup
		for i, number := range numbers {
			rate.Go(func() {
				_, err := book.Change(context.WithoutCancel(t.Context()), number, "visit", func(t *ticket.Ticket) ([]store.Write, error) {
					return nil, t.Visited(
						ticket.Visit{Contacted: true, Resolved: i%2 == 0, Content: i%4 == 0},
						ticket.Visiting{Rounds: 1},
						now,
					)
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		for range 3 { // a schedule that fires three times
			publish.Go(func() {
				for range 5 {
					if _, err := ranking.Publish(context.WithoutCancel(t.Context()), e.Store, "2026-10", nil, now); err != nil {
						t.Error(err)
					}
				}
			})
		}
		rate.Wait()
		publish.Wait()
		if _, err := ranking.Publish(t.Context(), e.Store, "2026-10", nil, now); err != nil {
			t.Fatal(err)
		}
		if again, err := ranking.Publish(t.Context(), e.Store, "2026-10", nil, now); err != nil || again != nil {
			t.Errorf("an identical edition was published: %+v, %v", again, err)
		}
		latest, err := ranking.Latest(t.Context(), e.Store, "2026-10")
		if err != nil {
			t.Fatal(err)
		}
		guicheng, dali := latest.Holders[0], latest.Holders[1]
		if guicheng.Code != "440605011" || *guicheng.Resolution != 100 || *guicheng.Satisfaction != 50 || guicheng.Visited != people/2 ||
			*dali.Resolution != 0 ||
			*dali.Response != 100 ||
			dali.Rank != 2 {
			t.Errorf("%+v, %+v", guicheng, dali)
		}
		for n := 1; n <= latest.Number; n++ {
			if edition, err := ranking.Load(t.Context(), e.Store, "2026-10", n); err != nil || edition.Number != n {
				t.Errorf("edition %d: %v", n, err)
			}
		}
	})
}
