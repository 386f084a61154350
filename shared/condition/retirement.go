package condition

import (
	"miaoban/shared/calendar"
	"miaoban/shared/identity"
)

// Retirement is the age at which people retire, by sex.
type Retirement struct {
	From   int `yaml:"from" validate:"min=14"` // the age from which one may work
	Male   int `yaml:"male" validate:"min=50"`
	Female int `yaml:"female" validate:"min=50"`
}

// On is the day on which somebody born on the day retires, whose sex the ID number
// says.
func (r Retirement) On(id string, born calendar.Date) calendar.Date {
	age := r.Male
	if identity.IDNumber(id).Female() {
		age = r.Female
	}
	return born.AddYears(age)
}
