package delivery

import (
	"regexp"
	"strings"

	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/form"
	"miaoban/shared/identity"
)

// The reasons why a text is no value of a field of a narrower kind. Rules compare codes: a name in the place of
// a code would be taken for another choice or another place, and decide wrongly.
var (
	notAPlace  = &reason{codeValue, "应为行政区划代码，例如 440605 或 440605011", "must be the code of a division, such as 440605 or 440605011"}
	notAPerson = &reason{codeValue, "应为一个证件号码", "must be the number of one personal document"}
)

var document = regexp.MustCompile(`^[0-9A-Z]{8,18}$`)

// narrowed returns the text as a value of the field's narrower kind, or the reason why it is none.
func narrowed(column fact.Column, text string) (string, *reason) {
	switch column.Input() {
	case fact.Choice:
		if _, name := fact.NameOf(column); name == "sex" {
			text = sexOf(text)
		}
		for _, o := range column.Choices() {
			if strings.EqualFold(strings.TrimSuffix(text, ".0"), o.Value) || text == o.Label.ZH || strings.EqualFold(text, o.Label.EN) {
				return o.Value, nil
			}
		}
		return "", noChoice(column)
	case fact.Place, fact.City:
		code, ok := placeCode(text)
		if !ok {
			return "", notAPlace
		}
		return code, nil
	}
	if column.Names() && !person(text) {
		return "", notAPerson
	}
	return text, nil
}

// noChoice is the reason for a text that is no choice of the column, with the choices that there are.
func noChoice(column fact.Column) *reason {
	var zh, en []string
	for _, o := range column.Choices() {
		zh, en = append(zh, o.Label.ZH+"（"+o.Value+"）"), append(en, o.Value)
	}
	return &reason{codeValue, "不是可选的值，可以是：" + strings.Join(zh, "、"), "is no choice; the choices are: " + strings.Join(en, ", ")}
}

// sexOf returns the sex for a code (GB/T 2261.1-2003) or for a word that is not one of the choices.
func sexOf(text string) string {
	switch strings.ToLower(text) {
	case "1", "1.0", "m", "男性":
		return "male"
	case "2", "2.0", "f", "女性":
		return "female"
	default:
		return text
	}
}

// placeCode returns the code of a place down to a street or town; false if it is none.
func placeCode(text string) (string, bool) {
	code := text
	if !digits(code) {
		code = strings.TrimSuffix(form.Clean(form.Division, text), ".0") // a table of numbers adds it
	}
	if len(code) == 12 { // the code of statistics, down to the village
		code = strings.TrimSuffix(strings.TrimSuffix(code, "000"), "000")
	}
	return code, digits(code) && (len(code) == 6 || len(code) == 9)
}

// person reports whether the text can be the number of a person or of a business. Numbers of documents that
// are not valid any more stay.
func person(text string) bool {
	if !document.MatchString(text) {
		return false
	}
	if len(text) != 18 || identity.CheckCreditCode(text) == nil {
		return true
	}
	_, err := identity.ParsePerson(text, calendar.Date{})
	return err == nil
}
