package condition

import (
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Claims of which a business has exactly one: its name (by tradename.Key) and its operator.
const (
	TradeNameClaim = "trade-name"
	OperatorClaim  = "operator"
)

// Claims of a business that are unique by its code, and end when the business is closed.
const (
	TaxClaim      = "tax-registration"
	SealsClaim    = "seals"
	EmployerClaim = "employer-insurance"
)

// Operates finds whether the person is registered as a sole trader.
func Operates(facts fact.Facts, person string, basis policy.Basis) decision.Finding {
	f := decision.Rule("operates", lang.T("已登记为个体工商户", "A registered sole trader"), basis)
	code := fact.Get(facts, person, dataset.Operators.Code)
	name := fact.Get(facts, person, dataset.Operators.Name)
	switch {
	case code.None():
		return f.NotMet(lang.T("没有您的个体工商户登记。", "You have no registration as a sole trader."), code.Ref).
			Advise(lang.T("请先办理设立登记，或使用“企业开办一件事”一次办完。",
				"Register the business first, or use the start-up bundle, which does everything in one form."))
	case !code.Known() || !name.Known():
		return f.Unknown(code.Ref, name.Ref)
	default:
		return f.Met(lang.F("您登记的是“%s”，%s。", "You are registered with “%s”, %s.", name.V, code.V), code.Ref, name.Ref)
	}
}

// NeedsOperates is the query for Operates.
func NeedsOperates(person string) fact.Query {
	return fact.Ask(person, dataset.Operators.Code, dataset.Operators.Name, dataset.Operators.Division)
}

// CodeOf is the unified social credit code of the person's business; "" if unknown.
func CodeOf(facts fact.Facts, person string) string {
	return fact.Get(facts, person, dataset.Operators.Code).V
}

// BusinessClaim is the claim of that kind for the person's business; none if its code is unknown.
func BusinessClaim(facts fact.Facts, person, kind string) []decision.Claim {
	code := CodeOf(facts, person)
	if code == "" {
		return nil
	}
	return []decision.Claim{{Kind: kind, Key: code}}
}
