package disabilityallowance

import (
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
		Account    policy.Basis `yaml:"account"`
	} `yaml:"laws"`
	Living  policy.Series[Allowance]          `yaml:"living"`
	Care    policy.Series[Allowance]          `yaml:"care"`
	Issuers policy.Series[certificate.Issuer] `yaml:"issuers"`
}

// Allowance is one of the two: who has it, and how much a month.
type Allowance struct {
	Fen int64 `yaml:"fen" validate:"min=1"`
	// Assistance are the kinds of social assistance that the living allowance
	// is added to.
	Assistance []string `yaml:"assistance,omitempty"`
	// MaxLevel is the least grave level that has the care allowance, and Widened
	// that of some kinds of disability.
	MaxLevel int            `yaml:"max_level,omitempty"`
	Widened  map[string]int `yaml:"widened,omitempty"`
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

// due holds that one of the two allowances is due at least. Each is judged by
// itself, and one does not exclude the other.
func due(c Case) decision.Finding {
	f := decision.Rule("due", lang.T("至少符合一项补贴的条件", "At least one of the two allowances is due"), c.Policy.Laws.Allowances)
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("您已通过申请 %s 申领。", "You already applied for them with application %s.", held.Application)).
			Advise(lang.T("无需再次申请；家庭或残疾等级变化后，请先终止原补贴再申请。",
				"You do not need to apply again; when your family or level has changed, give the old one up first."))
	}
	living, care := livingDue(c), careDue(c)
	f.Basis = append(append([]policy.Basis{}, living.Basis...), care.Basis...)
	saw := append(append([]fact.Reference{}, living.Saw...), care.Saw...)
	both := lang.F("生活补贴：%s护理补贴：%s", "Living allowance: %s Care allowance: %s", living.Text, care.Text)
	switch {
	case living.Status == decision.Unknown:
		return f.Unsure(living.Text, saw...)
	case care.Status == decision.Unknown:
		return f.Unsure(care.Text, saw...)
	case living.Status == decision.Met || care.Status == decision.Met:
		return f.Met(both, saw...)
	default:
		return f.NotMet(both, saw...).
			Advise(lang.T("家庭纳入低保、残疾等级重新评定或其他待遇停止后，可以再次申请。",
				"Apply again once your family has minimum living support, your level was assessed anew, or the other benefit has ended."))
	}
}

// livingDue is whether the allowance of those who are disabled and poor is due.
func livingDue(c Case) decision.Finding {
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
	return f.NotMet(lang.T("已享受的救助（特困供养、孤儿等）与本补贴不重复。", "the assistance that you have (as destitute, or an orphan) excludes it."), kind.Ref)
}

// careDue is whether the allowance of those who are gravely disabled is due.
func careDue(c Case) decision.Finding {
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

func account(c Case) decision.Finding {
	return condition.Account(c.Facts, c.Form.Account, c.Applicant.ID, lang.T("收款账户属于本人", "The bank account is your own"),
		c.Policy.Laws.Account)
}

// placeOf is where the household is registered.
func placeOf(c Case) string {
	return fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household).V
}
