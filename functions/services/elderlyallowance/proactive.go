package elderlyallowance

import (
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
)

// proactive invites whoever reaches the age of entitlement, or can apply ahead of
// it: in Shenzhen they are asked two months before, and a yes is the application.
// The money goes to the account of their social security card.
var proactive = decision.Proactive[Form, Policy]{
	Invites: true, Months: months, Name: dataset.Population.Name,
	Needs: func(c Case) []fact.Query {
		return []fact.Query{fact.Ask(c.Applicant.ID, dataset.SocialCards.Account)}
	},
	Form: func(c Case) (Form, bool) {
		account := fact.Get(c.Facts, c.Applicant.ID, dataset.SocialCards.Account)
		return Form{Payee: Own, Account: account.V}, account.Known()
	},
}

// months are the months of birth of those who reach the first age of a region's
// rates today or, where applications are taken ahead, as many months from now.
func months(p Policy, today calendar.Date) []calendar.Date {
	var all []calendar.Date
	seen := map[calendar.Date]bool{}
	for _, f := range p.Bands.Figures {
		if !f.InForce(today) {
			continue
		}
		early, _ := p.EarlyMonths.At(f.Region, today)
		month := today.FirstOfMonth().AddMonths(early.Value).AddYears(-f.Value[0].FromAge)
		if !seen[month] {
			seen[month], all = true, append(all, month)
		}
	}
	return all
}
