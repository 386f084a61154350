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
	Rates policy.Series[Rate] `yaml:"rates"`
	// Retirement has the ages of the rules before they used the statutory table.
	Retirement policy.Series[condition.Retirement] `yaml:"retirement"`
	Issuers    policy.Series[certificate.Issuer]   `yaml:"issuers"`
}

// Rate is a share of the contributions, up to a monthly maximum, for a maximum number of months.
type Rate struct {
	Parts   int64 `yaml:"parts" validate:"min=1"` // numerator of the share; Of is the denominator
	Of      int64 `yaml:"of" validate:"min=1"`
	MostFen int64 `yaml:"most_fen" validate:"min=1"` // a month
	Months  int   `yaml:"months" validate:"min=1"`
	// NearYears is the number of years before retirement: people within it at the first grant receive the
	// subsidy until they retire.
	NearYears int `yaml:"near_years" validate:"min=0"`
}

func decide(c Case) []decision.Finding {
	return append(decideWith(c, condition.Provable(paying(c)), monthsLeft(c)), noPension(c))
}

// noPension requires that the applicant has not retired, also not earlier than at the statutory age
// by agreement (国务院关于渐进式延迟法定退休年龄的办法 art. 3).
func noPension(c Case) decision.Finding {
	advice := lang.T("领取基本养老金的，不再享受社保补贴；记录有误的，请申请更正。",
		"The subsidy is not paid beside a basic pension. If the record is wrong, ask for its correction.")
	return condition.NoPension(c.Facts, c.Applicant.ID, c.Today(), advice, c.Policy.Laws.Subsidy)
}

// decideWith returns all findings, with those of the contributions and of the months that are left.
func decideWith(c Case, paying, left decision.Finding) []decision.Finding {
	law := c.Policy.Laws.Subsidy
	return []decision.Finding{
		condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), law),
		recognised(c), paying,
		condition.Jobless(c.Facts, c.Applicant.ID, law),
		condition.NoBusiness(c.Facts, c.Applicant.ID, law),
		left, notDrawn(c),
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

// paying requires that the applicant pays their own contributions, in the place that recognised them.
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

// monthsLeft requires that months are left of the term or, for people near it, until the statutory
// retirement age. If a woman's track is not known, both tracks have to give the same result.
func monthsLeft(c Case) decision.Finding {
	f := decision.Rule("months-left", lang.T("补贴期限未满", "Months of subsidy are left"), c.Policy.Laws.Subsidy)
	used := fact.Get(c.Facts, c.Applicant.ID, dataset.Hardship.SubsidyMonths)
	rate, ok := c.Policy.Rates.At(placeOf(c), c.Today())
	retiring, ages := condition.StatutoryRetirement(c.Facts, c.Applicant.ID, c.Today())
	switch {
	case used.None():
		return f.Met(lang.T("没有认定记录，这一条不适用。", "There is no recognition on record, so this condition does not apply."), used.Ref)
	case !used.Known() && used.State != fact.Missing:
		return f.Unknown(used.Ref)
	case !ok:
		return f.NoRule(lang.T("系统中没有当地现行的补贴标准。", "The system has no current local rate."))
	case !ages:
		return f.Unknown(retiring.Sources...)
	}
	f.Basis = []policy.Basis{rate.Basis, retiring.Basis()}
	first, last := monthsBy(c)
	if first != last {
		return retiring.Unknown(f)
	}
	sources := append([]fact.Reference{used.Ref}, retiring.Sources...)
	if used.V > 0 && nearAtFirst(c) {
		return f.Unsure(lang.F("已领取%d个月；首次核定时是否距法定退休年龄不足%d年没有数据，由工作人员核实。",
			"Drawn for %d months. Whether less than %d years were left to the statutory retirement age at the first grant is not on record; "+
				"an officer will verify it.", used.V, rate.Value.NearYears), sources...)
	}
	if first > 0 {
		return f.Met(lang.F("已领取%d个月，还可领取%d个月。", "Drawn for %d months; %d are left.", used.V, first), sources...)
	}
	if reached, _ := retiring.Reached(c.Today()); reached {
		return f.NotMet(lang.F("您已于%s达到法定退休年龄。", "You reached the statutory retirement age on %s.", retiring.Last.On), sources...).
			Advise(lang.T("请向社会保险经办机构申领养老待遇。", "Please apply for your pension."))
	}
	if used.V == 0 {
		return f.NotMet(lang.T("本月即达到法定退休年龄，没有可以补贴的月份。", "You reach the statutory retirement age this month, so no month is left."), sources...).
			Advise(lang.T("请向社会保险经办机构申领养老待遇。", "Please apply for your pension."))
	}
	return f.NotMet(lang.F("已领取%d个月，期限已满。", "Drawn for %d months, which is all.", used.V), sources...).
		Advise(lang.T("可以了解其他就业援助。", "Have a look at other help to find work."))
}

