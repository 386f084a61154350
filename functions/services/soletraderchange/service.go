// Package soletraderchange is 个体工商户变更与注销: a sole trader changes the name or the premises, or
// cancels the registration.
package soletraderchange

import (
	_ "embed"
	"strings"

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
	"miaoban/shared/tradename"
)

//go:embed policy.yaml
var document []byte

// removalClaim makes the cancellation unique for a business.
const removalClaim = "removal"

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		VerifyEvery: 3,
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2022-03-01", From: calendar.MustParse("2022-03-01"),
			Needs: needs2022, Claims: claims, Decide: decide2022, Issue: issueAlone,
			VerifyNeeds: lifeNeeds2022, Verify: verify2022,
		}, { // a cancellation also ends dependent registrations
			Version: "2022-03-01.2", From: calendar.MustParse("2022-03-01"),
			Needs: needs2022, Claims: claims, Decide: decide2022, Issue: issue2022,
			VerifyNeeds: lifeNeeds2022, Verify: verify2022,
		}, { // adds the condition on new premises
			Version: "2022-03-01.3", From: calendar.MustParse("2022-03-01"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
			VerifyNeeds: lifeNeeds, Verify: verify,
		}},
	}
}

func item() instant.Item {
	source := policy.Source{URL: "https://jinnalai.com/wenda/84857.html", Grade: "C", AsOf: calendar.MustParse("2026-11-24")}
	return instant.Item{
		Slug: "soletraderchange", Code: "11440605MB000MR2972000131128002",
		Name: lang.T("个体工商户变更与注销", "Change or cancellation of a sole trader"),
		Summary: lang.T(
			"改名、搬迁、注销，当场换照或注销。",
			"Change the name, move, or close the business: the licence is changed or cancelled at once.",
		),
		Audience:   instant.ForBusiness,
		LifeEvent:  lang.T("经营变更与退出", "Changing or closing a business"),
		Department: lang.T("市场监督管理局", "Market regulator"),
		Basis: []policy.Basis{{
			Title:  lang.T("中华人民共和国市场主体登记管理条例", "Regulations on the Registration of Market Entities"),
			Number: "国务院令第746号", Source: &source,
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
			lang.T("注销：税务已结清，未列入经营异常名录，承诺债权债务已结清（无需公示）",
				"Cancellation: taxes are settled, the business is not on the list of abnormal operations, and you declare that debts are "+
					"settled (no public notice)"),
		},
		Materials: []instant.Material{
			{Name: lang.T("营业执照", "Business licence"), From: dataset.Operators.Dataset.Title},
			{Name: lang.T("新经营场所产权证明", "Property certificate of the new premises"), From: dataset.Property.Dataset.Title},
			{Name: lang.T("清税证明", "Tax clearance certificate"), From: dataset.Taxpayers.Dataset.Title},
			{Name: lang.T("变更内容或承诺", "The change, or the declaration")},
		},
		Result:       lang.T("营业执照或注销登记通知书（电子）", "Business licence or notice of cancellation (electronic)"),
		LegalTime:    lang.T("当场登记；不能当场登记的3个工作日", "At once; otherwise 3 working days"),
		Reviewed:     instant.Reviewed{Workdays: 3},
		PromiseTime:  lang.T("即时办结", "At once"),
		Fee:          lang.T("不收费", "None"),
		Keywords:     []string{"biangeng", "zhuxiao", "注销", "变更", "改名", "搬迁", "关店", "change"},
		Illustrative: lang.T("事项编码、实施机构代码与登记机关为示例。", "The item code, the authority's code and the authorities are examples."),
		Surrender: instant.Surrender{
			Kept: lang.T("变更后的执照不能直接放弃：停止经营的，先清税，再通过本事项办理注销登记。已经注销的，没有可终止的后续。",
				"The changed licence cannot simply be given up. To stop trading, settle the taxes and then cancel the registration with "+
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

func needs(c Case) []fact.Query {
	code := condition.CodeOf(c.Facts, c.Applicant.ID)
	queries := needsOfOperator(c)
	switch c.Form.Kind {
	case Name:
		queries = append(queries, fact.Ask(newKey(c), dataset.TradeNames.Name))
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

// claims keeps the claims of the operator and the name (the new name after a change); a
// cancellation releases both.
func claims(c Case) []decision.Claim {
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

// issue does what issue2022 does, and notifies the owner of self-declared new premises.
func issue(c Case, serial decision.Serial) decision.Grants {
	grants := issue2022(c, serial)
	if c.Form.Kind == Address && c.Form.Premises == condition.ByPromise {
		grants.Tells = condition.TellsOwner(c.Facts, c.Form.PropertyUnit, c.Applicant.ID, newName(c))
	}
	return grants
}

// issue2022 does what issueAlone does; a cancellation also ends what depends on the licence: tax
// registration, seals and employees' insurance.
func issue2022(c Case, serial decision.Serial) decision.Grants {
	grants := issueAlone(c, serial)
	if c.Form.Kind == Removal {
		for _, kind := range []string{condition.TaxClaim, condition.SealsClaim, condition.EmployerClaim} {
			grants.Supersedes = append(grants.Supersedes, condition.BusinessClaim(c.Facts, c.Applicant.ID, kind)...)
		}
	}
	return grants
}

// issueAlone makes the new licence in place of the old one, or the notice of cancellation.
func issueAlone(c Case, _ decision.Serial) decision.Grants {
	at := get(c, dataset.Operators.Division)
	if c.Form.Kind == Address {
		at = string(c.Form.Division)
	}
	issuer, _ := c.Policy.Issuers.At(at, c.Today())
	supersedes := []decision.Claim{{Kind: condition.OperatorClaim, Key: c.Applicant.ID}}
	name, code := newName(c), condition.CodeOf(c.Facts, c.Applicant.ID)
	if c.Form.Kind == Removal {
		notice := c.Certificate("002", lang.T("注销登记通知书", "Notice of cancellation"), issuer.Value, at, c.Policy.Laws.Removal,
			certificate.Line(lang.T("名称", "Name"), name),
			certificate.Line(lang.T("统一社会信用代码", "Unified social credit code"), code),
			certificate.Line(lang.T("注销日期", "Cancelled on"), c.Today().String()))
		notice.Holder, notice.HolderID = name, code
		return decision.Grants{
			Certificate: notice, Supersedes: supersedes, Final: true,
			Records: []fact.Record{
				dataset.NoOperator(c.Applicant.ID, c.At),
				fact.NewRecord(oldKey(c), c.At, dataset.TradeNames.Name.Unset()),
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
		certificate.Line(lang.T("注册日期", "Registered on"), fact.Get(c.Facts, c.Applicant.ID, dataset.Operators.Since).Ref.Value))
	licence.Holder, licence.HolderID = name, code
	o := dataset.Operators
	grants := decision.Grants{
		Certificate: licence, Supersedes: supersedes,
		OnEnd: []fact.Record{dataset.NoOperator(c.Applicant.ID, c.At), fact.NewRecord(newKey(c), c.At, dataset.TradeNames.Name.Unset())},
	}
	if c.Form.Kind == Address {
		grants.Records = []fact.Record{fact.NewRecord(c.Applicant.ID, c.At, o.Division.Set(at), o.Address.Set(address))}
	} else {
		grants.Records = []fact.Record{
			fact.NewRecord(c.Applicant.ID, c.At, o.Name.Set(name), o.TradeName.Set(c.Form.TradeName)),
			fact.NewRecord(oldKey(c), c.At, dataset.TradeNames.Name.Unset()),
			fact.NewRecord(newKey(c), c.At, dataset.TradeNames.Name.Set(name)),
		}
	}
	return grants
}

func get(c Case, field fact.Field[string]) string {
	return fact.Get(c.Facts, c.Applicant.ID, field).V
}

func oldKey(c Case) string {
	o := dataset.Operators
	return tradename.Key(get(c, o.Division), get(c, o.TradeName), get(c, o.Industry))
}

// newKey returns the unique part of the new name; "" if the parts of the old name are not known.
func newKey(c Case) string {
	o := dataset.Operators
	if get(c, o.Division) == "" || get(c, o.Industry) == "" {
		return ""
	}
	if c.Form.Kind != Name {
		return oldKey(c)
	}
	return tradename.Key(get(c, o.Division), c.Form.TradeName, get(c, o.Industry))
}

// newName returns the full new name.
func newName(c Case) string {
	o := dataset.Operators
	if c.Form.Kind != Name {
		return get(c, o.Name)
	}
	return strings.Replace(get(c, o.Name), get(c, o.TradeName), c.Form.TradeName, 1)
}

// lifeNeeds returns what a verification reads.
func lifeNeeds(c Case) []fact.Query {
	return append(lifeNeeds2022(c),
		fact.Ask(c.Granted.Certificate.HolderID, dataset.Inspections.PromiseKept, dataset.Inspections.On))
}
