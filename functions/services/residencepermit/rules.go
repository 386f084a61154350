package residencepermit

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
		Permit      policy.Basis `yaml:"permit"`
		Proofs      policy.Basis `yaml:"proofs" validate:"omitempty"` // absent from older policies
		Endorsement policy.Basis `yaml:"endorsement"`
	} `yaml:"laws"`
	Months         policy.Series[int]                `yaml:"months"`
	Insurance      policy.Series[Insurance]          `yaml:"insurance"`
	Direct         policy.Series[Direct]             `yaml:"direct" validate:"omitempty"` // absent from older policies
	Keep           policy.Series[Keep]               `yaml:"keep" validate:"omitempty"`   // absent from older policies
	Window         policy.Series[Window]             `yaml:"window"`
	CancelledAfter policy.Series[int]                `yaml:"cancelled_after"`
	Issuers        policy.Series[certificate.Issuer] `yaml:"issuers"`
}

// Insurance is the required number of paid months in the last 12 or the last 24.
type Insurance struct {
	Of12 int `yaml:"of_12" validate:"min=1,max=12"`
	Of24 int `yaml:"of_24" validate:"min=1,max=24"`
}

// Direct states who can apply in a city as soon as the residence is registered.
type Direct struct {
	Stages  []string `yaml:"stages" validate:"required"` // stages of full-time education (dataset.Enrolment.Stage)
	Talents bool     `yaml:"talents,omitempty"`
}

// Keep is the number of the last twelve months in which a holder must have lived and been insured in the
// city, for an endorsement.
type Keep struct {
	Residence int `yaml:"residence" validate:"min=1,max=12"`
	Insurance int `yaml:"insurance" validate:"min=1,max=12"`
}

// Window states how long before the end of its year a permit can be endorsed.
type Window struct {
	Months int `yaml:"months,omitempty" validate:"min=0"`
	Days   int `yaml:"days,omitempty" validate:"min=0"`
}

func decide(c Case) []decision.Finding {
	findings := []decision.Finding{alive(c), fromElsewhere(c), condition.Provable(residence(c)), ground(c)}
	if c.Form.Kind == Endorse {
		return append(findings, endorsable(c))
	}
	return append(findings, withoutPermit(c))
}

func alive(c Case) decision.Finding {
	return condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), c.Policy.Laws.Permit)
}

func fromElsewhere(c Case) decision.Finding {
	f := decision.Rule("from-elsewhere",
		lang.T("离开户籍地到其他城市居住", "You live in a city other than that of your household registration"), c.Policy.Laws.Permit)
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	home := homeOf(c)
	switch {
	case home.None():
		return f.Met(lang.T("没有居住登记，这一条不适用。", "There is no registered residence, so this condition does not apply."), home.Ref)
	case !household.Known() || !home.Known():
		return f.Unknown(household.Ref, home.Ref)
	case division.City(household.V) == division.City(home.V):
		return f.NotMet(lang.F("您的户籍就在%s，无需居住证。", "Your household is registered in %s, so you do not need a residence permit there.",
			division.FullName(division.City(home.V))), household.Ref, home.Ref).
			Advise(lang.T("凭居民身份证即可办事。", "Your ID card is sufficient."))
	default:
		return f.Met(lang.F("您的户籍在%s，居住在%s。", "Your household is registered in %s, and you live in %s.",
			division.FullName(household.V), division.FullName(home.V)), household.Ref, home.Ref)
	}
}

// residence requires half a year in the city (art. 2), or the period of the city's own rule.
func residence(c Case) decision.Finding {
	f := decision.Rule("residence", lang.T("连续居住登记达到规定月数", "Registered as a resident for the required months"), c.Policy.Laws.Permit)
	home := homeOf(c)
	since := fact.Get(c.Facts, c.Applicant.ID, dataset.Residence.Since)
	if home.None() {
		return f.NotMet(lang.T("没有您的居住登记。", "You have no registered residence."), home.Ref).
			Advise(
				lang.T(
					"请先到居住地派出所或社区办理居住登记。",
					"Please register your residence first, at the police station or community office where you live.",
				),
			)
	}
	if !home.Known() || !since.Known() {
		return f.Unknown(home.Ref, since.Ref)
	}
	if c.Form.Kind == Endorse {
		return stillHere(c, f, home, since)
	}
	if rule, ok := direct(c); ok {
		f.Basis = []policy.Basis{rule.Basis}
		return f.Met(lang.F("自%s起已办理居住登记；在校学生和引进人才不要求居住月数。",
			"You have been registered since %s. Students and talents need no months of residence.", since.V), since.Ref, home.Ref)
	}
	months, ok := c.Policy.Months.At(home.V, c.Today())
	if !ok {
		return f.NoRule(lang.T("系统中没有当地现行的居住年限规定。", "The system has no current local rule on the length of residence."), home.Ref)
	}
	f.Basis = []policy.Basis{months.Basis}
	full := since.V.AddMonths(months.Value)
	if c.Today().Before(full) {
		if rule, ok := c.Policy.Direct.At(home.V, c.Today()); ok && c.Form.Ground == Study {
			if student, sources := studies(c, division.City(home.V), rule.Value.Stages); student == decision.Unknown {
				f.Basis = append(f.Basis, rule.Basis)
				return byStudentCard(f, sources)
			}
		}
		return f.NotMet(lang.F("自%s起连续居住登记，未满%d个月。", "You have been registered since %s, less than %d months.", since.V,
			months.Value), since.Ref).
			Advise(lang.F("保持居住登记，%s起满足本条。", "Stay registered; this condition is met from %s.", full)).FirstMet(full)
	}
	return f.Met(lang.F("自%s起连续居住登记，已满%d个月。", "You have been registered since %s, at least %d months.", since.V, months.Value),
		since.Ref, home.Ref)
}

