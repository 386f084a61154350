package disabilityallowance

import (
	"slices"

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
		Allowances policy.Basis `yaml:"allowances"`
		Assistance policy.Basis `yaml:"assistance,omitempty" validate:"omitempty"` // minimum living support
		Account    policy.Basis `yaml:"account"`
	} `yaml:"laws"`
	Living  policy.Series[Allowance]          `yaml:"living"`
	Care    policy.Series[Allowance]          `yaml:"care"`
	Issuers policy.Series[certificate.Issuer] `yaml:"issuers"`
}

// Allowance is one of the two allowances: who is entitled to it, and its monthly amount.
type Allowance struct {
	Fen int64 `yaml:"fen" validate:"min=1"`
	// Assistance are the kinds of social assistance whose recipients get the living allowance.
	Assistance []string `yaml:"assistance,omitempty"`
	// MaxLevel is the least severe level that entitles to the care allowance, and Widened that of some
	// kinds of disability.
	MaxLevel int            `yaml:"max_level,omitempty"`
	Widened  map[string]int `yaml:"widened,omitempty"`
	// Unsure are kinds of disability for which the national rules allow a place to include more levels, and
	// it is not known whether it does.
	Unsure []string `yaml:"unsure,omitempty"`
}

func decide(c Case) []decision.Finding {
	return []decision.Finding{alive(c), household(c), certified(c), due(c), account(c)}
}

func alive(c Case) decision.Finding {
	return condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), c.Policy.Laws.Allowances)
}

func household(c Case) decision.Finding {
	return condition.Household(c.Facts, c.Applicant.ID, guangdong, c.Policy.Laws.Allowances)
}

func certified(c Case) decision.Finding {
	f := decision.Rule("certified", lang.T("持有有效的残疾人证", "A valid certificate of disability"), c.Policy.Laws.Allowances)
	level := fact.Get(c.Facts, c.Applicant.ID, dataset.Disabilities.Level)
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.Disabilities.Until)
	switch {
	case level.None():
		return f.NotMet(lang.T("没有您的残疾人证记录。", "You have no disability certificate on record."), level.Ref).
			Advise(lang.T("请先到户籍地残联申请残疾评定。", "First ask the Disabled Persons' Federation where your household is to assess you."))
	case !level.Known() || !until.Known():
		return f.Unknown(level.Ref, until.Ref)
	case until.V.Before(c.Today()):
		return f.NotMet(lang.F("残疾人证已于%s到期。", "The certificate expired on %s.", until.V), until.Ref).
			Advise(lang.T("请先到残联换证，再申请。", "Have it renewed first, then apply."))
	default:
		return f.Met(lang.F("残疾%d级，残疾人证有效期至%s。", "Level %d; the certificate is valid until %s.", level.V, until.V), level.Ref, until.Ref)
	}
}

// due requires that at least one of the two allowances is due and not paid yet. Each is decided separately,
// and one does not exclude the other. Care paid for a work injury and support as destitute exclude both.
func due(c Case) decision.Finding {
	living, care := livingDue(c), careDue(c)
	f := decision.Rule("due", lang.T("至少符合一项补贴的条件", "At least one of the two allowances is due"), c.Policy.Laws.Allowances)
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("您已通过申请 %s 申领。", "You already applied for them with application %s.", held.Application)).
			Advise(lang.T("无需再次申请；今后家庭情况或者残疾等级变化，新符合另一项条件的，可以直接申请那一项。",
				"You do not need to apply again. If your family or your level changes and the other allowance becomes due, apply for it then."))
	}
	f = eitherDue(f, living, care, again)
	f.Unruled = f.Status == decision.Unknown && undecided(living, care).Unruled
	return f
}

// again is the remedy for people who are entitled to neither allowance.
var again = lang.T("家庭纳入低保（低保边缘家庭的重度残疾人可以申请单独纳入）、残疾等级重新评定或其他待遇停止后，可以再次申请。",
	"Apply again once your family has minimum living support (gravely disabled people of a family just above the line can ask for it "+
		"by themselves), your level was assessed anew, or the other benefit has ended.")

// undecided returns the allowance that cannot be decided: the living allowance if both cannot.
func undecided(living, care decision.Finding) decision.Finding {
	if living.Status == decision.Unknown {
		return living
	}
	return care
}

