package soletraderchange

import (
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
	"miaoban/shared/tradename"
)

// Case is what the rules decide on: an application with its facts and the policy of its day.
type Case = decision.Case[Form, Policy]

// Policy has the parameters set by law (policy.yaml).
type Policy struct {
	Laws struct {
		Change   policy.Basis `yaml:"change"`
		Removal  policy.Basis `yaml:"removal"`
		Names    policy.Basis `yaml:"names"`
		Tax      policy.Basis `yaml:"tax"`
		Dwelling policy.Basis `yaml:"dwelling" validate:"omitempty"` // older policies have none
	} `yaml:"laws"`
	ForbiddenWords policy.Series[[]string]           `yaml:"forbidden_words"`
	Issuers        policy.Series[certificate.Issuer] `yaml:"issuers"`
}

func decide(c Case) []decision.Finding {
	findings := operator(c)
	switch c.Form.Kind {
	case Name:
		return append(findings, nameComposition(c), nameFree(c))
	case Address:
		return append(findings, sameAuthority(c), premises(c))
	default:
		return append(findings, taxCleared(c), notAbnormal(c), promised(c, c.Policy.Laws.Removal))
	}
}

func operator(c Case) []decision.Finding {
	return []decision.Finding{
		condition.Alive(c.Facts, c.Applicant.ID, lang.T("经营者健在", "The operator is alive"), c.Policy.Laws.Change),
		condition.Operates(c.Facts, c.Applicant.ID, c.Policy.Laws.Change),
		nothingPending(c),
	}
}

// nothingPending holds that no other application of the operator is with a person.
func nothingPending(c Case) decision.Finding {
	f := decision.Rule("nothing-pending", lang.T("没有正在办理的其他登记申请", "No other application is under way"), c.Policy.Laws.Change)
	if held := c.Holdings.Of(condition.OperatorClaim); held.Pending {
		return f.Unsure(lang.F("您的申请 %s 正由工作人员办理，一并处理。", "A person has your application %s, and deals with both.", held.Application))
	}
	return f.Met(lang.T("没有正在办理的申请。", "None is under way."))
}

func nameComposition(c Case) decision.Finding {
	f := decision.Rule("name", lang.T("新名称符合规定", "The new name keeps the rules"), c.Policy.Laws.Names)
	forbidden, ok := c.Policy.ForbiddenWords.At(division.Nation, c.Today())
	if !ok {
		return f.NoRule(lang.T("系统中没有现行的名称禁用词表。", "There is no current list of forbidden words."))
	}
	if fault := tradename.Fault(c.Form.TradeName, forbidden.Value); !fault.IsZero() {
		return f.NotMet(fault).Advise(another)
	}
	return f.Met(lang.F("新字号为“%s”。", "The new trade name is “%s”.", c.Form.TradeName))
}

var another = lang.T("请换一个字号。", "Please choose another trade name.")

func nameFree(c Case) decision.Finding {
	f := decision.Rule("name-free", lang.T("新名称未被使用", "The new name is not in use"), c.Policy.Laws.Names)
	old := fact.Get(c.Facts, c.Applicant.ID, dataset.Operators.TradeName)
	key := newKey(c)
	switch {
	case old.None():
		return f.Met(lang.T("没有登记，本条不作判断。", "There is no registration; that is judged by the condition above."), old.Ref)
	case !old.Known() || key == "":
		return f.Unknown(old.Ref, fact.Get(c.Facts, c.Applicant.ID, dataset.Operators.Industry).Ref)
	case old.V == c.Form.TradeName:
		return f.NotMet(lang.T("新字号与现字号相同。", "The new trade name is the old one."), old.Ref).Advise(another)
	}
	if held := c.Holdings.Of(condition.TradeNameClaim); !held.Free() {
		return f.NotMet(lang.T("同一登记机关、同一行业已有相同字号的名称。", "The trade name is taken within this registering authority and industry.")).Advise(another)
	}
	registered := fact.Get(c.Facts, key, dataset.TradeNames.Name)
	switch {
	case registered.None():
		return f.Met(lang.F("“%s”可以使用。", "“%s” is free.", newName(c)), registered.Ref)
	case registered.Known():
		return f.NotMet(lang.F("已有登记名称“%s”。", "“%s” is registered already.", registered.V), registered.Ref).Advise(another)
	default:
		return f.Unknown(registered.Ref)
	}
}