// withoutPermit requires that the person has no valid permit of the same city.
func withoutPermit(c Case) decision.Finding {
	f := decision.Rule("without-permit", lang.T("没有本市有效的居住证", "No valid permit of this city"), c.Policy.Laws.Permit)
	endorse := lang.T("请改选“居住证签注”。", "Please choose the endorsement.")
	city := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.City)
	endorsed := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.EndorsedTo)
	home := homeOf(c)
	switch held := c.Holdings.Of(claimKind); {
	case !held.Free():
		return f.NotMet(lang.F("您的申请 %s 已在办理或已办结。", "Your application %s is finished or in progress.", held.Application)).Advise(endorse)
	case city.None():
		return f.Met(lang.T("没有居住证记录。", "There is no permit on record."), city.Ref)
	case !city.Known() || !endorsed.Known():
		return f.Unknown(city.Ref, endorsed.Ref)
	case home.Known() && city.V != division.City(home.V):
		return f.Met(
			lang.F("您的居住证由%s签发，本市没有。", "Your permit was issued by %s; you have none of this city.", division.FullName(city.V)),
			city.Ref,
		)
	}
	if day, cancelled := cancelledOn(c, city.V, endorsed.V); cancelled {
		return f.Met(lang.F("原居住证已于%s注销，可以重新申领。", "Your old permit was cancelled on %s. You can apply for a new one.", day), city.Ref,
			endorsed.Ref)
	}
	return f.NotMet(lang.F("您已有居住证，签注有效期至%s。", "You already have a permit, endorsed until %s.", endorsed.V), city.Ref,
		endorsed.Ref).Advise(endorse)
}

func endorsable(c Case) decision.Finding {
	f := decision.Rule("endorsable", lang.T("居住证可以签注", "The permit can be endorsed"), c.Policy.Laws.Endorsement)
	apply := lang.T("请改选“申领居住证”。", "Please choose to apply for a residence permit.")
	city := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.City)
	endorsed := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.EndorsedTo)
	home := homeOf(c)
	switch {
	case city.None():
		return f.NotMet(lang.T("没有您的居住证记录。", "You have no residence permit on record."), city.Ref).Advise(apply)
	case !city.Known() || !endorsed.Known():
		return f.Unknown(city.Ref, endorsed.Ref)
	case home.Known() && city.V != division.City(home.V):
		return f.NotMet(lang.F("您的居住证由%s签发，不能在本市签注。", "Your permit was issued by %s and cannot be endorsed in this city.",
			division.FullName(city.V)), city.Ref).Advise(apply)
	}
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("本年度签注已由申请 %s 办理。", "This year's endorsement was done with application %s.", held.Application)).
			Advise(lang.T("无需再次申请。", "You do not need to apply again."))
	}
	if day, cancelled := cancelledOn(c, city.V, endorsed.V); cancelled {
		return f.NotMet(lang.F("居住证已于%s注销。", "The permit was cancelled on %s.", day), endorsed.Ref).Advise(apply)
	}
	window, ok := c.Policy.Window.At(city.V, c.Today())
	if !ok {
		return f.NoRule(lang.T("系统中没有当地现行的签注时间规定。", "The system has no current local rule on the time of endorsement."), city.Ref)
	}
	f.Basis = []policy.Basis{window.Basis}
	opens := endorsed.V.AddDays(1).AddMonths(-window.Value.Months).AddDays(-window.Value.Days)
	if c.Today().Before(opens) {
		return f.NotMet(lang.F("签注有效期至%s，还未到签注时间。", "The permit is endorsed until %s; it is too early for the next endorsement.",
			endorsed.V), endorsed.Ref).
			Advise(lang.F("请从%s起办理。", "Please apply from %s.", opens)).FirstMet(opens)
	}
	if c.Today().After(endorsed.V) {
		return f.Met(lang.F("签注已于%s到期、使用功能中止，补办签注后恢复。",
			"The endorsement expired on %s and the permit is suspended. A late endorsement restores it.", endorsed.V), endorsed.Ref)
	}
	return f.Met(lang.F("签注有效期至%s，可以签注下一年度。", "The permit is endorsed until %s and can be endorsed for the next year.",
		endorsed.V), endorsed.Ref)
}

// cancelledOn returns the day on which a permit of the city, last endorsed until the given day, was
// cancelled because it was suspended too long.
func cancelledOn(c Case, city string, endorsed calendar.Date) (calendar.Date, bool) {
	years, ok := c.Policy.CancelledAfter.At(city, c.Today())
	day := endorsed.AddDays(1).AddYears(years.Value)
	return day, ok && !c.Today().Before(day)
}

func homeOf(c Case) fact.Value[string] {
	return fact.Get(c.Facts, c.Applicant.ID, dataset.Residence.Division)
}
