package soletrader

import (
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
	"miaoban/shared/tradename"
)

// The first version of the rules did not check the right to the premises, the second rejected names by
// the measures of 2009 alone, the third treated a name in variant characters as another name, and the fourth
// had fewer reserved words. They are kept to replay their decisions.

func decideFewerWords(c Case) []decision.Finding {
	return []decision.Finding{
		alive(c), age(c), notServing(c), notBanned(c), notOperating(c),
		judged(c, tradename.JudgeBefore), nameUnique(c, nameKey(c.Form)), scope(c), premises(c),
	}
}

func decide2022(c Case) []decision.Finding {
	return []decision.Finding{
		alive(c), age(c), notServing(c), notBanned(c), notOperating(c),
		nameComposition2009(c), nameUnique(c, writtenKey(c.Form)), scope(c), premises2022(c),
	}
}

func decideNames2009(c Case) []decision.Finding {
	return []decision.Finding{
		alive(c), age(c), notServing(c), notBanned(c), notOperating(c),
		nameComposition2009(c), nameUnique(c, writtenKey(c.Form)), scope(c), premises(c),
	}
}

func decideWritten(c Case) []decision.Finding {
	return []decision.Finding{
		alive(c), age(c), notServing(c), notBanned(c), notOperating(c),
		nameComposition2021(c), nameUnique(c, writtenKey(c.Form)), scope(c), premises(c),
	}
}

// writtenKey returns the part of the name that must be unique, as it is written.
func writtenKey(f Form) string {
	return tradename.Key(string(f.Division), f.TradeName, string(f.Industry))
}

func claimsWritten(c Case) []decision.Claim { return claimsOf(c, writtenKey(c.Form)) }

func needsWritten(c Case) []fact.Query { return needsOf(c, writtenKey(c.Form)) }

func issueWritten(c Case, serial decision.Serial) decision.Grants {
	return withOwnerNotice(c, licence(c, serial, writtenKey(c.Form)))
}

// issue2022 returns the licence without a notice to the owner.
func issue2022(c Case, serial decision.Serial) decision.Grants {
	return licence(c, serial, writtenKey(c.Form))
}

// nameComposition2021 applies the 企业名称登记管理规定 to the characters as they are written.
func nameComposition2021(c Case) decision.Finding {
	return composition(c, tradename.Review, func(f decision.Finding, fault lang.Text) decision.Finding {
		return f.NotMet(fault).Advise(lang.T("请换一个字号，或不使用名称。", "Please choose another trade name, or have none."))
	})
}

// nameComposition2009 applies the 个体工商户名称登记管理办法.
func nameComposition2009(c Case) decision.Finding {
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

func needs2022(c Case) []fact.Query {
	return append(needsOfOperator(c, writtenKey(c.Form)), fact.Ask(c.Form.PropertyUnit, dataset.Property.Division, dataset.Property.Use))
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
