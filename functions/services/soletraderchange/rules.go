package soletraderchange

import (
	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/hanzi"
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
		Operator policy.Basis `yaml:"operator" validate:"omitempty"` // absent from older policies
		Servants policy.Basis `yaml:"servants" validate:"omitempty"` // absent from older policies
		Bans     policy.Basis `yaml:"bans" validate:"omitempty"`     // absent from older policies
		Capacity policy.Basis `yaml:"capacity" validate:"omitempty"` // absent from older policies
	} `yaml:"laws"`
	LeaveWords     policy.Series[[]string]           `yaml:"leave_words" validate:"omitempty"` // absent from older policies
	ForbiddenWords policy.Series[[]string]           `yaml:"forbidden_words"`
	Issuers        policy.Series[certificate.Issuer] `yaml:"issuers"`
}

func decide(c Case) []decision.Finding {
	switch c.Form.Kind {
	case Name:
		return append(operator(c), notRevoked(c), nameComposition(c), nameFree(c, namesOf(c)))
	case Address:
		return append(operator(c), notRevoked(c), elsewhere(c), sameAuthority(c), premises(c))
	default:
		return decideByFit(c)
	}
}

// elsewhere requires premises other than the present ones: the same ones are no change.
func elsewhere(c Case) decision.Finding {
	f := decision.Rule("elsewhere", lang.T("新经营场所不同于原场所", "The new premises are other ones"), c.Policy.Laws.Change)
	at := fact.Get(c.Facts, c.Applicant.ID, dataset.Operators.Division)
	address := fact.Get(c.Facts, c.Applicant.ID, dataset.Operators.Address)
	switch {
	case !at.State.Answered(), at.Known() && at.V == string(c.Form.Division) && !address.State.Answered():
		return f.Unknown(at.Ref, address.Ref)
	case at.Known() && at.V == string(c.Form.Division) && address.Known() && hanzi.Key(address.V) == hanzi.Key(c.Form.Address):
		return f.NotMet(lang.F("您现在登记的就是%s%s，没有变更。", "Nothing would change: %[2]s in %[1]s is what is registered now.",
			division.FullName(at.V), address.V), at.Ref, address.Ref).
			Advise(lang.T("请填写新的经营场所；只需补领执照的，可在“我的证照”打开电子执照。",
				"Please enter the new premises. If you only need the licence, open it under “My certificates”."))
	default:
		return f.Met(lang.T("不同于已登记的经营场所。", "They are not the premises that are registered now."), at.Ref, address.Ref)
	}
}

// decideWithOldWords are the conditions of before: with fewer reserved words, and premises that may be the present ones.
func decideWithOldWords(c Case) []decision.Finding {
	switch c.Form.Kind {
	case Name:
		return append(operator(c), notRevoked(c), judged(c, tradename.JudgeBefore), nameFree(c, namesOf(c)))
	case Address:
		return append(operator(c), notRevoked(c), sameAuthority(c), premises(c))
	case Operator:
		return append(operator(c), handOver(c, hanzi.Same)...)
	case Consent:
		return agreed(c)
	default:
		return append(operator(c), taxCleared(c, c.Policy.Laws.Tax), simplified(c))
	}
}

func notRevoked(c Case) decision.Finding {
	return condition.NotRevoked(c.Facts, condition.CodeOf(c.Facts, c.Applicant.ID), c.Policy.Laws.Change)
}

func operator(c Case) []decision.Finding {
	return []decision.Finding{
		condition.Alive(c.Facts, c.Applicant.ID, lang.T("经营者健在", "The operator is alive"), c.Policy.Laws.Change),
		condition.Operates(c.Facts, c.Applicant.ID, c.Policy.Laws.Change),
		nothingPending(c),
	}
}

// nothingPending requires that no other change of the business awaits a reviewer.
func nothingPending(c Case) decision.Finding {
	f := decision.Rule("nothing-pending", lang.T("没有正在办理的其他登记申请", "No other application is in progress"), c.Policy.Laws.Change)
	held := c.Holdings.Of(changeClaim)
	if !held.Free() && !held.Own {
		return f.NotMet(lang.T("申请后登记已有变更。", "The registration was changed after this application.")).
			Advise(lang.T("请按现在的登记重新申请。", "Please apply again, by the registration as it is now."))
	}
	if held.Pending {
		return f.Unsure(lang.T("该个体工商户另有申请正由工作人员办理，一并处理。",
			"An officer is handling another application for this business and will handle both together."))
	}
	return f.Met(lang.T("没有正在办理的申请。", "No application is in progress."))
}

var another = lang.T("请换一个字号。", "Please choose another trade name.")

