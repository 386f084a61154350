package condition

import (
	"errors"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Parent finds whether the applicant is a parent in the birth certificate (出生医学证明) with that
// number. A woman as the father, or a man as the mother, is left to a person.
func Parent(facts fact.Facts, certificate, applicant string, basis policy.Basis) decision.Finding {
	f := NamedParent(facts, certificate, applicant, basis)
	mother := fact.Get(facts, certificate, dataset.Births.Mother)
	is, known := Woman(applicant)
	if f.Status != decision.Met || !known || is == (mother.Known() && mother.V == applicant) {
		return f
	}
	return f.Unsure(lang.T("出生医学证明把您记载为父母一方，但记载的身份与您公民身份号码的性别不一致，由人工核实。",
		"The birth certificate names you as a parent, in a role that does not match the sex in your ID number; a person will verify it."),
		f.Sources...)
}

// NamedParent is Parent without regard to the sexes, as it was found before 2026-11-28.
func NamedParent(facts fact.Facts, certificate, applicant string, basis policy.Basis) decision.Finding {
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

// NeedsParent is the query for Parent, Entered and Sound.
func NeedsParent(certificate string) fact.Query {
	return fact.Ask(certificate, dataset.Births.Mother, dataset.Births.Father, dataset.Births.On, dataset.Births.Child)
}

// parentAge is the age under which nobody is taken for a parent without a look at the record.
const parentAge = 10

// Sound finds whether the birth certificate can be right: the child is born, of two people, a woman
// and a man, who were old enough, the mother living. What cannot be right is a mistake of the record,
// which a person looks into; what is not known is left to other findings.
func Sound(facts fact.Facts, certificate string, today calendar.Date, basis policy.Basis) decision.Finding {
	f := decision.Rule("sound", lang.T("出生医学证明的记载没有矛盾", "The birth certificate does not contradict itself"), basis)
	born := fact.Get(facts, certificate, dataset.Births.On)
	mother := fact.Get(facts, certificate, dataset.Births.Mother)
	father := fact.Get(facts, certificate, dataset.Births.Father)
	child := fact.Get(facts, certificate, dataset.Births.Child)
	died := fact.Get(facts, mother.V, dataset.Deaths.Date)
	odd := func(zh, en string, sources ...fact.Reference) decision.Finding {
		return f.Unsure(lang.T(zh+"，由工作人员核实。", en+" An officer will check it."), sources...)
	}
	switch {
	case born.Known() && born.V.After(today):
		return odd("出生医学证明记载的出生日期还没有到", "The day of birth on the certificate has not come yet.", born.Ref)
	case mother.Known() && father.Known() && mother.V == father.V:
		return odd("出生医学证明把同一个人记载为父亲和母亲", "The certificate names one person as both parents.", mother.Ref, father.Ref)
	case wrongSex(mother, true):
		return odd("出生医学证明上母亲的公民身份号码是男性的", "The ID number of the mother on the certificate is a man's.", mother.Ref)
	case wrongSex(father, false):
		return odd("出生医学证明上父亲的公民身份号码是女性的", "The ID number of the father on the certificate is a woman's.", father.Ref)
	case born.Known() && (tooYoung(mother, born.V) || tooYoung(father, born.V)):
		return odd("按出生医学证明，父母一方在孩子出生时还没有出生或者不满10周岁",
			"By the certificate, a parent was not born yet or was under ten when the child was born.", born.Ref, mother.Ref, father.Ref)
	case born.Known() && child.Known() && bornOtherwise(child.V, born.V):
		return odd("孩子的公民身份号码与出生医学证明的出生日期不一致",
			"The child's ID number does not match the day of birth on the certificate.", born.Ref, child.Ref)
	case born.Known() && died.Known() && died.V.Before(born.V):
		return odd("母亲的死亡登记早于孩子的出生日期", "The mother's death is registered before the birth.", born.Ref, died.Ref)
	default:
		return f.Met(lang.T("没有发现矛盾。", "No contradiction was found."), born.Ref)
	}
}

// ChildAlive finds whether the child in the birth certificate is alive, by the register of deaths. A
// child without an ID number has no record there.
func ChildAlive(facts fact.Facts, certificate string, basis policy.Basis) decision.Finding {
	title := lang.T("孩子健在", "The child is alive")
	child := fact.Get(facts, certificate, dataset.Births.Child)
	f := decision.Rule("child-alive", title, basis)
	switch {
	case child.State == fact.Missing:
		return f.Met(lang.T("孩子还没入户，没有死亡登记。", "The child is not registered in a household yet; no death is registered."), child.Ref)
	case !child.Known(): // the finding on the household says why
		return f.Met(lang.T("没有可读取的公民身份号码，这一条不适用。", "There is no ID number to read, so this condition does not apply."), child.Ref)
	default:
		alive := Alive(facts, child.V, title, basis)
		alive.Rule = f.Rule
		return alive
	}
}

// numberOf is the ID number from which a sex and a day of birth can be read, whatever its check
// character.
func numberOf(id string) (identity.IDNumber, bool) {
	_, err := identity.ParseIDNumber(id, calendar.Date{})
	told := identity.Person(id).Kind() != identity.PermanentResident // theirs is a matter of the register
	return identity.IDNumber(id), told && (err == nil || errors.Is(err, identity.ErrIDNumberCheck))
}

// Woman reports whether the ID number is a woman's; known is false if it does not say.
func Woman(id string) (is, known bool) {
	number, ok := numberOf(id)
	return ok && number.Female(), ok
}

func wrongSex(person fact.Value[string], want bool) bool {
	is, known := Woman(person.V)
	return person.Known() && known && is != want
}

func tooYoung(person fact.Value[string], born calendar.Date) bool {
	number, ok := numberOf(person.V)
	return person.Known() && ok && born.Before(number.Birth().AddYears(parentAge))
}

func bornOtherwise(child string, born calendar.Date) bool {
	number, ok := numberOf(child)
	return ok && number.Birth() != born
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
