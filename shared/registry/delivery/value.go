package delivery

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/width"

	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/hanzi"
)

// clean is the text of a cell without what spreadsheets and people add to it: spaces and invisible characters at
// both ends, guards against lost digits, and line breaks.
func clean(cell string) string {
	if plain(cell) {
		return cell
	}
	return unbroken(form.Trim(unguarded(cell)))
}

// plain reports whether there is certainly nothing to clean.
func plain(cell string) bool {
	for i := range len(cell) {
		if b := cell[i]; b <= ' ' || b >= 0x7f || b == '=' || b == '\'' {
			return false
		}
	}
	return true
}

// unguarded takes off ="…" and a leading apostrophe, which keep a spreadsheet from reading a number.
func unguarded(cell string) string {
	cell = form.Trim(cell)
	if inner, ok := strings.CutPrefix(cell, `="`); ok && strings.HasSuffix(inner, `"`) {
		return strings.ReplaceAll(inner[:len(inner)-1], `""`, `"`)
	}
	if inner, ok := strings.CutPrefix(cell, "'"); ok {
		return inner
	}
	return cell
}

// unbroken joins the lines of a cell: without a space beside a Chinese character, and with one elsewhere.
func unbroken(cell string) string {
	if !strings.ContainsAny(cell, "\r\n") {
		return cell
	}
	var b strings.Builder
	for part := range strings.FieldsFuncSeq(cell, func(c rune) bool { return c == '\r' || c == '\n' }) {
		if part = form.Trim(part); part == "" {
			continue
		}
		if before, _ := utf8.DecodeLastRuneInString(b.String()); b.Len() > 0 && before < 0x2e80 {
			if after, _ := utf8.DecodeRuneInString(part); after < 0x2e80 {
				b.WriteByte(' ')
			}
		}
		b.WriteString(part)
	}
	return b.String()
}

// shortened is how a spreadsheet shows a long number, of which it has kept 15 digits at most.
var shortened = regexp.MustCompile(`^[+-]?\d(\.\d+)?[Ee]\+?\d+$`)

// isShortened reports whether the text is such a number, perhaps in full width.
func isShortened(text string) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case c == 'E' || c == 'e':
			return shortened.MatchString(text)
		case c == 0xef: // of characters in full width
			return shortened.MatchString(width.Fold.String(text))
		case c >= utf8.RuneSelf:
			return false
		}
	}
	return false
}

var lostDigits = &reason{codeLostDigits, "表格软件把长数字变成了数值，只保留前 15 位：请把这一列设为文本格式，重新填写",
	"the spreadsheet made a number of it and kept 15 digits: format the column as text, and enter it again"}

var lookLikeErrors = regexp.MustCompile(`^#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|#+)$`)

var spreadsheetError = &reason{codeSpreadsheet, "表格公式出错，没有值", "an error of the spreadsheet's formula, and no value"}

// value returns the text as the records of the column have it, "" if it means that there is none, or the reason why it
// is not valid for the column.
func value(column fact.Column, text string) (string, *reason) {
	if text[0] == '#' && lookLikeErrors.MatchString(text) {
		return "", spreadsheetError
	}
	if unset, why, is := placeholder(column, text); is {
		return unset, why
	}
	why := (*reason)(nil)
	switch kind := column.Kind(); {
	case column.Input() == fact.Choice:
		text, why = narrowed(column, hanzi.Text(text))
	case kind == fact.Day:
		text, why = day(text)
	case kind == fact.YesNo:
		text, why = yesNo(column, text)
	case kind == fact.Number:
		_, name := fact.NameOf(column)
		text, why = number(text, strings.HasSuffix(name, "_fen"))
	default:
		if isShortened(text) || isLost(column, text) {
			return "", lostDigits
		}
		if text, why = textOf(column, text); why == nil {
			text, why = narrowed(column, text)
		}
	}
	if why == nil && text != "" && column.Admit(text) != nil {
		why = notAdmitted(column)
	}
	return text, why
}

