package proactive_test

import (
	"context"
	"encoding/json"
	"sync"
	"testing"
	"time"

	"miaoban/functions/jobs/proactive"
	"miaoban/functions/services/elderlyallowance"
	"miaoban/functions/services/seniorcard"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/store"
)

// elder seeds a person of Nanhai born on the day, with or without a bank account on their social
// security card.
func elder(t *testing.T, o *instanttest.Office, born string, sequence int, account bool) (person, card string) {
	t.Helper()
	id, err := identity.MakeIDNumber("440605", calendar.MustParse(born), 10+sequence)
	if err != nil {
		t.Fatal(err)
	}
	person, card = string(id), identity.MakeBankCard("622202200"+string(id[6:14])+string(id[16:17]))
	o.Know(fact.NewRecord(person, o.Now(), dataset.Population.Name.Set("测试人"),
		dataset.Population.BirthDate.Set(calendar.MustParse(born)), dataset.Population.Household.Set("440605011")))
	o.Know(fact.NewRecord(card, o.Now(), dataset.BankAccounts.Holder.Set(person), dataset.BankAccounts.Open.Set(true)))
	if account {
		o.Know(fact.NewRecord(person, o.Now(), dataset.SocialCards.Account.Set(card)))
	}
	return person, card
}

func job(t *testing.T, o *instanttest.Office) func(context.Context, proactive.Order) proactive.Report {
	t.Helper()
	run, err := proactive.Job(o.Engine, []instant.Offering{elderlyallowance.Service(), seniorcard.Service()})
	if err != nil {
		t.Fatal(err)
	}
	return func(ctx context.Context, order proactive.Order) proactive.Report {
		report, err := run(ctx, order)
		if err != nil {
			t.Error(err)
		}
		return report
	}
}

// TestThoseAreFoundWhoAreEntitled checks four people who turn 70 in November: one does so only on
// the 25th, one has applied, one has an account and one has none.
func TestThoseAreFoundWhoAreEntitled(t *testing.T) {
	instanttest.OnEachStore(t, func(t *testing.T, open instanttest.OpenStore) {
		o := instanttest.OpenOn(t, elderlyallowance.Service(), "2026-11-24", open)
		run := job(t, o)
		tomorrow, _ := elder(t, o, "1956-11-25", 0, true)
		applied, card := elder(t, o, "1956-11-10", 1, true)
		ready, account := elder(t, o, "1956-11-24", 2, true)
		bare, _ := elder(t, o, "1956-11-01", 3, false)
		o.Apply(applied, elderlyallowance.Form{Payee: elderlyallowance.Own, Account: card})
		want := func(name string, order proactive.Order, looked, invited, notified int) {
			t.Helper()
			order.Service = "elderlyallowance"
			if r := run(t.Context(), order); r.Looked != looked || r.Invited != invited || r.Notified != notified || r.Failed != 0 ||
				r.Granted != 0 {
				t.Errorf("%s: %+v", name, r)
			}
		}
		want("a dry run", proactive.Order{DryRun: true}, 4, 2, 0)
		want("the run", proactive.Order{}, 4, 2, 0)
		want("a second run on the same day", proactive.Order{}, 0, 0, 0)
		o.At(o.Now().AddDate(0, 0, 1))
		want("on the next day", proactive.Order{}, 4, 1, 2)
		for person, want := range map[string]int{tomorrow: 1, applied: 0, ready: 1, bare: 1} {
			if notices, _, err := instant.Notices(t.Context(), o.Store, person, ""); err != nil || len(notices) != want {
				t.Errorf("%d notices, want %d: %v", len(notices), want, err)
			}
		}
		notices, _, err := instant.Notices(t.Context(), o.Store, ready, "")
		if err != nil {
			t.Fatal(err)
		}
		var form elderlyallowance.Form
		if err := json.Unmarshal(notices[0].Form, &form); err != nil || form.Account != account {
			t.Fatalf("the prepared form is %s: %v", notices[0].Form, err)
		}
		if receipt := o.Apply(ready, form); receipt.Outcome != decision.Approved { // confirming the notice sends the application
			t.Errorf("after the confirmation the outcome is %s", receipt.Outcome)
		}
		reads, _, err := instant.Reads(t.Context(), o.Store, bare, "")
		if err != nil || len(reads) != 3 {
			t.Errorf("the person sees %d reads, want those of the dry run and both days: %v", len(reads), err)
		}
	})
}

