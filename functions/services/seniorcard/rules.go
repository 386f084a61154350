package seniorcard

import (
	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Case is what the rules decide on: an application with its facts and the policy of its day.
type Case = decision.Case[Form, Policy]

// Policy has the parameters set by law (policy.yaml).
type Policy struct {
	Laws struct {
		Courtesy policy.Basis `yaml:"courtesy"` // preferential treatment of the elderly
	} `yaml:"laws"`
	// Elderly is the age from which a person is elderly by law.
	Elderly     policy.Series[int]                `yaml:"elderly,omitempty" validate:"omitempty"`
	Levels      policy.Series[[]Level]            `yaml:"levels"`
	EarlyMonths policy.Series[int]                `yaml:"early_months"`
	Issuers     policy.Series[certificate.Issuer] `yaml:"issuers"`
}

// Level is what the card grants from an age on.
type Level struct {
	FromAge int       `yaml:"from_age" validate:"min=50,max=100"`
	Name    string    `yaml:"name" validate:"required"` // stable: "half", "full"
	Gives   lang.Text `yaml:"gives"`
}

func decide(c Case) []decision.Finding {
	return []decision.Finding{alive(c), belongs(c), age(c), notHeld(c, cardKey(c))}
}

func alive(c Case) decision.Finding {
	return condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), c.Policy.Laws.Courtesy)
}

var (
	belongsTitle = lang.T("户籍在本省发证城市，或持有其有效居住证",
		"Household in a city of the province that issues the card, or a valid residence permit of that city")
	getPermit = lang.T("请先在居住城市申领居住证，或向户籍地申请。",
		"Get a residence permit in the city where you live first, or apply where your household is registered.")
)

// belongs requires a household in a city with such a card, or residence there with a permit. A person with
// neither is referred: the rules of their own city are not known, and elderly people who live in a place
// have the same rights as its residents, however they prove it (art. 53).
func belongs(c Case) decision.Finding {
	at, ok := cityOf(c)
	if !ok {
		return belongsHousehold(c)
	}
	f := decision.Rule("belongs", belongsTitle, c.Policy.Laws.Courtesy)
	f.Basis = []policy.Basis{at.scheme.Basis}
	if at.permit {
		until := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.EndorsedTo)
		return f.Met(lang.F("您持有%s的居住证，有效期至%s。", "You have a residence permit of %s, valid until %s.", division.FullName(at.city),
			until.V), until.Ref)
	}
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	return f.Met(lang.F("您的户籍在%s。", "Your household is registered in %s.", division.FullName(household.V)), household.Ref)
}

// age requires the age of the city's first level. Without a rule of a city it rejects only people
// who are not elderly by law, with a margin of a year for cities that accept early applications.
func age(c Case) decision.Finding {
	at, ok := cityOf(c)
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	if !ok || !born.Known() {
		return ageHousehold(c)
	}
	f := decision.Rule("age", ageTitle, at.scheme.Basis)
	years := born.V.Age(c.Today())
	level, reached := levelAt(c, at, born.V)
	if !reached {
		opens := opensAt(c, at.city, born.V, at.scheme.Value[0])
		if missing := permitUnknown(c); missing != nil {
			return f.Unknown(missing...) // a permit of another city may entitle to the card
		}
		return f.NotMet(lang.F("您今天%d周岁，%s的优待从%d周岁开始。", "You are %d today; in %s the card starts at %d.", years, division.FullName(at.city),
			at.scheme.Value[0].FromAge), born.Ref).
			Advise(lang.F("从%s起可以申请。", "You can apply from %s.", opens)).
			FirstMet(opens)
	}
	if from := born.V.AddYears(level.FromAge); from.After(c.Today()) {
		return f.Met(lang.F("您今天%d周岁，提前办理，自%s起可享受：%s。", "You are %d today and apply early. From %s you get: %s.", years, from, level.Gives),
			born.Ref)
	}
	return f.Met(lang.F("您今天%d周岁，可享受：%s。", "You are %d today and get: %s.", years, level.Gives), born.Ref)
}

