// Package employerinsurance is 用人单位社会保险登记: an employer registers with social insurance.
package employerinsurance

import (
	_ "embed"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
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
			Version: "2011-07-01", From: calendar.MustParse("2011-07-01"),
			Needs: registration.Needs, Claims: registration.Claims, Decide: registration.Decide, Issue: issue,
		}, { // not for a business whose licence was revoked
			Version: "2011-07-01.2", From: calendar.MustParse("2011-07-01"),
			Needs: registration.NeedsUnrevoked, Claims: registration.Claims, Decide: registration.DecideUnrevoked, Issue: issue,
			Persons: condition.Persons("employerinsurance"),
		}},
	}
}

func item() instant.Item {
	return instant.Item{
		Slug: "employerinsurance", Code: "11440605MB000RL2482442014008000",
		Name:       lang.T("用人单位社会保险登记", "Social insurance registration of employers"),
		Summary:    lang.T("执照信息自动带入，登记后即可为雇工参保。", "The licence is known; once registered, those you employ can be insured."),
		Audience:   instant.ForBusiness,
		Handling:   instant.Filing,
		LifeEvent:  lang.T("开办企业", "Starting a business"),
		Department: lang.T("人力资源和社会保障局", "Human resources and social security bureau"),
		Basis: []policy.Basis{{Title: lang.T("社会保险经办条例", "Regulations on handling social insurance"), Number: "国务院令第765号",
			Article: lang.T("第六条、第三十一条", "arts. 6 and 31"),
			Source:  &policy.Source{URL: "https://flk.npc.gov.cn/", Grade: "A", AsOf: calendar.MustParse("2026-11-28")}}},
		Conditions: []lang.Text{lang.T("已登记为个体工商户，有雇工", "A registered sole trader with employees")},
		Materials: []instant.Material{
			{Name: lang.T("营业执照", "Business licence"), From: dataset.Operators.Dataset.Title},
			{Name: lang.T("雇工人数", "How many people are employed")},
		},
		Result:      lang.T("社会保险登记凭证（电子）", "Proof of registration (electronic)"),
		LegalTime:   lang.T("办理营业执照时同步办理", "Together with the business licence"),
		Reviewed:    instant.Reviewed{Days: 15},
		PromiseTime: lang.T("即时办结", "At once"),
		Fee:         lang.T("不收费", "None"),
		Keywords: []string{
			"社保登记", "社保开户", "单位社保", "雇工", "请人", "招工", "雇人", "员工社保", "给员工交社保", "员工参保", "用工登记", "单位参保", "五险",
			"employer", "employee", "staff", "hiring", "worker", "social",
		},
		Illustrative: lang.T("事项编码、人工办理的期限与经办机构为示例。", "The item code, the time of a review and the authorities are examples."),
		Surrender: instant.Surrender{
			Kept: lang.T(
				"用人单位参保登记不能单独放弃：不再雇工的，为雇工办理停保；停止经营的，办理注销登记。",
				"An employer's registration cannot be given up alone. If you no longer employ anybody, end the "+
					"insurance of each employee. "+
					"To stop trading, cancel the registration.",
			),
			Instead: "soletraderchange",
		},
	}
}

func issue(c Case, _ decision.Serial) decision.Grants {
	b := condition.BusinessOf(c.Facts, c.Applicant.ID)
	issuer, _ := c.Policy.Issuers.At(b.District, c.Today())
	proof := c.Certificate("605", lang.T("社会保险登记凭证", "Proof of social insurance registration"), issuer.Value, b.District,
		c.Policy.Laws.Registration,
		certificate.Line(lang.T("统一社会信用代码", "Unified social credit code"), b.Code),
		certificate.Entry{Label: lang.T("雇工人数", "Employs"), Value: lang.F("%d人", "%d", c.Form.Employees)},
	)
	proof.Holder, proof.HolderID = b.Name, b.Code
	return decision.Grants{
		Certificate: proof,
		Records:     []fact.Record{fact.NewRecord(b.Code, c.At, dataset.Employers.Since.Set(c.Today()))},
	}
}
