// Package foodstall is 食品摊贩与小餐饮登记: registration by self-declaration, inspected afterwards, and
// revoked if the declaration was false.
package foodstall

import (
	_ "embed"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

//go:embed policy.yaml
var document []byte

// Kinds of claims: one registration for a person, a unique number, and a limited number of pitches
// in an area.
const (
	claimKind   = "food-stall"
	numberClaim = "food-stall-number"
	placesKind  = "food-stall-places"
)

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		Place:       func(c Case) string { return string(c.Form.Division) },
		VerifyEvery: 1,
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2015-10-01", From: calendar.MustParse("2015-10-01"),
			Needs: needs2015, Claims: claims, Decide: decide2015, Issue: issue2015,
			VerifyNeeds: lifeNeeds, Verify: verify,
		}, { // adds the condition on a restaurant's premises
			Version: "2015-10-01.2", From: calendar.MustParse("2015-10-01"),
			Needs: needs, Claims: claims, Decide: decidePremises, Issue: issuePremises,
			VerifyNeeds: lifeNeeds, Verify: verify,
		}, { // restaurants and the foods of the draft refer; the card is valid after the public notice
			Version: "2015-10-01.3", From: calendar.MustParse("2015-10-01"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
			VerifyNeeds: lifeNeeds, Verify: verify,
		}},
	}
}

func item() instant.Item {
	source := policy.Source{URL: "https://m.aqrzj.com/doc/237529.html", Grade: "C", AsOf: calendar.MustParse("2026-11-25")}
	return instant.Item{
		Slug: "foodstall", Code: "11440605MB000MR2972440131010000",
		Name: lang.T("食品摊贩与小餐饮登记", "Registration of food stalls and small restaurants"),
		Summary: lang.T("摊贩书面承诺后当场决定，公示期满即可经营；小餐饮由工作人员按食品经营许可办理。",
			"A stall is decided at once on your written declaration, and may open after the public notice. An officer handles restaurants."),
		Audience:   instant.ForBusiness,
		Handling:   instant.Promise,
		LifeEvent:  lang.T("开办企业", "Starting a business"),
		Department: lang.T("市场监督管理局", "Market regulator"),
		Basis: []policy.Basis{{
			Title: lang.T("广东省食品生产加工小作坊和食品摊贩管理条例", "Guangdong regulations on small food workshops and food stalls"), Source: &source,
		}},
		Conditions: []lang.Text{
			lang.T("从业人员持有效健康证明", "A valid health certificate"),
			lang.T("经营凉菜、生食海产品、散装酒、现制乳制品的，由工作人员核实",
				"An officer checks cold dishes, raw seafood, unpackaged liquor and fresh dairy"),
			lang.T("摊贩：在镇街划定区域内且有空余摊位；小餐饮：已登记为个体工商户", "Stall: a free pitch in the street's area. Restaurant: a registered business"),
			lang.T(
				"小餐饮的经营场所合法，属于本人或经权利人同意；或作出承诺并告知权利人",
				"Restaurant: the premises are lawful and are yours, or the owner agrees; or you make a "+
					"declaration and the owner is notified",
			),
			lang.T("书面承诺，且没有在有效期内的失信记录", "A written declaration, and no record of a false declaration in its term"),
		},
		Materials: []instant.Material{
			{Name: lang.T("健康证明", "Health certificate"), From: dataset.HealthCertificates.Dataset.Title},
			{Name: lang.T("营业执照（小餐饮）", "Business licence (restaurants)"), From: dataset.Operators.Dataset.Title},
			{Name: lang.T("经营场所产权证明（小餐饮）", "Property certificate of the premises (restaurants)"), From: dataset.Property.Dataset.Title},
			{Name: lang.T("划定区域证明（摊贩）", "Proof of the area (stalls)"), From: dataset.StallAreas.Dataset.Title},
			{Name: lang.T("经营类别、承诺", "Types of food, and the declaration")},
		},
		Result:      lang.T("登记卡（电子）", "Registration card (electronic)"),
		LegalTime:   lang.T("5个工作日，并公示至少5个工作日", "5 working days, and at least 5 of public notice"),
		Reviewed:    instant.Reviewed{Workdays: 5},
		PromiseTime: lang.T("即时决定，公示5个工作日后生效", "Decided at once, valid after 5 working days of public notice"),
		Fee:         lang.T("不收费", "None"),
		Keywords: []string{
			"摊", "摆摊", "摆地摊", "地摊", "摊位", "摊贩", "小吃", "小吃摊", "食品摊贩", "小餐饮", "小饭馆", "早餐店", "夜市", "路边摊", "流动摊贩", "餐车",
			"烧烤", "奶茶店", "小作坊", "食品经营许可证", "food", "stall", "street", "vendor", "snack", "restaurant", "cart",
			"market",
		},
		Illustrative: lang.T("事项编码、有效期、核查时限、食品清单（草案）与登记机关为示例。",
			"The item code, the term, the inspection period, the list of foods (of a draft) and the authorities are examples."),
		Surrender: instant.Surrender{
			Ends: lang.T("登记卡失效，不得再凭它经营；占用的摊位退回。",
				"The registration card is no longer valid and you may not sell under it. The pitch is given back."),
			Costs: lang.T("剩余的有效期作废，退回的摊位可能被他人取得。", "The rest of the term is lost, and somebody else may get the pitch."),
			Again: lang.T("可以随时重新申请；摊位以届时有空位为限。", "You can apply again at any time; for a stall, only if a pitch is free."),
		},
	}
}

