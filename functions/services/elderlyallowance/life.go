package elderlyallowance

import (
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
)

// lifeNeeds returns the queries of the verification before each monthly payment.
func lifeNeeds(c Case) []fact.Query {
	return []fact.Query{
		condition.NeedsAlive(c.Applicant.ID),
		condition.NeedsHousehold(c.Applicant.ID),
		fact.Ask(c.Applicant.ID, dataset.Benefits.ElderlyAllowance, dataset.Benefits.Since),
	}
}

// verify checks the conditions under which the allowance continues: the holder is alive, their household is
// in the place that pays, and no other place pays.
func verify(c Case) []decision.Continuing {
	law := c.Policy.Laws.Allowance
	return []decision.Continuing{
		condition.StillAlive(c.Facts, c.Applicant.ID, lang.T("领取人健在", "The recipient is alive"), law),
		condition.StillHousehold(c.Facts, c.Applicant.ID, c.Granted.Certificate.Region, law),
		notDrawnElsewhere(c),
	}
}

func notDrawnElsewhere(c Case) decision.Continuing {
	f := decision.Rule("not-drawn", lang.T("没有在别处领取", "Not received elsewhere"), c.Policy.Laws.Allowance)
	paidBy := fact.Get(c.Facts, c.Applicant.ID, dataset.Benefits.ElderlyAllowance)
	since := fact.Get(c.Facts, c.Applicant.ID, dataset.Benefits.Since)
	here := c.Granted.Certificate.Region
	switch {
	case paidBy.None(), paidBy.State == fact.Missing, paidBy.Known() && paidBy.V == here:
		f = f.Met(lang.T("没有在别处发放的高龄津贴。", "No elderly allowance is paid elsewhere."), paidBy.Ref)
	case paidBy.Known():
		f = f.NotMet(lang.F("%s也在向您发放高龄津贴。", "%s pays you an elderly allowance too.", division.FullName(paidBy.V)), paidBy.Ref).
			Advise(lang.T("只能领取一份：请在其中一处停发。", "You can receive only one. Please have the other one stopped."))
	default:
		f = f.Unknown(paidBy.Ref)
	}
	return f.Otherwise(decision.Suspends, since.V)
}
