package flexiblesubsidy

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
		Subsidy     policy.Basis `yaml:"subsidy"`
		Recognition policy.Basis `yaml:"recognition"`
		Account     policy.Basis `yaml:"account"`
	} `yaml:"laws"`
	Rates      policy.Series[Rate]                 `yaml:"rates"`
	Retirement policy.Series[condition.Retirement] `yaml:"retirement"`
	Issuers    policy.Series[certificate.Issuer]   `yaml:"issuers"`
}

// Rate is a share of what was paid, up to a sum, for so many months.
type Rate struct {
	Parts   int64 `yaml:"parts" validate:"min=1"` // of Of: two of three
	Of      int64 `yaml:"of" validate:"min=1"`
	MostFen int64 `yaml:"most_fen" validate:"min=1"` // a month
	Months  int   `yaml:"months" validate:"min=1"`
	// NearYears is how near retirement, at the first grant, the subsidy is paid
	// until then.
	NearYears int `yaml:"near_years" validate:"min=0"`
}

func decide(c Case) []decision.Finding {
	law := c.Policy.Laws.Subsidy
	return []decision.Finding{
		condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), law),
		recognised(c), paying(c),
		condition.Jobless(c.Facts, c.Applicant.ID, law),
		condition.NoBusiness(c.Facts, c.Applicant.ID, law),
		monthsLeft(c), notDrawn(c),
		condition.Account(
			c.Facts,
			c.Form.Account,
			c.Applicant.ID,
			lang.T("收款账户属于本人", "The bank account is your own"),
			c.Policy.Laws.Account,
		),
	}
}

func recognised(c Case) decision.Finding {
	f := decision.Rule("recognised", lang.T("已认定为就业困难人员", "Recognised to be in difficulty on the labour market"), c.Policy.Laws.Recognition)
	place := fact.Get(c.Facts, c.Applicant.ID, dataset.Hardship.Place)
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.Hardship.Until)
	ask := lang.T("请先申请就业困难人员认定。", "Please ask to be recognised first.")
	switch {
	case place.None():
		return f.NotMet(lang.T("没有就业困难人员认定记录。", "You have no recognition on record."), place.Ref).Advise(ask)
	case !place.Known() || !until.Known():
		return f.Unknown(place.Ref, until.Ref)
	case !division.Within(place.V, guangdong):
		return f.NotMet(lang.F("认定地为%s。", "You are recognised in %s.", division.FullName(place.V)), place.Ref).
			Advise(lang.T("请在认定地申请。", "Please apply there."))
	case until.V.Before(c.Today()):
		return f.NotMet(lang.F("认定已于%s到期。", "The recognition expired on %s.", until.V), until.Ref).Advise(ask)
	default:
		return f.Met(lang.F("%s认定，有效期至%s。", "Recognised in %s until %s.", division.FullName(place.V), until.V), place.Ref, until.Ref)
	}
}

// paying holds that the applicant pays for themself, where they are recognised.
func paying(c Case) decision.Finding {
	f := decision.Rule("paying", lang.T("以灵活就业身份缴费", "Paying insurance as flexibly employed"), c.Policy.Laws.Subsidy)
	city := fact.Get(c.Facts, c.Applicant.ID, dataset.Flexible.City)
	paid := fact.Get(c.Facts, c.Applicant.ID, dataset.Flexible.PaidFen)
	join := lang.T("请先以灵活就业身份参加养老、医疗保险。", "Join pension and medical insurance as flexibly employed first.")
	switch {
	case city.None():
		return f.NotMet(lang.T("没有灵活就业缴费记录。", "You have no contributions as flexibly employed on record."), city.Ref).Advise(join)
	case !city.Known() || !paid.Known():
		return f.Unknown(city.Ref, paid.Ref)
	case paid.V <= 0:
		return f.NotMet(lang.T("上月没有缴费。", "Nothing was paid in the last month."), paid.Ref).Advise(join)
	}
	if place := placeOf(c); place != "" && city.V != division.City(place) {
		return f.NotMet(lang.F("您在%s缴费，与认定地不同。", "You pay in %s, and are recognised elsewhere.", division.FullName(city.V)), city.Ref).
			Advise(lang.T("请在同一城市认定和缴费。", "Be recognised and pay in the same city."))
	}
	return f.Met(lang.F("上月实缴%s元。", "CNY %s was paid in the last month.", lang.Yuan(int64(paid.V))), city.Ref, paid.Ref)
}

