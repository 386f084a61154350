package dataset

import (
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// The datasets of who may decide what.
var authority = []*fact.Dataset{Delegations.Dataset}

// Delegations are what the districts gave to streets, towns and communities to decide
// (赋权下放): one record for an item and a place, by DelegationKey.
var Delegations = delegations(&fact.Dataset{
	Name: "delegations", Title: lang.T("赋权下放事项", "Delegated authority"), Holder: governmentData,
	Key: fact.ByName, FreshFor: 45 * day, Sensitivity: fact.Open, AbsenceIsNo: true, Listed: true,
})

// DelegationKey is by what the delegation of a service to a place is found.
func DelegationKey(service, place string) string { return service + "@" + place }

type delegationFields struct {
	Dataset    *fact.Dataset
	Level      fact.Field[string] // street or community
	Code       fact.Field[string] // unified social credit code of who decides
	Name       fact.Field[string]
	NameEN     fact.Field[string]
	From       fact.Field[string] // to the second: 2026-01-01T00:00:00+08:00
	Until      fact.Field[string] // from this second on it is withdrawn; missing: open
	MaxFen     fact.Field[int]    // of a payment; missing: no limit
	Categories fact.Field[string] // of what is granted, with commas between; missing: all
	Instrument fact.Field[string] // by which it was delegated
}

func delegations(d *fact.Dataset) delegationFields {
	return delegationFields{
		Dataset:    d,
		Level:      fact.Text(d, "level", "层级", "Level"),
		Code:       fact.Text(d, "authority_code", "机关代码", "Code of the authority"),
		Name:       fact.Text(d, "authority_name", "机关名称", "Authority"),
		NameEN:     fact.Text(d, "authority_name_en", "机关英文名称", "Authority, in English"),
		From:       fact.Text(d, "from", "生效时间", "From"),
		Until:      fact.Text(d, "until", "收回时间", "Withdrawn at"),
		MaxFen:     fact.Number(d, "max_fen", "金额上限（分）", "At most, in fen"),
		Categories: fact.Text(d, "categories", "限定类别", "Categories"),
		Instrument: fact.Text(d, "instrument", "下放依据", "Instrument"),
	}
}
