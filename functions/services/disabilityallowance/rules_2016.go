package disabilityallowance

import (
	"miaoban/shared/calendar"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// The first versions of the rules paid from the month after the application, and a work injury excluded only
// the care allowance. They are kept to replay their decisions.

func decide2016(c Case) []decision.Finding {
	return []decision.Finding{alive(c), household(c), certified(c), due2016(c), account(c)}
}

func needs2016(c Case) []fact.Query {
	person := c.Applicant.ID
	return []fact.Query{
		fact.Ask(person, dataset.Population.Household),
		condition.NeedsAlive(person),
		fact.Ask(person, dataset.Disabilities.Class, dataset.Disabilities.Level, dataset.Disabilities.Until),
		fact.Ask(person, dataset.Assistance.Kind),
		fact.Ask(person, dataset.Benefits.DisabilityLiving, dataset.Benefits.DisabilityCare, dataset.Benefits.WorkInjuryCare),
		condition.NeedsAccount(c.Form.Account),
	}
}

func verify2016(c Case) []decision.Continuing {
	conditions := verifyTogether(c)[:3]
	conditions[1] = household(c).Otherwise(decision.Ends, calendar.Date{}) // anywhere in the province
	return conditions
}

// issue2016 pays every month by the figure of the day of the application.
func issue2016(c Case, _ decision.Serial) decision.Grants {
	m := monthly2016(c)
	return grant(c, granted2016(c), m.On(c.Today()), m.On(c.Today()).Pay(order2016(c)))
}

// issue2016Monthly pays each month by its own figure.
func issue2016Monthly(c Case, _ decision.Serial) decision.Grants {
	m := monthly2016(c)
	return grant(c, granted2016(c), m, m.Grant(order2016(c), c.Today()))
}

// order2016 returns the payment order, which begins with the month after the application.
func order2016(c Case) decision.Payment { return orderFrom(c, c.Today().FirstOfMonth().AddMonths(1)) }

func granted2016(c Case) []allowance { return grantedOf(c, livingDue2016(c), careDue2016(c)) }

func monthly2016(c Case) decision.Monthly { return monthlyOf(c, granted2016(c)) }

func due2016(c Case) decision.Finding {
	return dueBy(c, livingDue2016(c), careDue2016(c),
		lang.T("家庭纳入低保、残疾等级重新评定或其他待遇停止后，可以再次申请。",
			"Apply again once your family has minimum living support, your level was assessed anew, or the other benefit has ended."))
}

// The third version granted nothing to people who already had an award, and verified both allowances together.

func decideTogether(c Case) []decision.Finding {
	return []decision.Finding{alive(c), household(c), certified(c), dueTogether(c), account(c)}
}

func claimsTogether(c Case) []decision.Claim {
	return []decision.Claim{{Kind: claimKind, Key: c.Applicant.ID}}
}

func dueTogether(c Case) decision.Finding {
	living, care := livingDue(c), careDue(c)
	f := dueBy(c, living, care, again)
	f.Unruled = f.Status == decision.Unknown && undecided(living, care).Unruled
	return f
}

// dueBy completes the finding from those on the two allowances; again is the remedy.
func dueBy(c Case, living, care decision.Finding, again lang.Text) decision.Finding {
	f := decision.Rule("due", lang.T("至少符合一项补贴的条件", "At least one of the two allowances is due"), c.Policy.Laws.Allowances)
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("您已通过申请 %s 申领。", "You already applied for them with application %s.", held.Application)).
			Advise(lang.T("无需再次申请；家庭或残疾等级变化后，请先终止原补贴再申请。",
				"You do not need to apply again; when your family or level has changed, give the old one up first."))
	}
	return eitherDue(f, living, care, again)
}

// livingDue2016 returns the finding whether the living allowance is due.
func livingDue2016(c Case) decision.Finding {
	f := decision.Rule("living", lang.T("困难残疾人生活补贴", "Living allowance of the disabled in need"), c.Policy.Laws.Allowances)
	scheme, ok := c.Policy.Living.At(placeOf(c), c.Today())
	kind := fact.Get(c.Facts, c.Applicant.ID, dataset.Assistance.Kind)
	paid := fact.Get(c.Facts, c.Applicant.ID, dataset.Benefits.DisabilityLiving)
	if !ok {
		return f.NoRule(lang.T("系统中没有当地现行的标准。", "The system has no current local rate."))
	}
	f.Basis = []policy.Basis{scheme.Basis}
	switch {
	case paid.Known():
		return f.NotMet(lang.F("%s已在发放。", "%s pays it already.", division.FullName(paid.V)), paid.Ref)
	case !paid.None() && paid.State != fact.Missing:
		return f.Unknown(paid.Ref)
	case kind.None():
		return f.NotMet(lang.T("没有低保等救助记录。", "no social assistance is on record."), kind.Ref)
	case !kind.Known():
		return f.Unknown(kind.Ref)
	}
	for _, k := range scheme.Value.Assistance {
		if k == kind.V {
			return f.Met(lang.F("属于救助家庭，每月%s元。", "the family is supported: CNY %s a month.", lang.Yuan(scheme.Value.Fen)), kind.Ref)
		}
	}
	return f.NotMet(otherAssistance(kind.V), kind.Ref)
}

// careDue2016 returns the finding whether the care allowance is due.
func careDue2016(c Case) decision.Finding {
	f := decision.Rule("care", lang.T("重度残疾人护理补贴", "Care allowance of the gravely disabled"), c.Policy.Laws.Allowances)
	scheme, ok := c.Policy.Care.At(placeOf(c), c.Today())
	level := fact.Get(c.Facts, c.Applicant.ID, dataset.Disabilities.Level)
	class := fact.Get(c.Facts, c.Applicant.ID, dataset.Disabilities.Class)
	paid := fact.Get(c.Facts, c.Applicant.ID, dataset.Benefits.DisabilityCare)
	injury := fact.Get(c.Facts, c.Applicant.ID, dataset.Benefits.WorkInjuryCare)
	kind := fact.Get(c.Facts, c.Applicant.ID, dataset.Assistance.Kind)
	if !ok {
		return f.NoRule(lang.T("系统中没有当地现行的标准。", "The system has no current local rate."))
	}
	f.Basis = []policy.Basis{scheme.Basis}
	most := max(scheme.Value.MaxLevel, scheme.Value.Widened[class.V])
	switch {
	case level.None():
		return f.NotMet(lang.T("没有残疾人证。", "there is no certificate."), level.Ref)
	case !level.Known() || !class.Known():
		return f.Unknown(level.Ref, class.Ref)
	case level.V > most:
		return f.NotMet(lang.F("残疾%d级，不属于需长期照护的等级。", "level %d is not one that needs long care.", level.V), level.Ref, class.Ref)
	case paid.Known():
		return f.NotMet(lang.F("%s已在发放。", "%s pays it already.", division.FullName(paid.V)), paid.Ref)
	case !paid.None() && paid.State != fact.Missing:
		return f.Unknown(paid.Ref)
	case injury.Known() && injury.V:
		return f.NotMet(lang.T("已领取工伤护理费，不重复发放。", "care is paid for a work injury already."), injury.Ref)
	case kind.Known() && kind.V == "destitute":
		return f.NotMet(lang.T("特困供养已包含照料护理。", "support as destitute has care in it."), kind.Ref)
	case !kind.Known() && !kind.None():
		return f.Unknown(kind.Ref)
	default:
		return f.Met(lang.F("残疾%d级，每月%s元。", "level %d: CNY %s a month.", level.V, lang.Yuan(scheme.Value.Fen)), level.Ref, class.Ref)
	}
}