func monthsLeft(c Case) decision.Finding {
	f := decision.Rule("months-left", lang.T("补贴期限未满", "Months of subsidy are left"), c.Policy.Laws.Subsidy)
	used := fact.Get(c.Facts, c.Applicant.ID, dataset.Hardship.SubsidyMonths)
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	_, ok := c.Policy.Rates.At(placeOf(c), c.Today())
	_, ages := c.Policy.Retirement.At(guangdong, c.Today())
	switch {
	case used.None():
		return f.Met(lang.T("没有认定记录，这一条不适用。", "There is no recognition on record, so this condition does not apply."), used.Ref)
	case !used.Known() && used.State != fact.Missing:
		return f.Unknown(used.Ref)
	case !born.Known():
		return f.Unknown(born.Ref)
	case !ok || !ages:
		return f.NoRule(lang.T("系统中没有当地现行的补贴标准。", "The system has no current local rate."))
	}
	if months := monthsOf(c); months > 0 {
		return f.Met(lang.F("已领取%d个月，还可领取%d个月。", "Drawn for %d months; %d are left.", used.V, months), used.Ref, born.Ref)
	}
	return f.NotMet(lang.F("已领取%d个月，期限已满。", "Drawn for %d months, which is all.", used.V), used.Ref).
		Advise(lang.T("可以了解其他就业援助。", "Have a look at other help to find work."))
}

func notDrawn(c Case) decision.Finding {
	f := decision.Rule("not-drawn", lang.T("没有正在领取", "Not received already"), c.Policy.Laws.Subsidy)
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("您已通过申请 %s 领取。", "You already receive it by application %s.", held.Application)).
			Advise(lang.T("无需再次申请；缴费金额变化后，可先终止再申请。", "You do not need to apply again; when you pay more, give it up and apply anew."))
	}
	return f.Met(lang.T("没有正在领取的补贴。", "You receive none now."))
}

// monthsOf is for how many months the subsidy is due: what is left of the term, or
// until retirement for those who are near it at the first grant.
func monthsOf(c Case) int {
	rate, _ := c.Policy.Rates.At(placeOf(c), c.Today())
	ages, _ := c.Policy.Retirement.At(guangdong, c.Today())
	used := fact.Get(c.Facts, c.Applicant.ID, dataset.Hardship.SubsidyMonths).V
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate).V
	retires := ages.Value.On(c.Applicant.ID, born)
	toRetirement := max(0, retires.FirstOfMonth().MonthsSince(c.Today().FirstOfMonth()))
	granted := c.Today().AddMonths(-used) // when the first month was
	if retires.AddYears(-rate.Value.NearYears).Before(granted) {
		return toRetirement
	}
	return min(toRetirement, max(0, rate.Value.Months-used))
}

func placeOf(c Case) string {
	return fact.Get(c.Facts, c.Applicant.ID, dataset.Hardship.Place).V
}

// verify ends the subsidy with new work or a business, and suspends it while
// nothing is paid or the recognition has run out.
func verify(c Case) []decision.Continuing {
	law := c.Policy.Laws.Subsidy
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.Hardship.Until)
	return []decision.Continuing{
		condition.StillAlive(c.Facts, c.Applicant.ID, lang.T("领取人健在", "The recipient is alive"), law),
		condition.Jobless(c.Facts, c.Applicant.ID, law).Otherwise(decision.Ends, calendar.Date{}),
		condition.NoBusiness(c.Facts, c.Applicant.ID, law).Otherwise(decision.Ends, calendar.Date{}),
		recognised(c).Otherwise(decision.Suspends, until.V),
		paying(c).Otherwise(decision.Suspends, calendar.Date{}),
	}
}
