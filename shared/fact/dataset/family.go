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
var Marriages = marriages(&fact.Dataset{
	Name: "marriages", Title: lang.T("婚姻登记信息", "Register of marriages"), Holder: civilAffairs,
	Key: fact.ByPerson, FreshFor: 30 * day, Sensitivity: fact.Personal, AbsenceIsNo: true, KeepsBefore: true,
})

type marriagesFields struct {
	Dataset *fact.Dataset
	State   fact.Field[string] // married or divorced
	Spouse  fact.Field[string] // ID number
	On      fact.Field[calendar.Date]
}

func marriages(d *fact.Dataset) marriagesFields {
	return marriagesFields{
		Dataset: d,
		State:   fact.Text(d, "state", "婚姻状况", "Marital state"),
		Spouse:  fact.Person(d, "spouse", "配偶", "Spouse"),
		On:      fact.Day(d, "on", "登记日期", "Registered on"),
	}
}

// Births are the births, by the number of the birth certificate (出生医学证明).
var Births = births(&fact.Dataset{
	Name: "births", Title: lang.T("出生医学证明信息", "Birth certificates"), Holder: health,
	Key: fact.ByCertificate, FreshFor: 10 * 365 * day, Sensitivity: fact.Personal, Kin: []string{"mother", "father", "child"},
})

type birthsFields struct {
	Dataset *fact.Dataset
	Mother  fact.Field[string] // ID number
	Father  fact.Field[string] // ID number; missing where none is named
	On      fact.Field[calendar.Date]
	Sex     fact.Field[string] // female or male
	Place   fact.Field[string] // division
	Child   fact.Field[string] // once its household is entered
}

func births(d *fact.Dataset) birthsFields {
	return birthsFields{
		Dataset: d,
		Mother:  fact.Person(d, "mother", "母亲", "Mother"),
		Father:  fact.Person(d, "father", "父亲", "Father"),
		On:      fact.Day(d, "on", "出生日期", "Born on"),
		Sex:     fact.Text(d, "sex", "性别", "Sex"),
		Place:   fact.Text(d, "place", "出生地", "Born in"),
		Child:   fact.Person(d, "child", "新生儿公民身份号码", "ID number of the child"),
	}
}
