package talentsubsidy

import (
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// The first version of the rules applied the figures of the day of the application, and rejected
// applications in a city without figures. It is kept to replay its decisions.

func decide2022(c Case) []decision.Finding {
	return []decision.Finding{alive(c), settled2022(c), degree2022(c), employed2022(c), notPaid(c), placeLeft(c), account(c)}
}

func settled2022(c Case) decision.Finding {
	f := decision.Rule("settled", lang.T("新引进落户", "Newly settled in the city"), c.Policy.Laws.Subsidy)
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	since := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Since)
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	if !household.Known() || !since.Known() || !born.Known() {
		return f.Unknown(household.Ref, since.Ref, born.Ref)
	}
	terms, ok := c.Policy.Terms.At(household.V, c.Today())
	if !ok {
		return f.NotMet(lang.F("%s没有这项补贴。", "%s does not offer this subsidy.", division.FullName(household.V)), household.Ref).
			Advise(lang.T("先办理高校毕业生落户，落户后再申请。", "Apply for the settlement of graduates first, then apply for this."))
	}
	return settledBy(c, f, terms, since.V.AddMonths(terms.Value.WithinMonths))
}

func degree2022(c Case) decision.Finding {
	bands, ok := c.Policy.Bands.At(householdOf(c), c.Today())
	if !ok {
		return decision.Rule("degree", lang.T("全日制学历达到要求", "A full-time degree at the required level"), c.Policy.Laws.Subsidy).
			Unsure(lang.T("系统中没有当地现行的补贴标准。", "The system has no current local rate."))
	}
	return degreeBy(c, bands)
}

func employed2022(c Case) decision.Finding {
	terms, ok := c.Policy.Terms.At(householdOf(c), c.Today())
	return employedBy(c, terms, ok)
}

func claims2022(c Case) []decision.Claim {
	band, level, _ := bandOf2022(c)
	return claimsOf(c, band, level)
}

func issue2022(c Case, _ decision.Serial) decision.Grants {
	band, level, basis := bandOf2022(c)
	return grant(c, band, level, basis)
}

func bandOf2022(c Case) (band Band, level string, basis policy.Basis) {
	level = fact.Get(c.Facts, c.Applicant.ID, dataset.Degrees.Level).V
	bands, _ := c.Policy.Bands.At(householdOf(c), c.Today())
	return bands.Value[level], level, bands.Basis
}
