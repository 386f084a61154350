// Package soletraderchange is 个体工商户变更与注销: a sole trader changes the name or the premises, hands the
// business over to another operator, or cancels the registration.
package soletraderchange

import (
	_ "embed"
	"slices"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

//go:embed policy.yaml
var document []byte

// Kinds of claims: one change of a business at a time, one cancellation, and one consent of a person to
// take over another's business.
const (
	changeClaim  = "change"
	removalClaim = "removal"
	consentClaim = "operator-consent"
)

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		Place:       premisesOf,
		VerifyEvery: 3,
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2022-03-01", From: calendar.MustParse("2022-03-01"),
			Needs: needs2022, Claims: claims2022, Decide: decide2022, Issue: issueAlone,
			VerifyNeeds: lifeNeeds2022, Verify: verify2022,
		}, { // a cancellation also ends dependent registrations
			Version: "2022-03-01.2", From: calendar.MustParse("2022-03-01"),
			Needs: needs2022, Claims: claims2022, Decide: decide2022, Issue: issue2022,
			VerifyNeeds: lifeNeeds2022, Verify: verify2022,
		}, { // adds the condition on new premises
			Version: "2022-03-01.3", From: calendar.MustParse("2022-03-01"),
			Needs: needsPremises, Claims: claims2022, Decide: decidePremises, Issue: issuePremises,
			VerifyNeeds: lifeNeedsPremises, Verify: verifyPremises,
		}, { // a change of operator; names by 企业名称登记管理规定; an excluded simplified cancellation refers
			Version: "2022-11-01", From: calendar.MustParse("2022-11-01"),
			Needs: needsWritten, Claims: claimsWritten, Decide: decideWritten, Issue: issueWritten,
			VerifyNeeds: lifeNeeds, Verify: verify,
		}, { // variant characters are the same name; the place in a name is never its trade name
			Version: "2022-11-01.2", From: calendar.MustParse("2022-11-01"),
			Needs: needs, Claims: claims, Decide: decideWithOldWords, Issue: issue,
			VerifyNeeds: lifeNeeds, Verify: verify,
		}, { // a consent is to one business; the person may run it, and has the registered name
			Version: "2022-11-01.3", From: calendar.MustParse("2022-11-01"),
			Needs: needsByFit, Claims: claims, Decide: decideByFit, Issue: issueByRegister,
			VerifyNeeds: lifeNeeds, Verify: verify,
		}, { // new premises are other ones; a person looks at names of leaders and of more organs of state
			Version: "2022-11-01.4", From: calendar.MustParse("2022-11-01"),
			Needs: needsByFit, Claims: claims, Decide: decide, Issue: issueByRegister,
			VerifyNeeds: lifeNeeds, Verify: verify,
		}},
	}
}

func needsByFit(c Case) []fact.Query {
	if c.Form.Kind == Consent {
		return needsOfConsenting(c)
	}
	return needs(c)
}

func decideByFit(c Case) []decision.Finding {
	if c.Form.Kind == Consent {
		return agreedByFit(c)
	}
	return decideWithOldWords(c)
}

// issueByRegister is issue with the new operator's name as registered, not as typed.
func issueByRegister(c Case, serial decision.Serial) decision.Grants {
	if c.Form.Kind == Consent {
		return issueConsentTo(c)
	}
	if name := fact.Get(c.Facts, c.Form.NewOperator, dataset.Population.Name); c.Form.Kind == Operator && name.Known() {
		c.Form.NewOperatorName = name.V
	}
	return issue(c, serial)
}

// premisesOf returns the place of business that registers the change: the new one if it moves.
func premisesOf(c Case) string {
	switch c.Form.Kind {
	case Address:
		return string(c.Form.Division)
	case Consent:
		return string(c.Form.BusinessDivision)
	default:
		return condition.PlaceOfBusiness(c.Facts, c.Applicant.ID)
	}
}

