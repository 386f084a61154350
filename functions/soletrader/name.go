package soletrader

import (
	"strings"
	"unicode"

	"miaoban/shared/division"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/registry"
	"miaoban/shared/registry/dataset"
)

// fullName is the name as it is registered: division, trade name, industry, form.
func fullName(f Form) string {
	district := division.District(string(f.Division))
	city, _ := division.Find(division.City(district))
	place, _ := division.Find(district)
	return city.Name.ZH + place.Name.ZH + f.TradeName + labelOf(f.Industry.Options(), string(f.Industry)).ZH + string(f.NameForm)
}

// nameKey is what may be registered once: the trade name within the registering
// authority and the industry.
func nameKey(f Form) string {
	if f.TradeName == "" {
		return ""
	}
	return division.District(string(f.Division)) + "/" + f.TradeName + "/" + string(f.Industry)
}

func nameComposition(c Case) instant.Finding {
	f := instant.Rule("name", lang.T("名称符合规定", "The name keeps the rules"), c.Policy.Laws.Names)
	name := c.Form.TradeName
	advise := func(zh, en string) instant.Finding {
		return f.NotMet(lang.T(zh, en)).Advise(lang.T("请换一个字号。", "Please choose another trade name."))
	}
	characters := 0
	for _, r := range name {
		if !unicode.Is(unicode.Han, r) {
			return advise("字号只能使用汉字，不得含字母、数字、标点。", "A trade name has Chinese characters only: no letters, digits or punctuation.")
		}
		characters++
	}
	if characters < 2 {
		return advise("字号应有两个以上汉字。", "A trade name has two Chinese characters or more.")
	}
	forbidden, ok := c.Policy.ForbiddenWords.At(string(c.Form.Division), c.Today())
	if !ok {
		return f.Unsure(lang.T("系统中没有现行的名称禁用词表。", "There is no current list of forbidden words."))
	}
	f.Basis = append(f.Basis[:len(f.Basis):len(f.Basis)], forbidden.Basis)
	for _, word := range forbidden.Value {
		if strings.Contains(name, word) {
			return f.NotMet(lang.F("名称不得含有“%s”。", "A name must not contain “%s”.", word)).
				Advise(lang.T("请换一个字号。", "Please choose another trade name."))
		}
	}
	if isDivision(name) {
		return advise("县级以上行政区划名称不得用作字号。", "The name of a division of county level or above cannot be a trade name.")
	}
	return f.Met(lang.F("名称为“%s”。", "The name is “%s”.", fullName(c.Form)))
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

func nameUnique(c Case) instant.Finding {
	f := instant.Rule("name-unique", lang.T("名称未被使用", "The name is not in use"), c.Policy.Laws.Names)
	another := lang.T("请换一个字号，或更换行业。", "Choose another trade name, or another industry.")
	if held := c.Holdings.Of(nameClaim); !held.Free() {
		if held.Own {
			return f.NotMet(lang.F("您的申请 %s 已使用该名称。", "Your application %s has that name already.", held.Application)).Advise(another)
		}
		return f.NotMet(lang.T("同一登记机关、同一行业已有相同字号的名称。", "The trade name is taken within this registering authority and industry.")).Advise(another)
	}
	registered := registry.Get(c.Facts, nameKey(c.Form), dataset.TradeNames.Name)
	switch {
	case registered.None():
		return f.Met(lang.F("“%s”可以使用。", "“%s” is free.", fullName(c.Form)), registered.Ref)
	case registered.Known():
		return f.NotMet(lang.F("已有登记名称“%s”。", "“%s” is registered already.", registered.V), registered.Ref).Advise(another)
	default:
		return f.Unknown(registered.Ref)
	}
}
