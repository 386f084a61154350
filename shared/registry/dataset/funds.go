package dataset

import (
	"miaoban/shared/calendar"
	"miaoban/shared/lang"
	"miaoban/shared/registry"
)

// The datasets of funds that people pay into.
var funds = []*registry.Dataset{
	HousingFund.Dataset, MedicalInsurance.Dataset, SocialCards.Dataset,
}

// HousingFund is what is paid into the housing provident fund (住房公积金).
var HousingFund = housingFund(&registry.Dataset{
	Name: "housing-fund", Title: lang.T("住房公积金缴存信息", "Housing provident fund"), Holder: providentFund,
	Key: registry.ByPerson, FreshFor: 45 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
})

type housingFundFields struct {
	Dataset    *registry.Dataset
	City       registry.Field[string]
	MonthlyFen registry.Field[int]
	BalanceFen registry.Field[int]
	Months     registry.Field[int]
	Frozen     registry.Field[bool]
	LastOn     registry.Field[calendar.Date]
	DrawnFen   registry.Field[int] // for rent, in the year of LastOn
}

func housingFund(d *registry.Dataset) housingFundFields {
	return housingFundFields{
		Dataset:    d,
		City:       registry.Text(d, "city", "缴存城市", "City of the fund"),
		MonthlyFen: registry.Number(d, "monthly_fen", "月缴存额（分）", "Paid a month, in fen"),
		BalanceFen: registry.Number(d, "balance_fen", "账户余额（分）", "Balance, in fen"),
		Months:     registry.Number(d, "months", "连续缴存月数", "Months paid without a break"),
		Frozen:     registry.Truth(d, "frozen", "账户冻结", "Account is frozen"),
		LastOn:     registry.Day(d, "last_rent_on", "上次租房提取日期", "Last drawn on for rent"),
		DrawnFen:   registry.Number(d, "rent_drawn_fen", "当年已提取金额（分）", "Drawn for rent in that year, in fen"),
	}
}

// MedicalInsurance is who is insured where.
var MedicalInsurance = medicalInsurance(&registry.Dataset{
	Name: "medical-insurance", Title: lang.T("医疗保险参保信息", "Medical insurance"), Holder: medicalInsurers,
	Key: registry.ByPerson, FreshFor: 45 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
})

type medicalInsuranceFields struct {
	Dataset        *registry.Dataset
	City           registry.Field[string]
	Kind           registry.Field[string] // employee or resident
	Active         registry.Field[bool]
	Elsewhere      registry.Field[string]
	ElsewhereUntil registry.Field[calendar.Date]
}

func medicalInsurance(d *registry.Dataset) medicalInsuranceFields {
	return medicalInsuranceFields{
		Dataset:        d,
		City:           registry.Text(d, "city", "参保城市", "City of insurance"),
		Kind:           registry.Text(d, "kind", "参保类型", "Kind of insurance"),
		Active:         registry.Truth(d, "active", "待遇正常", "Entitled at present"),
		Elsewhere:      registry.Text(d, "elsewhere", "异地就医备案地", "Filed for care in"),
		ElsewhereUntil: registry.Day(d, "elsewhere_until", "异地就医备案有效期至", "Filed until"),
	}
}

// SocialCards are the social security cards.
var SocialCards = socialCards(&registry.Dataset{
	Name: "social-cards", Title: lang.T("社会保障卡信息", "Social security cards"), Holder: humanResources,
	Key: registry.ByPerson, FreshFor: 45 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
})

type socialCardsFields struct {
	Dataset *registry.Dataset
	Number  registry.Field[string]
	City    registry.Field[string]
	Account registry.Field[string] // bank card number on it, in the holder's name
}

func socialCards(d *registry.Dataset) socialCardsFields {
	return socialCardsFields{
		Dataset: d,
		Number:  registry.Text(d, "number", "社会保障卡号", "Card number"),
		City:    registry.Text(d, "city", "发卡城市", "City of issue"),
		Account: registry.Hidden(registry.Text(d, "account", "社保卡银行账户", "Account of the card")),
	}
}