// sameAuthority holds that the new premises are in the same district: the name is
// unique within it, and a move between authorities takes both of them.
func sameAuthority(c Case) decision.Finding {
	f := decision.Rule("same-authority", lang.T("新经营场所在同一登记机关辖区", "The new premises are under the same authority"), c.Policy.Laws.Change)
	at := fact.Get(c.Facts, c.Applicant.ID, dataset.Operators.Division)
	switch {
	case at.None():
		return f.Met(lang.T("没有登记，本条不作判断。", "There is no registration; that is judged by the condition above."), at.Ref)
	case !at.Known():
		return f.Unknown(at.Ref)
	case division.District(at.V) != division.District(string(c.Form.Division)):
		return f.Unsure(lang.F("由%s迁往%s，需两地登记机关办理迁移，由工作人员办理。", "From %s to %s: the authorities of both have to deal with that move.",
			division.FullName(division.District(at.V)), division.FullName(division.District(string(c.Form.Division)))), at.Ref)
	default:
		return f.Met(lang.F("仍在%s。", "Still in %s.", division.FullName(division.District(at.V))), at.Ref)
	}
}

func promised(c Case, basis policy.Basis) decision.Finding {
	f := decision.Rule("promised", lang.T("已书面承诺", "Promised in writing"), basis)
	if !c.Form.Promise {
		return f.NotMet(lang.T("没有作出承诺。", "The promise was not made.")).
			Advise(lang.T("请阅读并勾选承诺。", "Please read and tick the promise."))
	}
	return f.Met(lang.T("您已书面承诺，登记后核查。", "You promised in writing; this is checked afterwards."))
}

// premises holds that the new premises are the operator's to use: as their owner, by the
// owner's consent, or by a promise of which the owner is told.
func premises(c Case) decision.Finding {
	f := condition.PremisesRule(c.Policy.Laws.Change)
	if c.Form.Premises != condition.ByPromise {
		return condition.OwnPremises(f, c.Facts, c.Form.PropertyUnit, c.Applicant.ID, string(c.Form.Division), c.Policy.Laws.Dwelling)
	}
	if !c.Form.Promise {
		return f.NotMet(lang.T("没有作出承诺。", "The promise was not made.")).
			Advise(lang.T("阅读并勾选承诺，或改用共享的不动产信息。", "Read and tick the promise, or use shared property data."))
	}
	return condition.PromisedPremises(f, c.Facts, c.Form.PropertyUnit)
}

func taxCleared(c Case) decision.Finding {
	f := decision.Rule("tax-cleared", lang.T("税务已结清", "Taxes are settled"), c.Policy.Laws.Tax)
	since := fact.Get(c.Facts, condition.CodeOf(c.Facts, c.Applicant.ID), dataset.Taxpayers.Since)
	cleared := fact.Get(c.Facts, condition.CodeOf(c.Facts, c.Applicant.ID), dataset.Taxpayers.Cleared)
	switch {
	case condition.CodeOf(c.Facts, c.Applicant.ID) == "":
		return f.Met(lang.T("没有登记，本条不作判断。", "There is no registration; that is judged by the condition above."))
	case since.None():
		return f.Met(lang.T("没有办理过涉税事项。", "The tax authority has never dealt with it."), since.Ref)
	case !cleared.Known():
		return f.Unknown(since.Ref, cleared.Ref)
	case !cleared.V:
		return f.NotMet(lang.T("有欠税或未结的涉税事项。", "Taxes are owed, or something is open."), cleared.Ref).
			Advise(lang.T("请先到税务部门清税。", "Settle it with the tax authority first."))
	default:
		return f.Met(lang.T("无欠税、无未结事项。", "Nothing is owed or open."), cleared.Ref)
	}
}

func notAbnormal(c Case) decision.Finding {
	f := decision.Rule("not-abnormal", lang.T("未列入经营异常名录", "Not on the list of abnormal operations"), c.Policy.Laws.Removal)
	code := condition.CodeOf(c.Facts, c.Applicant.ID)
	reason := fact.Get(c.Facts, code, dataset.Abnormal.Reason)
	switch {
	case code == "":
		return f.Met(lang.T("没有登记，本条不作判断。", "There is no registration; that is judged by the condition above."))
	case reason.None():
		return f.Met(lang.T("未列入经营异常名录。", "It is not on the list."), reason.Ref)
	case reason.Known():
		return f.NotMet(lang.F("因“%s”列入经营异常名录。", "It is on the list, for this: %s.", reason.V), reason.Ref).
			Advise(lang.T("请先申请移出经营异常名录。", "Have it taken off the list first."))
	default:
		return f.Unknown(reason.Ref)
	}
}

// verify ends the registration with its operator's death, and where something that was promised
// for it, now or at first, is found to be false: no change gets rid of that.
func verify(c Case) []decision.Continuing {
	return append(verify2022(c), condition.PromiseKept(c.Facts, c.Granted.Certificate.HolderID, c.Policy.Laws.Change))
}