// notAdmitted is why the column cannot have a value: the bounds of a number, or the choices.
func notAdmitted(column fact.Column) *reason {
	switch {
	case column.Input() == fact.Choice:
		return noChoice(column)
	case column.Kind() == fact.Number && column.Most() > 0:
		most := strconv.Itoa(column.Most())
		return &reason{codeValue, "应为 0 至 " + most + " 的整数", "must be a whole number from 0 to " + most}
	case column.Kind() == fact.Number:
		return &reason{codeValue, "不能是负数", "cannot be negative"}
	default:
		return &reason{codeValue, "值不合要求", "has an invalid value"}
	}
}

// list is the text of a list, with commas alone between its texts.
func list(text string) string {
	parts := strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(",，、;；", c) })
	for i, part := range parts {
		parts[i] = strings.TrimSpace(part)
	}
	return strings.Join(parts, ",")
}

// textOf returns the text as the records of the column have it, or the reason why it is none of the column.
func textOf(column fact.Column, text string) (string, *reason) {
	switch d, name := fact.NameOf(column); {
	case isMomentOf(d, name):
		at, why := written(text)
		if why != nil {
			return "", why
		}
		return at.moment.In(calendar.Zone).Format(time.RFC3339), nil
	case d == dataset.Delegations.Dataset && name == dataset.Delegations.Categories.Name:
		return list(form.CleanValue(column, text)), nil
	case d == dataset.Operators.Dataset && name == dataset.Operators.Industry.Name:
		text, _ = industryOf(text)
		return text, nil
	}
	text = form.CleanValue(column, text)
	if strings.ContainsAny(text, "<>") || entity.MatchString(text) {
		return "", markup
	}
	if (strings.IndexByte(text, '?') >= 0 || strings.Contains(text, "？")) && isName(column) {
		return "", lostInConversion
	}
	if isName(column) && strings.ContainsAny(text, "*＊×") {
		return "", maskedName
	}
	return text, nil
}

// entity is a character as web pages write it.
var entity = regexp.MustCompile(`&(?:#\w+|[a-z]{2,6});`)

// truths are the ways to write yes and no.
var truths = map[string]string{
	"true": "true", "t": "true", "1": "true", "是": "true", "y": "true", "yes": "true", "√": "true", "✓": "true", "✔": "true", "☑": "true",
	"false": "false", "f": "false", "0": "false", "否": "false", "n": "false", "no": "false", "×": "false", "✗": "false", "✘": "false",
}

// truth returns true or false; false if the text is neither.
func truth(text string) (string, bool) {
	value, ok := truths[strings.ToLower(width.Fold.String(text))]
	return value, ok
}

func yesNo(column fact.Column, text string) (string, *reason) {
	text = strings.ToLower(width.Fold.String(text))
	// 有 and 无 answer whether there is a record; in a caption such as 无欠税 they would mean the opposite.
	if strings.HasSuffix(column.Caption().ZH, "记录") {
		switch text {
		case "有":
			return "true", nil
		case "无", "没有":
			return "false", nil
		}
	}
	if value, ok := truth(text); ok {
		return value, nil
	}
	return "", &reason{codeValue, "应为“是”或“否”", "must be 是 or 否 (true or false)"}
}

var (
	thousands = regexp.MustCompile(`^[+-]?\d{1,3}(,\d{3})+(\.0+)?$`)
	decimal   = regexp.MustCompile(`^[+-]?\d+\.0+$`)
)

func number(text string, money bool) (string, *reason) {
	if isShortened(text) {
		return "", lostDigits
	}
	text = width.Fold.String(text)
	if thousands.MatchString(text) {
		text = strings.ReplaceAll(text, ",", "")
	}
	if decimal.MatchString(text) {
		if money { // in yuan, as it seems
			return "", &reason{codeValue, "应为以分计的整数", "must be a whole number of fen"}
		}
		text, _, _ = strings.Cut(text, ".")
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return "", &reason{codeValue, "应为整数", "must be a whole number"}
	}
	return strconv.Itoa(n), nil
}
