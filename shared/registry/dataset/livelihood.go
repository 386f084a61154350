package dataset

import (
	"miaoban/shared/calendar"
	"miaoban/shared/lang"
	"miaoban/shared/registry"
)

// The datasets of how people live.
var livelihood = []*registry.Dataset{
	SocialInsurance.Dataset, Housing.Dataset, Enrolment.Dataset,
}

// SocialInsurance is what people have paid in, and through whom.
var SocialInsurance = socialInsurance(&registry.Dataset{
	Name: "social-insurance", Title: lang.T("社会保险参保信息", "Social insurance"), Holder: humanResources,
	Key: registry.ByPerson, FreshFor: 45 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
})

type socialInsuranceFields struct {
	Dataset  *registry.Dataset
	City     registry.Field[string] // of the present insurance
	Employed registry.Field[bool]   // insured through an employer now
	Of12     registry.Field[int]
	Of24     registry.Field[int]
}

func socialInsurance(d *registry.Dataset) socialInsuranceFields {
	return socialInsuranceFields{
		Dataset:  d,
		City:     registry.Text(d, "city", "参保城市", "City of insurance"),
		Employed: registry.Truth(d, "employed", "单位在职参保", "Insured through an employer"),
		Of12:     registry.Number(d, "months_of_12", "近12个月缴费月数", "Months paid of the last 12"),
		Of24:     registry.Number(d, "months_of_24", "近24个月缴费月数", "Months paid of the last 24"),
	}
}

// Housing is what people own, rent or are lodged in, as registered.
var Housing = housings(&registry.Dataset{
	Name: "housing", Title: lang.T("房屋产权与租赁备案信息", "Housing: ownership and registered leases"), Holder: housing,
	Key: registry.ByPerson, FreshFor: 45 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
})

type housingFields struct {
	Dataset *registry.Dataset
	City    registry.Field[string]
	Kind    registry.Field[string] // owned, leased or lodged
	Until   registry.Field[calendar.Date]
}

func housings(d *registry.Dataset) housingFields {
	return housingFields{
		Dataset: d,
		City:    registry.Text(d, "city", "房屋所在城市", "City"),
		Kind:    registry.Text(d, "kind", "居住方式", "Kind of housing"),
		Until:   registry.Day(d, "until", "租赁备案有效期至", "Lease registered until"),
	}
}

// Enrolment is who is at which school.
var Enrolment = enrolment(&registry.Dataset{
	Name: "enrolment", Title: lang.T("学籍信息", "School enrolment"), Holder: education,
	Key: registry.ByPerson, FreshFor: 180 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
})

type enrolmentFields struct {
	Dataset *registry.Dataset
	City    registry.Field[string]
	Active  registry.Field[bool]
}

func enrolment(d *registry.Dataset) enrolmentFields {
	return enrolmentFields{
		Dataset: d,
		City:    registry.Text(d, "city", "就读城市", "City of the school"),
		Active:  registry.Truth(d, "active", "学籍在册", "Enrolled"),
	}
}
