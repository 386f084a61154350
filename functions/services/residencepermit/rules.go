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
		Endorsement policy.Basis `yaml:"endorsement"`
	} `yaml:"laws"`
	Months         policy.Series[int]                `yaml:"months"`
	Insurance      policy.Series[Insurance]          `yaml:"insurance"`
	Window         policy.Series[Window]             `yaml:"window"`
	CancelledAfter policy.Series[int]                `yaml:"cancelled_after"`
	Issuers        policy.Series[certificate.Issuer] `yaml:"issuers"`
}

// Insurance is how many months of the last 12, or of the last 24, must be paid.
type Insurance struct {
	Of12 int `yaml:"of_12" validate:"min=1,max=12"`
	Of24 int `yaml:"of_24" validate:"min=1,max=24"`
}

// Window is how long before its year ends a permit can be endorsed.
type Window struct {
	Months int `yaml:"months,omitempty" validate:"min=0"`
	Days   int `yaml:"days,omitempty" validate:"min=0"`
}

func decide(c Case) []decision.Finding {
	findings := []decision.Finding{alive(c), fromElsewhere(c), residence(c), ground(c)}
	if c.Form.Kind == Endorse {
		return append(findings, endorsable(c))
	}
	return append(findings, withoutPermit(c))
}

func alive(c Case) decision.Finding {
	return condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), c.Policy.Laws.Permit)
}

func fromElsewhere(c Case) decision.Finding {
	f := decision.Rule("from-elsewhere", lang.T("离开户籍地到其他城市居住", "Living in another city than that of the registered household"), c.Policy.Laws.Permit)
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	home := homeOf(c)
	switch {
	case home.None():
		return f.Met(lang.T("没有居住登记，本条不作判断。", "No residence is registered; this is judged by the next condition."), home.Ref)
	case !household.Known() || !home.Known():
		return f.Unknown(household.Ref, home.Ref)
	case division.City(household.V) == division.City(home.V):
		return f.NotMet(lang.F("您的户籍就在%s，无需居住证。", "Your household is registered in %s: you need no permit there.", division.FullName(division.City(home.V))), household.Ref, home.Ref).
			Advise(lang.T("凭居民身份证即可办事。", "Your ID card is all that you need."))
	default:
		return f.Met(lang.F("您的户籍在%s，居住在%s。", "Your household is registered in %s, and you live in %s.", division.FullName(household.V), division.FullName(home.V)), household.Ref, home.Ref)
	}
}

func residence(c Case) decision.Finding {
	f := decision.Rule("residence", lang.T("连续居住登记达到规定月数", "Registered as a resident for long enough"), c.Policy.Laws.Permit)
	home := homeOf(c)
	since := fact.Get(c.Facts, c.Applicant.ID, dataset.Residence.Since)
	if home.None() {
		return f.NotMet(lang.T("没有您的居住登记。", "No residence of yours is registered."), home.Ref).
			Advise(lang.T("请先到居住地派出所或社区办理居住登记。", "First register your residence at the police station or community where you live."))
	}
	if !home.Known() || !since.Known() {
		return f.Unknown(home.Ref, since.Ref)
	}
	months, ok := c.Policy.Months.At(home.V, c.Today())
	if !ok {
		return f.NoRule(lang.T("系统中没有当地现行的居住年限规定。", "There is no current local rule on the time of residence."), home.Ref)
	}
	f.Basis = []policy.Basis{months.Basis}
	full := since.V.AddMonths(months.Value)
	if c.Today().Before(full) {
		return f.NotMet(lang.F("自%s起连续居住登记，未满%d个月。", "You are registered since %s, which is less than %d months.", since.V, months.Value), since.Ref).
			Advise(lang.F("保持居住登记，%s起满足本条。", "Stay registered; this is met from %s on.", full)).HoldsFrom(full)
	}
	return f.Met(lang.F("自%s起连续居住登记，已满%d个月。", "You are registered since %s, which is %d months and more.", since.V, months.Value), since.Ref, home.Ref)
}

