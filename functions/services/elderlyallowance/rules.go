package elderlyallowance

import (
	"slices"

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
		Allowance policy.Basis `yaml:"allowance"` // the entitlement
		Term      policy.Basis `yaml:"term"`      // how ages are counted
		Account   policy.Basis `yaml:"account"`
		Choice    policy.Basis `yaml:"choice,omitempty" validate:"omitempty"` // the choice of one living allowance
	} `yaml:"laws"`
	Bands       policy.Series[[]Band]             `yaml:"bands"`
	EarlyMonths policy.Series[int]                `yaml:"early_months"`
	Issuers     policy.Series[certificate.Issuer] `yaml:"issuers"`
}

// Band is the monthly amount from an age on.
type Band struct {
	FromAge int   `yaml:"from_age" validate:"min=60,max=120"`
	Fen     int64 `yaml:"fen" validate:"min=1"`
}

// decide checks the conditions of the allowance, in the order in which a citizen would ask.
func decide(c Case) []decision.Finding {
	return []decision.Finding{alive(c), household(c), age(c), notDrawn(c), oneLiving(c), account(c)}
}

// oneLiving requires that no living allowance of the same kind is received, such as that of disabled
// people: a person who meets the conditions of several chooses one of them (国发〔2015〕52号), whichever came
// first.
func oneLiving(c Case) decision.Finding {
	f := decision.Rule("one-living", lang.T("没有领取同类的生活补贴", "No living allowance of the same kind is received"), c.Policy.Laws.Choice)
	disabled := fact.Get(c.Facts, c.Applicant.ID, dataset.Benefits.DisabilityLiving)
	other := fact.Get(c.Facts, c.Applicant.ID, dataset.Benefits.OtherLiving)
	which := lang.T("困难残疾人生活补贴", "the living allowance of the disabled")
	switch {
	case other.Known() && other.V:
		which = lang.T("其他福利性生活补贴", "another living allowance")
	case disabled.Known():
	case !disabled.State.Answered() || !other.State.Answered():
		return f.Unknown(disabled.Ref, other.Ref)
	default:
		return f.Met(lang.T("没有领取这类补贴的记录。", "No such allowance is on record."), disabled.Ref, other.Ref)
	}
	return f.Unsure(lang.F("您在领取%s，与高龄津贴只能择高领取其中一项，由工作人员与您确认。",
		"You receive %s. You can have that or the elderly allowance, whichever is higher; an officer will ask you.", which),
		disabled.Ref, other.Ref)
}

func alive(c Case) decision.Finding {
	return condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), c.Policy.Laws.Allowance)
}

func household(c Case) decision.Finding {
	f := decision.Rule("household", lang.T("户籍在本省", "The household is registered in the province"), c.Policy.Laws.Allowance)
	at := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	if !at.Known() {
		return f.Unknown(at.Ref)
	}
	place := division.FullName(at.V)
	if !division.Within(at.V, guangdong) {
		return f.NotMet(lang.T("您的户籍不在广东省。", "Your household is not registered in Guangdong."), at.Ref).
			Advise(lang.T("请在户籍所在地申请，或在户籍迁入后再申请。", "Please apply where your household is registered, or again once it has moved here."))
	}
	scheme, ok := c.Policy.Bands.At(at.V, c.Today())
	if !ok {
		return f.NoRule(lang.F("系统中没有%s现行的津贴标准，由工作人员核定。", "The system has no current rate for %s. An officer will set it.", place), at.Ref)
	}
	f.Basis = []policy.Basis{scheme.Basis}
	return f.Met(lang.F("您的户籍在%s。", "Your household is registered in %s.", place), at.Ref)
}

func age(c Case) decision.Finding {
	f := decision.Rule("age", lang.T("达到起领年龄", "The age of entitlement is reached"), c.Policy.Laws.Term)
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	at := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	if !born.Known() || !at.Known() {
		return f.Unknown(born.Ref, at.Ref)
	}
	scheme, ok := c.Policy.Bands.At(at.V, c.Today())
	if !ok {
		return f.NoRule(lang.T("没有当地的津贴标准，无法判断起领年龄。", "Without a local rate the age of entitlement is not known."), at.Ref)
	}
	f.Basis = []policy.Basis{scheme.Basis, c.Policy.Laws.Term}
	first := scheme.Value[0].FromAge
	opens := opens(c, born.V, at.V, first)
	years := born.V.Age(c.Today())
	if c.Today().Before(opens) {
		return f.NotMet(lang.F("您今天%d周岁，起领年龄为%d周岁。", "You are %d today; the allowance begins at %d.", years, first), born.Ref).
			Advise(lang.F("从%s起可以申请。", "You can apply from %s on.", opens)).FirstMet(opens)
	}
	return f.Met(lang.F("您今天%d周岁，起领年龄为%d周岁。", "You are %d today; the allowance begins at %d.", years, first), born.Ref)
}

