package dataset

import (
	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// The datasets of how people live.
var livelihood = []*fact.Dataset{
	SocialInsurance.Dataset, Housing.Dataset, Enrolment.Dataset,
}

// SocialInsurance is what people have paid in, and through whom.
var SocialInsurance = fact.Describe[socialInsuranceFields](&fact.Dataset{
	Name: "social-insurance", Title: lang.T("社会保险参保信息", "Social insurance"), Holder: humanResources,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
	Ordered: [][2]string{{"months_of_12", "months_of_24"}},
})

type socialInsuranceFields struct {
	Dataset  *fact.Dataset
	City     fact.Field[string] `name:"city" zh:"参保城市" en:"City of insurance" is:"city"`       // of the present insurance
	Employed fact.Field[bool]   `name:"employed" zh:"单位在职参保" en:"Insured through an employer"` // insured through an employer now
	// by which age a woman retires: cadre (55 before 2025) or worker (50)
	RetirementTrack fact.Field[string] `name:"retirement_track" zh:"女职工退休岗位类别" en:"Retirement track (women)" choices:"cadre 管理或专业技术岗位/cadre; worker 生产操作岗位/worker"`
	Of12            fact.Field[int]    `name:"months_of_12" zh:"近12个月缴费月数" en:"Months paid of the last 12" most:"12"`
	Of24            fact.Field[int]    `name:"months_of_24" zh:"近24个月缴费月数" en:"Months paid of the last 24" most:"24"`
}

// Housing is what people own, rent or are lodged in, as registered.
var Housing = fact.Describe[housingFields](&fact.Dataset{
	Name: "housing", Title: lang.T("房屋产权与租赁备案信息", "Housing: ownership and registered leases"), Holder: housing,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type housingFields struct {
	Dataset *fact.Dataset
	City    fact.Field[string]        `name:"city" zh:"房屋所在城市" en:"City" is:"city"`
	Kind    fact.Field[string]        `name:"kind" zh:"居住方式" en:"Kind of housing" choices:"owned 自有/owned; leased 租赁/leased; lodged 借住、宿舍/lodged"` // owned, leased or lodged
	Until   fact.Field[calendar.Date] `name:"until" zh:"租赁备案有效期至" en:"Lease registered until"`
}

// Enrolment is who is at which school.
var Enrolment = fact.Describe[enrolmentFields](&fact.Dataset{
	Name: "enrolment", Title: lang.T("学籍信息", "School enrolment"), Holder: education,
	Key: fact.ByPerson, FreshFor: 180 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type enrolmentFields struct {
	Dataset *fact.Dataset
	City    fact.Field[string] `name:"city" zh:"就读城市" en:"City of the school" is:"city"`
	Active  fact.Field[bool]   `name:"active" zh:"学籍在册" en:"Enrolled"`
	// primary, secondary or higher
	Stage    fact.Field[string] `name:"stage" zh:"学段" en:"Stage of education" choices:"primary 小学/primary; secondary 中学/secondary; higher 高等教育/higher"`
	FullTime fact.Field[bool]   `name:"full_time" zh:"全日制" en:"Full-time"`
}
