package soletraderchange

import (
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// The first versions of the rules did not ask whose the new premises are, nor what was
// found of a promise. They are kept for what was decided by them.

func decide2022(c Case) []decision.Finding {
	if c.Form.Kind != Address {
		return decide(c)
	}
	return append(operator(c), sameAuthority(c), promised(c, c.Policy.Laws.Change))
}

func needs2022(c Case) []fact.Query {
	if c.Form.Kind != Address {
		return needs(c)
	}
	return needsOfOperator(c)
}

func lifeNeeds2022(c Case) []fact.Query {
	return []fact.Query{condition.NeedsAlive(c.Applicant.ID)}
}

func verify2022(c Case) []decision.Continuing {
	return []decision.Continuing{
		condition.StillAlive(c.Facts, c.Applicant.ID, lang.T("经营者健在", "The operator is alive"), c.Policy.Laws.Change),
	}
}
