package ridehailing

import (
	"slices"

	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// decide2016 replays the decisions of the first version, which rejected people by examples of cities'
// rules, and required months with a permit where the city requires only the permit.
func decide2016(c Case) []decision.Finding {
	return []decision.Finding{alive(c), licence2016(c), points(c), records(c), exam(c), cityTerms2016(c), age2016(c), notHeld(c)}
}

// decideOneClass replays the decisions of the second version, which allowed only one class on a licence.
func decideOneClass(c Case) []decision.Finding {
	return []decision.Finding{alive(c), licence2016(c), points(c), records(c), exam(c), cityTerms(c), age(c), notHeld(c)}
}

func licence2016(c Case) decision.Finding {
	return licenceOf(c, func(class string, allowed []string) bool { return slices.Contains(allowed, class) })
}

// verify2016 is verify for a licence of one class.
func verify2016(c Case) []decision.Continuing {
	return verifyBy(c, licence2016(c))
}

// cityTerms2016 requires what the city requires of people with a household elsewhere.
func cityTerms2016(c Case) decision.Finding {
	asks := func(t CityTerms) bool { return t.PermitMonths > 0 }
	return cityBy(c, asks, lang.T("请在该城市办理居住证，持证期满后申请。", "Get a residence permit of that city, and apply after the required months."))
}

func age2016(c Case) decision.Finding {
	f := decision.Rule("age", lang.T("未超过从业年龄", "Below the city's age limit"), c.Policy.Laws.Drivers)
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	terms, ok := c.Policy.City.At(string(c.Form.City), c.Today())
	switch {
	case !ok:
		return f.NoRule(lang.T("系统中没有该城市现行的规定。", "The system has no current rule for this city."))
	case !born.Known():
		return f.Unknown(born.Ref)
	case terms.Value.BelowAge > 0 && born.V.Age(c.Today()) >= terms.Value.BelowAge:
		f.Basis = []policy.Basis{terms.Basis}
		return f.NotMet(lang.F("您今天%d周岁，该城市要求未满%d周岁。", "You are %d today; the city requires drivers under %d.", born.V.Age(c.Today()),
			terms.Value.BelowAge), born.Ref).
			Advise(lang.T("可以向没有年龄上限的城市申请。", "You can apply in a city without an age limit."))
	default:
		f.Basis = []policy.Basis{terms.Basis}
		return f.Met(lang.F("您今天%d周岁。", "You are %d today.", born.V.Age(c.Today())), born.Ref)
	}
}

func needs2016(c Case) []fact.Query {
	person := c.Applicant.ID
	queries := append(lifeNeeds(c),
		fact.Ask(person, dataset.Population.BirthDate, dataset.Population.Household),
		fact.Ask(person, dataset.DriverExams.City, dataset.DriverExams.PassedOn))
	terms, _ := c.Policy.City.At(string(c.Form.City), c.Today())
	household := fact.Get(c.Facts, person, dataset.Population.Household)
	if terms.Value.PermitMonths > 0 && household.Known() && !division.Within(household.V, string(c.Form.City)) {
		queries = append(queries,
			fact.Ask(person, dataset.ResidencePermits.City, dataset.ResidencePermits.IssuedOn, dataset.ResidencePermits.EndorsedTo))
	}
	return queries
}
