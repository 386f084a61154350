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
		Residence policy.Basis `yaml:"residence" validate:"omitempty"` // absent from older policies
	} `yaml:"laws"`
	FromBirthDays policy.Series[int]                `yaml:"from_birth_days"`
	NewbornMonths policy.Series[int]                `yaml:"newborn_months" validate:"omitempty"` // absent from older policies
	Issuers       policy.Series[certificate.Issuer] `yaml:"issuers"`
}

func decide(c Case) []decision.Finding {
	return []decision.Finding{alive(c), parent(c), sound(c), entered(c), childAlive(c), newborn(c), household(c), notInsured(c)}
}

func alive(c Case) decision.Finding {
	return condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), c.Policy.Laws.Insurance)
}

func sound(c Case) decision.Finding {
	return condition.Sound(c.Facts, c.Form.Certificate, c.Today(), c.Policy.Laws.Insurance)
}

// childAlive refers a child who died: the care until its death may be paid.
func childAlive(c Case) decision.Finding {
	f := condition.ChildAlive(c.Facts, c.Form.Certificate, c.Policy.Laws.Insurance)
	if f.Status != decision.NotMet {
		return f
	}
	return f.Unsure(lang.T("孩子已有死亡登记，出生至死亡期间的医疗费用由工作人员核实处理。",
		"The child's death is registered. An officer will deal with the costs of its care until then."), f.Sources...)
}

// newborn requires a child in its first year: an older child is insured in the yearly enrolment period, or
// its cover begins later.
func newborn(c Case) decision.Finding {
	f := decision.Rule("newborn", lang.T("孩子是新生儿", "The child is a newborn"), c.Policy.Laws.Insurance)
	born := fact.Get(c.Facts, c.Form.Certificate, dataset.Births.On)
	months, ok := c.Policy.NewbornMonths.At(guangdong, c.Today())
	switch {
	case born.State == fact.Missing:
		return f.Unknown(born.Ref)
	case !born.Known(): // the finding on the parent gives the reason
		return f.Met(lang.T("没有可读取的出生医学证明，这一条不适用。", "There is no birth certificate to read, so this condition does not apply."), born.Ref)
	case !ok:
		return f.NoRule(lang.T("系统中没有新生儿参保期限的规定。", "The system has no rule on how long a child counts as a newborn."), born.Ref)
	case !c.Today().Before(born.V.AddMonths(months.Value)):
		f.Basis = []policy.Basis{months.Basis}
		return f.Unsure(lang.F("孩子出生于%s，已满%d个月，不再按新生儿参保，由工作人员核实。",
			"The child was born on %s, %d or more months ago, and is not insured as a newborn any more. An officer will verify it.",
			born.V, months.Value), born.Ref).
			Advise(lang.T("请在每年的集中参保期内参保，或咨询参保地医疗保障经办机构。",
				"Insure the child in the term of each year, or ask the insurance office of the city."))
	default:
		return f.Met(lang.F("孩子出生于%s。", "The child was born on %s.", born.V), born.Ref)
	}
}

func parent(c Case) decision.Finding {
	return condition.Parent(c.Facts, c.Form.Certificate, c.Applicant.ID, c.Policy.Laws.Insurance)
}

func entered(c Case) decision.Finding {
	return condition.Entered(c.Facts, c.Form.Certificate, c.Policy.Laws.Insurance)
}

// household requires the child's household or residence to be in the province: a child can be insured
// where it lives. A residence that is not registered refers.
func household(c Case) decision.Finding {
	f := decision.Rule("household", lang.T("新生儿户籍或居住地在本省", "The child's household or residence is in the province"),
		c.Policy.Laws.Insurance, c.Policy.Laws.Residence)
	child := fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Child)
	if child.State == fact.Missing {
		return f.Met(lang.T("孩子还没入户，这一条暂不适用。",
			"The child is not registered in a household yet, so this condition does not apply yet."), child.Ref)
	}
	at := fact.Get(c.Facts, child.V, dataset.Population.Household)
	lives := fact.Get(c.Facts, child.V, dataset.Residence.Division)
	switch {
	case !child.Known() || !at.Known():
		return f.Unknown(child.Ref, at.Ref)
	case division.Within(at.V, guangdong):
		return f.Met(lang.F("新生儿的户籍在%s。", "The child's household is in %s.", division.FullName(at.V)), at.Ref)
	case lives.Known() && division.Within(lives.V, guangdong):
		return f.Met(lang.F("新生儿的户籍在%s，居住在%s，可以在居住地参保。", "The child's household is in %s. It lives in %s and can be insured there.",
			division.FullName(at.V), division.FullName(lives.V)), at.Ref, lives.Ref)
	case !lives.Known() && !lives.None():
		return f.Unknown(lives.Ref)
	default:
		return f.Unsure(lang.F("新生儿的户籍在%s，数据中没有在本省的居住登记；随父母在本省居住的，可以在居住地参保，由工作人员核实。",
			"The child's household is in %s, and no residence in this province is on record. A child that lives here with its parents can be "+
				"insured here; an officer will check it.", division.FullName(at.V)), at.Ref, lives.Ref).
			Advise(lang.T("请先为孩子办理居住登记，或者到户籍所在地参保。",
				"You can register the child's residence first, or apply where its household is registered."))
	}
}

// notInsured is notInsuredActive, but an insurance of unknown state refers.
func notInsured(c Case) decision.Finding {
	f := notInsuredActive(c)
	city := fact.Get(c.Facts, condition.ChildOf(c.Facts, c.Form.Certificate), dataset.MedicalInsurance.City)
	active := fact.Get(c.Facts, condition.ChildOf(c.Facts, c.Form.Certificate), dataset.MedicalInsurance.Active)
	if f.Status == decision.NotMet && c.Holdings.Of(claimKind).Free() && city.Known() && !active.Known() {
		f = decision.Rule(f.Rule, f.Title, f.Basis...)
		return f.Unknown(active.Ref, city.Ref)
	}
	return f
}

// insuredFrom returns the first day of cover: the birth if the child is insured within the legal
// period after it, else today.
func insuredFrom(c Case, at string) calendar.Date {
	born := fact.Get(c.Facts, c.Form.Certificate, dataset.Births.On).V
	days, ok := c.Policy.FromBirthDays.At(at, c.Today())
	if ok && !c.Today().After(born.AddDays(days.Value)) {
		return born
	}
	return c.Today()
}

// placeOf returns the division where the child is insured: its household, or else its residence, if that
// is in the province. If a reviewer found that the child lives here without either, it is the parent's
// residence or household, or else the province.
func placeOf(c Case) string {
	child := condition.ChildOf(c.Facts, c.Form.Certificate)
	at := fact.Get(c.Facts, child, dataset.Population.Household).V
	for _, place := range []string{at, fact.Get(c.Facts, child, dataset.Residence.Division).V,
		fact.Get(c.Facts, c.Applicant.ID, dataset.Residence.Division).V, fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household).V} {
		if division.Within(place, guangdong) {
			return place
		}
	}
	return guangdong
}
