package form

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"miaoban/shared/hanzi"
)

// Kind is what a text is, and so which characters in it are noise. The kinds of fields are named like
// their validate tags.
type Kind string

// The kinds of texts.
const (
	Words            Kind = ""                 // any text: only what is invisible at its ends is noise
	IDNumber         Kind = "idnumber"         // of a person's document (identity.Person)
	BankAccount      Kind = "bankcard"         // of a card or an account
	Phone            Kind = "phone"            // any number at which a caller can be called back
	PersonPhone      Kind = "personphone"      // a person's: a mobile or a land line
	Mobile           Kind = "mobile"           // a person's mobile
	CreditCode       Kind = "uscc"             // of a business
	BirthCertificate Kind = "birthcertificate" // a capital letter and digits
	PropertyUnit     Kind = "propertyunit"     // real-estate unit number
	Division         Kind = "division"         // GB/T 2260 and GB/T 10114
	Reference        Kind = "reference"        // an application's, ticket's or certificate's number, which has hyphens
	ChineseName      Kind = "chinesename"      // of a person, to be registered
	PersonName       Kind = "personname"       // of any person, also in letters
	TradeName        Kind = "tradename"        // of a sole trader
	Address          Kind = "address"          // road, number and unit
	Day              Kind = "day"              // 2006-01-02
	Whole            Kind = "whole"            // a whole number
)

// Clean removes additions of phones, spreadsheets, input methods and printed cards from a number of that kind, but
// nothing that distinguishes numbers. Names and addresses are brought into their normal form. It never fails: a text
// that is not of the kind is returned unchanged, and is validated afterwards.
func Clean(kind Kind, text string) string {
	switch kind {
	case Words:
		return Trim(text)
	case Phone, PersonPhone, Mobile:
		return cleanPhone(text)
	case ChineseName, PersonName, TradeName, Address:
		return cleanName(kind, text)
	case Day:
		return cleanDay(text)
	case Reference:
		_, text = bare(text)
		return strings.ToUpper(compact(text, "-"))
	case Whole:
		return cleanWhole(text)
	case IDNumber:
		return cleanIDNumber(text)
	case BankAccount:
		return cleanAccount(text)
	case CreditCode, BirthCertificate, PropertyUnit:
		_, text = bare(text)
		return strings.ToUpper(ungrouped(kind, text))
	case Division:
		return cleanDivision(text)
	default:
		_, text = bare(text)
		return compact(text, "")
	}
}

// Trim removes spaces of all kinds and invisible characters from both ends of the text.
func Trim(text string) string { return strings.TrimFunc(text, Blank) }

// Blank reports whether the character shows nothing: spaces of all widths, controls, and characters that
// only direct or join others.
func Blank(c rune) bool {
	return unicode.In(c, unicode.White_Space, unicode.Cc) || hanzi.Invisible(c) || c == '\u2800' // a Braille cell without dots
}

// dash reports whether the character is written as a hyphen.
func dash(c rune) bool {
	return hanzi.Hyphen(c) || c == '\u2500' // a line of a table
}

// crosses are characters that are typed for the X of an ID number: signs, the Roman ten, and letters of other
// alphabets that look like it.
const crosses = "*\u00d7\u2715\u2716\u2573\u2169\u2179\u0425\u0445\u03a7\u03c7"

// compact is the text in half width, without blanks, and with the hyphen in the place of all dashes.
func compact(text, hyphen string) string {
	plain := func(c rune) bool { return c <= ' ' || c >= 0x7f || c == '-' }
	if strings.IndexFunc(text, plain) < 0 {
		return text
	}
	var b strings.Builder
	for _, c := range width.Fold.String(text) {
		switch {
		case Blank(c):
		case dash(c):
			b.WriteString(hyphen)
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

// cleanDivision is the code without the zeros of what it does not name: the code of statistics has twelve digits, and
// 440605121000 is the town 440605121.
func cleanDivision(text string) string {
	_, text = bare(text)
	text = compact(text, "")
	for (len(text) == 12 || len(text) == 9) && notADigit(text) == nil && strings.HasSuffix(text, "000") {
		text = text[:len(text)-3]
	}
	return text
}

// Street returns the code of the town or street that the text names by its code, or by that of a village in it.
func Street(text string) string {
	if text = cleanDivision(text); len(text) == 12 && notADigit(text) == nil {
		return text[:9]
	}
	return text
}

// apart is compact, but digits with a space between them stay two numbers: 1 2 is not 12.
func apart(text string) string {
	var parts []string
	for _, part := range strings.FieldsFunc(width.Fold.String(text), unicode.IsSpace) {
		part = compact(part, "-")
		last := len(parts) - 1
		if last >= 0 && part != "" && !(digit(rune(parts[last][len(parts[last])-1])) && digit(rune(part[0]))) {
			parts[last] += part
		} else if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " ")
}
