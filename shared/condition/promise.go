package condition

import (
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// PromiseKept finds whether an inspection found what the business promised (告知
// 承诺) to be true. What was granted on a false promise is revoked, from the day on
// which that was found; until somebody has looked, it stands.
func PromiseKept(facts fact.Facts, business string, basis policy.Basis) decision.Continuing {
	f := decision.Rule("promise-kept", lang.T("承诺属实", "What was promised is true"), basis)
	kept := fact.Get(facts, business, dataset.Inspections.PromiseKept)
	on := fact.Get(facts, business, dataset.Inspections.On)
	switch {
	case kept.None():
		f = f.Met(lang.T("尚未核查，承诺有效。", "Nobody has inspected it yet, and the promise stands."), kept.Ref)
	case !kept.Known():
		f = f.Unknown(kept.Ref)
	case kept.V:
		f = f.Met(lang.T("经核查，承诺属实。", "It was inspected, and what was promised is true."), kept.Ref, on.Ref)
	default:
		f = f.NotMet(lang.T("经核查，承诺不实。", "It was inspected, and what was promised is not true."), kept.Ref, on.Ref).
			Advise(lang.T("可以依法申请行政复议；符合条件后按一般方式重新申请。",
				"You may ask for reconsideration; once the conditions are met, apply again without a promise."))
	}
	return f.Otherwise(decision.Ends, on.V)
}
