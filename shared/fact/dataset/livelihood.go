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
var SocialInsurance = socialInsurance(&fact.Dataset{
	Name: "social-insurance", Title: lang.T("社会保险参保信息", "Social insurance"), Holder: humanResources,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type socialInsuranceFields struct {
	Dataset  *fact.Dataset
	City     fact.Field[string] // of the present insurance
	Employed fact.Field[bool]   // insured through an employer now
	Of12     fact.Field[int]
	Of24     fact.Field[int]
}

func socialInsurance(d *fact.Dataset) socialInsuranceFields {
	return socialInsuranceFields{
		Dataset:  d,
		City:     fact.Text(d, "city", "参保城市", "City of insurance"),
		Employed: fact.Bool(d, "employed", "单位在职参保", "Insured through an employer"),
		Of12:     fact.Number(d, "months_of_12", "近12个月缴费月数", "Months paid of the last 12"),
		Of24:     fact.Number(d, "months_of_24", "近24个月缴费月数", "Months paid of the last 24"),
	}
}

// Housing is what people own, rent or are lodged in, as registered.
var Housing = housings(&fact.Dataset{
	Name: "housing", Title: lang.T("房屋产权与租赁备案信息", "Housing: ownership and registered leases"), Holder: housing,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type housingFields struct {
	Dataset *fact.Dataset
	City    fact.Field[string]
	Kind    fact.Field[string] // owned, leased or lodged
	Until   fact.Field[calendar.Date]
}

func housings(d *fact.Dataset) housingFields {
	return housingFields{
		Dataset: d,
		City:    fact.Text(d, "city", "房屋所在城市", "City"),
		Kind:    fact.Text(d, "kind", "居住方式", "Kind of housing"),
		Until:   fact.Day(d, "until", "租赁备案有效期至", "Lease registered until"),
	}
}

// Enrolment is who is at which school.
var Enrolment = enrolment(&fact.Dataset{
	Name: "enrolment", Title: lang.T("学籍信息", "School enrolment"), Holder: education,
	Key: fact.ByPerson, FreshFor: 180 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type enrolmentFields struct {
	Dataset *fact.Dataset
	City    fact.Field[string]
	Active  fact.Field[bool]
}

func enrolment(d *fact.Dataset) enrolmentFields {
	return enrolmentFields{
		Dataset: d,
		City:    fact.Text(d, "city", "就读城市", "City of the school"),
		Active:  fact.Bool(d, "active", "学籍在册", "Enrolled"),
	}
}
