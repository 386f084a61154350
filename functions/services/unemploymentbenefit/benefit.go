package unemploymentbenefit

import (
	"cmp"

	"miaoban/shared/calendar"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// paidIn requires a year of contributions (art. 15 (1)), or months that are left of an earlier period
// (art. 18), and that not all of them are used.
func paidIn(c Case) decision.Finding {
	f := decision.Rule("paid-in", lang.T("失业保险缴费满一年，或者有未领的期限", "A year of unemployment insurance paid, or months of benefit left"),
		regulation(c, "第十五条第一项、第十七条、第十八条", "arts. 15 (1), 17 and 18"))
	person := c.Applicant.ID
	paid := fact.Get(c.Facts, person, dataset.Unemployment.Months)
	left := fact.Get(c.Facts, person, dataset.Unemployment.LeftMonths)
	flexible := fact.Get(c.Facts, person, dataset.Unemployment.FlexibleMonths)
	drawn := fact.Get(c.Facts, person, dataset.Unemployment.DrawnMonths)
	rule, ok := c.Policy.Term.At(guangdong, c.Today())
	switch {
	case paid.None():
		return f.NotMet(lang.T("没有失业保险缴费记录。", "You have no unemployment insurance on record."), paid.Ref).Advise(registerOnly)
	case !paid.Known():
		return f.Unknown(paid.Ref)
	case !ok:
		return f.NoRule(lang.T("系统中没有现行的期限规定。", "The system has no current rule on the number of months."), paid.Ref)
	case !left.State.Answered():
		return f.Unknown(left.Ref)
	case flexible.V > 0:
		return flexibleMonths(c, f, flexible)
	case paid.V < rule.Value.LeastMonths && !left.Known():
		f = f.Unknown(left.Ref, paid.Ref)
		f.Text = lang.F("累计缴费%d个月，未满%d个月；前次失业是否有应领未领的月份没有数据，需人工核实。",
			"%d months were paid, less than %d. Whether months of benefit are left of the time before is not on record; a person will verify it.",
			paid.V, rule.Value.LeastMonths)
		return f
	case monthsOf(c) == 0:
		return f.NotMet(lang.F("累计缴费%d个月，未满%d个月，也没有前次应领未领的月份。",
			"%d months were paid, less than %d, and none is left of the time before.", paid.V, rule.Value.LeastMonths), paid.Ref, left.Ref).
			Advise(lang.F("还差%d个月的缴费。可以只办理失业登记，享受就业服务。",
				"%d more months have to be paid. You can register without the benefit, and be helped to find work.",
				rule.Value.LeastMonths-paid.V))
	case monthsLeft(c) == 0 && nearRetirement(c):
		f.Basis = append(f.Basis, regulation(c, "第二十四条第二款", "art. 24 (2)"))
		return f.Unsure(lang.F("可领取%d个月，已领取%d个月；距法定退休年龄不足一年，能否继续领取由工作人员核实。",
			"You are entitled to %d months of benefit and have received %d. Less than a year is left to your retirement; "+
				"an officer will verify whether you receive it until then.", monthsOf(c), drawn.V), paid.Ref, drawn.Ref)
	case monthsLeft(c) == 0:
		return f.NotMet(lang.F("可领取%d个月，已领取%d个月，没有剩余。",
			"You are entitled to %d months of benefit and have received %d; none is left.", monthsOf(c), drawn.V), paid.Ref, drawn.Ref).
			Advise(registerOnly)
	}
	sources := []fact.Reference{paid.Ref}
	text := lang.F("累计缴费%d个月，领取期限%d个月。", "%d months were paid, which gives %d months of benefit.", paid.V, monthsOf(c))
	if left.V > 0 {
		sources = append(sources, left.Ref)
		text = lang.F("累计缴费%d个月，加上前次应领未领的%d个月，领取期限%d个月。",
			"%d months were paid, and %d months of benefit are left of the time before: %d months.", paid.V, left.V, monthsOf(c))
	}
	if drawn.V > 0 {
		sources = append(sources, drawn.Ref)
		text = lang.F("领取期限%d个月，已领取%d个月，还有%d个月。",
			"You are entitled to %d months of benefit and have received %d; %d are left.", monthsOf(c), drawn.V, monthsLeft(c))
	}
	return f.Met(text, sources...)
}

// flexibleMonths returns the finding on months paid without an employer, which are a separate scheme (art. 44).
func flexibleMonths(c Case, f decision.Finding, months fact.Value[int]) decision.Finding {
	f.Basis = append(f.Basis, regulation(c, "第四十四条", "art. 44"))
	text := lang.F("有%d个月以灵活就业身份缴费，按灵活就业人员参加失业保险的规定由人工核定。",
		"%d months were paid as flexibly employed, which has rules of its own; a person will decide.", months.V)
	if monthsLeft(c) == 0 {
		return f.NoRule(text, months.Ref)
	}
	return f.Unsure(text, months.Ref)
}

// ways are the ways in which employment ends, and whether each is involuntary (art. 16).
var ways = map[string]struct {
	against bool
	item    [2]string // of art. 16
	name    lang.Text
}{
	"expired":         {true, [2]string{"第一项", "(1)"}, lang.T("劳动合同期满终止", "the contract expired")},
	"closed":          {true, [2]string{"第一项", "(1)"}, lang.T("用人单位破产、关闭、解散", "the employer went bankrupt or closed")},
	"dismissed":       {true, [2]string{"第二项", "(2)"}, lang.T("被用人单位解除劳动合同", "dismissed by the employer")},
	"agreed-employer": {true, [2]string{"第三项", "(3)"}, lang.T("用人单位提出并协商一致解除", "by an agreement that the employer proposed")},
	"discharged": {true, [2]string{"第四项", "(4)"},
		lang.T("被解除聘用合同、辞退、除名或者开除", "discharged from public employment, or expelled")},
	"employer-fault": {true, [2]string{"第五项", "(5)"},
		lang.T("因用人单位过错由本人解除（劳动合同法第三十八条）", "by your notice for the employer's fault (Labour Contract Law, art. 38)")},
	"resigned":   {false, [2]string{"", ""}, lang.T("本人辞职", "by your resigning")},
	"agreed-own": {false, [2]string{"第三项", "(3)"}, lang.T("本人提出并协商一致解除", "by an agreement that you proposed")},
}

// involuntary requires that employment did not end by the applicant's own wish (art. 15 (2)).
func involuntary(c Case) decision.Finding {
	f := decision.Rule("involuntary", lang.T("非因本人意愿中断就业", "Employment did not end by one's own wish"),
		regulation(c, "第十五条第二项、第十六条", "arts. 15 (2) and 16"))
	reason := fact.Get(c.Facts, c.Applicant.ID, dataset.Unemployment.Reason)
	way, listed := ways[reason.V]
	switch {
	case reason.None():
		return f.NotMet(lang.T("没有终止就业记录。", "There is no ended employment on record."), reason.Ref).Advise(registerOnly)
	case !reason.Known():
		return f.Unknown(reason.Ref)
	case reason.V == "agreed":
		return f.Unsure(lang.T("协商一致解除，但没有记录由哪一方提出，需人工核实。",
			"It ended by agreement, and who proposed it is not on record; a person will verify it."), reason.Ref)
	case reason.V == "flexible":
		f.Basis = append(f.Basis, regulation(c, "第四十四条", "art. 44"))
		return f.Unsure(lang.T("终止的是灵活就业，按灵活就业人员参加失业保险的规定由人工核定。",
			"What ended is flexible employment, which has rules of its own; a person will decide."), reason.Ref)
	case !listed:
		return f.Unsure(lang.T("终止原因需要人工判断。", "The reason needs a person's judgement."), reason.Ref)
	case way.against:
		f.Basis = []policy.Basis{regulation(c, "第十五条第二项、第十六条"+way.item[0], "arts. 15 (2) and 16 "+way.item[1])}
		return f.Met(lang.F("终止原因：%s。", "Reason: %s.", way.name), reason.Ref)
	case c.Form.EmployerFault:
		return f.Unsure(lang.F("记录的终止原因：%s；您说明是因用人单位过错解除，由人工核实。",
			"On record, it ended %s. You state that it was for the employer's fault; a person will verify it.", way.name), reason.Ref)
	default:
		return f.NotMet(lang.F("终止原因：%s。", "It ended %s.", way.name), reason.Ref).
			Advise(lang.T("因单位拖欠工资、未缴社保等过错解除的，请勾选并申请，由人工核实；记录有误的，请单位更正。仅办理失业登记时不受影响。",
				"If it was for the employer's fault (such as unpaid wages or insurance), tick that and a person will verify it. "+
					"If the record is wrong, ask the employer to correct it. A registration without the benefit is not affected."))
	}
}

func notDrawn(c Case) decision.Finding {
	f := decision.Rule("not-drawn", lang.T("没有正在领取失业保险金", "No benefit is being received"), regulation(c, "第十八条", "art. 18"))
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.Unemployment.DrawnUntil)
	switch {
	case until.None(), until.State == fact.Missing, until.Known() && until.V.Before(c.Today()):
		return f.Met(lang.T("没有正在领取的失业保险金。", "You do not receive the benefit at present."), until.Ref)
	case until.Known():
		return f.NotMet(lang.F("您正在领取失业保险金，至%s。", "You receive the benefit until %s.", until.V), until.Ref).
			Advise(lang.T("无需重复申领。", "You do not need to apply again.")).FirstMet(until.V.AddDays(1))
	default:
		return f.Unknown(until.Ref)
	}
}

