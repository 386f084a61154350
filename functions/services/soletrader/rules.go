package soletrader

import (
	"slices"
	"strings"

	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
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
		Registration policy.Basis `yaml:"registration"`
		Capacity     policy.Basis `yaml:"capacity"`
		Servants     policy.Basis `yaml:"servants"`
		Bans         policy.Basis `yaml:"bans"`
		Names        policy.Basis `yaml:"names"`
		Scope        policy.Basis `yaml:"scope"`
		Dwelling     policy.Basis `yaml:"dwelling"`
		Nameless     policy.Basis `yaml:"nameless" validate:"omitempty"` // absent from older policies
	} `yaml:"laws"`
	Ages           policy.Series[Ages]               `yaml:"ages"`
	ForbiddenWords policy.Series[[]string]           `yaml:"forbidden_words"`
	LeaveWords     policy.Series[[]string]           `yaml:"leave_words" validate:"omitempty"` // absent from older policies
	Licensed       policy.Series[[]string]           `yaml:"licensed"`
	NoPromise      policy.Series[[]string]           `yaml:"no_promise"`
	Issuers        policy.Series[certificate.Issuer] `yaml:"issuers"`
}

// Ages are the ages from which a person may trade: with full civil capacity, and earlier if they
// live mainly on their own income.
type Ages struct {
	Full    int `yaml:"full" validate:"min=1"`
	Working int `yaml:"working" validate:"min=1,ltefield=Full"`
}

func decide(c Case) []decision.Finding {
	return []decision.Finding{
		alive(c), age(c), notServing(c), notBanned(c), notOperating(c),
		nameComposition(c), nameUnique(c, nameKey(c.Form)), scope(c), premises(c),
	}
}

func alive(c Case) decision.Finding {
	return condition.Alive(c.Facts, c.Applicant.ID, lang.T("经营者健在", "The operator is alive"), c.Policy.Laws.Registration)
}

func age(c Case) decision.Finding {
	f := decision.Rule("age", lang.T("具有完全民事行为能力", "Full civil capacity"), c.Policy.Laws.Capacity)
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	if !born.Known() {
		return f.Unknown(born.Ref)
	}
	limits, ok := c.Policy.Ages.At(string(c.Form.Division), c.Today())
	if !ok {
		return f.NoRule(lang.T("系统中没有现行的年龄规定。", "The system has no current rule on age."), born.Ref)
	}
	years := born.V.Age(c.Today())
	switch {
	case years >= limits.Value.Full:
		return f.Met(lang.F("您今天%d周岁。", "You are %d today.", years), born.Ref)
	case years >= limits.Value.Working:
		return f.Unsure(lang.F(
			"您今天%d周岁：以自己的劳动收入为主要生活来源的，视为具有完全民事行为能力，由工作人员核实。",
			"You are %d today. People who live mainly on their own income count as having full civil capacity; an officer will check this.",
			years,
		),
			born.Ref)
	default:
		return f.NotMet(lang.F("您今天%d周岁，未满%d周岁。", "You are %d today, under %d.", years, limits.Value.Working), born.Ref).
			Advise(lang.F("年满%d周岁后可以申请。", "You can apply from the age of %d.", limits.Value.Working)).
			FirstMet(born.V.AddYears(limits.Value.Full))
	}
}

func notServing(c Case) decision.Finding {
	f := decision.Rule("not-serving", lang.T("不是现任公务员", "Not a serving civil servant"), c.Policy.Laws.Servants)
	serving := fact.Get(c.Facts, c.Applicant.ID, dataset.PublicServants.Serving)
	switch {
	case serving.None(), serving.Known() && !serving.V:
		return f.Met(lang.T("没有现任公务员登记。", "You are not on record as a serving civil servant."), serving.Ref)
	case serving.Known():
		return f.NotMet(lang.T("公务员不得从事或者参与营利性活动。", "Civil servants must not run or take part in a business."), serving.Ref).
			Advise(lang.T("离职并办妥登记后再申请。", "Apply again after you have left the service and this is on record."))
	default:
		return f.Unknown(serving.Ref)
	}
}

