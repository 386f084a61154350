package seniorcard

import (
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// The first version of the rules rejected people of a city without a rule. It is kept for what was
// decided by it; a card in force is still verified by belongs2021, since its city has a rule.

func decide2021(c Case) []decision.Finding {
	return []decision.Finding{alive(c), belongs2021(c), age2021(c), notHeld(c, cardKey2021(c))}
}

// belongs2021 requires a household in a city with such a card, or residence there with a permit.
func belongs2021(c Case) decision.Finding {
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
	switch {
	case city.None():
		return f.NotMet(lang.F("您的户籍在%s，也没有居住证。", "Your household is in %s, and you have no residence permit.",
			division.FullName(household.V)), household.Ref, city.Ref).
			Advise(getPermit)
	case !city.Known() || !until.Known():
		return f.Unknown(city.Ref, until.Ref)
	case until.V.Before(c.Today()):
		return f.NotMet(lang.F("您的居住证签注已于%s到期。", "The endorsement of your residence permit expired on %s.", until.V), until.Ref).
			Advise(lang.T("请先办理居住证签注，再申请。", "Get the permit endorsed first, then apply."))
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

func age2021(c Case) decision.Finding {
	f := decision.Rule("age", ageTitle, c.Policy.Laws.Courtesy)
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	if !born.Known() {
		return f.Unknown(born.Ref)
	}
	scheme, ok := c.Policy.Levels.At(cityOf2021(c), c.Today())
	if !ok {
		return f.NoRule(lang.T("没有可适用的城市，无法判断优待年龄。", "There is no applicable city, so the required age is not known."), born.Ref)
	}
	f.Basis = []policy.Basis{scheme.Basis}
	level, reached := levelOf2021(c, born.V)
	if !reached {
		first := scheme.Value[0]
		opens := opens2021(c, born.V, first)
		return f.NotMet(
			lang.F("您今天%d周岁，优待从%d周岁开始。", "You are %d today; the card starts at %d.", born.V.Age(c.Today()), first.FromAge),
			born.Ref,
		).
			Advise(lang.F("从%s起可以申请。", "You can apply from %s.", opens)).
			FirstMet(opens)
	}
	return f.Met(lang.F("您今天%d周岁，可享受：%s。", "You are %d today and get: %s.", born.V.Age(c.Today()), level.Gives), born.Ref)
}
