// Package residentpension is 城乡居民养老保险待遇申领: the basic pension of people without an employees'
// pension, from 60 on.
package residentpension

import (
	_ "embed"

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

// claimKind makes the pension unique for a person.
const claimKind = "resident-pension"

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		Place:       placeOf,
		VerifyEvery: 1,
		Amounts:     amounts,
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2014-02-21", From: calendar.MustParse("2014-02-21"),
			Needs: needs, Claims: claims, Decide: decide2014, Issue: issue2014,
			VerifyNeeds: lifeNeeds, Verify: verify,
		}, { // each month is paid by its own figure, and the notice has its own kind
			Version: "2014-02-21.2", From: calendar.MustParse("2014-02-21"),
			Needs: needs, Claims: claims, Decide: decide2014, Issue: issueMonthly2014,
			VerifyNeeds: lifeNeeds, Verify: verify, Monthly: monthly,
		}, { // contributions by the age at the start of the scheme
			Version: "2014-02-21.3", From: calendar.MustParse("2014-02-21"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
			Persons:     condition.Persons("residentpension"),
			VerifyNeeds: lifeNeeds, Verify: verify, Monthly: monthly,
		}, { // the notice is valid at once; the payment begins later
			Version: "2014-02-21.4", From: calendar.MustParse("2014-02-21"),
			Needs: needs, Claims: claims, Decide: decide, Issue: decision.ValidAtOnce(issue),
			Persons:     condition.Persons("residentpension"),
			VerifyNeeds: lifeNeeds, Verify: verify, Monthly: monthly,
		}},
	}
}

// claims returns what may be granted only once.
func claims(c Case) []decision.Claim {
	return []decision.Claim{{Kind: claimKind, Key: c.Applicant.ID}}
}

func item() instant.Item {
	return instant.Item{
		Slug: "residentpension", Code: "11440605MB000RL2482442014009000",
		Name:       lang.T("城乡居民养老保险待遇申领", "Residents' basic pension"),
		Summary:    lang.T("满60周岁、缴费满15年，填一个卡号，按月领取。", "At 60, with 15 years paid: one account number, and a pension every month."),
		Audience:   instant.ForPerson,
		LifeEvent:  lang.T("养老", "Old age"),
		Department: lang.T("社会保险基金管理局", "Social insurance fund"),
		Basis: []policy.Basis{
			{Title: lang.T("国务院关于建立统一的城乡居民基本养老保险制度的意见", "State Council opinions on one basic pension for urban and rural residents"),
				Number: "国发〔2014〕8号", Article: lang.T("第六条、第七条", "parts 6, 7"),
				Source: &policy.Source{URL: "https://www.gov.cn/gongbao/content/2014/content_2629931.htm", Grade: "A",
					AsOf: calendar.MustParse("2026-11-27")}},
			{Title: lang.T("社会保险经办条例", "Regulations on handling social insurance"), Number: "国务院令第765号，2023年12月1日施行",
				Article: lang.T("第十八条", "art. 18"),
				Source:  &policy.Source{URL: "https://flk.npc.gov.cn/", Grade: "A", AsOf: calendar.MustParse("2026-11-27")}},
		},
		Conditions: []lang.Text{
			lang.T("年满60周岁，累计缴费满15年", "60 years old, and 15 years paid"),
			lang.T("制度实施时已满60周岁的不用缴费；距60周岁不足15年的，逐年缴费至60周岁，也可以补缴",
				"People who were 60 when the scheme began pay nothing; people who had less than 15 years to 60 pay each year until 60, or pay later"),
			lang.T("没有领取其他基本养老保障待遇", "No other basic pension received"),
			lang.T("收款账户属于本人", "An account in your own name"),
		},
		Materials: []instant.Material{
			{Name: lang.T("居民身份证、户口簿", "ID card and household register"), From: dataset.Population.Dataset.Title},
			{Name: lang.T("缴费记录、领取情况证明", "Proof of payments, and of other pensions"), From: dataset.Pensions.Dataset.Title},
			{Name: lang.T("银行卡复印件", "Copy of the bank card"), From: dataset.BankAccounts.Dataset.Title},
			{Name: lang.T("收款银行卡号", "Number of the bank card")},
		},
		Result:      lang.T("待遇核定通知（电子）及每月发放", "Award notice (electronic) and a monthly payment"),
		LegalTime:   lang.T("20个工作日", "20 working days"),
		Reviewed:    instant.Reviewed{Workdays: 20},
		PromiseTime: lang.T("即时办结", "At once"),
		Fee:         lang.T("不收费", "None"),
		Keywords: []string{
			"养老金", "退休金", "养老", "领养老金", "退休", "退休手续", "农保", "新农保", "居民养老", "居民养老保险", "城乡养老", "养老保险", "农村养老", "老农保",
			"六十岁", "60岁", "pension", "retirement", "retire", "retired",
		},
		Illustrative: lang.T("事项编码、各地制度实施的日期、起发月份与基础养老金标准为示例。",
			"The item code, the days on which the scheme began, the first month and the basic pensions are examples."),
		Surrender: instant.Surrender{
			Ends: lang.T("按月发放的养老待遇停发，核定通知失效。", "The monthly pension, and the notice of its award."),
			Costs: lang.T(
				"停发期间的月份不补发，个人账户余额也不因此退还。",
				"The months in between are not paid later, nor is the balance of your account paid out.",
			),
			Again: lang.T("可以随时重新申请；符合条件的，从申请的次月起发放。",
				"You can apply again at any time; where the conditions are met, it is paid from the month after that."),
		},
	}
}

