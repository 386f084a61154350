package form

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A day as people write it: year, month and day with any separators, in digits or in Chinese
// numerals; then the day of the week, and a time in China's zone, of which 24:00 ends the day. A time in another zone
// may be of another day.
var written = regexp.MustCompile(`^(\d{4}|[〇一二三四五六七八九]{4})` +
	`(?:[-/.年\x{3001}\x{3002}, ](\d{1,2}|元|[〇一二三四五六七八九十]{1,3})[-/.月\x{3001}\x{3002}, ]` +
	`(\d{1,2}|[〇一二三四五六七八九十廿卅]{1,3})[日号]?|(\d\d)(\d\d))` +
	`[ T]?(?:\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?` +
	`[ T]?(?:上午|下午|早上|晚上|中午|凌晨)?(?i:am|pm)?` +
	`(?:(?:[01]?\d|2[0-4])(?:[:点时](?:[0-5]\d)?(?:[:分](?:[0-5]\d(?:\.\d+)?)?秒?)?|点半|点整)(?i:am|pm)?(?:\+0?8:?00)?)?$`)

// zeros are written for 〇.
var zeros = strings.NewReplacer("零", "〇", "○", "〇", "◯", "〇", "號", "号", "時", "时", "點", "点")

func cleanDay(text string) string {
	if len(text) == len(time.DateOnly) && text[4] == '-' && text[7] == '-' && notADigit(text[:4]+text[5:7]+text[8:]) == nil {
		return text
	}
	text = apart(text)
	found := written.FindStringSubmatch(zeros.Replace(strings.Trim(text, "'")))
	if found == nil {
		return text
	}
	return fmt.Sprintf("%s-%02d-%02d", digitsOf(found[1]), number(found[2]+found[4]), number(found[3]+found[5]))
}

const numerals = "〇一二三四五六七八九"

// digitsOf is the text with each numeral as its digit.
func digitsOf(text string) string {
	var b strings.Builder
	for _, c := range text {
		if at := strings.IndexRune(numerals, c); at >= 0 {
			c = '0' + rune(at/len("〇"))
		}
		b.WriteRune(c)
	}
	return b.String()
}

// number is the value of digits or numerals up to 39: 28, 二十八, 廿八 or 二八; 元 is the first month.
func number(text string) int {
	switch {
	case text == "元":
		return 1
	case strings.Contains(text, "廿"):
		text = strings.Replace(text, "廿", "二十", 1)
	case strings.Contains(text, "卅"):
		text = strings.Replace(text, "卅", "三十", 1)
	}
	tens, units, ten := strings.Cut(text, "十")
	if !ten {
		tens, units = "", text
	} else if tens == "" {
		tens = "1"
	}
	value := func(part string) int {
		n, err := strconv.Atoi(digitsOf(part))
		if err != nil { // no digit
			return 0
		}
		return n
	}
	return 10*value(tens) + value(units)
}