// noPension requires that no monthly basic pension is received (art. 24 (4)). The dataset decides it, not
// the age.
func noPension(c Case) decision.Finding {
	advice := lang.T("失业保险金和基本养老金不能同时领取；记录有误的，请向社会保险经办机构申请更正。",
		"The benefit and a basic pension are not paid at the same time. If the record is wrong, ask the social insurance agency to correct it.")
	return condition.NoPension(c.Facts, c.Applicant.ID, c.Today(), advice, regulation(c, "第二十四条第一款第四项", "art. 24 (1) (4)"))
}

// mostRefusals is the number of refusals without a valid reason that end the benefit (art. 24 (1) (5)). The
// valid reasons are those of art. 41; the agencies that offer the work record them.
const mostRefusals = 3

// stops are the grounds that end or interrupt the benefit (art. 24).
var stops = map[string]struct {
	item   [2]string
	name   lang.Text
	remedy lang.Text
}{
	"enlisted":   {[2]string{"第一款第二项", "(1) (2)"}, lang.T("应征服兵役", "You are called up for military service"), correctRecord},
	"emigrated":  {[2]string{"第一款第三项", "(1) (3)"}, lang.T("移居境外", "You have moved abroad"), correctRecord},
	"imprisoned": {[2]string{"第二款", "(2)"}, lang.T("被判刑收监执行，中断领取", "You are in prison, which interrupts the benefit"), afterwards},
	"rehabilitation": {[2]string{"第二款", "(2)"},
		lang.T("被强制隔离戒毒，中断领取", "You are in compulsory rehabilitation, which interrupts the benefit"), afterwards},
}

