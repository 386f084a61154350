// Package flexiblesubsidy is 灵活就业社会保险补贴: people in difficulty on the labour market get back a
// part of the contributions for their own insurance.
package flexiblesubsidy

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

// guangdong is the division code of the province that the service serves.
const guangdong = "440000"

// claimKind makes the grant unique for a person.
const claimKind = "flexible-subsidy"

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		Place:       placeOf,
		VerifyEvery: 1,
		Amounts:     amounts,
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2021-01-01", From: calendar.MustParse("2021-01-01"),
			Needs: needs2021, Claims: claims, Decide: decide2021, Issue: issueUncounted,
			VerifyNeeds: lifeNeeds2021, Verify: verify2021,
		}, { // the months that were paid are counted when it ends
			Version: "2021-01-01.2", From: calendar.MustParse("2021-01-01"),
			Needs: needs2021, Claims: claims, Decide: decide2021, Issue: issueCounted,
			VerifyNeeds: lifeNeeds2021, Verify: verify2021,
		}, { // each month is paid by its own figure
			Version: "2021-01-01.3", From: calendar.MustParse("2021-01-01"),
			Needs: needs2021, Claims: claims, Decide: decide2021, Issue: issue2021,
			VerifyNeeds: lifeNeeds2021, Verify: verify2021, Monthly: monthly,
		}, { // the statutory retirement age rises from 2025 on
			Version: "2021-01-01.4", From: calendar.MustParse("2021-01-01"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
			VerifyNeeds: lifeNeeds, Verify: verify, Monthly: monthly,
		}, { // the notice is valid at once; the payment begins later
			Version: "2021-01-01.5", From: calendar.MustParse("2021-01-01"),
			Needs: needs, Claims: claims, Decide: decide, Issue: decision.ValidAtOnce(issue),
			VerifyNeeds: lifeNeeds, Verify: verify, Monthly: monthly,
		}},
	}
}

// claims returns what may be granted only once.
func claims(c Case) []decision.Claim {
	return []decision.Claim{{Kind: claimKind, Key: c.Applicant.ID}}
}

func item() instant.Item {
	source := policy.Source{URL: "https://shenzhen.iwelife.cn/13092.html", Grade: "B", AsOf: calendar.MustParse("2026-11-24")}
	return instant.Item{
		Slug: "flexiblesubsidy", Code: "11440605MB000RL2482442014007000",
		Name: lang.T("灵活就业社会保险补贴", "Subsidy to the insurance of the flexibly employed"),
		Summary: lang.T("就业困难人员自己缴的社保，按月补回三分之二，一般最长三年；首次领取时距法定退休不足五年的，可至退休。",
			"Two thirds of what those in difficulty pay for their insurance, every month, as a rule for three years at most; until retirement for "+
				"those who had less than five years to it when they first received it."),
		Audience:   instant.ForPerson,
		LifeEvent:  lang.T("就业", "Work"),
		Department: lang.T("人力资源和社会保障局", "Human resources and social security bureau"),
		Basis: []policy.Basis{{Title: lang.T("就业困难人员灵活就业社会保险补贴",
			"Subsidy to the insurance of the flexibly employed in difficulty"), Source: &source}},
		Conditions: []lang.Text{
			lang.T("已认定为就业困难人员，以灵活就业身份缴费", "Recognised to be in difficulty; paying as flexibly employed"),
			lang.T("没有在单位就业，没有登记经营", "Neither employed nor in business"),
			lang.T(
				"累计不超过3年；首次核定时距法定退休年龄（2025年起逐步延迟）不足5年的，补到退休",
				"Three years in all; until retirement for those within five years of it at the first grant",
			),
		},
		Materials: []instant.Material{
			{Name: lang.T("就业困难人员认定表", "Recognition"), From: dataset.Hardship.Dataset.Title},
			{Name: lang.T("社保缴费凭证", "Proof of payment"), From: dataset.Flexible.Dataset.Title},
			{Name: lang.T("未就业、未经营证明", "Proof of being neither employed nor in business"), From: dataset.SocialInsurance.Dataset.Title},
			{Name: lang.T("本人银行卡号", "Your bank card number")},
		},
		Result:      lang.T("补贴核定通知（电子）及每月发放", "Award notice (electronic) and a monthly payment"),
		LegalTime:   lang.T("30个工作日", "30 working days"),
		Reviewed:    instant.Reviewed{Workdays: 30},
		PromiseTime: lang.T("即时办结", "At once"),
		Fee:         lang.T("不收费", "None"),
		Keywords: []string{
			"社保补贴", "社保补助", "4050", "就业困难", "灵活就业", "灵活就业补贴", "自由职业", "社保断缴", "自己交社保", "个人交社保", "打零工", "外卖骑手", "外卖员",
			"骑手", "外卖", "4050补贴", "4050人员", "flexible", "freelance", "freelancer", "subsidy", "gig",
		},
		Illustrative: lang.T("事项编码、法定时限、核定机关与深圳以外的封顶额为示例。",
			"The item code, the legal time limit, the authorities and the caps outside Shenzhen are examples."),
		Surrender: instant.Surrender{
			Ends: lang.T("社会保险补贴停发，核定通知失效。", "The monthly subsidy, and the notice of its award."),
			Costs: lang.T(
				"停发期间的月份不补发，已领取的月份计入补贴期限。",
				"The months in between are not paid later, and those that were paid count towards the term.",
			),
			Again: lang.T(
				"补贴期限未满、仍符合条件的，可以重新申请剩余的月份。",
				"While months of the term are left and the conditions are met, you can apply for those.",
			),
		},
	}
}

