// Package elderlyallowance is 高龄津贴: a monthly allowance from a certain age on.
package elderlyallowance

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

// claimKind makes the allowance unique for a person, whoever pays it.
const claimKind = "elderly-allowance"

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		Place:       func(c Case) string { return fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household).V },
		VerifyEvery: 1,
		Proactive:   &proactive,
		Amounts:     amounts,
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2020-01-01", From: calendar.MustParse("2020-01-01"),
			Needs: needs2020, Claims: claims, Decide: decide2020, Issue: issue2020,
			VerifyNeeds: lifeNeeds, Verify: verify,
		}, {
			Version: "2020-01-01.2", From: calendar.MustParse("2020-01-01"),
			Needs: needsAlone, Claims: claims, Decide: decideAlone, Issue: issue2020,
			VerifyNeeds: lifeNeeds, Verify: verify,
		}, { // each month is paid by its own figure
			Version: "2020-01-01.3", From: calendar.MustParse("2020-01-01"),
			Needs: needsAlone, Claims: claims, Decide: decideAlone, Issue: issue,
			VerifyNeeds: lifeNeeds, Verify: verify, Monthly: monthly,
		}, { // a living allowance of the same kind refers: the person chooses the higher one
			Version: "2020-01-01.4", From: calendar.MustParse("2020-01-01"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
			Persons:     condition.Persons("elderlyallowance"),
			VerifyNeeds: lifeNeeds, Verify: verify, Monthly: monthly,
		}, { // the notice is valid at once; the payment begins later
			Version: "2020-01-01.5", From: calendar.MustParse("2020-01-01"),
			Needs: needs, Claims: claims, Decide: decide, Issue: decision.ValidAtOnce(issue),
			Persons:     condition.Persons("elderlyallowance"),
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
		Slug: "elderlyallowance", Code: "11440605MB000MC1502440511001000",
		Name: lang.T("高龄津贴申领", "Elderly allowance"),
		Summary: lang.T(
			"达到当地起领年龄的户籍老人，每月领取津贴。",
			"A monthly allowance for residents of a certain age whose household is registered here.",
		),
		Audience:   instant.ForPerson,
		LifeEvent:  lang.T("养老", "Old age"),
		Department: lang.T("民政局", "Civil affairs bureau"),
		Basis: []policy.Basis{
			{Title: lang.T("中华人民共和国老年人权益保障法", "Law on the Protection of the Rights and Interests of the Elderly"),
				Number: "2018年12月29日第三次修正", Article: lang.T("第三十三条", "art. 33"),
				Source: &policy.Source{URL: "https://flk.npc.gov.cn/", Grade: "A", AsOf: calendar.MustParse("2026-11-27")}},
		},
		Conditions: []lang.Text{
			lang.T("户籍在本省，并达到户籍地的起领年龄（深圳70周岁）", "Household registered in the province, and the age set there reached (70 in Shenzhen)"),
			lang.T("没有在别处领取高龄津贴", "No elderly allowance received elsewhere"),
			lang.T("收款账户属于本人或备案的代领人", "A bank account of your own, or of an agent with a mandate on record"),
		},
		Materials: []instant.Material{
			{Name: lang.T("居民身份证、户口簿", "ID card and household register"), From: dataset.Population.Dataset.Title},
			{Name: lang.T("健在证明", "Proof of being alive"), From: dataset.Deaths.Dataset.Title},
			{Name: lang.T("未重复领取证明", "Proof that you do not receive it elsewhere"), From: dataset.Benefits.Dataset.Title},
			{Name: lang.T("银行卡复印件", "Copy of the bank card"), From: dataset.BankAccounts.Dataset.Title},
			{Name: lang.T("收款银行卡号", "Number of the bank card")},
		},
		Result:      lang.T("高龄津贴核定通知（电子）及每月发放", "Award notice (electronic) and a monthly payment"),
		LegalTime:   lang.T("20个工作日", "20 working days"),
		Reviewed:    instant.Reviewed{Workdays: 20},
		PromiseTime: lang.T("即时办结", "At once"),
		Fee:         lang.T("不收费", "None"),
		Keywords: []string{
			"老人", "老人补贴", "老人津贴", "老年补贴", "老年津贴", "老年人补贴", "津贴", "高龄", "高龄补贴", "高龄补助", "高龄老人", "高龄金", "老人生活补贴", "敬老金",
			"长寿", "长寿金", "长寿保健金", "尊老金", "八十岁", "80岁", "老人钱", "elderly", "old", "senior", "allowance", "seniors",
			"age",
		},
		Illustrative: lang.T(
			"事项编码、法定时限与佛山、南海的标准为示例。",
			"The item code, the legal time limit and the rates of Foshan and Nanhai are examples.",
		),
		Surrender: instant.Surrender{
			Ends:  lang.T("高龄津贴停发，核定通知失效。", "The monthly allowance, and the notice of its award."),
			Costs: lang.T("停发期间的月份不补发。", "The months in between are not paid later."),
			Again: lang.T("可以随时重新申请；符合条件的，从申请的次月起发放。",
				"You can apply again at any time; where the conditions are met, it is paid from the month after that."),
		},
	}
}