func notDrawn(c Case) decision.Finding {
	f := decision.Rule("not-drawn", lang.T("没有正在领取", "Not received already"), c.Policy.Laws.Subsidy)
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("您已通过申请 %s 领取。", "You already receive it by application %s.", held.Application)).
			Advise(lang.T("无需再次申请；缴费金额变化后，可先终止再申请。", "You do not need to apply again; when you pay more, give it up and apply anew."))
	}
	return f.Met(lang.T("没有正在领取的补贴。", "You do not receive the subsidy at present."))
}

// monthsOf returns the number of months for which the subsidy is due.
func monthsOf(c Case) int {
	months, _ := monthsBy(c)
	return months
}

// monthsBy returns the number of months for which the subsidy is due, by the first and by the last day on
// which the person may reach the retirement age (condition.Retiring): the rest of the term, or the months
// until that day for people who were near it at the first grant, by the law of that day.
func monthsBy(c Case) (first, last int) {
	rate, _ := c.Policy.Rates.At(placeOf(c), c.Today())
	used := fact.Get(c.Facts, c.Applicant.ID, dataset.Hardship.SubsidyMonths).V
	now, _ := condition.StatutoryRetirement(c.Facts, c.Applicant.ID, c.Today())
	then, _ := condition.StatutoryRetirement(c.Facts, c.Applicant.ID, grantedOn(c))
	due := func(now, then calendar.Date) int {
		toRetirement := max(0, now.FirstOfMonth().MonthsSince(c.Today().FirstOfMonth()))
		if near(c, then) {
			return toRetirement
		}
		return min(toRetirement, max(0, rate.Value.Months-used))
	}
	return due(now.First.On, then.First.On), due(now.Last.On, then.Last.On)
}

// grantedOn returns the day of the first paid month, if the months were paid without a gap until today.
func grantedOn(c Case) calendar.Date {
	return c.Today().AddMonths(-fact.Get(c.Facts, c.Applicant.ID, dataset.Hardship.SubsidyMonths).V)
}

// near reports whether a person who retires on the day was near it at the first grant.
func near(c Case, retires calendar.Date) bool {
	rate, _ := c.Policy.Rates.At(placeOf(c), c.Today())
	return retires.AddYears(-rate.Value.NearYears).Before(grantedOn(c))
}

// nearAtFirst reports whether the person was near the retirement age at the first grant, if the months
// were paid without a gap until today. With a gap the first grant was earlier, and the person may not have
// been near that age.
func nearAtFirst(c Case) bool {
	then, ok := condition.StatutoryRetirement(c.Facts, c.Applicant.ID, grantedOn(c))
	return ok && near(c, then.First.On)
}

func placeOf(c Case) string {
	return fact.Get(c.Facts, c.Applicant.ID, dataset.Hardship.Place).V
}

// verify ends the subsidy with new work or a business, and suspends it while no contributions are paid or
// the recognition has expired.
func verify(c Case) []decision.Continuing {
	since := fact.Get(c.Facts, c.Applicant.ID, dataset.Pensions.Since)
	return append(verify2021(c), noPension(c).Otherwise(decision.Ends, since.V))
}

// verify2021 did not read whether a pension is received.
func verify2021(c Case) []decision.Continuing {
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
