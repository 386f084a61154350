// Package retirement knows the statutory retirement age of employees, which rises step by step from
// 2025 on, and the least months of contribution for their basic pension. It is pure.
//
// It does not know when a person retires: up to three years earlier, or later by agreement, is their
// choice (国务院关于渐进式延迟法定退休年龄的办法 art. 3). Whether a pension is received is a fact of
// its dataset. The residents' basic pension has an age of its own (60).
package retirement

import (
	_ "embed"
	"sync"

	"miaoban/shared/calendar"
	"miaoban/shared/division"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

//go:embed retirement.yaml
var document []byte

// Policy is the dated table (retirement.yaml).
type Policy struct {
	Ages               policy.Series[Ages] `yaml:"ages"`
	ContributionMonths policy.Series[int]  `yaml:"contribution_months"`
}

// Ages are the retirement ages of the three tracks. The delay counts from the month in which the
// figure begins.
type Ages struct {
	Man    Age `yaml:"man"`
	Cadre  Age `yaml:"cadre"`
	Worker Age `yaml:"worker"`
}

// Age is the age of one track: Years, and from then on one month more for every so many months, at
// most so many.
type Age struct {
	Years int `yaml:"years" validate:"min=50"`
	Every int `yaml:"every" validate:"min=0"` // months; 0: no delay
	Most  int `yaml:"most" validate:"min=0"`  // months
}

// Track is by which column of the table somebody retires.
type Track string

// The tracks: men, and women whose age was 55 (managers and technicians) or 50 (workers).
const (
	Man    Track = "man"
	Cadre  Track = "cadre"
	Worker Track = "worker"
)

// Retirement is when a person reaches the statutory retirement age.
type Retirement struct {
	On     calendar.Date
	Months int // the age on that day, in months
	Basis  policy.Basis
}

// Age is the age in words.
func (r Retirement) Age() lang.Text {
	if months := r.Months % 12; months > 0 {
		return lang.F("%d周岁%d个月", "%d years and %d months", r.Months/12, months)
	}
	return lang.F("%d周岁", "%d years", r.Months/12)
}

// Statutory is when a person of the track who was born on the day reaches the statutory retirement
// age, by the law of the day. ok is false where there is no such track or no law of the day.
func Statutory(born calendar.Date, track Track, on calendar.Date) (r Retirement, ok bool) {
	figure, ok := table().Ages.At(division.Nation, on)
	if !ok {
		return r, false
	}
	var age Age
	switch track {
	case Man:
		age = figure.Value.Man
	case Cadre:
		age = figure.Value.Cadre
	case Worker:
		age = figure.Value.Worker
	default:
		return r, false
	}
	months := 12 * age.Years
	if late := born.FirstOfMonth().AddMonths(months).MonthsSince(figure.From.FirstOfMonth()); late >= 0 && age.Every > 0 {
		months += min(late/age.Every+1, age.Most)
	}
	return Retirement{born.AddMonths(months), months, figure.Basis}, true
}

// Contribution is the least number of months that an employee who reaches the retirement age on the
// day has paid for a monthly basic pension; ok is false where there is no figure.
func Contribution(on calendar.Date) (months policy.Figure[int], ok bool) {
	return table().ContributionMonths.At(division.Nation, on)
}

// Table is the dated table, with its bases and sources.
func Table() (Policy, error) {
	p, _, err := policy.Load[Policy]("shared/retirement/retirement.yaml", document)
	return p, err
}

// table is empty where the document is faulty, which the package's test excludes: then nothing is
// known.
var table = sync.OnceValue(func() Policy {
	p, err := Table()
	if err != nil {
		return Policy{}
	}
	return p
})