func item() instant.Item {
	source := policy.Source{URL: "https://flk.npc.gov.cn/", Grade: "A", AsOf: calendar.MustParse("2026-11-27")}
	return instant.Item{
		Slug: "soletraderchange", Code: "11440605MB000MR2972000131128002",
		Name: lang.T("个体工商户变更与注销", "Change or cancellation of a sole trader"),
		Summary: lang.T(
			"改名、搬迁、换经营者、注销，当场换照或注销。",
			"Change the name, move, hand over, or close the business: the licence is changed or cancelled at once.",
		),
		Audience:   instant.ForBusiness,
		LifeEvent:  lang.T("经营变更与退出", "Changing or closing a business"),
		Department: lang.T("市场监督管理局", "Market regulator"),
		Basis: []policy.Basis{{
			Title:  lang.T("中华人民共和国市场主体登记管理条例", "Regulations on the Registration of Market Entities"),
			Number: "国务院令第746号", Article: lang.T("第二十四条、第三十三条", "arts. 24, 33"), Source: &source,
		}, {
			Title:  lang.T("促进个体工商户发展条例", "Regulations on Promoting the Development of Sole Traders"),
			Number: "国务院令第755号", Article: lang.T("第十三条", "art. 13"), Source: &source,
		}},
		Conditions: []lang.Text{
			lang.T("由登记的经营者本人申请", "The registered operator applies"),
			lang.T("变更名称：新名称符合规定且未被使用", "Change of name: the new name follows the rules and is available"),
			lang.T(
				"变更经营场所：新场所合法，属于本人或经权利人同意；或作出书面承诺并告知权利人",
				"Change of premises: the new premises are lawful and are yours, or the owner agrees; or you "+
					"make a written declaration and "+
					"the owner is notified",
			),
			lang.T("变更经营者：新经营者先在本事项同意接手，可以经商且没有其他个体工商户登记；税款已结清，承诺债权债务已妥善处理；不要求双方有亲属关系",
				"Change of operator: the new operator agrees first with this service, may run a business and has no other one; taxes are "+
					"settled, and you declare that debts are dealt with. The two need not be related"),
			lang.T("注销：税务已结清，承诺债权债务已结清（无需公示）；列入经营异常名录、被吊销、正被调查或者处罚未执行完毕的，按普通注销由工作人员办理；"+
				"税务数据不能当场确认的，推送税务等部门，10日内没有异议的予以注销",
				"Cancellation: taxes are settled, and you declare that debts are settled (no public notice). A person handles it by the "+
					"ordinary procedure if the business is on the list of abnormal operations, revoked, under investigation, or has a penalty "+
					"to carry out. If taxes cannot be confirmed at once, the departments have ten days to object"),
		},
		Materials: []instant.Material{
			{Name: lang.T("营业执照", "Business licence"), From: dataset.Operators.Dataset.Title},
			{Name: lang.T("新经营场所产权证明", "Property certificate of the new premises"), From: dataset.Property.Dataset.Title},
			{Name: lang.T("新经营者的同意", "Consent of the new operator"), From: dataset.OperatorConsents.Dataset.Title},
			{Name: lang.T("清税证明", "Tax clearance certificate"), From: dataset.Taxpayers.Dataset.Title},
			{Name: lang.T("变更内容或承诺", "The change, or the declaration")},
		},
		Result: lang.T("营业执照或注销登记通知书（电子）", "Business licence or notice of cancellation (electronic)"),
		LegalTime: lang.T("当场登记；不能当场登记的3个工作日，情形复杂的经批准可再延长3个工作日",
			"At once; otherwise 3 working days, and 3 more with permission if the case is complex"),
		Reviewed:    instant.Reviewed{Workdays: 3},
		PromiseTime: lang.T("即时办结", "At once"),
		Fee:         lang.T("不收费", "None"),
		Keywords: []string{
			"注销", "变更", "改名", "店名", "改店名", "换地址", "搬迁", "换法人", "关店", "倒闭", "不干了", "转让", "转店", "变更经营者", "过户", "变更执照",
			"执照变更", "注销执照", "注销营业执照", "注销个体户", "停业", "增加经营范围", "change", "cancel", "close", "closing", "transfer",
			"rename", "cancellation",
		},
		Illustrative: lang.T("事项编码、实施机构代码与登记机关为示例。", "The item code, the authority's code and the authorities are examples."),
		Surrender: instant.Surrender{
			Kept: lang.T("同意接手经营可以在该办件中撤回；变更后的执照不能直接放弃：停止经营的，先清税，再通过本事项办理注销登记。已经注销的，没有可终止的后续。",
				"A consent to take over is withdrawn on the page of its application. The changed licence cannot simply be given "+
					"up. To stop trading, settle the taxes and then cancel the registration with "+
					"this service. After a cancellation there is nothing left to give up."),
			Instead: "soletraderchange",
		},
	}
}

