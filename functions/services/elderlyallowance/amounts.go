package elderlyallowance

import (
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/lang"
)

// amounts returns the amounts that the service pays, by place.
func amounts(p Policy, on calendar.Date) []decision.LocalAmount {
	return decision.LocalAmounts(p.Bands, on, func(bands []Band) lang.Text {
		var text lang.Text
		for i, b := range bands {
			if i > 0 {
				text = lang.F("%s；", "%s; ", text)
			}
			text = lang.F("%s%d周岁起%s", "%sfrom %d years: %s", text, b.FromAge, decision.PerMonth(b.Fen))
		}
		return text
	})
}
