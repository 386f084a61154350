package elderlyallowance

import (
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
)

// proactive invites people who reach the age of entitlement, or can apply early: in Shenzhen two months
// before. Their confirmation is the application. The payment goes to the account of their social security
// card.
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

// months returns the months of birth of people who reach the first age of a region's rates today or, if
// early applications are accepted, that many months later.
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
