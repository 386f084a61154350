package talentsubsidy

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
		Subsidy policy.Basis `yaml:"subsidy"`
		Account policy.Basis `yaml:"account"`
	} `yaml:"laws"`
	Bands   policy.Series[map[string]Band]    `yaml:"bands"` // subsidies by level of the degree
	Terms   policy.Series[Terms]              `yaml:"terms"`
	Closed  policy.Series[Closed]             `yaml:"closed,omitempty" validate:"omitempty"` // where the subsidy has ended
	Issuers policy.Series[certificate.Issuer] `yaml:"issuers"`
}

// Band is the amount for a degree, and the number of places in a year.
type Band struct {
	Fen    int64 `yaml:"fen"`
	Places int64 `yaml:"places"` // places in a calendar year
}

// Terms state who can receive the subsidy.
type Terms struct {
	WithinMonths  int `yaml:"within_months" validate:"min=1"`  // to apply, after the household moved to the city
	InsuredMonths int `yaml:"insured_months" validate:"min=1"` // required in the last twelve months
	// LateRefers is set if the subsidy has ended and only earlier arrivals are entitled, by rules whose
	// time limit is not known: a late application is then referred.
	LateRefers bool `yaml:"late_refers,omitempty"`
}

// Closed is the end of a city's subsidy.
type Closed struct {
	// Apart are the levels of a degree for which another subsidy applies; they are referred.
	Apart []string `yaml:"apart,omitempty"`
}

// decide refers an arrival before the first figure of a city: the rules of that day are not known, and a
// later figure does not apply.
func decide(c Case) []decision.Finding {
	findings := decideArrival(c)
	if !arrivedBefore(c) {
		return findings
	}
	for i, f := range findings {
		if f.Rule == "settled" || f.Rule == "degree" || f.Rule == "employed" {
			findings[i] = decision.Rule(f.Rule, f.Title, c.Policy.Laws.Subsidy).NoRule(lang.F(
				"您于%s落户，早于系统中最早的补贴规定；当时的规定由工作人员核实。",
				"You settled on %s, before the first rule on the subsidy in the system. An officer will verify the rules of that day.",
				fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Since).V))
		}
	}
	return findings
}

// arrivedBefore reports whether the city has a figure today, but the household moved there before the
// first one.
func arrivedBefore(c Case) bool {
	since := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Since)
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	if born.Known() && since.V.Before(born.V.AddYears(1)) {
		return false // in the city from birth
	}
	_, then := c.Policy.Terms.At(householdOf(c), since.V)
	_, now := onArrival(c, c.Policy.Terms)
	return since.Known() && now && !then
}

// decideArrival is the second version, which applied the first figure of a city to earlier arrivals too.
func decideArrival(c Case) []decision.Finding {
	return []decision.Finding{
		alive(c),
		settled(c),
		condition.Provable(degree(c)),
		condition.Provable(employed(c)),
		notPaid(c),
		placeInTime(c),
		account(c),
	}
}

func alive(c Case) decision.Finding {
	return condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), c.Policy.Laws.Subsidy)
}

// settled requires that the household moved to the city while it had the subsidy, and within the
// time limit. A city without a known rule refers.
func settled(c Case) decision.Finding {
	f := decision.Rule("settled", lang.T("新引进落户", "Newly settled in the city"), c.Policy.Laws.Subsidy)
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	since := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Since)
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	if !household.Known() || !since.Known() || !born.Known() {
		return f.Unknown(household.Ref, since.Ref, born.Ref)
	}
	terms, ok := onArrival(c, c.Policy.Terms)
	if !ok {
		return ended(c, f, since.V)
	}
	return settledBy(c, f, terms, lastDay(since.V, terms.Value))
}

// lastDay is the last day on which people who settled on the day can apply: a working day (民法典 art. 203).
func lastDay(since calendar.Date, terms Terms) calendar.Date {
	return since.AddMonths(terms.WithinMonths).OrNextWorkday()
}

