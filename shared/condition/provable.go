package condition

import (
	"slices"

	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// Provable refers a condition that is unmet only because there is no record, where the applicant may
// have a proof that no dataset has: a contract, a foreign degree, an insurance of another province.
// Any other finding is returned as it is.
func Provable(f decision.Finding) decision.Finding {
	known := slices.ContainsFunc(f.Sources, func(r fact.Reference) bool { return r.State != fact.None })
	if f.Status != decision.NotMet || len(f.Sources) == 0 || known {
		return f
	}
	return f.Unsure(lang.T(f.Text.ZH+"另有证明的，由工作人员核实。", f.Text.EN+" If you have another proof, an officer will verify it."), f.Sources...)
}
