package dataset

import (
	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// The datasets of who works, has worked and has learned what.
var work = []*fact.Dataset{
	Unemployment.Dataset, Hardship.Dataset, Flexible.Dataset, Degrees.Dataset,
}

// Unemployment is what somebody has paid into unemployment insurance, and how their last
// employment ended.
var Unemployment = unemployment(&fact.Dataset{
	Name: "unemployment", Title: lang.T("失业与参保信息", "Unemployment insurance"), Holder: humanResources,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type unemploymentFields struct {
	Dataset    *fact.Dataset
	City       fact.Field[string]
	Months     fact.Field[int]
	Ended      fact.Field[calendar.Date]
	Reason     fact.Field[string] // dismissed, expired, closed or resigned
	DrawnUntil fact.Field[calendar.Date]
	// DrawnMonths are for how many months the benefit was paid, of those that Months give.
	DrawnMonths fact.Field[int]
}

func unemployment(d *fact.Dataset) unemploymentFields {
	return unemploymentFields{
		Dataset:     d,
		City:        fact.Text(d, "city", "失业保险参保地", "City of the insurance"),
		Months:      fact.Number(d, "months", "失业保险缴费月数", "Months paid, and not yet drawn on"),
		Ended:       fact.Day(d, "ended_on", "终止就业日期", "Last employment ended on"),
		Reason:      fact.Text(d, "reason", "终止就业原因", "Why it ended"),
		DrawnUntil:  fact.Day(d, "drawn_until", "失业保险金领取至", "Draws unemployment benefit until"),
		DrawnMonths: fact.Number(d, "drawn_months", "已领取失业保险金月数", "Months of benefit paid already"),
	}
}

// Hardship is who is recognised to be in difficulty on the labour market (就业困难人员).
var Hardship = hardship(&fact.Dataset{
	Name: "hardship", Title: lang.T("就业困难人员信息", "Persons in difficulty on the labour market"), Holder: humanResources,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type hardshipFields struct {
	Dataset       *fact.Dataset
	Category      fact.Field[string]
	Place         fact.Field[string] // division
	Until         fact.Field[calendar.Date]
	SubsidyMonths fact.Field[int]
}

func hardship(d *fact.Dataset) hardshipFields {
	return hardshipFields{
		Dataset:       d,
		Category:      fact.Text(d, "category", "困难类别", "Category"),
		Place:         fact.Text(d, "place", "认定地", "Recognised in"),
		Until:         fact.Day(d, "until", "认定有效期至", "Recognised until"),
		SubsidyMonths: fact.Number(d, "subsidy_months", "已领取社保补贴月数", "Months of subsidy drawn"),
	}
}

// Flexible is what those who work for themselves pay in social insurance (灵活就业).
var Flexible = flexible(&fact.Dataset{
	Name: "flexible-insurance", Title: lang.T("灵活就业参保信息", "Insurance of the flexibly employed"), Holder: humanResources,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type flexibleFields struct {
	Dataset *fact.Dataset
	City    fact.Field[string]
	Since   fact.Field[calendar.Date]
	PaidFen fact.Field[int]
}

func flexible(d *fact.Dataset) flexibleFields {
	return flexibleFields{
		Dataset: d,
		City:    fact.Text(d, "city", "参保城市", "City of insurance"),
		Since:   fact.Day(d, "since", "本段参保起始", "Paying since"),
		PaidFen: fact.Number(d, "paid_fen", "上月实缴金额（分）", "Paid in the last month, in fen"),
	}
}

// Degrees are the highest degree that somebody has (学信网).
var Degrees = degrees(&fact.Dataset{
	Name: "degrees", Title: lang.T("学历学位信息", "Degrees"), Holder: education,
	Key: fact.ByPerson, FreshFor: 365 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type degreesFields struct {
	Dataset     *fact.Dataset
	Level       fact.Field[string] // associate, bachelor, master or doctor
	GraduatedOn fact.Field[calendar.Date]
	FullTime    fact.Field[bool]
	School      fact.Field[string]
}

func degrees(d *fact.Dataset) degreesFields {
	return degreesFields{
		Dataset:     d,
		Level:       fact.Text(d, "level", "学历层次", "Level"),
		GraduatedOn: fact.Day(d, "graduated_on", "毕业日期", "Graduated on"),
		FullTime:    fact.Bool(d, "full_time", "全日制", "Full-time"),
		School:      fact.Text(d, "school", "毕业院校", "School"),
	}
}
