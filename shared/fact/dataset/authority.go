package dataset

import (
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// The datasets of who may decide what.
var authority = []*fact.Dataset{Delegations.Dataset}

// Delegations are what the districts gave to streets, towns and communities to decide
// (赋权下放): one record for an item and a place, by DelegationKey.
var Delegations = fact.Describe[delegationFields](&fact.Dataset{
	Name: "delegations", Title: lang.T("赋权下放事项", "Delegated authority"), Holder: governmentData,
	Key: fact.ByName, FreshFor: 45 * day, Sensitivity: fact.Open, AbsenceIsNo: true, Listed: true,
})

// DelegationKey is by what the delegation of a service to a place is found.
func DelegationKey(service, place string) string { return service + "@" + place }

type delegationFields struct {
	Dataset *fact.Dataset
	Level   fact.Field[string] `name:"level" zh:"层级" en:"Level"` // street or community
	// unified social credit code of who decides
	Code   fact.Field[string] `name:"authority_code" zh:"机关代码" en:"Code of the authority"`
	Name   fact.Field[string] `name:"authority_name" zh:"机关名称" en:"Authority"`
	NameEN fact.Field[string] `name:"authority_name_en" zh:"机关英文名称" en:"Authority, in English"`
	From   fact.Field[string] `name:"from" zh:"生效时间" en:"From"`                  // to the second: 2026-01-01T00:00:00+08:00
	Until  fact.Field[string] `name:"until" zh:"收回时间" en:"Withdrawn at"`         // from this second on it is withdrawn; missing: open
	MaxFen fact.Field[int]    `name:"max_fen" zh:"金额上限（分）" en:"At most, in fen"` // of a payment; missing: no limit
	// of what is granted, with commas between; missing: all
	Categories fact.Field[string] `name:"categories" zh:"限定类别" en:"Categories"`
	Instrument fact.Field[string] `name:"instrument" zh:"下放依据" en:"Instrument"` // by which it was delegated
}
