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
var Unemployment = fact.Describe[unemploymentFields](&fact.Dataset{
	Name: "unemployment", Title: lang.T("失业与参保信息", "Unemployment insurance"), Holder: humanResources,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type unemploymentFields struct {
	Dataset    *fact.Dataset
	City       fact.Field[string]        `name:"city" zh:"失业保险参保地" en:"City of the insurance"`
	Months     fact.Field[int]           `name:"months" zh:"失业保险缴费月数" en:"Months paid, and not yet drawn on"`
	Ended      fact.Field[calendar.Date] `name:"ended_on" zh:"终止就业日期" en:"Last employment ended on"`
	Reason     fact.Field[string]        `name:"reason" zh:"终止就业原因" en:"Why it ended"` // dismissed, expired, closed or resigned
	DrawnUntil fact.Field[calendar.Date] `name:"drawn_until" zh:"失业保险金领取至" en:"Draws unemployment benefit until"`
	// DrawnMonths are for how many months the benefit was paid, of those that Months give.
	DrawnMonths fact.Field[int] `name:"drawn_months" zh:"已领取失业保险金月数" en:"Months of benefit paid already"`
}

// Hardship is who is recognised to be in difficulty on the labour market (就业困难人员).
var Hardship = fact.Describe[hardshipFields](&fact.Dataset{
	Name: "hardship", Title: lang.T("就业困难人员信息", "Persons in difficulty on the labour market"), Holder: humanResources,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type hardshipFields struct {
	Dataset       *fact.Dataset
	Category      fact.Field[string]        `name:"category" zh:"困难类别" en:"Category"`
	Place         fact.Field[string]        `name:"place" zh:"认定地" en:"Recognised in"` // division
	Until         fact.Field[calendar.Date] `name:"until" zh:"认定有效期至" en:"Recognised until"`
	SubsidyMonths fact.Field[int]           `name:"subsidy_months" zh:"已领取社保补贴月数" en:"Months of subsidy drawn"`
}

// Flexible is what those who work for themselves pay in social insurance (灵活就业).
var Flexible = fact.Describe[flexibleFields](&fact.Dataset{
	Name: "flexible-insurance", Title: lang.T("灵活就业参保信息", "Insurance of the flexibly employed"), Holder: humanResources,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type flexibleFields struct {
	Dataset *fact.Dataset
	City    fact.Field[string]        `name:"city" zh:"参保城市" en:"City of insurance"`
	Since   fact.Field[calendar.Date] `name:"since" zh:"本段参保起始" en:"Paying since"`
	PaidFen fact.Field[int]           `name:"paid_fen" zh:"上月实缴金额（分）" en:"Paid in the last month, in fen"`
}

// Degrees are the highest degree that somebody has (学信网).
var Degrees = fact.Describe[degreesFields](&fact.Dataset{
	Name: "degrees", Title: lang.T("学历学位信息", "Degrees"), Holder: education,
	Key: fact.ByPerson, FreshFor: 365 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type degreesFields struct {
	Dataset     *fact.Dataset
	Level       fact.Field[string]        `name:"level" zh:"学历层次" en:"Level"` // associate, bachelor, master or doctor
	GraduatedOn fact.Field[calendar.Date] `name:"graduated_on" zh:"毕业日期" en:"Graduated on"`
	FullTime    fact.Field[bool]          `name:"full_time" zh:"全日制" en:"Full-time"`
	School      fact.Field[string]        `name:"school" zh:"毕业院校" en:"School"`
}
