// Package hanzi brings names, addresses and searches in Chinese characters into one form, and says
// which characters a Chinese name cannot have.
package hanzi

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Dot is the middle dot between the parts of a name (GB 18030: A1A4).
const Dot = '·'

// zero is the ideograph 〇, which Unicode does not count among the unified ideographs.
const zero = '〇'

// newer are the unified ideographs of Unicode 15.1 and 17, which Go's tables may not know yet.
var newer = &unicode.RangeTable{R32: []unicode.Range32{
	{Lo: 0x2b73a, Hi: 0x2b73f, Stride: 1}, // end of extension C
	{Lo: 0x2cea2, Hi: 0x2cead, Stride: 1}, // end of extension E
	{Lo: 0x2ebf0, Hi: 0x2ee5d, Stride: 1}, // extension I
	{Lo: 0x323b0, Hi: 0x33479, Stride: 1}, // extension J
}}

// Ideograph reports whether r is a character of a Chinese name: a unified ideograph, or 〇.
func Ideograph(r rune) bool {
	return r == zero || unicode.Is(unicode.Unified_Ideograph, r) || unicode.Is(newer, r)
}

// dots look like the middle dot, and are typed and printed for it.
const dots = "\u2022\u2027\u2219\u22c5\u30fb\uff65\uff0e\ufe52.\u0387\u16eb\u2e31\u2e33\u2024\u02d9\u25cf\u25e6\u2981\ua78f\U00010101"

// isDot reports whether r can stand for the middle dot.
func isDot(r rune) bool { return r == Dot || strings.ContainsRune(dots, r) }

// circles are typed for 〇 between ideographs.
const circles = "\u25cb\u25ef\u2b55\u3007"

// apostrophes are typed for ' between the letters of a name, as in O'BRIEN.
const apostrophes = "`\u00b4\u2018\u2019\u02b9\u02bc\u2032\u201b"

// Hyphen reports whether r is printed like a hyphen.
func Hyphen(r rune) bool { return unicode.Is(unicode.Pd, r) || r == '\u2212' || r == '\u2043' }

// isRadical reports whether r is in a block of radicals, whose characters look like ideographs.
func isRadical(r rune) bool { return r >= 0x2e80 && r <= 0x2fd5 }

// Invisible reports whether r is not seen: a format character, or a selector of a variant.
func Invisible(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

// Text returns an address or a search as it is stored and compared: radicals and compatibility
// ideographs as the ideographs that they look like, letters and digits in half width, a dot between
// ideographs as ·, a circle between them as 〇, each space one space, and nothing invisible. Line breaks are spaces.
func Text(s string) string { return normal(s, false) }

// Name returns the name of a person or a business in its normal form: that of Text, without spaces
// beside ideographs, and with one apostrophe and one hyphen between letters.
func Name(s string) string { return normal(s, true) }

func normal(s string, name bool) string {
	switch {
	case common(s):
		return s
	case plain(s):
		return strings.Join(strings.Fields(s), " ")
	}
	runes := make([]rune, 0, utf8.RuneCountInString(s))
	for _, r := range norm.NFC.String(s) { // compatibility ideographs are canonically equivalent to unified ones
		switch {
		case Invisible(r):
		case unicode.IsSpace(r):
			runes = append(runes, ' ')
		case isRadical(r):
			runes = append(runes, unified(r))
		case r >= 0xff10 && r <= 0xff5a && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			runes = append(runes, r-0xfee0)
		default:
			runes = append(runes, r)
		}
	}
	runes = []rune(strings.Join(strings.Fields(string(runes)), " "))
	normal := runes[:0:len(runes)]
	for i, r := range runes {
		before, after := beside(normal, runes[i+1:])
		switch {
		case r == ' ' && name && (Ideograph(before) || Ideograph(after) || before == Dot):
		case isDot(r) && Ideograph(before) && Ideograph(after):
			normal = append(normal, Dot)
		case strings.ContainsRune(circles, r) && Ideograph(before) && (Ideograph(after) || strings.ContainsRune(circles, after)):
			normal = append(normal, zero)
		case name && isLetter(before) && strings.ContainsRune(apostrophes, r):
			normal = append(normal, '\'')
		case name && isLetter(before) && isLetter(after) && Hyphen(r):
			normal = append(normal, '-')
		default:
			normal = append(normal, r)
		}
	}
	return string(normal)
}

// common reports whether the text has ideographs of the basic block alone, which stay as they are.
func common(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < 0x4e00 || r > 0x9fff })
}

// plain reports whether the text is ASCII without a grave accent, of which nothing but spaces changes.
func plain(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf || r < ' ' || r == 0x7f || r == '`' })
}

// isLetter reports whether r is a letter of an alphabet.
func isLetter(r rune) bool { return unicode.IsLetter(r) && !isHan(r) }

// beside returns the characters next to a place, over spaces.
func beside(before, after []rune) (left, right rune) {
	for i := len(before) - 1; i >= 0 && left == 0; i-- {
		if before[i] != ' ' {
			left = before[i]
		}
	}
	for i := 0; i < len(after) && right == 0; i++ {
		if after[i] != ' ' {
			right = after[i]
		}
	}
	return left, right
}

// unified returns the ideograph that a radical looks like; the radical itself if there is none.
func unified(r rune) rune {
	if u, ok := radicals()[r]; ok {
		return u
	}
	u, _ := utf8.DecodeRuneInString(norm.NFKC.String(string(r)))
	return u
}

// Key returns the text in the form in which names and searches are compared: its normal form in
// standard characters and capital letters, without spaces. A character of the 通用规范汉字表 (2013) stays, so 乾
// is not 干; but 锺, which is standard in surnames alone, is 钟. It is never shown.
func Key(s string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' {
			return -1
		}
		if to, ok := simplified()[r]; ok {
			return to
		}
		return unicode.ToUpper(r)
	}, Name(s))
}

// Same reports whether two names are the same, in whatever spelling and characters: also those that only registers
// have, and that nobody can type.
func Same(a, b string) bool {
	if a == b {
		return true
	}
	a, b = Key(a), Key(b)
	return a == b || rare.Replace(a) == rare.Replace(b)
}

// rare are variants of characters, most of surnames, with the standard form; neither OpenCC nor Unihan gives it.
var rare = strings.NewReplacer(strings.Split(rareForms, "")...)

const rareForms = "邉边濵滨嶋岛嶌岛矦侯凃涂栢柏彊强蘓苏𠮷吉尒尔𡊮袁坵丘寗甯觧解宼寇穐秋秌秋圀国囻国渕渊桒桑畧略鵞鹅楳梅槑梅枩松栁柳桺柳枏楠柟楠喩喻"

// Standard reports whether r is a character of the 通用规范汉字表 (2013).
func Standard(r rune) bool {
	_, found := slices.BinarySearch(standard(), r)
	return found
}

// Traditional returns the first character of the name that is not a standard one but has a
// standard form, and that form.
func Traditional(name string) (character, standard rune, found bool) {
	for _, r := range name {
		if to, ok := simplified()[r]; ok {
			return r, to, true
		}
	}
	return 0, 0, false
}
