package condition

import (
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// What a business holds alone: its name (by tradename.Key), and its operator.
const (
	TradeNameClaim = "trade-name"
	OperatorClaim  = "operator"
)

// What a business has on record once, by its code, and what its removal ends.
const (
	TaxClaim      = "tax-registration"
	SealsClaim    = "seals"
	EmployerClaim = "employer-insurance"
)

// Operates finds whether the person runs a registered business.
func Operates(facts fact.Facts, person string, basis policy.Basis) decision.Finding {
	f := decision.Rule("operates", lang.T("已登记为个体工商户", "A registered sole trader"), basis)
	code := fact.Get(facts, person, dataset.Operators.Code)
	name := fact.Get(facts, person, dataset.Operators.Name)
	switch {
	case code.None():
		return f.NotMet(lang.T("没有您的个体工商户登记。", "No registration of yours is on record."), code.Ref).
			Advise(lang.T("请先办理设立登记，或使用“企业开办一件事”一次办完。", "Register a business first, or do it all at once with the start-up bundle."))
	case !code.Known() || !name.Known():
		return f.Unknown(code.Ref, name.Ref)
	default:
		return f.Met(lang.F("您登记的是“%s”，%s。", "You run “%s”, %s.", name.V, code.V), code.Ref, name.Ref)
	}
}

// NeedsOperates is what Operates reads.
func NeedsOperates(person string) fact.Query {
	return fact.Ask(person, dataset.Operators.Code, dataset.Operators.Name, dataset.Operators.Division)
}

// CodeOf is the unified social credit code of the person's business; "" where none
// is known.
func CodeOf(facts fact.Facts, person string) string {
	return fact.Get(facts, person, dataset.Operators.Code).V
}

// BusinessClaim is what the person's business holds alone; nothing while it has no
// code.
func BusinessClaim(facts fact.Facts, person, kind string) []decision.Claim {
	code := CodeOf(facts, person)
	if code == "" {
		return nil
	}
	return []decision.Claim{{Kind: kind, Key: code}}
}
