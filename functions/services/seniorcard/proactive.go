package seniorcard

import (
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
)

// proactive grants the electronic card to whoever reaches the age of a level: it
// costs nothing, and needs nothing of them.
var proactive = decision.Proactive[Form, Policy]{
	Months: months, Name: dataset.Population.Name,
	Needs: func(Case) []fact.Query { return nil },
	Form:  func(Case) (Form, bool) { return Form{Delivery: Electronic}, true },
}

// months are the months of birth of those who reach the age of a level today or,
// where applications are taken ahead, as many months from now.
func months(p Policy, today calendar.Date) []calendar.Date {
	var all []calendar.Date
	seen := map[calendar.Date]bool{}
	for _, f := range p.Levels.Figures {
		if !f.InForce(today) {
			continue
		}
		early, _ := p.EarlyMonths.At(f.Region, today)
		for _, level := range f.Value {
			month := today.FirstOfMonth().AddMonths(early.Value).AddYears(-level.FromAge)
			if !seen[month] {
				seen[month], all = true, append(all, month)
			}
		}
	}
	return all
}
