package childinsurance

import (
	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Case is what the rules decide on: an application with its facts and the policy of its day.
type Case = decision.Case[Form, Policy]

// Policy has the parameters set by law (policy.yaml).
type Policy struct {
	Laws struct {
		Insurance policy.Basis `yaml:"insurance"`
	} `yaml:"laws"`
	FromBirthDays policy.Series[int]                `yaml:"from_birth_days"`
	Issuers       policy.Series[certificate.Issuer] `yaml:"issuers"`
}

func decide(c Case) []decision.Finding {
	return []decision.Finding{parent(c), entered(c), household(c), notInsured(c)}
}

func parent(c Case) decision.Finding {
	return condition.Parent(c.Facts, c.Form.Certificate, c.Applicant.ID, c.Policy.Laws.Insurance)
}

func entered(c Case) decision.Finding {
	return condition.Entered(c.Facts, c.Form.Certificate, c.Policy.Laws.Insurance)
}

// household requires the child's household to be in the province.
func household(c Case) decision.Finding {
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

func notInsured(c Case) decision.Finding {
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

// insuredFrom returns the first day of cover: the birth if the child is insured within the legal
// period after it, else today.
func insuredFrom(c Case) calendar.Date {
	born := fact.Get(c.Facts, c.Form.Certificate, dataset.Births.On).V
	days, ok := c.Policy.FromBirthDays.At(householdOf(c), c.Today())
	if ok && !c.Today().After(born.AddDays(days.Value)) {
		return born
	}
	return c.Today()
}

func householdOf(c Case) string {
	return fact.Get(c.Facts, condition.ChildOf(c.Facts, c.Form.Certificate), dataset.Population.Household).V
}
