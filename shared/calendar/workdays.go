package calendar

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
	"time"
)

// arrangement is what the State Council announced for each year: the weekdays that are days off,
// and the weekend days that are working days.
//
//go:embed arranged.txt
var arrangement string

type arranged struct {
	years map[int]bool
	works map[string]bool // of the listed days: true for a working day
}

var arrangements = sync.OnceValue(func() arranged {
	all := arranged{map[int]bool{}, map[string]bool{}}
	for line := range strings.Lines(arrangement) {
		kind, list, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch kind {
		case "year":
			if year, err := strconv.Atoi(list[:min(4, len(list))]); err == nil {
				all.years[year] = true
			}
		case "off", "work":
			for day := range strings.FieldsSeq(list) {
				all.works[day] = kind == "work"
			}
		}
	}
	return all
})

// Arranged reports whether the State Council has arranged the days off of the year. Until then
// only the statutory holidays are known, and a term that ends in the year is provisional.
func Arranged(year int) bool { return arrangements().years[year] }

// Works reports whether the day is a working day. In a year that is not arranged yet these are
// Monday to Friday without the statutory holidays and without the days that make up for
// holidays at a weekend: the first working days after the holiday, which is provisional.
func (d Date) Works() bool {
	if works, listed := arrangements().works[d.String()]; listed {
		return works
	}
	return !d.weekend() && (Arranged(d.Year) || !d.Statutory() && !d.madeUp())
}

// AddWorkdays returns the n-th working day after the date.
func (d Date) AddWorkdays(n int) Date {
	for n > 0 {
		if d = d.AddDays(1); d.Works() {
			n--
		}
	}
	return d
}

// OrNextWorkday is the last day of a term in days that ends on d: d itself, or the next working
// day (民法典 art. 203).
func (d Date) OrNextWorkday() Date {
	if d.Works() {
		return d
	}
	return d.AddWorkdays(1)
}

func (d Date) weekend() bool {
	weekday := d.time().Weekday()
	return weekday == time.Saturday || weekday == time.Sunday
}