func needs(c Case) []fact.Query {
	queries := needs2015(c)
	switch {
	case c.Form.Kind != Restaurant:
		return queries
	case c.Form.Premises == condition.ByPromise:
		return append(queries, condition.NeedsOwner(c.Form.PropertyUnit))
	default:
		return append(queries, condition.NeedsPremises(c.Facts, c.Form.PropertyUnit)...)
	}
}

func needs2015(c Case) []fact.Query {
	queries := []fact.Query{
		condition.NeedsAlive(c.Applicant.ID),
		fact.Ask(c.Applicant.ID, dataset.HealthCertificates.Until),
		fact.Ask(c.Applicant.ID, dataset.Dishonesty.Until),
	}
	switch c.Form.Kind {
	case Stall:
		queries = append(queries, fact.Ask(string(c.Form.Division), dataset.StallAreas.Area, dataset.StallAreas.Places))
	case Restaurant:
		queries = append(queries, condition.NeedsOperates(c.Applicant.ID))
	}
	return queries
}

func lifeNeeds(c Case) []fact.Query {
	return []fact.Query{
		condition.NeedsAlive(c.Applicant.ID),
		fact.Ask(c.Applicant.ID, dataset.HealthCertificates.Until),
		fact.Ask(numberOf(c), dataset.Inspections.PromiseKept, dataset.Inspections.On),
	}
}

// claims returns the person's one registration and, for a stall, one of the area's pitches.
func claims(c Case) []decision.Claim {
	all := []decision.Claim{{Kind: claimKind, Key: c.Applicant.ID}}
	if places := placesOf(c); c.Form.Kind == Stall && places > 0 {
		all = append(all, decision.Claim{Kind: placesKind, Key: string(c.Form.Division), Limit: places, Returned: true})
	}
	return all
}

// issue returns the registration card, which is valid after the days of public notice. If the premises
// are self-declared, it notifies the owner.
func issue(c Case, serial decision.Serial) decision.Grants {
	grants := issuePremises(c, serial)
	if notice, ok := c.Policy.Notice.At(string(c.Form.Division), c.Today()); ok {
		last := c.Today().AddWorkdays(notice.Value)
		grants.Certificate.ValidFrom = last.AddDays(1)
		grants.Certificate.Basis = append(grants.Certificate.Basis, notice.Basis)
		grants.Certificate.Entries = append(grants.Certificate.Entries,
			certificate.DayLine(lang.T("公示至", "Public notice until"), last))
	}
	return grants
}

// issuePremises returns a card that is valid at once.
func issuePremises(c Case, serial decision.Serial) decision.Grants {
	grants := issue2015(c, serial)
	if c.Form.Kind == Restaurant && c.Form.Premises == condition.ByPromise {
		name := fact.Get(c.Facts, c.Applicant.ID, dataset.Operators.Name).V
		grants.Notices = condition.OwnerNotice(c.Facts, c.Form.PropertyUnit, c.Applicant.ID, name)
	}
	return grants
}

// issue2015 returns the card without notifying anybody.
func issue2015(c Case, serial decision.Serial) decision.Grants {
	at := string(c.Form.Division)
	issuer, _ := c.Policy.Issuers.At(at, c.Today())
	years, _ := c.Policy.Years.At(at, c.Today())
	number := division.District(at) + serial.Text(8, "0123456789")
	where := lang.F("%s%s", "%[2]s, %[1]s", division.FullName(at), c.Form.Address)
	if c.Form.Kind == Stall {
		area := fact.Get(c.Facts, at, dataset.StallAreas.Area).V
		where = lang.T(division.FullName(at).ZH+area, area+", "+division.FullName(at).EN)
	}
	card := c.Certificate("003", lang.T("食品摊贩与小餐饮登记卡", "Registration card"), issuer.Value, at, c.Policy.Laws.Registration,
		certificate.Line(lang.T("登记编号", "Number"), number),
		certificate.Entry{Label: lang.T("经营类型", "Kind"), Value: form.LabelOf(c.Form.Kind)},
		certificate.Entry{Label: lang.T("经营地点", "Where"), Value: where},
		certificate.Entry{Label: lang.T("登记方式", "Type of registration"),
			Value: lang.T("告知承诺，一个月内核查", "Self-declaration, inspected within a month")},
	)
	card.ValidUntil = c.Today().AddYears(years.Value).AddDays(-1)
	return decision.Grants{Certificate: card, Category: string(c.Form.Kind), Claims: []decision.Claim{{Kind: numberClaim, Key: number}}}
}

// numberOf returns the number of the verified registration, which is the key of its inspection.
func numberOf(c Case) string {
	for _, claim := range c.Granted.Claims {
		if claim.Kind == numberClaim {
			return claim.Key
		}
	}
	return ""
}
