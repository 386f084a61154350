package socialcard

import (
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
)

// decide2020 is the first version, which rejected a child without a record of insurance. It is kept to
// replay its decisions.
func decide2020(c Case) []decision.Finding { return decideWith(c, insured(c)) }

// decideProvable is the second version, which accepted implausible certificates, and granted cards to dead
// children.
func decideProvable(c Case) []decision.Finding { return decideWith(c, condition.Provable(insured(c))) }

func decideWith(c Case, insured decision.Finding) []decision.Finding {
	return []decision.Finding{
		condition.NamedParent(c.Facts, c.Form.Certificate, c.Applicant.ID, c.Policy.Laws.Card),
		condition.Entered(c.Facts, c.Form.Certificate, c.Policy.Laws.Card),
		insured, withoutCard(c),
	}
}

// needs2020 reads about the child only after the birth certificate shows who the child is.
func needs2020(c Case) []fact.Query {
	child := condition.ChildOf(c.Facts, c.Form.Certificate)
	return []fact.Query{
		condition.NeedsParent(c.Form.Certificate),
		fact.Ask(child, dataset.Population.Name),
		fact.Ask(child, dataset.MedicalInsurance.City),
		fact.Ask(child, dataset.SocialCards.City),
	}
}
