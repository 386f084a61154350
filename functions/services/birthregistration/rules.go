package birthregistration

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
		Registration policy.Basis `yaml:"registration"`
	} `yaml:"laws"`
	AheadDays policy.Series[int]                `yaml:"ahead_days"`
	Issuers   policy.Series[certificate.Issuer] `yaml:"issuers"`
}

// decide sets no condition on marriage or on the number of children: everybody who has a child can
// register it.
func decide(c Case) []decision.Finding {
	findings := []decision.Finding{alive(c)}
	if law := c.Policy.Laws.Registration; c.Form.Certificate != "" {
		findings = append(findings, condition.Parent(c.Facts, c.Form.Certificate, c.Applicant.ID, law),
			condition.Sound(c.Facts, c.Form.Certificate, c.Today(), law))
	}
	return append(findings, place(c), expected(c), notRegistered(c))
}

func alive(c Case) decision.Finding {
	return condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), c.Policy.Laws.Registration)
}

// ofSpouse reports whether the chosen place is the spouse's.
func ofSpouse(c Case) bool {
	return c.Form.Place == SpouseHousehold || c.Form.Place == SpouseResidence
}

// spousePlace decides on a place of the spouse. The answer does not reveal where the spouse lives.
func spousePlace(f decision.Finding, at fact.Value[string]) decision.Finding {
	ref := at.Ref
	ref.Value = ""
	switch {
	case at.None(), at.Known() && !division.Within(at.V, guangdong):
		return f.NotMet(lang.T("配偶在本省没有所选的登记地。", "Your spouse does not have the chosen address in the province."), ref).
			Advise(lang.T("请改选其他登记地。", "Please choose another place."))
	case !at.Known():
		return f.Unknown(ref)
	default:
		return f.Met(lang.T("登记地在本省；配偶的地址不显示。", "The place is in the province. Your spouse's address is not shown."), ref)
	}
}

// place requires the chosen place to be in the province. The address of a dead spouse cannot be chosen.
func place(c Case) decision.Finding {
	f := decision.Rule("place", lang.T("登记地在本省", "The place of registration is in the province"), c.Policy.Laws.Registration)
	if !ofSpouse(c) {
		return placeAt(c, f, c.Applicant.ID)
	}
	spouse, married, sources := condition.LivingSpouse(c.Facts, c.Applicant.ID)
	switch married {
	case decision.NotMet:
		return f.NotMet(lang.T("没有您存续的婚姻登记，或者配偶已有死亡登记，不能选配偶所在地。",
			"You are not married on record, or your spouse's death is registered, so you cannot choose a spouse's address."), sources...).
			Advise(otherPlace)
	case decision.Unknown:
		return f.Unknown(sources...)
	}
	return placeAt(c, f, spouse)
}

// placeAt requires the chosen address of the person to be in the province.
func placeAt(c Case, f decision.Finding, whose string) decision.Finding {
	at := fact.Get(c.Facts, whose, addressField(c))
	if ofSpouse(c) {
		return spousePlace(f, at)
	}
	switch {
	case at.None():
		return f.NotMet(lang.T("没有居住登记。", "There is no residence on record."), at.Ref).Advise(otherPlace)
	case !at.Known():
		return f.Unknown(at.Ref)
	case !division.Within(at.V, guangdong):
		return f.NotMet(lang.F("该地在%s。", "This place is in %s.", division.FullName(at.V)), at.Ref).Advise(otherPlace)
	default:
		return f.Met(lang.F("登记地为%s。", "The place of registration is %s.", division.FullName(at.V)), at.Ref)
	}
}

// addressField is the field with the chosen address of a person.
func addressField(c Case) fact.Field[string] {
	if c.Form.Place == OwnResidence || c.Form.Place == SpouseResidence {
		return dataset.Residence.Division
	}
	return dataset.Population.Household
}

// placeOf returns the division of the chosen place. The caller has checked that it is known.
func placeOf(c Case, spouse string) string {
	return fact.Get(c.Facts, whoseAddress(c, spouse), addressField(c)).V
}

// needsPlace returns the query for the chosen address.
func needsPlace(c Case, spouse string) []fact.Query {
	if c.Form.Place == "" {
		return nil
	}
	return []fact.Query{fact.Ask(whoseAddress(c, spouse), addressField(c))}
}

func whoseAddress(c Case, spouse string) string {
	if ofSpouse(c) {
		return spouse
	}
	return c.Applicant.ID
}

var otherPlace = lang.T("请改选其他登记地。", "Please choose another place.")

// expected is expected2022, but an expected date that has passed needs the birth certificate or is referred.
func expected(c Case) decision.Finding {
	if c.Form.Certificate != "" || !dayOf(c).Before(c.Today()) {
		return expected2022(c)
	}
	return decision.Rule("expected", expectedTitle, c.Policy.Laws.Registration).Unsure(lang.F(
		"预产期%s已过：孩子已出生的，请填写出生医学证明编号；没有编号的，由工作人员核实。",
		"The expected date, %s, has passed. If the child is born, enter the birth certificate number; if "+
			"there is none, an officer will check it.",
		dayOf(c)))
}

var expectedTitle = lang.T("预产期或出生日期合理", "The birth date is valid")

// dayOf returns the actual or expected date of birth; zero if not known.
func dayOf(c Case) calendar.Date {
	if c.Form.Certificate == "" {
		return c.Form.ExpectedOn
	}
	return bornOn(c).V
}

func bornOn(c Case) fact.Value[calendar.Date] {
	return fact.Get(c.Facts, c.Form.Certificate, dataset.Births.On)
}
