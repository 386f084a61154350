package ticket_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"miaoban/shared/decision"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/store"
	"miaoban/shared/ticket"
)

// TestNobodyBringsMoreThanADayAllows sends five too many concurrently: five are refused, for each
// kind of request that officials have to read; on the next day they are accepted.
func TestNobodyBringsMoreThanADayAllows(t *testing.T) {
	const person, clerk = "440605194603140024", "440605199207070021"
	rule := ticket.Visiting{AnswerDays: 7, ReopenDays: 30, Rounds: 3}
	matter := func(tw *town, from ticket.Caller, by, text string) (*ticket.Ticket, error) {
		source := ticket.FromPortal
		if by != "" {
			source = ticket.FromClerk
		}
		made, err := tw.New(ticket.Intake{Category: "other", Place: guicheng, Text: text, Caller: from, Source: source, Clerk: by})
		if err != nil {
			return nil, err
		}
		kept, _, err := tw.Take(tw.Context(), made)
		return kept, err
	}
	mobile := func(n int) ticket.Caller { return ticket.Caller{Name: "甲", Mobile: fmt.Sprintf("1390000%04d", n)} }
	granted := func(tw *town, n int) *instant.Application {
		return &instant.Application{Number: fmt.Sprintf("20261124-090000-%08d", n), Service: "seniorcard", Outcome: decision.Approved,
			Applicant: decision.Applicant{ID: person, Name: "甲"}, Received: tw.now}
	}
	// answered returns tickets of the caller, half of which are already closed.
	answered := func(tw *town, from ticket.Caller, many int) []*ticket.Ticket {
		all := make([]*ticket.Ticket, many)
		for n := range many {
			if n == 20 { // the daily limit: continue on the next day
				tw.now = tw.now.AddDate(0, 0, 1)
			}
			made, err := matter(tw, from, "", fmt.Sprintf("第%d盏路灯不亮", n))
			if err != nil {
				tw.Fatal(err)
			}
			all[n] = tw.must(made.Number, func(t *ticket.Ticket) error { return t.Reply(guicheng, "已处理", rule, tw.now) })
			if n%2 == 0 {
				all[n] = tw.must(made.Number, func(t *ticket.Ticket) error { return t.Visited(ticket.Visit{Resolved: true}, rule, tw.now) })
			}
		}
		return all
	}
	went := func(tw *town, t *ticket.Ticket, by string) error {
		_, err := tw.ChangeByCaller(tw.Context(), t, by, "visited", func(t *ticket.Ticket) ([]store.Write, error) {
			if t.State == ticket.Closed {
				return nil, t.Reopen("又不亮了", rule, tw.now)
			}
			return nil, t.Visited(ticket.Visit{}, rule, tw.now)
		})
		return err
	}
	for name, tt := range map[string]struct {
		most int
		open func(tw *town, many int) func(n int) error
	}{
		"matters": {20, func(tw *town, _ int) func(int) error {
			return func(n int) error { _, err := matter(tw, ticket.Caller{ID: person}, "", fmt.Sprint(n)); return err }
		}},
		"matters of one number, recorded by a clerk": {20, func(tw *town, _ int) func(int) error {
			return func(n int) error { _, err := matter(tw, mobile(1), clerk, fmt.Sprint(n)); return err }
		}},
		"calls recorded by one clerk": {300, func(tw *town, _ int) func(int) error {
			return func(n int) error { _, err := matter(tw, mobile(n), clerk, fmt.Sprint(n)); return err }
		}},
		"additions": {30, func(tw *town, _ int) func(int) error {
			tw.take("noise", guicheng, person)
			return func(n int) error {
				made, err := tw.New(
					ticket.Intake{
						Category: "noise",
						Place:    guicheng,
						Text:     fmt.Sprint("又", n),
						Caller:   ticket.Caller{ID: person, Name: "甲"},
					},
				)
				if err == nil {
					_, _, err = tw.Take(tw.Context(), made)
				}
				return err
			}
		}},
		"ratings of an answer": {30, func(tw *town, many int) func(int) error {
			all := answered(tw, ticket.Caller{ID: person, Name: "甲"}, many)
			return func(n int) error { return went(tw, all[n], "") }
		}},
		"ratings of an answer, recorded by a clerk": {30, func(tw *town, many int) func(int) error {
			all := answered(tw, mobile(1), many)
			return func(n int) error { return went(tw, all[n], clerk) }
		}},
		"low ratings": {30, func(tw *town, _ int) func(int) error {
			return func(n int) error { return tw.Rate(tw.Context(), granted(tw, n), instant.Rating{Stars: 1, At: tw.now}) }
		}},
		"requests for review": {20, func(tw *town, _ int) func(int) error {
			return func(n int) error {
				a := granted(tw, n)
				here := store.Item{Key: store.Key{Partition: "APPLICATION#" + a.Number, Sort: "APPLICATION"}, Body: []byte("{}")}
				if err := tw.Store.Commit(tw.Context(), store.Put("application", here)); err != nil {
					return err
				}
				ask, err := tw.Asking(tw.Context(), a)
				if err != nil {
					return err
				}
				return tw.RequestReview(tw.Context(), a, instant.Actor{}, ask.Confirm)
			}
		}},
		"links": {40, func(tw *town, _ int) func(int) error {
			return func(n int) error {
				_, err := tw.MakeLink(tw.Context(), person, fmt.Sprint(n), time.Hour)
				return err
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			tw := openTown(t, instanttest.OnBolt)
			many := tt.most + 5
			act := tt.open(tw, many)
			once := func(n int) error {
				err := act(n)
				for errors.Is(err, store.ErrBusy) || isProblem(err, "busy") {
					err = act(n)
				}
				return err
			}
			var done atomic.Int64
			refused := make([]bool, many)
			var all sync.WaitGroup
			for n := range many {
				all.Go(func() {
					switch err := once(n); {
					case err == nil:
						done.Add(1)
					case isProblem(err, "too-many"):
						refused[n] = true
					default:
						t.Error(err)
					}
				})
			}
			all.Wait()
			if int(done.Load()) != tt.most {
				t.Errorf("%d succeeded, want %d", done.Load(), tt.most)
			}
			tw.now = tw.now.AddDate(0, 0, 1)
			for n, again := range refused {
				if err := error(nil); again {
					if err = once(n); err != nil {
						t.Errorf("on the next day: %v", err)
					}
				}
			}
		})
	}
}