func needsOfOperator(c Case) []fact.Query {
	o := dataset.Operators
	return []fact.Query{
		condition.NeedsAlive(c.Applicant.ID),
		fact.Ask(c.Applicant.ID, o.Code, o.Name, o.Since, o.TradeName, o.Industry, o.Division, o.Address),
	}
}

func needs(c Case) []fact.Query { return needsOf(c, namesOf(c)) }

func needsOf(c Case, n names) []fact.Query {
	switch c.Form.Kind {
	case Removal:
		return needsOfBusiness(c)
	case Operator:
		return needsOfHandOver(c)
	case Consent:
		return []fact.Query{condition.NeedsAlive(c.Applicant.ID)}
	default:
		return append(needsOfChange(c, n), fact.Ask(condition.CodeOf(c.Facts, c.Applicant.ID), dataset.Restrictions.Revoked))
	}
}

// needsOfBusiness returns the queries about the business.
func needsOfBusiness(c Case) []fact.Query {
	code, r := condition.CodeOf(c.Facts, c.Applicant.ID), dataset.Restrictions
	return append(needsOfOperator(c),
		fact.Ask(code, dataset.Taxpayers.Since, dataset.Taxpayers.Cleared),
		fact.Ask(code, dataset.Abnormal.Reason),
		fact.Ask(code, r.Revoked, r.Investigated, r.Unpaid, r.Dishonest, r.Disputed))
}

// claims claims the operator and the name (the new name after a change) again, and the change, so that a
// business has one at a time. The claim of a new operator needs their consent.
func claims(c Case) []decision.Claim { return claimsOf(c, namesOf(c)) }

func claimsOf(c Case, n names) []decision.Claim {
	code := condition.CodeOf(c.Facts, c.Applicant.ID)
	var all []decision.Claim
	switch {
	case c.Form.Kind == Consent:
		return []decision.Claim{{Kind: consentClaim, Key: pair(c.Form.PresentOperator, c.Applicant.ID)}}
	case c.Form.Kind == "" || code == "":
		return nil
	case c.Form.Kind == Removal:
		return []decision.Claim{{Kind: removalClaim, Key: code}, {Kind: changeClaim, Key: code}}
	case c.Form.Kind != Operator:
		all = append(all, decision.Claim{Kind: condition.OperatorClaim, Key: c.Applicant.ID})
	case consented(c):
		all = append(all, decision.Claim{Kind: condition.OperatorClaim, Key: c.Form.NewOperator})
	}
	if n.key != "" {
		all = append(all, decision.Claim{Kind: condition.TradeNameClaim, Key: n.key})
	}
	return append(all, decision.Claim{Kind: changeClaim, Key: code})
}

// issue is issuePremises, and also changes the operator or records a consent to that.
func issue(c Case, _ decision.Serial) decision.Grants { return issueOf(c, namesOf(c)) }

func issueOf(c Case, n names) decision.Grants {
	var grants decision.Grants
	switch c.Form.Kind {
	case Operator:
		grants = issueOperator(c, n)
	case Consent:
		return issueConsent(c)
	default:
		grants = licensedPremises(c, n)
		grants.Supersedes = append(grants.Supersedes, decision.Claim{Kind: changeClaim, Key: condition.CodeOf(c.Facts, c.Applicant.ID)})
		if nameless(c) && c.Form.Kind == Address {
			grants.Certificate.Entries = grants.Certificate.Entries[1:]
		}
	}
	grants.Records, grants.OnEnd = keyed(grants.Records), keyed(grants.OnEnd)
	return grants
}

// keyed returns the records without those that have an empty key, because the business has no name.
func keyed(records []fact.Record) []fact.Record {
	return slices.DeleteFunc(records, func(r fact.Record) bool { return r.Key == "" })
}

// issuePremises is issue2022, and notifies the owner of self-declared new premises.
func issuePremises(c Case, _ decision.Serial) decision.Grants {
	return licensedPremises(c, namesWritten(c))
}

func licensedPremises(c Case, n names) decision.Grants {
	grants := ended(c, licensed(c, n))
	if c.Form.Kind == Address && c.Form.Premises == condition.ByPromise {
		grants.Notices = condition.OwnerNotice(c.Facts, c.Form.PropertyUnit, c.Applicant.ID, n.after)
	}
	return grants
}

// issue2022 is issueAlone; a cancellation also ends the registrations that depend on the licence: tax,
// seals and employees' insurance.
func issue2022(c Case, serial decision.Serial) decision.Grants {
	return ended(c, issueAlone(c, serial))
}

