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

// Case is a registration.
type Case = decision.Case[Form, Policy]

// Policy is what the law sets (policy.yaml).
type Policy struct {
	Laws struct {
		Registration policy.Basis `yaml:"registration"`
	} `yaml:"laws"`
	AheadDays policy.Series[int]                `yaml:"ahead_days"`
	Issuers   policy.Series[certificate.Issuer] `yaml:"issuers"`
}

// decide asks for nothing but that the registration is true: whoever has a child
// registers it, married or not, whichever child it is.
func decide(c Case) []decision.Finding {
	findings := []decision.Finding{alive(c)}
	if c.Form.Certificate != "" {
		findings = append(findings, condition.Parent(c.Facts, c.Form.Certificate, c.Applicant.ID, c.Policy.Laws.Registration))
	}
	return append(findings, place(c), expected(c), notRegistered(c))
}

func alive(c Case) decision.Finding {
	return condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), c.Policy.Laws.Registration)
}

// ofSpouse reports whether a place of the spouse is chosen.
func ofSpouse(c Case) bool {
	return c.Form.Place == SpouseHousehold || c.Form.Place == SpouseResidence
}

// spousePlace is place for the spouse's: whoever is married is not told where the other lives.
func spousePlace(f decision.Finding, at fact.Value[string]) decision.Finding {
	ref := at.Ref
	ref.Value = ""
	switch {
	case at.None(), at.Known() && !division.Within(at.V, guangdong):
		return f.NotMet(lang.T("配偶在本省没有所选的登记地。", "Your spouse has no such place in the province."), ref).
			Advise(lang.T("请改选其他登记地。", "Please choose another place."))
	case !at.Known():
		return f.Unknown(ref)
	default:
		return f.Met(lang.T("登记地在本省；配偶的地址不显示。", "It is in the province; your spouse's address is not shown."), ref)
	}
}

// place holds that the chosen place is in the province that the service serves.
func place(c Case) decision.Finding {
	f := decision.Rule("place", lang.T("登记地在本省", "The place of registration is in the province"), c.Policy.Laws.Registration)
	other := lang.T("请改选其他登记地。", "Please choose another place.")
	whose := c.Applicant.ID
	if ofSpouse(c) {
		spouse := spouseOf(c)
		switch {
		case spouse.None(), spouse.State == fact.Missing:
			return f.NotMet(lang.T("没有您的婚姻登记，不能选配偶所在地。", "No marriage of yours is on record, so a spouse's place cannot be chosen."), spouse.Ref).Advise(other)
		case !spouse.Known():
			return f.Unknown(spouse.Ref)
		}
		whose = spouse.V
	}
	at := fact.Get(c.Facts, whose, dataset.Population.Household)
	if c.Form.Place == OwnResidence || c.Form.Place == SpouseResidence {
		at = fact.Get(c.Facts, whose, dataset.Residence.Division)
	}
	if ofSpouse(c) {
		return spousePlace(f, at)
	}
	switch {
	case at.None():
		return f.NotMet(lang.T("没有居住登记。", "No residence is registered."), at.Ref).Advise(other)
	case !at.Known():
		return f.Unknown(at.Ref)
	case !division.Within(at.V, guangdong):
		return f.NotMet(lang.F("该地在%s。", "That is in %s.", division.FullName(at.V)), at.Ref).Advise(other)
	default:
		return f.Met(lang.F("登记地为%s。", "It is registered in %s.", division.FullName(at.V)), at.Ref)
	}
}

// expected holds that a day that is expected can be: no child is expected for
// longer than the policy's days.
func expected(c Case) decision.Finding {
	f := decision.Rule("expected", lang.T("预产期或出生日期合理", "The day of birth, expected or past, can be"), c.Policy.Laws.Registration)
	born := bornOn(c)
	if c.Form.Certificate != "" && !born.Known() {
		return f.Unknown(born.Ref)
	}
	ahead, ok := c.Policy.AheadDays.At(guangdong, c.Today())
	if !ok {
		return f.NoRule(lang.T("系统中没有现行的规定。", "There is no current rule."))
	}
	if last := c.Today().AddDays(ahead.Value); dayOf(c).After(last) {
		return f.NotMet(lang.F("预产期%s过于久远。", "%s is too far ahead.", dayOf(c))).
			Advise(lang.F("请核对预产期，最晚为%s。", "Please compare the day; the last possible is %s.", last))
	}
	return f.Met(lang.F("预产期或出生日期为%s。", "The day is %s.", dayOf(c)))
}

func notRegistered(c Case) decision.Finding {
	f := decision.Rule("not-registered", lang.T("没有重复登记", "Not registered already"), c.Policy.Laws.Registration)
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("该子女已由申请 %s 登记。", "This child is registered by application %s.", held.Application)).
			Advise(lang.T("无需再次登记。", "There is no need to register again."))
	}
	return f.Met(lang.T("没有该子女的登记。", "No registration of this child is on record."))
}

// dayOf is the day of the birth, expected or past; zero while it is not known.
func dayOf(c Case) calendar.Date {
	if c.Form.Certificate == "" {
		return c.Form.ExpectedOn
	}
	return bornOn(c).V
}

func bornOn(c Case) fact.Value[calendar.Date] {
	return fact.Get(c.Facts, c.Form.Certificate, dataset.Births.On)
}

func spouseOf(c Case) fact.Value[string] {
	return fact.Get(c.Facts, c.Applicant.ID, dataset.Marriages.Spouse)
}
