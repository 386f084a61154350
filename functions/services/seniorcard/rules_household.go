package seniorcard

import (
	"miaoban/shared/calendar"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// The second version used the city of the household although that of a permit would issue the card, and
// from two months before a level granted only the next one. It is kept to replay its decisions.

func decideHousehold(c Case) []decision.Finding {
	return []decision.Finding{alive(c), belongsHousehold(c), ageHousehold(c), notHeld(c, cardKey2021(c))}
}

// belongsHousehold requires a household in a city with such a card, or residence there with a permit. A
// person with neither is referred: the rules of their own city are not known, and elderly people who live
// in a place have the same rights as its residents, however they prove it (art. 53).
func belongsHousehold(c Case) decision.Finding {
	f := decision.Rule("belongs", belongsTitle, c.Policy.Laws.Courtesy)
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	if !household.Known() {
		return f.Unknown(household.Ref)
	}
	if scheme, ok := c.Policy.Levels.At(household.V, c.Today()); ok {
		f.Basis = []policy.Basis{scheme.Basis}
		return f.Met(lang.F("您的户籍在%s。", "Your household is registered in %s.", division.FullName(household.V)), household.Ref)
	}
	city := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.City)
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.EndorsedTo)
	place := division.FullName(household.V)
	switch {
	case city.None():
		return f.NoRule(lang.F("您的户籍在%s，系统中没有当地的优待证规定，也没有您的居住证，由工作人员核实。",
			"Your household is in %s. The system has no rule on the card there, and no residence permit of yours; an officer will verify it.",
			place), household.Ref, city.Ref).Advise(getPermit)
	case !city.Known() || !until.Known():
		return f.Unknown(city.Ref, until.Ref)
	case until.V.Before(c.Today()):
		return f.NoRule(lang.F("您的户籍在%s，系统中没有当地的优待证规定；您的居住证签注已于%s到期，由工作人员核实。",
			"Your household is in %s, and the system has no rule on the card there. The endorsement of your residence permit expired on %s; "+
				"an officer will verify it.", place, until.V), household.Ref, until.Ref).
			Advise(lang.T("办理居住证签注后，可以当场领取。", "With an endorsed permit you get the card at once."))
	}
	scheme, ok := c.Policy.Levels.At(city.V, c.Today())
	if !ok {
		return f.NoRule(lang.F("系统中没有%s现行的优待证规定。", "The system has no current rule on the senior card in %s.",
			division.FullName(city.V)), city.Ref)
	}
	f.Basis = []policy.Basis{scheme.Basis}
	return f.Met(lang.F("您持有%s的居住证，有效期至%s。", "You have a residence permit of %s, valid until %s.", division.FullName(city.V),
		until.V), city.Ref, until.Ref)
}

// ageHousehold requires the age of the city's first level. Without a rule of a city it rejects only people
// who are not elderly by law, with a margin of a year for cities that accept early applications.
func ageHousehold(c Case) decision.Finding {
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	elderly, known := c.Policy.Elderly.At(division.Nation, c.Today())
	years := born.V.Age(c.Today())
	if _, ok := c.Policy.Levels.At(cityOf2021(c), c.Today()); ok || !born.Known() || !known || years+1 >= elderly.Value {
		return age2021(c)
	}
	from := born.V.AddYears(elderly.Value)
	return decision.Rule("age", ageTitle, elderly.Basis).
		NotMet(lang.F("您今天%d周岁，法律所称老年人是%d周岁以上的公民。",
			"You are %d today; by law a person is elderly from %d on.", years, elderly.Value), born.Ref).
		Advise(lang.F("从%s起可以申请。", "You can apply from %s.", from)).FirstMet(from)
}

// cityOf2021 returns the city that issues the card: that of the household if it has a card, else that
// of the residence permit; "" if neither is known to have one.
func cityOf2021(c Case) string {
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	if _, ok := c.Policy.Levels.At(household.V, c.Today()); household.Known() && ok {
		return division.City(household.V)
	}
	return fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.City).V
}

// levelOf2021 returns the highest level that a person born on the day has reached or can already apply
// for.
func levelOf2021(c Case, born calendar.Date) (level Level, reached bool) {
	scheme, _ := c.Policy.Levels.At(cityOf2021(c), c.Today())
	for _, l := range scheme.Value {
		if !c.Today().Before(opens2021(c, born, l)) {
			level, reached = l, true
		}
	}
	return level, reached
}

// opens2021 returns the first day on which a person can apply for the level.
func opens2021(c Case, born calendar.Date, level Level) calendar.Date {
	early, _ := c.Policy.EarlyMonths.At(cityOf2021(c), c.Today())
	return born.AddYears(level.FromAge).AddMonths(-early.Value)
}

// cardKey2021 identifies the card, such as 440600/full.
func cardKey2021(c Case) string {
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	level, reached := levelOf2021(c, born.V)
	if !born.Known() || !reached {
		return ""
	}
	return cityOf2021(c) + "/" + level.Name
}

// needs2021 reads a residence permit only if the household's city issues no card.
func needs2021(c Case) []fact.Query {
	queries := []fact.Query{
		fact.Ask(c.Applicant.ID, dataset.Population.BirthDate, dataset.Population.Household),
		condition.NeedsAlive(c.Applicant.ID),
		fact.Ask(c.Applicant.ID, dataset.Benefits.SeniorCard),
	}
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	if _, ok := c.Policy.Levels.At(household.V, c.Today()); household.Known() && !ok {
		queries = append(queries, needsPermit(c))
	}
	return queries
}

func claims2021(c Case) []decision.Claim {
	key := cardKey2021(c)
	if key == "" {
		return nil
	}
	return []decision.Claim{{Kind: claimKind, Key: c.Applicant.ID + "/" + key}}
}

// issue2021 returns the card. It is valid from the birthday if it was applied for early, and until the
// birthday of the next level.
func issue2021(c Case, _ decision.Serial) decision.Grants {
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate).V
	city := cityOf2021(c)
	scheme, _ := c.Policy.Levels.At(city, c.Today())
	level, _ := levelOf2021(c, born)
	return cardFor(c, place{city: city, scheme: scheme}, level, born, cardKey2021(c))
}

// verify2021 checks the conditions under which the card stays in force.
func verify2021(c Case) []decision.Continuing {
	return []decision.Continuing{
		condition.StillAlive(c.Facts, c.Applicant.ID, lang.T("持证人健在", "The holder is alive"), c.Policy.Laws.Courtesy),
		belongs2021(c).Otherwise(decision.Suspends, calendar.Date{}),
	}
}
