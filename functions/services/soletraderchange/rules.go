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
		Dwelling policy.Basis `yaml:"dwelling" validate:"omitempty"` // absent from older policies
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

// nothingPending requires that no other application of the operator waits for a reviewer.
func nothingPending(c Case) decision.Finding {
	f := decision.Rule("nothing-pending", lang.T("没有正在办理的其他登记申请", "No other application is in progress"), c.Policy.Laws.Change)
	if held := c.Holdings.Of(condition.OperatorClaim); held.Pending {
		return f.Unsure(lang.F("您的申请 %s 正由工作人员办理，一并处理。", "An officer is handling your application %s and will handle both together.",
			held.Application))
	}
	return f.Met(lang.T("没有正在办理的申请。", "No application is in progress."))
}

func nameComposition(c Case) decision.Finding {
	f := decision.Rule("name", lang.T("新名称符合规定", "The new name follows the rules"), c.Policy.Laws.Names)
	forbidden, ok := c.Policy.ForbiddenWords.At(division.Nation, c.Today())
	if !ok {
		return f.NoRule(lang.T("系统中没有现行的名称禁用词表。", "The system has no current list of forbidden words."))
	}
	if fault := tradename.Fault(c.Form.TradeName, forbidden.Value); !fault.IsZero() {
		return f.NotMet(fault).Advise(another)
	}
	return f.Met(lang.F("新字号为“%s”。", "The new trade name is “%s”.", c.Form.TradeName))
}

var another = lang.T("请换一个字号。", "Please choose another trade name.")

func nameFree(c Case) decision.Finding {
	f := decision.Rule("name-free", lang.T("新名称未被使用", "The new name is available"), c.Policy.Laws.Names)
	old := fact.Get(c.Facts, c.Applicant.ID, dataset.Operators.TradeName)
	key := newKey(c)
	switch {
	case old.None():
		return f.Met(lang.T("没有登记，这一条不适用。", "There is no registration, so this condition does not apply."), old.Ref)
	case !old.Known() || key == "":
		return f.Unknown(old.Ref, fact.Get(c.Facts, c.Applicant.ID, dataset.Operators.Industry).Ref)
	case old.V == c.Form.TradeName:
		return f.NotMet(lang.T("新字号与现字号相同。", "The new trade name is the same as the current one."), old.Ref).Advise(another)
	}
	if held := c.Holdings.Of(condition.TradeNameClaim); !held.Free() {
		return f.NotMet(lang.T("同一登记机关、同一行业已有相同字号的名称。", "This trade name is already used in the same authority and industry.")).
			Advise(another)
	}
	registered := fact.Get(c.Facts, key, dataset.TradeNames.Name)
	switch {
	case registered.None():
		return f.Met(lang.F("“%s”可以使用。", "“%s” is available.", newName(c)), registered.Ref)
	case registered.Known():
		return f.NotMet(lang.F("已有登记名称“%s”。", "“%s” is already registered.", registered.V), registered.Ref).Advise(another)
	default:
		return f.Unknown(registered.Ref)
	}
}

// sameAuthority requires the new premises to be in the same district: names are unique in a
// district, and a move to another authority involves both.
func sameAuthority(c Case) decision.Finding {
	f := decision.Rule("same-authority", lang.T("新经营场所在同一登记机关辖区", "The new premises are under the same authority"), c.Policy.Laws.Change)
	at := fact.Get(c.Facts, c.Applicant.ID, dataset.Operators.Division)
	switch {
	case at.None():
		return f.Met(lang.T("没有登记，这一条不适用。", "There is no registration, so this condition does not apply."), at.Ref)
	case !at.Known():
		return f.Unknown(at.Ref)
	case division.District(at.V) != division.District(string(c.Form.Division)):
		return f.Unsure(lang.F("由%s迁往%s，需两地登记机关办理迁移，由工作人员办理。",
			"The move is from %s to %s. Both authorities are involved; an officer will handle it.",
			division.FullName(division.District(at.V)), division.FullName(division.District(string(c.Form.Division)))), at.Ref)
	default:
		return f.Met(lang.F("仍在%s。", "The premises stay in %s.", division.FullName(division.District(at.V))), at.Ref)
	}
}

