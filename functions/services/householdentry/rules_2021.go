package householdentry

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// decide2021 replays the decisions of the first versions, which compared only the first
// character of a surname, and treated a former spouse as a spouse.
func decide2021(c Case) []decision.Finding {
	return []decision.Finding{namedParent(c), household(c), together2021(c), name2021(c), inTime(c), notEntered(c)}
}

// decideUnsound replays the third version, which accepted implausible certificates, and entered a child in
// the household of a dead parent.
func decideUnsound(c Case) []decision.Finding {
	return []decision.Finding{namedParent(c), numberedHousehold(c), together(c), nameWhole(c), sex(c), inTime(c), notEntered(c)}
}

func namedParent(c Case) decision.Finding {
	return condition.NamedParent(c.Facts, c.Form.Certificate, c.Applicant.ID, c.Policy.Laws.Entry)
}

func needsUnsound(c Case) []fact.Query { return needsParents(c, condition.NeedsSpouse) }

// needsParents reads only about the parents named in the birth certificate; marriage asks for the mother's, which
// matters where the child joins the father.
func needsParents(c Case, marriage func(mother string) fact.Query) []fact.Query {
	mother := fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Mother).V
	father := fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Father).V
	queries := []fact.Query{
		fact.Ask(
			c.Form.Certificate,
			dataset.Births.Mother,
			dataset.Births.Father,
			dataset.Births.On,
			dataset.Births.Sex,
			dataset.Births.Child,
		),
		fact.Ask(mother, dataset.Population.Name, dataset.Population.Household),
		fact.Ask(father, dataset.Population.Name, dataset.Population.Household),
	}
	if c.Form.Joins == Fathers {
		queries = append(queries, marriage(mother))
	}
	return queries
}

// decideNames replays the fourth version, which compared surnames as they are written.
func decideNames(c Case) []decision.Finding {
	return []decision.Finding{
		alive(c), parent(c), sound(c), livingHousehold(c), together(c), nameWhole(c), sex(c), inTime(c), notEntered(c),
	}
}

// decideAnyLength does not ask how long the name is.
func decideAnyLength(c Case) []decision.Finding {
	return []decision.Finding{alive(c), parent(c), sound(c), livingHousehold(c), together(c), properName(c), sex(c), inTime(c), notEntered(c)}
}

// nameWhole applies 民法典 art. 1015: the surname is the father's or the mother's, compared as a whole.
// Another surname needs a good reason or the tradition of an ethnic group, which a reviewer checks. A wrong
// spelling is rejected.
func nameWhole(c Case) decision.Finding {
	f := decision.Rule("name", lang.T("姓名符合规定", "The name follows the rules"), c.Policy.Laws.Names)
	change := lang.T("请改用规范汉字的姓名。", "Please enter a name in standard Chinese characters.")
	if !spelled(c.Form.Name) {
		f.Basis = []policy.Basis{c.Policy.Laws.Characters}
		return f.NotMet(lang.T("姓名只能使用汉字；间隔号“·”只能用在两个部分之间。",
			"A name can contain only Chinese characters, and a middle dot “·” only between two parts.")).Advise(change)
	}
	if characters(c.Form.Name) < 2 {
		return f.NotMet(lang.T("姓名应有姓和名。", "A name needs a surname and a given name.")).Advise(change)
	}
	found, sources := ofAParent(c, f, func(parent string) bool { return surname(c.Form.Name) == surname(parent) })
	if found.Status != "" {
		return found
	}
	return f.Unsure(lang.T("姓氏不是父姓或母姓（复姓整体比较）；有正当理由的，或者少数民族遵从本民族传统的，由工作人员核实。",
		"The surname is not that of either parent (a compound surname counts whole). An officer will check a "+
			"good reason, or the tradition of a people."),
		sources...)
}

// together2021 refers the case to a reviewer if the parents are not married to each other and the child
// joins the father: the father has to prove his fatherhood.
func together2021(c Case) decision.Finding {
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

// name2021 applies 民法典 art. 1015: the surname is the father's or the mother's. Another surname needs a
// good reason, which a reviewer checks.
func name2021(c Case) decision.Finding {
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
	found, sources := ofAParent(c, f, func(parent string) bool {
		first, _ := utf8.DecodeRuneInString(parent)
		return strings.HasPrefix(c.Form.Name, string(first))
	})
	if found.Status != "" {
		return found
	}
	return f.Unsure(lang.T("姓氏不是父姓或母姓，须有正当理由，由工作人员核实。",
		"The surname is not that of either parent. This needs a good reason; an officer will check it."), sources...)
}

func needs2021(c Case) []fact.Query {
	return needsParents(c, func(mother string) fact.Query { return fact.Ask(mother, dataset.Marriages.Spouse) })
}
