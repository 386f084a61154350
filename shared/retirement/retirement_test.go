package retirement_test

import (
	"testing"

	"miaoban/shared/calendar"
	"miaoban/shared/retirement"
)

var day = calendar.MustParse

func TestTheTableIsValid(t *testing.T) {
	table, err := retirement.Table()
	if err != nil || len(table.Ages.Figures) != 2 || len(table.ContributionMonths.Figures) != 11 {
		t.Errorf("%d and %d figures, %v", len(table.Ages.Figures), len(table.ContributionMonths.Figures), err)
	}
}

// TestTheOfficialTable has rows of the three tables that are annexed to the 办法 (art. 1).
func TestTheOfficialTable(t *testing.T) {
	for _, row := range []struct {
		track    retirement.Track
		born, on string
		age      string
	}{
		{retirement.Man, "1964-12-31", "2024-12-31", "60周岁"},
		{retirement.Man, "1965-01-01", "2025-02-01", "60周岁1个月"},
		{retirement.Man, "1965-04-15", "2025-05-15", "60周岁1个月"},
		{retirement.Man, "1965-05-15", "2025-07-15", "60周岁2个月"},
		{retirement.Man, "1966-11-24", "2027-05-24", "60周岁6个月"},
		{retirement.Man, "1968-12-15", "2029-12-15", "61周岁"},
		{retirement.Man, "1969-10-15", "2031-01-15", "61周岁3个月"},
		{retirement.Man, "1976-08-15", "2039-07-15", "62周岁11个月"},
		{retirement.Man, "1976-09-15", "2039-09-15", "63周岁"},
		{retirement.Man, "1985-12-15", "2048-12-15", "63周岁"},
		{retirement.Cadre, "1969-12-31", "2024-12-31", "55周岁"},
		{retirement.Cadre, "1970-01-01", "2025-02-01", "55周岁1个月"},
		{retirement.Cadre, "1971-11-25", "2027-05-25", "55周岁6个月"},
		{retirement.Cadre, "1981-08-31", "2039-07-31", "57周岁11个月"},
		{retirement.Cadre, "1981-09-01", "2039-09-01", "58周岁"},
		{retirement.Worker, "1974-12-31", "2024-12-31", "50周岁"},
		{retirement.Worker, "1975-01-01", "2025-02-01", "50周岁1个月"},
		{retirement.Worker, "1975-03-01", "2025-05-01", "50周岁2个月"},
		{retirement.Worker, "1984-10-15", "2039-09-15", "54周岁11个月"},
		{retirement.Worker, "1984-11-15", "2039-11-15", "55周岁"},
		{retirement.Man, "1965-12-31", "2026-03-31", "60周岁3个月"},
		{retirement.Man, "1966-08-31", "2027-01-31", "60周岁5个月"},
		{retirement.Man, "1965-11-30", "2026-02-28", "60周岁3个月"}, // the last day of a shorter month
	} {
		got, ok := retirement.Statutory(day(row.born), row.track, day("2026-11-28"))
		if !ok || got.On != day(row.on) || got.Age().ZH != row.age || got.Basis.Illustrative {
			t.Errorf("%s born %s: %s, %s, want %s, %s", row.track, row.born, got.On, got.Age().ZH, row.on, row.age)
		}
	}
}

// TestEveryMonthOfBirth walks through the months of art. 1 as it is written: for every four (or two)
// months in which people would have retired from 2025-01 on, the age is one month more, until it is
// 63, 58 or 55 years.
func TestEveryMonthOfBirth(t *testing.T) {
	for track, law := range map[retirement.Track]struct{ was, every, becomes int }{
		retirement.Man: {60, 4, 63}, retirement.Cadre: {55, 4, 58}, retirement.Worker: {50, 2, 55},
	} {
		age, inStep := 12*law.was, 0 // in months; people of this step so far
		for born := day("1955-01-17"); born.Before(day("1986-01-01")); born = born.AddMonths(1) {
			if !born.AddYears(law.was).Before(day("2025-01-01")) {
				if inStep%law.every == 0 && age < 12*law.becomes {
					age++
				}
				inStep++
			}
			got, ok := retirement.Statutory(born, track, day("2025-01-01"))
			if !ok || got.Months != age || got.On != born.AddMonths(age) {
				t.Errorf("%s born %s: %d months, on %s, want %d", track, born, got.Months, got.On, age)
			}
			before, ok := retirement.Statutory(born, track, day("2024-12-31"))
			if !ok || before.On != born.AddYears(law.was) {
				t.Errorf("%s born %s, by the law of 2024: on %s", track, born, before.On)
			}
		}
		if inStep < 12 {
			t.Errorf("only %d months of birth of track %s are after 2024", inStep, track)
		}
	}
}

func TestNobodyRetiresByAnUnknownTrackOrLaw(t *testing.T) {
	if r, ok := retirement.Statutory(day("1970-01-01"), "", day("2026-01-01")); ok {
		t.Errorf("without a track: %s", r.On)
	}
	if r, ok := retirement.Statutory(day("1970-01-01"), retirement.Man, day("1990-01-01")); ok {
		t.Errorf("by the law of 1990: %s", r.On)
	}
}

// TestContribution: the 办法, art. 2: 15 years, and from 2030 on six months more each year, to 20.
func TestContribution(t *testing.T) {
	for on, want := range map[string]int{
		"2026-11-28": 180, "2029-12-31": 180, "2030-01-01": 186, "2030-12-31": 186, "2031-01-01": 192, "2038-12-31": 234,
		"2039-01-01": 240, "2060-01-01": 240,
	} {
		if months, ok := retirement.Contribution(day(on)); !ok || months.Value != want {
			t.Errorf("on %s: %d months, want %d", on, months.Value, want)
		}
	}
	for year := 2030; year <= 2039; year++ {
		months, ok := retirement.Contribution(calendar.Date{Year: year, Month: 6, Day: 30})
		if want := 180 + 6*(year-2029); !ok || months.Value != want {
			t.Errorf("in %d: %d months, want %d", year, months.Value, want)
		}
	}
}
