// Package talentsubsidy is 新引进人才租房和生活补贴: a single payment to graduates who settle in the city,
// limited to a number of places in a year.
package talentsubsidy

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

// Kinds of claims: one subsidy for a person, and the limited places.
const (
	claimKind = "talent-subsidy"
	quotaKind = "talent-places"
)

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		Amounts: amounts,
		Place:   householdOf,
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2022-01-01", From: calendar.MustParse("2022-01-01"),
			Needs: needs, Claims: claims2022, Decide: decide2022, Issue: issue2022,
		}, { // the figures are those of the day of arrival; a city without figures refers
			Version: "2022-01-01.2", From: calendar.MustParse("2022-01-01"),
			Needs: needs, Claims: claimsArrival, Decide: decideArrival, Issue: issue,
		}, { // an arrival before the first figure refers
			Version: "2022-01-01.3", From: calendar.MustParse("2022-01-01"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
		}},
	}
}

func item() instant.Item {
	return instant.Item{
		Slug: "talentsubsidy", Code: "11440300MB000RL24G2442014003000",
		Name:       lang.T("新引进人才租房和生活补贴", "Subsidy for newly settled talent"),
		Summary:    lang.T("落户后凭学历、参保自动核对，一次性发放，名额用完为止。", "Paid once to graduates who settle and work in the city, while places are left."),
		Audience:   instant.ForPerson,
		LifeEvent:  lang.T("来粤定居", "Settling in Guangdong"),
		Department: lang.T("人力资源和社会保障局", "Human resources and social security bureau"),
		Basis: []policy.Basis{{Title: lang.T("新引进人才租房和生活补贴办法（示例）", "Rules on the subsidy for newly settled talent (an example)"),
			Illustrative: true}},
		Conditions: []lang.Text{
			lang.T("新落户佛山，在规定月数内申请（深圳2021年9月1日起新引进的不再发放，博士另有生活补贴）",
				"Newly settled in Foshan; apply within the time limit (Shenzhen pays it no longer to arrivals from 1 September 2021; "+
					"doctors have another living subsidy)"),
			lang.T("全日制本科以上学历，在本市单位就业参保", "A full-time bachelor's degree or higher; employed and insured in the city"),
			lang.T("本年度名额未用完", "Places are left this year"),
		},
		Materials: []instant.Material{
			{Name: lang.T("户口簿", "Household register"), From: dataset.Population.Dataset.Title},
			{Name: lang.T("毕业证、学位证", "Diplomas"), From: dataset.Degrees.Dataset.Title},
			{Name: lang.T("劳动合同、社保清单", "Employment contract and social insurance record"), From: dataset.SocialInsurance.Dataset.Title},
			{Name: lang.T("银行卡复印件", "Copy of the bank card"), From: dataset.BankAccounts.Dataset.Title},
			{Name: lang.T("本人银行卡号", "Your bank card number")},
		},
		Result:      lang.T("补贴核定通知（电子）及一次性发放", "Award notice (electronic) and one payment"),
		LegalTime:   lang.T("30个工作日", "30 working days"),
		Reviewed:    instant.Reviewed{Workdays: 30, FourEyes: true},
		PromiseTime: lang.T("即时办结", "At once"),
		Fee:         lang.T("不收费", "None"),
		Keywords: []string{
			"租房补贴", "人才补贴", "人才租房补贴", "生活补贴", "人才", "人才引进补贴", "大学生补贴", "毕业生补贴", "应届生补贴", "本科补贴", "硕士补贴", "博士补贴",
			"新引进人才", "安家费", "talent", "subsidy", "graduate", "rent",
		},
		Illustrative: lang.T("本事项的依据、金额、名额与期限均为示例；深圳停止发放的日期见于该市公告。",
			"The legal basis, the amounts, the places and the time limits are examples. The end of the subsidy in Shenzhen is from its notice."),
		Surrender: instant.Surrender{
			Kept: lang.T(
				"补贴一次发放，没有可终止的后续；多发、错发的，按核定机关的通知退回。",
				"The subsidy is paid once, so there is nothing to give up. Amounts paid by mistake are paid "+
					"back as the authority requires.",
			),
		},
	}
}

func needs(c Case) []fact.Query {
	person := c.Applicant.ID
	return []fact.Query{
		fact.Ask(person, dataset.Population.BirthDate, dataset.Population.Household, dataset.Population.Since),
		condition.NeedsAlive(person),
		condition.NeedsDegree(person),
		fact.Ask(person, dataset.SocialInsurance.City, dataset.SocialInsurance.Employed, dataset.SocialInsurance.Of12),
		condition.NeedsAccount(c.Form.Account),
	}
}

// claims returns the person's one subsidy, and one place of the city, year and degree.
func claims(c Case) []decision.Claim {
	if arrivedBefore(c) {
		return claimsOf(c, Band{}, "")
	}
	return claimsArrival(c)
}

func claimsArrival(c Case) []decision.Claim {
	band, level, _ := bandOf(c)
	return claimsOf(c, band, level)
}

func claimsOf(c Case, band Band, level string) []decision.Claim {
	all := []decision.Claim{{Kind: claimKind, Key: c.Applicant.ID}}
	if band.Places > 0 {
		key := fmt.Sprintf("%s/%d/%s", division.City(householdOf(c)), c.Today().Year, level)
		all = append(all, decision.Claim{Kind: quotaKind, Key: key, Limit: band.Places})
	}
	return all
}

func issue(c Case, _ decision.Serial) decision.Grants {
	band, level, basis := bandOf(c)
	return grant(c, band, level, basis)
}

func grant(c Case, band Band, level string, basis policy.Basis) decision.Grants {
	at := householdOf(c)
	issuer, _ := c.Policy.Issuers.At(at, c.Today())
	return decision.Grants{
		Certificate: c.Certificate("504", lang.T("新引进人才补贴核定通知", "Award of the subsidy for newly settled talent"), issuer.Value, at, basis,
			certificate.Entry{Label: lang.T("学历", "Degree"), Value: condition.DegreeNames(level)},
			certificate.Entry{Label: lang.T("一次性补贴", "Single payment"), Value: lang.F("%s元", "CNY %s", lang.Yuan(band.Fen))},
		),
		Payment: &decision.Payment{
			Title: lang.T("新引进人才租房和生活补贴", "Subsidy for newly settled talent"), Account: c.Form.Account,
			AmountFen: band.Fen, DueOn: c.Today().AddDays(15),
		},
	}
}
