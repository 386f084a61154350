package delivery

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Encoding is how a text file's characters are encoded.
type Encoding string

// The encodings of deliveries.
const (
	UTF8    Encoding = "UTF-8"
	UTF16LE Encoding = "UTF-16LE"
	UTF16BE Encoding = "UTF-16BE"
	GB18030 Encoding = "GB 18030"
)

// In this package a line of a file is bytes in which quotes and line ends are single bytes: those of the file, except
// that UTF-16 is in UTF-8 with lone surrogates in three bytes, so that nothing is lost.

func (e Encoding) wide() bool { return e == UTF16LE || e == UTF16BE }

// decode returns the text of a cell or a line, or the reason why it is none.
func (e Encoding) decode(line []byte) (string, *reason) {
	ascii := true
	for _, b := range line {
		if b == 0 {
			return "", notIn(e)
		}
		ascii = ascii && b < utf8.RuneSelf
	}
	if ascii {
		return string(line), nil
	}
	if e == GB18030 {
		if hasThree(line) && utf8.Valid(line) {
			return "", &reason{codeEncoding, "这一行是 UTF-8 编码，而文件是 GB 18030 编码", "this row is in UTF-8, but the file in GB 18030"}
		}
		text, ok := decodeGB18030(make([]byte, 0, 2*len(line)), line)
		if !ok {
			return "", notIn(e)
		}
		return string(text), nil
	}
	if !utf8.Valid(line) {
		return "", notIn(e)
	}
	return string(line), nil
}

func notIn(e Encoding) *reason {
	return &reason{codeEncoding, "有字节不是 " + string(e) + " 编码", "it has bytes that are not " + string(e)}
}

// encode returns our own text as bytes of a line.
func (e Encoding) encode(text string) []byte {
	if e == GB18030 {
		if encoded, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text)); err == nil {
			return encoded
		}
	}
	return []byte(text)
}

// outward returns the bytes of the file that a line was read from.
func (e Encoding) outward(line []byte) []byte {
	if !e.wide() {
		return line
	}
	out := make([]byte, 0, 2*len(line))
	unit := func(u uint16) {
		if e == UTF16LE {
			out = append(out, byte(u), byte(u>>8))
		} else {
			out = append(out, byte(u>>8), byte(u))
		}
	}
	for len(line) > 0 {
		c, size := utf8.DecodeRune(line)
		if c == utf8.RuneError && size == 1 { // a lone surrogate
			unit(uint16(line[0]&0x0f)<<12 | uint16(line[1]&0x3f)<<6 | uint16(line[2]&0x3f))
			line = line[3:]
			continue
		}
		if high, low := utf16.EncodeRune(c); high != utf8.RuneError {
			unit(uint16(high))
			unit(uint16(low))
		} else {
			unit(uint16(c))
		}
		line = line[size:]
	}
	return out
}

// appendUnit appends a code unit of UTF-16; a surrogate becomes three bytes, and the second of a pair
// joins the first.
func appendUnit(line []byte, u uint16) []byte {
	n := len(line)
	if u >= 0xdc00 && u < 0xe000 && n >= 3 && line[n-3] == 0xed && line[n-2] >= 0xa0 && line[n-2] < 0xb0 {
		high := 0xd000 | rune(line[n-2]&0x3f)<<6 | rune(line[n-1]&0x3f)
		return utf8.AppendRune(line[:n-3], utf16.DecodeRune(high, rune(u)))
	}
	if u >= 0xd800 && u < 0xe000 {
		return append(line, 0xe0|byte(u>>12), 0x80|byte(u>>6)&0xbf, 0x80|byte(u)&0xbf)
	}
	return utf8.AppendRune(line, rune(u))
}

// hasThree reports whether the text, if it is UTF-8, has a character of three bytes or more, as all Chinese
// ones have.
func hasThree(text []byte) bool {
	for _, b := range text {
		if b >= 0xe0 {
			return true
		}
	}
	return false
}

// unreadable returns why nobody can read a text that was decoded: it has a character of the private use areas of
// Unicode, such as those of the user-defined areas of GB 18030, or the mark for characters that were lost. It is
// nil if there is none.
func unreadable(text string) *reason {
	for i := range len(text) {
		if text[i] < 0xee {
			continue
		}
		switch c, _ := utf8.DecodeRuneInString(text[i:]); {
		case c >= 0xe000 && c <= 0xf8ff || c >= 0xf0000:
			return userDefinedCharacter
		case c == utf8.RuneError && text[i] == 0xef:
			return lostCharacter
		}
	}
	return nil
}

// marks are the marks at the start of a file that tell its encoding.
var marks = []struct {
	bytes    []byte
	encoding Encoding
}{
	{[]byte("\xef\xbb\xbf"), UTF8}, {[]byte("\xff\xfe"), UTF16LE}, {[]byte("\xfe\xff"), UTF16BE}, {[]byte("\x84\x31\x95\x33"), GB18030},
}

// marked returns the encoding of the byte order mark at the start, and the mark's length; "" without a mark.
func marked(start []byte) (Encoding, int) {
	for _, m := range marks {
		if bytes.HasPrefix(start, m.bytes) {
			return m.encoding, len(m.bytes)
		}
	}
	return "", 0
}

// unmarked16 recognises UTF-16 without a mark by its many zero bytes, all in the upper halves of digits, letters and
// commas; "" if the text is not UTF-16.
func unmarked16(start []byte) Encoding {
	var zeros [2]int
	for i, b := range start {
		if b == 0 {
			zeros[i%2]++
		}
	}
	few := len(start) / 10
	switch {
	case zeros[1] > few && zeros[1] > 4*zeros[0]:
		return UTF16LE
	case zeros[0] > few && zeros[0] > 4*zeros[1]:
		return UTF16BE
	default:
		return ""
	}
}
