// Package calendar provides civil dates and the legal computation of ages and terms.
//
// All dates are dates in China. If the last month of a term has no corresponding day, the term
// ends on the last day of that month (民法典 art. 202): a person born on 29 February reaches an age
// on 28 February of a common year.
package calendar

import (
	"fmt"
	"reflect"
	"time"
)

// Zone is Asia/Shanghai: UTC+8, without daylight saving since 1991. As a fixed zone it needs no
// time zone database.
var Zone = time.FixedZone("Asia/Shanghai", 8*60*60)

// Date is a day. Dates can be compared with ==; the zero Date means no day.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// New returns the date, or an error if the day does not exist.
func New(year int, month time.Month, day int) (Date, error) {
	if year < 1 || year > 9999 || month < time.January || month > time.December ||
		day < 1 || day > daysIn(year, month) {
		return Date{}, fmt.Errorf("calendar: the day does not exist")
	}
	return Date{year, month, day}, nil
}

// Parse parses a date of the form 2006-01-02.
func Parse(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("calendar: not a date of the form 2006-01-02")
	}
	return New(t.Date())
}

// OfMonth returns the first day of a month of the form 2006-01; the zero Date if the text is malformed.
func OfMonth(s string) Date {
	d, err := Parse(s + "-01")
	if err != nil {
		return Date{}
	}
	return d
}

// MustParse is Parse for constants in code; it panics on an error.
func MustParse(s string) Date {
	d, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// Of returns the day in China at that time.
func Of(t time.Time) Date {
	year, month, day := t.In(Zone).Date()
	return Date{year, month, day}
}

// Start is the first moment of the day in China.
func (d Date) Start() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, Zone)
}

// IsZero reports whether d is the zero Date.
func (d Date) IsZero() bool { return d == Date{} }

// Compare returns a negative number if d is before e, zero if they are equal, and a positive
// number if d is after e.
func (d Date) Compare(e Date) int {
	switch {
	case d.Year != e.Year:
		return d.Year - e.Year
	case d.Month != e.Month:
		return int(d.Month - e.Month)
	default:
		return d.Day - e.Day
	}
}

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d is a later day than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// AddDays returns the day n days later; n may be negative.
func (d Date) AddDays(n int) Date {
	year, month, day := d.time().AddDate(0, 0, n).Date()
	return Date{year, month, day}
}

// AddMonths returns the corresponding day n months later, or the last day of that month if it has
// no such day; n may be negative.
func (d Date) AddMonths(n int) Date {
	first := time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	year, month, _ := first.Date()
	return Date{year, month, min(d.Day, daysIn(year, month))}
}

// AddYears returns the corresponding day n years later: 28 February for the 29th if that year is a
// common year.
func (d Date) AddYears(n int) Date { return d.AddMonths(12 * n) }

// FirstOfMonth is the first day of d's month.
func (d Date) FirstOfMonth() Date { return Date{d.Year, d.Month, 1} }

// MonthText formats the month of the date: 2026-11.
func (d Date) MonthText() string { return fmt.Sprintf("%04d-%02d", d.Year, int(d.Month)) }

// DaysSince is the number of days from e to d.
func (d Date) DaysSince(e Date) int {
	return int(d.time().Sub(e.time()) / (24 * time.Hour))
}

// MonthsSince is the number of complete months from e to d; a month is complete on the
// corresponding day.
func (d Date) MonthsSince(e Date) int {
	months := 12*(d.Year-e.Year) + int(d.Month-e.Month)
	for months > 0 && e.AddMonths(months).After(d) {
		months--
	}
	return months
}

// Age is the age in complete years, on the day on, of a person born on d. The age changes on the
// birthday itself.
func (d Date) Age(on Date) int {
	age := on.Year - d.Year
	if d.AddYears(age).After(on) {
		age--
	}
	return age
}

// String formats the date as 2006-01-02.
func (d Date) String() string {
	return string(d.append(make([]byte, 0, len(time.DateOnly))))
}

// ZH formats the date as 2006年1月2日.
func (d Date) ZH() string {
	return fmt.Sprintf("%d年%d月%d日", d.Year, int(d.Month), d.Day)
}

// In formats the date as people write it: 2006年1月2日, or 2 January 2006 for "en"; the zero Date is "".
func (d Date) In(language string) string {
	if d.IsZero() {
		return ""
	}
	if language == "en" {
		return fmt.Sprintf("%d %s %d", d.Day, d.Month, d.Year)
	}
	return d.ZH()
}

// Month is a month of a year.
type Month struct {
	Year  int
	Month time.Month
}

// MonthOf reads a month of the form 2006-01; the zero Month if the text is none.
func MonthOf(s string) Month { return OfMonth(s).InMonth() }

// InMonth is the month of the date.
func (d Date) InMonth() Month { return Month{d.Year, d.Month} }

// In formats the month as people write it: 2006年1月, or January 2006 for "en"; the zero Month is "".
func (m Month) In(language string) string {
	switch {
	case m == Month{}:
		return ""
	case language == "en":
		return fmt.Sprintf("%s %d", m.Month, m.Year)
	default:
		return fmt.Sprintf("%d年%d月", m.Year, int(m.Month))
	}
}

// MarshalText formats the date as 2006-01-02, and the zero Date as an empty text.
func (d Date) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.append(nil), nil
}

// UnmarshalText parses the format of MarshalText.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

func (d Date) append(b []byte) []byte {
	return d.time().AppendFormat(b, time.DateOnly)
}

func (d Date) time() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

func daysIn(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// Validatable lets go-playground/validator treat a Date as its text, so that "required" rejects
// the zero Date.
func Validatable(v reflect.Value) any {
	if d, ok := v.Interface().(Date); ok && !d.IsZero() {
		return d.String()
	}
	return ""
}
