package ticket_test

import (
	"encoding/json"
	"testing"
	"time"

	"miaoban/shared/instant/instanttest"
	"miaoban/shared/store"
	"miaoban/shared/ticket"
)

// TestTheTicketsThatWaitAreCounted by who handles them and whether they are overdue, at every moment of their life.
func TestTheTicketsThatWaitAreCounted(t *testing.T) {
	instanttest.OnEachStore(t, func(t *testing.T, open instanttest.OpenStore) {
		tw := openTown(t, open)
		want := func(when, region string, waiting, late map[string]int) {
			t.Helper()
			gotWaiting, gotLate, err := ticket.Holders(t.Context(), tw.Store, region)
			if err != nil || !equal(gotWaiting, waiting) || !equal(gotLate, late) {
				t.Errorf("%s: %v waiting, %v late, %v", when, gotWaiting, gotLate, err)
			}
		}
		want("nothing", foshan, nil, nil)
		made := tw.take("noise", guicheng, "1")
		tw.take("noise", zumiao, "2")
		want("two", foshan, map[string]int{guicheng: 1, zumiao: 1}, nil)
		want("in one district", nanhai, map[string]int{guicheng: 1}, nil)
		tw.must(made.Number, func(t *ticket.Ticket) error { return t.Contact(guicheng, "已联系", tw.now) })
		tw.must(made.Number, func(t *ticket.Ticket) error { return t.Pass(guicheng, dali, "工地在大沥", tw.now) })
		tw.must(made.Number, func(t *ticket.Ticket) error { return t.Settle(nanhai, true, "同意", tw.now) })
		want("passed on", nanhai, map[string]int{dali: 1}, nil)
		tw.tick(tw.now.Add(169 * time.Hour))
		want("overdue", nanhai, map[string]int{dali: 1}, map[string]int{dali: 1})
		tw.must(made.Number, func(t *ticket.Ticket) error {
			return t.Reply(dali, "已处理", ticket.Visiting{AnswerDays: 7, Rounds: 3}, tw.now)
		})
		want("answered", nanhai, nil, nil)
		tw.must(made.Number, func(t *ticket.Ticket) error {
			return t.Visited(ticket.Visit{}, ticket.Visiting{AnswerDays: 7, Rounds: 3}, tw.now)
		})
		want("reopened, with new deadlines", nanhai, map[string]int{dali: 1}, nil)
	})
}

// TestAnOldTicketIsCountedFromItsNextChangeOn: it was stored before these counts, and makes none of them negative.
func TestAnOldTicketIsCountedFromItsNextChangeOn(t *testing.T) {
	tw := openTown(t, instanttest.OnBolt)
	made := tw.take("noise", guicheng, "1")
	item, err := tw.Store.Get(t.Context(), ticket.Key(made.Number))
	if err != nil {
		t.Fatal(err)
	}
	var body map[string]any
	if err := json.Unmarshal(item.Body, &body); err != nil {
		t.Fatal(err)
	}
	delete(body, "counted")
	if item.Body, err = json.Marshal(body); err != nil {
		t.Fatal(err)
	}
	if err := tw.Store.Commit(t.Context(), store.Replace("ticket", item)); err != nil {
		t.Fatal(err)
	}
	before, _, _ := ticket.Holders(t.Context(), tw.Store, foshan)
	tw.must(made.Number, func(t *ticket.Ticket) error { return t.Contact(guicheng, "已联系", tw.now) })
	if after, _, _ := ticket.Holders(t.Context(), tw.Store, foshan); after[guicheng] != before[guicheng]+1 {
		t.Errorf("%v after %v", after, before)
	}
}

// TestANewTicketIsKeptAgain: after a conflict its writes are the same.
func TestANewTicketIsKeptAgain(t *testing.T) {
	tw := openTown(t, instanttest.OnBolt)
	made, err := tw.New(ticket.Intake{Category: "noise", Place: guicheng, Text: "楼下半夜施工",
		Caller: ticket.Caller{Name: "甲", Mobile: "13800138000"}})
	if err != nil {
		t.Fatal(err)
	}
	var numbers []int
	for range 2 {
		writes, err := tw.Keep(t.Context(), made)
		if err != nil {
			t.Fatal(err)
		}
		numbers = append(numbers, len(writes))
	}
	if numbers[0] != numbers[1] {
		t.Errorf("%d writes, and then %d", numbers[0], numbers[1])
	}
}

// equal reports whether both have the same numbers above zero.
func equal(a, b map[string]int) bool {
	for _, pair := range [][2]map[string]int{{a, b}, {b, a}} {
		for key, n := range pair[0] {
			if n != pair[1][key] {
				return false
			}
		}
	}
	return true
}
