package dataset

import (
	"miaoban/shared/lang"
	"miaoban/shared/registry"
)

// The datasets of who may decide what.
var authority = []*registry.Dataset{Delegations.Dataset}

// Delegations are what the districts gave to streets, towns and communities to decide
// (赋权下放): one record for an item and a place, by DelegationKey.
var Delegations = delegations(&registry.Dataset{
	Name: "delegations", Title: lang.T("赋权下放事项", "Delegated authority"), Holder: governmentData,
	Key: registry.ByName, FreshFor: 45 * day, Sensitivity: registry.Open, AbsenceIsNo: true, Listed: true,
})

// DelegationKey is by what the delegation of a service to a place is found.
func DelegationKey(service, place string) string { return service + "@" + place }

type delegationFields struct {
	Dataset    *registry.Dataset
	Level      registry.Field[string] // street or community
	Code       registry.Field[string] // unified social credit code of who decides
	Name       registry.Field[string]
	NameEN     registry.Field[string]
	From       registry.Field[string] // to the second: 2026-01-01T00:00:00+08:00
	Until      registry.Field[string] // from this second on it is withdrawn; missing: open
	MaxFen     registry.Field[int]    // of a payment; missing: no limit
	Categories registry.Field[string] // of what is granted, with commas between; missing: all
	Instrument registry.Field[string] // by which it was delegated
}

func delegations(d *registry.Dataset) delegationFields {
	return delegationFields{
		Dataset:    d,
		Level:      registry.Text(d, "level", "层级", "Level"),
		Code:       registry.Text(d, "authority_code", "机关代码", "Code of the authority"),
		Name:       registry.Text(d, "authority_name", "机关名称", "Authority"),
		NameEN:     registry.Text(d, "authority_name_en", "机关英文名称", "Authority, in English"),
		From:       registry.Text(d, "from", "生效时间", "From"),
		Until:      registry.Text(d, "until", "收回时间", "Withdrawn at"),
		MaxFen:     registry.Number(d, "max_fen", "金额上限（分）", "At most, in fen"),
		Categories: registry.Text(d, "categories", "限定类别", "Categories"),
		Instrument: registry.Text(d, "instrument", "下放依据", "Instrument"),
	}
}
