// Package taxregistration is 税务登记: a business registers with the tax authority by its licence
// (两证整合) and states how it will be taxed.
package taxregistration

import (
	_ "embed"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

//go:embed policy.yaml
var document []byte

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		Place: func(c Case) string { return condition.PlaceOfBusiness(c.Facts, c.Applicant.ID) },
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2016-12-01", From: calendar.MustParse("2016-12-01"),
			Needs: registration.Needs, Claims: registration.Claims, Decide: registration.Decide, Issue: issue,
		}, { // not for a business whose licence was revoked
			Version: "2016-12-01.2", From: calendar.MustParse("2016-12-01"),
			Needs: registration.NeedsUnrevoked, Claims: registration.Claims, Decide: registration.DecideUnrevoked, Issue: issue,
			Persons: condition.Persons("taxregistration"),
		}},
	}
}

func item() instant.Item {
	source := policy.Source{URL: "http://ynqs.cn/taxstatute/5829.html", Grade: "C", AsOf: calendar.MustParse("2026-11-25")}
	return instant.Item{
		Slug: "taxregistration", Code: "11440605MB000TA11C2440730001000",
		Name:       lang.T("个体工商户税务登记", "Tax registration of a sole trader"),
		Summary:    lang.T("执照信息自动带入，确认纳税人类型即可。", "Only the kind of taxpayer is needed; everything else comes from the licence."),
		Audience:   instant.ForBusiness,
		Handling:   instant.Filing,
		LifeEvent:  lang.T("开办企业", "Starting a business"),
		Department: lang.T("税务局", "Tax authority"),
		Basis: []policy.Basis{{
			Title:  lang.T("关于实施个体工商户营业执照和税务登记证“两证整合”的意见", "Opinions on one licence for registration and tax"),
			Number: "工商个字〔2016〕167号", Source: &source,
		}, {
			Title: lang.T("中华人民共和国税收征收管理法（2015年4月24日修正）", "Law on Tax Collection (as amended on 24 April 2015)"), Article: lang.T("第十五条", "art. 15"),
			Source: &policy.Source{URL: "https://flk.npc.gov.cn/", Grade: "A", AsOf: calendar.MustParse("2026-11-28")},
		}},
		Conditions: []lang.Text{lang.T("已登记为个体工商户", "A registered sole trader")},
		Materials: []instant.Material{
			{Name: lang.T("营业执照", "Business licence"), From: dataset.Operators.Dataset.Title},
			{Name: lang.T("纳税人类型", "Kind of taxpayer")},
		},
		Result:      lang.T("税务登记确认书（电子）", "Tax registration confirmation (electronic)"),
		LegalTime:   lang.T("领取营业执照起30日内申报，当日登记", "To be reported within 30 days of the licence; registered on the same day"),
		PromiseTime: lang.T("即时办结", "At once"),
		Fee:         lang.T("不收费", "None"),
		Keywords: []string{
			"税务", "报税", "纳税", "交税", "缴税", "税务登记", "税务报到", "国税", "地税", "领发票", "开发票", "发票", "tax", "taxes", "invoice",
		},
		Illustrative: lang.T("事项编码、机构代码与机关为示例。", "The item code, the authority's code and the authorities are examples."),
		Surrender: instant.Surrender{
			Kept: lang.T("税务登记不能单独放弃：停止经营的，先向税务部门清税，再办理注销登记。",
				"A tax registration cannot be given up alone. To stop trading, settle the taxes and then cancel the registration."),
			Instead: "soletraderchange",
		},
	}
}

func issue(c Case, _ decision.Serial) decision.Grants {
	b := condition.BusinessOf(c.Facts, c.Applicant.ID)
	issuer, _ := c.Policy.Issuers.At(b.District, c.Today())
	proof := c.Certificate("401", lang.T("税务登记确认书", "Confirmation of tax registration"), issuer.Value, b.District, c.Policy.Laws.OneLicence,
		certificate.Line(lang.T("纳税人识别号", "Taxpayer's number"), b.Code),
		certificate.Entry{Label: lang.T("纳税人类型", "Kind of taxpayer"), Value: form.LabelOf(c.Form.Taxpayer)},
	)
	proof.Holder, proof.HolderID = b.Name, b.Code
	return decision.Grants{
		Certificate: proof,
		Records: []fact.Record{
			fact.NewRecord(b.Code, c.At, dataset.Taxpayers.Since.Set(c.Today()), dataset.Taxpayers.Cleared.Set(true)),
		},
	}
}
