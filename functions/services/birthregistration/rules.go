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
	if c.Form.Certificate != "" {
		findings = append(findings, condition.Parent(c.Facts, c.Form.Certificate, c.Applicant.ID, c.Policy.Laws.Registration))
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

// place requires the chosen place to be in the province.
func place(c Case) decision.Finding {
	f := decision.Rule("place", lang.T("登记地在本省", "The place of registration is in the province"), c.Policy.Laws.Registration)
	other := lang.T("请改选其他登记地。", "Please choose another place.")
	whose := c.Applicant.ID
	if ofSpouse(c) {
		spouse := spouseOf(c)
		switch {
		case spouse.None(), spouse.State == fact.Missing:
			return f.NotMet(lang.T("没有您的婚姻登记，不能选配偶所在地。", "You have no marriage on record, so you cannot choose a spouse's address."),
				spouse.Ref).Advise(other)
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
		return f.NotMet(lang.T("没有居住登记。", "There is no residence on record."), at.Ref).Advise(other)
	case !at.Known():
		return f.Unknown(at.Ref)
	case !division.Within(at.V, guangdong):
		return f.NotMet(lang.F("该地在%s。", "This place is in %s.", division.FullName(at.V)), at.Ref).Advise(other)
	default:
		return f.Met(lang.F("登记地为%s。", "The place of registration is %s.", division.FullName(at.V)), at.Ref)
	}
}

// expected requires a plausible date: it cannot be farther ahead than the policy's number of days.
func expected(c Case) decision.Finding {
	f := decision.Rule("expected", lang.T("预产期或出生日期合理", "The birth date is valid"), c.Policy.Laws.Registration)
	born := bornOn(c)
	if c.Form.Certificate != "" && !born.Known() {
		return f.Unknown(born.Ref)
	}
	ahead, ok := c.Policy.AheadDays.At(guangdong, c.Today())
	if !ok {
		return f.NoRule(lang.T("系统中没有现行的规定。", "The system has no current rule."))
	}
	if last := c.Today().AddDays(ahead.Value); dayOf(c).After(last) {
		return f.NotMet(lang.F("预产期%s过于久远。", "%s is too far ahead.", dayOf(c))).
			Advise(lang.F("请核对预产期，最晚为%s。", "Please check the date. The latest possible date is %s.", last))
	}
	return f.Met(lang.F("预产期或出生日期为%s。", "The date of birth, or the expected date, is %s.", dayOf(c)))
}

func notRegistered(c Case) decision.Finding {
	f := decision.Rule("not-registered", lang.T("没有重复登记", "Not registered before"), c.Policy.Laws.Registration)
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("该子女已由申请 %s 登记。", "This child was registered by application %s.", held.Application)).
			Advise(lang.T("无需再次登记。", "You do not need to register again."))
	}
	return f.Met(lang.T("没有该子女的登记。", "There is no registration of this child."))
}

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

func spouseOf(c Case) fact.Value[string] {
	return fact.Get(c.Facts, c.Applicant.ID, dataset.Marriages.Spouse)
}
