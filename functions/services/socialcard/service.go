// Package socialcard is 新生儿社会保障卡: a newborn's social security card, used for medical care.
package socialcard

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
	"miaoban/shared/identity"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

//go:embed policy.yaml
var document []byte

// guangdong is the division code of the province that the service serves.
const guangdong = "440000"

// Kinds of claims: one card for a child, and each card number once.
const (
	claimKind   = "social-card"
	numberClaim = "social-card-number"
)

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		Place: func(c Case) string {
			return fact.Get(c.Facts, condition.ChildOf(c.Facts, c.Form.Certificate), dataset.MedicalInsurance.City).V
		},
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2020-01-01", From: calendar.MustParse("2020-01-01"),
			Needs: needs2020, Claims: claims, Decide: decide2020, Issue: issue,
		}, { // a child who is insured elsewhere can prove it
			Version: "2020-01-01.2", From: calendar.MustParse("2020-01-01"),
			Needs: needs2020, Claims: claims, Decide: decideProvable, Issue: issue,
		}, { // implausible certificates and deaths are found
			Version: "2020-01-01.3", From: calendar.MustParse("2020-01-01"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
		}},
	}
}

func item() instant.Item {
	return instant.Item{
		Slug: "socialcard", Code: "11440605MB000RL2482442014001000",
		Name: lang.T("新生儿社会保障卡申领", "Social security card for a newborn"),
		Summary: lang.T("参保后即可申领，电子社保卡当场生效，实体卡由银行寄出。",
			"Available after the baby is insured. The electronic card is valid at once; the bank posts the printed card."),
		Audience:   instant.ForPerson,
		LifeEvent:  lang.T("生育", "Having a baby"),
		Department: lang.T("人力资源和社会保障局", "Human resources and social security bureau"),
		Basis: []policy.Basis{{Title: lang.T("社会保险经办条例", "Regulations on handling social insurance"), Number: "国务院令第765号，2023年12月1日施行",
			Article: lang.T("第六条、第七条", "arts. 6, 7"),
			Source:  &policy.Source{URL: "https://flk.npc.gov.cn/", Grade: "A", AsOf: calendar.MustParse("2026-11-27")}}},
		Conditions: []lang.Text{
			lang.T(
				"由父亲或母亲申请，新生儿已入户并在本省参保",
				"The father or the mother applies; the child is registered in a household and insured in the province",
			),
		},
		Materials: []instant.Material{
			{Name: lang.T("出生医学证明", "Birth certificate"), From: dataset.Births.Dataset.Title},
			{Name: lang.T("新生儿户口簿", "The child's household register"), From: dataset.Population.Dataset.Title},
			{Name: lang.T("参保证明", "Proof of insurance"), From: dataset.MedicalInsurance.Dataset.Title},
			{Name: lang.T("制卡银行", "The bank that issues the card")},
		},
		Result:      lang.T("社会保障卡（电子）", "Social security card (electronic)"),
		LegalTime:   lang.T("10个工作日", "10 working days"),
		Reviewed:    instant.Reviewed{Workdays: 10},
		PromiseTime: lang.T("即时办结", "At once"),
		Fee:         lang.T("首次申领免费", "The first card is free"),
		Keywords: []string{
			"社保卡", "医保卡", "社会保障卡", "小孩社保卡", "宝宝社保卡", "孩子社保卡", "新生儿社保卡", "新生儿", "儿童社保卡", "办社保卡", "电子社保卡", "card",
			"social security", "baby", "newborn",
		},
		Illustrative: lang.T("事项编码、卡号与发卡机构为示例。", "The item code, the card number and the authorities are examples."),
		Surrender: instant.Surrender{
			Kept: lang.T("社会保障卡随参保长期使用，不能放弃；遗失、损坏的，向制卡银行挂失、补换。",
				"The card belongs to the insurance and cannot be given up. If it is lost or damaged, the bank blocks and replaces it."),
		},
	}
}

// needs is needs2020, and reads whether the applicant, the child and its mother are alive.
func needs(c Case) []fact.Query {
	return append(needs2020(c), condition.NeedsAlive(c.Applicant.ID),
		condition.NeedsAlive(condition.ChildOf(c.Facts, c.Form.Certificate)),
		condition.NeedsAlive(fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Mother).V))
}

func claims(c Case) []decision.Claim {
	child := condition.ChildOf(c.Facts, c.Form.Certificate)
	if child == "" {
		return nil
	}
	return []decision.Claim{{Kind: claimKind, Key: child}}
}

func issue(c Case, serial decision.Serial) decision.Grants {
	child := condition.ChildOf(c.Facts, c.Form.Certificate)
	city := fact.Get(c.Facts, child, dataset.MedicalInsurance.City).V
	issuer, _ := c.Policy.Issuers.At(city, c.Today())
	number := "F" + serial.Text(8, "0123456789")
	card := c.Certificate("602", lang.T("社会保障卡", "Social security card"), issuer.Value, city, c.Policy.Laws.Card,
		certificate.Line(lang.T("卡号", "Card number"), number),
		certificate.Entry{Label: lang.T("发卡城市", "City of issue"), Value: division.FullName(city)},
		certificate.Entry{Label: lang.T("制卡银行", "Bank"), Value: form.LabelOf(c.Form.Bank)},
	)
	card.Holder, card.HolderID = fact.Get(c.Facts, child, dataset.Population.Name).V, identity.Person(child).Masked()
	return decision.Grants{
		Certificate: card,
		Claims:      []decision.Claim{{Kind: numberClaim, Key: number}},
		Records: []fact.Record{fact.NewRecord(child, c.At,
			dataset.SocialCards.Number.Set(number), dataset.SocialCards.City.Set(city))},
	}
}
