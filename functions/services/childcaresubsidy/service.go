// Package childcaresubsidy is 育儿补贴: a subsidy for each child under three, applied for once a year.
package childcaresubsidy

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

// claimKind makes the subsidy unique for a child and a year, whichever parent applies.
const claimKind = "childcare-subsidy"

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		Place:       func(c Case) string { return fact.Get(c.Facts, c.Form.Child, dataset.Population.Household).V },
		VerifyEvery: 1,
		Proactive:   &proactive,
		Amounts:     amounts,
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2025-08-24", From: calendar.MustParse("2025-08-24"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
			VerifyNeeds: lifeNeeds, Verify: verify,
		}},
	}
}

// claims returns the claim of the child's year; none if the applicant has no record as its carer, so that
// strangers cannot block it.
func claims(c Case) []decision.Claim {
	if carer(c).Status != decision.Met {
		return nil
	}
	return []decision.Claim{{Kind: claimKind, Key: fmt.Sprintf("%s/%d", c.Form.Child, c.Today().Year)}}
}

func item() instant.Item {
	return instant.Item{
		Slug: "childcaresubsidy", Code: "11440605MB000WJ33G2442023025000",
		Name: lang.T("育儿补贴", "Childcare subsidy"),
		Summary: lang.T("3周岁以下的孩子，不论第几孩，每年3600元；我们找到您，确认一次即申领。",
			"CNY 3,600 a year for each child under three, whatever its rank. We find you; you confirm once."),
		Audience:   instant.ForPerson,
		LifeEvent:  lang.T("生育", "Having a baby"),
		Department: lang.T("卫生健康局", "Health bureau"),
		Basis: []policy.Basis{
			{Title: lang.T("广东省育儿补贴制度实施方案（2025年10月21日）", "Guangdong scheme of the childcare subsidy (21 October 2025)"),
				Number: "粤卫规〔2025〕9号", Source: source("https://www.gd.gov.cn/zwgk/gongbao/2025/32/content/post_4806198.html")},
			{Title: lang.T("育儿补贴制度管理规范（试行）（2025年8月24日）",
				"Rules on the administration of the childcare subsidy (for trial; 24 August 2025)"),
				Number: "国卫办人口发〔2025〕24号",
				Source: source("https://wjw.xinjiang.gov.cn/hfpc/zcwj4/202509/e165928e79b446209bdcabef60857cbc.shtml")},
		},
		Conditions: []lang.Text{
			lang.T("孩子在2025年1月1日时未满3周岁或在此后出生，依法生育或收养，户籍在本省",
				"The child was under three on 1 January 2025, or was born later; it was born or adopted as the law allows, and its "+
					"household is in the province"),
			lang.T("由父母一方或其他监护人申领，每个孩子一名申领人；父母离异的，由有抚养权的一方申领",
				"One parent or guardian applies for each child; where the parents are divorced, the one with custody"),
			lang.T("每年申领一次：首次在出生当年或次年，之后连续两年续领；2025年1月1日前出生的，首次应在2025年12月31日前提出",
				"Once a year: first in the year of birth or the next, then in each of the two years after it. For children born before "+
					"2025, the first application was due by 31 December 2025"),
			lang.T("收款账户属于申领人或孩子", "A bank account of the applicant or the child"),
		},
		Materials: []instant.Material{
			{Name: lang.T("出生医学证明、抚养关系材料", "Birth certificate, and proof of who cares for the child"), From: dataset.Parentage.Dataset.Title},
			{Name: lang.T("居民户口簿", "Household register"), From: dataset.Population.Dataset.Title},
			{Name: lang.T("离婚证及抚养权材料", "Divorce certificate and proof of custody"), From: dataset.Marriages.Dataset.Title},
			{Name: lang.T("未重复领取证明", "Proof that it was not paid elsewhere"), From: dataset.ChildcareSubsidies.Dataset.Title},
			{Name: lang.T("银行卡复印件", "Copy of the bank card"), From: dataset.BankAccounts.Dataset.Title},
			{Name: lang.T("孩子的公民身份号码、收款银行卡号", "ID number of the child, and number of the bank card")},
		},
		Result:      lang.T("育儿补贴审核确认通知（电子）及每年一次性发放", "Award notice (electronic), and one payment for the year"),
		LegalTime:   lang.T("初审、审核确认各10个工作日", "10 working days to examine and 10 to confirm"),
		Reviewed:    instant.Reviewed{Workdays: 20},
		PromiseTime: lang.T("即时办结", "At once"),
		Fee:         lang.T("不收费", "None"),
		Keywords: []string{
			"育儿", "育儿补贴", "育儿津贴", "育儿金", "育儿补助", "生育补贴", "生娃补贴", "养娃", "三岁", "三岁以下", "3600", "宝宝", "婴幼儿补贴", "奶粉钱",
			"续领", "孩子补贴", "国家发钱", "childcare", "baby", "child", "allowance",
		},
		Illustrative: lang.T("事项编码、机关代码，以及2025年前出生的孩子满3周岁当月是否计入，为示例。",
			"The item code, the authorities' codes, and whether the month of the third birthday counts for children born before 2025 are examples."),
		Surrender: instant.Surrender{
			Kept: lang.T("补贴每年一次发放，没有可终止的后续：不再需要的，下一年度不续领即可；多发、错发的，按核定机关的通知退回。",
				"The subsidy is paid once a year, so there is nothing to give up: do not apply for the next year. Amounts paid by mistake "+
					"are paid back as the authority requires."),
		},
	}
}

