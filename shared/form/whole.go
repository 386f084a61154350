package form

import (
	"regexp"
	"strconv"
	"strings"
)

// A whole number as people write it: digits, also in groups of three (1,000) or with zeros behind the point; or
// Chinese numerals up to 99; before it 第 and behind it what is counted. Money has no such unit: 3元 is not 3 fen.
var (
	counted = regexp.MustCompile(`^(?:第|共)?(.+?)(?:个?(?:人|孩子?|小孩|宝宝|娃)|名(?:员工|雇工)?|位|胎|个|员工|` +
		`(?i:people|persons?|employees|staff|(?:st|nd|rd|th)(?:child)?))?$`)
	grouped = regexp.MustCompile(`^-?\d{1,3}(?:,\d{3})+$`)
	pointed = regexp.MustCompile(`^-?\d+\.0+$`)
	chinese = regexp.MustCompile(`^(?:[〇一二三四五六七八九]|[一二三四五六七八九]?十[一二三四五六七八九]?)$`)
)

// likewise are numerals that are written for others; 头 is the first of children.
var likewise = strings.NewReplacer("零", "〇", "两", "二", "俩", "二", "壹", "一", "贰", "二", "叁", "三", "头", "一")

// ordinals are the English words for the first numbers.
var ordinals = map[string]string{
	"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
	"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6",
}

// cleanWhole is the number in digits; a text that is no number comes back in half width.
func cleanWhole(text string) string {
	text = strings.Trim(apart(text), `'"`)
	if word := ordinals[strings.TrimSuffix(strings.ToLower(text), "child")]; word != "" {
		return word
	}
	found := counted.FindStringSubmatch(text)
	if found == nil {
		return text
	}
	switch plain := strings.TrimSpace(found[1]); {
	case isWhole(plain):
		return plain
	case grouped.MatchString(plain):
		return strings.ReplaceAll(plain, ",", "")
	case pointed.MatchString(plain):
		return plain[:strings.IndexByte(plain, '.')]
	case chinese.MatchString(likewise.Replace(plain)):
		return strconv.Itoa(number(likewise.Replace(plain)))
	default:
		return text
	}
}

func isWhole(text string) bool {
	_, err := strconv.ParseInt(text, 10, 64)
	return err == nil
}
