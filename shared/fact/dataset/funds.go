package dataset

import (
	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// The datasets of funds that people pay into.
var funds = []*fact.Dataset{
	HousingFund.Dataset, MedicalInsurance.Dataset, SocialCards.Dataset,
}

// HousingFund is what is paid into the housing provident fund (住房公积金).
var HousingFund = housingFund(&fact.Dataset{
	Name: "housing-fund", Title: lang.T("住房公积金缴存信息", "Housing provident fund"), Holder: providentFund,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type housingFundFields struct {
	Dataset    *fact.Dataset
	City       fact.Field[string]
	MonthlyFen fact.Field[int]
	BalanceFen fact.Field[int]
	Months     fact.Field[int]
	Frozen     fact.Field[bool]
	LastOn     fact.Field[calendar.Date]
	DrawnFen   fact.Field[int] // for rent, in the year of LastOn
}

func housingFund(d *fact.Dataset) housingFundFields {
	return housingFundFields{
		Dataset:    d,
		City:       fact.Text(d, "city", "缴存城市", "City of the fund"),
		MonthlyFen: fact.Number(d, "monthly_fen", "月缴存额（分）", "Paid a month, in fen"),
		BalanceFen: fact.Number(d, "balance_fen", "账户余额（分）", "Balance, in fen"),
		Months:     fact.Number(d, "months", "连续缴存月数", "Months paid without a break"),
		Frozen:     fact.Bool(d, "frozen", "账户冻结", "Account is frozen"),
		LastOn:     fact.Day(d, "last_rent_on", "上次租房提取日期", "Last drawn on for rent"),
		DrawnFen:   fact.Number(d, "rent_drawn_fen", "当年已提取金额（分）", "Drawn for rent in that year, in fen"),
	}
}

// MedicalInsurance is who is insured where.
var MedicalInsurance = medicalInsurance(&fact.Dataset{
	Name: "medical-insurance", Title: lang.T("医疗保险参保信息", "Medical insurance"), Holder: medicalInsurers,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type medicalInsuranceFields struct {
	Dataset        *fact.Dataset
	City           fact.Field[string]
	Kind           fact.Field[string] // employee or resident
	Active         fact.Field[bool]
	Elsewhere      fact.Field[string]
	ElsewhereUntil fact.Field[calendar.Date]
}

func medicalInsurance(d *fact.Dataset) medicalInsuranceFields {
	return medicalInsuranceFields{
		Dataset:        d,
		City:           fact.Text(d, "city", "参保城市", "City of insurance"),
		Kind:           fact.Text(d, "kind", "参保类型", "Kind of insurance"),
		Active:         fact.Bool(d, "active", "待遇正常", "Entitled at present"),
		Elsewhere:      fact.Text(d, "elsewhere", "异地就医备案地", "Filed for care in"),
		ElsewhereUntil: fact.Day(d, "elsewhere_until", "异地就医备案有效期至", "Filed until"),
	}
}

// SocialCards are the social security cards.
var SocialCards = socialCards(&fact.Dataset{
	Name: "social-cards", Title: lang.T("社会保障卡信息", "Social security cards"), Holder: humanResources,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type socialCardsFields struct {
	Dataset *fact.Dataset
	Number  fact.Field[string]
	City    fact.Field[string]
	Account fact.Field[string] // bank card number on it, in the holder's name
}

func socialCards(d *fact.Dataset) socialCardsFields {
	return socialCardsFields{
		Dataset: d,
		Number:  fact.Text(d, "number", "社会保障卡号", "Card number"),
		City:    fact.Text(d, "city", "发卡城市", "City of issue"),
		Account: fact.Hidden(fact.Text(d, "account", "社保卡银行账户", "Account of the card")),
	}
}
