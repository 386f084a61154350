package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/clock"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/lang"
	"miaoban/shared/points"
	"miaoban/shared/points/ledger"
	"miaoban/shared/store"
)

var day = calendar.MustParse

func post(ctx context.Context, s store.Store, p ledger.Posting) error {
	p.Text = lang.T("测试", "test")
	for {
		writes, err := ledger.Post(ctx, s, p)
		if err != nil {
			return err
		}
		err = s.Commit(ctx, writes...)
		var lost *store.Conflict
		if !errors.As(err, &lost) && !errors.Is(err, store.ErrBusy) {
			return err
		}
	}
}

// TestTheSumsAlwaysBalance earns, spends and expires concurrently: issued points are always held,
// redeemed or expired, and no account is negative.
func TestTheSumsAlwaysBalance(t *testing.T) {
	instanttest.OnEachStore(t, func(t *testing.T, open instanttest.OpenStore) {
		now := day("2026-11-24").Start()
		s := open(t, func() time.Time { return now })
		var all sync.WaitGroup
		ctx := context.WithoutCancel(t.Context())
		for i := range 8 {
			account := points.AccountOf(points.Person, fmt.Sprint(i%3))
			all.Go(func() {
				for n := range 6 {
					until := day("2026-12-31")
					if n%2 == 0 {
						until = day("2027-12-31")
					}
					if err := post(
						ctx,
						s,
						ledger.Posting{Account: account, Side: ledger.Issued, Points: 10 + n, Until: until, At: now},
					); err != nil {
						t.Error(err)
					}
					if err := post(ctx, s, ledger.Posting{Account: account, Side: ledger.Redeemed, Points: 17, At: now}); err != nil &&
						!errors.Is(err, ledger.ErrShort) {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		sums, err := ledger.Verify(t.Context(), s, "2026-11")
		if err != nil || !sums.Balanced() || sums.Accounts != 3 || sums.Issued != 8*(10+11+12+13+14+15) || sums.Redeemed == 0 ||
			sums.Redeemed%17 != 0 {
			t.Fatalf("%+v, %v", sums, err)
		}
		// Points expire in the first second of the year, once.
		looks := map[string]clock.Handler{ledger.AlarmKind: ledger.Handler(s)}
		if report, err := clock.Run(t.Context(), s, day("2027-01-01").Start().Add(-time.Second), looks); err != nil || report.Looked != 0 {
			t.Errorf("one second before: %+v, %v", report, err)
		}
		for range 2 {
			if _, err := clock.Run(t.Context(), s, day("2027-01-01").Start(), looks); err != nil {
				t.Fatal(err)
			}
		}
		after, err := ledger.Verify(t.Context(), s, "2026-11", "2027-01")
		if err != nil || !after.Balanced() || after.Issued != sums.Issued || after.Held+after.Expired != sums.Held {
			t.Errorf("%+v after %+v, %v", after, sums, err)
		}
		for i := range 3 {
			a, err := ledger.Load(t.Context(), s, points.AccountOf(points.Person, fmt.Sprint(i)))
			if err != nil {
				t.Fatal(err)
			}
			if left, out := a.Lots.On(day("2027-01-01")); out != 0 || left.Sum() != a.Lots.Sum() {
				t.Errorf("%+v still holds expired points", a)
			}
		}
	})
}

// TestWhatRanOutCannotBeSpent requires that expired points cannot be spent before the job has run
// either.
func TestWhatRanOutCannotBeSpent(t *testing.T) {
	now := day("2026-12-31").AddDays(1).Start().Add(-time.Second)
	s := instanttest.OnBolt(t, func() time.Time { return now })
	account := points.AccountOf(points.Household, "1")
	if err := post(
		t.Context(),
		s,
		ledger.Posting{Account: account, Side: ledger.Issued, Points: 50, Until: day("2026-12-31"), At: now},
	); err != nil {
		t.Fatal(err)
	}
	if err := post(t.Context(), s, ledger.Posting{Account: account, Side: ledger.Redeemed, Points: 20, At: now}); err != nil {
		t.Errorf("on the last day, in its last second: %v", err)
	}
	if err := post(
		t.Context(),
		s,
		ledger.Posting{Account: account, Side: ledger.Redeemed, Points: 20, At: now.Add(time.Second)},
	); !errors.Is(
		err,
		ledger.ErrShort,
	) {
		t.Errorf("one second later: %v", err)
	}
	if err := post(
		t.Context(),
		s,
		ledger.Posting{Account: account, Side: ledger.Issued, Points: 5, Until: day("2028-12-31"), At: now.Add(time.Second)},
	); err != nil {
		t.Fatal(err)
	}
	entries, _, err := ledger.Entries(t.Context(), s, account, "")
	if err != nil || len(entries) != 4 || entries[1].Side != ledger.Expired || entries[1].Points != -30 || entries[0].Balance != 5 {
		t.Errorf("%+v, %v", entries, err)
	}
}

// TestRankingsAreByConsent requires that only holders who agree are listed, under the chosen name,
// and no longer after they withdraw.
func TestRankingsAreByConsent(t *testing.T) {
	now := day("2026-11-24").Start()
	s := instanttest.OnBolt(t, func() time.Time { return now })
	consent := func(account string, p *ledger.Profile) {
		writes, err := ledger.Consent(t.Context(), s, account, p)
		if err == nil {
			err = s.Commit(t.Context(), writes...)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	a, b, c := points.AccountOf(points.Person, "a"), points.AccountOf(points.Person, "b"), points.AccountOf(points.Person, "c")
	for account, n := range map[string]int{a: 10, b: 30, c: 20} {
		if err := post(
			t.Context(),
			s,
			ledger.Posting{Account: account, Side: ledger.Issued, Points: n, Until: day("2027-12-31"), At: now},
		); err != nil {
			t.Fatal(err)
		}
	}
	names := func() string {
		all, err := ledger.Ranking(t.Context(), s, "440605011", 2026)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(all)
	}
	if got := names(); got != "[]" {
		t.Errorf("without consent: %s", got)
	}
	consent(a, &ledger.Profile{Name: "甲", Region: "440605"})
	consent(b, &ledger.Profile{Name: "乙", Region: "440605"})
	if got := names(); got != "[{乙 30} {甲 10}]" {
		t.Error(got)
	}
	if err := post(
		t.Context(),
		s,
		ledger.Posting{Account: a, Side: ledger.Issued, Points: 25, Until: day("2027-12-31"), At: now},
	); err != nil {
		t.Fatal(err)
	}
	if err := post(t.Context(), s, ledger.Posting{Account: b, Side: ledger.Redeemed, Points: 30, At: now}); err != nil {
		t.Fatal(err)
	}
	if got := names(); got != "[{甲 35} {乙 30}]" {
		t.Errorf("spent points count as earned: %s", got)
	}
	consent(a, nil)
	if got := names(); got != "[{乙 30}]" {
		t.Errorf("after the consent was withdrawn: %s", got)
	}
	consent(b, &ledger.Profile{Name: "某人", Region: "440604"})
	if got := names(); got != "[]" {
		t.Errorf("after a move: %s", got)
	}
}
