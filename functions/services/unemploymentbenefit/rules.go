package unemploymentbenefit

import (
	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
	"miaoban/shared/retirement"
)

// Case is what the rules decide on: an application with its facts and the policy of its day.
type Case = decision.Case[Form, Policy]

// Policy has the parameters set by law (policy.yaml).
type Policy struct {
	Laws struct {
		Registration policy.Basis `yaml:"registration"`
		Regulation   policy.Basis `yaml:"regulation" validate:"omitempty"` // 广东省失业保险条例
		Entitlement  policy.Basis `yaml:"entitlement"`                     // of the rules before it: 失业保险条例 art. 14
		Account      policy.Basis `yaml:"account"`
	} `yaml:"laws"`
	WorkingAge policy.Series[condition.Retirement] `yaml:"working_age"` // of the rules before 2025-01-12
	Months     policy.Series[[]Band]               `yaml:"months"`      // of the rules before 2025-01-12
	MinimumAge policy.Series[int]                  `yaml:"minimum_age" validate:"omitempty"`
	Term       policy.Series[Term]                 `yaml:"term" validate:"omitempty"`
	Rate       policy.Series[Rate]                 `yaml:"rate"`
	Issuers    policy.Series[certificate.Issuer]   `yaml:"issuers"`
}

// Term converts months of contributions to months of benefit (条例 art. 17). All numbers are months.
type Term struct {
	LeastMonths    int `yaml:"least_months" validate:"min=1"`     // paid; art. 15 (1)
	FirstMonths    int `yaml:"first_months" validate:"min=1"`     // paid: the first four years
	PerMonthFirst  int `yaml:"per_month_first" validate:"min=1"`  // paid in the first years, for one of benefit
	PerMonthBeyond int `yaml:"per_month_beyond" validate:"min=1"` // paid beyond them, for one of benefit
	Most           int `yaml:"most" validate:"min=1,max=24"`
}

// of returns the whole months of benefit for the months of contributions.
func (t Term) of(paid int) int {
	months := min(paid, t.FirstMonths)/t.PerMonthFirst + max(0, paid-t.FirstMonths)/t.PerMonthBeyond
	return min(months, t.Most)
}

// Rate is the monthly benefit: a share of the minimum wage.
type Rate struct {
	MinimumWageFen int64 `yaml:"minimum_wage_fen" validate:"min=1"`
	Percent        int64 `yaml:"percent" validate:"min=1,max=100"`
}

func decide(c Case) []decision.Finding {
	person := c.Applicant.ID
	findings := []decision.Finding{
		condition.Alive(c.Facts, person, lang.T("申请人健在", "The applicant is alive"), c.Policy.Laws.Registration),
		provablePlace(c), workingAge(c),
		condition.Jobless(c.Facts, person, regulation(c, "第十四条", "art. 14")),
		condition.NoBusiness(c.Facts, person, regulation(c, "第十四条", "art. 14")),
		notRegistered(c),
	}
	if !c.Form.Benefit {
		return findings
	}
	paid := condition.Provable(paidIn(c))
	findings = append(findings, paid, condition.Provable(involuntary(c)), notDrawn(c), noPension(c), notStopped(c),
		condition.Account(c.Facts, c.Form.Account, person, lang.T("收款账户属于本人", "The bank account is your own"), c.Policy.Laws.Account))
	if paid.Status == decision.NotMet {
		return findings
	}
	findings = append(findings, drawnAt(c))
	if paid.Status == decision.Met {
		findings = append(findings, term(c))
	}
	return findings
}

// regulation returns the regulation of the province with the article.
func regulation(c Case, zh, en string) policy.Basis {
	basis := c.Policy.Laws.Regulation
	basis.Article = lang.T(zh, en)
	return basis
}

// place requires the applicant's household, permit or insurance to be in the province.
func place(c Case) decision.Finding {
	f := decision.Rule("place", lang.T("户籍、常住地或参保地在本省", "Household, residence or insurance in the province"), c.Policy.Laws.Registration)
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	insured := fact.Get(c.Facts, c.Applicant.ID, dataset.Unemployment.City)
	permit := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.City)
	for _, at := range []fact.Value[string]{household, insured, permit} {
		if at.Known() && division.Within(at.V, guangdong) {
			return f.Met(lang.F("%s：%s。", "%s: %s.", at.Ref.Label, division.FullName(at.V)), at.Ref)
		}
	}
	for _, at := range []fact.Value[string]{household, insured, permit} {
		if !at.State.Answered() {
			return f.Unknown(at.Ref)
		}
	}
	return f.NotMet(lang.T("您的户籍、居住证和参保地都不在本省。", "Neither household, nor permit, nor insurance is in the province."),
		household.Ref, insured.Ref, permit.Ref).
		Advise(lang.T("请在户籍地、常住地或参保地登记。", "Please register where your household, residence or insurance is."))
}

