package condition

import (
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Household finds whether the person's household is registered in the region.
func Household(facts fact.Facts, person, region string, basis policy.Basis) decision.Finding {
	where := division.FullName(region)
	f := decision.Rule("household", lang.F("户籍在%s", "Household registration in %s", where), basis)
	at := fact.Get(facts, person, dataset.Population.Household)
	switch {
	case !at.Known():
		return f.Unknown(at.Ref)
	case !division.Within(at.V, region):
		return f.NotMet(lang.F("您的户籍在%s。", "Your household is registered in %s.", division.FullName(at.V)), at.Ref).
			Advise(lang.T("请在户籍所在地申请，或在户籍迁入后再申请。",
				"Please apply where your household is registered, or apply again after you have moved your registration here."))
	default:
		return f.Met(lang.F("您的户籍在%s。", "Your household is registered in %s.", division.FullName(at.V)), at.Ref)
	}
}

// StillHousehold is Household for verifications: the grant ends on the day on which the household
// registration moved away.
func StillHousehold(facts fact.Facts, person, region string, basis policy.Basis) decision.Continuing {
	since := fact.Get(facts, person, dataset.Population.Since)
	return Household(facts, person, region, basis).Otherwise(decision.Ends, since.V)
}

// NeedsHousehold is the query for Household and StillHousehold.
func NeedsHousehold(person string) fact.Query {
	return fact.Ask(person, dataset.Population.Household, dataset.Population.Since)
}
