package birthregistration

import (
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// The first version of the rules disclosed where a spouse lives. It is kept to replay its decisions.

func decide2022(c Case) []decision.Finding {
	return append(aliveAndNamed(c), place2022(c), expected2022(c), notRegistered2022(c))
}

// aliveAndNamed are the conditions on the applicant of the first three versions.
func aliveAndNamed(c Case) []decision.Finding {
	findings := []decision.Finding{alive(c)}
	if c.Form.Certificate != "" {
		findings = append(findings, condition.NamedParent(c.Facts, c.Form.Certificate, c.Applicant.ID, c.Policy.Laws.Registration))
	}
	return findings
}

func issue2022(c Case, _ decision.Serial) decision.Grants {
	return issueAt(c, placeOf(c, spouseOf2022(c).V))
}

func place2022(c Case) decision.Finding {
	f := decision.Rule("place", lang.T("登记地在本省", "The place of registration is in the province"), c.Policy.Laws.Registration)
	other := lang.T("请改选其他登记地。", "Please choose another place.")
	whose := c.Applicant.ID
	if ofSpouse(c) {
		spouse := spouseOf2022(c)
		switch {
		case spouse.None(), spouse.State == fact.Missing:
			return f.NotMet(
				lang.T("没有您的婚姻登记，不能选配偶所在地。", "No marriage of yours is on record, so a spouse's place cannot be chosen."),
				spouse.Ref,
			).
				Advise(other)
		case !spouse.Known():
			return f.Unknown(spouse.Ref)
		}
		whose = spouse.V
	}
	at := fact.Get(c.Facts, whose, addressField(c))
	switch {
	case at.None():
		return f.NotMet(lang.T("没有居住登记。", "No residence is registered."), at.Ref).Advise(other)
	case !at.Known():
		return f.Unknown(at.Ref)
	case !division.Within(at.V, guangdong):
		return f.NotMet(lang.F("该地在%s。", "That is in %s.", division.FullName(at.V)), at.Ref).Advise(other)
	default:
		return f.Met(lang.F("登记地为%s。", "It is registered in %s.", division.FullName(at.V)), at.Ref)
	}
}
