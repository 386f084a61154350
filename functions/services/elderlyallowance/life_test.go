package elderlyallowance_test

import (
	"testing"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
)

// TestTheAllowanceContinues verifies a grant of June (50 yuan a month in Nanhai from July on) with the shared
// data of later months.
func TestTheAllowanceContinues(t *testing.T) {
	died := func(day string) fact.Record {
		return fact.NewRecord(person, time.Time{}, dataset.Deaths.Date.Set(calendar.MustParse(day)))
	}
	moved := func(to, day string) fact.Record {
		return fact.NewRecord(person, time.Time{}, dataset.Population.BirthDate.Set(calendar.MustParse("1950-01-01")),
			dataset.Population.Household.Set(to), dataset.Population.Since.Set(calendar.MustParse(day)))
	}
	drawn := func(by, since string) fact.Record {
		return fact.NewRecord(person, time.Time{}, dataset.Benefits.ElderlyAllowance.Set(by),
			dataset.Benefits.Since.Set(calendar.MustParse(since)))
	}
	const nanhai = "440605011"
	tests := []struct {
		name    string
		today   string
		learns  *fact.Record
		broken  *fact.Dataset
		want    instant.State
		since   string
		doubt   bool
		recover int64
	}{
		{"nothing has changed", "2026-09-20", ptr(moved(nanhai, "1950-01-21")), nil, instant.InForce, "2026-06-15", false, 0},
		{"died in August: September is recovered", "2026-09-20", ptr(died("2026-08-31")), nil, instant.Ended, "2026-08-31", false, 5000},
		{"died in this month: nothing is", "2026-09-20", ptr(died("2026-09-01")), nil, instant.Ended, "2026-09-01", false, 0},
		{
			"died before the first payment: all of it is",
			"2026-09-20",
			ptr(died("2026-06-16")),
			nil,
			instant.Ended,
			"2026-06-16",
			false,
			15000,
		},
		{"moved within the district", "2026-09-20", ptr(moved("440605121", "2026-08-01")), nil, instant.InForce, "2026-06-15", false, 0},
		{"moved to Shenzhen in July", "2026-09-20", ptr(moved("440304001", "2026-07-10")), nil, instant.Ended, "2026-07-10", false, 10000},
		{"drawn in Shenzhen since August too", "2026-09-20", ptr(drawn("440300", "2026-08-01")), nil, instant.Suspended, "2026-08-01",
			false, 5000},
		{"the register of deaths does not answer: it goes on", "2026-09-20", ptr(moved(nanhai, "1950-01-21")), dataset.Deaths.Dataset,
			instant.InForce, "2026-06-15", true, 0},
		{"the population record is stale: it goes on", "2026-09-20", nil, nil, instant.InForce, "2026-06-15", true, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := world{today: "2026-06-15", born: "1950-01-01", household: nanhai, form: own}.open(t)
			number := o.Apply(person, own).Number
			o.At(calendar.MustParse(tt.today).Start().Add(time.Hour))
			if tt.learns != nil {
				tt.learns.AsOf = o.Now()
				o.Know(fact.NewRecord(person, o.Now(), dataset.Population.BirthDate.Set(calendar.MustParse("1950-01-01")),
					dataset.Population.Household.Set(nanhai)), *tt.learns)
			}
			if tt.learns == nil || tt.learns.Dataset != dataset.Benefits.Dataset.Name {
				o.Know(fact.NewRecord(person, o.Now(), dataset.Benefits.ElderlyAllowance.Set("440605")))
			}
			if tt.broken != nil {
				o.Break(tt.broken)
			}
			before := o.Standing(number)
			dry := o.Verify(number, true)
			if after := o.Standing(number); after != before {
				t.Errorf("the dry run changed %+v to %+v", before, after)
			}
			v := o.Verify(number, false)
			s := o.Standing(number)
			if dry.After != v.After || v.After != tt.want || s.State != tt.want || v.Doubt != tt.doubt || s.RecoverFen != tt.recover ||
				s.Since.String() != tt.since {
				t.Errorf(
					"it is %+v, doubt %t; want %s since %s, doubt %t, %d to recover",
					s,
					v.Doubt,
					tt.want,
					tt.since,
					tt.doubt,
					tt.recover,
				)
			}
			if tt.want != instant.InForce && (s.Cause.ZH == "" || v.Rule == "") {
				t.Error("nobody says why")
			}
		})
	}
}

func ptr[T any](v T) *T { return &v }
