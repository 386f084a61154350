package flexiblesubsidy

import (
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/lang"
)

// amounts returns the amounts that the service pays, by place.
func amounts(p Policy, on calendar.Date) []decision.LocalAmount {
	return decision.LocalAmounts(p.Rates, on, func(r Rate) lang.Text {
		return lang.F("实缴金额的%d分之%d，以%s为限，最长%d个月", "%[2]d/%[1]d of what you paid, at most %[3]s, for at most %[4]d months",
			r.Of, r.Parts, decision.PerMonth(r.MostFen), r.Months)
	})
}