var ageTitle = lang.T("达到优待年龄", "Old enough for the card")

// permitUnknown returns the references to unknown values of a residence permit; nil if all are known.
func permitUnknown(c Case) []fact.Reference {
	city := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.City)
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.EndorsedTo)
	if city.None() || city.Known() && until.Known() {
		return nil
	}
	return []fact.Reference{city.Ref, until.Ref}
}

// notHeld requires that the person does not have the card of this city and level.
func notHeld(c Case, key string) decision.Finding {
	f := decision.Rule("not-held", lang.T("尚未持有同级优待证", "No senior card of this level yet"), c.Policy.Laws.Courtesy)
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("您已通过申请 %s 办理。", "You already have it, by application %s.", held.Application)).Advise(inHand)
	}
	card := fact.Get(c.Facts, c.Applicant.ID, dataset.Benefits.SeniorCard)
	switch {
	case card.None(), card.State == fact.Missing, card.Known() && card.V != key:
		return f.Met(lang.T("没有同级的优待证。", "There is no card of this level on record."), card.Ref)
	case card.Known():
		return f.NotMet(lang.T("您已持有同级优待证。", "You already have a card of this level."), card.Ref).Advise(inHand)
	default:
		return f.Unknown(card.Ref)
	}
}

var inHand = lang.T("无需再次申请；达到下一优待年龄时会自动换发。", "You do not need to apply again. At the next age level you get a new card automatically.")

// place is a city that can issue the card.
type place struct {
	city   string
	permit bool // by a residence permit
	scheme policy.Figure[[]Level]
}

// cityOf returns the city that issues the card: that of the household if it issues one at this age, else
// that of a valid residence permit if it does, else the first of the two with a rule; ok is false if
// neither has a rule.
func cityOf(c Case) (at place, ok bool) {
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	var all []place
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	if scheme, has := c.Policy.Levels.At(household.V, c.Today()); household.Known() && has {
		all = append(all, place{division.City(household.V), false, scheme})
	}
	permit := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.City)
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.EndorsedTo)
	if scheme, has := c.Policy.Levels.At(permit.V, c.Today()); household.Known() && permit.Known() && has &&
		until.Known() && !until.V.Before(c.Today()) {
		all = append(all, place{division.City(permit.V), true, scheme})
	}
	for _, at := range all {
		if _, reached := levelAt(c, at, born.V); born.Known() && reached {
			return at, true
		}
	}
	if len(all) == 0 {
		return place{}, false
	}
	return all[0], true
}

// levelAt returns the level of the city for a person born on the day: the highest whose age they have
// reached, or that they can apply for early if they have that one already.
func levelAt(c Case, at place, born calendar.Date) (level Level, reached bool) {
	held := fact.Get(c.Facts, c.Applicant.ID, dataset.Benefits.SeniorCard)
	for _, next := range at.scheme.Value {
		switch {
		case !c.Today().Before(born.AddYears(next.FromAge)):
			level, reached = next, true
		case !c.Today().Before(opensAt(c, at.city, born, next)) && (!reached || held.Known() && held.V == keyOf(at, level)):
			level, reached = next, true
		}
	}
	return level, reached
}

// opensAt returns the first day on which a person can apply for the level in the city.
func opensAt(c Case, city string, born calendar.Date, level Level) calendar.Date {
	early, _ := c.Policy.EarlyMonths.At(city, c.Today())
	return born.AddYears(level.FromAge).AddMonths(-early.Value)
}

// cardKey identifies the card, such as 440600/full.
func cardKey(c Case) string {
	at, ok := cityOf(c)
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	level, reached := levelAt(c, at, born.V)
	if !ok || !born.Known() || !reached {
		return ""
	}
	return keyOf(at, level)
}

func keyOf(at place, level Level) string { return at.city + "/" + level.Name }
