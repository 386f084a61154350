// Package housingfundrent is 公积金租房提取: a withdrawal from the housing fund for rent, for people who
// own no home in the city.
package housingfundrent

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

// claimKind makes the withdrawal unique for a person and month.
const claimKind = "fund-rent"

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		Amounts: amounts,
		Place:   func(c Case) string { return fact.Get(c.Facts, c.Applicant.ID, dataset.HousingFund.City).V },
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2020-01-01", From: calendar.MustParse("2020-01-01"),
			Needs: needs2020, Claims: claims, Decide: decide2020, Issue: issue,
		}, { // a former spouse's home does not count
			Version: "2020-01-01.2", From: calendar.MustParse("2020-01-01"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
		}, { // the regulations as amended in 2026
			Version: "2026-09-20", From: amended,
			Needs: needs2026, Claims: claims, Decide: decide2026, Issue: issue,
			Persons: condition.Persons("housingfundrent"),
		}},
	}
}

// claims returns the one withdrawal in the month.
func claims(c Case) []decision.Claim {
	return []decision.Claim{{Kind: claimKind, Key: c.Applicant.ID + "/" + c.Today().MonthText()}}
}

func item() instant.Item {
	source := policy.Source{URL: "http://zjj.sz.gov.cn/xxgk/ztzl/zftqqlcfw/index.html", Grade: "A", AsOf: calendar.MustParse("2026-11-24")}
	national := policy.Source{URL: "https://flk.npc.gov.cn/", Grade: "A", AsOf: calendar.MustParse("2026-11-27")}
	return instant.Item{
		Slug: "housingfundrent", Code: "11440300MB000GJ1302442117001000",
		Name: lang.T("住房公积金租房提取", "Housing fund withdrawal for rent"),
		Summary: lang.T("本市无自有住房，按月缴存额提取，累计未提的一并到账。",
			"If you own no home in this city, withdraw your monthly contributions, including months not withdrawn before."),
		Audience:   instant.ForPerson,
		LifeEvent:  lang.T("住房", "Housing"),
		Department: lang.T("住房公积金管理中心", "Housing provident fund"),
		Basis: []policy.Basis{
			{Title: lang.T("住房公积金管理条例", "Regulations on the Housing Provident Fund"), Number: "国务院令第844号，2026年8月10日修订",
				Article: lang.T("第二十四条第一款第（一）项、第二十五条、第四十一条", "arts. 24(1)(1), 25, 41"), Source: &national},
			{Title: lang.T("住房公积金租房提取规定", "Rules on housing fund withdrawals for rent"), Source: &source},
		},
		Conditions: []lang.Text{
			lang.T("账户正常，连续缴存满3个月", "The account is active, with 3 months of contributions without a break"),
			lang.T("本人及配偶在缴存城市没有自有住房", "You and your spouse own no home in the city of the account"),
			lang.T("每月提取一次，不超过余额和年度额度", "Once a month, within the balance and the year's limit"),
			lang.T("没有因违法提取被限制（违法提取的，退回款项，3年内不得提取）",
				"Not barred: whoever withdraws by false proof pays it back and is barred for three years"),
		},
		Materials: []instant.Material{
			{Name: lang.T("结婚证", "Marriage certificate"), From: dataset.Marriages.Dataset.Title},
			{Name: lang.T("无房证明", "Proof that you own no home"), From: dataset.Housing.Dataset.Title},
			{Name: lang.T("缴存证明", "Proof of contributions"), From: dataset.HousingFund.Dataset.Title},
			{Name: lang.T("本人银行卡号", "Your bank card number")},
		},
		Result:      lang.T("提取核定通知（电子）及转账", "Withdrawal notice (electronic) and transfer"),
		LegalTime:   lang.T("3日", "3 days"),
		Reviewed:    instant.Reviewed{Days: 3},
		PromiseTime: lang.T("即时办结", "At once"),
		Fee:         lang.T("不收费", "None"),
		Keywords: []string{
			"公积金", "提取公积金", "取公积金", "公积金提取", "公积金租房", "租房", "租房提取", "租房补贴", "房租", "租金", "住房公积金", "提公积金", "housing",
			"fund", "rent", "rental", "withdraw", "withdrawal", "tenant",
		},
		Illustrative: lang.T(
			"事项编码、佛山的标准、年度额度与2024年11月以后的深圳标准为示例。",
			"The item code, Foshan's rates, the yearly limits, and Shenzhen's rates since "+
				"November 2024 are examples.",
		),
		Surrender: instant.Surrender{
			Kept: lang.T("提取的款项一次支付，没有可终止的后续；下次提取另行申请。",
				"The amount is paid once, so there is nothing to give up. Apply again for the next withdrawal."),
		},
	}
}

// needs reads about a spouse only if the marriage is in force by the marriage register, and about their
// death only if they own a home.
func needs(c Case) []fact.Query {
	person, spouse, fund := c.Applicant.ID, currentSpouse(c), dataset.HousingFund
	queries := []fact.Query{
		condition.NeedsAlive(person),
		fact.Ask(person, fund.City, fund.MonthlyFen, fund.BalanceFen, fund.Months, fund.Frozen, fund.LastOn, fund.DrawnFen),
		fact.Ask(person, dataset.Marriages.State, dataset.Marriages.Spouse),
		fact.Ask(person, dataset.Housing.City, dataset.Housing.Kind),
		fact.Ask(spouse, dataset.Housing.City, dataset.Housing.Kind),
		condition.NeedsAccount(c.Form.Account),
	}
	if fact.Get(c.Facts, spouse, dataset.Housing.Kind).V == "owned" {
		queries = append(queries, condition.NeedsAlive(spouse))
	}
	return queries
}

func needs2026(c Case) []fact.Query {
	return append(needs(c), fact.Ask(c.Applicant.ID, dataset.HousingFund.BarredUntil))
}

func issue(c Case, _ decision.Serial) decision.Grants {
	fund := dataset.HousingFund
	city := fact.Get(c.Facts, c.Applicant.ID, fund.City).V
	balance := fact.Get(c.Facts, c.Applicant.ID, fund.BalanceFen).V
	issuer, _ := c.Policy.Issuers.At(city, c.Today())
	rate, _ := c.Policy.Rates.At(city, c.Today())
	months, fen := drawable(c)
	return decision.Grants{
		Certificate: c.Certificate("506", lang.T("住房公积金提取核定通知", "Housing fund withdrawal notice"), issuer.Value, city, rate.Basis,
			certificate.Entry{Label: lang.T("提取月数", "Months"), Value: lang.F("%d个月", "%d", months)},
			certificate.Entry{Label: lang.T("提取金额", "Amount"), Value: lang.F("%s元", "CNY %s", lang.Yuan(fen))},
		),
		Payment: &decision.Payment{
			Title: lang.T("住房公积金租房提取", "Housing fund withdrawal for rent"), Account: c.Form.Account,
			AmountFen: fen, DueOn: c.Today().AddDays(1),
		},
		Records: []fact.Record{fact.NewRecord(c.Applicant.ID, c.At,
			fund.LastOn.Set(c.Today()), fund.BalanceFen.Set(balance-int(fen)), fund.DrawnFen.Set(int(drawnThisYear(c)+fen)))},
	}
}