func source(url string) *policy.Source {
	return &policy.Source{URL: url, Grade: "A", AsOf: calendar.MustParse("2026-11-27")}
}

// needs reads about the child only after a record shows that the applicant cares for it, and about a
// marriage only if custody is not on record and there is another parent.
func needs(c Case) []fact.Query {
	p, child := dataset.Parentage, childOf(c)
	queries := []fact.Query{
		fact.Ask(c.Form.Child, p.Mother, p.Father, p.Rank, p.AdoptedOn, p.Custody, p.Guardian, p.InInstitution),
		fact.Ask(child, dataset.Population.Name, dataset.Population.BirthDate, dataset.Population.Household),
		condition.NeedsAlive(child),
		fact.Ask(child, dataset.ChildcareSubsidies.First, dataset.ChildcareSubsidies.Last),
		condition.NeedsAccount(c.Form.Account),
	}
	return append(queries, needsCustody(c)...)
}

func needsCustody(c Case) []fact.Query {
	if otherParent(c) == "" || fact.Get(c.Facts, c.Form.Child, dataset.Parentage.Custody).State != fact.Missing {
		return nil
	}
	return []fact.Query{
		fact.Ask(c.Applicant.ID, dataset.Marriages.State, dataset.Marriages.Spouse),
		condition.NeedsAlive(otherParent(c)),
	}
}

// issue grants the year, with its payment in the month after the quarter ends. The year is written to the
// shared data, so that nobody receives it twice and the next application knows the first year.
func issue(c Case, _ decision.Serial) decision.Grants {
	child, today, place := c.Form.Child, c.Today(), householdOf(c)
	pays, _ := payOf(c)
	issuer, _ := c.Policy.Issuers.At(place, today)
	name := fact.Get(c.Facts, child, dataset.Population.Name).V
	first := fact.Get(c.Facts, child, dataset.ChildcareSubsidies.First)
	years := []fact.Setting{dataset.ChildcareSubsidies.Last.Set(today.Year)}
	if !first.Known() {
		years = append(years, dataset.ChildcareSubsidies.First.Set(today.Year))
	}
	due := payDay(c)
	notice := c.Certificate("514", lang.T("育儿补贴审核确认通知", "Childcare subsidy award"), issuer.Value, place, c.Policy.Laws.Children,
		certificate.Line(lang.T("婴幼儿", "Child"), name),
		certificate.Line(lang.T("补贴年度", "Year"), fmt.Sprint(today.Year)),
		certificate.Entry{Label: lang.T("补贴金额", "Amount"), Value: pays.text()},
		certificate.DayLine(lang.T("最迟发放日期", "Paid by"), due),
		certificate.Entry{Label: lang.T("孩子户籍地", "The child's household"), Value: division.FullName(place)},
	)
	notice.Basis = append(notice.Basis, pays.basis...)
	notice.ValidUntil = yearEnd(today.Year)
	return decision.Grants{
		Certificate: notice,
		Payment:     &decision.Payment{Title: lang.T("育儿补贴", "Childcare subsidy"), Account: c.Form.Account, AmountFen: pays.fen, DueOn: due},
		Records:     []fact.Record{fact.NewRecord(child, c.At, dataset.ChildcareSubsidies.Place.Set(division.District(place)), years...)},
	}
}

func (p pay) text() lang.Text {
	if p.months == 0 {
		return lang.F("%s元（全年）", "CNY %s (the whole year)", lang.Yuan(p.fen))
	}
	return lang.F("%s元（%d个月）", "CNY %s (%d months)", lang.Yuan(p.fen), p.months)
}

// payDay returns the last day of the month after the quarter of the award.
func payDay(c Case) calendar.Date {
	after, _ := c.Policy.PayMonths.At(householdOf(c), c.Today())
	quarter := calendar.Date{Year: c.Today().Year, Month: (c.Today().Month-1)/3*3 + 1, Day: 1}
	return quarter.AddMonths(3 + after.Value).AddDays(-1)
}