// settledBy applies the terms to the day of arrival; last is the last day to apply.
func settledBy(c Case, f decision.Finding, terms policy.Figure[Terms], last calendar.Date) decision.Finding {
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	since := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Since)
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	city := division.FullName(division.City(household.V))
	f.Basis = []policy.Basis{terms.Basis}
	switch {
	case since.V.Before(born.V.AddYears(1)):
		return f.NotMet(lang.T("您出生即落户本市，不属于新引进。", "Your household has been in the city from birth, so you are not newly settled."),
			since.Ref, born.Ref).
			Advise(lang.T("可以了解本市的其他就业创业补贴。", "You can look at the city's other subsidies for work and business."))
	case c.Today().After(last) && terms.Value.LateRefers:
		return f.NoRule(lang.F("您%s落户%s，适用当时的办法；当时的申请期限系统中没有，由工作人员核实。",
			"You settled on %s in %s, and the rules of that day apply. Their time limit is not in the system; an officer will verify it.",
			since.V, city), household.Ref, since.Ref)
	case c.Today().After(last):
		return f.NotMet(lang.F("%s落户，已超过%d个月的申请期限。", "You settled on %s; the time limit of %d months to apply is over.", since.V,
			terms.Value.WithinMonths), since.Ref).
			Advise(lang.T("申请期限不能延长；可以了解本市的其他补贴。", "The time limit cannot be extended. You can look at the city's other subsidies."))
	default:
		return f.Met(lang.F("%s落户%s，%s前可以申请。", "You settled on %[1]s in %[2]s, and can apply until %[3]s.", since.V, city, last),
			household.Ref, since.Ref)
	}
}

// ended returns the finding that the city had no subsidy any more on the day of arrival. It refers if the
// policy has no end, and if another subsidy applies to the degree or the degree is not known.
func ended(c Case, f decision.Finding, since calendar.Date) decision.Finding {
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	city := division.FullName(division.City(household.V))
	level := fact.Get(c.Facts, c.Applicant.ID, dataset.Degrees.Level)
	closed, ok := c.Policy.Closed.At(household.V, since)
	if !ok {
		return f.NoRule(lang.F("系统中没有%s的这项补贴规定，由工作人员核实。", "The system has no rule on this subsidy in %s. An officer will verify it.", city),
			household.Ref)
	}
	f.Basis = []policy.Basis{closed.Basis}
	switch {
	case !level.Known() && !level.None():
		return f.Unknown(level.Ref)
	case slices.Contains(closed.Value.Apart, level.V):
		return f.NoRule(lang.F("%s自%s起不再发放本补贴；%s另有生活补贴，由工作人员核实。",
			"%s has not paid this subsidy to arrivals since %s. A %s has another living subsidy; an officer will verify it.",
			city, closed.From, condition.DegreeNames(level.V)), household.Ref, level.Ref)
	default:
		return f.NotMet(lang.F("您%s落户；%s对%s起新引进的人才不再发放本补贴。",
			"You settled on %s. %s does not pay this subsidy to people who settle from %s on.", since, city, closed.From), household.Ref).
			Advise(lang.T("可以了解本市现行的其他人才和就业政策。", "You can look at the city's other current support for talent and work."))
	}
}

func degree(c Case) decision.Finding {
	bands, ok := onArrival(c, c.Policy.Bands)
	if !ok {
		return decision.Rule("degree", lang.T("全日制学历达到要求", "A full-time degree at the required level"), c.Policy.Laws.Subsidy).
			NoRule(lang.T("系统中没有当地现行的补贴标准。", "The system has no current local rate."))
	}
	return degreeBy(c, bands)
}

func degreeBy(c Case, bands policy.Figure[map[string]Band]) decision.Finding {
	return condition.Degree(c.Facts, c.Applicant.ID, func(level string) bool { return bands.Value[level].Fen > 0 }, bands.Basis)
}

func employed(c Case) decision.Finding {
	terms, ok := onArrival(c, c.Policy.Terms)
	return employedBy(c, terms, ok)
}

