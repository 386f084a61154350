package childcaresubsidy

import (
	"miaoban/shared/calendar"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
)

func lifeNeeds(c Case) []fact.Query {
	p, child := dataset.Parentage, childOf(c)
	return append([]fact.Query{
		fact.Ask(c.Form.Child, p.Mother, p.Father, p.Custody, p.Guardian, p.InInstitution),
		fact.Ask(child, dataset.Population.BirthDate),
		condition.NeedsHousehold(child),
		condition.NeedsAlive(child),
	}, needsCustody(c)...)
}

// verify ends an award with its year, the third birthday, the child's death, a move out of the province, or
// another's custody. The sum of the year is paid nevertheless: the day of the application counts, and the
// year of a death is paid.
func verify(c Case) []decision.Continuing {
	since := fact.Get(c.Facts, c.Form.Child, dataset.Population.Since)
	return []decision.Continuing{
		inYear(c),
		underAge(c),
		condition.StillAlive(c.Facts, c.Form.Child, lang.T("孩子健在", "The child is alive"), c.Policy.Laws.Children),
		household(c).Otherwise(decision.Ends, since.V),
		carer(c).Otherwise(decision.Ends, calendar.Date{}),
		custody(c).Otherwise(decision.Ends, calendar.Date{}),
	}
}

func inYear(c Case) decision.Continuing {
	f := decision.Rule("year", lang.T("补贴年度没有结束", "The year is not over"), c.Policy.Laws.Deadline)
	until := c.Granted.Certificate.ValidUntil
	if c.Today().After(until) {
		f = f.NotMet(lang.F("%d年度已经结束。", "The year %d is over.", until.Year)).
			Advise(lang.T("孩子还在可以申领的年度内的，请续领。", "Apply again if the child has another year."))
	} else {
		f = f.Met(lang.F("补贴年度到%s为止。", "The year ends on %s.", until))
	}
	return f.Otherwise(decision.Ends, until.AddDays(1))
}

// underAge ends the award on the third birthday, unless it was granted after that, in the same year.
func underAge(c Case) decision.Continuing {
	f := decision.Rule("under-age", lang.T("孩子未满3周岁", "The child is under three"), c.Policy.Laws.Children)
	born := fact.Get(c.Facts, c.Form.Child, dataset.Population.BirthDate)
	terms, ok := c.Policy.Terms.At(guangdong, c.Today())
	if !born.Known() || !ok {
		return f.Unknown(born.Ref).Otherwise(decision.Ends, calendar.Date{})
	}
	birthday := born.V.AddYears(terms.Value.Age)
	switch {
	case c.Today().Before(birthday):
		f = f.Met(lang.F("孩子%s满%d周岁。", "The child turns %[2]d on %[1]s.", birthday, terms.Value.Age), born.Ref)
	case !birthday.After(c.Granted.Certificate.IssuedOn):
		f = f.Met(lang.T("申领时孩子已满3周岁，本年度的补贴照常发放。",
			"The child was three already on the day of the application; the year is paid all the same."), born.Ref)
	default:
		f = f.NotMet(lang.F("孩子已于%s满%d周岁。", "The child turned %[2]d on %[1]s.", birthday, terms.Value.Age), born.Ref)
	}
	return f.Otherwise(decision.Ends, birthday)
}
