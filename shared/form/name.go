package form

import (
	"strings"
	"unicode/utf8"

	"miaoban/shared/hanzi"
	"miaoban/shared/lang"
)

// cleanName brings names and addresses into their normal form.
func cleanName(kind Kind, text string) string {
	if kind == Address {
		return hanzi.Text(text)
	}
	return hanzi.Name(text)
}

// nameFault returns what is to correct in the spelling of a name or an address.
func nameFault(kind Kind, text string) *fault {
	var why lang.Text
	switch kind {
	case ChineseName:
		why = hanzi.PersonFault(text)
	case PersonName:
		why = hanzi.AnyPersonFault(text)
	case TradeName:
		why = hanzi.TradeFault(text)
	default:
		why = hanzi.TextFault(text)
	}
	if why.IsZero() {
		return nil
	}
	reason := "character"
	if utf8.RuneCountInString(text) < 2 && !strings.Contains(why.ZH, "第1个字") {
		reason = "too-short"
	}
	return &fault{reason, lang.T("“%[1]s”："+why.ZH, "“%[1]s”: "+why.EN)}
}
