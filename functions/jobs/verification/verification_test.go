package verification_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"miaoban/functions/jobs/verification"
	"miaoban/functions/services/elderlyallowance"
	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
)

// TestWhatIsDueIsVerifiedOnce: three people receive the allowance; one of them has died.
func TestWhatIsDueIsVerifiedOnce(t *testing.T) {
	instanttest.OnEachStore(t, func(t *testing.T, open instanttest.OpenStore) {
		o := instanttest.OpenOn(t, elderlyallowance.Service(), "2026-10-15", open)
		var numbers, people []string
		for i := range 3 {
			person, card := elder(t, o, i)
			people = append(people, person)
			numbers = append(numbers, o.Apply(person, elderlyallowance.Form{Payee: elderlyallowance.Own, Account: card}).Number)
		}
		run, err := verification.Job(o.Engine, []instant.Offering{elderlyallowance.Service()})
		if err != nil {
			t.Fatal(err)
		}
		want := func(name string, order verification.Order, verified, changes int) {
			t.Helper()
			report, err := run(t.Context(), order)
			if err != nil || report.Verified != verified || len(report.Changes) != changes || report.Failed != 0 || report.More {
				t.Errorf("%s: %+v, %v; want %d verified, %d changes", name, report, err, verified, changes)
			}
		}
		want("nothing is due in the month of the application", verification.Order{}, 0, 0)
		o.At(calendar.MustParse("2026-11-01").Start())
		for _, person := range people {
			know(o, person)
		}
		o.Know(fact.NewRecord(people[1], o.Now(), dataset.Deaths.Date.Set(calendar.MustParse("2026-10-20"))))
		want("a dry run", verification.Order{DryRun: true}, 3, 1)
		want("a dry run again", verification.Order{DryRun: true}, 3, 1)
		want("the first run", verification.Order{}, 3, 1)
		want("the second run", verification.Order{}, 0, 0)
		for i, state := range []instant.State{instant.InForce, instant.Ended, instant.InForce} {
			if got := o.Standing(numbers[i]).State; got != state {
				t.Errorf("award %d is %s, want %s", i, got, state)
			}
		}
		o.At(calendar.MustParse("2026-12-31").Start())
		want("the next month, the living: stale data cause a doubt but no change", verification.Order{}, 2, 0)
	})
}

// TestARunThatHasNoTimeIsTakenUp checks that the next run verifies what a stopped run left.
func TestARunThatHasNoTimeIsTakenUp(t *testing.T) {
	o := instanttest.Open(t, elderlyallowance.Service(), "2026-10-15")
	person, card := elder(t, o, 0)
	o.Apply(person, elderlyallowance.Form{Payee: elderlyallowance.Own, Account: card})
	o.At(calendar.MustParse("2026-11-01").Start())
	run, err := verification.Job(o.Engine, []instant.Offering{elderlyallowance.Service()})
	if err != nil {
		t.Fatal(err)
	}
	short, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if report, err := run(short, verification.Order{}); err != nil || !report.More || report.Verified != 0 {
		t.Errorf("a run without time: %+v, %v", report, err)
	}
	if report, err := run(t.Context(), verification.Order{}); err != nil || report.More || report.Verified != 1 {
		t.Errorf("a run with time: %+v, %v", report, err)
	}
}

// TestANewFigureReachesEverybodyOnce: who receives, and who received until September. A run that
// has no time is taken up, one that only asks changes nothing, and a figure that is taken back is
// recovered.
func TestANewFigureReachesEverybodyOnce(t *testing.T) {
	instanttest.OnEachStore(t, func(t *testing.T, open instanttest.OpenStore) {
		o := instanttest.OpenOn(t, elderlyallowance.Service(), "2026-08-15", open)
		var numbers []string
		for i := range 3 {
			person, card := elder(t, o, i)
			numbers = append(numbers, o.Apply(person, elderlyallowance.Form{Payee: elderlyallowance.Own, Account: card}).Number)
		}
		raised, old := elderlyallowance.Service(), elderlyallowance.Service()
		raised.Policy = bytes.Replace(raised.Policy, []byte("{from_age: 80, fen: 15000}"), []byte("{from_age: 80, fen: 16000}"), 1)
		run := func(service instant.Offering, ctx context.Context, order verification.Order) verification.Report {
			t.Helper()
			o.Use(service)
			job, err := verification.Job(o.Engine, []instant.Offering{service})
			if err != nil {
				t.Fatal(err)
			}
			report, err := job(ctx, order)
			if err != nil || report.Failed != 0 {
				t.Fatalf("%+v, %v", report, err)
			}
			return report
		}
		want := func(name string, report verification.Report, swept, adjusted int) {
			t.Helper()
			if report.Swept != swept || report.Adjusted != adjusted || report.More {
				t.Errorf("%s: %+v; want %d swept, %d adjusted", name, report, swept, adjusted)
			}
		}
		want("the first walk", run(old, t.Context(), verification.Order{}), 3, 0)
		want("the policy is the same", run(old, t.Context(), verification.Order{}), 0, 0)
		o.At(calendar.MustParse("2026-09-20").Start())
		want("what is due is verified, and nothing is swept", run(old, t.Context(), verification.Order{}), 0, 0)
		if err := o.Surrender(numbers[2], o.Ending(numbers[2]).Confirm); err != nil {
			t.Fatal(err)
		}
		o.At(calendar.MustParse("2026-09-25").Start())
		short, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if report := run(raised, short, verification.Order{}); !report.More || report.Swept != 0 {
			t.Errorf("without time: %+v", report)
		}
		want("a dry run", run(raised, t.Context(), verification.Order{DryRun: true}), 3, 3)
		want("the run", run(raised, t.Context(), verification.Order{}), 3, 3)
		want("the next run", run(raised, t.Context(), verification.Order{}), 0, 0)
		for i, number := range numbers {
			o.Prove(number)
			receipt := o.Receipt(number)
			if s := receipt.Payment.Supplements; len(s) != 1 || s[0].AmountFen != 1000 { // of September
				t.Errorf("award %d has the supplements %+v", i, s)
			}
		}
		want("taken back", run(old, t.Context(), verification.Order{}), 3, 3)
		for i, number := range numbers {
			o.Prove(number)
			if s := o.Standing(number); s.RecoverFen != 1000 {
				t.Errorf("of award %d %d fen are to be recovered", i, s.RecoverFen)
			}
		}
	})
}

// elder seeds a person of 80 in Nanhai and returns their bank card.
func elder(t *testing.T, o *instanttest.Office, sequence int) (person, card string) {
	t.Helper()
	id, err := identity.MakeIDNumber("440605", calendar.MustParse("1946-01-01"), 10+sequence)
	if err != nil {
		t.Fatal(err)
	}
	card = identity.MakeBankCard("622202200" + string(id[6:14]) + string(rune('0'+sequence)))
	know(o, string(id))
	o.Know(fact.NewRecord(card, o.Now(), dataset.BankAccounts.Holder.Set(string(id)), dataset.BankAccounts.Open.Set(true)))
	return string(id), card
}

func know(o *instanttest.Office, person string) {
	o.Know(fact.NewRecord(person, o.Now(),
		dataset.Population.BirthDate.Set(calendar.MustParse("1946-01-01")), dataset.Population.Household.Set("440605011")))
}
