package elderlyallowance_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// TestGivingUpTheAllowance: nothing ends before the holder confirms what was shown; the current
// month is still paid; and the allowance can be granted again from the next month on.
func TestGivingUpTheAllowance(t *testing.T) {
	for name, tt := range map[string]struct {
		day     string
		paid    string // the last month that is paid
		says    string
		again   string // the first month, of who applies again on the day
		ordered string // the last month of the order to the treasury
	}{
		"before it is paid":         {"2026-06-30", "", "尚未开始发放（原定自2026年7月起），终止后不再发放。", "2026-07", "2026-06"},
		"the first day of a month":  {"2026-07-01", "2026-07", "2026年7月的照发，自2026年8月起停发。", "2026-08", "2026-07"},
		"the last day of a month":   {"2026-07-31", "2026-07", "2026年7月的照发，自2026年8月起停发。", "2026-08", "2026-07"},
		"the first day of the next": {"2026-08-01", "2026-08", "2026年8月的照发，自2026年9月起停发。", "2026-09", "2026-08"},
		"the last day of a year":    {"2026-12-31", "2026-12", "2026年12月的照发，自2027年1月起停发。", "2027-01", "2026-12"},
	} {
		t.Run(name, func(t *testing.T) {
			o := world{today: "2026-06-15", born: "1950-01-01", household: "440605011", form: own}.open(t)
			first := o.Apply(person, own)
			o.At(calendar.MustParse(tt.day).Start().Add(24*time.Hour - time.Second))
			o.Know(fact.NewRecord(person, o.Now(), dataset.Population.BirthDate.Set(calendar.MustParse("1950-01-01")),
				dataset.Population.Household.Set("440605011")),
				fact.NewRecord(card, o.Now(), dataset.BankAccounts.Holder.Set(person), dataset.BankAccounts.Open.Set(true)))
			shown := o.Ending(first.Number)
			if shown.Payment.ZH != tt.says || shown.From.String() != tt.day {
				t.Errorf("it says: from %s. %s", shown.From, shown.Payment.ZH)
			}
			code(t, o.Surrender(first.Number, ""), "confirmation-required")
			code(t, o.Surrender(first.Number, "00"), "moved-on")
			if s := o.Standing(first.Number); s.State != instant.InForce {
				t.Fatalf("not confirmed, it is %s", s.State)
			}
			if err := o.Surrender(first.Number, shown.Confirm); err != nil {
				t.Fatal(err)
			}
			if s := o.Standing(first.Number); s.State != instant.Ended || s.PaidThrough != tt.paid || s.Since.String() != tt.day {
				t.Errorf("it stands as %+v", s)
			}
			if order := payment(t, o.Store, first.Number); order.LastMonth != tt.ordered {
				t.Errorf("it is ordered until %q", order.LastMonth)
			}
			code(t, o.Surrender(first.Number, shown.Confirm), "nothing-to-surrender")
			if second := o.Apply(person, own); second.Number == first.Number || second.Outcome != decision.Approved ||
				second.Payment.FirstMonth != tt.again {
				t.Errorf("applied for again it is %s: %+v", second.Outcome, second.Findings)
			}
		})
	}
}

// TestAnOutdatedConfirmationEndsNothing: a page that was read before midnight, or before the
// allowance was verified, does not end it.
func TestAnOutdatedConfirmationEndsNothing(t *testing.T) {
	for name, change := range map[string]func(o *instanttest.Office, number string){
		"a month has begun": func(o *instanttest.Office, _ string) { o.At(calendar.MustParse("2026-08-01").Start()) },
		"it was verified":   func(o *instanttest.Office, number string) { o.Verify(number, false) },
	} {
		o := world{today: "2026-06-15", born: "1950-01-01", household: "440605011", form: own}.open(t)
		number := o.Apply(person, own).Number
		o.At(calendar.MustParse("2026-08-01").Start().Add(-time.Second))
		shown := o.Ending(number)
		change(o, number)
		code(t, o.Surrender(number, shown.Confirm), "moved-on")
		before := o.Standing(number)
		if before.State == instant.Ended {
			t.Errorf("%s: it was ended", name)
		}
		if err := o.Surrender(number, o.Ending(number).Confirm); err != nil {
			t.Errorf("%s: read again: %v", name, err)
		}
	}
}

// TestADeathEndsTheOrder too: a person who dies in August is paid for August.
func TestADeathEndsTheOrder(t *testing.T) {
	o := world{today: "2026-06-15", born: "1950-01-01", household: "440605011", form: own}.open(t)
	number := o.Apply(person, own).Number
	o.At(calendar.MustParse("2026-09-20").Start())
	o.Know(fact.NewRecord(person, o.Now(), dataset.Deaths.Date.Set(calendar.MustParse("2026-08-31"))))
	o.Verify(number, false)
	if s := o.Standing(number); s.PaidThrough != "2026-08" || payment(t, o.Store, number).LastMonth != "2026-08" {
		t.Errorf("it is paid through %q, and ordered through %q", s.PaidThrough, payment(t, o.Store, number).LastMonth)
	}
}

func payment(t *testing.T, s store.Store, number string) (p decision.Payment) {
	t.Helper()
	item, err := s.Get(t.Context(), store.Key{Partition: "APPLICATION#" + number, Sort: "PAYMENT"})
	if err == nil {
		err = json.Unmarshal(item.Body, &p)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func code(t *testing.T, err error, want string) {
	t.Helper()
	var p *problem.Problem
	if !errors.As(err, &p) || p.Code != want || strings.TrimSpace(p.Detail.ZH) == "" {
		t.Errorf("the problem is %v, want %s", err, want)
	}
}
