package points_test

import (
	"testing"

	"miaoban/shared/calendar"
	"miaoban/shared/points"
)

func TestLots(t *testing.T) {
	parse := func(text string) points.Lots {
		lots, err := points.ParseLots(text)
		if err != nil {
			t.Fatal(err)
		}
		return lots
	}
	lots := parse("45@2027-12-31,120@2028-12-31")
	if lots.Sum() != 165 || lots.Text() != "45@2027-12-31,120@2028-12-31" || parse("").Sum() != 0 {
		t.Errorf("%v", lots)
	}
	for day, want := range map[string]int{"2027-12-31": 165, "2028-01-01": 120, "2028-12-31": 120, "2029-01-01": 0} {
		if left, out := lots.On(calendar.MustParse(day)); left.Sum() != want || out != 165-want {
			t.Errorf("on %s: %d left, %d expired", day, left.Sum(), out)
		}
	}
	for n, want := range map[int]string{1: "44@2027-12-31,120@2028-12-31", 45: "120@2028-12-31", 46: "119@2028-12-31", 165: ""} {
		if left, ok := lots.Spend(n); !ok || left.Text() != want {
			t.Errorf("after spending %d: %s, %t", n, left.Text(), ok)
		}
	}
	if _, ok := lots.Spend(166); ok {
		t.Error("more points were spent than there are")
	}
	for lot, want := range map[points.Lot]string{
		{Points: 5, Until: calendar.MustParse("2027-12-31")}: "50@2027-12-31,120@2028-12-31",
		{Points: 5, Until: calendar.MustParse("2026-12-31")}: "5@2026-12-31,45@2027-12-31,120@2028-12-31",
		{Points: 5, Until: calendar.MustParse("2028-01-31")}: "45@2027-12-31,5@2028-01-31,120@2028-12-31",
		{Points: 5, Until: calendar.MustParse("2029-12-31")}: "45@2027-12-31,120@2028-12-31,5@2029-12-31",
	} {
		if got := lots.Add(lot); got.Text() != want {
			t.Errorf("with %v: %s", lot, got.Text())
		}
	}
	if lots.Text() != "45@2027-12-31,120@2028-12-31" {
		t.Errorf("Spend changed the original lots: %s", lots.Text())
	}
	for _, bad := range []string{"45", "x@2027-12-31", "-1@2027-12-31", "0@2027-12-31", "45@2027-02-30", "@"} {
		if _, err := points.ParseLots(bad); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}

func TestAccountsNameNobody(t *testing.T) {
	a, b := points.AccountOf(points.Person, "440605195103150124"), points.AccountOf(points.Household, "440605195103150124")
	if a == b || len(a) < 20 || points.AccountOf(points.Person, "") != "" {
		t.Errorf("%s, %s", a, b)
	}
}

// FuzzLots requires that parsed lots are written in canonical form, and that spending never
// creates points.
func FuzzLots(f *testing.F) {
	f.Add("45@2027-12-31,120@2028-12-31", 50)
	f.Add(",1@2027-02-28,", 1)
	f.Fuzz(func(t *testing.T, text string, n int) {
		lots, err := points.ParseLots(text)
		if err != nil {
			return
		}
		again, err := points.ParseLots(lots.Text())
		if err != nil || again.Text() != lots.Text() {
			t.Errorf("%q: %v, %v", text, again, err)
		}
		if left, ok := lots.Spend(n); ok && n > 0 && lots.Sum() > 0 && left.Sum() != lots.Sum()-n {
			t.Errorf("%q without %d is %q", text, n, left.Text())
		}
	})
}