var (
	correctRecord = lang.T("记录有误的，请向社会保险经办机构申请更正。", "If the record is wrong, ask the social insurance agency to correct it.")
	afterwards    = lang.T("未领的月份保留；中断原因消除后，可以继续申领。",
		"The months that are left stay yours: apply for them when this is over.")
)

// notStopped requires that none of the other grounds of art. 24 applies.
func notStopped(c Case) decision.Finding {
	f := decision.Rule("not-stopped", lang.T("没有停止或中断领取的情形", "Nothing stops or interrupts the benefit"), regulation(c, "第二十四条", "art. 24"))
	stop := fact.Get(c.Facts, c.Applicant.ID, dataset.Unemployment.Stop)
	refusals := fact.Get(c.Facts, c.Applicant.ID, dataset.Unemployment.Refusals)
	ground, listed := stops[stop.V]
	switch {
	case !stop.State.Answered():
		return f.Unknown(stop.Ref)
	case !refusals.State.Answered():
		return f.Unknown(refusals.Ref)
	case listed:
		f.Basis = []policy.Basis{regulation(c, "第二十四条"+ground.item[0], "art. 24 "+ground.item[1])}
		return f.NotMet(lang.F("%s。", "%s.", ground.name), stop.Ref).Advise(ground.remedy)
	case stop.Known():
		return f.Unsure(lang.T("有停止或中断领取情形的记录，需人工判断。",
			"A ground to stop or interrupt is on record; a person will judge it."),
			stop.Ref)
	case refusals.V >= mostRefusals:
		f.Basis = []policy.Basis{regulation(c, "第二十四条第一款第五项、第四十一条第三款", "arts. 24 (1) (5) and 41 (3)")}
		return f.NotMet(lang.F("无正当理由累计%d次拒绝介绍的工作或者培训。", "Work or training was refused %d times without a valid reason.", refusals.V),
			refusals.Ref).Advise(lang.T("住院治疗、怀孕、子女未满一周岁等是正当理由；记录有误的，请向公共就业服务机构申请更正。",
			"Treatment in hospital, pregnancy and a child under one are valid reasons. "+
				"If the record is wrong, ask the employment agency to correct it."))
	default:
		return f.Met(lang.T("没有停止或中断领取的记录。", "No ground to stop or interrupt is on record."), stop.Ref)
	}
}

