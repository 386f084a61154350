package condition

import (
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// PromiseKept finds whether an inspection confirmed the business's self-declaration (告知承诺). A
// grant on a false declaration is revoked from the day of that result; until an inspection, the
// declaration counts as true.
func PromiseKept(facts fact.Facts, business string, basis policy.Basis) decision.Continuing {
	f := decision.Rule("promise-kept", lang.T("承诺属实", "The declaration is true"), basis)
	kept := fact.Get(facts, business, dataset.Inspections.PromiseKept)
	on := fact.Get(facts, business, dataset.Inspections.On)
	switch {
	case kept.None():
		f = f.Met(lang.T("尚未核查，承诺有效。", "Not inspected yet; the declaration is valid."), kept.Ref)
	case !kept.Known():
		f = f.Unknown(kept.Ref)
	case kept.V:
		f = f.Met(lang.T("经核查，承诺属实。", "The inspection confirmed the declaration."), kept.Ref, on.Ref)
	default:
		f = f.NotMet(lang.T("经核查，承诺不实。", "The inspection found the declaration to be false."), kept.Ref, on.Ref).
			Advise(lang.T("可以依法申请行政复议；符合条件后按一般方式重新申请。",
				"You may request administrative reconsideration. When you meet the conditions, apply again with the regular procedure."))
	}
	return f.Otherwise(decision.Ends, on.V)
}
