package elderlyallowance_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"miaoban/functions/services/elderlyallowance"
	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/problem"
	"miaoban/shared/store"
	"miaoban/shared/vault"
)

// TestErasing: the record of a rejection can be erased on request when the rejection cannot be
// challenged in court any more; nothing else can be erased.
func TestErasing(t *testing.T) {
	instanttest.OnEachStore(t, func(t *testing.T, open instanttest.OpenStore) {
		o := instanttest.OpenOn(t, elderlyallowance.Service(), "2026-05-24", open)
		born := func(day string) {
			o.Know(fact.NewRecord(person, o.Now(), dataset.Population.BirthDate.Set(calendar.MustParse(day)),
				dataset.Population.Household.Set("440604012")),
				fact.NewRecord(card, o.Now(), dataset.BankAccounts.Holder.Set(person), dataset.BankAccounts.Open.Set(true)))
		}
		erase := func(number string) error {
			t.Helper()
			a, err := instant.LoadApplication(t.Context(), o.Store, number)
			if err != nil {
				t.Fatal(err)
			}
			shown, err := o.Engine.Erasing(t.Context(), a)
			if err != nil {
				t.Fatal(err)
			}
			if shown.Confirm != "" { // nothing is erased by who has not read what that means
				var p *problem.Problem
				if err := o.Engine.Erase(t.Context(), a, ""); !errors.As(err, &p) || p.Code != "confirmation-required" {
					t.Errorf("not confirmed: %v", err)
				}
			}
			return o.Engine.Erase(t.Context(), a, shown.Confirm)
		}
		kept := func(name string, err error, words string) {
			t.Helper()
			var p *problem.Problem
			if !errors.As(err, &p) || p.Code != "kept-by-law" || !strings.Contains(p.Detail.ZH, words) {
				t.Errorf("%s: %v", name, err)
			}
		}
		born("1990-01-01")
		rejected := o.Apply(person, own)
		asked := o.Apply(person, elderlyallowance.Form{Payee: elderlyallowance.Own, Account: other})
		born("1940-01-01")
		granted := o.Apply(person, own)
		if rejected.Outcome != decision.Rejected || granted.Outcome != decision.Approved {
			t.Fatal(rejected.Outcome, granted.Outcome)
		}

		for _, early := range []string{"2026-05-24", "2026-11-24"} {
			o.At(calendar.MustParse(early).Start().Add(24*time.Hour - time.Second))
			kept("on the last second of "+early, erase(rejected.Number), "2026年11月25日")
		}
		a, err := instant.LoadApplication(t.Context(), o.Store, asked.Number)
		if err != nil {
			t.Fatal(err)
		}
		asking, err := o.Engine.Asking(t.Context(), a, instant.Answering{})
		if err != nil {
			t.Fatal(err)
		}
		if err := o.Engine.RequestReview(t.Context(), a, instant.Actor{}, instant.Answering{}, asking.Confirm); err != nil {
			t.Fatal(err)
		}
		o.At(calendar.MustParse("2026-11-25").Start())
		kept("what a person looks at", erase(asked.Number), "人工复核")
		kept("what was granted", erase(granted.Number), "归档")

		if err := erase(rejected.Number); err != nil {
			t.Fatal(err)
		}
		if _, err := instant.LoadApplication(t.Context(), o.Store, rejected.Number); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("it is there still: %v", err)
		}
		seal := vault.SealKey("APPLICATION#" + rejected.Number)
		if _, err := o.Store.Get(t.Context(), seal); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("its key is there still: %v", err)
		}
		list, _, err := instant.Applications(t.Context(), o.Store, person, "")
		if err != nil || len(list) != 2 {
			t.Errorf("the list has %d of the two that stay, %v", len(list), err)
		}
		var actions []string
		for _, day := range []string{"2026-05-24", "2026-11-24", "2026-11-25"} {
			for record, err := range audit.Records(t.Context(), o.Store, calendar.MustParse(day)) {
				if err != nil {
					t.Errorf("the audit's chain: %v", err)
				}
				if record.Event.Application == rejected.Number {
					actions = append(actions, record.Event.Action)
				}
			}
		}
		if strings.Join(actions, " ") != "decided erased" {
			t.Errorf("the audit knows %v", actions)
		}
		gone := instant.Application{Number: rejected.Number, Outcome: decision.Rejected}
		if asking, err = o.Engine.Asking(t.Context(), &gone, instant.Answering{}); err != nil {
			t.Fatal(err)
		}
		if err := o.Engine.RequestReview(t.Context(), &gone, instant.Actor{}, instant.Answering{}, asking.Confirm); err == nil {
			t.Error("a person was asked for on what is erased")
		}
		born("1990-01-01")
		if again := o.Apply(person,
			elderlyallowance.Form{Payee: elderlyallowance.Own, Account: "6217001180012345677"}); again.Outcome != decision.Rejected {
			t.Errorf("applied for again: %s", again.Outcome)
		}
	})
}