// drawnAt requires a place that pays the benefit (arts. 25 to 27), whose rate is known.
func drawnAt(c Case) decision.Finding {
	f := decision.Rule("drawn-at", lang.T("领取地", "Where the benefit is drawn"), regulation(c, "第十九条、第二十五条、第二十六条", "arts. 19, 25 and 26"))
	city := fact.Get(c.Facts, c.Applicant.ID, dataset.Unemployment.City)
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	at := benefitPlace(c)
	rate, ruled := c.Policy.Rate.At(at, c.Today())
	switch {
	case !city.Known():
		return f.Unknown(city.Ref)
	case !household.Known() && c.Form.Home:
		return f.Unknown(household.Ref)
	case c.Form.Home && !division.Within(household.V, guangdong):
		return f.NotMet(lang.F("您的户籍在%s，不能在户籍所在地领取。", "Your household is in %s, so you cannot draw the benefit there.",
			division.FullName(household.V)), household.Ref).
			Advise(lang.T("请不选择在户籍所在地领取。", "Please do not choose to draw it where your household is."))
	case !ruled:
		return f.NoRule(lang.F("系统中没有%s现行的失业保险金标准。", "The system has no current rate of %s.", division.FullName(at)), city.Ref)
	case !division.Within(city.V, guangdong):
		f.Basis = append(f.Basis, regulation(c, "第二十七条", "art. 27"))
		return f.Unsure(lang.F("最后参保地为%s，跨省享受待遇按国家规定由人工办理。",
			"You were last insured in %s; a benefit across provinces follows national rules, and a person will decide.",
			division.FullName(city.V)), city.Ref)
	}
	f.Basis = append(f.Basis, rate.Basis)
	first, _, _ := months(c)
	if then, ok := c.Policy.Rate.At(at, first); ok { // paid from that month on, each month by its own rate
		rate = then
	}
	return f.Met(lang.F("在%s领取，自%s起发放，当月标准为%s元。", "It is drawn in %s and paid from %s, of which the rate is CNY %s.",
		division.FullName(at), first.InMonth(), lang.Yuan(rate.Value.MinimumWageFen*rate.Value.Percent/100)), city.Ref)
}

// benefitPlace returns the city that pays the benefit: that of the last insurance, or of the household by
// choice (art. 25). If the insurance is in another province, it is a place in this one.
func benefitPlace(c Case) string {
	city := fact.Get(c.Facts, c.Applicant.ID, dataset.Unemployment.City).V
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household).V
	permit := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.City).V
	at := []string{city, household, permit}
	if c.Form.Home {
		at[0], at[1] = household, city
	}
	for _, place := range at {
		if division.Within(place, guangdong) {
			return cmp.Or(division.City(place), place)
		}
	}
	return cmp.Or(city, household)
}

