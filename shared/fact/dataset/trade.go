package dataset

import (
	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// The datasets of what a business owes and has, by its unified social credit code.
var trade = []*fact.Dataset{
	Taxpayers.Dataset, Seals.Dataset, Employers.Dataset, HealthCertificates.Dataset, Abnormal.Dataset, Dishonesty.Dataset, StallAreas.Dataset,
}

// Taxpayers are the businesses that the tax authority knows.
var Taxpayers = taxpayers(&fact.Dataset{
	Name: "taxpayers", Title: lang.T("税务登记信息", "Taxpayers"), Holder: taxAuthority,
	Key: fact.ByBusiness, FreshFor: 30 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type taxpayersFields struct {
	Dataset *fact.Dataset
	Since   fact.Field[calendar.Date]
	Cleared fact.Field[bool]
}

func taxpayers(d *fact.Dataset) taxpayersFields {
	return taxpayersFields{
		Dataset: d,
		Since:   fact.Day(d, "since", "登记日期", "Registered on"),
		Cleared: fact.Bool(d, "cleared", "无欠税、无未结事项", "Nothing is owed or open"),
	}
}

// Seals are the official seals on record.
var Seals = seals(&fact.Dataset{
	Name: "seals", Title: lang.T("印章备案信息", "Registered seals"), Holder: publicSecurity,
	Key: fact.ByBusiness, FreshFor: 30 * day, Sensitivity: fact.Open, AbsenceIsNo: true,
})

type sealsFields struct {
	Dataset *fact.Dataset
	Number  fact.Field[string]
	On      fact.Field[calendar.Date]
}

func seals(d *fact.Dataset) sealsFields {
	return sealsFields{
		Dataset: d,
		Number:  fact.Text(d, "number", "印章编码", "Number of the seal"),
		On:      fact.Day(d, "on", "备案日期", "On record since"),
	}
}

// Employers are the businesses that insure those whom they employ.
var Employers = employers(&fact.Dataset{
	Name: "employers", Title: lang.T("用人单位参保登记信息", "Employers"), Holder: humanResources,
	Key: fact.ByBusiness, FreshFor: 30 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type employersFields struct {
	Dataset *fact.Dataset
	Since   fact.Field[calendar.Date]
}

func employers(d *fact.Dataset) employersFields {
	return employersFields{
		Dataset: d,
		Since:   fact.Day(d, "since", "登记日期", "Registered on"),
	}
}

// HealthCertificates are the certificates of those who handle food.
var HealthCertificates = healthCertificates(&fact.Dataset{
	Name: "health-certificates", Title: lang.T("从业人员健康证明信息", "Health certificates of food handlers"), Holder: health,
	Key: fact.ByPerson, FreshFor: 30 * day, Sensitivity: fact.Sensitive, AbsenceIsNo: true,
})

type healthCertificatesFields struct {
	Dataset *fact.Dataset
	Until   fact.Field[calendar.Date]
}

func healthCertificates(d *fact.Dataset) healthCertificatesFields {
	return healthCertificatesFields{
		Dataset: d,
		Until:   fact.Day(d, "until", "健康证明有效期至", "Valid until"),
	}
}

// Abnormal is the list of businesses that could not be reached or did not report.
var Abnormal = abnormal(&fact.Dataset{
	Name: "abnormal-operations", Title: lang.T("经营异常名录信息", "List of abnormal operations"), Holder: marketRegulator,
	Key: fact.ByBusiness, FreshFor: 7 * day, Sensitivity: fact.Open, AbsenceIsNo: true,
})

type abnormalFields struct {
	Dataset *fact.Dataset
	Reason  fact.Field[string]
	On      fact.Field[calendar.Date]
}

func abnormal(d *fact.Dataset) abnormalFields {
	return abnormalFields{
		Dataset: d,
		Reason:  fact.Text(d, "reason", "列入原因", "Reason"),
		On:      fact.Day(d, "on", "列入日期", "Listed on"),
	}
}

// Dishonesty is who has broken a promise, and may have nothing by promise for a time
// (告知承诺制, 国办发〔2020〕42号).
var Dishonesty = dishonesty(&fact.Dataset{
	Name: "dishonesty", Title: lang.T("失信惩戒信息", "Exclusions for broken promises"), Holder: marketRegulator,
	Key: fact.ByPerson, FreshFor: 7 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type dishonestyFields struct {
	Dataset *fact.Dataset
	Until   fact.Field[calendar.Date]
}

func dishonesty(d *fact.Dataset) dishonestyFields {
	return dishonestyFields{
		Dataset: d,
		Until:   fact.Day(d, "until", "不适用告知承诺至", "Nothing by promise until"),
	}
}

// StallAreas are where food stalls may stand, by street: the streets and towns decide it.
var StallAreas = stallAreas(&fact.Dataset{
	Name: "stall-areas", Title: lang.T("食品摊贩划定区域信息", "Areas for food stalls"), Holder: streets,
	Key: fact.ByDivision, FreshFor: 90 * day, Sensitivity: fact.Open, AbsenceIsNo: true,
})

type stallAreasFields struct {
	Dataset *fact.Dataset
	Area    fact.Field[string]
	Places  fact.Field[int]
}

func stallAreas(d *fact.Dataset) stallAreasFields {
	return stallAreasFields{
		Dataset: d,
		Area:    fact.Text(d, "area", "划定区域", "Area"),
		Places:  fact.Number(d, "places", "摊位数", "Places"),
	}
}