func employedBy(c Case, terms policy.Figure[Terms], ok bool) decision.Finding {
	f := decision.Rule("employed", lang.T("在本市单位就业参保", "Employed and insured in the city"), c.Policy.Laws.Subsidy)
	city := fact.Get(c.Facts, c.Applicant.ID, dataset.SocialInsurance.City)
	employed := fact.Get(c.Facts, c.Applicant.ID, dataset.SocialInsurance.Employed)
	months := fact.Get(c.Facts, c.Applicant.ID, dataset.SocialInsurance.Of12)
	join := lang.T("请由本市用人单位参保缴费，满规定月数后申请。", "Apply after an employer in the city has insured you for the required months.")
	switch {
	case !ok:
		return f.NoRule(lang.T("系统中没有当地现行的规定。", "The system has no current local rule."))
	case city.None():
		return f.NotMet(lang.T("没有社会保险记录。", "You have no social insurance on record."), city.Ref).Advise(join)
	case !city.Known() || !employed.Known() || !months.Known():
		return f.Unknown(city.Ref, employed.Ref, months.Ref)
	case !employed.V || city.V != division.City(householdOf(c)):
		return f.NotMet(lang.T("您目前没有在本市单位参保。", "At present no employer in the city insures you."), city.Ref, employed.Ref).Advise(join)
	case months.V < terms.Value.InsuredMonths:
		return f.NotMet(lang.F("近12个月缴费%d个月，须满%d个月。", "You were insured for %d of the last 12 months; %d are required.", months.V,
			terms.Value.InsuredMonths), months.Ref).Advise(join)
	default:
		return f.Met(lang.F("在本市单位参保，近12个月缴费%d个月。", "You are insured by an employer in the city, for %d of the last 12 months.",
			months.V), city.Ref, employed.Ref, months.Ref)
	}
}

func notPaid(c Case) decision.Finding {
	f := decision.Rule("not-paid", lang.T("没有领取过", "Not received before"), c.Policy.Laws.Subsidy)
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("您已通过申请 %s 领取或在办理。", "Your application %s was approved or is in progress.", held.Application)).
			Advise(lang.T("每人只能领取一次。", "Each person can receive it only once."))
	}
	return f.Met(lang.T("没有领取记录。", "You have not received it before."))
}

// placeLeft requires a free place in the year for the degree.
func placeLeft(c Case) decision.Finding {
	f := decision.Rule("place-left", lang.T("本年度名额未用完", "Places are left this year"), c.Policy.Laws.Subsidy)
	quota := c.Holdings.Of(quotaKind)
	switch {
	case quota.Limit == 0:
		return f.Met(lang.T("没有可判断的名额，这一条不适用。", "The number of places is not known, so this condition does not apply."))
	case !quota.Free():
		next := c.Today().AddMonths(12)
		next.Month, next.Day = 1, 1
		return f.NotMet(lang.F("本年度%d个名额已用完。", "All %d places of this year are taken.", quota.Limit)).
			Advise(lang.F("下一年度名额从%s起可以申请。", "You can apply for next year's places from %s.", next)).FirstMet(next)
	default:
		return f.Met(lang.F("本年度共%d个名额，尚有余额。", "There are %d places this year, and some are left.", quota.Limit))
	}
}

// placeInTime is placeLeft, but mentions the places of the next year only to people who can still apply then.
func placeInTime(c Case) decision.Finding {
	f := placeLeft(c)
	since := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Since)
	terms, ok := onArrival(c, c.Policy.Terms)
	if f.MetFrom.IsZero() || !ok || !since.Known() || !f.MetFrom.After(lastDay(since.V, terms.Value)) {
		return f
	}
	return f.FirstMet(calendar.Date{}).Advise(lang.T("下一年度名额开放时已超过您的申请期限；可以了解本市的其他补贴。",
		"When the places of the next year open, your time limit is over. You can look at the city's other subsidies."))
}

func account(c Case) decision.Finding {
	return condition.Account(c.Facts, c.Form.Account, c.Applicant.ID, lang.T("收款账户属于本人", "The bank account is your own"),
		c.Policy.Laws.Account)
}

func householdOf(c Case) string {
	return fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household).V
}

// onArrival returns the figure of the day on which the household moved to its city; for an arrival before
// the first figure of a city that has one today, the first figure.
func onArrival[T any](c Case, series policy.Series[T]) (policy.Figure[T], bool) {
	since := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Since).V
	if figure, ok := series.At(householdOf(c), since); ok {
		return figure, true
	}
	figure, ok := series.At(householdOf(c), c.Today())
	return figure, ok && since.Before(figure.From)
}

// bandOf returns the subsidy for the applicant's degree in the city of the household, by the figure
// of the day of arrival.
func bandOf(c Case) (band Band, level string, basis policy.Basis) {
	level = fact.Get(c.Facts, c.Applicant.ID, dataset.Degrees.Level).V
	bands, _ := onArrival(c, c.Policy.Bands)
	return bands.Value[level], level, bands.Basis
}
