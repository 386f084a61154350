package dataset

import (
	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// The datasets of families: who is married to whom, whose child was born, and who cares for it.
var family = []*fact.Dataset{
	Marriages.Dataset, Births.Dataset, Parentage.Dataset, ChildcareSubsidies.Dataset,
}

// Marriages is the register of marriages, by each of the two.
var Marriages = fact.Describe[marriagesFields](&fact.Dataset{
	Name: "marriages", Title: lang.T("婚姻登记信息", "Register of marriages"), Holder: civilAffairs,
	Key: fact.ByPerson, FreshFor: 30 * day, Sensitivity: fact.Personal, AbsenceIsNo: true, KeepsBefore: true,
})

type marriagesFields struct {
	Dataset *fact.Dataset
	State   fact.Field[string]        `name:"state" zh:"婚姻状况" en:"Marital state" choices:"married 已婚/married; divorced 离婚/divorced"` // married or divorced
	Spouse  fact.Field[string]        `name:"spouse" zh:"配偶" en:"Spouse" is:"person"`
	On      fact.Field[calendar.Date] `name:"on" zh:"登记日期" en:"Registered on" is:"past"`
}

// Births are the births, by the number of the birth certificate (出生医学证明).
var Births = fact.Describe[birthsFields](&fact.Dataset{
	Name: "births", Title: lang.T("出生医学证明信息", "Birth certificates"), Holder: health,
	Key: fact.ByCertificate, FreshFor: 10 * 365 * day, Sensitivity: fact.Personal, Kin: []string{"mother", "father", "child"},
	Distinct: []string{"mother", "father", "child"}, Parents: []string{"mother", "father"}, BornOn: "on",
})

type birthsFields struct {
	Dataset *fact.Dataset
	Mother  fact.Field[string]        `name:"mother" zh:"母亲" en:"Mother" is:"person"`
	Father  fact.Field[string]        `name:"father" zh:"父亲" en:"Father" is:"person"` // ID number; missing where none is named
	On      fact.Field[calendar.Date] `name:"on" zh:"出生日期" en:"Born on" is:"past"`
	Sex     fact.Field[string]        `name:"sex" zh:"性别" en:"Sex" choices:"female 女/female; male 男/male"` // female or male
	Place   fact.Field[string]        `name:"place" zh:"出生地" en:"Born in" is:"place"`                      // division
	Rank    fact.Field[int]           `name:"rank" zh:"登记孩次" en:"Which child, as its parents registered it"`
	// once its household is entered
	Child fact.Field[string] `name:"child" zh:"新生儿公民身份号码" en:"ID number of the child" is:"person"`
}

// Parentage is who cares for a child: its parents by birth or adoption, who has custody where they
// are divorced, and the guardian where neither of them can be.
var Parentage = fact.Describe[parentageFields](&fact.Dataset{
	Name: "parentage", Title: lang.T("亲子和监护关系信息", "Parents and guardians"), Holder: civilAffairs,
	Key: fact.ByChild, FreshFor: 366 * day, Sensitivity: fact.Personal, Kin: []string{"mother", "father", "guardian"},
	Distinct: []string{"mother", "father"}, Parents: []string{"mother", "father"},
})

type parentageFields struct {
	Dataset *fact.Dataset
	Mother  fact.Field[string] `name:"mother" zh:"母亲" en:"Mother" is:"person"`
	Father  fact.Field[string] `name:"father" zh:"父亲" en:"Father" is:"person"` // missing where none is named
	// of the children whom both have; children of one birth all have the rank of the first of them
	Rank      fact.Field[int]           `name:"rank" zh:"孩次" en:"Which child of the couple"`
	AdoptedOn fact.Field[calendar.Date] `name:"adopted_on" zh:"收养登记日期" en:"Adoption registered on" is:"past"`
	// of divorced parents; missing where the agreement or judgment is not on record
	Custody       fact.Field[string] `name:"custody" zh:"有抚养权的人" en:"Who has custody" is:"person"`
	Guardian      fact.Field[string] `name:"guardian" zh:"其他监护人" en:"Guardian in place of the parents" is:"person"`
	InInstitution fact.Field[bool]   `name:"in_institution" zh:"由儿童福利机构监护" en:"In the care of an institution"`
}

// ChildcareSubsidies are the years for which a child has had the childcare subsidy (育儿补贴),
// wherever it was paid.
var ChildcareSubsidies = fact.Describe[childcareSubsidyFields](&fact.Dataset{
	Name: "childcare-subsidies", Title: lang.T("育儿补贴发放信息", "Childcare subsidies"), Holder: health,
	Key: fact.ByPerson, FreshFor: 3 * 366 * day, Sensitivity: fact.Personal, AbsenceIsNo: true, // payments stay, for all three years
	Ordered: [][2]string{{"first_year", "last_year"}},
})

type childcareSubsidyFields struct {
	Dataset *fact.Dataset
	Place   fact.Field[string] `name:"place" zh:"育儿补贴发放地" en:"Place that paid it last" is:"place"` // division
	First   fact.Field[int]    `name:"first_year" zh:"首次申领年度" en:"Year of the first application"`
	Last    fact.Field[int]    `name:"last_year" zh:"最近申领年度" en:"Year of the last application"`
}
