// Package birth is 出生一件事: with one form a newborn is registered, entered into a household, insured
// and given a social security card.
package birth

import (
	"miaoban/functions/services/birthregistration"
	"miaoban/functions/services/childinsurance"
	"miaoban/functions/services/householdentry"
	"miaoban/functions/services/socialcard"
	"miaoban/shared/calendar"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Service returns the bundle. Its parts are decided one after another, each with what the parts
// before it granted. A rejected part does not affect the others: a child can join a household even if it
// cannot be insured here.
func Service() instant.Bundle[Form] {
	return instant.Bundle[Form]{
		Item: item(),
		Members: []instant.Member[Form]{
			instant.Join(birthregistration.Service(), func(f Form) (birthregistration.Form, bool) {
				return birthregistration.Form{Certificate: f.Certificate, Order: f.Order, Place: f.Place}, true
			}),
			instant.Join(householdentry.Service(), func(f Form) (householdentry.Form, bool) {
				return householdentry.Form{Certificate: f.Certificate, Name: f.Name, Joins: f.Joins}, true
			}),
			instant.Join(childinsurance.Service(), func(f Form) (childinsurance.Form, bool) {
				return childinsurance.Form{Certificate: f.Certificate}, true
			}),
			instant.Join(socialcard.Service(), func(f Form) (socialcard.Form, bool) {
				return socialcard.Form{Certificate: f.Certificate, Bank: f.Bank}, true
			}),
		},
	}
}

func item() instant.Item {
	return instant.Item{
		Slug: "birth", Code: "11440605MB000WJ33G2449900001000",
		Name: lang.T("出生一件事", "Having a baby"),
		Summary: lang.T("生育登记、入户、医保参保、社保卡：一张表，一次办完。",
			"Register your baby, add it to your household, insure it and get its card: one form, all at once."),
		Audience:   instant.ForPerson,
		LifeEvent:  lang.T("生育", "Having a baby"),
		Department: lang.T("卫生健康局、公安局、医疗保障局、人力资源和社会保障局", "Health, public security, medical insurance, social security"),
		Basis: []policy.Basis{{
			Title: lang.T(
				"国务院关于进一步优化政务服务提升行政效能推动“高效办成一件事”的指导意见",
				"Guiding opinions of the State Council on getting one thing done efficiently",
			),
			Number: "国发〔2024〕3号",
			Source: &policy.Source{
				URL:   "https://smebj.cn/detail/686e13966d950c1906c58248.html",
				Grade: "B",
				AsOf:  calendar.MustParse("2026-11-24"),
			},
		}},
		Conditions: []lang.Text{
			lang.T("由父亲或母亲申请", "The father or the mother applies"),
			lang.T("落户的一方户籍在本省，出生未满一年", "The baby joins a household in the province and was born less than a year ago"),
		},
		Materials: []instant.Material{
			{Name: lang.T("出生医学证明", "Birth certificate"), From: dataset.Births.Dataset.Title},
			{Name: lang.T("父母的户口簿、身份证", "Household registers and ID cards of the parents"), From: dataset.Population.Dataset.Title},
			{Name: lang.T("结婚证", "Marriage certificate"), From: dataset.Marriages.Dataset.Title},
			{Name: lang.T("新生儿姓名、随谁落户、制卡银行", "The baby's name, whose household it joins, and the bank")},
		},
		Result: lang.T("生育登记凭证、户口簿登记页、医保参保凭证、社会保障卡（均为电子）",
			"Birth registration receipt, household register page, proof of insurance and social security card (all electronic)"),
		LegalTime:   lang.T("各项法定时限", "As for each part"),
		PromiseTime: lang.T("即时办结（中山等地承诺5个工作日）", "At once (Zhongshan promises 5 working days)"),
		Fee:         lang.T("不收费；居民医保个人缴费另行缴纳", "Free; your own insurance contribution is paid separately"),
		Keywords: []string{
			"新生儿", "生孩子", "生宝宝", "上户口", "报户口", "出生", "宝宝", "出生证", "出生医学证明", "新生儿一件事", "生完孩子", "刚出生", "birth",
			"childbirth", "baby", "newborn", "child", "parents", "birth certificate",
		},
		Illustrative: lang.T("事项编码为示例；各项的示例内容见各自的办事指南。", "The item code is an example. The page of each part lists its own examples."),
		Surrender: instant.Surrender{
			Kept: lang.T("各项分别对待：请打开各项的办件，查看能否终止、怎样终止。", "Open each part to see whether and how it can be given up."),
		},
	}
}
