// Package seniorcard is 老年人优待证.
package seniorcard

import (
	_ "embed"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
	"miaoban/shared/registry"
	"miaoban/shared/registry/dataset"
)

//go:embed policy.yaml
var document []byte

// guangdong is the province that the service serves.
const guangdong = "440000"

// claimKind is what a person may hold once.
const claimKind = "seniorcard"

// Service is the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document, Needs: needs, Issue: issue,
		Claims: func(c Case) []instant.Claim { return []instant.Claim{{Kind: claimKind, Key: c.Applicant.ID}} },
		Rules:  []instant.Rules[Form, Policy]{{Version: "2026-01-01", From: calendar.MustParse("2026-01-01"), Decide: decide}},
	}
}

func item() instant.Item {
	return instant.Item{
		Slug: "seniorcard", Code: "11440605MB000XX0000440000000000",
		Name:       lang.T("老年人优待证", "seniorcard"),
		Summary:    lang.T("一句话说明。", "One sentence of what it is."),
		Audience:   instant.ForPerson,
		LifeEvent:  lang.T("其他", "Other"),
		Department: lang.T("主管部门", "The department"),
		Basis:      []policy.Basis{{Title: lang.T("依据（示例）", "The law (an example)"), Illustrative: true}},
		Conditions: []lang.Text{lang.T("户籍在本省", "Household registered in the province")},
		Materials: []instant.Material{
			{Name: lang.T("户口簿", "Household book"), From: dataset.Population.Dataset.Title},
			{Name: lang.T("申请理由", "Why you apply")},
		},
		Result:       lang.T("结果（电子）", "An electronic result"),
		LegalTime:    lang.T("20个工作日", "20 working days"),
		PromiseTime:  lang.T("即时办结", "At once"),
		Fee:          lang.T("不收费", "None"),
		Illustrative: lang.T("本事项为示例。", "All of this is an example."),
	}
}

func needs(c Case) []registry.Query {
	return []registry.Query{condition.NeedsAlive(c.Applicant.ID), condition.NeedsHousehold(c.Applicant.ID)}
}

func issue(c Case, _ instant.Serial) instant.Grants {
	place := registry.Get(c.Facts, c.Applicant.ID, dataset.Population.Household).V
	issuer, _ := c.Policy.Issuers.At(place, c.Today())
	return instant.Grants{
		Certificate: c.Certificate("901", lang.T("老年人优待证", "seniorcard"), issuer.Value, place, c.Policy.Laws.Grant,
			certificate.Line(lang.T("申请理由", "Why"), c.Form.Reason)),
	}
}
