package householdentry

import (
	"strings"

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
		Entry     policy.Basis `yaml:"entry"`     // duty to register every birth
		Household policy.Basis `yaml:"household"` // whose household the child joins
		Names     policy.Basis `yaml:"names"`
		// Characters is absent from older policies.
		Characters policy.Basis `yaml:"characters" validate:"omitempty"`
	} `yaml:"laws"`
	WithinMonths policy.Series[int]                `yaml:"within_months"`
	Issuers      policy.Series[certificate.Issuer] `yaml:"issuers"`
}

func decide(c Case) []decision.Finding {
	return []decision.Finding{alive(c), parent(c), sound(c), livingHousehold(c), together(c), usualName(c), sex(c), inTime(c), notEntered(c)}
}

// usualName is properName, and leaves to a person a name that is longer than names are. No law has a limit.
func usualName(c Case) decision.Finding {
	f := properName(c)
	most := longest
	if strings.Contains(c.Form.Name, dot) {
		most = longestInParts
	}
	if n := characters(c.Form.Name); f.Status == decision.Met && n > most {
		return f.Unsure(lang.F("姓名有%d个字，比通常的长，由工作人员核实。",
			"The name has %d characters, more than names usually have. An officer will check it.", n)).
			Advise(lang.T("请核对姓名是否填错。", "Please check that the name is correct."))
	}
	return f
}

// The most characters of usual names: a compound surname with four more, and the names of other peoples in parts.
const longest, longestInParts = 6, 25

func alive(c Case) decision.Finding {
	return condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), c.Policy.Laws.Entry)
}

func sound(c Case) decision.Finding {
	return condition.Sound(c.Facts, c.Form.Certificate, c.Today(), c.Policy.Laws.Entry)
}

// livingHousehold is numberedHousehold, and requires that the parent is alive: the registration of dead
// people is cancelled.
func livingHousehold(c Case) decision.Finding {
	f := numberedHousehold(c)
	died := fact.Get(c.Facts, joinedOf(c).V, dataset.Deaths.Date)
	switch {
	case f.Status != decision.Met || died.None():
		return f
	case died.Known():
		return f.Unsure(lang.T("落户的一方已有死亡登记，其户口应当注销，由工作人员核实孩子随谁落户。",
			"The parent whose household the child would join has died, and the registration ends with the death. An officer will verify whose "+
				"household the child joins."), died.Ref).Advise(lang.T("可以改选随另一方落户。", "You can choose the other parent's household."))
	default:
		return f.Unknown(died.Ref)
	}
}

// sex requires the child's sex, from which the ID number is made (GB 11643).
func sex(c Case) decision.Finding {
	f := decision.Rule("sex", lang.T("出生医学证明记载了孩子的性别", "The birth certificate states the child's sex"), c.Policy.Laws.Entry)
	recorded := fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Sex)
	switch {
	case recorded.State == fact.Missing:
		return f.Unknown(recorded.Ref)
	case !recorded.Known(): // the finding on the parent gives the reason
		return f.Met(lang.T("没有可读取的出生医学证明，这一条不适用。", "There is no birth certificate to read, so this condition does not apply."), recorded.Ref)
	case recorded.V != "female" && recorded.V != "male":
		return f.Unsure(lang.T("性别记载不明，由工作人员核实。", "The record of the sex is unclear; an officer will verify it."), recorded.Ref)
	default:
		return f.Met(lang.T("性别已记载。", "The sex is on record."), recorded.Ref)
	}
}

// numberedHousehold is household, and requires a district that exists today, because the ID number
// contains its code.
func numberedHousehold(c Case) decision.Finding {
	f := household(c)
	at := fact.Get(c.Facts, joinedOf(c).V, dataset.Population.Household)
	if _, known := division.Find(division.District(at.V)); f.Status != decision.Met || known {
		return f
	}
	return f.Unsure(lang.F("其户籍记载为%s，不能据以编制公民身份号码，由工作人员核实。",
		"The household is recorded as %s, of which no ID number can be made; an officer will verify it.", division.FullName(at.V)), at.Ref)
}

func parent(c Case) decision.Finding {
	return condition.Parent(c.Facts, c.Form.Certificate, c.Applicant.ID, c.Policy.Laws.Entry)
}

