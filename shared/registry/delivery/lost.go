package delivery

import (
	"encoding/json"
	"math/big"
	"regexp"
	"strings"

	"golang.org/x/text/width"

	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/identity"
)

// keptDigits is how many digits of a number a spreadsheet keeps.
const keptDigits = 15

// onlyKept reports whether the text is a number whose digits after those that a spreadsheet keeps are all 0.
func onlyKept(text string) bool {
	return len(text) > keptDigits && digits(text) && strings.Trim(text[keptDigits:], "0") == ""
}

// looksLost reports whether the number of an account looks as if a spreadsheet had lost its last digits. One account of
// 16 digits in ten ends in 0, so that those do not.
func looksLost(account string) bool { return len(account) > keptDigits+1 && onlyKept(account) }

// isLost reports whether the column has numbers of people or accounts, and a spreadsheet has lost digits of this one. An
// ID number whose check character is right has all.
func isLost(column fact.Column, text string) bool {
	switch {
	case column.Names():
		text = form.Clean(form.IDNumber, text)
		_, err := identity.ParsePerson(text, calendar.Date{})
		return err != nil && onlyKept(text)
	case isAccount(column):
		return looksLost(form.Clean(form.BankAccount, text))
	default:
		return false
	}
}

// mostExact is the largest number below which every whole number is exact in JSON: 2^53.
var mostExact = big.NewInt(1 << 53)

var inexact = &reason{codeLostDigits, "JSON 数值放不下这么多位，末尾的数字可能已经丢失：请改用文字（加引号）",
	"a JSON number does not keep so many digits, and the last may be lost: write it as text, in quotes"}

// noTextNumber is why the number is none of a column of texts: it has a fraction, or a program may have lost digits.
func noTextNumber(n json.Number) *reason {
	text := n.String()
	if decimal.MatchString(text) {
		text, _, _ = strings.Cut(text, ".")
	}
	whole, ok := new(big.Int).SetString(text, 10)
	switch {
	case ok && (whole.CmpAbs(mostExact) > 0 || onlyKept(strings.TrimPrefix(text, "-"))):
		return inexact
	case !ok && !shortened.MatchString(n.String()):
		return &reason{codeValue, "应为文字，却是带小数的数值", "must be text, but is a number with a fraction"}
	default:
		return nil
	}
}

// isAccount reports whether the column has the numbers of accounts.
func isAccount(column fact.Column) bool { return form.KindOf(column) == form.BankAccount }

// isMoment reports whether the column has times, though its kind is text.
func isMoment(column fact.Column) bool {
	d, name := fact.NameOf(column)
	return isMomentOf(d, name)
}

func isMomentOf(d *fact.Dataset, name string) bool {
	return d == dataset.Delegations.Dataset && (name == dataset.Delegations.From.Name || name == dataset.Delegations.Until.Name)
}

// isText reports whether the column's values are texts, not days, truth values or numbers.
func isText(column fact.Column) bool {
	switch column.Kind() {
	case fact.Day, fact.YesNo, fact.Number:
		return false
	default:
		return !isMoment(column)
	}
}

// severalNumbers are two numbers or more in a cell, which would become one without what is between them.
var severalNumbers = regexp.MustCompile(`^[A-Za-z]{0,3}\d{8,}[Xx]?(\s*[\r\n,、;]\s*[A-Za-z]{0,3}\d{8,}[Xx]?)+$`)

var several = &reason{codeValue, "一格里有几个号码：请每格只写一个", "several numbers in one cell: write one in each"}

// oneNumber is why the cell has several numbers where there is one at most.
func (l *layout) oneNumber(r role, cell string) *reason {
	if len(cell) < 17 || !strings.ContainsAny(cell, "\r\n,;，、；") {
		return nil
	}
	if column := l.columns[string(r)]; r != ofKey && (column == nil || !isText(column)) {
		return nil
	} else if r != ofKey && !column.Names() && !isAccount(column) && column.Check(clean(cell)) == nil {
		return nil // a text, which keeps what is between them
	}
	if severalNumbers.MatchString(width.Fold.String(form.Trim(unguarded(cell)))) {
		return several
	}
	return nil
}