// withoutPermit holds that nobody has two permits of one city.
func withoutPermit(c Case) decision.Finding {
	f := decision.Rule("without-permit", lang.T("没有本市有效的居住证", "No permit of this city is held"), c.Policy.Laws.Permit)
	endorse := lang.T("请改选“居住证签注”。", "Choose the endorsement instead.")
	city := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.City)
	endorsed := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.EndorsedTo)
	home := homeOf(c)
	switch held := c.Holdings.Of(claimKind); {
	case !held.Free():
		return f.NotMet(lang.F("您的申请 %s 已在办理或已办结。", "Your application %s is done, or under way.", held.Application)).Advise(endorse)
	case city.None():
		return f.Met(lang.T("没有居住证记录。", "No permit is on record."), city.Ref)
	case !city.Known() || !endorsed.Known():
		return f.Unknown(city.Ref, endorsed.Ref)
	case home.Known() && city.V != division.City(home.V):
		return f.Met(lang.F("您的居住证由%s签发，本市没有。", "Your permit is of %s; you have none of this city.", division.FullName(city.V)), city.Ref)
	}
	if day, cancelled := cancelledOn(c, city.V, endorsed.V); cancelled {
		return f.Met(lang.F("原居住证已于%s注销，可以重新申领。", "Your permit was cancelled on %s, and you can have a new one.", day), city.Ref, endorsed.Ref)
	}
	return f.NotMet(lang.F("您已有居住证，签注有效期至%s。", "You have a permit, endorsed until %s.", endorsed.V), city.Ref, endorsed.Ref).Advise(endorse)
}

func endorsable(c Case) decision.Finding {
	f := decision.Rule("endorsable", lang.T("居住证可以签注", "The permit can be endorsed"), c.Policy.Laws.Endorsement)
	apply := lang.T("请改选“申领居住证”。", "Apply for a permit instead.")
	city := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.City)
	endorsed := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.EndorsedTo)
	home := homeOf(c)
	switch {
	case city.None():
		return f.NotMet(lang.T("没有您的居住证记录。", "No permit of yours is on record."), city.Ref).Advise(apply)
	case !city.Known() || !endorsed.Known():
		return f.Unknown(city.Ref, endorsed.Ref)
	case home.Known() && city.V != division.City(home.V):
		return f.NotMet(lang.F("您的居住证由%s签发，不能在本市签注。", "Your permit is of %s and cannot be endorsed here.", division.FullName(city.V)), city.Ref).Advise(apply)
	}
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("本年度签注已由申请 %s 办理。", "This year's endorsement is application %s.", held.Application)).
			Advise(lang.T("无需再次申请。", "You do not need to apply again."))
	}
	if day, cancelled := cancelledOn(c, city.V, endorsed.V); cancelled {
		return f.NotMet(lang.F("居住证已于%s注销。", "The permit was cancelled on %s.", day), endorsed.Ref).Advise(apply)
	}
	window, ok := c.Policy.Window.At(city.V, c.Today())
	if !ok {
		return f.NoRule(lang.T("系统中没有当地现行的签注时间规定。", "There is no current local rule on when to endorse."), city.Ref)
	}
	f.Basis = []policy.Basis{window.Basis}
	opens := endorsed.V.AddDays(1).AddMonths(-window.Value.Months).AddDays(-window.Value.Days)
	if c.Today().Before(opens) {
		return f.NotMet(lang.F("签注有效期至%s，还未到签注时间。", "It is endorsed until %s, and it is too early for the next.", endorsed.V), endorsed.Ref).
			Advise(lang.F("请从%s起办理。", "Come back from %s on.", opens)).HoldsFrom(opens)
	}
	if c.Today().After(endorsed.V) {
		return f.Met(lang.F("签注已于%s到期、使用功能中止，补办签注后恢复。", "It ran out on %s and is suspended: a late endorsement restores it.", endorsed.V), endorsed.Ref)
	}
	return f.Met(lang.F("签注有效期至%s，可以签注下一年度。", "It is endorsed until %s: the next year can be endorsed.", endorsed.V), endorsed.Ref)
}

// cancelledOn is the day on which a permit of the city, endorsed until the day, was
// cancelled for having been suspended too long.
func cancelledOn(c Case, city string, endorsed calendar.Date) (calendar.Date, bool) {
	years, ok := c.Policy.CancelledAfter.At(city, c.Today())
	day := endorsed.AddDays(1).AddYears(years.Value)
	return day, ok && !c.Today().Before(day)
}

func homeOf(c Case) fact.Value[string] {
	return fact.Get(c.Facts, c.Applicant.ID, dataset.Residence.Division)
}
