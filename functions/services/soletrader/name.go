package soletrader

import (
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/lang"
	"miaoban/shared/tradename"
)

// fullName returns the registered name: division, trade name, industry, form.
func fullName(f Form) string {
	district := division.District(string(f.Division))
	city, _ := division.Find(division.City(district))
	place, _ := division.Find(district)
	return city.Name.ZH + place.Name.ZH + f.TradeName + form.LabelOf(f.Industry).ZH + string(f.NameForm)
}

// nameKey returns the part of the name that must be unique.
func nameKey(f Form) string {
	return tradename.Key(string(f.Division), f.TradeName, string(f.Industry))
}

func nameComposition(c Case) decision.Finding {
	f := decision.Rule("name", lang.T("名称符合规定", "The name follows the rules"), c.Policy.Laws.Names)
	forbidden, ok := c.Policy.ForbiddenWords.At(string(c.Form.Division), c.Today())
	if !ok {
		return f.NoRule(lang.T("系统中没有现行的名称禁用词表。", "The system has no current list of forbidden words."))
	}
	f.Basis = append(f.Basis[:len(f.Basis):len(f.Basis)], forbidden.Basis)
	if fault := tradename.Fault(c.Form.TradeName, forbidden.Value); !fault.IsZero() {
		return f.NotMet(fault).Advise(lang.T("请换一个字号。", "Please choose another trade name."))
	}
	return f.Met(lang.F("名称为“%s”。", "The name is “%s”.", fullName(c.Form)))
}

func nameUnique(c Case) decision.Finding {
	f := decision.Rule("name-unique", lang.T("名称未被使用", "The name is available"), c.Policy.Laws.Names)
	another := lang.T("请换一个字号，或更换行业。", "Choose another trade name, or another industry.")
	if held := c.Holdings.Of(condition.TradeNameClaim); !held.Free() {
		if held.Own {
			return f.NotMet(lang.F("您的申请 %s 已使用该名称。", "Your application %s already uses this name.", held.Application)).Advise(another)
		}
		return f.NotMet(lang.T("同一登记机关、同一行业已有相同字号的名称。", "This trade name is already used in the same authority and industry.")).
			Advise(another)
	}
	registered := fact.Get(c.Facts, nameKey(c.Form), dataset.TradeNames.Name)
	switch {
	case registered.None():
		return f.Met(lang.F("“%s”可以使用。", "“%s” is available.", fullName(c.Form)), registered.Ref)
	case registered.Known():
		return f.NotMet(lang.F("已有登记名称“%s”。", "“%s” is already registered.", registered.V), registered.Ref).Advise(another)
	default:
		return f.Unknown(registered.Ref)
	}
}
