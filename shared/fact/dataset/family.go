package dataset

import (
	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// The datasets of families: who is married to whom, and whose child was born.
var family = []*fact.Dataset{
	Marriages.Dataset, Births.Dataset,
}

// Marriages is the register of marriages, by each of the two.
var Marriages = fact.Describe[marriagesFields](&fact.Dataset{
	Name: "marriages", Title: lang.T("婚姻登记信息", "Register of marriages"), Holder: civilAffairs,
	Key: fact.ByPerson, FreshFor: 30 * day, Sensitivity: fact.Personal, AbsenceIsNo: true, KeepsBefore: true,
})

type marriagesFields struct {
	Dataset *fact.Dataset
	State   fact.Field[string]        `name:"state" zh:"婚姻状况" en:"Marital state"` // married or divorced
	Spouse  fact.Field[string]        `name:"spouse" zh:"配偶" en:"Spouse" is:"person"`
	On      fact.Field[calendar.Date] `name:"on" zh:"登记日期" en:"Registered on"`
}

// Births are the births, by the number of the birth certificate (出生医学证明).
var Births = fact.Describe[birthsFields](&fact.Dataset{
	Name: "births", Title: lang.T("出生医学证明信息", "Birth certificates"), Holder: health,
	Key: fact.ByCertificate, FreshFor: 10 * 365 * day, Sensitivity: fact.Personal, Kin: []string{"mother", "father", "child"},
})

type birthsFields struct {
	Dataset *fact.Dataset
	Mother  fact.Field[string]        `name:"mother" zh:"母亲" en:"Mother" is:"person"`
	Father  fact.Field[string]        `name:"father" zh:"父亲" en:"Father" is:"person"` // ID number; missing where none is named
	On      fact.Field[calendar.Date] `name:"on" zh:"出生日期" en:"Born on"`
	Sex     fact.Field[string]        `name:"sex" zh:"性别" en:"Sex"`        // female or male
	Place   fact.Field[string]        `name:"place" zh:"出生地" en:"Born in"` // division
	// once its household is entered
	Child fact.Field[string] `name:"child" zh:"新生儿公民身份号码" en:"ID number of the child" is:"person"`
}
