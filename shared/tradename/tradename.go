// Package tradename knows the rules of the names of sole traders
// (个体工商户名称登记管理办法): of what they are made, and what they must not hold.
package tradename

import (
	"strings"
	"unicode"

	"miaoban/shared/division"
	"miaoban/shared/lang"
)

// Key is what may be registered once: the trade name within the registering
// authority (a district) and the industry. It is "" for no trade name.
func Key(place, name, industry string) string {
	if name == "" {
		return ""
	}
	return division.District(place) + "/" + name + "/" + industry
}

// Fault says what is wrong with a trade name; zero when nothing is.
func Fault(name string, forbidden []string) lang.Text {
	characters := 0
	for _, r := range name {
		if !unicode.Is(unicode.Han, r) {
			return lang.T("字号只能使用汉字，不得含字母、数字、标点。", "A trade name has Chinese characters only: no letters, digits or punctuation.")
		}
		characters++
	}
	if characters < 2 {
		return lang.T("字号应有两个以上汉字。", "A trade name has two Chinese characters or more.")
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

// isDivision reports whether the trade name is that of a city or district, with or
// without its ending.
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
