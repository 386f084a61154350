package residentpension

import (
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/lang"
)

// amounts returns the amounts that the service pays, by place.
func amounts(p Policy, on calendar.Date) []decision.LocalAmount {
	return decision.LocalAmounts(p.Basic, on, func(fen int64) lang.Text {
		return lang.F("基础养老金%s，另加个人账户养老金", "basic pension: %s, and the pension of the personal account", decision.PerMonth(fen))
	})
}
