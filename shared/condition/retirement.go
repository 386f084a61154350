package condition

import (
	"miaoban/shared/calendar"
	"miaoban/shared/identity"
)

// Retirement is the policy figure for the statutory retirement age, by sex.
type Retirement struct {
	From   int `yaml:"from" validate:"min=14"` // the minimum working age
	Male   int `yaml:"male" validate:"min=50"`
	Female int `yaml:"female" validate:"min=50"`
}

// On is the day of retirement of a person born on the day born; the ID number determines the sex.
func (r Retirement) On(id string, born calendar.Date) calendar.Date {
	age := r.Male
	if identity.IDNumber(id).Female() {
		age = r.Female
	}
	return born.AddYears(age)
}
