package condition

import (
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Premises is how a business proves its premises.
type Premises string

// The ways to prove the premises.
const (
	ByProperty Premises = "property"
	ByPromise  Premises = "promise"
)

// Options are the ways to prove the premises, for the form.
func (Premises) Options() []form.Option {
	return []form.Option{
		{Value: string(ByProperty), Label: lang.T("共享的不动产信息（填写单元号）", "Shared property data, by the unit number")},
		{Value: string(ByPromise), Label: lang.T("告知承诺", "Self-declaration")},
	}
}

// PremisesRule begins the finding on the premises.
func PremisesRule(basis policy.Basis) decision.Finding {
	return decision.Rule("premises", lang.T("经营场所合法", "The premises are lawful"), basis)
}

// NeedsPremises is the queries on the unit with that number: whether it is the applicant's and, if
// not, whether the owner has consented.
func NeedsPremises(facts fact.Facts, unit string) []fact.Query {
	queries := []fact.Query{fact.Ask(unit, dataset.Property.Owner, dataset.Property.Division, dataset.Property.Use)}
	if fact.Get(facts, unit, dataset.Property.Owner).State == fact.Withheld {
		consent := dataset.PremisesConsents
		queries = append(queries, fact.Ask(unit, consent.Tenant, consent.Owner, consent.Until))
	}
	return queries
}

// OwnPremises finds whether the applicant may use the unit for business in the street's district:
// as its owner, or with the owner's consent, without which the facts are withheld. A dwelling also
// needs the neighbours' agreement (basis dwelling), which a person judges.
func OwnPremises(f decision.Finding, facts fact.Facts, unit, applicant, street string, dwelling policy.Basis) decision.Finding {
	owner := fact.Get(facts, unit, dataset.Property.Owner)
	place := fact.Get(facts, unit, dataset.Property.Division)
	use := fact.Get(facts, unit, dataset.Property.Use)
	if !owner.Known() || !place.Known() || !use.Known() {
		return Doubted(f.Unknown(owner.Ref, place.Ref, use.Ref), form.PropertyUnit, unit)
	}
	yours := lang.T("权利人为您本人", "and you are the owner")
	if owner.V != applicant {
		yours = lang.F("权利人同意您使用至%s", "and the owner consents until %s", fact.Get(facts, unit, dataset.PremisesConsents.Until).V)
	}
	if !division.Within(place.V, division.District(street)) {
		return f.NotMet(lang.F("该不动产单元在%s，与所填镇街不符。",
			"This unit is in %s, not in the street that you gave.", division.FullName(place.V)), place.Ref).
			Advise(lang.T("请核对单元号与镇街。", "Please check the unit number and the street."))
	}
	switch use.V {
	case "commercial", "industrial":
		return f.Met(lang.F("规划用途允许经营，%s。", "The approved use allows business, %s.", yours), owner.Ref, place.Ref, use.Ref)
	case "residential":
		f.Basis = []policy.Basis{dwelling}
		return f.Unsure(lang.T("住宅改为经营性用房须经有利害关系的业主一致同意，由工作人员核实。",
			"A dwelling may be used for business only if all affected neighbours agree; a person will verify this."), use.Ref)
	case "illegal":
		return f.NotMet(lang.T("该场所被认定为违法建设。", "This building was found to be illegal."), use.Ref).
			Advise(lang.T("请更换经营场所。", "Please choose other premises."))
	default:
		return f.Unsure(lang.T("规划用途不在可即时判断的范围，由工作人员核实。",
			"The approved use cannot be judged automatically; a person will verify it."), use.Ref)
	}
}

// NeedsOwner is the query for PromisedPremises: whom to notify, and nothing else.
func NeedsOwner(unit string) fact.Query { return fact.AskBlind(unit, dataset.Property.Owner) }

// PromisedPremises finds whether a self-declaration is enough for the premises: it is if their
// owner can be notified. The declaration itself is part of the form.
func PromisedPremises(f decision.Finding, facts fact.Facts, unit string) decision.Finding {
	if unit == "" {
		return f.Unsure(lang.T("没有填写不动产单元号，无法告知权利人，由工作人员核实。",
			"Without the unit number the owner cannot be notified; a person will verify it.")).
			Advise(lang.T("单元号在不动产权证上，填写后可当场办结。",
				"The number is on the property certificate. With it, your application can be decided at once."))
	}
	if !fact.Get(facts, unit, dataset.Property.Owner).Known() {
		return Doubted(f.Unsure(lang.T("没有查到可以告知的权利人，请核对单元号；无误的，由工作人员核实。",
			"No owner was found who can be notified. Please check the unit number; if it is correct, a person will verify it.")),
			form.PropertyUnit, unit)
	}
	return f.Met(lang.T("您已书面承诺经营场所真实合法、有权使用；权利人会收到通知，登记后核查。",
		"You declared in writing that the premises are lawful and that you may use them. The owner is notified, and "+
			"the declaration is checked after registration."))
}

// OwnerNotice returns the notice to the owner of the unit that a business was registered there by
// self-declaration; nil if the owner is the applicant or unknown.
func OwnerNotice(facts fact.Facts, unit, applicant, business string) []decision.Notice {
	owner := fact.Get(facts, unit, dataset.Property.Owner)
	if !owner.Known() || owner.V == applicant {
		return nil
	}
	tail := unit[max(0, len(unit)-8):]
	return []decision.Notice{{Person: owner.V, Title: lang.T("有人以您的房产登记经营", "A business was registered at your property"), Text: lang.F(
		"“%s”以告知承诺的方式登记在您的不动产单元（尾号 %s）。如未经您同意，请拨打 12345 或在“投诉”中提出异议，登记机关会核查；承诺不实的撤销登记。",
		"“%s” was registered at your unit (number ending in %s); its operator declared that they may use it. If "+
			"you did not agree, call 12345 or submit a complaint under “Complaints”: it will be inspected, and "+
			"a false declaration ends the registration.",
		business,
		tail,
	)}}
}
