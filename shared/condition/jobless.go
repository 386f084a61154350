package condition

import (
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Jobless finds whether the person has no social insurance through an employer.
func Jobless(facts fact.Facts, person string, basis policy.Basis) decision.Finding {
	f := decision.Rule("jobless", lang.T("没有在单位就业", "Not employed"), basis)
	employed := fact.Get(facts, person, dataset.SocialInsurance.Employed)
	city := fact.Get(facts, person, dataset.SocialInsurance.City)
	switch {
	case employed.None(), employed.Known() && !employed.V:
		return f.Met(lang.T("没有单位在职参保。", "You have no insurance through an employer."), employed.Ref)
	case employed.Known():
		return f.NotMet(lang.F("您目前由%s的单位参保。",
			"You are currently insured through an employer in %s.", division.FullName(city.V)), employed.Ref).
			Advise(lang.T("已离职的，请单位先办理减员，再申请。", "If you have left this employer, ask it to report that first."))
	default:
		return f.Unknown(employed.Ref)
	}
}

// NoBusiness finds whether the person has no registered business.
func NoBusiness(facts fact.Facts, person string, basis policy.Basis) decision.Finding {
	f := decision.Rule("no-business", lang.T("没有登记经营", "No registered business"), basis)
	name := fact.Get(facts, person, dataset.Operators.Name)
	switch {
	case name.None():
		return f.Met(lang.T("没有个体工商户登记。", "You have no registered business."), name.Ref)
	case name.Known():
		return f.NotMet(lang.F("您登记有“%s”。", "You have the registered business “%s”.", name.V), name.Ref).
			Advise(lang.T("已不经营的，请先办理注销。", "If you no longer run it, cancel its registration first."))
	default:
		return f.Unknown(name.Ref)
	}
}

// NeedsJobless is the queries for Jobless and NoBusiness.
func NeedsJobless(person string) []fact.Query {
	return []fact.Query{
		fact.Ask(person, dataset.SocialInsurance.City, dataset.SocialInsurance.Employed),
		fact.Ask(person, dataset.Operators.Name),
	}
}