func ended(c Case, grants decision.Grants) decision.Grants {
	if c.Form.Kind == Removal {
		for _, kind := range []string{condition.TaxClaim, condition.SealsClaim, condition.EmployerClaim} {
			grants.Supersedes = append(grants.Supersedes, condition.BusinessClaim(c.Facts, c.Applicant.ID, kind)...)
		}
	}
	return grants
}

// issueAlone returns the new licence, which replaces the old one, or the notice of cancellation.
func issueAlone(c Case, _ decision.Serial) decision.Grants { return licensed(c, namesWritten(c)) }

func licensed(c Case, n names) decision.Grants {
	at := get(c, dataset.Operators.Division)
	if c.Form.Kind == Address {
		at = string(c.Form.Division)
	}
	issuer, _ := c.Policy.Issuers.At(at, c.Today())
	supersedes := []decision.Claim{{Kind: condition.OperatorClaim, Key: c.Applicant.ID}}
	name, code := n.after, condition.CodeOf(c.Facts, c.Applicant.ID)
	if c.Form.Kind == Removal {
		notice := c.Certificate("002", lang.T("注销登记通知书", "Notice of cancellation"), issuer.Value, at, c.Policy.Laws.Removal,
			certificate.Line(lang.T("名称", "Name"), name),
			certificate.Line(lang.T("统一社会信用代码", "Unified social credit code"), code),
			certificate.DayLine(lang.T("注销日期", "Cancelled on"), c.Today()))
		notice.Holder, notice.HolderID = name, code
		return decision.Grants{
			Certificate: notice, Supersedes: supersedes, Final: true,
			Records: []fact.Record{
				dataset.NoOperator(c.Applicant.ID, c.At),
				fact.NewRecord(n.before, c.At, dataset.TradeNames.Name.Unset()),
			},
		}
	}
	address := get(c, dataset.Operators.Address)
	if c.Form.Kind == Address {
		address = c.Form.Address
	}
	licence := c.Certificate("001", lang.T("营业执照", "Business licence"), issuer.Value, at, c.Policy.Laws.Change,
		certificate.Line(lang.T("名称", "Name"), name),
		certificate.Line(lang.T("统一社会信用代码", "Unified social credit code"), code),
		certificate.Line(lang.T("经营者", "Operator"), c.Applicant.Name),
		certificate.Entry{Label: lang.T("经营场所", "Premises"),
			Value: lang.T(division.FullName(at).ZH+address, address+", "+division.FullName(at).EN)},
		certificate.DayLine(lang.T("注册日期", "Registered on"), fact.Get(c.Facts, c.Applicant.ID, dataset.Operators.Since).V))
	licence.Holder, licence.HolderID = name, code
	o := dataset.Operators
	grants := decision.Grants{
		Certificate: licence, Supersedes: supersedes,
		OnEnd: []fact.Record{dataset.NoOperator(c.Applicant.ID, c.At), fact.NewRecord(n.key, c.At, dataset.TradeNames.Name.Unset())},
	}
	if c.Form.Kind == Address {
		grants.Records = []fact.Record{fact.NewRecord(c.Applicant.ID, c.At, o.Division.Set(at), o.Address.Set(address))}
	} else {
		grants.Records = []fact.Record{
			fact.NewRecord(c.Applicant.ID, c.At, o.Name.Set(name), o.TradeName.Set(c.Form.TradeName)),
			fact.NewRecord(n.before, c.At, dataset.TradeNames.Name.Unset()),
			fact.NewRecord(n.key, c.At, dataset.TradeNames.Name.Set(name)),
		}
		if n.key == n.before {
			grants.Records = slices.Delete(grants.Records, 1, 2)
		}
	}
	return grants
}

// lifeNeeds returns the queries of a verification; those about a new operator need their consent.
func lifeNeeds(c Case) []fact.Query {
	if c.Form.Kind != Operator {
		return lifeNeedsPremises(c)
	}
	queries := []fact.Query{
		condition.NeedsOperates(c.Applicant.ID), needsOfConsent(c),
		fact.Ask(c.Granted.Certificate.HolderID, dataset.Inspections.PromiseKept, dataset.Inspections.On),
	}
	if fact.Get(c.Facts, consentKey(c), dataset.OperatorConsents.Successor).Known() {
		queries = append(queries, needsOfNew(c)...)
	}
	return queries
}
