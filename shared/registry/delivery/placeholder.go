package delivery

import (
	"strings"

	"golang.org/x/text/width"

	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
)

// meaning is the meaning of a text in a cell: a value, or a placeholder.
type meaning int

const (
	aValue   meaning = iota // it is a value
	nothing                 // a program has written it for an empty cell
	notKnown                // people do not know the value
	notAny                  // there is none; or perhaps it is 0, or no
	forever                 // there is no last day
)

// longest is the length of the longest placeholder, in bytes.
const longest = len("（ｎｕｌｌ）")

// meaningOf returns the meaning of the cleaned text of a whole cell.
func meaningOf(text string) meaning {
	if text == "" || len(text) > longest {
		return aValue
	}
	if c := text[0]; c >= 'A' && c <= 'Z' || c == '\\' || c == '(' || c == '[' || c == '<' || c == 0xef { // full width
		text = strings.ToLower(width.Fold.String(text))
	}
	switch text {
	case "null", `\n`, "n/a", "none", "nan", "(null)", "[null]", "<null>":
		return nothing
	case "不详", "未详", "不明", "未知", "不清楚", "暂无", "待查", "待定", "待补", "未填", "未填写", "unknown", "?", "??", "???", "？", "？？", "？？？":
		return notKnown
	case "无", "無", "没有", "-", "--", "---", "—", "——", "–", "―", "/", "//", `\`, "空":
		return notAny
	case "长期", "長期", "永久", "长期有效", "永久有效", "无固定期限", "无限期":
		return forever
	default:
		return aValue
	}
}

var (
	zeroOrNone = &reason{codeValue, "看不出是 0 还是没有数据：是 0 的请写 0，不知道的请留空",
		"may be 0 or unknown: write 0, or leave the cell empty if it is unknown"}
	unknownLimit = &reason{codeValue, "留空表示没有限制，不能表示不知道：请查明后填写",
		"means that the limit is unknown, but an empty cell that there is none: find it out"}
	maybeAName = &reason{codeValue, "可能是姓名，也可能是没有数据：请填写姓名，不知道的请留空",
		"may be a name, or stand for none: enter the name, or leave the cell empty if it is unknown"}
	noLastDay = &reason{codeValue, "不是日期：没有截止日的，请按登记簿的写法填 9999-12-31", "is no date: write 9999-12-31 if there is no last day"}
)

// placeholder returns the value that a placeholder means, as the records have it ("" if the value is unset), or the
// reason why the row is rejected. is is false if the text is a value.
func placeholder(column fact.Column, text string) (value string, why *reason, is bool) {
	means := meaningOf(text)
	if means == aValue {
		return "", nil, false
	}
	limits, choice := isLimit(column), column.Input() == fact.Choice
	if choice {
		if _, why := narrowed(column, text); why == nil {
			return "", nil, false
		}
	}
	switch {
	case limits && means == notKnown:
		return "", unknownLimit, true
	case means == forever && limits:
		return "", nil, true
	case means == forever && column.Kind() == fact.Day:
		return "", noLastDay, true
	case means == forever:
		return "", nil, false
	case means == nothing && isName(column) && strings.Trim(text, "NnOoEeAa") == "": // none, nan
		return "", maybeAName, true
	case means == notAny && (choice || column.Kind() == fact.YesNo):
		return "", nil, false // one of the values, or none of them
	case means == notAny && column.Kind() == fact.Number:
		return "", zeroOrNone, true
	default:
		return "", nil, true
	}
}

// isLimit reports whether a record of delegated authority is without this limit if it has no value.
func isLimit(column fact.Column) bool {
	d, name := fact.NameOf(column)
	l := dataset.Delegations
	return d == l.Dataset && (name == l.Until.Name || name == l.MaxFen.Name || name == l.Categories.Name)
}

// isName reports whether the column has names of people or of bodies.
func isName(column fact.Column) bool { return form.KindOf(column) == form.PersonName }

// filled is the text of a column that is no field: empty also if a program wrote something for nothing.
func filled(text string) string {
	if meaningOf(text) == nothing {
		return ""
	}
	return text
}
