package disabilityallowance

import (
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/lang"
)

// amounts returns the amounts that the service pays, by place.
func amounts(p Policy, on calendar.Date) []decision.LocalAmount {
	living := decision.LocalAmounts(p.Living, on, func(a Allowance) lang.Text {
		return lang.F("困难残疾人生活补贴%s", "living allowance: %s", decision.PerMonth(a.Fen))
	})
	care := decision.LocalAmounts(p.Care, on, func(a Allowance) lang.Text {
		return lang.F("重度残疾人护理补贴%s", "care allowance: %s", decision.PerMonth(a.Fen))
	})
	return append(living, care...)
}
