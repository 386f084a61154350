package dataset

import (
	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// The datasets of what is known of everybody.
var people = []*fact.Dataset{
	Population.Dataset, Deaths.Dataset, Residence.Dataset, ResidencePermits.Dataset, Benefits.Dataset,
	Mandates.Dataset, BankAccounts.Dataset,
}

// Population is the register of persons and their registered households (户籍). Residents of Hong
// Kong, Macao and Taiwan and foreigners are in it without a household.
var Population = fact.Describe[populationFields](&fact.Dataset{
	Name: "population", Title: lang.T("人口基本信息", "Population register"), Holder: publicSecurity,
	Key: fact.ByPerson, FreshFor: 30 * day, Sensitivity: fact.Personal, Cohort: "birth_date",
	Ordered: [][2]string{{"birth_date", "household_since"}},
})

type populationFields struct {
	Dataset   *fact.Dataset
	Name      fact.Field[string]        `name:"name" zh:"姓名" en:"Name"`
	BirthDate fact.Field[calendar.Date] `name:"birth_date" zh:"出生日期" en:"Date of birth" is:"past"`
	// division of the registered household
	Household fact.Field[string] `name:"household_division" zh:"户籍所在地" en:"Place of registered household" is:"place"`
	// registered there since
	Since fact.Field[calendar.Date] `name:"household_since" zh:"户籍登记日期" en:"Household registered since" is:"past"`
	// male or female, of people whose number does not tell it: foreigners and holders of passes
	Sex fact.Field[string] `name:"sex" zh:"性别" en:"Sex" choices:"female 女/female; male 男/male"`
}

// Deaths is the register of deaths: who is not in it lives.
var Deaths = fact.Describe[deathFields](&fact.Dataset{
	Name: "deaths", Title: lang.T("死亡登记信息", "Register of deaths"), Holder: publicSecurity,
	Key: fact.ByPerson, FreshFor: 100 * 365 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type deathFields struct {
	Dataset *fact.Dataset
	Date    fact.Field[calendar.Date] `name:"date" zh:"死亡日期" en:"Date of death" is:"past"`
}

// Residence is the register of where people live who are registered elsewhere
// (居住登记).
var Residence = fact.Describe[residenceFields](&fact.Dataset{
	Name: "residence", Title: lang.T("居住登记信息", "Residence register"), Holder: publicSecurity,
	Key: fact.ByPerson, FreshFor: 30 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type residenceFields struct {
	Dataset  *fact.Dataset
	Division fact.Field[string]        `name:"division" zh:"居住地" en:"Place of residence" is:"place"`
	Since    fact.Field[calendar.Date] `name:"since" zh:"连续居住登记起始日" en:"Residing without a break since" is:"past"` // without a break
}

// ResidencePermits are the residence permits (居住证) and their endorsements.
var ResidencePermits = fact.Describe[residencePermitFields](&fact.Dataset{
	Name: "residence-permits", Title: lang.T("居住证信息", "Residence permits"), Holder: publicSecurity,
	Key: fact.ByPerson, FreshFor: 30 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
	Ordered: [][2]string{{"issued_on", "endorsed_to"}},
})

type residencePermitFields struct {
	Dataset  *fact.Dataset
	City     fact.Field[string]        `name:"city" zh:"发证城市" en:"City of issue" is:"city"`
	IssuedOn fact.Field[calendar.Date] `name:"issued_on" zh:"发证日期" en:"Issued on" is:"past"`
	// the last day of the year it is endorsed for
	EndorsedTo fact.Field[calendar.Date] `name:"endorsed_to" zh:"签注有效期至" en:"Endorsed until"`
	// the day of the last late endorsement; missing: there was none
	YearsFrom fact.Field[calendar.Date] `name:"years_from" zh:"居住年限起算日" en:"Years of residence count from" is:"past"`
}

// Benefits are the welfare awards that people draw, wherever they were granted.
var Benefits = fact.Describe[benefitFields](&fact.Dataset{
	Name: "benefits", Title: lang.T("社会福利待遇信息", "Welfare awards"), Holder: civilAffairs,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type benefitFields struct {
	Dataset *fact.Dataset
	// division that pays it; missing: draws other benefits only
	ElderlyAllowance fact.Field[string]        `name:"elderly_allowance" zh:"高龄津贴发放地" en:"Place that pays an elderly allowance" is:"place"`
	Since            fact.Field[calendar.Date] `name:"elderly_allowance_since" zh:"高龄津贴起领日期" en:"Draws an elderly allowance since"`
	// division that pays the living allowance of the disabled
	DisabilityLiving fact.Field[string] `name:"disability_living" zh:"残疾人生活补贴发放地" en:"Place that pays a living allowance" is:"place"`
	// and the care allowance
	DisabilityCare fact.Field[string] `name:"disability_care" zh:"残疾人护理补贴发放地" en:"Place that pays a care allowance" is:"place"`
	// care is paid by the insurance of work injuries
	WorkInjuryCare fact.Field[bool] `name:"work_injury_care" zh:"领取工伤护理费" en:"Draws care money for a work injury"`
	// a living or a care allowance of the same kind is drawn for age, a work injury or service (福利性补贴)
	OtherLiving fact.Field[bool] `name:"other_living" zh:"领取其他福利性生活补贴" en:"Draws another living allowance"`
	OtherCare   fact.Field[bool] `name:"other_care" zh:"领取其他福利性护理补贴" en:"Draws another care allowance"`
	// DisabilityPaidTo is the last month that an ended award of the disabled paid: the year times 12, plus
	// the month, less 1.
	DisabilityPaidTo fact.Field[int] `name:"disability_paid_to" zh:"残疾人补贴已发放至" en:"Disability allowances paid to" is:"month-number"`
	// city and level of the senior card: 440600/full
	SeniorCard fact.Field[string] `name:"senior_card" zh:"老年人优待证" en:"Senior card"`
}

// Mandates are who may act for whom (代办授权).
var Mandates = fact.Describe[mandateFields](&fact.Dataset{
	Name: "mandates", Title: lang.T("代办授权信息", "Mandates"), Holder: governmentData,
	Key: fact.ByPerson, FreshFor: 365 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
	Lends: "agent", LendsUntil: "until",
})

type mandateFields struct {
	Dataset *fact.Dataset
	Agent   fact.Field[string]        `name:"agent" zh:"受托人" en:"Agent" is:"person"`
	Until   fact.Field[calendar.Date] `name:"until" zh:"授权有效期至" en:"Valid until"`
}

// BankAccounts has the holder of each account.
var BankAccounts = fact.Describe[bankAccountFields](&fact.Dataset{
	Name: "bank-accounts", Title: lang.T("银行账户核验信息", "Bank account verification"), Holder: banks,
	Key: fact.ByAccount, FreshFor: 7 * day, Sensitivity: fact.Sensitive,
})

type bankAccountFields struct {
	Dataset *fact.Dataset
	Holder  fact.Field[string] `name:"holder" zh:"开户人" en:"Account holder" is:"person"`
	Open    fact.Field[bool]   `name:"open" zh:"账户可收款" en:"Account can receive payments"`
}
