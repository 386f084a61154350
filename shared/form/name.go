package form

import (
	"strings"
	"unicode"
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
		if why = hanzi.TextFault(text); why.IsZero() {
			return addressFault(text)
		}
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

// minAddress is how many characters the shortest address has, such as 中山路1号.
const minAddress = 4

// addressFault is what is wrong with a text that leads to no place: it is too short, has pictures, or names nothing.
func addressFault(text string) *fault {
	if wrong := wrongCharacter(text, func(_ int, c rune) bool { return c < 0x2190 || !unicode.In(c, unicode.So, unicode.Sk) },
		"不会出现在地址中，请删去。", "is not part of an address. Please remove it."); wrong != nil {
		return wrong
	}
	if utf8.RuneCountInString(text) < minAddress {
		return &fault{"too-short", lang.T("“%[1]s”太短：应写明路名（村名）和门牌号，例如“桂城街道南海大道1号”。",
			"“%[1]s” is too short: please enter the road or village and the number, such as 桂城街道南海大道1号.")}
	}
	letters := map[rune]bool{}
	for _, c := range text {
		if unicode.IsLetter(c) {
			letters[c] = true
		}
	}
	if len(letters) > 1 {
		return nil
	}
	return &fault{"format", lang.T("“%[1]s”应写明路名（村名）和门牌号，例如“桂城街道南海大道1号”。",
		"“%[1]s” must name the road or village and have the number, such as 桂城街道南海大道1号.")}
}
