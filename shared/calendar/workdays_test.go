package calendar_test

import (
	"strings"
	"testing"
	"time"

	"miaoban/shared/calendar"
)

// TestWorkdays covers the Spring Festival and National Day of 2026, weekends that are working days,
// and a year whose days off are not announced yet.
func TestWorkdays(t *testing.T) {
	for _, tt := range []struct {
		from string
		days int
		want string
	}{
		{"2026-11-25", 5, "2026-12-02"}, {"2026-11-27", 1, "2026-11-30"}, {"2026-11-28", 1, "2026-11-30"},
		{"2026-02-13", 1, "2026-02-14"}, {"2026-02-14", 1, "2026-02-24"}, {"2026-02-27", 2, "2026-03-02"},
		{"2026-09-30", 1, "2026-10-08"}, {"2026-10-09", 1, "2026-10-10"}, {"2025-12-31", 1, "2026-01-04"},
		{"2026-11-25", 0, "2026-11-25"},
		{"2026-12-31", 1, "2027-01-04"},                                  // 1 January 2027 is a Friday
		{"2027-02-04", 1, "2027-02-11"},                                  // 5 to 8 February; the 6th and 7th are made up
		{"2027-04-30", 1, "2027-05-05"},                                  // 1 and 2 May are a weekend
		{"2027-06-08", 1, "2027-06-10"}, {"2027-09-14", 1, "2027-09-16"}, // Dragon Boat, Mid-Autumn
		{"2027-09-30", 1, "2027-10-06"},                                  // 2 and 3 October are a weekend
		{"2028-09-29", 1, "2028-10-05"},                                  // Mid-Autumn is 3 October
		{"2099-12-31", 1, "2100-01-04"}, {"2100-09-30", 1, "2100-10-06"}, // beyond the table of the lunar calendar
	} {
		if got := calendar.MustParse(tt.from).AddWorkdays(tt.days).String(); got != tt.want {
			t.Errorf("%d working days after %s is %s, want %s", tt.days, tt.from, got, tt.want)
		}
	}
}

// TestStatutoryHolidays2027: 全国年节及纪念日放假办法 art. 2, as amended on 2024-11-10.
func TestStatutoryHolidays2027(t *testing.T) {
	var got []string
	for day := calendar.MustParse("2027-01-01"); day.Year == 2027; day = day.AddDays(1) {
		if day.Statutory() {
			got = append(got, day.String()[5:])
		}
	}
	want := "01-01 02-05 02-06 02-07 02-08 04-05 05-01 05-02 06-09 09-15 10-01 10-02 10-03"
	if strings.Join(got, " ") != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestNoTermEndsOnAStatutoryHoliday, from any day of a year that is arranged and of years that are not.
func TestNoTermEndsOnAStatutoryHoliday(t *testing.T) {
	for day := calendar.MustParse("2026-01-01"); day.Year < 2031; day = day.AddDays(1) {
		for _, n := range []int{1, 2, 3, 5, 7, 10, 15, 20, 30} {
			if end := day.AddWorkdays(n); end.Statutory() || !end.Works() {
				t.Errorf("%d working days after %s is %s", n, day, end)
			}
		}
		if end := day.OrNextWorkday(); end.Statutory() || end.Before(day) || day.Works() != (end == day) {
			t.Errorf("a term to %s ends on %s", day, end)
		}
	}
}

// TestHolidaysAtAWeekendAreMadeUp: each year has as many days off beside its weekends as it has
// statutory holidays (art. 6); a day that is two holidays counts once.
func TestHolidaysAtAWeekendAreMadeUp(t *testing.T) {
	for year := 2027; year < 2099; year++ {
		statutory, off := 0, 0
		for day := calendar.MustParse("2027-01-01").AddYears(year - 2027); day.Year == year; day = day.AddDays(1) {
			weekday := day.Start().Weekday()
			if day.Statutory() {
				statutory++
			}
			if weekday != time.Saturday && weekday != time.Sunday && !day.Works() {
				off++
			}
		}
		if calendar.Arranged(year) {
			continue
		}
		if off != statutory || statutory < 12 || statutory > 13 {
			t.Errorf("%d: %d days off for %d holidays", year, off, statutory)
		}
	}
}

// TestTheLastDayOfATermInDays moves to the next working day: 民法典 art. 203.
func TestTheLastDayOfATermInDays(t *testing.T) {
	for day, want := range map[string]string{
		"2026-11-27": "2026-11-27", "2026-11-28": "2026-11-30", "2026-10-01": "2026-10-08",
		"2026-02-14": "2026-02-14", // a Saturday that is worked
		"2027-01-01": "2027-01-04",
	} {
		if got := calendar.MustParse(day).OrNextWorkday().String(); got != want {
			t.Errorf("a term to %s ends on %s, want %s", day, got, want)
		}
	}
	if !calendar.Arranged(2026) || calendar.Arranged(2031) {
		t.Error("2026 is arranged, and 2031 is not")
	}
}
