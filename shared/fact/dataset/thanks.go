package dataset

import (
	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// The datasets of what people do for all, and what they are thanked with.
var thanks = []*fact.Dataset{Volunteering.Dataset, Households.Dataset, Points.Dataset, Priority.Dataset}

// Volunteering is the hours of voluntary service that were confirmed.
var Volunteering = volunteering(&fact.Dataset{
	Name: "volunteering", Title: lang.T("志愿服务时长信息", "Hours of voluntary service"), Holder: civilAffairs,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type volunteeringFields struct {
	Dataset *fact.Dataset
	Hours   fact.Field[int] // since the year's first day
	Year    fact.Field[int]
}

func volunteering(d *fact.Dataset) volunteeringFields {
	return volunteeringFields{
		Dataset: d,
		Hours:   fact.Number(d, "hours", "当年志愿服务小时数", "Hours of voluntary service in the year"),
		Year:    fact.Number(d, "year", "年度", "Year"),
	}
}

// Households are the books of households, by their members.
var Households = households(&fact.Dataset{
	Name: "households", Title: lang.T("户口簿信息", "Household books"), Holder: publicSecurity,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Personal, KeepsBefore: true,
})

type householdFields struct {
	Dataset *fact.Dataset
	Book    fact.Field[string]
}

func households(d *fact.Dataset) householdFields {
	return householdFields{d, fact.Text(d, "book", "户号", "Number of the household book")}
}

// Points are the accounts of points, as the ledger keeps them.
var Points = pointsOf(&fact.Dataset{
	Name: "points", Title: lang.T("积分账户", "Accounts of points"), Holder: governmentData,
	Key: fact.ByName, FreshFor: 100 * 366 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type pointsFields struct {
	Dataset *fact.Dataset
	Balance fact.Field[int] // with what has run out since the last entry
	Lots    fact.Field[string]
	Entries fact.Field[int]
	Year    fact.Field[int]
	Earned  fact.Field[int]
}

func pointsOf(d *fact.Dataset) pointsFields {
	return pointsFields{
		Dataset: d,
		Balance: fact.Number(d, "balance", "积分余额", "Points"),
		Lots:    fact.Text(d, "lots", "各批积分和有效期", "Points by their last day"),
		Entries: fact.Number(d, "entries", "记账笔数", "Entries"),
		Year:    fact.Number(d, "year", "年度", "Year"),
		Earned:  fact.Number(d, "earned", "当年获得积分", "Points earned in the year"),
	}
}

// Priority is whose referred applications are looked at first, as a thank-you: it changes
// nothing of what is decided.
var Priority = priority(&fact.Dataset{
	Name: "priority", Title: lang.T("优先办理礼遇", "Courtesy of being looked at first"), Holder: governmentData,
	Key: fact.ByPerson, FreshFor: 100 * 366 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type priorityFields struct {
	Dataset *fact.Dataset
	Until   fact.Field[calendar.Date]
}

func priority(d *fact.Dataset) priorityFields {
	return priorityFields{d, fact.Day(d, "until", "优先办理至", "Looked at first until")}
}
