package housingfundrent

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
		Withdrawal policy.Basis `yaml:"withdrawal"`
		Account    policy.Basis `yaml:"account"`
	} `yaml:"laws"`
	Rates   policy.Series[Rate]               `yaml:"rates"`
	Issuers policy.Series[certificate.Issuer] `yaml:"issuers"`
}

// Rate states how much can be withdrawn for rent.
type Rate struct {
	Percent int64 `yaml:"percent" validate:"min=1,max=100"`    // of the monthly contribution
	PaidFor int   `yaml:"paid_for" validate:"min=1"`           // months of contributions without a break
	BackTo  int   `yaml:"back_to" validate:"min=1,max=12"`     // most months in one withdrawal
	YearFen int64 `yaml:"year_fen,omitempty" validate:"min=0"` // limit in a calendar year; zero: no limit
	KeepFen int64 `yaml:"keep_fen,omitempty" validate:"min=0"` // minimum balance after the withdrawal
}

func decide(c Case) []decision.Finding {
	return []decision.Finding{alive(c), paying(c), noHome(c), notThisMonth(c), amount(c), account(c)}
}

func alive(c Case) decision.Finding {
	return condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), c.Policy.Laws.Withdrawal)
}

func paying(c Case) decision.Finding {
	f := decision.Rule("paying", lang.T("账户正常，连续缴存达到规定月数", "The account is active, with enough months of contributions"),
		c.Policy.Laws.Withdrawal)
	city := fact.Get(c.Facts, c.Applicant.ID, dataset.HousingFund.City)
	frozen := fact.Get(c.Facts, c.Applicant.ID, dataset.HousingFund.Frozen)
	months := fact.Get(c.Facts, c.Applicant.ID, dataset.HousingFund.Months)
	switch {
	case city.None():
		return f.NotMet(lang.T("没有住房公积金账户。", "You have no housing fund account."), city.Ref).
			Advise(
				lang.T(
					"请由单位开户缴存，或以灵活就业身份自愿缴存。",
					"Ask your employer to open one, or contribute voluntarily if you are in flexible employment.",
				),
			)
	case !city.Known() || !frozen.Known() || !months.Known():
		return f.Unknown(city.Ref, frozen.Ref, months.Ref)
	case frozen.V:
		return f.NotMet(lang.T("账户处于冻结状态。", "The account is frozen."), frozen.Ref).
			Advise(lang.T("请向公积金中心查询冻结原因，解冻后再申请。", "Ask the fund for the reason, and apply after the account is released."))
	}
	rate, ok := c.Policy.Rates.At(city.V, c.Today())
	if !ok {
		return f.NoRule(lang.F("系统中没有%s现行的提取规定。", "The system has no current withdrawal rule for %s.", division.FullName(city.V)), city.Ref)
	}
	f.Basis = []policy.Basis{rate.Basis}
	if months.V < rate.Value.PaidFor {
		return f.NotMet(lang.F("已连续缴存%d个月，须满%d个月。", "You have contributed for %d months without a break; %d months are required.",
			months.V, rate.Value.PaidFor), months.Ref).
			Advise(lang.F("再连续缴存%d个月后可以提取。", "You can withdraw after %d more months of contributions.", rate.Value.PaidFor-months.V))
	}
	return f.Met(lang.F("在%s连续缴存%d个月。", "You have contributed in %s for %d months without a break.", division.FullName(city.V),
		months.V), city.Ref, frozen.Ref, months.Ref)
}

// noHome requires that neither the applicant nor the spouse owns a home in the city.
func noHome(c Case) decision.Finding {
	f := decision.Rule("no-home", lang.T("本人及配偶在本市无自有住房", "You and your spouse own no home in this city"), c.Policy.Laws.Withdrawal)
	fund := fact.Get(c.Facts, c.Applicant.ID, dataset.HousingFund.City)
	if fund.None() {
		return f.Met(lang.T("没有公积金账户，这一条不适用。", "There is no account, so this condition does not apply."), fund.Ref)
	}
	spouse := fact.Get(c.Facts, c.Applicant.ID, dataset.Marriages.Spouse)
	people := []string{c.Applicant.ID}
	switch {
	case spouse.Known():
		people = append(people, spouse.V)
	case !spouse.None() && spouse.State != fact.Missing:
		return f.Unknown(spouse.Ref)
	}
	saw := []fact.Reference{spouse.Ref}
	for i, person := range people {
		city := fact.Get(c.Facts, person, dataset.Housing.City)
		kind := fact.Get(c.Facts, person, dataset.Housing.Kind)
		saw = append(saw, kind.Ref)
		switch {
		case city.None():
		case !fund.Known() || !city.Known() || !kind.Known():
			return f.Unknown(fund.Ref, city.Ref, kind.Ref)
		case kind.V == "owned" && city.V == fund.V:
			who := lang.T("您", "You")
			if i > 0 {
				who = lang.T("您的配偶", "Your spouse")
			}
			return f.NotMet(lang.F("%s在%s有自有住房。", "%s own a home in %s.", who, division.FullName(city.V)), city.Ref).
				Advise(lang.T("有自有住房的，可以办理购房或还贷提取。", "If you own a home, you can withdraw for the purchase or the mortgage instead."))
		}
	}
	return f.Met(lang.T("没有本市自有住房记录。", "There is no home in this city on record."), saw...)
}