// eitherDue completes the finding f from the findings on the two allowances; again is the remedy.
func eitherDue(f, living, care decision.Finding, again lang.Text) decision.Finding {
	f.Basis = append(append([]policy.Basis{}, living.Basis...), care.Basis...)
	sources := append(append([]fact.Reference{}, living.Sources...), care.Sources...)
	both := lang.F("生活补贴：%s护理补贴：%s", "Living allowance: %s Care allowance: %s", living.Text, care.Text)
	switch {
	case living.Status == decision.Unknown, care.Status == decision.Unknown:
		return f.Unsure(undecided(living, care).Text, sources...)
	case living.Status == decision.Met || care.Status == decision.Met:
		return f.Met(both, sources...)
	default:
		return f.NotMet(both, sources...).Advise(again)
	}
}

// excluded returns the finding that another benefit for the same need excludes both allowances, which is Met
// if none does; ok is false if it is not known.
func excluded(c Case, f decision.Finding) decision.Finding {
	injury := fact.Get(c.Facts, c.Applicant.ID, dataset.Benefits.WorkInjuryCare)
	kind := fact.Get(c.Facts, c.Applicant.ID, dataset.Assistance.Kind)
	switch {
	case injury.Known() && injury.V:
		return f.NotMet(lang.T("已领取工伤护理费，不重复发放。", "care is paid for a work injury already."), injury.Ref)
	case !injury.State.Answered():
		return f.Unknown(injury.Ref)
	case kind.Known() && kind.V == destitute:
		return f.NotMet(lang.T("已享受特困人员救助供养，不重复发放。", "support as destitute includes it."), kind.Ref)
	case !kind.Known() && !kind.None():
		return f.Unknown(kind.Ref)
	default:
		return f.Met(lang.Text{}, injury.Ref, kind.Ref)
	}
}

const destitute = "destitute" // 特困人员

// chooses returns the finding that an allowance of the same kind is received, so that the person has to
// choose the higher one.
func chooses(f decision.Finding, ref fact.Reference) decision.Finding {
	return f.Unsure(lang.T("您已领取同类的福利性补贴（津贴），只能择高申领其中一类，由工作人员与您确认。",
		"You receive an allowance of the same kind and can have the higher of the two only; an officer will ask you."), ref)
}

// livingDue returns the finding whether the living allowance is due (disabled people in need).
func livingDue(c Case) decision.Finding {
	f := decision.Rule("living", lang.T("困难残疾人生活补贴", "Living allowance of the disabled in need"), c.Policy.Laws.Allowances)
	scheme, ok := c.Policy.Living.At(placeOf(c), c.Today())
	kind := fact.Get(c.Facts, c.Applicant.ID, dataset.Assistance.Kind)
	paid := fact.Get(c.Facts, c.Applicant.ID, dataset.Benefits.DisabilityLiving)
	elderly := fact.Get(c.Facts, c.Applicant.ID, dataset.Benefits.ElderlyAllowance)
	other := fact.Get(c.Facts, c.Applicant.ID, dataset.Benefits.OtherLiving)
	if !ok {
		return f.NoRule(lang.T("系统中没有当地现行的标准。", "The system has no current local rate."))
	}
	f.Basis = []policy.Basis{scheme.Basis}
	if !c.Today().Before(assistanceLaw) {
		f.Basis = append(f.Basis, c.Policy.Laws.Assistance)
	}
	if ex := excluded(c, f); ex.Status != decision.Met {
		return ex
	}
	if f, paid := paidAlready(c, f, paid); paid {
		return f
	}
	switch {
	case kind.None():
		return f.NotMet(lang.T("没有低保等救助记录。", "no social assistance is on record."), kind.Ref)
	case !slices.Contains(scheme.Value.Assistance, kind.V):
		return f.NotMet(otherAssistance(kind.V), kind.Ref)
	case elderly.Known():
		return chooses(f, elderly.Ref)
	case other.Known() && other.V:
		return chooses(f, other.Ref)
	}
	return f.Met(lang.F("属于救助家庭，每月%s元。", "the family is supported: CNY %s a month.", lang.Yuan(scheme.Value.Fen)), kind.Ref)
}

