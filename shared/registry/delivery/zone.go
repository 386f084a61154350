package delivery

import (
	"time"
	_ "time/tzdata" // without a zone database on the machine too

	"miaoban/shared/calendar"
)

// china is the zone that days in other zones are converted to: with the summer times until 1991.
var china = func() *time.Location {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		panic(err) // it is in time/tzdata
	}
	return zone
}()

var unsureDay = &reason{codeValue, "带时区的时间在中国是另一天，不能确定是哪一天：请写作 2026-11-26",
	"is a time with a zone, and another day in China, so the day is uncertain: write 2026-11-26"}

// dayIn is the day in China of a time that was written with a zone. A midnight in China is what programs there make of
// a day: it begins that day, even where the zone has the day before. Any other time is a day only if it is the same day
// in its zone and in China, and not in the last hour there, which is the midnight of zones further east and of older
// zone databases.
func dayIn(at time.Time) (string, *reason) {
	there, fixed := at.In(china), at.In(calendar.Zone)
	day := there.Format(time.DateOnly)
	if there.Format(time.TimeOnly) == "00:00:00" || fixed.Format(time.TimeOnly) == "00:00:00" {
		return day, nil
	}
	_, offset := at.Zone()
	_, offsetThere := there.Zone()
	_, offsetFixed := fixed.Zone()
	if at.Format(time.DateOnly) != day || there.Hour() == 23 && offset != offsetThere && offset != offsetFixed {
		return "", unsureDay
	}
	return day, nil
}
