package dataset

import (
	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// The datasets of what is known of everybody.
var people = []*fact.Dataset{
	Population.Dataset, Deaths.Dataset, Residence.Dataset, ResidencePermits.Dataset, Benefits.Dataset, Mandates.Dataset, BankAccounts.Dataset,
}

// Population is the register of persons and their registered households (户籍).
var Population = population(&fact.Dataset{
	Name: "population", Title: lang.T("人口基本信息", "Population register"), Holder: publicSecurity,
	Key: fact.ByPerson, FreshFor: 30 * day, Sensitivity: fact.Personal, Cohort: "birth_date",
})

type populationFields struct {
	Dataset   *fact.Dataset
	Name      fact.Field[string]
	BirthDate fact.Field[calendar.Date]
	Household fact.Field[string]        // division of the registered household
	Since     fact.Field[calendar.Date] // registered there since
}

func population(d *fact.Dataset) populationFields {
	return populationFields{
		Dataset:   d,
		Name:      fact.Text(d, "name", "姓名", "Name"),
		BirthDate: fact.Day(d, "birth_date", "出生日期", "Date of birth"),
		Household: fact.Text(d, "household_division", "户籍所在地", "Place of registered household"),
		Since:     fact.Day(d, "household_since", "户籍登记日期", "Household registered since"),
	}
}

// Deaths is the register of deaths: who is not in it lives.
var Deaths = deaths(&fact.Dataset{
	Name: "deaths", Title: lang.T("死亡登记信息", "Register of deaths"), Holder: publicSecurity,
	Key: fact.ByPerson, FreshFor: 100 * 365 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type deathFields struct {
	Dataset *fact.Dataset
	Date    fact.Field[calendar.Date]
}

func deaths(d *fact.Dataset) deathFields {
	return deathFields{d, fact.Day(d, "date", "死亡日期", "Date of death")}
}

// Residence is the register of where people live who are registered elsewhere
// (居住登记).
var Residence = residence(&fact.Dataset{
	Name: "residence", Title: lang.T("居住登记信息", "Residence register"), Holder: publicSecurity,
	Key: fact.ByPerson, FreshFor: 30 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type residenceFields struct {
	Dataset  *fact.Dataset
	Division fact.Field[string]
	Since    fact.Field[calendar.Date] // without a break
}

func residence(d *fact.Dataset) residenceFields {
	return residenceFields{
		Dataset:  d,
		Division: fact.Text(d, "division", "居住地", "Place of residence"),
		Since:    fact.Day(d, "since", "连续居住登记起始日", "Residing without a break since"),
	}
}

// ResidencePermits are the residence permits (居住证) and their endorsements.
var ResidencePermits = residencePermits(&fact.Dataset{
	Name: "residence-permits", Title: lang.T("居住证信息", "Residence permits"), Holder: publicSecurity,
	Key: fact.ByPerson, FreshFor: 30 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type residencePermitFields struct {
	Dataset    *fact.Dataset
	City       fact.Field[string]
	IssuedOn   fact.Field[calendar.Date]
	EndorsedTo fact.Field[calendar.Date] // the last day of the year it is endorsed for
}

func residencePermits(d *fact.Dataset) residencePermitFields {
	return residencePermitFields{
		Dataset:    d,
		City:       fact.Text(d, "city", "发证城市", "City of issue"),
		IssuedOn:   fact.Day(d, "issued_on", "发证日期", "Issued on"),
		EndorsedTo: fact.Day(d, "endorsed_to", "签注有效期至", "Endorsed until"),
	}
}

// Benefits are the welfare awards that people draw, wherever they were granted.
var Benefits = benefits(&fact.Dataset{
	Name: "benefits", Title: lang.T("社会福利待遇信息", "Welfare awards"), Holder: civilAffairs,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type benefitFields struct {
	Dataset          *fact.Dataset
	ElderlyAllowance fact.Field[string] // division that pays it; missing: draws other benefits only
	Since            fact.Field[calendar.Date]
	DisabilityLiving fact.Field[string] // division that pays the living allowance of the disabled
	DisabilityCare   fact.Field[string] // and the care allowance
	WorkInjuryCare   fact.Field[bool]   // care is paid by the insurance of work injuries
	SeniorCard       fact.Field[string] // city and level of the senior card: 440600/full
}

func benefits(d *fact.Dataset) benefitFields {
	return benefitFields{
		Dataset:          d,
		ElderlyAllowance: fact.Text(d, "elderly_allowance", "高龄津贴发放地", "Place that pays an elderly allowance"),
		Since:            fact.Day(d, "elderly_allowance_since", "高龄津贴起领日期", "Draws an elderly allowance since"),
		DisabilityLiving: fact.Text(d, "disability_living", "残疾人生活补贴发放地", "Place that pays a living allowance"),
		DisabilityCare:   fact.Text(d, "disability_care", "残疾人护理补贴发放地", "Place that pays a care allowance"),
		WorkInjuryCare:   fact.Bool(d, "work_injury_care", "领取工伤护理费", "Draws care money for a work injury"),
		SeniorCard:       fact.Text(d, "senior_card", "老年人优待证", "Senior card"),
	}
}

// Mandates are who may act for whom (代办授权).
var Mandates = mandates(&fact.Dataset{
	Name: "mandates", Title: lang.T("代办授权信息", "Mandates"), Holder: governmentData,
	Key: fact.ByPerson, FreshFor: 365 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
	Lends: "agent", LendsUntil: "until",
})

type mandateFields struct {
	Dataset *fact.Dataset
	Agent   fact.Field[string] // ID number
	Until   fact.Field[calendar.Date]
}

func mandates(d *fact.Dataset) mandateFields {
	return mandateFields{
		Dataset: d,
		Agent:   fact.Person(d, "agent", "受托人", "Agent"),
		Until:   fact.Day(d, "until", "授权有效期至", "Valid until"),
	}
}

// BankAccounts tells whose an account is.
var BankAccounts = bankAccounts(&fact.Dataset{
	Name: "bank-accounts", Title: lang.T("银行账户核验信息", "Bank account verification"), Holder: banks,
	Key: fact.ByAccount, FreshFor: 7 * day, Sensitivity: fact.Sensitive,
})

type bankAccountFields struct {
	Dataset *fact.Dataset
	Holder  fact.Field[string] // ID number
	Open    fact.Field[bool]
}

func bankAccounts(d *fact.Dataset) bankAccountFields {
	return bankAccountFields{
		Dataset: d,
		Holder:  fact.Person(d, "holder", "开户人", "Account holder"),
		Open:    fact.Bool(d, "open", "账户可收款", "Account can receive payments"),
	}
}
