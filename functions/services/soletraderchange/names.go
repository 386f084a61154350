package soletraderchange

import (
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/tradename"
)

// names has the names before and after a change.
type names struct {
	after  string // the registered name after the change; "" if it cannot be determined
	key    string // the part of it that must be unique; "" if the parts of the name are not known
	before string // the unique part of the name before
}

// namesOf returns the names. Variants of the characters of a name have the same key.
func namesOf(c Case) names {
	o := dataset.Operators
	at, trade, industry := get(c, o.Division), get(c, o.TradeName), get(c, o.Industry)
	n := names{after: get(c, o.Name), before: tradename.Unique(at, trade, industry)}
	if n.key = n.before; c.Form.Kind == Name {
		n.key = tradename.Unique(at, c.Form.TradeName, industry)
	}
	if at == "" || industry == "" {
		n.key = ""
	}
	switch {
	case c.Form.Kind == Operator && nameless(c):
		n.after = c.Form.NewOperatorName
	case c.Form.Kind != Name:
	case nameless(c):
		n.after = tradename.Registered(at, c.Form.TradeName, tradename.Industry(industry), c.Form.NameForm)
	default:
		n.after = tradename.Renamed(n.after, at, trade, c.Form.TradeName)
	}
	return n
}

func get(c Case, field fact.Field[string]) string {
	return fact.Get(c.Facts, c.Applicant.ID, field).V
}

// nameless reports whether the business has no name of its own.
func nameless(c Case) bool {
	o := dataset.Operators
	return get(c, o.TradeName) == "" && get(c, o.Name) == c.Applicant.Name && c.Applicant.Name != ""
}

// nameComposition checks the new trade name. The form asks to correct a fault; if one reaches the rules
// without the form, it refers. A registered name that does not contain the present trade name refers too.
func nameComposition(c Case) decision.Finding { return judged(c, tradename.Judge) }

func judged(c Case, by func(name string, leave, dubious []string) (fault, doubt lang.Text)) decision.Finding {
	f := composition(c, by, decision.Finding.Unsure)
	if f.Status == decision.Met && get(c, dataset.Operators.Name) != "" && namesOf(c).after == "" {
		return f.Unsure(lang.T("登记的名称中找不到现字号，新名称由工作人员核定。",
			"The registered name does not have the present trade name in it: a person will settle the new name."))
	}
	return f
}

// composition applies the rules on names: a function checks the trade name, faulty returns the finding on a
// fault, and a doubt refers.
func composition(
	c Case,
	judge func(name string, leave, dubious []string) (fault, doubt lang.Text),
	faulty func(f decision.Finding, fault lang.Text, sources ...fact.Reference) decision.Finding,
) decision.Finding {
	f := decision.Rule("name", lang.T("新名称符合规定", "The new name follows the rules"), c.Policy.Laws.Names)
	leave, led := c.Policy.LeaveWords.At(division.Nation, c.Today())
	dubious, ok := c.Policy.ForbiddenWords.At(division.Nation, c.Today())
	if !led || !ok {
		return f.NoRule(lang.T("系统中没有现行的名称用词表。", "The system has no current list of words in names."))
	}
	fault, doubt := judge(c.Form.TradeName, leave.Value, dubious.Value)
	switch {
	case !fault.IsZero():
		return faulty(f, fault).Advise(another)
	case !doubt.IsZero():
		f.Basis = append(f.Basis[:len(f.Basis):len(f.Basis)], leave.Basis, dubious.Basis)
		return f.Unsure(doubt).Advise(lang.T("可以换一个字号，当场变更。", "With another trade name the change is made at once."))
	case nameless(c) && c.Form.NameForm == "":
		return f.Unsure(lang.T("原来不使用名称，又没有选择组织形式，新名称由工作人员核定。",
			"The business had no name, and no type of organisation was chosen: a person will settle the new name.")).
			Advise(lang.T("选择组织形式后可当场变更。", "Choose the type of organisation, and the change is made at once."))
	default:
		return f.Met(lang.F("新字号为“%s”。", "The new trade name is “%s”.", c.Form.TradeName))
	}
}

// newNameMatches requires that the entered name is that of the new operator; same compares names.
func newNameMatches(c Case, same func(a, b string) bool) decision.Finding {
	f, ready := ofNew(c, "new-name", lang.T("新经营者的姓名与号码一致", "The new operator's name and number match"))
	if !ready {
		return f
	}
	name := fact.Get(c.Facts, c.Form.NewOperator, dataset.Population.Name)
	switch {
	case !name.Known():
		return f.Unknown(name.Ref)
	case !same(name.V, c.Form.NewOperatorName):
		return f.NotMet(lang.T("新经营者的姓名与证件号码不一致。", "The new operator's name and ID number do not match.")).
			Advise(lang.T("请核对姓名和号码后重新申请。", "Please check the name and the number, and apply again."))
	default:
		return f.Met(lang.T("姓名与证件号码一致。", "The name and the ID number match."))
	}
}
