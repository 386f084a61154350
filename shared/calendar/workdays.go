package calendar

import (
	_ "embed"
	"strings"
	"sync"
	"time"
)

// arrangement lists the holidays that are weekdays, and the weekend days that are working days, as
// the State Council announces them each year.
//
//go:embed workdays.txt
var arrangement string

// arranged maps the listed days to true for a working day.
var arranged = sync.OnceValue(func() map[string]bool {
	days := map[string]bool{}
	for line := range strings.Lines(arrangement) {
		kind, list, _ := strings.Cut(strings.TrimSpace(line), " ")
		if kind != "off" && kind != "work" {
			continue
		}
		for day := range strings.FieldsSeq(list) {
			days[day] = kind == "work"
		}
	}
	return days
})

// Works reports whether the day is a working day. In years without an announcement yet, Monday to
// Friday are.
func (d Date) Works() bool {
	if works, arranged := arranged()[d.String()]; arranged {
		return works
	}
	weekday := d.time().Weekday()
	return weekday != time.Saturday && weekday != time.Sunday
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
