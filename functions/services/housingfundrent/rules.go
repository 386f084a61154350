package housingfundrent

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
)

// Case is what the rules decide on: an application with its facts and the policy of its day.
type Case = decision.Case[Form, Policy]

// Policy has the parameters set by law (policy.yaml).
type Policy struct {
	Laws struct {
		Withdrawal policy.Basis `yaml:"withdrawal"` // as amended in 2019
		// Rent and Barred are articles of the regulations as amended in 2026.
		Rent    policy.Basis `yaml:"rent,omitempty" validate:"omitempty"`
		Barred  policy.Basis `yaml:"barred,omitempty" validate:"omitempty"`
		Account policy.Basis `yaml:"account"`
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

// amended is the day from which the regulations are those of 2026.
var amended = calendar.MustParse("2026-09-20")

// law returns the legal basis of the withdrawal: paying rent (2026), or a rent above a share of the wages (2019),
// also if the policy of the day did not have the amendment yet.
func law(c Case) policy.Basis {
	if c.Today().Before(amended) || c.Policy.Laws.Rent.Title.ZH == "" {
		return c.Policy.Laws.Withdrawal
	}
	return c.Policy.Laws.Rent
}

func decide(c Case) []decision.Finding {
	return []decision.Finding{alive(c), condition.Provable(paying(c)), noHome(c), notThisMonth(c), amount(c), account(c)}
}

// decide2026 adds that a false withdrawal excludes further ones for three years.
func decide2026(c Case) []decision.Finding {
	return []decision.Finding{alive(c), condition.Provable(paying(c)), notBarred(c), noHome(c), notThisMonth(c), amount(c), account(c)}
}

func notBarred(c Case) decision.Finding {
	f := decision.Rule("not-barred", lang.T("没有因违法提取被限制", "Not barred after a false withdrawal"), c.Policy.Laws.Barred)
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.HousingFund.BarredUntil)
	switch {
	case until.None(), until.State == fact.Missing, until.Known() && until.V.Before(c.Today()):
		return f.Met(lang.T("没有在限制期内的记录。", "You are not barred."), until.Ref)
	case until.Known():
		from := until.V.AddDays(1)
		return f.NotMet(lang.F("因违法提取，您在%s前（含当日）不得提取。", "After a false withdrawal you are barred until %s.", until.V), until.Ref).
			Advise(lang.F("从%s起可以申请。", "You can apply from %s.", from)).FirstMet(from)
	default:
		return f.Unknown(until.Ref)
	}
}

func alive(c Case) decision.Finding {
	return condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), law(c))
}

func paying(c Case) decision.Finding {
	f := decision.Rule("paying", lang.T("账户正常，连续缴存达到规定月数", "The account is active, with enough months of contributions"),
		law(c))
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

// noHome requires that neither the applicant nor the spouse owns a home in the city. A former spouse does
// not count; the heirs of a dead spouse's home are not on record.
func noHome(c Case) decision.Finding {
	f := decision.Rule("no-home", noHomeTitle, law(c))
	fund := fact.Get(c.Facts, c.Applicant.ID, dataset.HousingFund.City)
	if fund.None() {
		return f.Met(lang.T("没有公积金账户，这一条不适用。", "There is no account, so this condition does not apply."), fund.Ref)
	}
	if rate, ok := c.Policy.Rates.At(fund.V, c.Today()); fund.Known() && ok {
		f.Basis = append(f.Basis, rate.Basis)
	}
	spouse, state := spouseOf(c)
	if !state.None() && (!state.Known() || state.V == married && !spouse.Known()) {
		return f.Unknown(state.Ref, spouse.Ref)
	}
	sources := []fact.Reference{state.Ref}
	for _, person := range []string{c.Applicant.ID, currentSpouse(c)} {
		if person == "" {
			continue
		}
		city := fact.Get(c.Facts, person, dataset.Housing.City)
		kind := fact.Get(c.Facts, person, dataset.Housing.Kind)
		sources = append(sources, kind.Ref)
		owns := kind.V == "owned" && city.V == fund.V
		died := fact.Get(c.Facts, person, dataset.Deaths.Date)
		switch {
		case city.None():
		case !fund.Known() || !city.Known() || !kind.Known():
			return f.Unknown(fund.Ref, city.Ref, kind.Ref)
		case owns && person == c.Applicant.ID:
			return owned(f, lang.T("您", "You own"), city)
		case owns && died.None():
			return owned(f, lang.T("您的配偶", "Your spouse owns"), city)
		case owns && died.Known():
			return f.Unsure(lang.T("您的配偶已故，名下在本市有住房，继承情况由工作人员核实。",
				"Your spouse died and owned a home in this city; an officer will verify who inherits it."), city.Ref, died.Ref)
		case owns:
			return f.Unknown(died.Ref)
		}
	}
	return f.Met(lang.T("没有本市自有住房记录。", "There is no home in this city on record."), sources...)
}

func owned(f decision.Finding, who lang.Text, city fact.Value[string]) decision.Finding {
	return f.NotMet(lang.F("%s在%s有自有住房。", "%s a home in %s.", who, division.FullName(city.V)), city.Ref).
		Advise(lang.T("有自有住房的，可以到公积金管理中心办理购房或还贷提取。", "If you own a home, you can withdraw for the purchase or the mortgage instead."))
}

var noHomeTitle = lang.T("本人及配偶在本市无自有住房", "You and your spouse own no home in this city")

const married = "married" // the state of a marriage that has not been dissolved

func spouseOf(c Case) (spouse, state fact.Value[string]) {
	return fact.Get(c.Facts, c.Applicant.ID, dataset.Marriages.Spouse), fact.Get(c.Facts, c.Applicant.ID, dataset.Marriages.State)
}

// currentSpouse returns the spouse of a marriage that has not been dissolved; "" for none.
func currentSpouse(c Case) string {
	if spouse, state := spouseOf(c); state.V == married {
		return spouse.V
	}
	return ""
}

func notThisMonth(c Case) decision.Finding {
	f := decision.Rule("not-this-month", lang.T("本月没有提取过", "No withdrawal this month"), law(c))
	next := c.Today().FirstOfMonth().AddMonths(1)
	wait := lang.F("从%s起可以再次提取。", "You can withdraw again from %s.", next)
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("本月已通过申请 %s 提取。", "You already made a withdrawal this month with application %s.",
			held.Application)).Advise(wait).FirstMet(next)
	}
	last := fact.Get(c.Facts, c.Applicant.ID, dataset.HousingFund.LastOn)
	switch {
	case last.None(), last.State == fact.Missing:
		return f.Met(lang.T("没有租房提取记录。", "There is no earlier withdrawal for rent."), last.Ref)
	case !last.Known():
		return f.Unknown(last.Ref)
	case last.V.FirstOfMonth() == c.Today().FirstOfMonth():
		return f.NotMet(lang.F("您已于%s提取。", "You made a withdrawal on %s.", last.V), last.Ref).Advise(wait).FirstMet(next)
	default:
		return f.Met(lang.F("上次提取为%s。", "Your last withdrawal was on %s.", last.V), last.Ref)
	}
}

// amount requires an amount to withdraw, and states it.
func amount(c Case) decision.Finding {
	f := decision.Rule("amount", lang.T("有可提取的额度", "There is an amount to withdraw"), law(c))
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
		return f.Met(lang.T("现在没有可提取的月份，这一条不适用。", "There is no month to withdraw for at present, so this condition does not apply."), monthly.Ref)
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
