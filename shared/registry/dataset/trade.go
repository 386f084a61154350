package dataset

import (
	"miaoban/shared/calendar"
	"miaoban/shared/lang"
	"miaoban/shared/registry"
)

// The datasets of what a business owes and has, by its unified social credit code.
var trade = []*registry.Dataset{
	Taxpayers.Dataset, Seals.Dataset, Employers.Dataset, HealthCertificates.Dataset, Abnormal.Dataset, Dishonesty.Dataset, StallAreas.Dataset,
}

// Taxpayers are the businesses that the tax authority knows.
var Taxpayers = taxpayers(&registry.Dataset{
	Name: "taxpayers", Title: lang.T("税务登记信息", "Taxpayers"), Holder: taxAuthority,
	Key: registry.ByBusiness, FreshFor: 30 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
})

type taxpayersFields struct {
	Dataset *registry.Dataset
	Since   registry.Field[calendar.Date]
	Cleared registry.Field[bool]
}

func taxpayers(d *registry.Dataset) taxpayersFields {
	return taxpayersFields{
		Dataset: d,
		Since:   registry.Day(d, "since", "登记日期", "Registered on"),
		Cleared: registry.Truth(d, "cleared", "无欠税、无未结事项", "Nothing is owed or open"),
	}
}

// Seals are the official seals on record.
var Seals = seals(&registry.Dataset{
	Name: "seals", Title: lang.T("印章备案信息", "Registered seals"), Holder: publicSecurity,
	Key: registry.ByBusiness, FreshFor: 30 * day, Sensitivity: registry.Open, AbsenceIsNo: true,
})

type sealsFields struct {
	Dataset *registry.Dataset
	Number  registry.Field[string]
	On      registry.Field[calendar.Date]
}

func seals(d *registry.Dataset) sealsFields {
	return sealsFields{
		Dataset: d,
		Number:  registry.Text(d, "number", "印章编码", "Number of the seal"),
		On:      registry.Day(d, "on", "备案日期", "On record since"),
	}
}

// Employers are the businesses that insure those whom they employ.
var Employers = employers(&registry.Dataset{
	Name: "employers", Title: lang.T("用人单位参保登记信息", "Employers"), Holder: humanResources,
	Key: registry.ByBusiness, FreshFor: 30 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
})

type employersFields struct {
	Dataset *registry.Dataset
	Since   registry.Field[calendar.Date]
}

func employers(d *registry.Dataset) employersFields {
	return employersFields{
		Dataset: d,
		Since:   registry.Day(d, "since", "登记日期", "Registered on"),
	}
}

// HealthCertificates are the certificates of those who handle food.
var HealthCertificates = healthCertificates(&registry.Dataset{
	Name: "health-certificates", Title: lang.T("从业人员健康证明信息", "Health certificates of food handlers"), Holder: health,
	Key: registry.ByPerson, FreshFor: 30 * day, Sensitivity: registry.Sensitive, AbsenceIsNo: true,
})

type healthCertificatesFields struct {
	Dataset *registry.Dataset
	Until   registry.Field[calendar.Date]
}

func healthCertificates(d *registry.Dataset) healthCertificatesFields {
	return healthCertificatesFields{
		Dataset: d,
		Until:   registry.Day(d, "until", "健康证明有效期至", "Valid until"),
	}
}

// Abnormal is the list of businesses that could not be reached or did not report.
var Abnormal = abnormal(&registry.Dataset{
	Name: "abnormal-operations", Title: lang.T("经营异常名录信息", "List of abnormal operations"), Holder: marketRegulator,
	Key: registry.ByBusiness, FreshFor: 7 * day, Sensitivity: registry.Open, AbsenceIsNo: true,
})

type abnormalFields struct {
	Dataset *registry.Dataset
	Reason  registry.Field[string]
	On      registry.Field[calendar.Date]
}

func abnormal(d *registry.Dataset) abnormalFields {
	return abnormalFields{
		Dataset: d,
		Reason:  registry.Text(d, "reason", "列入原因", "Reason"),
		On:      registry.Day(d, "on", "列入日期", "Listed on"),
	}
}

// Dishonesty is who has broken a promise, and may have nothing by promise for a time
// (告知承诺制, 国办发〔2020〕42号).
var Dishonesty = dishonesty(&registry.Dataset{
	Name: "dishonesty", Title: lang.T("失信惩戒信息", "Exclusions for broken promises"), Holder: marketRegulator,
	Key: registry.ByPerson, FreshFor: 7 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
})

type dishonestyFields struct {
	Dataset *registry.Dataset
	Until   registry.Field[calendar.Date]
}

func dishonesty(d *registry.Dataset) dishonestyFields {
	return dishonestyFields{
		Dataset: d,
		Until:   registry.Day(d, "until", "不适用告知承诺至", "Nothing by promise until"),
	}
}

// StallAreas are where food stalls may stand, by street: the streets and towns decide it.
var StallAreas = stallAreas(&registry.Dataset{
	Name: "stall-areas", Title: lang.T("食品摊贩划定区域信息", "Areas for food stalls"), Holder: streets,
	Key: registry.ByDivision, FreshFor: 90 * day, Sensitivity: registry.Open, AbsenceIsNo: true,
})

type stallAreasFields struct {
	Dataset *registry.Dataset
	Area    registry.Field[string]
	Places  registry.Field[int]
}

func stallAreas(d *registry.Dataset) stallAreasFields {
	return stallAreasFields{
		Dataset: d,
		Area:    registry.Text(d, "area", "划定区域", "Area"),
		Places:  registry.Number(d, "places", "摊位数", "Places"),
	}
}
