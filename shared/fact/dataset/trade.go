package dataset

import (
	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// The datasets of what a business owes and has, by its unified social credit code.
var trade = []*fact.Dataset{
	Taxpayers.Dataset, Seals.Dataset, Employers.Dataset, HealthCertificates.Dataset, Abnormal.Dataset,
	Dishonesty.Dataset, StallAreas.Dataset,
}

// Taxpayers are the businesses that the tax authority knows.
var Taxpayers = fact.Describe[taxpayersFields](&fact.Dataset{
	Name: "taxpayers", Title: lang.T("税务登记信息", "Taxpayers"), Holder: taxAuthority,
	Key: fact.ByBusiness, FreshFor: 30 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type taxpayersFields struct {
	Dataset *fact.Dataset
	Since   fact.Field[calendar.Date] `name:"since" zh:"登记日期" en:"Registered on" is:"past"`
	Cleared fact.Field[bool]          `name:"cleared" zh:"无欠税、无未结事项" en:"Nothing is owed or open"`
}

// Seals are the official seals on record.
var Seals = fact.Describe[sealsFields](&fact.Dataset{
	Name: "seals", Title: lang.T("印章备案信息", "Registered seals"), Holder: publicSecurity,
	Key: fact.ByBusiness, FreshFor: 30 * day, Sensitivity: fact.Open, AbsenceIsNo: true,
})

type sealsFields struct {
	Dataset *fact.Dataset
	Number  fact.Field[string]        `name:"number" zh:"印章编码" en:"Number of the seal"`
	On      fact.Field[calendar.Date] `name:"on" zh:"备案日期" en:"On record since" is:"past"`
}

// Employers are the businesses that insure those whom they employ.
var Employers = fact.Describe[employersFields](&fact.Dataset{
	Name: "employers", Title: lang.T("用人单位参保登记信息", "Employers"), Holder: humanResources,
	Key: fact.ByBusiness, FreshFor: 30 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type employersFields struct {
	Dataset *fact.Dataset
	Since   fact.Field[calendar.Date] `name:"since" zh:"登记日期" en:"Registered on" is:"past"`
}

// HealthCertificates are the certificates of those who handle food.
var HealthCertificates = fact.Describe[healthCertificatesFields](&fact.Dataset{
	Name: "health-certificates", Title: lang.T("从业人员健康证明信息", "Health certificates of food handlers"), Holder: health,
	Key: fact.ByPerson, FreshFor: 30 * day, Sensitivity: fact.Sensitive, AbsenceIsNo: true,
})

type healthCertificatesFields struct {
	Dataset *fact.Dataset
	Until   fact.Field[calendar.Date] `name:"until" zh:"健康证明有效期至" en:"Valid until"`
}

// Abnormal is the list of businesses that could not be reached or did not report.
var Abnormal = fact.Describe[abnormalFields](&fact.Dataset{
	Name: "abnormal-operations", Title: lang.T("经营异常名录信息", "List of abnormal operations"), Holder: marketRegulator,
	Key: fact.ByBusiness, FreshFor: 7 * day, Sensitivity: fact.Open, AbsenceIsNo: true,
})

type abnormalFields struct {
	Dataset *fact.Dataset
	Reason  fact.Field[string]        `name:"reason" zh:"列入原因" en:"Reason"`
	On      fact.Field[calendar.Date] `name:"on" zh:"列入日期" en:"Listed on" is:"past"`
}

// Dishonesty is who has broken a promise, and may have nothing by promise for a time
// (告知承诺制, 国办发〔2020〕42号).
var Dishonesty = fact.Describe[dishonestyFields](&fact.Dataset{
	Name: "dishonesty", Title: lang.T("失信惩戒信息", "Exclusions for broken promises"), Holder: marketRegulator,
	Key: fact.ByPerson, FreshFor: 7 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type dishonestyFields struct {
	Dataset *fact.Dataset
	Until   fact.Field[calendar.Date] `name:"until" zh:"不适用告知承诺至" en:"Nothing by promise until"`
}

// StallAreas are where food stalls may stand, by street: the streets and towns decide it.
var StallAreas = fact.Describe[stallAreasFields](&fact.Dataset{
	Name: "stall-areas", Title: lang.T("食品摊贩划定区域信息", "Areas for food stalls"), Holder: streets,
	Key: fact.ByDivision, FreshFor: 90 * day, Sensitivity: fact.Open, AbsenceIsNo: true,
})

type stallAreasFields struct {
	Dataset *fact.Dataset
	Area    fact.Field[string] `name:"area" zh:"划定区域" en:"Area"`
	Places  fact.Field[int]    `name:"places" zh:"摊位数" en:"Places"`
}
