package childcaresubsidy

import (
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// term requires one of the years for which the child's subsidy can be applied for. A child born from the
// first day of the subsidy on has a fixed number of years from the first application on, which is due in
// the year of birth or the next. A child born earlier has the years up to that of the third birthday. A
// late first application loses the year, but no text regulates the years after it: they refer.
func term(c Case) decision.Finding {
	f := decision.Rule("term", lang.T("在可以申领的年度内", "One of the years in which it can be applied for"), c.Policy.Laws.Deadline)
	born := fact.Get(c.Facts, c.Form.Child, dataset.Population.BirthDate)
	first := fact.Get(c.Facts, c.Form.Child, dataset.ChildcareSubsidies.First)
	figure, ok := c.Policy.Terms.At(guangdong, c.Today())
	terms, year := figure.Value, c.Today().Year
	pays, priced := payOf(c)
	switch {
	case !born.Known():
		return f.Unknown(born.Ref)
	case !ok:
		return f.NoRule(lang.T("系统中没有现行的申领年度规定。", "The system has no current rule on the years of the subsidy."), born.Ref)
	case !recorded(first.State) && !first.None():
		return f.Unknown(first.Ref)
	case !priced:
		return f.NoRule(lang.T("系统中没有现行的补贴标准。", "The system has no current figure of the subsidy."), born.Ref)
	case terms.old(born.V) && born.V.AddYears(terms.Age).Before(terms.FirstDay):
		return f.NotMet(lang.F("孩子%s出生，补贴从%s开始时已满3周岁。", "The child was born on %s and was three before the subsidy began on %s.",
			born.V, terms.FirstDay), born.Ref).
			Advise(lang.T("对出生日期的记录有异议的，可以要求人工办理。", "If the record of the day of birth is wrong, ask for a person."))
	case terms.lastYear(born.V, first) < year, pays.fen == 0:
		return f.NotMet(lang.F("孩子%s出生，可以申领的最后一个年度是%d年。", "The child was born on %s; the last year that can be applied for is %d.",
			born.V, terms.lastYear(born.V, first)), born.Ref, first.Ref).
			Advise(lang.T("本补贴发放到孩子满3周岁为止；对记录有异议的，可以要求人工办理。",
				"The subsidy is paid until the child is three. If a record is wrong, ask for a person."))
	case first.Known() && first.V == year:
		return f.Met(lang.F("首次申领的年度就是%d年。", "The first application was for %d, this year.", year), born.Ref, first.Ref)
	case first.Known():
		return f.Met(lang.F("首次申领的年度是%d年，%d年可以续领。", "The first application was for %d; this is one for %d.", first.V, year),
			born.Ref, first.Ref)
	case c.Today().After(terms.firstBy(born.V)):
		return f.Unsure(lang.F("首次申请应在%s前提出，没有申请记录；逾期的由人工核实。",
			"The first application was due by %s, and none is on record; a person will look at what is still possible.",
			terms.firstBy(born.V)), born.Ref, first.Ref)
	default:
		return f.Met(lang.F("孩子%s出生，首次申请最迟在%s提出。", "The child was born on %s; the first application is due by %s.",
			born.V, terms.firstBy(born.V)), born.Ref, first.Ref)
	}
}

// old reports whether the child was born before the first day of the subsidy.
func (t Terms) old(born calendar.Date) bool { return born.Before(t.FirstDay) }

// firstBy returns the last day of the first application.
func (t Terms) firstBy(born calendar.Date) calendar.Date {
	if t.old(born) {
		return t.OldUntil
	}
	return yearEnd(born.Year + t.LateYears)
}

// lastYear returns the last year that can be applied for; it depends on the first year, if that is known.
// For a child that was too old when the subsidy began, it is a year before the beginning.
func (t Terms) lastYear(born calendar.Date, first fact.Value[int]) int {
	third := born.AddYears(t.Age)
	switch {
	case t.old(born) && third.Before(t.FirstDay):
		return t.FirstDay.Year - 1
	case t.old(born):
		return third.Year
	case first.Known():
		return first.V + t.Years - 1
	default:
		return born.Year + t.LateYears + t.Years - 1
	}
}

// pay is the sum for the year of a case: of the whole year, or of a number of months.
type pay struct {
	fen    int64
	months int // 0 for the whole year
	basis  []policy.Basis
}

// payOf returns the sum for the year of the case: the months up to the third birthday for a child born
// before the subsidy began, else the whole year; ok is false if a figure is missing.
func payOf(c Case) (p pay, ok bool) {
	born := fact.Get(c.Facts, c.Form.Child, dataset.Population.BirthDate).V
	place, today := householdOf(c), c.Today()
	amounts, known := c.Policy.Amounts.At(place, today)
	terms, dated := c.Policy.Terms.At(place, today)
	counts, said := c.Policy.BirthdayMonth.At(place, today)
	p.basis = []policy.Basis{amounts.Basis}
	if !known || !dated || !said {
		return p, false
	}
	if !terms.Value.old(born) {
		p.fen = amounts.Value.YearFen
		return p, true
	}
	p.months = monthsOf(today.Year, born.AddYears(terms.Value.Age), counts.Value)
	p.fen, p.basis = amounts.Value.MonthFen*int64(p.months), append(p.basis, counts.Basis)
	return p, true
}

// householdOf returns the child's household, or the province if it is unknown or outside it.
func householdOf(c Case) string {
	at := fact.Get(c.Facts, c.Form.Child, dataset.Population.Household)
	if !at.Known() || !division.Within(at.V, guangdong) {
		return guangdong
	}
	return at.V
}

// monthsOf returns the number of months of the year up to the birthday, with its own month if that counts.
func monthsOf(year int, birthday calendar.Date, counts bool) int {
	months := (birthday.Year-year)*12 + int(birthday.Month) - 1
	if counts {
		months++
	}
	return min(12, max(0, months))
}

func yearEnd(year int) calendar.Date { return calendar.Date{Year: year, Month: 12, Day: 31} }
