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
	Ordered: [][2]string{{"flexible_months", "months"}},
})

type unemploymentFields struct {
	Dataset *fact.Dataset
	City    fact.Field[string]        `name:"city" zh:"失业保险参保地" en:"City of the insurance" is:"city"`
	Months  fact.Field[int]           `name:"months" zh:"失业保险缴费月数" en:"Months paid, and not yet drawn on"`
	Ended   fact.Field[calendar.Date] `name:"ended_on" zh:"终止就业日期" en:"Last employment ended on"`
	// Reason is why it ended. Against one's will: dismissed by the employer (劳动合同法 arts. 39 to 41),
	// expired (44 (1)), closed (44 (4) and (5)), agreed-employer (36, proposed by the employer),
	// discharged by a public employer, employer-fault (38). By one's own will: resigned, and agreed-own
	// (36, proposed by the employee). Others, agreed and flexible among them, are for a person to judge.
	Reason     fact.Field[string]        `name:"reason" zh:"终止就业原因" en:"Why it ended" choices:"dismissed 单位解除劳动合同/dismissed; expired 劳动合同期满/contract expired; closed 单位终止经营/employer closed; agreed-employer 单位提出协商解除/agreed, proposed by the employer; discharged 被用人单位辞退、开除/discharged; employer-fault 因单位过错解除/employer at fault; resigned 本人辞职/resigned; agreed-own 本人提出协商解除/agreed, proposed by oneself; agreed 协商解除/agreed; flexible 灵活就业停止/flexible employment ended"`
	DrawnUntil fact.Field[calendar.Date] `name:"drawn_until" zh:"失业保险金领取至" en:"Draws unemployment benefit until"`
	// DrawnMonths are for how many months the benefit was paid, of those that Months and LeftMonths give.
	DrawnMonths fact.Field[int] `name:"drawn_months" zh:"已领取失业保险金月数" en:"Months of benefit paid already"`
	// LeftMonths are the months of benefit that were left of the time before the last employment.
	LeftMonths fact.Field[int] `name:"left_months" zh:"前次应领未领失业保险金月数" en:"Months of benefit left of the time before"`
	// FlexibleMonths are those of Months that were paid as flexibly employed, without an employer.
	FlexibleMonths fact.Field[int] `name:"flexible_months" zh:"其中灵活就业缴费月数" en:"Months paid as flexibly employed"`
	// RegisteredOn is the day of a registration as unemployed at a counter.
	RegisteredOn fact.Field[calendar.Date] `name:"registered_on" zh:"失业登记日期" en:"Registered as unemployed on" is:"past"`
	// Refusals are those of suitable work or training without a valid reason.
	Refusals fact.Field[int] `name:"refusals" zh:"无正当理由拒绝工作或培训次数" en:"Work or training refused without a reason"`
	// Stop is what stops or interrupts the benefit: enlisted, emigrated, imprisoned or rehabilitation.
	Stop fact.Field[string] `name:"stop" zh:"停止或中断领取情形" en:"What stops or interrupts the benefit" choices:"enlisted 应征服兵役/enlisted; emigrated 移居境外/emigrated; imprisoned 被判刑收监/imprisoned; rehabilitation 强制隔离戒毒/forced rehabilitation"`
}

// Hardship is who is recognised to be in difficulty on the labour market (就业困难人员).
var Hardship = fact.Describe[hardshipFields](&fact.Dataset{
	Name: "hardship", Title: lang.T("就业困难人员信息", "Persons in difficulty on the labour market"), Holder: humanResources,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type hardshipFields struct {
	Dataset       *fact.Dataset
	Category      fact.Field[string]        `name:"category" zh:"困难类别" en:"Category"`
	Place         fact.Field[string]        `name:"place" zh:"认定地" en:"Recognised in" is:"place"` // division
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
	City    fact.Field[string]        `name:"city" zh:"参保城市" en:"City of insurance" is:"city"`
	Since   fact.Field[calendar.Date] `name:"since" zh:"本段参保起始" en:"Paying since" is:"past"`
	PaidFen fact.Field[int]           `name:"paid_fen" zh:"上月实缴金额" en:"Paid in the last month" is:"money"`
}

// Degrees are the highest degree that somebody has (学信网).
var Degrees = fact.Describe[degreesFields](&fact.Dataset{
	Name: "degrees", Title: lang.T("学历学位信息", "Degrees"), Holder: education,
	Key: fact.ByPerson, FreshFor: 365 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type degreesFields struct {
	Dataset     *fact.Dataset
	Level       fact.Field[string]        `name:"level" zh:"学历层次" en:"Level" choices:"associate 大专/associate; bachelor 本科/bachelor; master 硕士/master; doctor 博士/doctor"` // associate, bachelor, master or doctor
	GraduatedOn fact.Field[calendar.Date] `name:"graduated_on" zh:"毕业日期" en:"Graduated on" is:"past"`
	FullTime    fact.Field[bool]          `name:"full_time" zh:"全日制" en:"Full-time"`
	School      fact.Field[string]        `name:"school" zh:"毕业院校" en:"School"`
}
