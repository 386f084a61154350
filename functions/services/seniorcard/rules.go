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
	return []decision.Finding{alive(c), belongs(c), age(c), notHeld(c)}
}

func alive(c Case) decision.Finding {
	return condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), c.Policy.Laws.Courtesy)
}

// belongs requires a household in a city with such a card, or residence there with a permit.
func belongs(c Case) decision.Finding {
	f := decision.Rule("belongs",
		lang.T("户籍在本省发证城市，或持有其有效居住证",
			"Household in a city of the province that issues the card, or a valid residence permit of that city"), c.Policy.Laws.Courtesy)
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
			Advise(lang.T("请先在居住城市申领居住证，或向户籍地申请。",
				"Get a residence permit in the city where you live first, or apply where your household is registered."))
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

func age(c Case) decision.Finding {
	f := decision.Rule("age", lang.T("达到优待年龄", "Old enough for the card"), c.Policy.Laws.Courtesy)
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	if !born.Known() {
		return f.Unknown(born.Ref)
	}
	scheme, ok := c.Policy.Levels.At(cityOf(c), c.Today())
	if !ok {
		return f.NoRule(lang.T("没有可适用的城市，无法判断优待年龄。", "There is no applicable city, so the required age is not known."), born.Ref)
	}
	f.Basis = []policy.Basis{scheme.Basis}
	level, reached := levelOf(c, born.V)
	if !reached {
		first := scheme.Value[0]
		opens := opens(c, born.V, first)
		return f.NotMet(
			lang.F("您今天%d周岁，优待从%d周岁开始。", "You are %d today; the card starts at %d.", born.V.Age(c.Today()), first.FromAge),
			born.Ref,
		).
			Advise(lang.F("从%s起可以申请。", "You can apply from %s.", opens)).
			HoldsFrom(opens)
	}
	return f.Met(lang.F("您今天%d周岁，可享受：%s。", "You are %d today and get: %s.", born.V.Age(c.Today()), level.Gives), born.Ref)
}

// notHeld requires that the person does not have the card of this city and level.
func notHeld(c Case) decision.Finding {
	f := decision.Rule("not-held", lang.T("尚未持有同级优待证", "No senior card of this level yet"), c.Policy.Laws.Courtesy)
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("您已通过申请 %s 办理。", "You already have it, by application %s.", held.Application)).Advise(inHand)
	}
	card := fact.Get(c.Facts, c.Applicant.ID, dataset.Benefits.SeniorCard)
	switch {
	case card.None(), card.State == fact.Missing, card.Known() && card.V != cardKey(c):
		return f.Met(lang.T("没有同级的优待证。", "There is no card of this level on record."), card.Ref)
	case card.Known():
		return f.NotMet(lang.T("您已持有同级优待证。", "You already have a card of this level."), card.Ref).Advise(inHand)
	default:
		return f.Unknown(card.Ref)
	}
}

var inHand = lang.T("无需再次申请；达到下一优待年龄时会自动换发。", "You do not need to apply again. At the next age level you get a new card automatically.")

// cityOf returns the city that issues the card: that of the household if it has a card, else that
// of the residence permit; "" if neither is known to have one.
func cityOf(c Case) string {
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	if _, ok := c.Policy.Levels.At(household.V, c.Today()); household.Known() && ok {
		return division.City(household.V)
	}
	return fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.City).V
}

// levelOf returns the highest level that a person born on the day has reached or can already apply
// for.
func levelOf(c Case, born calendar.Date) (level Level, reached bool) {
	scheme, _ := c.Policy.Levels.At(cityOf(c), c.Today())
	for _, l := range scheme.Value {
		if !c.Today().Before(opens(c, born, l)) {
			level, reached = l, true
		}
	}
	return level, reached
}

// opens returns the first day on which a person can apply for the level.
func opens(c Case, born calendar.Date, level Level) calendar.Date {
	early, _ := c.Policy.EarlyMonths.At(cityOf(c), c.Today())
	return born.AddYears(level.FromAge).AddMonths(-early.Value)
}

// cardKey identifies the card, such as 440600/full.
func cardKey(c Case) string {
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	level, reached := levelOf(c, born.V)
	if !born.Known() || !reached {
		return ""
	}
	return cityOf(c) + "/" + level.Name
}
