package dataset

import (
	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// The datasets of who needs help, and who draws a pension.
var welfare = []*fact.Dataset{
	Disabilities.Dataset, Assistance.Dataset, Pensions.Dataset,
}

// Disabilities are the certificates of disability (残疾人证).
var Disabilities = fact.Describe[disabilitiesFields](&fact.Dataset{
	Name: "disabilities", Title: lang.T("残疾人证信息", "Disability certificates"), Holder: disabledPersons,
	Key: fact.ByPerson, FreshFor: 60 * day, Sensitivity: fact.Sensitive, AbsenceIsNo: true,
})

type disabilitiesFields struct {
	Dataset *fact.Dataset
	// visual, hearing, speech, physical, intellectual, mental or multiple
	Class fact.Field[string]        `name:"class" zh:"残疾类别" en:"Kind of disability" choices:"visual 视力残疾/visual; hearing 听力残疾/hearing; speech 言语残疾/speech; physical 肢体残疾/physical; intellectual 智力残疾/intellectual; mental 精神残疾/mental; multiple 多重残疾/multiple"`
	Level fact.Field[int]           `name:"level" zh:"残疾等级" en:"Level of disability" choices:"1 一级/level 1; 2 二级/level 2; 3 三级/level 3; 4 四级/level 4"` // 1 is the gravest of 4
	Until fact.Field[calendar.Date] `name:"until" zh:"证件有效期至" en:"Certificate valid until"`
}

// Assistance is who is supported, and how (低保、特困、孤儿).
var Assistance = fact.Describe[assistanceFields](&fact.Dataset{
	Name: "assistance", Title: lang.T("社会救助信息", "Social assistance"), Holder: civilAffairs,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Sensitive, AbsenceIsNo: true,
})

type assistanceFields struct {
	Dataset *fact.Dataset
	Kind    fact.Field[string] `name:"kind" zh:"救助类别" en:"Kind of assistance" choices:"minimum-living 最低生活保障/minimum living support; low-income 低收入家庭/low income; destitute 特困人员/destitute; orphan 孤儿/orphan"` // minimum-living, low-income, destitute or orphan
	Place   fact.Field[string] `name:"place" zh:"救助地" en:"Supported by" is:"place"`                                                                                                                            // division
}

// Pensions is what residents without an employer have paid into their basic pension
// (城乡居民基本养老保险), and what they draw.
var Pensions = fact.Describe[pensionFields](&fact.Dataset{
	Name: "resident-pensions", Title: lang.T("城乡居民养老保险信息", "Residents' pension insurance"), Holder: humanResources,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type pensionFields struct {
	Dataset *fact.Dataset
	Place   fact.Field[string] `name:"place" zh:"参保地" en:"Insured in" is:"place"` // division that insures
	Months  fact.Field[int]    `name:"months" zh:"累计缴费月数" en:"Months paid"`
	// of the personal account
	BalanceFen fact.Field[int]           `name:"balance_fen" zh:"个人账户储存额" en:"Balance of the personal account" is:"money"`
	Since      fact.Field[calendar.Date] `name:"since" zh:"待遇领取起始日" en:"Drawn since"` // drawn since
	// another basic pension, of employees or of the armed forces
	DrawsOther fact.Field[bool] `name:"draws_other" zh:"领取其他基本养老保障待遇" en:"Draws another basic pension"`
}
