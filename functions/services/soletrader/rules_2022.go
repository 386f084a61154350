package soletrader

import (
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// The first version of the rules did not ask whose the premises are. It is kept for what was
// decided by it.

func decide2022(c Case) []decision.Finding {
	return []decision.Finding{
		alive(c), age(c), notServing(c), notBanned(c), notOperating(c),
		nameComposition(c), nameUnique(c), scope(c), premises2022(c),
	}
}

func needs2022(c Case) []fact.Query {
	return append(needsOfOperator(c), fact.Ask(c.Form.PropertyUnit, dataset.Property.Division, dataset.Property.Use))
}

func premises2022(c Case) decision.Finding {
	f := condition.PremisesRule(c.Policy.Laws.Registration)
	if c.Form.Premises == condition.ByPromise {
		return promised(c, f)
	}
	place := fact.Get(c.Facts, c.Form.PropertyUnit, dataset.Property.Division)
	use := fact.Get(c.Facts, c.Form.PropertyUnit, dataset.Property.Use)
	if !place.Known() || !use.Known() {
		return f.Unknown(place.Ref, use.Ref)
	}
	if !division.Within(place.V, division.District(string(c.Form.Division))) {
		return f.NotMet(lang.F("该不动产单元在%s，与所填镇街不符。", "That unit is in %s, not where you said.", division.FullName(place.V)), place.Ref).
			Advise(lang.T("请核对单元号与镇街。", "Please compare the unit number and the street."))
	}
	switch use.V {
	case "commercial", "industrial":
		return f.Met(lang.T("规划用途允许经营。", "The planned use allows business."), place.Ref, use.Ref)
	case "residential":
		f.Basis = []policy.Basis{c.Policy.Laws.Dwelling}
		return f.Unsure(lang.T("住宅改为经营性用房须经有利害关系的业主一致同意，由工作人员核实。",
			"A dwelling may be used for business only if all neighbours concerned agree; a person will check that."), use.Ref)
	case "illegal":
		return f.NotMet(lang.T("该场所被认定为违法建设。", "The place was found to be built unlawfully."), use.Ref).
			Advise(lang.T("请更换经营场所。", "Please choose other premises."))
	default:
		return f.Unsure(lang.T("规划用途不在可即时判断的范围，由工作人员核实。", "The planned use needs a person's judgement."), use.Ref)
	}
}
