package childcaresubsidy

import (
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
)

// proactive finds children and invites a parent or the guardian, with the form filled in. The law requires
// an application each year, so nothing is paid without one.
var proactive = decision.Proactive[Form, Policy]{
	Invites: true, Open: []string{"lawful"}, Months: months, Name: dataset.Population.Name,
	Behalf: &decision.Behalf[Form, Policy]{
		Begin: func(child string) Form { return Form{Child: child} },
		Needs: func(c Case) []fact.Query {
			p, child := dataset.Parentage, c.Form.Child
			mother, father, _ := parentsOf(c)
			return []fact.Query{
				fact.Ask(child, p.Mother, p.Father, p.Custody, p.Guardian, p.InInstitution),
				fact.Ask(mother.V, dataset.Deaths.Date),
				fact.Ask(father.V, dataset.Deaths.Date),
			}
		},
		Applicants: applicants,
	},
	Needs: func(c Case) []fact.Query {
		return []fact.Query{fact.Ask(c.Applicant.ID, dataset.SocialCards.Account)}
	},
	Form: func(c Case) (Form, bool) {
		account := fact.Get(c.Facts, c.Applicant.ID, dataset.SocialCards.Account)
		return Form{Child: c.Form.Child, Account: account.V}, account.Known()
	},
	Adds: func(c Case) lang.Text {
		name := fact.Get(c.Facts, c.Form.Child, dataset.Population.Name).V
		born := fact.Get(c.Facts, c.Form.Child, dataset.Population.BirthDate)
		first := fact.Get(c.Facts, c.Form.Child, dataset.ChildcareSubsidies.First)
		terms, ok := c.Policy.Terms.At(guangdong, c.Today())
		if ok && born.Known() && !first.Known() { // the first application can be made in the next year too
			return lang.F("孩子：%s；首次申请最迟在%s提出。", "Child: %s. The first application is due by %s.", name, terms.Value.firstBy(born.V))
		}
		return lang.F("孩子：%s；请在%s前确认，逾期视为放弃%d年度的补贴。",
			"Child: %s. Please confirm by %s; after it, the subsidy of %d is forfeited.", name, yearEnd(c.Today().Year), c.Today().Year)
	},
}

// applicants returns the people who can apply for the child, in the order in which they are invited: the
// guardian, else the parent with custody, else the living parents.
func applicants(c Case) []string {
	p := dataset.Parentage
	if institution := fact.Get(c.Facts, c.Form.Child, p.InInstitution); institution.Known() && institution.V {
		return nil
	}
	for _, alone := range []fact.Field[string]{p.Guardian, p.Custody} {
		if who := fact.Get(c.Facts, c.Form.Child, alone); who.Known() {
			return []string{who.V}
		}
	}
	var living []string
	mother, father, _ := parentsOf(c)
	for _, parent := range []fact.Value[string]{mother, father} {
		if parent.Known() && fact.Get(c.Facts, parent.V, dataset.Deaths.Date).None() {
			living = append(living, parent.V)
		}
	}
	return living
}

// months returns the months of birth of the children to look for on the day: newborns, children whose
// birthday is in this month or the next, and before the end of the year all children whose first
// application is due by then.
func months(p Policy, today calendar.Date) []calendar.Date {
	terms, ok := p.Terms.At(guangdong, today)
	if !ok {
		return nil
	}
	month := today.FirstOfMonth()
	all := []calendar.Date{month, month.AddMonths(-1), month.AddMonths(-2)}
	for years := 1; years <= terms.Value.LateYears+terms.Value.Years-1; years++ {
		all = append(all, month.AddYears(-years), month.AddMonths(1).AddYears(-years))
	}
	if today.Month >= 11 {
		for m := range 12 {
			all = append(all, yearEnd(today.Year-terms.Value.LateYears).FirstOfMonth().AddMonths(-m))
		}
	}
	seen := map[calendar.Date]bool{}
	var once []calendar.Date
	for _, m := range all {
		if !seen[m] {
			seen[m], once = true, append(once, m)
		}
	}
	return once
}
