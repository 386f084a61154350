// Package soletrader is 个体工商户设立登记: the instant registration of a sole trader.
package soletrader

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
	"miaoban/shared/form"
	"miaoban/shared/identity"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

//go:embed policy.yaml
var document []byte

// codeClaim makes the credit code unique, as the name and the operator are.
const codeClaim = "credit-code"

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		Place:       func(c Case) string { return string(c.Form.Division) },
		VerifyEvery: 1,
		Writes:      []fact.Column{dataset.Operators.Code, dataset.Operators.Name},
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2022-03-01", From: calendar.MustParse("2022-03-01"),
			Needs: needs2022, Claims: claimsWritten, Decide: decide2022, Issue: issue2022,
			VerifyNeeds: lifeNeeds, Verify: verify,
		}, {
			Version: "2022-03-01.2", From: calendar.MustParse("2022-03-01"),
			Needs: needsWritten, Claims: claimsWritten, Decide: decideNames2009, Issue: issueWritten,
			VerifyNeeds: lifeNeeds, Verify: verify,
		}, { // names by 企业名称登记管理规定; a sole trader need not have one
			Version: "2022-03-01.3", From: calendar.MustParse("2022-03-01"),
			Needs: needsWritten, Claims: claimsWritten, Decide: decideWritten, Issue: issueWritten,
			VerifyNeeds: lifeNeeds, Verify: verify,
		}, { // variant characters are the same name; art. 11 is applied; a wrong spelling does not reject
			Version: "2022-03-01.4", From: calendar.MustParse("2022-03-01"),
			Needs: needs, Claims: claims, Decide: decideFewerWords, Issue: issue,
			Persons:     condition.Persons("soletrader"),
			VerifyNeeds: lifeNeeds, Verify: verify,
		}, { // a person looks at names of leaders and of more organs of state
			Version: "2022-03-01.5", From: calendar.MustParse("2022-03-01"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
			Persons:     condition.Persons("soletrader"),
			VerifyNeeds: lifeNeeds, Verify: verify,
		}},
	}
}

func item() instant.Item {
	return instant.Item{
		Slug: "soletrader", Code: "11440605MB000MR2972000131128000",
		Name:       lang.T("个体工商户设立登记", "Registration of a sole trader"),
		Summary:    lang.T("填一张表，当场领取电子营业执照。", "Fill in one form and get the electronic business licence at once."),
		Audience:   instant.ForBusiness,
		LifeEvent:  lang.T("开办企业", "Starting a business"),
		Department: lang.T("市场监督管理局", "Market regulator"),
		Basis: []policy.Basis{{
			Title:  lang.T("中华人民共和国市场主体登记管理条例", "Regulations on the Registration of Market Entities"),
			Number: "国务院令第746号", Article: lang.T("第十九条", "art. 19"),
			Source: &policy.Source{URL: "https://flk.npc.gov.cn/", Grade: "A", AsOf: calendar.MustParse("2026-11-27")},
		}},
		Conditions: []lang.Text{
			lang.T("年满18周岁，不是现任公务员，不在市场禁入期内", "18 or older, not a serving civil servant, not banned from doing business"),
			lang.T("名称符合规定且未被使用；也可以不使用名称", "The name follows the rules and is available; a business may also have no name of its own"),
			lang.T("经营场所合法，属于本人或经权利人同意；或作出书面承诺并告知权利人",
				"The premises are lawful and are yours, or the owner agrees; or you make a written declaration and the owner is notified"),
		},
		Materials: []instant.Material{
			{Name: lang.T("经营者身份证", "The operator's ID card"), From: dataset.Population.Dataset.Title},
			{Name: lang.T("经营场所产权证明", "Property certificate of the premises"), From: dataset.Property.Dataset.Title},
			{Name: lang.T("名称预先核准", "Prior approval of the name"), From: dataset.TradeNames.Dataset.Title},
			{Name: lang.T("名称、经营范围、经营场所", "Name, scope and premises")},
		},
		Result: lang.T("营业执照（电子）", "Business licence (electronic)"),
		LegalTime: lang.T("当场登记；不能当场登记的3个工作日，情形复杂的经批准可再延长3个工作日",
			"At once; otherwise 3 working days, and 3 more with permission if the case is complex"),
		Reviewed:    instant.Reviewed{Workdays: 3},
		PromiseTime: lang.T("即时办结", "At once"),
		Fee:         lang.T("不收费", "None"),
		Keywords: []string{
			"店", "开店", "开小店", "开门店", "开铺", "开商店", "开超市", "开餐馆", "营业执照", "办执照", "办营业执照", "个体户", "个体工商户", "个体经营",
			"注册公司", "注册个体户", "注册店铺", "注册", "做生意", "做买卖", "工商登记", "工商注册", "工商执照", "网店执照", "执照", "business", "shop",
			"store", "license", "licence", "register", "trader", "merchant",
		},
		Illustrative: lang.T("实施机构代码、经营范围清单与登记机关为示例。", "The authority's code, the list of scopes and the authorities are examples."),
		Surrender: instant.Surrender{
			Kept: lang.T("营业执照不能直接放弃：停止经营的，先清税，再办理注销登记。",
				"A business licence cannot simply be given up. To stop trading, settle the taxes and then cancel the registration."),
			Instead: "soletraderchange",
		},
	}
}

