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
var Disabilities = disabilities(&fact.Dataset{
	Name: "disabilities", Title: lang.T("残疾人证信息", "Disability certificates"), Holder: disabledPersons,
	Key: fact.ByPerson, FreshFor: 60 * day, Sensitivity: fact.Sensitive, AbsenceIsNo: true,
})

type disabilitiesFields struct {
	Dataset *fact.Dataset
	Class   fact.Field[string] // visual, hearing, speech, physical, intellectual, mental or multiple
	Level   fact.Field[int]    // 1 is the gravest of 4
	Until   fact.Field[calendar.Date]
}

func disabilities(d *fact.Dataset) disabilitiesFields {
	return disabilitiesFields{
		Dataset: d,
		Class:   fact.Text(d, "class", "残疾类别", "Kind of disability"),
		Level:   fact.Number(d, "level", "残疾等级", "Level of disability"),
		Until:   fact.Day(d, "until", "证件有效期至", "Certificate valid until"),
	}
}

// Assistance is who is supported, and how (低保、特困、孤儿).
var Assistance = assistance(&fact.Dataset{
	Name: "assistance", Title: lang.T("社会救助信息", "Social assistance"), Holder: civilAffairs,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Sensitive, AbsenceIsNo: true,
})

type assistanceFields struct {
	Dataset *fact.Dataset
	Kind    fact.Field[string] // minimum-living, low-income, destitute or orphan
	Place   fact.Field[string] // division
}

func assistance(d *fact.Dataset) assistanceFields {
	return assistanceFields{
		Dataset: d,
		Kind:    fact.Text(d, "kind", "救助类别", "Kind of assistance"),
		Place:   fact.Text(d, "place", "救助地", "Supported by"),
	}
}

// Pensions is what residents without an employer have paid into their basic pension
// (城乡居民基本养老保险), and what they draw.
var Pensions = pensions(&fact.Dataset{
	Name: "resident-pensions", Title: lang.T("城乡居民养老保险信息", "Residents' pension insurance"), Holder: humanResources,
	Key: fact.ByPerson, FreshFor: 45 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type pensionFields struct {
	Dataset    *fact.Dataset
	Place      fact.Field[string] // division that insures
	Months     fact.Field[int]
	BalanceFen fact.Field[int]           // of the personal account
	Since      fact.Field[calendar.Date] // drawn since
	DrawsOther fact.Field[bool]          // another basic pension, of employees or of the armed forces
}

func pensions(d *fact.Dataset) pensionFields {
	return pensionFields{
		Dataset:    d,
		Place:      fact.Text(d, "place", "参保地", "Insured in"),
		Months:     fact.Number(d, "months", "累计缴费月数", "Months paid"),
		BalanceFen: fact.Number(d, "balance_fen", "个人账户储存额", "Balance of the personal account"),
		Since:      fact.Day(d, "since", "待遇领取起始日", "Drawn since"),
		DrawsOther: fact.Bool(d, "draws_other", "领取其他基本养老保障待遇", "Draws another basic pension"),
	}
}
