package flexiblesubsidy

import (
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
)

// The first versions of the rules used a fixed retirement age. They are kept for what
// was decided by them.

func decide2021(c Case) []decision.Finding { return decideWith(c, paying(c), monthsLeft2021(c)) }

func needs2021(c Case) []fact.Query {
	return append(lifeNeeds2021(c), fact.Ask(c.Applicant.ID, dataset.Population.BirthDate), condition.NeedsAccount(c.Form.Account))
}

func monthsLeft2021(c Case) decision.Finding {
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
	if months := monthsOf2021(c); months > 0 {
		return f.Met(lang.F("已领取%d个月，还可领取%d个月。", "Drawn for %d months; %d are left.", used.V, months), used.Ref, born.Ref)
	}
	return f.NotMet(lang.F("已领取%d个月，期限已满。", "Drawn for %d months, which is all.", used.V), used.Ref).
		Advise(lang.T("可以了解其他就业援助。", "Have a look at other help to find work."))
}

// monthsOf2021 returns the number of months for which the subsidy is due: the rest of the term, or the
// months until retirement for people who are near it at the first grant.
func monthsOf2021(c Case) int {
	rate, _ := c.Policy.Rates.At(placeOf(c), c.Today())
	ages, _ := c.Policy.Retirement.At(guangdong, c.Today())
	used := fact.Get(c.Facts, c.Applicant.ID, dataset.Hardship.SubsidyMonths).V
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate).V
	retires := ages.Value.On(c.Applicant.ID, born)
	toRetirement := max(0, retires.FirstOfMonth().MonthsSince(c.Today().FirstOfMonth()))
	granted := c.Today().AddMonths(-used) // the day of the first paid month
	if retires.AddYears(-rate.Value.NearYears).Before(granted) {
		return toRetirement
	}
	return min(toRetirement, max(0, rate.Value.Months-used))
}

// issue2021 pays the subsidy by the figure of each month.
func issue2021(c Case, _ decision.Serial) decision.Grants {
	months := monthsOf2021(c)
	return counted(c, grant(c, months, monthly(c).Grant(order(c, months), c.Today())))
}

// issueCounted and issueUncounted pay every month by the figure of the day of the application.
func issueCounted(c Case, serial decision.Serial) decision.Grants {
	return counted(c, issueUncounted(c, serial))
}

func issueUncounted(c Case, _ decision.Serial) decision.Grants {
	months := monthsOf2021(c)
	return grant(c, months, monthly(c).On(c.Today()).Pay(order(c, months)))
}
