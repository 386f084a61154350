package housingfundrent

import (
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/lang"
)

// amounts is what the service gives, by place.
func amounts(p Policy, on calendar.Date) []decision.LocalAmount {
	return decision.LocalAmounts(p.Rates, on, func(r Rate) lang.Text {
		text := lang.F("每月缴存额的%d%%，每次最多提取%d个月", "%d%% of each month's contribution, for %d months at most in one withdrawal",
			r.Percent, r.BackTo)
		if r.YearFen > 0 {
			text = lang.F("%s，一年最多%s", "%s, and at most %s in a year", text, lang.Money(r.YearFen))
		}
		if r.KeepFen > 0 {
			text = lang.F("%s，账户留存%s", "%s; %s stays in the account", text, lang.Money(r.KeepFen))
		}
		return text
	})
}
