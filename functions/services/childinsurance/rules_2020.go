package childinsurance

import (
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
)

// decide2020 replays the decisions of the first version, which insured only children whose household
// is in the province.
func decide2020(c Case) []decision.Finding {
	return []decision.Finding{namedParent(c), entered(c), household2020(c), notInsured2020(c)}
}

// decideActive replays the second version, which insured children of any age, and treated an insurance of
// unknown state as one in force.
func decideActive(c Case) []decision.Finding {
	return []decision.Finding{namedParent(c), entered(c), household(c), notInsuredActive(c)}
}

func namedParent(c Case) decision.Finding {
	return condition.NamedParent(c.Facts, c.Form.Certificate, c.Applicant.ID, c.Policy.Laws.Insurance)
}

// household2020 requires the child's household to be in the province.
func household2020(c Case) decision.Finding {
	f := decision.Rule("household", lang.T("新生儿户籍在本省", "The child's household is in the province"), c.Policy.Laws.Insurance)
	child := fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Child)
	if child.State == fact.Missing {
		return f.Met(lang.T("孩子还没入户，这一条暂不适用。",
			"The child is not registered in a household yet, so this condition does not apply yet."), child.Ref)
	}
	at := fact.Get(c.Facts, child.V, dataset.Population.Household)
	switch {
	case !child.Known() || !at.Known():
		return f.Unknown(child.Ref, at.Ref)
	case !division.Within(at.V, guangdong):
		return f.NotMet(lang.F("新生儿的户籍在%s。", "The child's household is in %s.", division.FullName(at.V)), at.Ref).
			Advise(lang.T("请到户籍所在地参保。", "Please apply where the child's household is registered."))
	default:
		return f.Met(lang.F("新生儿的户籍在%s。", "The child's household is in %s.", division.FullName(at.V)), at.Ref)
	}
}

func notInsuredActive(c Case) decision.Finding {
	f := decision.Rule("not-insured", lang.T("尚未参加医疗保险", "Not insured yet"), c.Policy.Laws.Insurance)
	done := lang.T("无需重复参保。", "You do not need to insure the child again.")
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("该新生儿已由申请 %s 参保。", "The child was insured by application %s.", held.Application)).Advise(done)
	}
	child := fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Child)
	if child.State == fact.Missing {
		return f.Met(lang.T("尚未登记户口，没有参保记录。", "The child is not registered in a household yet and is not insured."), child.Ref)
	}
	city := fact.Get(c.Facts, child.V, dataset.MedicalInsurance.City)
	active := fact.Get(c.Facts, child.V, dataset.MedicalInsurance.Active)
	switch {
	case !child.Known():
		return f.Unknown(child.Ref)
	case city.None():
		return f.Met(lang.T("没有参保记录。", "There is no insurance on record."), city.Ref)
	case city.Known() && active.Known() && !active.V:
		return f.Unsure(lang.F("该新生儿在%s的参保已停保，由工作人员核实后转入。", "The child's insurance in %s has stopped. An officer will transfer it.",
			division.FullName(city.V)), city.Ref, active.Ref)
	case city.Known():
		return f.NotMet(lang.F("该新生儿已在%s参保。", "The child is insured in %s.", division.FullName(city.V)), city.Ref).Advise(done)
	default:
		return f.Unknown(city.Ref)
	}
}

func notInsured2020(c Case) decision.Finding {
	f := decision.Rule("not-insured", lang.T("尚未参加医疗保险", "Not insured yet"), c.Policy.Laws.Insurance)
	done := lang.T("无需重复参保。", "You do not need to insure the child again.")
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("该新生儿已由申请 %s 参保。", "The child was insured by application %s.", held.Application)).Advise(done)
	}
	child := fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Child)
	if child.State == fact.Missing {
		return f.Met(lang.T("尚未登记户口，没有参保记录。", "The child is not registered in a household yet and is not insured."), child.Ref)
	}
	city := fact.Get(c.Facts, child.V, dataset.MedicalInsurance.City)
	switch {
	case !child.Known():
		return f.Unknown(child.Ref)
	case city.None():
		return f.Met(lang.T("没有参保记录。", "There is no insurance on record."), city.Ref)
	case city.Known():
		return f.NotMet(lang.F("该新生儿已在%s参保。", "The child is insured in %s.", division.FullName(city.V)), city.Ref).Advise(done)
	default:
		return f.Unknown(city.Ref)
	}
}

// needs2020 reads about the child only after the birth certificate shows who the child is.
func needs2020(c Case) []fact.Query {
	child := condition.ChildOf(c.Facts, c.Form.Certificate)
	return []fact.Query{
		condition.NeedsParent(c.Form.Certificate),
		fact.Ask(child, dataset.Population.Name, dataset.Population.Household),
		fact.Ask(child, dataset.MedicalInsurance.City),
	}
}

// needsActive reads about the child only after the birth certificate shows who the child is.
func needsActive(c Case) []fact.Query {
	child := condition.ChildOf(c.Facts, c.Form.Certificate)
	queries := []fact.Query{
		condition.NeedsParent(c.Form.Certificate),
		fact.Ask(child, dataset.Population.Name, dataset.Population.Household),
		fact.Ask(child, dataset.MedicalInsurance.City, dataset.MedicalInsurance.Active),
	}
	if at := fact.Get(c.Facts, child, dataset.Population.Household); at.Known() && !division.Within(at.V, guangdong) {
		queries = append(queries, fact.Ask(child, dataset.Residence.Division),
			fact.Ask(c.Applicant.ID, dataset.Residence.Division), fact.Ask(c.Applicant.ID, dataset.Population.Household))
	}
	return queries
}

func issue2020(c Case, _ decision.Serial) decision.Grants {
	return issueAt(c, fact.Get(c.Facts, condition.ChildOf(c.Facts, c.Form.Certificate), dataset.Population.Household).V)
}
