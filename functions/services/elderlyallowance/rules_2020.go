package elderlyallowance

import (
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
)

// The first version of the rules checked the holder of the account before the mandate. It is kept to replay
// its decisions.

func decide2020(c Case) []decision.Finding {
	return []decision.Finding{alive(c), household(c), age(c), notDrawn(c), account2020(c)}
}

// decideAlone did not check other living allowances.
func decideAlone(c Case) []decision.Finding {
	return []decision.Finding{alive(c), household(c), age(c), notDrawn(c), account(c)}
}

func needs2020(c Case) []fact.Query {
	queries := []fact.Query{
		fact.Ask(c.Applicant.ID, dataset.Population.BirthDate, dataset.Population.Household),
		fact.Ask(c.Applicant.ID, dataset.Deaths.Date),
		fact.Ask(c.Applicant.ID, dataset.Benefits.ElderlyAllowance),
		condition.NeedsAccount(c.Form.Account),
	}
	if c.Form.Payee == Agent {
		queries = append(queries, fact.Ask(c.Applicant.ID, dataset.Mandates.Agent, dataset.Mandates.Until))
	}
	return queries
}

// account2020 checks the account first.
func account2020(c Case) decision.Finding {
	payee := c.Applicant.ID
	if c.Form.Payee == Agent {
		payee = c.Form.AgentIDNumber
	}
	f := condition.Account(c.Facts, c.Form.Account, payee, accountTitle, c.Policy.Laws.Account)
	if c.Form.Payee == Agent && f.Status == decision.Met {
		return mandated(c, f)
	}
	return f
}

// issue2020 pays every month by the figure of the day of the application.
func issue2020(c Case, _ decision.Serial) decision.Grants {
	return grant(c, monthly(c).On(c.Today()).Pay(order(c)))
}