// term states for how long the benefit is paid. People with less than a year to the retirement age when
// the months end receive it until then (国务院关于渐进式延迟法定退休年龄的办法 art. 7).
func term(c Case) decision.Finding {
	f := decision.Rule("term", lang.T("领取期限", "Months of benefit"),
		regulation(c, "第十七条、第三十二条第二款、第三款", "arts. 17 and 32 (2) and (3)"))
	first, last, known := months(c)
	retires, _ := condition.StatutoryRetirement(c.Facts, c.Applicant.ID, c.Today())
	if !known {
		return retires.Unknown(f)
	}
	started := startsOn(c)
	if n := last.MonthsSince(first) + 1; n > monthsLeft(c) {
		basis := retires.Basis()
		basis.Article = lang.T("第七条", "art. 7")
		f.Basis = append(f.Basis, basis)
		return f.Met(lang.F("距法定退休年龄不足一年，领取至%s（%s达到法定退休年龄）。",
			"Less than a year is left to the statutory retirement age: paid to %s (the age is reached on %s).",
			last.InMonth(), retires.First.On), retires.Sources...)
	}
	return f.Met(lang.F("领取期限自%s起计算，发放%d个月：%s至%s。", "The term counts from %s and is paid for %d months: %s to %s.",
		started, monthsLeft(c), first.InMonth(), last.InMonth()))
}

// months returns the first days of the first and of the last paid month: from the month after the decision
// (art. 32). known is false if the last month depends on a woman's track.
func months(c Case) (first, last calendar.Date, known bool) {
	first = c.DecidedOn().FirstOfMonth().AddMonths(1)
	last = first.AddMonths(monthsLeft(c) - 1)
	retires, ok := condition.StatutoryRetirement(c.Facts, c.Applicant.ID, c.Today())
	if !ok {
		return first, last, true
	}
	one, other := extended(last, retires.First.On), extended(last, retires.Last.On)
	return first, one, one == other
}

// extended returns the last month for a person who reaches the retirement age on the day: that of the day
// if it is less than a year after the end of last.
func extended(last, retires calendar.Date) calendar.Date {
	end := last.AddMonths(1).AddDays(-1)
	if retires.After(end) && retires.Before(end.AddYears(1)) {
		return retires.FirstOfMonth()
	}
	return last
}

// nearRetirement reports whether less than a year is left to the retirement age, on one of the days
// on which the person may reach it.
func nearRetirement(c Case) bool {
	retires, ok := condition.StatutoryRetirement(c.Facts, c.Applicant.ID, c.Today())
	return ok && retires.Last.On.After(c.Today()) && retires.First.On.Before(c.Today().AddYears(1))
}

// registrationWorkdays is the number of working days after the registration in which the benefit can be
// applied for, so that it counts from the registration (art. 32).
const registrationWorkdays = 7

// registeredOn returns the day of the registration as unemployed: by this application, or by an earlier one.
func registeredOn(c Case) calendar.Date {
	registered := c.Today()
	if on := fact.Get(c.Facts, c.Applicant.ID, dataset.Unemployment.RegisteredOn); on.Known() && on.V.Before(registered) {
		registered = on.V
	}
	if replaces(c) {
		if on := calendar.Of(c.Holdings.Of(claimKind).Since); on.Before(registered) {
			registered = on
		}
	}
	return registered
}

// startsOn returns the day from which the months of benefit count (art. 32).
func startsOn(c Case) calendar.Date {
	if registered := registeredOn(c); !c.Today().After(registered.AddWorkdays(registrationWorkdays)) {
		return registered
	}
	return c.Today()
}

var registerOnly = lang.T("可以只办理失业登记，享受就业服务。", "You can register without the benefit, and be helped to find work.")

func insuredIn(c Case) string {
	return fact.Get(c.Facts, c.Applicant.ID, dataset.Unemployment.City).V
}

// monthsOf returns the number of months for which the benefit is due: by the contributions, and those left
// of an earlier period (arts. 17 and 18).
func monthsOf(c Case) int {
	rule, _ := c.Policy.Term.At(guangdong, c.Today())
	paid := fact.Get(c.Facts, c.Applicant.ID, dataset.Unemployment.Months).V
	left := fact.Get(c.Facts, c.Applicant.ID, dataset.Unemployment.LeftMonths).V
	months := 0
	if ok := rule.Value.PerMonthFirst > 0; ok && paid >= rule.Value.LeastMonths {
		months = rule.Value.of(paid)
	}
	return min(months+left, rule.Value.Most)
}

// drawnMonths returns the number of months paid before; 0 if none are on record.
func drawnMonths(c Case) int {
	return fact.Get(c.Facts, c.Applicant.ID, dataset.Unemployment.DrawnMonths).V
}

// monthsLeft returns the number of months for which the benefit is still due.
func monthsLeft(c Case) int { return max(0, monthsOf(c)-drawnMonths(c)) }
