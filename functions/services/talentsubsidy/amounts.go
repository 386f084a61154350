package talentsubsidy

import (
	"strings"

	"miaoban/shared/calendar"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/lang"
)

// amounts is what the service gives, by place.
func amounts(p Policy, on calendar.Date) []decision.LocalAmount {
	return decision.LocalAmounts(p.Bands, on, func(bands map[string]Band) lang.Text {
		var zh, en []string
		for _, level := range []string{"bachelor", "master", "doctor"} {
			if band, has := bands[level]; has {
				text := lang.F("%s一次性%s", "%s: %s once", condition.DegreeNames(level), lang.Money(band.Fen))
				zh, en = append(zh, text.ZH), append(en, text.EN)
			}
		}
		return lang.T(strings.Join(zh, "，"), strings.Join(en, ", "))
	})
}
