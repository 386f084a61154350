package hanzi

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"miaoban/shared/lang"
)

// The functions of this file say how to correct a text that is in its normal form; the zero Text if there
// is nothing to correct.

// PersonFault returns what is to correct in the Chinese name of a person, such as 何安 or 阿丽·买买提: a
// surname and a given name in ideographs, in parts with one · between them.
func PersonFault(name string) lang.Text {
	if fault := hyphened(name); !fault.IsZero() {
		return fault
	}
	if fault := odd(name, func(r rune) bool { return Ideograph(r) || r == Dot }); !fault.IsZero() {
		return fault
	}
	if fault := dotted(name); !fault.IsZero() && name != "" {
		return fault
	}
	if utf8.RuneCountInString(name) < 2 {
		return lang.T("姓名应有姓和名，请填写完整。", "A name needs a surname and a given name. Please enter it in full.")
	}
	return lang.Text{}
}

// TradeFault returns what is to correct in a trade name: it has two or more ideographs, and nothing else
// (企业名称登记管理规定 arts. 5, 8(1)).
func TradeFault(name string) lang.Text {
	if fault := odd(name, Ideograph); !fault.IsZero() {
		return fault
	}
	if utf8.RuneCountInString(name) < 2 {
		return lang.T("字号应有两个以上汉字。", "A trade name must have at least two Chinese characters.")
	}
	return lang.Text{}
}

// AnyPersonFault returns what is to correct in the name of any person: a Chinese name, one in letters as passports
// have it, such as O'BRIEN, MARY-JANE or SMITH/JOHN, or a Japanese one such as 佐々木.
func AnyPersonFault(name string) lang.Text {
	letters := false
	for _, r := range name {
		letters = letters || Ideograph(r) || unicode.IsLetter(r) && !isHan(r)
	}
	if name != "" && !letters {
		return lang.T("请填写姓名，应有汉字或者字母。", "Please enter the name, in characters or letters.")
	}
	if fault := hyphened(name); !fault.IsZero() {
		return fault
	}
	before := rune(0)
	return odd(name, func(r rune) bool {
		last := before
		before = r
		switch r {
		case Dot, ' ', '-', '\'', '’', '.', ',', '(', ')', '（', '）', '/':
			return true
		case '々': // the ideograph before it, once more
			return Ideograph(last) || last == r
		}
		return Ideograph(r) || !isHan(r) && (unicode.IsLetter(r) || unicode.Is(unicode.Mn, r))
	})
}

// TextFault returns what is to correct in an address: characters that only look like others or that other
// machines do not show.
func TextFault(text string) lang.Text {
	return odd(text, func(r rune) bool {
		return !isRadical(r) && !isStroke(r) && !unicode.Is(unicode.Co, r) && !unicode.Is(unicode.Cc, r) &&
			r != utf8.RuneError && r != 0x303e && (r < 0x2ff0 || r > 0x2fff)
	})
}

// isHan reports whether r is written with Chinese characters: also as a mark such as 々.
func isHan(r rune) bool { return unicode.Is(unicode.Han, r) || isStroke(r) }

func isStroke(r rune) bool { return r >= 0x31c0 && r <= 0x31ef }

// odd names the first character that is not allowed, and its place.
func odd(text string, allowed func(rune) bool) lang.Text {
	place := 0
	for _, r := range text {
		place++
		if allowed(r) {
			continue
		}
		shown := string(r)
		if !unicode.IsGraphic(r) || unicode.Is(unicode.Co, r) || r == utf8.RuneError {
			shown = fmt.Sprintf("U+%04X", r)
		}
		return lang.F("第%d个字“%s”不能使用，请改用规范汉字；打不出的字，请找工作人员办理。",
			"Character %d, “%s”, cannot be used here: please use a standard Chinese character. "+
				"If you cannot type it, an officer can enter it.", place, shown)
	}
	return lang.Text{}
}

// hyphened finds a hyphen in the place of a middle dot.
func hyphened(name string) lang.Text {
	runes := []rune(name)
	for i := 1; i < len(runes)-1; i++ {
		if Hyphen(runes[i]) && Ideograph(runes[i-1]) && Ideograph(runes[i+1]) {
			return lang.F("第%d个字“%s”应为间隔号“·”：请改为“%s·%s”。",
				"Character %d, “%s”, should be a middle dot. Please write “%s·%s”.",
				i+1, string(runes[i]), string(runes[:i]), string(runes[i+1:]))
		}
	}
	return lang.Text{}
}

// Dotted returns the name with a middle dot for each hyphen between ideographs.
func Dotted(name string) string {
	runes := []rune(name)
	for i := 1; i < len(runes)-1; i++ {
		if Hyphen(runes[i]) && Ideograph(runes[i-1]) && Ideograph(runes[i+1]) {
			runes[i] = Dot
		}
	}
	return string(runes)
}

// dotted checks the places of the middle dots.
func dotted(name string) lang.Text {
	before, place := rune(Dot), 0
	for _, r := range name + string(Dot) {
		if place++; r == Dot && before == Dot {
			return lang.F("间隔号“·”只能用在姓名的两个部分之间，请检查第%d个字。",
				"A middle dot “·” can stand only between two parts of a name. Please check character %d.", min(place, utf8.RuneCountInString(name)))
		}
		before = r
	}
	return lang.Text{}
}
