package soletraderchange

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

// The first versions of the rules did not check the right to the new premises, nor the inspection of a
// declaration. All of these judged names by the measures of 2009 alone, and rejected removals that the
// ordinary procedure allows. They are kept to replay their decisions.

func decide2022(c Case) []decision.Finding {
	if c.Form.Kind != Address {
		return decidePremises(c)
	}
	return append(operator2022(c), sameAuthority(c), promised(c, c.Policy.Laws.Change))
}

func decidePremises(c Case) []decision.Finding {
	findings := operator2022(c)
	switch c.Form.Kind {
	case Name:
		return append(findings, nameComposition2009(c), nameFree(c, namesWritten(c)))
	case Address:
		return append(findings, sameAuthority(c), premises(c))
	default:
		return append(findings, taxCleared(c, c.Policy.Laws.Tax), notAbnormal(c), promised(c, c.Policy.Laws.Removal))
	}
}

func operator2022(c Case) []decision.Finding {
	return []decision.Finding{
		condition.Alive(c.Facts, c.Applicant.ID, lang.T("经营者健在", "The operator is alive"), c.Policy.Laws.Change),
		condition.Operates(c.Facts, c.Applicant.ID, c.Policy.Laws.Change),
		nothingPending2022(c),
	}
}

func nothingPending2022(c Case) decision.Finding {
	f := decision.Rule("nothing-pending", lang.T("没有正在办理的其他登记申请", "No other application is in progress"), c.Policy.Laws.Change)
	if held := c.Holdings.Of(condition.OperatorClaim); held.Pending {
		return f.Unsure(lang.F("您的申请 %s 正由工作人员办理，一并处理。", "An officer is handling your application %s and will handle both together.",
			held.Application))
	}
	return f.Met(lang.T("没有正在办理的申请。", "No application is in progress."))
}

func nameComposition2009(c Case) decision.Finding {
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

func promised(c Case, basis policy.Basis) decision.Finding {
	f := decision.Rule("promised", lang.T("已书面承诺", "Declared in writing"), basis)
	if !c.Form.Promise {
		return f.NotMet(lang.T("没有作出承诺。", "The declaration was not made.")).
			Advise(lang.T("请阅读并勾选承诺。", "Please read and tick the declaration."))
	}
	return f.Met(lang.T("您已书面承诺，登记后核查。", "You declared this in writing. It is checked after registration."))
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
			Advise(lang.T("请先向市场监管部门申请移出经营异常名录。", "Please apply for removal from the list first."))
	default:
		return f.Unknown(reason.Ref)
	}
}

func needs2022(c Case) []fact.Query {
	if c.Form.Kind != Address {
		return needsPremises(c)
	}
	return needsOfOperator(c)
}

func needsPremises(c Case) []fact.Query { return needsOfChange(c, namesWritten(c)) }

func needsOfChange(c Case, n names) []fact.Query {
	code := condition.CodeOf(c.Facts, c.Applicant.ID)
	queries := needsOfOperator(c)
	switch c.Form.Kind {
	case Name:
		queries = append(queries, fact.Ask(n.key, dataset.TradeNames.Name))
	case Address:
		if c.Form.Premises == condition.ByPromise {
			return append(queries, condition.NeedsOwner(c.Form.PropertyUnit))
		}
		return append(queries, condition.NeedsPremises(c.Facts, c.Form.PropertyUnit)...)
	case Removal:
		queries = append(queries,
			fact.Ask(code, dataset.Taxpayers.Since, dataset.Taxpayers.Cleared),
			fact.Ask(code, dataset.Abnormal.Reason))
	}
	return queries
}

// claims2022 claims the operator and the name (the new name after a change) again; a cancellation releases
// both.
func claims2022(c Case) []decision.Claim {
	code := condition.CodeOf(c.Facts, c.Applicant.ID)
	operator := decision.Claim{Kind: condition.OperatorClaim, Key: c.Applicant.ID}
	switch {
	case c.Form.Kind == "" || code == "":
		return nil
	case c.Form.Kind == Removal:
		return []decision.Claim{{Kind: removalClaim, Key: code}}
	case newKey(c) == "":
		return []decision.Claim{operator}
	default:
		return []decision.Claim{operator, {Kind: condition.TradeNameClaim, Key: newKey(c)}}
	}
}

func lifeNeeds2022(c Case) []fact.Query {
	return []fact.Query{condition.NeedsAlive(c.Applicant.ID)}
}

func lifeNeedsPremises(c Case) []fact.Query {
	return append(lifeNeeds2022(c),
		fact.Ask(c.Granted.Certificate.HolderID, dataset.Inspections.PromiseKept, dataset.Inspections.On))
}

func verify2022(c Case) []decision.Continuing {
	return []decision.Continuing{
		condition.StillAlive(c.Facts, c.Applicant.ID, lang.T("经营者健在", "The operator is alive"), c.Policy.Laws.Change),
	}
}

func verifyPremises(c Case) []decision.Continuing {
	return append(verify2022(c), condition.PromiseKept(c.Facts, c.Granted.Certificate.HolderID, c.Policy.Laws.Change))
}
