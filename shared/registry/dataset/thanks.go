package dataset

import (
	"miaoban/shared/calendar"
	"miaoban/shared/lang"
	"miaoban/shared/registry"
)

// The datasets of what people do for all, and what they are thanked with.
var thanks = []*registry.Dataset{Volunteering.Dataset, Households.Dataset, Points.Dataset, Priority.Dataset}

// Volunteering is the hours of voluntary service that were confirmed.
var Volunteering = volunteering(&registry.Dataset{
	Name: "volunteering", Title: lang.T("志愿服务时长信息", "Hours of voluntary service"), Holder: civilAffairs,
	Key: registry.ByPerson, FreshFor: 45 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
})

type volunteeringFields struct {
	Dataset *registry.Dataset
	Hours   registry.Field[int] // since the year's first day
	Year    registry.Field[int]
}

func volunteering(d *registry.Dataset) volunteeringFields {
	return volunteeringFields{
		Dataset: d,
		Hours:   registry.Number(d, "hours", "当年志愿服务小时数", "Hours of voluntary service in the year"),
		Year:    registry.Number(d, "year", "年度", "Year"),
	}
}

// Households are the books of households, by their members.
var Households = households(&registry.Dataset{
	Name: "households", Title: lang.T("户口簿信息", "Household books"), Holder: publicSecurity,
	Key: registry.ByPerson, FreshFor: 45 * day, Sensitivity: registry.Personal, KeepsBefore: true,
})

type householdFields struct {
	Dataset *registry.Dataset
	Book    registry.Field[string]
}

func households(d *registry.Dataset) householdFields {
	return householdFields{d, registry.Text(d, "book", "户号", "Number of the household book")}
}

// Points are the accounts of points, as the ledger keeps them.
var Points = pointsOf(&registry.Dataset{
	Name: "points", Title: lang.T("积分账户", "Accounts of points"), Holder: governmentData,
	Key: registry.ByName, FreshFor: 100 * 366 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
})

type pointsFields struct {
	Dataset *registry.Dataset
	Balance registry.Field[int] // with what has run out since the last entry
	Lots    registry.Field[string]
	Entries registry.Field[int]
	Year    registry.Field[int]
	Earned  registry.Field[int]
}

func pointsOf(d *registry.Dataset) pointsFields {
	return pointsFields{
		Dataset: d,
		Balance: registry.Number(d, "balance", "积分余额", "Points"),
		Lots:    registry.Text(d, "lots", "各批积分和有效期", "Points by their last day"),
		Entries: registry.Number(d, "entries", "记账笔数", "Entries"),
		Year:    registry.Number(d, "year", "年度", "Year"),
		Earned:  registry.Number(d, "earned", "当年获得积分", "Points earned in the year"),
	}
}

// Priority is whose referred applications are looked at first, as a thank-you: it changes
// nothing of what is decided.
var Priority = priority(&registry.Dataset{
	Name: "priority", Title: lang.T("优先办理礼遇", "Courtesy of being looked at first"), Holder: governmentData,
	Key: registry.ByPerson, FreshFor: 100 * 366 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
})

type priorityFields struct {
	Dataset *registry.Dataset
	Until   registry.Field[calendar.Date]
}

func priority(d *registry.Dataset) priorityFields {
	return priorityFields{d, registry.Day(d, "until", "优先办理至", "Looked at first until")}
}
