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

// Case is an entry.
type Case = decision.Case[Form, Policy]

// Policy is what the law sets (policy.yaml).
type Policy struct {
	Laws struct {
		Entry     policy.Basis `yaml:"entry"`     // that every birth is entered
		Household policy.Basis `yaml:"household"` // whose household it joins
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

// household holds that the chosen parent's household is in the province.
func household(c Case) decision.Finding {
	f := decision.Rule("household", lang.T("落户的一方户籍在本省", "The household that the child joins is in the province"), c.Policy.Laws.Household)
	joined := joinedOf(c)
	if joined.State == fact.Missing {
		return f.NotMet(lang.T("出生医学证明上没有父亲信息。", "The birth certificate names no father."), joined.Ref).
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
		return f.NotMet(lang.F("其户籍在%s。", "That household is in %s.", division.FullName(at.V)), at.Ref).
			Advise(lang.T("请改选另一方，或到该户籍地办理。", "Choose the other parent's, or enter the child there."))
	default:
		return f.Met(lang.F("其户籍在%s。", "That household is in %s.", division.FullName(at.V)), at.Ref)
	}
}

// together holds that parents who are not married to each other are looked at by a
// person where the child joins the father: his fatherhood is to be shown.
func together(c Case) decision.Finding {
	f := decision.Rule("together", lang.T("父母子女关系清楚", "Who the parents are is clear"), c.Policy.Laws.Household)
	if c.Form.Joins == Mothers {
		return f.Met(lang.T("随母亲落户，以出生医学证明为准。", "It joins the mother: the birth certificate says who she is."))
	}
	mother := fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Mother)
	father := fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Father)
	if !mother.Known() || !father.Known() {
		return f.Unknown(mother.Ref, father.Ref)
	}
	spouse := fact.Get(c.Facts, mother.V, dataset.Marriages.Spouse)
	switch {
	case spouse.Known() && spouse.V == father.V:
		return f.Met(lang.T("父母有婚姻登记。", "The parents are married."), spouse.Ref)
	case spouse.Known(), spouse.None(), spouse.State == fact.Missing:
		return f.Unsure(lang.T("父母之间没有婚姻登记，随父亲落户需提供亲子关系证明，由工作人员核实。", "The parents are not married to each other: to join the father, fatherhood has to be shown to a person."), spouse.Ref)
	default:
		return f.Unknown(spouse.Ref)
	}
}

// name holds 民法典 art. 1015: the surname is the father's or the mother's; another
// needs a reason that a person looks at.
func name(c Case) decision.Finding {
	f := decision.Rule("name", lang.T("姓名符合规定", "The name keeps the rules"), c.Policy.Laws.Names)
	change := lang.T("请改用规范汉字的姓名。", "Please give a name in Chinese characters.")
	for _, r := range c.Form.Name {
		if !unicode.Is(unicode.Han, r) && r != '·' {
			return f.NotMet(lang.T("姓名只能使用汉字和间隔号“·”。", "A name has Chinese characters, and the middle dot, only.")).Advise(change)
		}
	}
	if utf8.RuneCountInString(c.Form.Name) < 2 {
		return f.NotMet(lang.T("姓名应有姓和名。", "A name has a surname and a given name.")).Advise(change)
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
			return f.Met(lang.T("姓氏随父母一方。", "The surname is that of a parent."), parent.Ref)
		}
	}
	return f.Unsure(lang.T("姓氏不是父姓或母姓，须有正当理由，由工作人员核实。", "The surname is neither parent's: that needs a good reason, which a person looks at."), saw...)
}

func inTime(c Case) decision.Finding {
	f := decision.Rule("in-time", lang.T("在出生登记的期限内", "In time for the entry of a birth"), c.Policy.Laws.Entry)
	born := fact.Get(c.Facts, c.Form.Certificate, dataset.Births.On)
	months, ok := c.Policy.WithinMonths.At(guangdong, c.Today())
	switch {
	case !born.Known():
		return f.Unknown(born.Ref)
	case !ok:
		return f.NoRule(lang.T("系统中没有现行的期限规定。", "There is no current rule on the time."))
	case !c.Today().Before(born.V.AddMonths(months.Value)):
		f.Basis = []policy.Basis{months.Basis}
		return f.Unsure(lang.F("出生已满%d个月，按补登户口由工作人员办理。", "The birth is %d months ago and more: a person enters it as a late one.", months.Value), born.Ref)
	default:
		return f.Met(lang.F("出生于%s。", "Born on %s.", born.V), born.Ref)
	}
}

func notEntered(c Case) decision.Finding {
	f := decision.Rule("not-entered", lang.T("尚未登记户口", "Not entered yet"), c.Policy.Laws.Entry)
	done := lang.T("无需再次登记。", "There is no need to enter it again.")
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("该新生儿已由申请 %s 登记。", "The child is entered by application %s.", held.Application)).Advise(done)
	}
	child := fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Child)
	switch {
	case child.Known():
		return f.NotMet(lang.T("该新生儿已有户口。", "The child is in a household already."), child.Ref).Advise(done)
	case child.State == fact.Missing:
		return f.Met(lang.T("尚无户口登记。", "It is in no household yet."), child.Ref)
	default:
		return f.Unknown(child.Ref)
	}
}

// joinedOf is the ID number of the parent whose household the child joins.
func joinedOf(c Case) fact.Value[string] {
	if c.Form.Joins == Fathers {
		return fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Father)
	}
	return fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Mother)
}
