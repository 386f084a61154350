package instant

import (
	"strconv"
	"strings"

	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
)

// Control is what a page needs to let somebody enter a value of a field.
type Control struct {
	Kind    fact.Kind         `json:"kind"`
	Choices []fact.Option     `json:"choices,omitempty"` // of the kind "choice"
	Most    int               `json:"most,omitempty"`    // the largest number; 0 if there is none
	Places  *division.Chooser `json:"-"`                 // of the kinds "place" and "city"
}

// controlOf returns the control of the column. Places are chosen in the region within, or, if that is no
// region, near the current value.
func controlOf(column fact.Column, within, current string) Control {
	c := ControlOf(column)
	if c.Kind == fact.Place || c.Kind == fact.City {
		chooser := division.Choose(within, current, c.Kind == fact.City)
		c.Places = &chooser
	}
	return c
}

// ControlOf returns the control of the column without its places.
func ControlOf(column fact.Column) Control {
	return Control{Kind: column.Input(), Choices: column.Choices(), Most: column.Most()}
}

// admits reports whether the text can be the right value of the column.
func admits(column fact.Column, text string) bool {
	switch column.Input() {
	case fact.Place:
		return column.Admit(text) == nil && division.Exists(text)
	case fact.City:
		return column.Admit(text) == nil && division.IsCity(text)
	default:
		return column.Admit(text) == nil
	}
}

// ValueHint says what the values of the column are like; zero if any text is one.
func ValueHint(column fact.Column) lang.Text {
	switch column.Input() {
	case fact.Number, fact.Money:
		if column.Most() > 0 {
			return lang.F("请填写0至%d的整数。", "Enter a whole number from 0 to %d.", column.Most())
		}
		return lang.T("请填写不小于0的数。", "Enter a number that is not below 0.")
	case fact.Day:
		return lang.T("请填写日期，例如2026年3月5日。", "Enter a date, such as 2026-03-05.")
	case fact.Place, fact.City:
		return lang.T("请选择地区。", "Choose a place.")
	case fact.Choice, fact.YesNo:
		return lang.T("请从所列的内容中选择。", "Choose one of the values in the list.")
	default:
		return lang.Text{}
	}
}

// invalidText says that a value cannot be the right one of the field, and what can.
func invalidText(column fact.Column) lang.Text {
	text := lang.F("“%s”的值不合要求。", "The value of “%s” is invalid.", column.Caption())
	if hint := ValueHint(column); !hint.IsZero() {
		text = lang.F("%s%s", "%s %s", text, hint)
	}
	return text
}

func invalidValue(column fact.Column) error {
	return problem.OfField("value", "value", invalidText(column))
}

// TypedValue returns the value that a form sent: an amount of money is typed in yuan, and is in fen.
func TypedValue(values map[string]string) string {
	yuan := strings.TrimSpace(values["yuan"])
	if values["value"] != "" || yuan == "" {
		return values["value"]
	}
	whole, part, point := strings.Cut(strings.TrimPrefix(yuan, "¥"), ".")
	if point && (part == "" || len(part) > 2) || strings.ContainsAny(part, "+-") {
		return yuan // invalid
	}
	fen, err := strconv.Atoi(whole + (part + "00")[:2])
	if err != nil {
		return yuan
	}
	return strconv.Itoa(fen)
}
