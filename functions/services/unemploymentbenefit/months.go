package unemploymentbenefit

import (
	"miaoban/shared/calendar"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
)

// Benefits that were granted before the rules followed the regulation of the province can have more months
// than art. 17 allows. No rule shortens them: the holder relied on the decision, and its withdrawal, with
// the sum to recover, is a separate decision. The department is called to make it.

// verifyMonths is verify, and checks that the granted months are those of art. 17.
func verifyMonths(c Case) []decision.Continuing {
	conditions := verify(c)
	if !c.Form.Benefit || c.Granted.Payment == nil {
		return conditions
	}
	return append(conditions, grantedMonths(c))
}

func grantedMonths(c Case) decision.Continuing {
	f := decision.Rule("granted-months", lang.T("核定的月数不超过规定", "No more months were granted than the law gives"),
		regulation(c, "第十七条", "art. 17"))
	c.Facts = c.GrantedFacts // the months as the decision read them, without those paid since
	paid := fact.Get(c.Facts, c.Applicant.ID, dataset.Unemployment.Months)
	order := c.Granted.Payment
	first, last := calendar.OfMonth(order.FirstMonth), calendar.OfMonth(order.LastMonth)
	switch {
	case !paid.Known() || last.IsZero():
		return f.Met(lang.T("没有可以核对的缴费月数。", "There are no months to compare with."), paid.Ref).Otherwise(decision.Refers, calendar.Date{})
	case order.Months() <= lawfulMonths(c, first):
		return f.Met(lang.F("核定%d个月，符合规定。", "%d months were granted, as the law gives.", order.Months()), paid.Ref).
			Otherwise(decision.Refers, calendar.Date{})
	}
	referred := f.NotMet(lang.F("原核定%d个月，按累计缴费%d个月应为%d个月（广东省失业保险条例第十七条）。系统不自动改动，由经办机构核定；"+
		"核定前照常发放，是否退回多发的，由经办机构依法决定。",
		"%d months were granted; for %d months of contributions the law gives %d (art. 17). Nothing is changed automatically: the "+
			"agency settles it, the benefit is paid until then, and whether anything is to be paid back the agency decides by law.",
		order.Months(), paid.V, lawfulMonths(c, first)), paid.Ref).Otherwise(decision.Refers, calendar.Date{})
	referred.Department = humanResources
	return referred
}

// lawfulMonths returns the months of benefit by art. 17, without those paid before, and those until the
// retirement age if it is near (国务院办法 art. 7).
func lawfulMonths(c Case, first calendar.Date) int {
	months := monthsLeft(c)
	if retires, ok := condition.StatutoryRetirement(c.Facts, c.Applicant.ID, c.Today()); ok && months > 0 {
		last := first.AddMonths(months - 1)
		for _, on := range []calendar.Date{retires.First.On, retires.Last.On} {
			months = max(months, extended(last, on).MonthsSince(first)+1)
		}
	}
	return months
}

// humanResources is the code of the department that is called (shared/team).
const humanResources = "human-resources"
