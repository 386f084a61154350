package childcaresubsidy

import (
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/lang"
)

// amounts returns the amounts that the service pays, by place.
func amounts(p Policy, on calendar.Date) []decision.LocalAmount {
	return decision.LocalAmounts(p.Amounts, on, func(a Amounts) lang.Text {
		return lang.F("每孩每年%s", "%s a year for each child", lang.Money(a.YearFen))
	})
}
