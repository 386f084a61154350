package seniorcard

import (
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
)

// proactive grants the electronic card to everybody who reaches the age of a level, because it is
// free and needs no form.
var proactive = decision.Proactive[Form, Policy]{
	Months: months, Name: dataset.Population.Name,
	Needs: func(Case) []fact.Query { return nil },
	Form:  func(Case) (Form, bool) { return Form{Delivery: Electronic}, true },
}

// months returns the months of birth of people who reach the age of a level today, or later if the
// city accepts early applications.
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