// needs also reads whether a living allowance of the same kind is received.
func needs(c Case) []fact.Query {
	queries := needsAlone(c)
	queries[2] = fact.Ask(c.Applicant.ID, dataset.Benefits.ElderlyAllowance, dataset.Benefits.DisabilityLiving, dataset.Benefits.OtherLiving)
	return queries
}

// needsAlone reads an agent's account only after the mandate was found to be in force.
func needsAlone(c Case) []fact.Query {
	queries := []fact.Query{
		fact.Ask(c.Applicant.ID, dataset.Population.BirthDate, dataset.Population.Household),
		fact.Ask(c.Applicant.ID, dataset.Deaths.Date),
		fact.Ask(c.Applicant.ID, dataset.Benefits.ElderlyAllowance),
	}
	if c.Form.Payee == Agent {
		queries = append(queries, fact.Ask(c.Applicant.ID, dataset.Mandates.Agent, dataset.Mandates.Until))
	}
	if c.Form.Payee != Agent || mandate(c).Status == decision.Met {
		queries = append(queries, condition.NeedsAccount(c.Form.Account))
	}
	return queries
}

// issue grants the amount for the applicant's age in each month, by the figure of that month.
func issue(c Case, _ decision.Serial) decision.Grants {
	return grant(c, monthly(c).Grant(order(c), c.Today()))
}

// order returns the payment order: from the month after the application, or from that of the birthday if
// the application was early.
func order(c Case) decision.Payment {
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate).V
	place := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household).V
	scheme, _ := c.Policy.Bands.At(place, c.Today())
	first := c.Today().FirstOfMonth().AddMonths(1)
	if birthday := born.AddYears(scheme.Value[0].FromAge).FirstOfMonth(); birthday.After(first) {
		first = birthday
	}
	return decision.Payment{
		Title: lang.T("高龄津贴", "Elderly allowance"), Account: c.Form.Account,
		Monthly: true, FirstMonth: first.MonthText(),
	}
}

// monthly returns the amounts by the applicant's age in each month; a new age counts from the month of the
// birthday on.
func monthly(c Case) decision.Monthly {
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate).V
	place := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household).V
	m := decision.Monthly{
		Figures: c.Policy.Bands.Days(place),
		Lapsed:  func(on calendar.Date) bool { return c.Policy.Bands.Lapsed(place, on) },
	}
	for _, f := range c.Policy.Bands.Figures {
		for _, b := range f.Value {
			m.Changes = append(m.Changes, born.AddYears(b.FromAge))
		}
	}
	m.Amount = func(month, on calendar.Date) (amount decision.Amount, ok bool) {
		scheme, _ := c.Policy.Bands.At(place, on)
		for _, b := range scheme.Value {
			if !born.AddYears(b.FromAge).FirstOfMonth().After(month) {
				amount, ok = decision.Amount{Fen: b.Fen, Basis: []policy.Basis{scheme.Basis}}, true
			}
		}
		return amount, ok
	}
	return m
}

// grant returns the grants with the payment order.
func grant(c Case, order decision.Payment) decision.Grants {
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate).V
	place := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household).V
	scheme, _ := c.Policy.Bands.At(place, c.Today())
	issuer, _ := c.Policy.Issuers.At(place, c.Today())
	first := calendar.MustParse(order.FirstMonth + "-01")
	notice := c.Certificate("501", lang.T("高龄津贴核定通知", "Elderly allowance award"), issuer.Value, place, scheme.Basis,
		certificate.Entry{Label: lang.T("津贴标准", "Amount"), Value: decision.PerMonth(order.AmountFen)},
		certificate.Entry{Label: lang.T("起发月份", "First month"), Value: lang.Of(calendar.MonthOf(order.FirstMonth))},
		certificate.Entry{Label: lang.T("户籍地", "Registered household"), Value: division.FullName(place)},
	)
	notice.Claims = append(certificate.AgesOver(born.Age(c.Today())),
		certificate.Resident(division.District(place), division.FullName(division.District(place))))
	notice.Entries = append(notice.Entries, order.Lines()...)
	notice.ValidFrom = first
	return decision.Grants{
		Certificate: notice,
		Payment:     &order,
		Records: []fact.Record{fact.NewRecord(c.Applicant.ID, c.At,
			dataset.Benefits.ElderlyAllowance.Set(division.District(place)), dataset.Benefits.Since.Set(first))},
		OnEnd: []fact.Record{fact.NewRecord(c.Applicant.ID, c.At,
			dataset.Benefits.ElderlyAllowance.Unset(), dataset.Benefits.Since.Unset())},
	}
}