func needs(c Case) []fact.Query { return needsOf(c, nameKey(c.Form)) }

func needsOf(c Case, key string) []fact.Query {
	queries := needsOfOperator(c, key)
	if c.Form.Premises == condition.ByPromise {
		return append(queries, condition.NeedsOwner(c.Form.PropertyUnit))
	}
	return append(queries, condition.NeedsPremises(c.Facts, c.Form.PropertyUnit)...)
}

func needsOfOperator(c Case, key string) []fact.Query {
	return []fact.Query{
		fact.Ask(c.Applicant.ID, dataset.Population.BirthDate),
		fact.Ask(c.Applicant.ID, dataset.Deaths.Date),
		fact.Ask(c.Applicant.ID, dataset.PublicServants.Serving),
		fact.Ask(c.Applicant.ID, dataset.TradingBans.Until),
		fact.Ask(c.Applicant.ID, dataset.Operators.Name),
		fact.Ask(key, dataset.TradeNames.Name),
	}
}

func claims(c Case) []decision.Claim { return claimsOf(c, nameKey(c.Form)) }

func claimsOf(c Case, key string) []decision.Claim {
	operator := decision.Claim{Kind: condition.OperatorClaim, Key: c.Applicant.ID}
	switch {
	case c.Form.Division == "":
		return nil // a blank form claims nothing
	case c.Form.TradeName == "":
		return []decision.Claim{operator}
	default:
		return []decision.Claim{{Kind: condition.TradeNameClaim, Key: key}, operator}
	}
}

// issue returns the licence. The unified social credit code is random; a claim ensures that it is
// unique.
func issue(c Case, serial decision.Serial) decision.Grants {
	return withOwnerNotice(c, licence(c, serial, nameKey(c.Form)))
}

// withOwnerNotice adds a notice to the owner of self-declared premises.
func withOwnerNotice(c Case, grants decision.Grants) decision.Grants {
	if c.Form.Premises == condition.ByPromise {
		grants.Notices = condition.OwnerNotice(c.Facts, c.Form.PropertyUnit, c.Applicant.ID, businessName(c))
	}
	return grants
}

// licence returns the licence, with the name registered under the key.
func licence(c Case, serial decision.Serial, key string) decision.Grants {
	district := division.District(string(c.Form.Division))
	issuer, _ := c.Policy.Issuers.At(district, c.Today())
	name := businessName(c)
	code, err := identity.MakeCreditCode("92", district, "MA"+serial.Text(6, identity.CreditAlphabet))
	if err != nil { // cannot happen: six digits, and characters of the code's alphabet
		panic(err)
	}
	var scopeZH, scopeEN []string
	for _, s := range c.Form.Scope {
		label := form.LabelIn(c.Form.Scope, s)
		scopeZH, scopeEN = append(scopeZH, label.ZH), append(scopeEN, label.EN)
	}
	entries := []certificate.Entry{
		certificate.Line(lang.T("名称", "Name"), name),
		certificate.Line(lang.T("统一社会信用代码", "Unified social credit code"), code),
		certificate.Entry{Label: lang.T("类型", "Kind"), Value: lang.T("个体工商户", "Sole trader")},
		certificate.Line(lang.T("经营者", "Operator"), c.Applicant.Name),
		certificate.Entry{Label: lang.T("经营场所", "Premises"), Value: lang.T(
			division.FullName(string(c.Form.Division)).ZH+c.Form.Address,
			c.Form.Address+", "+division.FullName(string(c.Form.Division)).EN)},
		certificate.Entry{Label: lang.T("经营范围", "Scope"), Value: lang.T(strings.Join(scopeZH, "；"), strings.Join(scopeEN, "; "))},
		certificate.DayLine(lang.T("注册日期", "Registered on"), c.Today()),
	}
	o := dataset.Operators
	more := []fact.Setting{o.Name.Set(name), o.Since.Set(c.Today()), o.Industry.Set(string(c.Form.Industry)),
		o.Division.Set(string(c.Form.Division)), o.Address.Set(c.Form.Address)}
	grants := decision.Grants{
		Claims: []decision.Claim{{Kind: codeClaim, Key: code}},
		OnEnd:  []fact.Record{dataset.NoOperator(c.Applicant.ID, c.At)},
	}
	if c.Form.TradeName == "" {
		entries = entries[1:]
		grants.Records = []fact.Record{fact.NewRecord(c.Applicant.ID, c.At, o.Code.Set(code), more...)}
	} else {
		grants.Records = []fact.Record{
			fact.NewRecord(c.Applicant.ID, c.At, o.Code.Set(code), append(more, o.TradeName.Set(c.Form.TradeName))...),
			fact.NewRecord(key, c.At, dataset.TradeNames.Name.Set(name)),
		}
		grants.OnEnd = append(grants.OnEnd, fact.NewRecord(key, c.At, dataset.TradeNames.Name.Unset()))
	}
	grants.Certificate = c.Certificate("001", lang.T("营业执照", "Business licence"), issuer.Value, district, c.Policy.Laws.Registration,
		entries...)
	grants.Certificate.Holder, grants.Certificate.HolderID = name, code
	return grants
}