// TestACardIsGrantedOnce runs the job several times at once and lets the person apply too.
func TestACardIsGrantedOnce(t *testing.T) {
	instanttest.OnEachStore(t, func(t *testing.T, open instanttest.OpenStore) {
		o := instanttest.OpenOn(t, seniorcard.Service(), "2026-11-24", open)
		person, _ := elder(t, o, "1966-11-01", 0, false)
		run := job(t, o)
		var granted sync.Map
		var all sync.WaitGroup
		for i := range 4 {
			all.Go(func() {
				granted.Store(i, run(t.Context(), proactive.Order{Service: "seniorcard"}).Granted)
			})
		}
		all.Go(func() { o.Apply(person, seniorcard.Form{Delivery: seniorcard.Electronic}) })
		all.Wait()
		applications, _, err := instant.Applications(t.Context(), o.Store, person, "")
		approved := 0
		for _, a := range applications {
			if a.Outcome == decision.Approved {
				approved++
				o.Replay(a.Number)
			}
		}
		if err != nil || approved != 1 {
			t.Errorf("%d cards were granted, want 1: %v", approved, err)
		}
	})
}

// TestARunIsTakenUp checks that a run continues where the last one stopped; a finished shard is not
// checked again.
func TestARunIsTakenUp(t *testing.T) {
	o := instanttest.Open(t, elderlyallowance.Service(), "2026-11-24")
	for i := range 40 {
		elder(t, o, "1956-11-01", i, true)
	}
	run := job(t, o)
	short, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	order := proactive.Order{Service: "elderlyallowance"}
	if r := run(short, order); !r.More || r.Looked != 0 {
		t.Errorf("a run without time: %+v", r)
	}
	half := store.Put("checkpoint", store.Item{
		Key: store.Key{Partition: "FOUND#elderlyallowance", Sort: "2026-11-24#1956-11"}, Body: []byte(`{"shard":8}`)})
	if err := o.Store.Commit(t.Context(), half); err != nil {
		t.Fatal(err)
	}
	first := run(t.Context(), order)
	if first.Looked == 0 || first.Looked >= 40 {
		t.Errorf("continued from the middle, the run checked %d of 40", first.Looked)
	}
	if r := run(t.Context(), order); r.Looked != 0 {
		t.Errorf("after the end, the run checked %d", r.Looked)
	}
}

// TestWhatWasGivenUpIsNotFoundAgain checks that a card which its holder gave up, whether granted by
// a run or by an application, is not granted again by the next run.
func TestWhatWasGivenUpIsNotFoundAgain(t *testing.T) {
	for name, applies := range map[string]bool{"granted by a run": false, "applied for": true} {
		o := instanttest.Open(t, seniorcard.Service(), "2026-11-24")
		person, _ := elder(t, o, "1966-11-01", 0, false)
		run, order := job(t, o), proactive.Order{Service: "seniorcard"}
		if applies {
			o.Apply(person, seniorcard.Form{Delivery: seniorcard.Electronic})
		} else {
			run(t.Context(), order)
		}
		list, _, err := instant.Applications(t.Context(), o.Store, person, "")
		if err != nil || len(list) != 1 {
			t.Fatalf("%s: %d applications, %v", name, len(list), err)
		}
		if err := o.Surrender(list[0].Number, o.Ending(list[0].Number).Confirm); err != nil {
			t.Fatal(err)
		}
		o.At(o.Now().AddDate(0, 0, 1))
		if r := run(t.Context(), order); r.Granted != 0 || r.Failed != 0 || r.Notified != 1 {
			t.Errorf("%s: the card was granted again after it was given up: %+v", name, r)
		}
		notices, _, err := instant.Notices(t.Context(), o.Store, person, "")
		if err != nil || len(notices) != 1 || notices[0].Standing == nil || notices[0].Standing.State != instant.Ended {
			t.Errorf("%s: the notices are %+v, %v", name, notices, err)
		}
		if again := o.Apply(person, seniorcard.Form{Delivery: seniorcard.Electronic}); again.Outcome != decision.Approved {
			t.Errorf("%s: a new application is %s", name, again.Outcome)
		}
	}
}
