// Package birthregistration is 生育登记: the registration of a pregnancy or birth, open to every
// parent.
package birthregistration

import (
	_ "embed"
	"fmt"

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

// guangdong is the division code of the province that the service serves.
const guangdong = "440000"

// claimKind makes a registration unique for a couple and a date of birth.
const claimKind = "birth-registration"

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2022-01-01", From: calendar.MustParse("2022-01-01"),
			Needs: needs, Claims: claims, Decide: decide2022, Issue: issue2022,
		}, {
			Version: "2022-01-01.2", From: calendar.MustParse("2022-01-01"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
		}},
	}
}

func basis() policy.Basis {
	return policy.Basis{
		Title:  lang.T("广东省生育登记办法", "Guangdong measures on the registration of births to come"),
		Source: &policy.Source{URL: "https://jsb.gdut.edu.cn/info/1044/2195.htm", Grade: "B", AsOf: calendar.MustParse("2026-11-24")},
	}
}

func item() instant.Item {
	return instant.Item{
		Slug: "birthregistration", Code: "11440605MB000WJ33G2442023001000",
		Name: lang.T("生育登记", "Pregnancy and birth registration"),
		Summary: lang.T("怀孕后或出生后登记，没有任何前置条件，当场领取电子凭证。",
			"Register before or after the birth, without preconditions. You get the electronic receipt at once."),
		Audience:   instant.ForPerson,
		Handling:   instant.Filing,
		LifeEvent:  lang.T("生育", "Having a baby"),
		Department: lang.T("卫生健康局", "Health bureau"),
		Basis:      []policy.Basis{basis()},
		Conditions: []lang.Text{
			lang.T("任一方的户籍地或现居住地在本省", "The household or residence of one parent is in the province"),
		},
		Materials: []instant.Material{
			{Name: lang.T("双方身份证、户口簿", "ID cards and household registers of both parents"), From: dataset.Population.Dataset.Title},
			{Name: lang.T("结婚证", "Marriage certificate"), From: dataset.Marriages.Dataset.Title},
			{Name: lang.T("居住证明", "Proof of residence"), From: dataset.Residence.Dataset.Title},
			{Name: lang.T("预产期，或出生医学证明编号", "The expected date of birth, or the birth certificate number")},
		},
		Result:       lang.T("生育登记凭证（电子）", "Registration receipt (electronic)"),
		LegalTime:    lang.T("即时", "At once"),
		PromiseTime:  lang.T("即时办结", "At once"),
		Fee:          lang.T("不收费", "None"),
		Keywords:     []string{"shengyu", "huaiyun", "准生证", "生育服务证", "怀孕", "生孩子", "birth"},
		Illustrative: lang.T("事项编码与登记机关为示例。", "The item code and the authorities are examples."),
		Surrender: instant.Surrender{
			Kept: lang.T("生育登记记录的是事实，不能放弃；信息有误或者情况变化的，由登记机关更正。",
				"A registration records a fact and cannot be given up. If it is wrong or has changed, the authority corrects it."),
		},
	}
}

// needs reads about the spouse only what the chosen place requires, and only about the spouse named
// in the marriage register.
func needs(c Case) []fact.Query {
	queries := []fact.Query{
		condition.NeedsAlive(c.Applicant.ID),
		fact.Ask(c.Applicant.ID, dataset.Marriages.Spouse),
		condition.NeedsParent(c.Form.Certificate),
	}
	switch c.Form.Place {
	case OwnHousehold:
		queries = append(queries, fact.Ask(c.Applicant.ID, dataset.Population.Household))
	case OwnResidence:
		queries = append(queries, fact.Ask(c.Applicant.ID, dataset.Residence.Division))
	case SpouseHousehold:
		queries = append(queries, fact.Ask(spouseOf(c).V, dataset.Population.Household))
	case SpouseResidence:
		queries = append(queries, fact.Ask(spouseOf(c).V, dataset.Residence.Division))
	}
	return queries
}

// claims makes the child unique for the couple: one of the two parents can register it, not both.
func claims(c Case) []decision.Claim {
	if dayOf(c).IsZero() {
		return nil
	}
	couple := c.Applicant.ID
	if spouse := spouseOf(c).V; spouse != "" {
		couple = min(couple, spouse) + "/" + max(couple, spouse)
	}
	return []decision.Claim{{Kind: claimKind, Key: fmt.Sprintf("%s/%s/%d", couple, dayOf(c), c.Form.Order)}}
}

// issue writes the registration. At a spouse's address it names only the city.
func issue(c Case, serial decision.Serial) decision.Grants {
	at := placeOf(c)
	if ofSpouse(c) {
		at = division.City(at)
	}
	return issueAt(c, at)
}

func issueAt(c Case, at string) decision.Grants {
	issuer, _ := c.Policy.Issuers.At(at, c.Today())
	return decision.Grants{
		Certificate: c.Certificate("301", lang.T("生育登记凭证", "Pregnancy and birth registration receipt"), issuer.Value, at,
			c.Policy.Laws.Registration,
			certificate.Line(lang.T("预产期或出生日期", "Date of birth or expected date"), dayOf(c).String()),
			certificate.Entry{Label: lang.T("孩次", "Child"), Value: lang.F("第%d个", "No. %d", c.Form.Order)},
			certificate.Entry{Label: lang.T("登记地", "Registered in"), Value: division.FullName(at)},
		),
	}
}

// placeOf returns the division of the chosen place, which is known when this is called.
func placeOf(c Case) string {
	switch c.Form.Place {
	case OwnResidence:
		return fact.Get(c.Facts, c.Applicant.ID, dataset.Residence.Division).V
	case SpouseHousehold:
		return fact.Get(c.Facts, spouseOf(c).V, dataset.Population.Household).V
	case SpouseResidence:
		return fact.Get(c.Facts, spouseOf(c).V, dataset.Residence.Division).V
	default:
		return fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household).V
	}
}
