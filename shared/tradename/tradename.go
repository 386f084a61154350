// Package tradename implements the rules for the names of sole traders (企业名称登记管理规定, which its
// art. 25 applies to them; before, 个体工商户名称登记管理办法).
package tradename

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"miaoban/shared/division"
	"miaoban/shared/form"
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

// Review returns what is wrong with a trade name, or what a person has to judge of it; both are
// zero if it can be registered at once. A name that begins with one of the words leave needs it
// (企业名称登记管理规定 art. 12); dubious are the words of rules of which it is not known whether they are
// in force.
func Review(name string, leave, dubious []string) (fault, doubt lang.Text) {
	if fault = malformed(name); !fault.IsZero() {
		return fault, lang.Text{}
	}
	for _, word := range leave {
		if strings.HasPrefix(name, word) {
			return lang.Text{}, lang.F("名称冠以“%s”须从严审核并报国务院批准，由工作人员核实。",
				"A name that begins with “%s” needs the approval of the State Council; a person will verify it.", word)
		}
	}
	switch {
	case divisions()[name]:
		doubt = lang.F("“%s”是县级以上行政区划的名称，另有含义的才可用作字号，由工作人员核实。",
			"“%s” is the name of a division of county level or above. It can be a trade name only if it has another meaning; "+
				"a person will verify it.", name)
	case isIndustry(name):
		doubt = lang.F("“%s”是行业或者经营特点，另有含义的才可用作字号，由工作人员核实。",
			"“%s” is the name of a trade or of a feature of it. It can be a trade name only if it has another meaning; "+
				"a person will verify it.", name)
	}
	for _, word := range slices.Concat(leave, dubious) {
		if doubt.IsZero() && strings.Contains(name, word) {
			doubt = lang.F("字号含有“%s”，能否使用由工作人员核实。", "The trade name contains “%s”; a person will verify whether it can be used.", word)
		}
	}
	return lang.Text{}, doubt
}

// isIndustry reports whether the name is that of an industry.
func isIndustry(name string) bool {
	return slices.ContainsFunc(Industry("").Options(), func(o form.Option) bool { return o.Label.ZH == name })
}

// malformed returns why the name is no trade name at all: it has two or more Chinese characters.
func malformed(name string) lang.Text {
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
	return lang.Text{}
}

// Fault returns what is wrong with a trade name by the rules of before; the zero Text if it is valid.
func Fault(name string, forbidden []string) lang.Text {
	if fault := malformed(name); !fault.IsZero() {
		return fault
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

// divisions are the names of all divisions of county level and above, with and without their suffix.
var divisions = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{}
	var add func(code string)
	add = func(code string) {
		for _, d := range division.Children(code) {
			if len(d.Code) == 6 {
				names[d.Name.ZH], names[strings.TrimRight(d.Name.ZH, "省市区县旗盟")] = true, true
				add(d.Code)
			}
		}
	}
	add(division.Nation)
	return names
})

// isDivision reports whether the trade name is the name of a city or district of Guangdong, with or
// without its suffix.
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