func nameFree(c Case, n names) decision.Finding {
	f := decision.Rule("name-free", lang.T("新名称未被使用", "The new name is available"), c.Policy.Laws.Names)
	old := fact.Get(c.Facts, c.Applicant.ID, dataset.Operators.TradeName)
	switch {
	case old.None():
		return f.Met(lang.T("没有登记，这一条不适用。", "There is no registration, so this condition does not apply."), old.Ref)
	case !old.Known() && !nameless(c) || n.key == "":
		return f.Unknown(old.Ref, fact.Get(c.Facts, c.Applicant.ID, dataset.Operators.Industry).Ref)
	case old.V == c.Form.TradeName:
		return f.NotMet(lang.T("新字号与现字号相同。", "The new trade name is the same as the current one."), old.Ref).Advise(another)
	case n.key == n.before: // the same name in variant characters
		return f.Met(lang.F("“%s”可以使用。", "“%s” is available.", n.after), old.Ref)
	}
	if held := c.Holdings.Of(condition.TradeNameClaim); !held.Free() {
		return f.NotMet(lang.T("同一登记机关、同一行业已有相同字号的名称。", "This trade name is already used in the same authority and industry.")).
			Advise(another)
	}
	registered := fact.Get(c.Facts, n.key, dataset.TradeNames.Name)
	switch {
	case registered.None():
		return f.Met(lang.F("“%s”可以使用。", "“%s” is available.", n.after), registered.Ref)
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

// taxCleared requires the tax clearance of the business: for its removal (实施细则 art. 46(4)), and for
// another operator (促进个体工商户发展条例 art. 13).
func taxCleared(c Case, basis policy.Basis) decision.Finding {
	f := decision.Rule("tax-cleared", lang.T("税务已结清", "Taxes are settled"), basis)
	code := condition.CodeOf(c.Facts, c.Applicant.ID)
	since := fact.Get(c.Facts, code, dataset.Taxpayers.Since)
	cleared := fact.Get(c.Facts, code, dataset.Taxpayers.Cleared)
	switch {
	case code == "":
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

// simplified requires that nothing excludes the simplified removal (条例 art. 33, 实施细则 art. 48).
// Otherwise the case is referred, for the ordinary removal.
func simplified(c Case) decision.Finding {
	f := decision.Rule("simplified", lang.T("适用简易注销", "The simplified cancellation applies"), c.Policy.Laws.Removal)
	bars, sources, unknown := restrictions(c)
	switch {
	case len(bars) > 0:
		return f.Unsure(lang.F("%s，不适用简易注销；按普通注销程序由工作人员办理。",
			"Not by the simplified procedure: %s. A person handles the cancellation by the ordinary procedure.", joined(bars)), sources...)
	case unknown != nil:
		return f.Unknown(unknown...)
	case !c.Form.Promise:
		return f.Unsure(lang.T("没有作出承诺，不适用简易注销；按普通注销程序由工作人员办理。",
			"Without the declaration the simplified procedure does not apply. A person handles the cancellation by the ordinary procedure.")).
			Advise(lang.T("勾选承诺后可当场注销。", "With the declaration the registration is cancelled at once."))
	default:
		return f.Met(lang.T("没有不适用简易注销的情形，您已书面承诺。", "Nothing excludes it, and you made the declaration in writing."), sources...)
	}
}

// restrictions returns what is recorded against the business: the list of abnormal operations, and
// the register of restrictions. unknown are the facts that are not known, nil if all are.
func restrictions(c Case) (bars []lang.Text, sources, unknown []fact.Reference) {
	code := condition.CodeOf(c.Facts, c.Applicant.ID)
	if code == "" {
		return nil, nil, nil
	}
	listed := fact.Get(c.Facts, code, dataset.Abnormal.Reason)
	sources = append(sources, listed.Ref)
	switch {
	case listed.Known():
		bars = append(bars, lang.F("因“%s”列入经营异常名录", "on the list of abnormal operations (%s)", listed.V))
	case !listed.None():
		unknown = append(unknown, listed.Ref)
	}
	for _, field := range restricting {
		found := fact.Get(c.Facts, code, field)
		sources = append(sources, found.Ref)
		switch {
		case found.Known() && found.V:
			bars = append(bars, field.Label)
		case !found.State.Answered():
			unknown = append(unknown, found.Ref)
		}
	}
	return bars, sources, unknown
}

// restricting are the fields of the register of restrictions. A missing field was not reported.
var restricting = []fact.Field[bool]{
	dataset.Restrictions.Revoked, dataset.Restrictions.Investigated, dataset.Restrictions.Unpaid,
	dataset.Restrictions.Dishonest, dataset.Restrictions.Disputed,
}

// verify ends the registration at the operator's death, and if a declaration made for it, now or at
// the first registration, proves false: a change does not cancel a declaration. A new operator must
// not be barred from business.
func verify(c Case) []decision.Continuing {
	kept := condition.PromiseKept(c.Facts, c.Granted.Certificate.HolderID, c.Policy.Laws.Change)
	if c.Form.Kind != Operator {
		return append(verify2022(c), kept)
	}
	return []decision.Continuing{
		condition.StillAlive(c.Facts, c.Form.NewOperator, lang.T("经营者健在", "The operator is alive"), c.Policy.Laws.Change),
		newNotServing(c).Otherwise(decision.Suspends, calendar.Date{}),
		newNotBanned(c).Otherwise(decision.Suspends, calendar.Date{}),
		kept,
	}
}
