package condition

import (
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
	"miaoban/shared/registry"
	"miaoban/shared/registry/dataset"
)

// What a business holds alone: its name (by tradename.Key), and its operator.
const (
	TradeNameClaim = "trade-name"
	OperatorClaim  = "operator"
)

// Operates finds whether the person runs a registered business.
func Operates(facts registry.Facts, person string, basis policy.Basis) instant.Finding {
	f := instant.Rule("operates", lang.T("已登记为个体工商户", "A registered sole trader"), basis)
	code := registry.Get(facts, person, dataset.Operators.Code)
	name := registry.Get(facts, person, dataset.Operators.Name)
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
func NeedsOperates(person string) registry.Query {
	return registry.Ask(person, dataset.Operators.Code, dataset.Operators.Name, dataset.Operators.Division)
}

// CodeOf is the unified social credit code of the person's business; "" where none
// is known.
func CodeOf(facts registry.Facts, person string) string {
	return registry.Get(facts, person, dataset.Operators.Code).V
}