func notThisMonth(c Case) decision.Finding {
	f := decision.Rule("not-this-month", lang.T("本月没有提取过", "No withdrawal this month"), c.Policy.Laws.Withdrawal)
	next := c.Today().FirstOfMonth().AddMonths(1)
	wait := lang.F("从%s起可以再次提取。", "You can withdraw again from %s.", next)
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("本月已通过申请 %s 提取。", "You already made a withdrawal this month with application %s.",
			held.Application)).Advise(wait).HoldsFrom(next)
	}
	last := fact.Get(c.Facts, c.Applicant.ID, dataset.HousingFund.LastOn)
	switch {
	case last.None(), last.State == fact.Missing:
		return f.Met(lang.T("没有租房提取记录。", "There is no earlier withdrawal for rent."), last.Ref)
	case !last.Known():
		return f.Unknown(last.Ref)
	case last.V.FirstOfMonth() == c.Today().FirstOfMonth():
		return f.NotMet(lang.F("您已于%s提取。", "You made a withdrawal on %s.", last.V), last.Ref).Advise(wait).HoldsFrom(next)
	default:
		return f.Met(lang.F("上次提取为%s。", "Your last withdrawal was on %s.", last.V), last.Ref)
	}
}

// amount requires an amount to withdraw, and states it.
func amount(c Case) decision.Finding {
	f := decision.Rule("amount", lang.T("有可提取的额度", "There is an amount to withdraw"), c.Policy.Laws.Withdrawal)
	monthly := fact.Get(c.Facts, c.Applicant.ID, dataset.HousingFund.MonthlyFen)
	balance := fact.Get(c.Facts, c.Applicant.ID, dataset.HousingFund.BalanceFen)
	switch {
	case monthly.None():
		return f.Met(lang.T("没有公积金账户，这一条不适用。", "There is no account, so this condition does not apply."), monthly.Ref)
	case !monthly.Known() || !balance.Known():
		return f.Unknown(monthly.Ref, balance.Ref)
	}
	rate, ok := c.Policy.Rates.At(fact.Get(c.Facts, c.Applicant.ID, dataset.HousingFund.City).V, c.Today())
	if !ok {
		return f.NoRule(lang.T("系统中没有当地现行的提取规定。", "The system has no current local withdrawal rule."))
	}
	f.Basis = []policy.Basis{rate.Basis}
	months, fen := drawable(c)
	if months == 0 {
		return f.Met(lang.T("本月已提取，这一条不适用。", "There was a withdrawal this month, so this condition does not apply."), monthly.Ref)
	}
	if fen <= 0 {
		return f.NotMet(lang.T("余额或本年度额度已用完。", "The balance or this year's limit is used up."), balance.Ref).
			Advise(lang.T("继续缴存，或下一年度再提取。", "Continue to contribute, or withdraw next year."))
	}
	return f.Met(
		lang.F("可提取%d个月，共%s元。", "You can withdraw for %d months, in total CNY %s.", months, lang.Yuan(fen)),
		monthly.Ref,
		balance.Ref,
	)
}

func account(c Case) decision.Finding {
	return condition.Account(c.Facts, c.Form.Account, c.Applicant.ID, lang.T("收款账户属于本人", "The bank account is your own"),
		c.Policy.Laws.Account)
}

// drawable returns the number of months and the amount (in fen) that can be withdrawn: the months
// not withdrawn yet, up to the most months in one withdrawal, within the balance and the year's
// limit.
func drawable(c Case) (months int, fen int64) {
	fund := dataset.HousingFund
	get := func(field fact.Field[int]) int64 { return int64(fact.Get(c.Facts, c.Applicant.ID, field).V) }
	rate, _ := c.Policy.Rates.At(fact.Get(c.Facts, c.Applicant.ID, fund.City).V, c.Today())
	months = min(rate.Value.BackTo, fact.Get(c.Facts, c.Applicant.ID, fund.Months).V)
	last := fact.Get(c.Facts, c.Applicant.ID, fund.LastOn)
	if last.Known() {
		months = min(months, c.Today().FirstOfMonth().MonthsSince(last.V.FirstOfMonth()))
	}
	fen = get(fund.MonthlyFen) * rate.Value.Percent / 100 * int64(months)
	fen = min(fen, get(fund.BalanceFen)-rate.Value.KeepFen)
	if rate.Value.YearFen > 0 {
		fen = min(fen, rate.Value.YearFen-drawnThisYear(c))
	}
	return months, fen
}

func drawnThisYear(c Case) int64 {
	last := fact.Get(c.Facts, c.Applicant.ID, dataset.HousingFund.LastOn)
	if !last.Known() || last.V.Year != c.Today().Year {
		return 0
	}
	return int64(fact.Get(c.Facts, c.Applicant.ID, dataset.HousingFund.DrawnFen).V)
}