func needs(c Case) []fact.Query {
	person := c.Applicant.ID
	return append(append(lifeNeeds(c), condition.NeedsRetiring(person)...), condition.NeedsAccount(c.Form.Account))
}

func lifeNeeds(c Case) []fact.Query {
	return append(lifeNeeds2021(c), condition.NeedsPension(c.Applicant.ID))
}

func lifeNeeds2021(c Case) []fact.Query {
	person := c.Applicant.ID
	return append(condition.NeedsJobless(person),
		condition.NeedsAlive(person),
		fact.Ask(person, dataset.Hardship.Category, dataset.Hardship.Place, dataset.Hardship.Until, dataset.Hardship.SubsidyMonths),
		fact.Ask(person, dataset.Flexible.City, dataset.Flexible.PaidFen))
}

// issue pays the subsidy by the figure of each month.
func issue(c Case, _ decision.Serial) decision.Grants {
	months := monthsOf(c)
	return counted(c, grant(c, months, monthly(c).Grant(order(c, months), c.Today())))
}

// counted returns the grants with the field that counts the paid months when the subsidy ends.
func counted(c Case, grants decision.Grants) decision.Grants {
	used := fact.Get(c.Facts, c.Applicant.ID, dataset.Hardship.SubsidyMonths).V
	grants.Counts = decision.Counts(dataset.Hardship.SubsidyMonths, c.Applicant.ID, used)
	return grants
}

// order returns the payment order: from the month after the application, for that number of months.
func order(c Case, months int) decision.Payment {
	first := c.Today().FirstOfMonth().AddMonths(1)
	return decision.Payment{
		Title: lang.T("灵活就业社会保险补贴", "Subsidy to the insurance of the flexibly employed"), Account: c.Form.Account,
		Monthly: true, FirstMonth: first.MonthText(), LastMonth: first.AddMonths(months - 1).MonthText(),
	}
}

// monthly returns the share of the contributions of the month before the application, up to the maximum of
// the place.
func monthly(c Case) decision.Monthly {
	at := placeOf(c)
	paid := int64(fact.Get(c.Facts, c.Applicant.ID, dataset.Flexible.PaidFen).V)
	return decision.Monthly{
		Figures: c.Policy.Rates.Days(at),
		Lapsed:  func(on calendar.Date) bool { return c.Policy.Rates.Lapsed(at, on) },
		Amount: func(_, on calendar.Date) (decision.Amount, bool) {
			rate, ok := c.Policy.Rates.At(at, on)
			if !ok {
				return decision.Amount{}, false
			}
			fen := min(paid*rate.Value.Parts/rate.Value.Of, rate.Value.MostFen)
			return decision.Amount{Fen: fen, Basis: []policy.Basis{rate.Basis}}, true
		},
	}
}

// grant returns the grants with the payment order.
func grant(c Case, months int, order decision.Payment) decision.Grants {
	at := placeOf(c)
	issuer, _ := c.Policy.Issuers.At(at, c.Today())
	rate, _ := c.Policy.Rates.At(at, c.Today())
	first, last := calendar.MustParse(order.FirstMonth+"-01"), calendar.MustParse(order.LastMonth+"-01")
	notice := c.Certificate("505", lang.T("灵活就业社会保险补贴核定通知", "Award of the subsidy to the insurance of the flexibly employed"),
		issuer.Value, at, rate.Basis,
		certificate.Entry{Label: lang.T("每月补贴", "A month"), Value: lang.F("%s元", "CNY %s", lang.Yuan(order.AmountFen))},
		certificate.Entry{Label: lang.T("补贴期限", "Paid for"),
			Value: lang.F("%d个月（%s至%s）", "%d months (%s to %s)", months,
				calendar.MonthOf(order.FirstMonth), calendar.MonthOf(order.LastMonth))},
	)
	notice.Entries = append(notice.Entries, order.Lines()...)
	notice.ValidFrom, notice.ValidUntil = first, last.AddMonths(1).AddDays(-1)
	return decision.Grants{Certificate: notice, Payment: &order}
}