func notDrawn(c Case) decision.Finding {
	f := decision.Rule("not-drawn", lang.T("未重复领取", "Not received already"), c.Policy.Laws.Allowance)
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("您已通过申请 %s 申领本津贴。", "You already applied for it with application %s.", held.Application)).
			Advise(lang.T("不用再申请；要换收款卡的，可以先申请停发，再用新卡重新申请。",
				"You do not need to apply again; to use another card, stop the payment first and apply again with the new card."))
	}
	paidBy := fact.Get(c.Facts, c.Applicant.ID, dataset.Benefits.ElderlyAllowance)
	switch {
	case paidBy.None(), paidBy.State == fact.Missing:
		return f.Met(lang.T("没有正在发放的高龄津贴。", "No elderly allowance is being paid."), paidBy.Ref)
	case paidBy.Known():
		return f.NotMet(lang.F("%s已在向您发放高龄津贴。", "%s already pays you an elderly allowance.", division.FullName(paidBy.V)), paidBy.Ref).
			Advise(lang.T("请先在原发放地停发，再在本地申请。", "Have it stopped there first, then apply here."))
	default:
		return f.Unknown(paidBy.Ref)
	}
}

// account requires that the account belongs to the applicant, or to an agent whose mandate is in
// force. Without a mandate, nothing about the agent's account is disclosed.
func account(c Case) decision.Finding {
	payee := c.Applicant.ID
	var by decision.Finding
	if c.Form.Payee == Agent {
		if by = mandate(c); by.Status != decision.Met {
			return by
		}
		payee = c.Form.AgentIDNumber
	}
	f := condition.Account(c.Facts, c.Form.Account, payee, accountTitle, c.Policy.Laws.Account)
	if c.Form.Payee == Agent && f.Status == decision.Met {
		return f.Met(lang.T("该账户在您授权的代领人名下，可以收款。", "The account is that of the agent whom you mandated."), append(f.Sources, by.Sources...)...)
	}
	return f
}

var accountTitle = lang.T("收款账户属于本人或备案代领人", "The account is the applicant's, or a mandated agent's")

// mandate returns the finding whether the payee is the applicant's agent.
func mandate(c Case) decision.Finding {
	return mandated(c, decision.Rule("account", accountTitle, c.Policy.Laws.Account))
}

// mandated completes the finding f: the payee is the applicant's agent.
func mandated(c Case, f decision.Finding) decision.Finding {
	agent := fact.Get(c.Facts, c.Applicant.ID, dataset.Mandates.Agent)
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.Mandates.Until)
	sources := append(slices.Clone(f.Sources), agent.Ref, until.Ref)
	give := lang.T("请先登记代领授权，再申请。", "Register a mandate first, then apply.")
	switch {
	case agent.None():
		return f.NotMet(lang.T("没有您的代领授权。", "There is no mandate from you."), sources...).Advise(give)
	case !agent.Known() || !until.Known():
		return f.Unknown(agent.Ref, until.Ref)
	case agent.V != c.Form.AgentIDNumber:
		return condition.Doubted(f.NotMet(lang.T("您授权的不是这位代领人。", "Your mandate names somebody else."), sources...).Advise(give),
			form.IDNumber, c.Form.AgentIDNumber)
	case until.V.Before(c.Today()):
		return f.NotMet(lang.F("代领授权已于%s到期。", "The mandate ended on %s.", until.V), sources...).Advise(give)
	default:
		return f.Met(lang.T("该账户在您授权的代领人名下，可以收款。", "The account is that of the agent whom you mandated."), sources...)
	}
}

// opens returns the first day on which a person born on the day can apply in the place for the amount from
// that age on. Some regions accept applications before the birthday.
func opens(c Case, born calendar.Date, place string, first int) calendar.Date {
	early, _ := c.Policy.EarlyMonths.At(place, c.Today())
	return born.AddYears(first).AddMonths(-early.Value)
}
