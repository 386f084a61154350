package soletrader

import (
	"miaoban/shared/calendar"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
)

// lifeNeeds returns the queries of the monthly verification. The first verification is the inspection
// of the declaration (告知承诺制, 国办发〔2020〕42号).
func lifeNeeds(c Case) []fact.Query {
	queries := []fact.Query{
		condition.NeedsAlive(c.Applicant.ID),
		fact.Ask(c.Applicant.ID, dataset.PublicServants.Serving),
		fact.Ask(c.Applicant.ID, dataset.TradingBans.Until),
	}
	if c.Form.Premises == condition.ByPromise {
		queries = append(queries, fact.Ask(c.Granted.Certificate.HolderID, dataset.Inspections.PromiseKept, dataset.Inspections.On))
	}
	return queries
}

// verify checks the conditions under which a registration stays in force.
func verify(c Case) []decision.Continuing {
	conditions := []decision.Continuing{
		condition.StillAlive(c.Facts, c.Applicant.ID, lang.T("经营者健在", "The operator is alive"), c.Policy.Laws.Registration),
		notServing(c).Otherwise(decision.Suspends, calendar.Date{}),
		notBanned(c).Otherwise(decision.Suspends, calendar.Date{}),
	}
	if c.Form.Premises == condition.ByPromise {
		conditions = append(conditions, condition.PromiseKept(c.Facts, c.Granted.Certificate.HolderID, c.Policy.Laws.Registration))
	}
	return conditions
}
