// Package sealrecord is 公章刻制备案: the seals of a business are put on record before they are made.
package sealrecord

import (
	_ "embed"
	"strings"

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

// numberClaim makes the record number of seals unique.
const numberClaim = "seal-number"

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		Place: func(c Case) string { return condition.PlaceOfBusiness(c.Facts, c.Applicant.ID) },
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2018-01-01", From: calendar.MustParse("2018-01-01"),
			Needs: registration.Needs, Claims: registration.Claims, Decide: registration.Decide, Issue: issue,
		}, { // not for a business whose licence was revoked
			Version: "2018-01-01.2", From: calendar.MustParse("2018-01-01"),
			Needs: registration.NeedsUnrevoked, Claims: registration.Claims, Decide: registration.DecideUnrevoked, Issue: issue,
			Persons: condition.Persons("sealrecord"),
		}},
	}
}

func item() instant.Item {
	return instant.Item{
		Slug: "sealrecord", Code: "11440605MB000PA37B2440109003000",
		Name:       lang.T("公章刻制备案", "Record of seals"),
		Summary:    lang.T("执照信息自动核对，备案编码当场生成，凭码刻章。", "The licence data are filled in. You get the number for the seal maker at once."),
		Audience:   instant.ForBusiness,
		Handling:   instant.Filing,
		LifeEvent:  lang.T("开办企业", "Starting a business"),
		Department: lang.T("公安局", "Public security bureau"),
		Basis: []policy.Basis{{
			Title: lang.T("国务院关于第三批取消中央指定地方实施行政许可事项的决定（公章刻制由审批改为备案）",
				"Decision of the State Council on permits (seals are put on record)"), Number: "国发〔2017〕7号",
			Source: &policy.Source{
				URL:   "http://gaj.liaocheng.gov.cn/channel_l_sgajchannel201911221748271635466328/doc_6448eae7391004f8b9edf56d.html",
				Grade: "B", AsOf: calendar.MustParse("2026-11-28"),
			},
		}},
		Conditions: []lang.Text{lang.T("已登记为个体工商户，尚未备案印章", "A registered sole trader without seals on record")},
		Materials: []instant.Material{
			{Name: lang.T("营业执照", "Business licence"), From: dataset.Operators.Dataset.Title},
			{Name: lang.T("刻制的印章种类", "The seals to be made")},
		},
		Result:      lang.T("印章备案凭证（电子）", "Seal record (electronic)"),
		Afterwards:  lang.T("请凭备案编码到公章刻制单位刻章。", "Take the number to a seal maker to have the seals made."),
		LegalTime:   lang.T("1个工作日", "1 working day"),
		Reviewed:    instant.Reviewed{Workdays: 1},
		PromiseTime: lang.T("即时办结", "At once"),
		Fee:         lang.T("备案不收费，刻章费用由刻章店收取", "The record is free; the seal maker charges for the seals"),
		Keywords: []string{
			"公章", "章", "刻章", "刻公章", "刻印章", "印章", "图章", "盖章", "财务章", "发票章", "公司章", "章子", "公章备案", "seal", "stamp",
			"chop",
		},
		Illustrative: lang.T("事项编码、法定时限与机关为示例。", "The item code, the legal time limit and the authorities are examples."),
		Surrender: instant.Surrender{
			Kept: lang.T("印章备案记录的是事实，不能单独放弃：停止经营的，办理注销登记；印章遗失、更换的，向公安机关申报。",
				"A seal record states a fact and cannot be given up alone. To stop trading, cancel the registration. Report a lost or "+
					"changed seal to the police."),
			Instead: "soletraderchange",
		},
	}
}

func issue(c Case, serial decision.Serial) decision.Grants {
	b := condition.BusinessOf(c.Facts, c.Applicant.ID)
	issuer, _ := c.Policy.Issuers.At(b.District, c.Today())
	number := b.District + serial.Text(7, "0123456789")
	var zh, en []string
	for _, seal := range c.Form.Seals {
		label := form.LabelIn(c.Form.Seals, seal)
		zh, en = append(zh, label.ZH), append(en, label.EN)
	}
	proof := c.Certificate("304", lang.T("印章备案凭证", "Record of seals"), issuer.Value, b.District, c.Policy.Laws.Seals,
		certificate.Line(lang.T("印章编码", "Number"), number),
		certificate.Entry{Label: lang.T("印章种类", "Seals"), Value: lang.T(strings.Join(zh, "、"), strings.Join(en, ", "))},
	)
	proof.Holder, proof.HolderID = b.Name, b.Code
	return decision.Grants{
		Certificate: proof,
		Claims:      []decision.Claim{{Kind: numberClaim, Key: number}},
		Records:     []fact.Record{fact.NewRecord(b.Code, c.At, dataset.Seals.Number.Set(number), dataset.Seals.On.Set(c.Today()))},
		OnEnd:       []fact.Record{fact.NewRecord(b.Code, c.At, dataset.Seals.Number.Unset(), dataset.Seals.On.Unset())},
	}
}
