package childcaresubsidy

import (
	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Case is what the rules decide on: an application with its facts and the policy of its day.
type Case = decision.Case[Form, Policy]

// Policy has the parameters set by law (policy.yaml).
type Policy struct {
	Laws struct {
		Children  policy.Basis `yaml:"children"`
		Place     policy.Basis `yaml:"place"`
		Deadline  policy.Basis `yaml:"deadline"`
		Applicant policy.Basis `yaml:"applicant"`
		State     policy.Basis `yaml:"state"`
		Account   policy.Basis `yaml:"account"`
		Custody   policy.Basis `yaml:"custody"`
	} `yaml:"laws"`
	Births        policy.Series[int]                `yaml:"births"`
	Terms         policy.Series[Terms]              `yaml:"terms"`
	Amounts       policy.Series[Amounts]            `yaml:"amounts"`
	BirthdayMonth policy.Series[bool]               `yaml:"birthday_month"`
	PayMonths     policy.Series[int]                `yaml:"pay_months"`
	Issuers       policy.Series[certificate.Issuer] `yaml:"issuers"`
}

// Terms are the years in which the subsidy can be applied for.
type Terms struct {
	FirstDay  calendar.Date `yaml:"first_day"`                   // from which the subsidy is paid
	LateYears int           `yaml:"late_years" validate:"min=0"` // after the year of birth, for the first application
	Years     int           `yaml:"years" validate:"min=1"`      // number of yearly applications, from the first one on
	OldUntil  calendar.Date `yaml:"old_until"`                   // last day of the first application for children born before FirstDay
	Age       int           `yaml:"age" validate:"min=1,max=18"` // until this age it is paid
}

// Amounts are the sums paid for a child, in fen.
type Amounts struct {
	YearFen  int64 `yaml:"year_fen" validate:"min=1"`
	MonthFen int64 `yaml:"month_fen" validate:"min=1"` // for children born before the first day of the subsidy
}

func decide(c Case) []decision.Finding {
	return []decision.Finding{carer(c), custody(c), lawful(c), alive(c), household(c), term(c), notGranted(c), account(c)}
}

// carer requires the applicant to be a parent or the guardian of the child.
func carer(c Case) decision.Finding {
	f := decision.Rule("carer", lang.T("申领人是孩子的父母或监护人", "The applicant is a parent or the guardian of the child"), c.Policy.Laws.Applicant)
	mother, father, guardian := parentsOf(c)
	institution := fact.Get(c.Facts, c.Form.Child, dataset.Parentage.InInstitution)
	me := c.Applicant.ID
	switch {
	case !recorded(mother.State):
		return condition.Doubted(f.Unknown(mother.Ref), form.IDNumber, c.Form.Child)
	case institution.Known() && institution.V:
		return f.Unsure(lang.T("孩子由儿童福利机构监护，应由机构到登记所在地的镇街现场申请，由人工核实。",
			"The child is in the care of an institution, which applies in person at the street or town where it is registered. "+
				"A person will verify this."), institution.Ref)
	case guardian.Known() && guardian.V == me:
		return f.Met(lang.T("您是孩子的监护人。", "You are the child's guardian."), guardian.Ref)
	case guardian.Known():
		return f.Unsure(lang.T("孩子另有监护人，由谁申领由人工核实。",
			"The child has a guardian; a person will verify who applies."), guardian.Ref)
	case mother.Known() && mother.V == me:
		return f.Met(lang.T("您是孩子的母亲。", "You are the child's mother."), mother.Ref)
	case father.Known() && father.V == me:
		return f.Met(lang.T("您是孩子的父亲。", "You are the child's father."), father.Ref)
	default:
		return f.Unsure(lang.T("没有您是孩子父母或监护人的记录，由人工核实。",
			"No record names you as a parent or the guardian of the child; a person will verify it."), mother.Ref, father.Ref)
	}
}

// custody requires custody of a divorced parent. The marriage is read only if there is no record of custody.
func custody(c Case) decision.Finding {
	f := decision.Rule("custody", lang.T("父母离异的，由有抚养权的一方申领", "Where the parents are divorced, the one with custody applies"),
		c.Policy.Laws.Custody)
	has := fact.Get(c.Facts, c.Form.Child, dataset.Parentage.Custody)
	other := otherParent(c)
	state := fact.Get(c.Facts, c.Applicant.ID, dataset.Marriages.State)
	spouse := fact.Get(c.Facts, c.Applicant.ID, dataset.Marriages.Spouse)
	together := other != "" && spouse.Known() && spouse.V == other
	guardian := fact.Get(c.Facts, c.Form.Child, dataset.Parentage.Guardian)
	died := fact.Get(c.Facts, other, dataset.Deaths.Date)
	switch {
	case guardian.Known() && guardian.V == c.Applicant.ID:
		return f.Met(lang.T("您是孩子的监护人。", "You are the child's guardian."), guardian.Ref)
	case has.Known() && has.V == c.Applicant.ID:
		return f.Met(lang.T("您有孩子的抚养权。", "You have custody of the child."), has.Ref)
	case has.Known():
		return f.NotMet(lang.T("登记的抚养权不在您这一方。", "Custody of the child is registered to somebody else."), has.Ref).
			Advise(lang.T("请由有抚养权的一方申领；抚养权有变更的，先办理登记。",
				"The parent with custody applies. If custody has changed, have it registered first."))
	case !recorded(has.State):
		return f.Unknown(has.Ref)
	case !isParent(c), other == "":
		return f.Met(lang.T("没有离异的另一方，这一条不适用。", "There is no divorced parent, so this condition does not apply."), has.Ref)
	case died.Known():
		return f.Met(lang.T("孩子的另一方父母已去世，由您申领。", "The child's other parent died, so you apply."), died.Ref)
	case state.None():
		return f.Met(lang.T("没有离婚登记，父母任何一方都可以申领。", "No divorce is registered: either parent can apply."), state.Ref)
	case !state.Known():
		return f.Unknown(state.Ref)
	case state.V == "married" && together:
		return f.Met(lang.T("父母没有离异，任何一方都可以申领。", "The parents are not divorced: either of them can apply."), state.Ref, spouse.Ref)
	case state.V == "divorced" && spouse.Known() && !together:
		return f.Met(lang.T("您与孩子的另一方父母之间没有离婚登记。", "No divorce from the child's other parent is registered."), state.Ref, spouse.Ref)
	default:
		return f.Unsure(lang.T("父母没有共同生活的婚姻登记，数据中也没有抚养权的归属，由人工核实离婚协议或判决。",
			"The parents are not married to each other, and the data do not say who has custody. A person will look at the "+
				"agreement or judgment."),
			state.Ref, has.Ref)
	}
}

// lawful requires that the child was born or adopted as the law allows: up to the number of children that a
// couple may have. A higher rank refers, because there are exceptions.
func lawful(c Case) decision.Finding {
	f := decision.Rule("lawful", lang.T("符合法律法规规定生育或收养", "Born or adopted as the law allows"), c.Policy.Laws.Children)
	rank := fact.Get(c.Facts, c.Form.Child, dataset.Parentage.Rank)
	adopted := fact.Get(c.Facts, c.Form.Child, dataset.Parentage.AdoptedOn)
	most, ok := c.Policy.Births.At(guangdong, c.Today())
	if ok {
		f.Basis = append(f.Basis, most.Basis)
	}
	switch {
	case adopted.Known():
		return f.Met(lang.F("收养已于%s登记。", "The adoption was registered on %s.", adopted.V), adopted.Ref)
	case !rank.Known():
		return f.Unknown(rank.Ref)
	case !ok:
		return f.NoRule(lang.T("系统中没有现行的生育规定。", "The system has no current rule on the number of children."), rank.Ref)
	case rank.V > most.Value:
		return f.Unsure(lang.F("这是夫妻的第%d个孩子，是否属于可以再生育的情形由人工核实。",
			"This is the couple's child no. %d; a person will verify whether one of the exceptions applies.", rank.V), rank.Ref)
	default:
		return f.Met(lang.F("这是夫妻的第%d个孩子。", "This is the couple's child no. %d.", rank.V), rank.Ref)
	}
}

// alive requires that the child was alive in the year: the year of its death is paid.
func alive(c Case) decision.Finding {
	f := decision.Rule("alive", lang.T("孩子在世，或者死亡发生在本年度", "The child is alive, or died in this year"), c.Policy.Laws.Children)
	died := fact.Get(c.Facts, c.Form.Child, dataset.Deaths.Date)
	switch {
	case died.None():
		return f.Met(lang.T("没有死亡登记。", "No death is registered."), died.Ref)
	case !died.Known():
		return f.Unknown(died.Ref)
	case died.V.Year == c.Today().Year:
		return f.Met(lang.F("登记的死亡日期是%s，可以申领当年的补贴。",
			"A death on %s is registered; the subsidy of that year is still due.", died.V), died.Ref)
	default:
		return f.NotMet(lang.F("登记的死亡日期是%s，不在本年度。", "A death on %s is registered, which is not in this year.", died.V), died.Ref).
			Advise(lang.T("如登记有误，请到户籍所在地派出所更正。",
				"If this is wrong, have it corrected at the police station where the household is registered."))
	}
}

// household requires the child's household to be in the province: its street examines, its county
// confirms.
func household(c Case) decision.Finding {
	f := decision.Rule("household", lang.T("孩子的户籍在本省", "The child's household is in the province"), c.Policy.Laws.Place)
	at := fact.Get(c.Facts, c.Form.Child, dataset.Population.Household)
	switch {
	case !at.Known():
		return f.Unknown(at.Ref)
	case !division.Within(at.V, guangdong):
		return f.NotMet(lang.F("孩子的户籍在%s。", "The child's household is in %s.", division.FullName(at.V)), at.Ref).
			Advise(lang.T("请向孩子户籍所在地申领：微信、支付宝的“育儿补贴”小程序，或当地镇街。",
				"Apply where the child's household is: in the mini programme 育儿补贴 of WeChat or Alipay, or at the street or town there."))
	default:
		return f.Met(lang.F("孩子的户籍在%s。", "The child's household is in %s.", division.FullName(at.V)), at.Ref)
	}
}

// notGranted requires that nobody has received the child's subsidy of the year.
func notGranted(c Case) decision.Finding {
	f := decision.Rule("not-granted", lang.T("本年度尚未申领", "Not applied for in this year"), c.Policy.Laws.State)
	next := lang.T("每个孩子每年申领一次，由一名申领人申领；下一年度再续领。",
		"One person applies for each child once a year. Apply again next year.")
	if held := c.Holdings.Of(claimKind); !held.Free() {
		if held.Own {
			return f.NotMet(lang.F("您已通过申请 %s 申领本年度的补贴。", "You applied for this year with application %s.", held.Application)).Advise(next)
		}
		return f.NotMet(lang.T("孩子本年度的补贴已由另一名申领人申领。", "Somebody else has applied for the child in this year.")).Advise(next)
	}
	last := fact.Get(c.Facts, c.Form.Child, dataset.ChildcareSubsidies.Last)
	switch {
	case last.None(), last.State == fact.Missing:
		return f.Met(lang.T("没有申领记录。", "No application is on record."), last.Ref)
	case !last.Known():
		return f.Unknown(last.Ref)
	case last.V >= c.Today().Year:
		return f.NotMet(lang.F("%d年度的补贴已经申领。", "The subsidy of %d was claimed already.", last.V), last.Ref).Advise(next)
	default:
		return f.Met(lang.F("最近一次申领的是%d年度。", "The last year applied for is %d.", last.V), last.Ref)
	}
}

// account requires an account of the applicant or of the child.
func account(c Case) decision.Finding {
	payee := c.Applicant.ID
	if holder := fact.Get(c.Facts, c.Form.Account, dataset.BankAccounts.Holder); holder.Known() && holder.V == c.Form.Child {
		payee = c.Form.Child
	}
	return condition.Account(c.Facts, c.Form.Account, payee,
		lang.T("收款账户属于申领人或孩子", "The bank account is the applicant's or the child's"), c.Policy.Laws.Account)
}

func parentsOf(c Case) (mother, father, guardian fact.Value[string]) {
	p := dataset.Parentage
	return fact.Get(c.Facts, c.Form.Child, p.Mother), fact.Get(c.Facts, c.Form.Child, p.Father), fact.Get(c.Facts, c.Form.Child, p.Guardian)
}

// childOf returns the ID number of the child if a record shows that the applicant cares for it; else "".
func childOf(c Case) string {
	if mother, _, _ := parentsOf(c); !recorded(mother.State) {
		return ""
	}
	return c.Form.Child
}

// isParent reports whether the record names the applicant as a parent.
func isParent(c Case) bool {
	mother, father, _ := parentsOf(c)
	return c.Applicant.ID != "" && (mother.V == c.Applicant.ID || father.V == c.Applicant.ID)
}

// otherParent returns the ID number of the parent who is not the applicant; "" if there is none.
func otherParent(c Case) string {
	mother, father, _ := parentsOf(c)
	switch c.Applicant.ID {
	case mother.V:
		return father.V
	case father.V:
		return mother.V
	default:
		return ""
	}
}

// recorded reports whether there is a record, with or without the value.
func recorded(s fact.State) bool { return s == fact.Known || s == fact.Missing }
