package dataset

import (
	"miaoban/shared/calendar"
	"miaoban/shared/lang"
	"miaoban/shared/registry"
)

// The datasets of who works, has worked and has learned what.
var work = []*registry.Dataset{
	Unemployment.Dataset, Hardship.Dataset, Flexible.Dataset, Degrees.Dataset,
}

// Unemployment is what somebody has paid into unemployment insurance, and how their last
// employment ended.
var Unemployment = unemployment(&registry.Dataset{
	Name: "unemployment", Title: lang.T("失业与参保信息", "Unemployment insurance"), Holder: humanResources,
	Key: registry.ByPerson, FreshFor: 45 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
})

type unemploymentFields struct {
	Dataset    *registry.Dataset
	City       registry.Field[string]
	Months     registry.Field[int]
	Ended      registry.Field[calendar.Date]
	Reason     registry.Field[string] // dismissed, expired, closed or resigned
	DrawnUntil registry.Field[calendar.Date]
	// DrawnMonths are for how many months the benefit was paid, of those that Months give.
	DrawnMonths registry.Field[int]
}

func unemployment(d *registry.Dataset) unemploymentFields {
	return unemploymentFields{
		Dataset:     d,
		City:        registry.Text(d, "city", "失业保险参保地", "City of the insurance"),
		Months:      registry.Number(d, "months", "失业保险缴费月数", "Months paid, and not yet drawn on"),
		Ended:       registry.Day(d, "ended_on", "终止就业日期", "Last employment ended on"),
		Reason:      registry.Text(d, "reason", "终止就业原因", "Why it ended"),
		DrawnUntil:  registry.Day(d, "drawn_until", "失业保险金领取至", "Draws unemployment benefit until"),
		DrawnMonths: registry.Number(d, "drawn_months", "已领取失业保险金月数", "Months of benefit paid already"),
	}
}

// Hardship is who is recognised to be in difficulty on the labour market (就业困难人员).
var Hardship = hardship(&registry.Dataset{
	Name: "hardship", Title: lang.T("就业困难人员信息", "Persons in difficulty on the labour market"), Holder: humanResources,
	Key: registry.ByPerson, FreshFor: 45 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
})

type hardshipFields struct {
	Dataset       *registry.Dataset
	Category      registry.Field[string]
	Place         registry.Field[string] // division
	Until         registry.Field[calendar.Date]
	SubsidyMonths registry.Field[int]
}

func hardship(d *registry.Dataset) hardshipFields {
	return hardshipFields{
		Dataset:       d,
		Category:      registry.Text(d, "category", "困难类别", "Category"),
		Place:         registry.Text(d, "place", "认定地", "Recognised in"),
		Until:         registry.Day(d, "until", "认定有效期至", "Recognised until"),
		SubsidyMonths: registry.Number(d, "subsidy_months", "已领取社保补贴月数", "Months of subsidy drawn"),
	}
}

// Flexible is what those who work for themselves pay in social insurance (灵活就业).
var Flexible = flexible(&registry.Dataset{
	Name: "flexible-insurance", Title: lang.T("灵活就业参保信息", "Insurance of the flexibly employed"), Holder: humanResources,
	Key: registry.ByPerson, FreshFor: 45 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
})

type flexibleFields struct {
	Dataset *registry.Dataset
	City    registry.Field[string]
	Since   registry.Field[calendar.Date]
	PaidFen registry.Field[int]
}

func flexible(d *registry.Dataset) flexibleFields {
	return flexibleFields{
		Dataset: d,
		City:    registry.Text(d, "city", "参保城市", "City of insurance"),
		Since:   registry.Day(d, "since", "本段参保起始", "Paying since"),
		PaidFen: registry.Number(d, "paid_fen", "上月实缴金额（分）", "Paid in the last month, in fen"),
	}
}

// Degrees are the highest degree that somebody has (学信网).
var Degrees = degrees(&registry.Dataset{
	Name: "degrees", Title: lang.T("学历学位信息", "Degrees"), Holder: education,
	Key: registry.ByPerson, FreshFor: 365 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
})

type degreesFields struct {
	Dataset     *registry.Dataset
	Level       registry.Field[string] // associate, bachelor, master or doctor
	GraduatedOn registry.Field[calendar.Date]
	FullTime    registry.Field[bool]
	School      registry.Field[string]
}

func degrees(d *registry.Dataset) degreesFields {
	return degreesFields{
		Dataset:     d,
		Level:       registry.Text(d, "level", "学历层次", "Level"),
		GraduatedOn: registry.Day(d, "graduated_on", "毕业日期", "Graduated on"),
		FullTime:    registry.Truth(d, "full_time", "全日制", "Full-time"),
		School:      registry.Text(d, "school", "毕业院校", "School"),
	}
}
