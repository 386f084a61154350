package householdentry

import (
	"strings"
	"unicode"
	"unicode/utf8"

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
	} `yaml:"laws"`
	WithinMonths policy.Series[int]                `yaml:"within_months"`
	Issuers      policy.Series[certificate.Issuer] `yaml:"issuers"`
}

func decide(c Case) []decision.Finding {
	return []decision.Finding{parent(c), household(c), together(c), name(c), inTime(c), notEntered(c)}
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
	spouse := fact.Get(c.Facts, mother.V, dataset.Marriages.Spouse)
	switch {
	case spouse.Known() && spouse.V == father.V:
		return f.Met(lang.T("父母有婚姻登记。", "The parents' marriage is on record."), spouse.Ref)
	case spouse.Known(), spouse.None(), spouse.State == fact.Missing:
		return f.Unsure(lang.T(
			"父母之间没有婚姻登记，随父亲落户需提供亲子关系证明，由工作人员核实。",
			"The parents have no marriage on record. To join the father's household, proof of fatherhood is "+
				"needed; an officer will check it.",
		),
			spouse.Ref)
	default:
		return f.Unknown(spouse.Ref)
	}
}

// name applies 民法典 art. 1015: the surname is the father's or the mother's. Another surname needs a
// good reason, which a reviewer checks.
func name(c Case) decision.Finding {
	f := decision.Rule("name", lang.T("姓名符合规定", "The name follows the rules"), c.Policy.Laws.Names)
	change := lang.T("请改用规范汉字的姓名。", "Please enter a name in standard Chinese characters.")
	for _, r := range c.Form.Name {
		if !unicode.Is(unicode.Han, r) && r != '·' {
			return f.NotMet(lang.T("姓名只能使用汉字和间隔号“·”。", "A name can contain only Chinese characters and the middle dot “·”.")).Advise(change)
		}
	}
	if utf8.RuneCountInString(c.Form.Name) < 2 {
		return f.NotMet(lang.T("姓名应有姓和名。", "A name needs a surname and a given name.")).Advise(change)
	}
	var saw []fact.Reference
	for _, field := range []fact.Field[string]{dataset.Births.Mother, dataset.Births.Father} {
		id := fact.Get(c.Facts, c.Form.Certificate, field)
		if id.State == fact.Missing {
			continue
		}
		parent := fact.Get(c.Facts, id.V, dataset.Population.Name)
		if !id.Known() || !parent.Known() {
			return f.Unknown(id.Ref, parent.Ref)
		}
		saw = append(saw, parent.Ref)
		first, _ := utf8.DecodeRuneInString(parent.V)
		if strings.HasPrefix(c.Form.Name, string(first)) {
			return f.Met(lang.T("姓氏随父母一方。", "The surname is that of one parent."), parent.Ref)
		}
	}
	return f.Unsure(lang.T("姓氏不是父姓或母姓，须有正当理由，由工作人员核实。",
		"The surname is not that of either parent. This needs a good reason; an officer will check it."), saw...)
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