// provablePlace is place, but people who live here without a permit can prove it.
func provablePlace(c Case) decision.Finding {
	f := place(c)
	if f.Status != decision.NotMet || !fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.City).None() {
		return f
	}
	return f.Unsure(lang.T("您的户籍和参保地不在本省，也没有居住证；常住本省的，由工作人员核实。",
		"Neither your household nor your insurance is in the province, and you have no permit. If you live here, an officer will verify it."),
		f.Sources...).Advise(lang.Text{})
}

// workingAge requires the legal working age (art. 14), up to the delayed retirement age.
func workingAge(c Case) decision.Finding {
	f := decision.Rule("working-age", lang.T("在法定劳动年龄内", "Of working age"), regulation(c, "第十四条", "art. 14"))
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	least, ruled := c.Policy.MinimumAge.At(division.Nation, c.Today())
	retires, ok := condition.StatutoryRetirement(c.Facts, c.Applicant.ID, c.Today())
	switch {
	case !born.Known():
		return f.Unknown(born.Ref)
	case !ok || !ruled:
		return f.NoRule(lang.T("系统中没有现行的劳动年龄规定。", "The system has no current rule on the working age."))
	}
	f.Basis = append(f.Basis, least.Basis, retires.Basis())
	if years := born.V.Age(c.Today()); years < least.Value {
		from := born.V.AddYears(least.Value)
		return f.NotMet(lang.F("您今天%d周岁，未满%d周岁。", "You are %d today, and not yet %d.", years, least.Value), born.Ref).
			Advise(lang.F("从%s起可以登记。", "You can register from %s on.", from)).FirstMet(from)
	}
	reached, known := retires.Reached(c.Today())
	switch {
	case !known:
		return retires.Unknown(f)
	case reached:
		return f.NotMet(lang.F("您已于%s达到法定退休年龄（%s）。", "You reached the statutory retirement age on %s (%s).",
			retires.Last.On, retires.Last.Age()), retires.Sources...).Advise(pensionAdvice(retires.Last.On))
	case retires.Known():
		return f.Met(lang.F("您今天%d周岁，法定退休年龄为%s（%s）。", "You are %d today; your statutory retirement age is %s (%s).",
			born.V.Age(c.Today()), retires.First.Age(), retires.First.On), retires.Sources...)
	default:
		return f.Met(lang.F("您今天%d周岁，法定退休日期最早为%s。", "You are %d today, and reach the statutory retirement age on %s at the earliest.",
			born.V.Age(c.Today()), retires.First.On), retires.Sources...)
	}
}

// pensionAdvice returns the remedy for a person who reached the retirement age on the day.
func pensionAdvice(on calendar.Date) lang.Text {
	least, ok := retirement.Contribution(on)
	if !ok {
		return lang.T("请向社会保险经办机构申领养老金。", "Please apply for your pension.")
	}
	return lang.F("请办理养老保险待遇申领：按月领取职工基本养老金需累计缴费满%d个月，不满的可以延长缴费。",
		"Please apply for your pension. An employee's monthly pension needs %d months of contributions; you can go on paying if you have fewer.",
		least.Value)
}

// notRegistered requires that the person is not registered. The benefit can be applied for after the
// registration; this application then replaces it.
func notRegistered(c Case) decision.Finding {
	f := decision.Rule("not-registered", lang.T("没有重复登记", "Not registered already"), c.Policy.Laws.Registration)
	switch held := c.Holdings.Of(claimKind); {
	case held.Free():
		return f.Met(lang.T("没有在有效期内的失业登记。", "No registration is in force."))
	case replaces(c):
		return f.Met(lang.F("您已通过申请 %s 登记，本次申领失业保险金后由本次办件接续。",
			"You are registered by application %s; this application for the benefit takes its place.", held.Application))
	default:
		return f.NotMet(lang.F("您已通过申请 %s 登记。", "You are registered by application %s.", held.Application)).
			Advise(lang.T("无需重复登记。", "You do not need to register again."))
	}
}

// replaces reports whether a person applies for the benefit whose registration does not include it.
func replaces(c Case) bool {
	held := c.Holdings.Of(claimKind)
	drawn := fact.Get(c.Facts, c.Applicant.ID, dataset.Unemployment.DrawnUntil)
	return c.Form.Benefit && held.Own && !held.Pending && !drawn.Known()
}
