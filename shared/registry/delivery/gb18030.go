package delivery

import (
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// run is consecutive two-byte codes of one row, with the character of the first.
type run struct {
	first, last uint16
	char        rune
}

// added are the two-byte codes of GB 18030-2022 that x/text decodes to U+FFFD.
var added = []run{
	{0xa6d9, 0xa6d9, 0xfe10}, {0xa6da, 0xa6da, 0xfe12}, {0xa6db, 0xa6db, 0xfe11}, {0xa6dc, 0xa6df, 0xfe13}, // vertical marks
	{0xa6ec, 0xa6ed, 0xfe17}, {0xa6f3, 0xa6f3, 0xfe19}, {0xa8bc, 0xa8bc, 0x1e3f},
	{0xfe51, 0xfe51, 0x20087}, {0xfe52, 0xfe52, 0x20089}, {0xfe53, 0xfe53, 0x200cc}, {0xfe59, 0xfe59, 0x9fb4}, {0xfe61, 0xfe61, 0x9fb5},
	{0xfe66, 0xfe67, 0x9fb6}, {0xfe6c, 0xfe6c, 0x215d7}, {0xfe6d, 0xfe6d, 0x9fb8}, {0xfe76, 0xfe76, 0x2298f}, {0xfe7e, 0xfe7e, 0x9fb9},
	{0xfe90, 0xfe90, 0x9fba}, {0xfe91, 0xfe91, 0x241fe}, {0xfea0, 0xfea0, 0x9fbb},
}

// unassigned are the two-byte codes outside the user-defined areas for which the standard has no character.
var unassigned = []run{
	{0xa2ab, 0xa2b0, 0xe766}, {0xa2e4, 0xa2e4, 0xe76d}, {0xa2ef, 0xa2f0, 0xe76e}, {0xa2fd, 0xa2fe, 0xe770}, {0xa4f4, 0xa4fe, 0xe772},
	{0xa5f7, 0xa5fe, 0xe77d}, {0xa6b9, 0xa6c0, 0xe785}, {0xa6f6, 0xa6fe, 0xe797}, {0xa7c2, 0xa7d0, 0xe7a0}, {0xa7f2, 0xa7fe, 0xe7af},
	{0xa896, 0xa8a0, 0xe7bc}, {0xa8c1, 0xa8c4, 0xe7c9}, {0xa8ea, 0xa8fe, 0xe7cd}, {0xa958, 0xa958, 0xe7e2}, {0xa95b, 0xa95b, 0xe7e3},
	{0xa95d, 0xa95f, 0xe7e4}, {0xa997, 0xa9a3, 0xe7f4}, {0xa9f0, 0xa9fe, 0xe801}, {0xd7fa, 0xd7fe, 0xe810},
}

const (
	rowsOfCodes  = 0xfe - 0x81 + 1
	codesOfARow  = 0xfe - 0x40 + 1 // with 7F, which is none
	firstOfARow  = 0x40
	firstOfCodes = 0x81
)

// twoBytes are the characters of the two-byte codes of GB 18030-2022, by row and code; 0 for none. A code of
// a user-defined area, and one that has no character, is in the private use area.
var twoBytes = sync.OnceValue(func() *[rowsOfCodes][codesOfARow]rune {
	var chars [rowsOfCodes][codesOfARow]rune
	set := func(runs []run) {
		for _, r := range runs {
			for code := r.first; code <= r.last; code++ {
				chars[code>>8-firstOfCodes][code&0xff-firstOfARow] = r.char + rune(code-r.first)
			}
		}
	}
	decoder := simplifiedchinese.GB18030.NewDecoder()
	for a := range rowsOfCodes {
		for b := range codesOfARow {
			if b+firstOfARow == 0x7f {
				continue
			}
			if chars[a][b] = userDefined(a+firstOfCodes, b+firstOfARow); chars[a][b] != 0 {
				continue
			}
			text, err := decoder.Bytes([]byte{byte(a + firstOfCodes), byte(b + firstOfARow)})
			if c, _ := utf8.DecodeRune(text); err == nil && c != utf8.RuneError {
				chars[a][b] = c
			}
		}
	}
	set(unassigned)
	set(added)
	return &chars
})

// userDefined is the private-use character of a code in the user-defined areas; 0 outside of them.
func userDefined(a, b int) rune {
	switch {
	case a >= 0xaa && a <= 0xaf && b >= 0xa1:
		return rune(0xe000 + (a-0xaa)*94 + b - 0xa1)
	case a >= 0xf8 && b >= 0xa1:
		return rune(0xe234 + (a-0xf8)*94 + b - 0xa1)
	case a >= 0xa1 && a <= 0xa7 && b < 0xa1:
		if b > 0x7f {
			b--
		}
		return rune(0xe4c6 + (a-0xa1)*96 + b - 0x40)
	default:
		return 0
	}
}

// decodeGB18030 appends the text in UTF-8; false if it is not GB 18030.
func decodeGB18030(to, text []byte) ([]byte, bool) {
	chars := twoBytes()
	for i := 0; i < len(text); {
		a := text[i]
		if a < utf8.RuneSelf {
			to = append(to, a)
			i++
			continue
		}
		if a == 0x80 || a == 0xff || i+1 == len(text) {
			return to, false
		}
		b := text[i+1]
		if b >= firstOfARow && b != 0xff {
			c := chars[a-firstOfCodes][b-firstOfARow]
			if c == 0 {
				return to, false
			}
			to = utf8.AppendRune(to, c)
			i += 2
			continue
		}
		if i+4 > len(text) || b < '0' || b > '9' || text[i+2] < 0x81 || text[i+2] == 0xff || text[i+3] < '0' || text[i+3] > '9' {
			return to, false
		}
		four, err := simplifiedchinese.GB18030.NewDecoder().Bytes(text[i : i+4])
		if c, _ := utf8.DecodeRune(four); err != nil || c == utf8.RuneError {
			return to, false
		}
		to = append(to, four...)
		i += 4
	}
	return to, true
}
