// Package sealrecord is 公章刻制备案: the seals of a business are put on record, and
// can be made.
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

// numberClaim is a number of seals, which is given once.
const numberClaim = "seal-number"

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2018-01-01", From: calendar.MustParse("2018-01-01"),
			Needs: registration.Needs, Claims: registration.Claims, Decide: registration.Decide, Issue: issue,
		}},
	}
}

func item() instant.Item {
	return instant.Item{
		Slug: "sealrecord", Code: "11440605MB000PA37B2440109003000",
		Name:       lang.T("公章刻制备案", "Record of seals"),
		Summary:    lang.T("执照信息自动核对，备案编码当场生成，凭码刻章。", "The licence is known; the number with which seals are made is there at once."),
		Audience:   instant.ForBusiness,
		Handling:   instant.Filing,
		LifeEvent:  lang.T("开办企业", "Starting a business"),
		Department: lang.T("公安局", "Public security bureau"),
		Basis:      []policy.Basis{{Title: lang.T("印章治安管理规定（示例）", "Rules on seals (an example)"), Illustrative: true}},
		Conditions: []lang.Text{lang.T("已登记为个体工商户，尚未备案印章", "A registered sole trader without seals on record")},
		Materials: []instant.Material{
			{Name: lang.T("营业执照", "Business licence"), From: dataset.Operators.Dataset.Title},
			{Name: lang.T("刻制的印章种类", "The seals to be made")},
		},
		Result:       lang.T("印章备案凭证（电子）", "Seal record (electronic)"),
		LegalTime:    lang.T("1个工作日", "1 working day"),
		Reviewed:     instant.Reviewed{Workdays: 1},
		PromiseTime:  lang.T("即时办结", "At once"),
		Fee:          lang.T("备案不收费，刻章费用由刻章店收取", "The record is free; the seal maker charges for the seals"),
		Keywords:     []string{"gongzhang", "kezhang", "公章", "刻章", "印章", "seal"},
		Illustrative: lang.T("本事项的依据、编码与机关为示例。", "The law, the codes and the authorities are examples."),
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
