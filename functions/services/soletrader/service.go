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
		VerifyEvery: 1,
		Teaches:     []fact.Column{dataset.Operators.Code, dataset.Operators.Name},
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2022-03-01", From: calendar.MustParse("2022-03-01"),
			Needs: needs2022, Claims: claims, Decide: decide2022, Issue: issue2022,
			VerifyNeeds: lifeNeeds, Verify: verify,
		}, {
			Version: "2022-03-01.2", From: calendar.MustParse("2022-03-01"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
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
			Number: "国务院令第746号",
			Source: &policy.Source{URL: "https://jinnalai.com/wenda/84857.html", Grade: "C", AsOf: calendar.MustParse("2026-11-24")},
		}},
		Conditions: []lang.Text{
			lang.T("年满18周岁，不是现任公务员，不在市场禁入期内", "18 or older, not a serving civil servant, not banned from doing business"),
			lang.T("名称符合规定且未被使用", "The name follows the rules and is available"),
			lang.T("经营场所合法，属于本人或经权利人同意；或作出书面承诺并告知权利人",
				"The premises are lawful and are yours, or the owner agrees; or you make a written declaration and the owner is notified"),
		},
		Materials: []instant.Material{
			{Name: lang.T("经营者身份证", "The operator's ID card"), From: dataset.Population.Dataset.Title},
			{Name: lang.T("经营场所产权证明", "Property certificate of the premises"), From: dataset.Property.Dataset.Title},
			{Name: lang.T("名称预先核准", "Prior approval of the name"), From: dataset.TradeNames.Dataset.Title},
			{Name: lang.T("名称、经营范围、经营场所", "Name, scope and premises")},
		},
		Result:       lang.T("营业执照（电子）", "Business licence (electronic)"),
		LegalTime:    lang.T("当场登记；不能当场登记的3个工作日", "At once; otherwise 3 working days"),
		Reviewed:     instant.Reviewed{Workdays: 3},
		PromiseTime:  lang.T("即时办结", "At once"),
		Fee:          lang.T("不收费", "None"),
		Keywords:     []string{"kaidian", "geti", "yingyezhizhao", "开店", "营业执照", "个体户", "business"},
		Illustrative: lang.T("实施机构代码、经营范围清单与登记机关为示例。", "The authority's code, the list of scopes and the authorities are examples."),
		Surrender: instant.Surrender{
			Kept: lang.T("营业执照不能直接放弃：停止经营的，先清税，再办理注销登记。",
				"A business licence cannot simply be given up. To stop trading, settle the taxes and then cancel the registration."),
			Instead: "soletraderchange",
		},
	}
}

func needs(c Case) []fact.Query {
	queries := needsOfOperator(c)
	if c.Form.Premises == condition.ByPromise {
		return append(queries, condition.NeedsOwner(c.Form.PropertyUnit))
	}
	return append(queries, condition.NeedsPremises(c.Facts, c.Form.PropertyUnit)...)
}

func needsOfOperator(c Case) []fact.Query {
	return []fact.Query{
		fact.Ask(c.Applicant.ID, dataset.Population.BirthDate),
		fact.Ask(c.Applicant.ID, dataset.Deaths.Date),
		fact.Ask(c.Applicant.ID, dataset.PublicServants.Serving),
		fact.Ask(c.Applicant.ID, dataset.TradingBans.Until),
		fact.Ask(c.Applicant.ID, dataset.Operators.Name),
		fact.Ask(nameKey(c.Form), dataset.TradeNames.Name),
	}
}

func claims(c Case) []decision.Claim {
	if c.Form.TradeName == "" {
		return nil // a blank form claims nothing
	}
	return []decision.Claim{
		{Kind: condition.TradeNameClaim, Key: nameKey(c.Form)},
		{Kind: condition.OperatorClaim, Key: c.Applicant.ID},
	}
}

// issue makes the licence. The unified social credit code is random; a claim ensures that it is
// unique.
func issue(c Case, serial decision.Serial) decision.Grants {
	grants := issue2022(c, serial)
	if c.Form.Premises == condition.ByPromise {
		grants.Tells = condition.TellsOwner(c.Facts, c.Form.PropertyUnit, c.Applicant.ID, fullName(c.Form))
	}
	return grants
}

// issue2022 makes the licence without notifying the owner.
func issue2022(c Case, serial decision.Serial) decision.Grants {
	district := division.District(string(c.Form.Division))
	issuer, _ := c.Policy.Issuers.At(district, c.Today())
	name := fullName(c.Form)
	code, err := identity.MakeCreditCode("92", district, "MA"+serial.Text(6, identity.CreditAlphabet))
	if err != nil { // cannot happen: six digits, and characters of the code's alphabet
		panic(err)
	}
	var scopeZH, scopeEN []string
	for _, s := range c.Form.Scope {
		label := form.LabelIn(c.Form.Scope, s)
		scopeZH, scopeEN = append(scopeZH, label.ZH), append(scopeEN, label.EN)
	}
	licence := c.Certificate("001", lang.T("营业执照", "Business licence"), issuer.Value, district, c.Policy.Laws.Registration,
		certificate.Line(lang.T("名称", "Name"), name),
		certificate.Line(lang.T("统一社会信用代码", "Unified social credit code"), code),
		certificate.Entry{Label: lang.T("类型", "Kind"), Value: lang.T("个体工商户", "Sole trader")},
		certificate.Line(lang.T("经营者", "Operator"), c.Applicant.Name),
		certificate.Entry{Label: lang.T("经营场所", "Premises"), Value: lang.T(
			division.FullName(string(c.Form.Division)).ZH+c.Form.Address,
			c.Form.Address+", "+division.FullName(string(c.Form.Division)).EN)},
		certificate.Entry{Label: lang.T("经营范围", "Scope"), Value: lang.T(strings.Join(scopeZH, "；"), strings.Join(scopeEN, "; "))},
		certificate.Line(lang.T("注册日期", "Registered on"), c.Today().String()))
	licence.Holder, licence.HolderID = name, code
	return decision.Grants{
		Certificate: licence,
		Claims:      []decision.Claim{{Kind: codeClaim, Key: code}},
		Records: []fact.Record{
			fact.NewRecord(c.Applicant.ID, c.At,
				dataset.Operators.Code.Set(code), dataset.Operators.Name.Set(name), dataset.Operators.Since.Set(c.Today()),
				dataset.Operators.TradeName.Set(c.Form.TradeName), dataset.Operators.Industry.Set(string(c.Form.Industry)),
				dataset.Operators.Division.Set(string(c.Form.Division)), dataset.Operators.Address.Set(c.Form.Address)),
			fact.NewRecord(nameKey(c.Form), c.At, dataset.TradeNames.Name.Set(name)),
		},
		OnEnd: []fact.Record{
			dataset.NoOperator(c.Applicant.ID, c.At),
			fact.NewRecord(nameKey(c.Form), c.At, dataset.TradeNames.Name.Unset()),
		},
	}
}
