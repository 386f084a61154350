package unemploymentbenefit

import (
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/lang"
)

// amounts returns the amounts that the service pays, by place.
func amounts(p Policy, on calendar.Date) []decision.LocalAmount {
	return decision.LocalAmounts(p.Rate, on, func(r Rate) lang.Text { return decision.PerMonth(r.MinimumWageFen * r.Percent / 100) })
}