// household requires the chosen parent's household to be in the province.
func household(c Case) decision.Finding {
	f := decision.Rule("household", lang.T("落户的一方户籍在本省", "The household that the child joins is in the province"), c.Policy.Laws.Household)
	joined := joinedOf(c)
	if joined.State == fact.Missing {
		return f.NotMet(lang.T("出生医学证明上没有父亲信息。", "The birth certificate does not name a father."), joined.Ref).
			Advise(lang.T("请选择随母亲落户。", "Please choose the mother's household."))
	}
	if !joined.Known() {
		return f.Unknown(joined.Ref)
	}
	at := fact.Get(c.Facts, joined.V, dataset.Population.Household)
	switch {
	case !at.Known():
		return f.Unknown(at.Ref)
	case !division.Within(at.V, guangdong):
		return f.NotMet(lang.F("其户籍在%s。", "The household is in %s.", division.FullName(at.V)), at.Ref).
			Advise(lang.T("请改选另一方，或到该户籍地办理。", "Choose the other parent, or apply where this household is registered."))
	default:
		return f.Met(lang.F("其户籍在%s。", "The household is in %s.", division.FullName(at.V)), at.Ref)
	}
}

// together refers the case to a reviewer if the parents are not married to each other and the child
// joins the father: the father has to prove his fatherhood.
func together(c Case) decision.Finding {
	f := decision.Rule("together", lang.T("父母子女关系清楚", "The child's parents are confirmed"), c.Policy.Laws.Household)
	if c.Form.Joins == Mothers {
		return f.Met(lang.T("随母亲落户，以出生医学证明为准。", "The child joins the mother's household; the birth certificate is the proof."))
	}
	mother := fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Mother)
	father := fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Father)
	if !mother.Known() || !father.Known() {
		return f.Unknown(mother.Ref, father.Ref)
	}
	spouse, married, sources := condition.Spouse(c.Facts, mother.V)
	switch {
	case married == decision.Unknown:
		return f.Unknown(sources...)
	case married == decision.Met && spouse == father.V:
		return f.Met(lang.T("父母有婚姻登记。", "The parents are married to each other."), sources...)
	default:
		return f.Unsure(lang.T(
			"父母之间没有存续的婚姻登记，随父亲落户需提供亲子鉴定证明，由工作人员核实。",
			"The parents are not married to each other. To join the father's household, a proof of fatherhood "+
				"is needed; an officer will check it.",
		),
			sources...)
	}
}

func inTime(c Case) decision.Finding {
	f := decision.Rule("in-time", lang.T("在出生登记的期限内", "Within the time limit for birth entries"), c.Policy.Laws.Entry)
	born := fact.Get(c.Facts, c.Form.Certificate, dataset.Births.On)
	months, ok := c.Policy.WithinMonths.At(guangdong, c.Today())
	switch {
	case !born.Known():
		return f.Unknown(born.Ref)
	case !ok:
		return f.NoRule(lang.T("系统中没有现行的期限规定。", "The system has no current rule on the time limit."))
	case !c.Today().Before(born.V.AddMonths(months.Value)):
		f.Basis = []policy.Basis{months.Basis}
		return f.Unsure(lang.F("出生已满%d个月，按补登户口由工作人员办理。",
			"The birth was %d or more months ago. An officer will handle it as a late entry.", months.Value), born.Ref)
	default:
		return f.Met(lang.F("出生于%s。", "Born on %s.", born.V), born.Ref)
	}
}

func notEntered(c Case) decision.Finding {
	f := decision.Rule("not-entered", lang.T("尚未登记户口", "Not yet in a household"), c.Policy.Laws.Entry)
	done := lang.T("无需再次登记。", "You do not need to register the child again.")
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("该新生儿已由申请 %s 登记。", "The child was registered by application %s.", held.Application)).Advise(done)
	}
	child := fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Child)
	switch {
	case child.Known():
		return f.NotMet(lang.T("该新生儿已有户口。", "The child is already registered in a household."), child.Ref).Advise(done)
	case child.State == fact.Missing:
		return f.Met(lang.T("尚无户口登记。", "The child is not registered in a household yet."), child.Ref)
	default:
		return f.Unknown(child.Ref)
	}
}

// joinedOf returns the ID number of the parent whose household the child joins.
func joinedOf(c Case) fact.Value[string] {
	if c.Form.Joins == Fathers {
		return fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Father)
	}
	return fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Mother)
}