// otherAssistance explains why another kind of assistance does not entitle to the living allowance.
func otherAssistance(kind string) lang.Text {
	switch kind {
	case "orphan":
		return lang.T("已享受孤儿基本生活保障，与本补贴不重复。", "the allowance for orphans includes it.")
	case "low-income":
		return lang.T("低收入家庭在当地不属于本补贴的范围。", "families of low income do not have it in this place.")
	default:
		return lang.T("现有的救助类别不属于本补贴的范围。", "the assistance that you have is not of a kind that it is added to.")
	}
}

// paidAlready returns the finding that the allowance is already paid: in a verification, by another place.
// done is false if it is not.
func paidAlready(c Case, f decision.Finding, paid fact.Value[string]) (_ decision.Finding, done bool) {
	switch {
	case paid.Known() && c.Granted != nil && paid.V == c.Granted.Certificate.Region:
		return f, false
	case paid.Known():
		return f.NotMet(lang.F("%s已在发放。", "%s pays it already.", division.FullName(paid.V)), paid.Ref), true
	case !paid.None() && paid.State != fact.Missing:
		return f.Unknown(paid.Ref), true
	default:
		return f, false
	}
}

// assistanceLaw is the first day on which the law on social assistance is the basis of minimum living
// support.
var assistanceLaw = calendar.MustParse("2026-07-01")

// careDue returns the finding whether the care allowance is due (severely disabled people).
func careDue(c Case) decision.Finding {
	f := decision.Rule("care", lang.T("重度残疾人护理补贴", "Care allowance of the gravely disabled"), c.Policy.Laws.Allowances)
	scheme, ok := c.Policy.Care.At(placeOf(c), c.Today())
	level := fact.Get(c.Facts, c.Applicant.ID, dataset.Disabilities.Level)
	class := fact.Get(c.Facts, c.Applicant.ID, dataset.Disabilities.Class)
	paid := fact.Get(c.Facts, c.Applicant.ID, dataset.Benefits.DisabilityCare)
	other := fact.Get(c.Facts, c.Applicant.ID, dataset.Benefits.OtherCare)
	if !ok {
		return f.NoRule(lang.T("系统中没有当地现行的标准。", "The system has no current local rate."))
	}
	f.Basis = []policy.Basis{scheme.Basis}
	if ex := excluded(c, f); ex.Status != decision.Met {
		return ex
	}
	most := max(scheme.Value.MaxLevel, scheme.Value.Widened[class.V])
	switch {
	case level.None():
		return f.NotMet(lang.T("没有残疾人证。", "there is no certificate."), level.Ref)
	case !level.Known() || !class.Known():
		return f.Unknown(level.Ref, class.Ref)
	case level.V > most && slices.Contains(scheme.Value.Unsure, class.V):
		return f.NoRule(lang.F("残疾%d级；当地是否扩大到非重度智力、精神残疾，系统中没有规定，由工作人员核实。",
			"level %d; whether the place has widened it to lighter intellectual or psychiatric disabilities is not in the system; "+
				"an officer will verify it.", level.V), level.Ref, class.Ref)
	case level.V > most:
		return f.NotMet(lang.F("残疾%d级，不属于需长期照护的等级。", "level %d is not one that needs long care.", level.V), level.Ref, class.Ref)
	}
	if f, paid := paidAlready(c, f, paid); paid {
		return f
	}
	switch {
	case other.Known() && other.V:
		return chooses(f, other.Ref)
	default:
		return f.Met(lang.F("残疾%d级，每月%s元。", "level %d: CNY %s a month.", level.V, lang.Yuan(scheme.Value.Fen)), level.Ref, class.Ref)
	}
}

// notExcluded returns the finding of a verification whether a benefit excludes both allowances now.
func notExcluded(c Case) decision.Finding {
	f := decision.Rule("not-excluded", lang.T("没有领取工伤护理费或特困供养", "No care paid for a work injury, and no support as destitute"),
		c.Policy.Laws.Allowances)
	if f = excluded(c, f); f.Status == decision.Met {
		return f.Met(lang.T("没有这类待遇的记录。", "No such benefit is on record."), f.Sources...)
	}
	return f
}

func account(c Case) decision.Finding {
	return condition.Account(c.Facts, c.Form.Account, c.Applicant.ID, lang.T("收款账户属于本人", "The bank account is your own"),
		c.Policy.Laws.Account)
}

// placeOf returns the division of the household.
func placeOf(c Case) string {
	return fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household).V
}
