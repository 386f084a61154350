package dataset

import (
	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// The datasets of what people do for all, and what they are thanked with.
var thanks = []*fact.Dataset{Volunteering.Dataset, Households.Dataset, Points.Dataset, Priority.Dataset}

// Volunteering is the hours of voluntary service that were confirmed.
var Volunteering = fact.Describe[volunteeringFields](&fact.Dataset{
	Name: "volunteering", Title: lang.T("志愿服务时长信息", "Hours of voluntary service"), Holder: civilAffairs,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type volunteeringFields struct {
	Dataset *fact.Dataset
	Hours   fact.Field[int] `name:"hours" zh:"当年志愿服务小时数" en:"Hours of voluntary service in the year" most:"8784"` // since the year's first day
	Year    fact.Field[int] `name:"year" zh:"年度" en:"Year"`
}

// Households are the books of households, by their members.
var Households = fact.Describe[householdFields](&fact.Dataset{
	Name: "households", Title: lang.T("户口簿信息", "Household books"), Holder: publicSecurity,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Personal, KeepsBefore: true,
})

type householdFields struct {
	Dataset *fact.Dataset
	Book    fact.Field[string] `name:"book" zh:"户号" en:"Number of the household book"`
}

// Points are the accounts of points, as the ledger keeps them.
var Points = fact.Describe[pointsFields](&fact.Dataset{
	Name: "points", Title: lang.T("积分账户", "Accounts of points"), Holder: governmentData,
	Key: fact.ByName, FreshFor: 100 * 366 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type pointsFields struct {
	Dataset *fact.Dataset
	Balance fact.Field[int]    `name:"balance" zh:"积分余额" en:"Points"` // with what has run out since the last entry
	Lots    fact.Field[string] `name:"lots" zh:"各批积分和有效期" en:"Points by their last day"`
	Entries fact.Field[int]    `name:"entries" zh:"记账笔数" en:"Entries"`
	Year    fact.Field[int]    `name:"year" zh:"年度" en:"Year"`
	Earned  fact.Field[int]    `name:"earned" zh:"当年获得积分" en:"Points earned in the year"`
}

// Priority is whose referred applications are looked at first, as a thank-you: it changes
// nothing of what is decided.
var Priority = fact.Describe[priorityFields](&fact.Dataset{
	Name: "priority", Title: lang.T("优先办理礼遇", "Courtesy of being looked at first"), Holder: governmentData,
	Key: fact.ByPerson, FreshFor: 100 * 366 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type priorityFields struct {
	Dataset *fact.Dataset
	Until   fact.Field[calendar.Date] `name:"until" zh:"优先办理至" en:"Looked at first until"`
}