func promised(c Case, basis policy.Basis) decision.Finding {
	f := decision.Rule("promised", lang.T("已书面承诺", "Declared in writing"), basis)
	if !c.Form.Promise {
		return f.NotMet(lang.T("没有作出承诺。", "The declaration was not made.")).
			Advise(lang.T("请阅读并勾选承诺。", "Please read and tick the declaration."))
	}
	return f.Met(lang.T("您已书面承诺，登记后核查。", "You declared this in writing. It is checked after registration."))
}

// premises requires the right to use the new premises: as owner, with the owner's consent, or by
// self-declaration, of which the owner is notified.
func premises(c Case) decision.Finding {
	f := condition.PremisesRule(c.Policy.Laws.Change)
	if c.Form.Premises != condition.ByPromise {
		return condition.OwnPremises(f, c.Facts, c.Form.PropertyUnit, c.Applicant.ID, string(c.Form.Division), c.Policy.Laws.Dwelling)
	}
	if !c.Form.Promise {
		return f.NotMet(lang.T("没有作出承诺。", "The declaration was not made.")).
			Advise(lang.T("阅读并勾选承诺，或改用共享的不动产信息。", "Read and tick the declaration, or use shared property data."))
	}
	return condition.PromisedPremises(f, c.Facts, c.Form.PropertyUnit)
}

func taxCleared(c Case) decision.Finding {
	f := decision.Rule("tax-cleared", lang.T("税务已结清", "Taxes are settled"), c.Policy.Laws.Tax)
	since := fact.Get(c.Facts, condition.CodeOf(c.Facts, c.Applicant.ID), dataset.Taxpayers.Since)
	cleared := fact.Get(c.Facts, condition.CodeOf(c.Facts, c.Applicant.ID), dataset.Taxpayers.Cleared)
	switch {
	case condition.CodeOf(c.Facts, c.Applicant.ID) == "":
		return f.Met(lang.T("没有登记，这一条不适用。", "There is no registration, so this condition does not apply."))
	case since.None():
		return f.Met(lang.T("没有办理过涉税事项。", "The business has no tax records."), since.Ref)
	case !cleared.Known():
		return f.Unknown(since.Ref, cleared.Ref)
	case !cleared.V:
		return f.NotMet(lang.T("有欠税或未结的涉税事项。", "There are unpaid taxes or open tax matters."), cleared.Ref).
			Advise(lang.T("请先到税务部门清税。", "Please settle them with the tax authority first."))
	default:
		return f.Met(lang.T("无欠税、无未结事项。", "There are no unpaid taxes and no open tax matters."), cleared.Ref)
	}
}

func notAbnormal(c Case) decision.Finding {
	f := decision.Rule("not-abnormal", lang.T("未列入经营异常名录", "Not on the list of abnormal operations"), c.Policy.Laws.Removal)
	code := condition.CodeOf(c.Facts, c.Applicant.ID)
	reason := fact.Get(c.Facts, code, dataset.Abnormal.Reason)
	switch {
	case code == "":
		return f.Met(lang.T("没有登记，这一条不适用。", "There is no registration, so this condition does not apply."))
	case reason.None():
		return f.Met(lang.T("未列入经营异常名录。", "The business is not on the list."), reason.Ref)
	case reason.Known():
		return f.NotMet(lang.F("因“%s”列入经营异常名录。", "The business is on the list of abnormal operations. Reason: %s.", reason.V), reason.Ref).
			Advise(lang.T("请先申请移出经营异常名录。", "Please apply for removal from the list first."))
	default:
		return f.Unknown(reason.Ref)
	}
}

// verify ends the registration at the operator's death, and if a declaration made for it, now or at
// the first registration, proves false: a change does not cancel a declaration.
func verify(c Case) []decision.Continuing {
	return append(verify2022(c), condition.PromiseKept(c.Facts, c.Granted.Certificate.HolderID, c.Policy.Laws.Change))
}
