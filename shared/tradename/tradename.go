// Package tradename implements the rules for the names of sole traders (个体工商户名称登记管理办法): their
// parts and forbidden content.
package tradename

import (
	"strings"
	"unicode"

	"miaoban/shared/division"
	"miaoban/shared/lang"
)

// Key identifies what may be registered only once: the trade name within a registering authority
// (a district) and an industry. It is "" if there is no trade name.
func Key(place, name, industry string) string {
	if name == "" {
		return ""
	}
	return division.District(place) + "/" + name + "/" + industry
}

// Fault returns what is wrong with a trade name; the zero Text if it is valid.
func Fault(name string, forbidden []string) lang.Text {
	characters := 0
	for _, r := range name {
		if !unicode.Is(unicode.Han, r) {
			return lang.T("字号只能使用汉字，不得含字母、数字、标点。", "A trade name may contain only Chinese characters: no letters, digits or punctuation.")
		}
		characters++
	}
	if characters < 2 {
		return lang.T("字号应有两个以上汉字。", "A trade name must have at least two Chinese characters.")
	}
	for _, word := range forbidden {
		if strings.Contains(name, word) {
			return lang.F("名称不得含有“%s”。", "A name must not contain “%s”.", word)
		}
	}
	if isDivision(name) {
		return lang.T("县级以上行政区划名称不得用作字号。", "The name of a division of county level or above cannot be a trade name.")
	}
	return lang.Text{}
}

// isDivision reports whether the trade name is the name of a city or district, with or without its
// suffix.
func isDivision(name string) bool {
	for _, city := range division.Children("440000") {
		for _, d := range append(division.Children(city.Code), city) {
			if len(d.Code) == 6 && (name == d.Name.ZH || name == strings.TrimRight(d.Name.ZH, "市区县")) {
				return true
			}
		}
	}
	return false
}
