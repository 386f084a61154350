package condition

import (
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Parent finds whether the applicant is a parent in the birth certificate (出生医学证明) with that
// number.
func Parent(facts fact.Facts, certificate, applicant string, basis policy.Basis) decision.Finding {
	f := decision.Rule("parent", lang.T("申请人是新生儿的父亲或母亲", "The applicant is the child's father or mother"), basis)
	mother := fact.Get(facts, certificate, dataset.Births.Mother)
	father := fact.Get(facts, certificate, dataset.Births.Father)
	switch {
	case mother.Known() && mother.V == applicant:
		return f.Met(lang.T("出生医学证明载明您是母亲。", "The birth certificate names you as the mother."), mother.Ref)
	case father.Known() && father.V == applicant:
		return f.Met(lang.T("出生医学证明载明您是父亲。", "The birth certificate names you as the father."), father.Ref)
	case mother.State == fact.Absent:
		return f.Unsure(lang.T("卫生健康部门没有这个编号的出生医学证明，请核对编号；如刚签发，由人工核实。",
			"The health department has no birth certificate with this number. Please check the number; if it was only "+
				"just issued, a person will verify it."), mother.Ref)
	case !mother.Known():
		return f.Unknown(mother.Ref)
	case !father.Known() && father.State != fact.Missing:
		return f.Unknown(father.Ref)
	default:
		return f.NotMet(lang.T("出生医学证明载明的父母不是您。", "The parents in the birth certificate are other people."), mother.Ref, father.Ref).
			Advise(lang.T("请核对编号，并由父亲或母亲本人申请。", "Please check the number. The father or mother must apply."))
	}
}

// NeedsParent is the query for Parent and Entered.
func NeedsParent(certificate string) fact.Query {
	return fact.Ask(certificate, dataset.Births.Mother, dataset.Births.Father, dataset.Births.On, dataset.Births.Child)
}

// Entered finds whether the child in the birth certificate is registered in a household, and so
// has an ID number.
func Entered(facts fact.Facts, certificate string, basis policy.Basis) decision.Finding {
	f := decision.Rule("entered", lang.T("新生儿已登记户口", "The child is registered in a household"), basis)
	child := fact.Get(facts, certificate, dataset.Births.Child)
	switch {
	case child.Known():
		return f.Met(lang.T("新生儿已有公民身份号码。", "The child has an ID number."), child.Ref)
	case child.State == fact.Missing:
		return f.NotMet(lang.T("新生儿还没有登记户口。", "The child is not registered in a household yet."), child.Ref).
			Advise(lang.T("请先办理入户登记，或使用“出生一件事”一次办完。",
				"Register the child first, or use the birth bundle, which does everything in one form."))
	default:
		return f.Unknown(child.Ref)
	}
}

// ChildOf is the ID number of the child in the birth certificate; "" if unknown.
func ChildOf(facts fact.Facts, certificate string) string {
	return fact.Get(facts, certificate, dataset.Births.Child).V
}