func needs(c Case) []fact.Query {
	return []fact.Query{
		fact.Ask(c.Applicant.ID, dataset.Population.BirthDate),
		condition.NeedsAlive(c.Applicant.ID),
		fact.Ask(c.Applicant.ID, dataset.Pensions.Place, dataset.Pensions.Months, dataset.Pensions.BalanceFen,
			dataset.Pensions.Since, dataset.Pensions.DrawsOther),
		condition.NeedsAccount(c.Form.Account),
	}
}

// issue grants the pension by the figure of each month. The notice of a late application says that the
// months since the age of 60 are settled separately.
func issue(c Case, serial decision.Serial) decision.Grants {
	grants := issueMonthly2014(c, serial)
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate).V
	grants.Certificate.Basis = append(grants.Certificate.Basis, c.Policy.Laws.Start)
	if entry, _ := entryOf(c); born.AddYears(entry.Age).FirstOfMonth().Before(c.Today().FirstOfMonth()) {
		grants.Certificate.Entries = append(grants.Certificate.Entries, certificate.Entry{
			Label: lang.T("以前月份", "Earlier months"),
			Value: lang.T("起发月份以前是否补发，由经办机构另行核定", "whether they are paid is decided apart by the authority"),
		})
	}
	return grants
}

// issueMonthly2014 grants the pension by the figure of each month.
func issueMonthly2014(c Case, _ decision.Serial) decision.Grants {
	return grant(c, monthly(c).Grant(order(c), c.Today()))
}

// issue2014 pays every month by the figure of the day of the application, and uses the kind of
// notice of the talent subsidy. It is kept to replay its decisions.
func issue2014(c Case, _ decision.Serial) decision.Grants {
	grants := grant(c, monthly(c).On(c.Today()).Pay(order(c)))
	grants.Certificate.Type = grants.Certificate.IssuerCode + "504"
	return grants
}

// order returns the payment order, which begins with the month after the application.
func order(c Case) decision.Payment {
	return decision.Payment{
		Title: lang.T("城乡居民养老金", "Residents' pension"), Account: c.Form.Account,
		Monthly: true, FirstMonth: c.Today().FirstOfMonth().AddMonths(1).MonthText(),
	}
}

// monthly returns the amounts: the basic pension of the place in the month, and the account's balance
// divided by the divisor of the day of the application, rounded up to a fen.
func monthly(c Case) decision.Monthly {
	place := placeOf(c)
	balance := int64(fact.Get(c.Facts, c.Applicant.ID, dataset.Pensions.BalanceFen).V)
	entry, known := entryOf(c)
	return decision.Monthly{
		Figures: c.Policy.Basic.Days(place),
		Lapsed:  func(on calendar.Date) bool { return c.Policy.Basic.Lapsed(place, on) },
		Amount: func(_, on calendar.Date) (decision.Amount, bool) {
			basic, ok := c.Policy.Basic.At(place, on)
			if !ok || !known {
				return decision.Amount{}, false
			}
			fen := basic.Value + (balance+entry.Divisor-1)/entry.Divisor
			return decision.Amount{Fen: fen, Basis: []policy.Basis{basic.Basis}}, true
		},
	}
}

// grant returns the grants with the payment order.
func grant(c Case, order decision.Payment) decision.Grants {
	place, first := placeOf(c), calendar.MustParse(order.FirstMonth+"-01")
	issuer, _ := c.Policy.Issuers.At(place, c.Today())
	notice := c.Certificate("507", lang.T("城乡居民养老保险待遇核定通知", "Residents' pension award"), issuer.Value, place, c.Policy.Laws.Entitlement,
		certificate.Entry{Label: lang.T("每月待遇", "Amount"), Value: decision.PerMonth(order.AmountFen)},
		certificate.Entry{Label: lang.T("起发月份", "First month"), Value: lang.Of(calendar.MonthOf(order.FirstMonth))},
		certificate.Entry{Label: lang.T("参保地", "Insured in"), Value: division.FullName(place)},
	)
	notice.Entries = append(notice.Entries, order.Lines()...)
	notice.ValidFrom = first
	return decision.Grants{
		Certificate: notice,
		Payment:     &order,
		Records:     []fact.Record{fact.NewRecord(c.Applicant.ID, c.At, dataset.Pensions.Since.Set(first))},
		OnEnd:       []fact.Record{fact.NewRecord(c.Applicant.ID, c.At, dataset.Pensions.Since.Unset())},
	}
}

func lifeNeeds(c Case) []fact.Query {
	return []fact.Query{condition.NeedsAlive(c.Applicant.ID), fact.Ask(c.Applicant.ID, dataset.Pensions.DrawsOther)}
}

// verify ends the pension with its holder's death, and suspends it while another pension is received.
func verify(c Case) []decision.Continuing {
	return []decision.Continuing{
		condition.StillAlive(c.Facts, c.Applicant.ID, lang.T("领取人健在", "The recipient is alive"), c.Policy.Laws.Entitlement),
		noOther(c).Otherwise(decision.Suspends, calendar.Date{}),
	}
}