func notBanned(c Case) decision.Finding {
	f := decision.Rule("not-banned", lang.T("不在市场禁入期内", "Not banned from doing business"), c.Policy.Laws.Bans)
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.TradingBans.Until)
	switch {
	case until.None():
		return f.Met(lang.T("没有市场禁入记录。", "There is no ban on record."), until.Ref)
	case until.Known() && until.V.Before(c.Today()):
		return f.Met(lang.F("市场禁入已于%s期满。", "The ban ended on %s.", until.V), until.Ref)
	case until.Known():
		return f.NotMet(lang.F("市场禁入期至%s。", "You are banned from doing business until %s.", until.V), until.Ref).
			Advise(lang.T("期满后可以申请；对禁入有异议的，向作出决定的机关申请信用修复。",
				"You can apply after it ends. If you disagree with the ban, contact the authority that decided it.")).
			FirstMet(until.V.AddDays(1))
	default:
		return f.Unknown(until.Ref)
	}
}

func notOperating(c Case) decision.Finding {
	f := decision.Rule("not-operating", lang.T("尚未登记为个体工商户", "Not yet registered as a sole trader"), c.Policy.Laws.Registration)
	advise := lang.T("请办理变更登记，或注销后再申请。", "Apply for a change of the registration, or cancel it first and apply again.")
	if held := c.Holdings.Of(condition.OperatorClaim); !held.Free() {
		return f.NotMet(lang.F("您的申请 %s 已在办理或已登记。", "Your application %s is registered or in progress.", held.Application)).Advise(advise)
	}
	name := fact.Get(c.Facts, c.Applicant.ID, dataset.Operators.Name)
	switch {
	case name.None():
		return f.Met(lang.T("没有个体工商户登记。", "There is no registration on record."), name.Ref)
	case name.Known():
		return f.NotMet(lang.F("您已登记“%s”。", "You already have the registration “%s”.", name.V), name.Ref).Advise(advise)
	default:
		return f.Unknown(name.Ref)
	}
}

func scope(c Case) decision.Finding {
	f := decision.Rule("scope", lang.T("经营范围使用规范表述", "The scope uses standard phrases"), c.Policy.Laws.Scope)
	licensed, ok := c.Policy.Licensed.At(string(c.Form.Division), c.Today())
	if !ok {
		return f.NoRule(lang.T("系统中没有现行的许可项目表。", "The system has no current list of licensed activities."))
	}
	var need []string
	var needEN []string
	for _, code := range c.Form.Scope {
		if slices.Contains(licensed.Value, code) {
			label := form.LabelIn(c.Form.Scope, code)
			need, needEN = append(need, label.ZH), append(needEN, label.EN)
		}
	}
	if need == nil {
		return f.Met(lang.T("均为一般项目，登记后即可经营。", "All activities are permitted after registration."))
	}
	return f.Met(lang.T("登记后，须先取得许可方可经营："+strings.Join(need, "、")+"。",
		"Registered, but licences must be had before doing: "+strings.Join(needEN, ", ")+"."))
}

// premises requires the premises to be lawful and the right to use them: as owner, with the owner's
// consent, or by self-declaration, of which the owner is notified.
func premises(c Case) decision.Finding {
	f := condition.PremisesRule(c.Policy.Laws.Registration)
	if c.Form.Premises == condition.ByPromise {
		if f = promised(c, f); f.Status != decision.Met {
			return f
		}
		return condition.PromisedPremises(f, c.Facts, c.Form.PropertyUnit)
	}
	return condition.OwnPremises(f, c.Facts, c.Form.PropertyUnit, c.Applicant.ID, string(c.Form.Division), c.Policy.Laws.Dwelling)
}

func promised(c Case, f decision.Finding) decision.Finding {
	excluded, ok := c.Policy.NoPromise.At(string(c.Form.Division), c.Today())
	if !ok {
		return f.NoRule(lang.T("系统中没有现行的承诺制排除清单。", "The system has no current list of activities without self-declaration."))
	}
	f.Basis = append(f.Basis[:len(f.Basis):len(f.Basis)], excluded.Basis)
	for _, code := range c.Form.Scope {
		if slices.Contains(excluded.Value, code) {
			return f.NotMet(lang.F("经营“%s”不适用告知承诺。", "“%s” does not allow self-declaration.", form.LabelIn(c.Form.Scope, code))).
				Advise(lang.T("请改用共享的不动产信息，或去掉该经营项目。", "Use shared property data, or remove this activity."))
		}
	}
	if !c.Form.Promise {
		return f.NotMet(lang.T("没有作出承诺。", "The declaration was not made.")).
			Advise(lang.T("阅读并勾选承诺，或改用共享的不动产信息。", "Read and tick the declaration, or use shared property data."))
	}
	return f.Met(lang.T("已书面承诺经营场所真实合法，登记后核查。", "You declared that the premises are real and lawful. This is checked after registration."))
}
