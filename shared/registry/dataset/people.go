package dataset

import (
	"miaoban/shared/calendar"
	"miaoban/shared/lang"
	"miaoban/shared/registry"
)

// The datasets of what is known of everybody.
var people = []*registry.Dataset{
	Population.Dataset, Deaths.Dataset, Residence.Dataset, ResidencePermits.Dataset, Benefits.Dataset, Mandates.Dataset, BankAccounts.Dataset,
}

// Population is the register of persons and their registered households (户籍).
var Population = population(&registry.Dataset{
	Name: "population", Title: lang.T("人口基本信息", "Population register"), Holder: publicSecurity,
	Key: registry.ByPerson, FreshFor: 30 * day, Sensitivity: registry.Personal, Cohort: "birth_date",
})

type populationFields struct {
	Dataset   *registry.Dataset
	Name      registry.Field[string]
	BirthDate registry.Field[calendar.Date]
	Household registry.Field[string]        // division of the registered household
	Since     registry.Field[calendar.Date] // registered there since
}

func population(d *registry.Dataset) populationFields {
	return populationFields{
		Dataset:   d,
		Name:      registry.Text(d, "name", "姓名", "Name"),
		BirthDate: registry.Day(d, "birth_date", "出生日期", "Date of birth"),
		Household: registry.Text(d, "household_division", "户籍所在地", "Place of registered household"),
		Since:     registry.Day(d, "household_since", "户籍登记日期", "Household registered since"),
	}
}

// Deaths is the register of deaths: who is not in it lives.
var Deaths = deaths(&registry.Dataset{
	Name: "deaths", Title: lang.T("死亡登记信息", "Register of deaths"), Holder: publicSecurity,
	Key: registry.ByPerson, FreshFor: 100 * 365 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
})

type deathFields struct {
	Dataset *registry.Dataset
	Date    registry.Field[calendar.Date]
}

func deaths(d *registry.Dataset) deathFields {
	return deathFields{d, registry.Day(d, "date", "死亡日期", "Date of death")}
}

// Residence is the register of where people live who are registered elsewhere
// (居住登记).
var Residence = residence(&registry.Dataset{
	Name: "residence", Title: lang.T("居住登记信息", "Residence register"), Holder: publicSecurity,
	Key: registry.ByPerson, FreshFor: 30 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
})

type residenceFields struct {
	Dataset  *registry.Dataset
	Division registry.Field[string]
	Since    registry.Field[calendar.Date] // without a break
}

func residence(d *registry.Dataset) residenceFields {
	return residenceFields{
		Dataset:  d,
		Division: registry.Text(d, "division", "居住地", "Place of residence"),
		Since:    registry.Day(d, "since", "连续居住登记起始日", "Residing without a break since"),
	}
}

// ResidencePermits are the residence permits (居住证) and their endorsements.
var ResidencePermits = residencePermits(&registry.Dataset{
	Name: "residence-permits", Title: lang.T("居住证信息", "Residence permits"), Holder: publicSecurity,
	Key: registry.ByPerson, FreshFor: 30 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
})

type residencePermitFields struct {
	Dataset    *registry.Dataset
	City       registry.Field[string]
	IssuedOn   registry.Field[calendar.Date]
	EndorsedTo registry.Field[calendar.Date] // the last day of the year it is endorsed for
}

func residencePermits(d *registry.Dataset) residencePermitFields {
	return residencePermitFields{
		Dataset:    d,
		City:       registry.Text(d, "city", "发证城市", "City of issue"),
		IssuedOn:   registry.Day(d, "issued_on", "发证日期", "Issued on"),
		EndorsedTo: registry.Day(d, "endorsed_to", "签注有效期至", "Endorsed until"),
	}
}

// Benefits are the welfare awards that people draw, wherever they were granted.
var Benefits = benefits(&registry.Dataset{
	Name: "benefits", Title: lang.T("社会福利待遇信息", "Welfare awards"), Holder: civilAffairs,
	Key: registry.ByPerson, FreshFor: 45 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
})

type benefitFields struct {
	Dataset          *registry.Dataset
	ElderlyAllowance registry.Field[string] // division that pays it; missing: draws other benefits only
	Since            registry.Field[calendar.Date]
	DisabilityLiving registry.Field[string] // division that pays the living allowance of the disabled
	DisabilityCare   registry.Field[string] // and the care allowance
	WorkInjuryCare   registry.Field[bool]   // care is paid by the insurance of work injuries
	SeniorCard       registry.Field[string] // city and level of the senior card: 440600/full
}

func benefits(d *registry.Dataset) benefitFields {
	return benefitFields{
		Dataset:          d,
		ElderlyAllowance: registry.Text(d, "elderly_allowance", "高龄津贴发放地", "Place that pays an elderly allowance"),
		Since:            registry.Day(d, "elderly_allowance_since", "高龄津贴起领日期", "Draws an elderly allowance since"),
		DisabilityLiving: registry.Text(d, "disability_living", "残疾人生活补贴发放地", "Place that pays a living allowance"),
		DisabilityCare:   registry.Text(d, "disability_care", "残疾人护理补贴发放地", "Place that pays a care allowance"),
		WorkInjuryCare:   registry.Truth(d, "work_injury_care", "领取工伤护理费", "Draws care money for a work injury"),
		SeniorCard:       registry.Text(d, "senior_card", "老年人优待证", "Senior card"),
	}
}

// Mandates are who may act for whom (代办授权).
var Mandates = mandates(&registry.Dataset{
	Name: "mandates", Title: lang.T("代办授权信息", "Mandates"), Holder: governmentData,
	Key: registry.ByPerson, FreshFor: 365 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
	Lends: "agent", LendsUntil: "until",
})

type mandateFields struct {
	Dataset *registry.Dataset
	Agent   registry.Field[string] // ID number
	Until   registry.Field[calendar.Date]
}

func mandates(d *registry.Dataset) mandateFields {
	return mandateFields{
		Dataset: d,
		Agent:   registry.Person(d, "agent", "受托人", "Agent"),
		Until:   registry.Day(d, "until", "授权有效期至", "Valid until"),
	}
}

// BankAccounts tells whose an account is.
var BankAccounts = bankAccounts(&registry.Dataset{
	Name: "bank-accounts", Title: lang.T("银行账户核验信息", "Bank account verification"), Holder: banks,
	Key: registry.ByAccount, FreshFor: 7 * day, Sensitivity: registry.Sensitive,
})

type bankAccountFields struct {
	Dataset *registry.Dataset
	Holder  registry.Field[string] // ID number
	Open    registry.Field[bool]
}

func bankAccounts(d *registry.Dataset) bankAccountFields {
	return bankAccountFields{
		Dataset: d,
		Holder:  registry.Person(d, "holder", "开户人", "Account holder"),
		Open:    registry.Truth(d, "open", "账户可收款", "Account can receive payments"),
	}
}
