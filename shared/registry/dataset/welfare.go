package dataset

import (
	"miaoban/shared/calendar"
	"miaoban/shared/lang"
	"miaoban/shared/registry"
)

// The datasets of who needs help, and who draws a pension.
var welfare = []*registry.Dataset{
	Disabilities.Dataset, Assistance.Dataset, Pensions.Dataset,
}

// Disabilities are the certificates of disability (残疾人证).
var Disabilities = disabilities(&registry.Dataset{
	Name: "disabilities", Title: lang.T("残疾人证信息", "Disability certificates"), Holder: disabledPersons,
	Key: registry.ByPerson, FreshFor: 60 * day, Sensitivity: registry.Sensitive, AbsenceIsNo: true,
})

type disabilitiesFields struct {
	Dataset *registry.Dataset
	Class   registry.Field[string] // visual, hearing, speech, physical, intellectual, mental or multiple
	Level   registry.Field[int]    // 1 is the gravest of 4
	Until   registry.Field[calendar.Date]
}

func disabilities(d *registry.Dataset) disabilitiesFields {
	return disabilitiesFields{
		Dataset: d,
		Class:   registry.Text(d, "class", "残疾类别", "Kind of disability"),
		Level:   registry.Number(d, "level", "残疾等级", "Level of disability"),
		Until:   registry.Day(d, "until", "证件有效期至", "Certificate valid until"),
	}
}

// Assistance is who is supported, and how (低保、特困、孤儿).
var Assistance = assistance(&registry.Dataset{
	Name: "assistance", Title: lang.T("社会救助信息", "Social assistance"), Holder: civilAffairs,
	Key: registry.ByPerson, FreshFor: 45 * day, Sensitivity: registry.Sensitive, AbsenceIsNo: true,
})

type assistanceFields struct {
	Dataset *registry.Dataset
	Kind    registry.Field[string] // minimum-living, low-income, destitute or orphan
	Place   registry.Field[string] // division
}

func assistance(d *registry.Dataset) assistanceFields {
	return assistanceFields{
		Dataset: d,
		Kind:    registry.Text(d, "kind", "救助类别", "Kind of assistance"),
		Place:   registry.Text(d, "place", "救助地", "Supported by"),
	}
}

// Pensions is what residents without an employer have paid into their basic pension
// (城乡居民基本养老保险), and what they draw.
var Pensions = pensions(&registry.Dataset{
	Name: "resident-pensions", Title: lang.T("城乡居民养老保险信息", "Residents' pension insurance"), Holder: humanResources,
	Key: registry.ByPerson, FreshFor: 45 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
})

type pensionFields struct {
	Dataset    *registry.Dataset
	Place      registry.Field[string] // division that insures
	Months     registry.Field[int]
	BalanceFen registry.Field[int]           // of the personal account
	Since      registry.Field[calendar.Date] // drawn since
	DrawsOther registry.Field[bool]          // another basic pension, of employees or of the armed forces
}

func pensions(d *registry.Dataset) pensionFields {
	return pensionFields{
		Dataset:    d,
		Place:      registry.Text(d, "place", "参保地", "Insured in"),
		Months:     registry.Number(d, "months", "累计缴费月数", "Months paid"),
		BalanceFen: registry.Number(d, "balance_fen", "个人账户储存额", "Balance of the personal account"),
		Since:      registry.Day(d, "since", "待遇领取起始日", "Drawn since"),
		DrawsOther: registry.Truth(d, "draws_other", "领取其他基本养老保障待遇", "Draws another basic pension"),
	}
}
