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
var HousingFund = fact.Describe[housingFundFields](&fact.Dataset{
	Name: "housing-fund", Title: lang.T("住房公积金缴存信息", "Housing provident fund"), Holder: providentFund,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type housingFundFields struct {
	Dataset    *fact.Dataset
	City       fact.Field[string]        `name:"city" zh:"缴存城市" en:"City of the fund" is:"city"`
	MonthlyFen fact.Field[int]           `name:"monthly_fen" zh:"月缴存额" en:"Paid a month" is:"money"`
	BalanceFen fact.Field[int]           `name:"balance_fen" zh:"账户余额" en:"Balance" is:"money"`
	Months     fact.Field[int]           `name:"months" zh:"连续缴存月数" en:"Months paid without a break"`
	Frozen     fact.Field[bool]          `name:"frozen" zh:"账户冻结" en:"Account is frozen"`
	LastOn     fact.Field[calendar.Date] `name:"last_rent_on" zh:"上次租房提取日期" en:"Last drawn on for rent" is:"past"`
	// for rent, in the year of LastOn
	DrawnFen fact.Field[int] `name:"rent_drawn_fen" zh:"当年已提取金额" en:"Drawn for rent in that year" is:"money"`
	// BarredUntil is the last day of the bar that follows a false withdrawal; missing for none.
	BarredUntil fact.Field[calendar.Date] `name:"barred_until" zh:"违法提取限制期至" en:"Barred after a false withdrawal until"`
}

// MedicalInsurance is who is insured where.
var MedicalInsurance = fact.Describe[medicalInsuranceFields](&fact.Dataset{
	Name: "medical-insurance", Title: lang.T("医疗保险参保信息", "Medical insurance"), Holder: medicalInsurers,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type medicalInsuranceFields struct {
	Dataset        *fact.Dataset
	City           fact.Field[string]        `name:"city" zh:"参保城市" en:"City of insurance" is:"city"`
	Kind           fact.Field[string]        `name:"kind" zh:"参保类型" en:"Kind of insurance" choices:"employee 职工医保/employee; resident 城乡居民医保/resident"` // employee or resident
	Active         fact.Field[bool]          `name:"active" zh:"待遇正常" en:"Entitled at present"`
	Elsewhere      fact.Field[string]        `name:"elsewhere" zh:"异地就医备案地" en:"Filed for care in" is:"place"`
	ElsewhereUntil fact.Field[calendar.Date] `name:"elsewhere_until" zh:"异地就医备案有效期至" en:"Filed until"`
}

// SocialCards are the social security cards.
var SocialCards = fact.Describe[socialCardsFields](&fact.Dataset{
	Name: "social-cards", Title: lang.T("社会保障卡信息", "Social security cards"), Holder: humanResources,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type socialCardsFields struct {
	Dataset *fact.Dataset
	Number  fact.Field[string] `name:"number" zh:"社会保障卡号" en:"Card number"`
	City    fact.Field[string] `name:"city" zh:"发卡城市" en:"City of issue" is:"city"`
	// bank card number on it, in the holder's name
	Account fact.Field[string] `name:"account" zh:"社保卡银行账户" en:"Account of the card" is:"hidden"`
}
