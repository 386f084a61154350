package calendar_test

import (
	"testing"
	"time"

	"miaoban/shared/calendar"
)

func TestAgeIsReachedOnTheBirthday(t *testing.T) {
	tests := []struct {
		name, born, on string
		want           int
	}{
		{"the day before the birthday", "1956-11-24", "2026-11-23", 69},
		{"on the birthday", "1956-11-24", "2026-11-24", 70},
		{"born on 29 February: not on 27 February of a common year", "1956-02-29", "2026-02-27", 69},
		{"born on 29 February: on 28 February of a common year", "1956-02-29", "2026-02-28", 70},
		{"born on 29 February: not on 28 February of a leap year", "1956-02-29", "2028-02-28", 71},
		{"born on 29 February: on 29 February of a leap year", "1956-02-29", "2028-02-29", 72},
		{"on the day of birth", "2026-11-24", "2026-11-24", 0},
		{"a century", "1926-12-31", "2026-12-31", 100},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := calendar.MustParse(tt.born).Age(calendar.MustParse(tt.on)); got != tt.want {
				t.Errorf("a person born on %s is %d on %s, want %d", tt.born, got, tt.on, tt.want)
			}
		})
	}
}

func TestTermsEndOnTheMonthsLastDayWhereTheyHaveNoOther(t *testing.T) {
	tests := []struct {
		from   string
		months int
		want   string
	}{
		{"2026-01-31", 1, "2026-02-28"},
		{"2028-01-31", 1, "2028-02-29"},
		{"2026-08-31", 6, "2027-02-28"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2026-11-24", 2, "2027-01-24"},
		{"2026-11-24", -11, "2025-12-24"},
		{"2024-02-29", 12, "2025-02-28"},
	}
	for _, tt := range tests {
		if got := calendar.MustParse(tt.from).AddMonths(tt.months).String(); got != tt.want {
			t.Errorf("%s plus %d months is %s, want %s", tt.from, tt.months, got, tt.want)
		}
	}
}

func TestWholeMonths(t *testing.T) {
	tests := []struct {
		from, to string
		want     int
	}{
		{"2026-05-24", "2026-11-23", 5},
		{"2026-05-24", "2026-11-24", 6},
		{"2026-08-31", "2027-02-27", 5},
		{"2026-08-31", "2027-02-28", 6},
		{"2026-11-24", "2026-11-24", 0},
		{"2026-11-24", "2026-10-24", -1},
	}
	for _, tt := range tests {
		got := calendar.MustParse(tt.to).MonthsSince(calendar.MustParse(tt.from))
		if got != tt.want {
			t.Errorf("from %s to %s: %d months, want %d", tt.from, tt.to, got, tt.want)
		}
	}
}

func TestTheDayIsTheDayInChina(t *testing.T) {
	lastSecond := time.Date(2026, 11, 24, 15, 59, 59, 0, time.UTC)
	if got := calendar.Of(lastSecond).String(); got != "2026-11-24" {
		t.Errorf("15:59:59 UTC is on %s in China", got)
	}
	if got := calendar.Of(lastSecond.Add(time.Second)).String(); got != "2026-11-25" {
		t.Errorf("16:00:00 UTC is on %s in China", got)
	}
	if day := calendar.Of(lastSecond); !day.Start().Before(lastSecond) || calendar.Of(day.Start()) != day {
		t.Errorf("the day %s starts at %s", day, day.Start())
	}
}

func TestDaysThatAreNot(t *testing.T) {
	for _, s := range []string{
		"2026-02-29",
		"2026-04-31",
		"2026-13-01",
		"2026-00-10",
		"0000-01-01",
		"2026-1-1",
		"20261124",
		"",
		"2026-11-24T00:00:00Z",
	} {
		if d, err := calendar.Parse(s); err == nil {
			t.Errorf("Parse(%q) = %s, want an error", s, d)
		}
	}
}

func TestText(t *testing.T) {
	var d calendar.Date
	if err := d.UnmarshalText([]byte("2028-02-29")); err != nil {
		t.Fatal(err)
	}
	if text, _ := d.MarshalText(); string(text) != "2028-02-29" || d.ZH() != "2028年2月29日" {
		t.Errorf("got %s and %s", text, d.ZH())
	}
	if text, _ := (calendar.Date{}).MarshalText(); len(text) != 0 {
		t.Errorf("the zero Date is formatted as %q", text)
	}
}

// FuzzDate requires that a date that parses exists and is formatted unchanged.
func FuzzDate(f *testing.F) {
	f.Add("2026-02-28")
	f.Add("2024-02-29")
	f.Fuzz(func(t *testing.T, text string) {
		day, err := calendar.Parse(text)
		if err == nil && (day.String() != text || day.AddDays(1).AddDays(-1) != day) {
			t.Errorf("%q is read as %s", text, day)
		}
	})
}
