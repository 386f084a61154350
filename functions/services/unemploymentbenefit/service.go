// Package unemploymentbenefit is 失业登记 with 失业保险金: people who lost their work register, and receive
// the benefit for a number of months that depends on their contributions.
package unemploymentbenefit

import (
	_ "embed"

	"miaoban/shared/calendar"
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
const claimKind = "unemployment"

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		Place:       placeOf,
		VerifyEvery: 1,
		Amounts:     amounts,
		Rules: []instant.Rules[Form, Policy]{{
			Version: "1999-01-22", From: calendar.MustParse("1999-01-22"),
			Needs: needsUncounted, Claims: claims, Decide: decideUncounted, Issue: issueUncounted,
			VerifyNeeds: lifeNeeds1999, Verify: verify1999,
		}, { // the months that were paid are counted when it ends, and are not paid again
			Version: "1999-01-22.2", From: calendar.MustParse("1999-01-22"),
			Needs: needs1999, Claims: claims, Decide: decide1999, Issue: issueCounted,
			VerifyNeeds: lifeNeeds1999, Verify: verify1999,
		}, { // each month is paid by its own figure
			Version: "1999-01-22.3", From: calendar.MustParse("1999-01-22"),
			Needs: needs1999, Claims: claims, Decide: decide1999, Issue: issue1999,
			VerifyNeeds: lifeNeeds1999, Verify: verify1999, Monthly: monthly1999,
		}, { // the regulation of the province as amended, and the retirement ages since 2025
			Version: "2025-01-12", From: calendar.MustParse("2025-01-12"),
			Needs: needsRegistered, Claims: claims, Decide: decide, Issue: issueRegistered,
			VerifyNeeds: lifeNeeds, Verify: verify, Monthly: monthly,
		}, { // a registration from before the last employment does not count
			Version: "2025-01-12.2", From: calendar.MustParse("2025-01-12"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
			Persons:     condition.Persons("unemploymentbenefit"),
			VerifyNeeds: lifeNeeds, Verify: verify, Monthly: monthly,
		}, { // the agency decides on older decisions with more months than the law allows
			Version: "2025-01-12.3", From: calendar.MustParse("2025-01-12"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
			Persons:     condition.Persons("unemploymentbenefit"),
			VerifyNeeds: lifeNeeds, Verify: verifyMonths, Monthly: monthly,
		}},
	}
}

// claims returns what may be granted only once.
func claims(c Case) []decision.Claim {
	return []decision.Claim{{Kind: claimKind, Key: c.Applicant.ID}}
}

func item() instant.Item {
	registration := policy.Source{URL: "http://ggfw.jyrongcheng.gov.cn/", Grade: "A", AsOf: calendar.MustParse("2026-11-24")}
	regulations := policy.Source{
		URL: "https://hrss.gd.gov.cn/gkmlpt/content/4/4669/post_4669825.html", Grade: "A", AsOf: calendar.MustParse("2026-09-06"),
	}
	retirementAges := policy.Source{
		URL:   "https://www.mohrss.gov.cn/SYrlzyhshbzb/ztzl/zt202409/qwfb/202409/t20240913_525781.html",
		Grade: "A", AsOf: calendar.MustParse("2026-09-05"),
	}
	return instant.Item{
		Slug: "unemploymentbenefit", Code: "11440605MB000RL2482442014006000",
		Name: lang.T("失业登记和失业保险金申领", "Unemployment: registration and benefit"),
		Summary: lang.T("离职原因、缴费年限自动核对，登记和失业保险金一次办完。",
			"How employment ended, and what was paid in, is known: registration and benefit at once."),
		Audience:   instant.ForPerson,
		LifeEvent:  lang.T("就业", "Work"),
		Department: lang.T("人力资源和社会保障局", "Human resources and social security bureau"),
		Basis: []policy.Basis{
			{Title: lang.T("失业登记办事指南", "Guide to the registration of the unemployed"), Source: &registration},
			{
				Title: lang.T("广东省失业保险条例（2025年1月12日第二次修正）",
					"Guangdong Regulations on Unemployment Insurance (second amendment of 12 January 2025)"),
				Article: lang.T("第十四条至第十九条、第二十四条至第二十七条、第三十二条", "arts. 14 to 19, 24 to 27 and 32"),
				Source:  &regulations,
			},
			{
				Title: lang.T("国务院关于渐进式延迟法定退休年龄的办法（2024年9月13日全国人民代表大会常务委员会批准）",
					"State Council Measures on Gradually Raising the Statutory Retirement Age (13 September 2024)"),
				Article: lang.T("第一条、第七条", "arts. 1 and 7"),
				Source:  &retirementAges,
			},
		},
		Conditions: []lang.Text{
			lang.T("在法定劳动年龄内（满16周岁，未到延迟后的法定退休年龄），没有就业，没有登记经营",
				"Of working age (from 16 to the statutory retirement age, which rises), neither employed nor in business"),
			lang.T("失业保险金：缴费满一年或者有前次未领的期限，非因本人意愿中断就业，没有按月领取基本养老金",
				"Benefit: a year paid in or months left of the time before, employment not ended by one's own wish, and no monthly pension"),
			lang.T("领取期限：缴费一至四年，每满一年一个月；超过四年的部分，每满半年一个月；最长24个月",
				"Months of benefit: one for each full year of the first four, and one for each full half year beyond them; at most 24"),
		},
		Materials: []instant.Material{
			{Name: lang.T("身份证", "ID card"), From: dataset.Population.Dataset.Title},
			{Name: lang.T("终止劳动关系证明", "Proof of the end of employment"), From: dataset.Unemployment.Dataset.Title},
			{Name: lang.T("社保缴费清单", "Record of insurance"), From: dataset.SocialInsurance.Dataset.Title},
			{Name: lang.T("求职意愿、收款银行卡号", "The wish to work, and the bank card")},
		},
		Result:      lang.T("失业登记凭证（电子）、失业保险金按月发放", "Proof of registration (electronic), and the monthly benefit"),
		LegalTime:   lang.T("登记1个工作日；失业保险金7个工作日", "Registration: 1 working day; benefit: 7 working days"),
		Reviewed:    instant.Reviewed{Workdays: 7},
		PromiseTime: lang.T("即时办结", "At once"),
		Fee:         lang.T("不收费", "None"),
		Keywords: []string{
			"失业金", "失业", "失业保险", "失业保险金", "失业登记", "失业补助", "失业补助金", "失业救济", "失业救济金", "没工作", "没工作了", "丢工作", "离职", "辞职",
			"辞退", "被辞退", "被裁", "被开除", "下岗", "裁员", "待业", "待业证", "就业失业登记证", "失业证", "unemployment", "unemployed", "job",
			"jobless", "dismissed", "fired", "layoff", "laid off", "redundant", "dole", "benefit",
		},
		Illustrative: lang.T("事项编码、经办机构、收款账户规则为示例。",
			"The item code, the authorities and the rule on the account are examples."),
		Surrender: instant.Surrender{
			Ends: lang.T("失业登记终止；正在领取失业保险金的，一并停发。", "The registration as unemployed and, where you receive it, the benefit."),
			Costs: lang.T("停发期间的月份不补发，也不再享受以失业登记为条件的就业服务。",
				"The months in between are not paid later, and employment services that require the registration end."),
			Again: lang.T(
				"仍然失业的，可以随时重新登记；失业保险金只发放尚未领取的月份。",
				"While you are out of work you can register again at any time; of the benefit, only the months that were not paid yet are.",
			),
		},
	}
}

// needs is needsRegistered, and reads the end of the last employment.
func needs(c Case) []fact.Query {
	return fact.Merge(append(needsRegistered(c), fact.Ask(c.Applicant.ID, dataset.Unemployment.Ended))...)
}

// needsRegistered reads what the registration requires and, with the benefit, the insurance and the pension.
func needsRegistered(c Case) []fact.Query {
	person := c.Applicant.ID
	queries := append(condition.NeedsJobless(person), condition.NeedsRetiring(person)...)
	queries = append(queries,
		fact.Ask(person, dataset.Population.Household),
		condition.NeedsAlive(person),
		fact.Ask(person, dataset.ResidencePermits.City),
	)
	u := &dataset.Unemployment
	if !c.Form.Benefit {
		return fact.Merge(append(queries, fact.Ask(person, u.City, u.RegisteredOn))...)
	}
	return fact.Merge(append(queries,
		fact.Ask(person, u.City, u.Months, u.LeftMonths, u.FlexibleMonths, u.Reason, u.DrawnUntil, u.DrawnMonths, u.RegisteredOn,
			u.Refusals, u.Stop),
		fact.Ask(person, dataset.Pensions.Since, dataset.Pensions.DrawsOther),
		condition.NeedsAccount(c.Form.Account),
	)...)
}

func lifeNeeds(c Case) []fact.Query {
	return append(condition.NeedsJobless(c.Applicant.ID),
		condition.NeedsAlive(c.Applicant.ID),
		fact.Ask(c.Applicant.ID, dataset.Pensions.Since, dataset.Pensions.DrawsOther),
		fact.Ask(c.Applicant.ID, dataset.Unemployment.Refusals, dataset.Unemployment.Stop),
	)
}
