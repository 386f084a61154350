package dataset

import (
	"miaoban/shared/calendar"
	"miaoban/shared/lang"
	"miaoban/shared/registry"
)

// The datasets of families: who is married to whom, and whose child was born.
var family = []*registry.Dataset{
	Marriages.Dataset, Births.Dataset,
}

// Marriages is the register of marriages, by each of the two.
var Marriages = marriages(&registry.Dataset{
	Name: "marriages", Title: lang.T("婚姻登记信息", "Register of marriages"), Holder: civilAffairs,
	Key: registry.ByPerson, FreshFor: 30 * day, Sensitivity: registry.Personal, AbsenceIsNo: true, KeepsBefore: true,
})

type marriagesFields struct {
	Dataset *registry.Dataset
	State   registry.Field[string] // married or divorced
	Spouse  registry.Field[string] // ID number
	On      registry.Field[calendar.Date]
}

func marriages(d *registry.Dataset) marriagesFields {
	return marriagesFields{
		Dataset: d,
		State:   registry.Text(d, "state", "婚姻状况", "Marital state"),
		Spouse:  registry.Person(d, "spouse", "配偶", "Spouse"),
		On:      registry.Day(d, "on", "登记日期", "Registered on"),
	}
}

// Births are the births, by the number of the birth certificate (出生医学证明).
var Births = births(&registry.Dataset{
	Name: "births", Title: lang.T("出生医学证明信息", "Birth certificates"), Holder: health,
	Key: registry.ByCertificate, FreshFor: 10 * 365 * day, Sensitivity: registry.Personal, Kin: []string{"mother", "father", "child"},
})

type birthsFields struct {
	Dataset *registry.Dataset
	Mother  registry.Field[string] // ID number
	Father  registry.Field[string] // ID number; missing where none is named
	On      registry.Field[calendar.Date]
	Sex     registry.Field[string] // female or male
	Place   registry.Field[string] // division
	Child   registry.Field[string] // once its household is entered
}

func births(d *registry.Dataset) birthsFields {
	return birthsFields{
		Dataset: d,
		Mother:  registry.Person(d, "mother", "母亲", "Mother"),
		Father:  registry.Person(d, "father", "父亲", "Father"),
		On:      registry.Day(d, "on", "出生日期", "Born on"),
		Sex:     registry.Text(d, "sex", "性别", "Sex"),
		Place:   registry.Text(d, "place", "出生地", "Born in"),
		Child:   registry.Person(d, "child", "新生儿公民身份号码", "ID number of the child"),
	}
}
