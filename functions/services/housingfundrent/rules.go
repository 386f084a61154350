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

// Case is an application to draw.
type Case = decision.Case[Form, Policy]

// Policy is what the law sets (policy.yaml).
type Policy struct {
	Laws struct {
		Withdrawal policy.Basis `yaml:"withdrawal"`
		Account    policy.Basis `yaml:"account"`
	} `yaml:"laws"`
	Rates   policy.Series[Rate]               `yaml:"rates"`
	Issuers policy.Series[certificate.Issuer] `yaml:"issuers"`
}

// Rate is what can be drawn for rent.
type Rate struct {
	Percent int64 `yaml:"percent" validate:"min=1,max=100"`    // of what is paid a month
	PaidFor int   `yaml:"paid_for" validate:"min=1"`           // months without a break
	BackTo  int   `yaml:"back_to" validate:"min=1,max=12"`     // months that can be drawn together
	YearFen int64 `yaml:"year_fen,omitempty" validate:"min=0"` // in a calendar year; zero: no cap
	KeepFen int64 `yaml:"keep_fen,omitempty" validate:"min=0"` // that stays in the account
}

func decide(c Case) []decision.Finding {
	return []decision.Finding{alive(c), paying(c), noHome(c), notThisMonth(c), amount(c), account(c)}
}

func alive(c Case) decision.Finding {
	return condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), c.Policy.Laws.Withdrawal)
}

func paying(c Case) decision.Finding {
	f := decision.Rule("paying", lang.T("账户正常，连续缴存达到规定月数", "The account is in order, and was paid into for long enough"), c.Policy.Laws.Withdrawal)
	city := fact.Get(c.Facts, c.Applicant.ID, dataset.HousingFund.City)
	frozen := fact.Get(c.Facts, c.Applicant.ID, dataset.HousingFund.Frozen)
	months := fact.Get(c.Facts, c.Applicant.ID, dataset.HousingFund.Months)
	switch {
	case city.None():
		return f.NotMet(lang.T("没有住房公积金账户。", "No account is on record."), city.Ref).
			Advise(lang.T("请由单位开户缴存，或以灵活就业身份自愿缴存。", "Have your employer open one, or pay in by yourself."))
	case !city.Known() || !frozen.Known() || !months.Known():
		return f.Unknown(city.Ref, frozen.Ref, months.Ref)
	case frozen.V:
		return f.NotMet(lang.T("账户处于冻结状态。", "The account is frozen."), frozen.Ref).
			Advise(lang.T("请向公积金中心查询冻结原因，解冻后再申请。", "Ask the fund why, and apply once it is released."))
	}
	rate, ok := c.Policy.Rates.At(city.V, c.Today())
	if !ok {
		return f.NoRule(lang.F("系统中没有%s现行的提取规定。", "There is no current rule on drawing in %s.", division.FullName(city.V)), city.Ref)
	}
	f.Basis = []policy.Basis{rate.Basis}
	if months.V < rate.Value.PaidFor {
		return f.NotMet(lang.F("已连续缴存%d个月，须满%d个月。", "Paid for %d months without a break; %d are asked for.", months.V, rate.Value.PaidFor), months.Ref).
			Advise(lang.F("再连续缴存%d个月后可以提取。", "Draw after %d more months.", rate.Value.PaidFor-months.V))
	}
	return f.Met(lang.F("在%s连续缴存%d个月。", "Paid in %s for %d months without a break.", division.FullName(city.V), months.V), city.Ref, frozen.Ref, months.Ref)
}

// noHome holds that neither the applicant nor their spouse owns a home in the city.
func noHome(c Case) decision.Finding {
	f := decision.Rule("no-home", lang.T("本人及配偶在本市无自有住房", "Neither spouse owns a home in the city"), c.Policy.Laws.Withdrawal)
	fund := fact.Get(c.Facts, c.Applicant.ID, dataset.HousingFund.City)
	if fund.None() {
		return f.Met(lang.T("没有公积金账户，本条不作判断。", "There is no account; that is judged by the condition above."), fund.Ref)
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
				Advise(lang.T("有自有住房的，可以办理购房或还贷提取。", "With a home of your own, draw for its price or its loan instead."))
		}
	}
	return f.Met(lang.T("没有本市自有住房记录。", "No home in the city is on record."), saw...)
}

func notThisMonth(c Case) decision.Finding {
	f := decision.Rule("not-this-month", lang.T("本月没有提取过", "Nothing was drawn this month"), c.Policy.Laws.Withdrawal)
	next := c.Today().FirstOfMonth().AddMonths(1)
	wait := lang.F("从%s起可以再次提取。", "You can draw again from %s on.", next)
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("本月已通过申请 %s 提取。", "You drew this month, by application %s.", held.Application)).Advise(wait).HoldsFrom(next)
	}
	last := fact.Get(c.Facts, c.Applicant.ID, dataset.HousingFund.LastOn)
	switch {
	case last.None(), last.State == fact.Missing:
		return f.Met(lang.T("没有租房提取记录。", "Nothing was drawn for rent before."), last.Ref)
	case !last.Known():
		return f.Unknown(last.Ref)
	case last.V.FirstOfMonth() == c.Today().FirstOfMonth():
		return f.NotMet(lang.F("您已于%s提取。", "You drew on %s.", last.V), last.Ref).Advise(wait).HoldsFrom(next)
	default:
		return f.Met(lang.F("上次提取为%s。", "You last drew on %s.", last.V), last.Ref)
	}
}

// amount holds that there is something to draw, and says how much.
func amount(c Case) decision.Finding {
	f := decision.Rule("amount", lang.T("有可提取的额度", "There is something to draw"), c.Policy.Laws.Withdrawal)
	monthly := fact.Get(c.Facts, c.Applicant.ID, dataset.HousingFund.MonthlyFen)
	balance := fact.Get(c.Facts, c.Applicant.ID, dataset.HousingFund.BalanceFen)
	switch {
	case monthly.None():
		return f.Met(lang.T("没有公积金账户，本条不作判断。", "There is no account; that is judged by the condition above."), monthly.Ref)
	case !monthly.Known() || !balance.Known():
		return f.Unknown(monthly.Ref, balance.Ref)
	}
	rate, ok := c.Policy.Rates.At(fact.Get(c.Facts, c.Applicant.ID, dataset.HousingFund.City).V, c.Today())
	if !ok {
		return f.NoRule(lang.T("系统中没有当地现行的提取规定。", "There is no current local rule."))
	}
	f.Basis = []policy.Basis{rate.Basis}
	months, fen := drawable(c)
	if months == 0 {
		return f.Met(lang.T("本月已提取，本条不作判断。", "This month was drawn already; that is judged by the condition above."), monthly.Ref)
	}
	if fen <= 0 {
		return f.NotMet(lang.T("余额或本年度额度已用完。", "The balance, or the year's sum, is used up."), balance.Ref).
			Advise(lang.T("继续缴存，或下一年度再提取。", "Go on paying in, or draw next year."))
	}
	return f.Met(lang.F("可提取%d个月，共%s元。", "%d months can be drawn: CNY %s.", months, lang.Yuan(fen)), monthly.Ref, balance.Ref)
}

func account(c Case) decision.Finding {
	return condition.Account(c.Facts, c.Form.Account, c.Applicant.ID, lang.T("收款账户属于本人", "The account is the applicant's own"), c.Policy.Laws.Account)
}

// drawable is for how many months there is something to draw, and how much: the
// months that were not drawn, up to those that can be drawn together, within the
// balance and the year's cap.
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
