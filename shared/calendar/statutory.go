package calendar

import (
	_ "embed"
	"strconv"
	"strings"
	"time"
)

// festivals has a line for each year: the year, the first day of the lunar year, Qingming, Dragon
// Boat and Mid-Autumn.
//
//go:embed festivals.txt
var festivals string

// statutoryDays is how many days of a year are statutory holidays.
const statutoryDays = 13

// Statutory reports whether the day is a statutory holiday: 全国年节及纪念日放假办法 art. 2, as amended on
// 2024-11-10. The lunar ones are known from 2025 to 2099.
func (d Date) Statutory() bool {
	for _, h := range statutory(d.Year) {
		if h == d {
			return true
		}
	}
	return false
}

// statutory are the statutory holidays of the year; the zero Date for one that is not known.
func statutory(year int) (days [statutoryDays]Date) {
	days = [statutoryDays]Date{
		{year, time.January, 1},
		8:  {year, time.May, 1},
		9:  {year, time.May, 2},
		10: {year, time.October, 1},
		11: {year, time.October, 2},
		12: {year, time.October, 3},
	}
	_, line, known := strings.Cut(festivals, "\n"+strconv.Itoa(year)+" ")
	if !known {
		return days
	}
	line, _, _ = strings.Cut(line, "\n")
	spring, rest, _ := strings.Cut(line, " ")
	first := inYear(year, spring)
	for i := range 4 { // the eve of the lunar year, and its first three days
		days[1+i] = first.AddDays(i - 1)
	}
	if moving := strings.Fields(rest); len(moving) == 3 { // Qingming, the Dragon Boat and the Mid-Autumn Festival
		days[5], days[6], days[7] = inYear(year, moving[0]), inYear(year, moving[1]), inYear(year, moving[2])
	}
	return days
}

// inYear is the day 01-02 of the year, as the table has it.
func inYear(year int, monthAndDay string) Date {
	month, day, _ := strings.Cut(monthAndDay, "-")
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	return Date{year, time.Month(m), d}
}

// madeUp reports whether the day makes up for statutory holidays at a weekend (art. 6): the first
// working days after the holiday and its weekend do, one for each.
func (d Date) madeUp() bool {
	days := statutory(d.Year)
	for i := 0; i < len(days); i++ {
		missed, last := 0, days[i]
		if last.IsZero() {
			continue
		}
		for ; ; i++ { // the days of one holiday follow each other
			if days[i].weekend() {
				missed++
			}
			last = days[i]
			if i+1 == len(days) || days[i+1] != last.AddDays(1) {
				break
			}
		}
		for day := last; missed > 0; missed-- {
			for day = day.AddDays(1); day.weekend() || day.Statutory(); day = day.AddDays(1) {
			}
			if day == d {
				return true
			}
		}
	}
	return false
}
