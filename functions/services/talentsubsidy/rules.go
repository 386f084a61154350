package talentsubsidy

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
		Subsidy policy.Basis `yaml:"subsidy"`
		Account policy.Basis `yaml:"account"`
	} `yaml:"laws"`
	Bands   policy.Series[map[string]Band]    `yaml:"bands"` // subsidies by level of the degree
	Terms   policy.Series[Terms]              `yaml:"terms"`
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
}

func decide(c Case) []decision.Finding {
	return []decision.Finding{alive(c), settled(c), degree(c), employed(c), notPaid(c), placeLeft(c), account(c)}
}

func alive(c Case) decision.Finding {
	return condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), c.Policy.Laws.Subsidy)
}

// settled requires that the household moved to the city, within the months in which people can
// apply.
func settled(c Case) decision.Finding {
	f := decision.Rule("settled", lang.T("新引进落户", "Newly settled in the city"), c.Policy.Laws.Subsidy)
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	since := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Since)
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	if !household.Known() || !since.Known() || !born.Known() {
		return f.Unknown(household.Ref, since.Ref, born.Ref)
	}
	terms, ok := c.Policy.Terms.At(household.V, c.Today())
	if !ok {
		return f.NotMet(lang.F("%s没有这项补贴。", "%s does not offer this subsidy.", division.FullName(household.V)), household.Ref).
			Advise(lang.T("先办理高校毕业生落户，落户后再申请。", "Apply for the settlement of graduates first, then apply for this."))
	}
	f.Basis = []policy.Basis{terms.Basis}
	last := since.V.AddMonths(terms.Value.WithinMonths)
	switch {
	case since.V.Before(born.V.AddYears(1)):
		return f.NotMet(lang.T("您出生即落户本市，不属于新引进。", "Your household has been in the city from birth, so you are not newly settled."),
			since.Ref, born.Ref).
			Advise(lang.T("可以了解本市的其他就业创业补贴。", "You can look at the city's other subsidies for work and business."))
	case c.Today().After(last):
		return f.NotMet(lang.F("%s落户，已超过%d个月的申请期限。", "You settled on %s; the time limit of %d months to apply is over.", since.V,
			terms.Value.WithinMonths), since.Ref).
			Advise(lang.T("申请期限不能延长；可以了解本市的其他补贴。", "The time limit cannot be extended. You can look at the city's other subsidies."))
	default:
		return f.Met(lang.F("%s落户%s，%s前可以申请。", "You settled on %[1]s in %[2]s, and can apply until %[3]s.", since.V,
			division.FullName(division.City(household.V)), last), household.Ref, since.Ref)
	}
}

func degree(c Case) decision.Finding {
	bands, ok := c.Policy.Bands.At(householdOf(c), c.Today())
	if !ok {
		return decision.Rule("degree", lang.T("全日制学历达到要求", "A full-time degree at the required level"), c.Policy.Laws.Subsidy).
			Unsure(lang.T("系统中没有当地现行的补贴标准。", "The system has no current local rate."))
	}
	return condition.Degree(c.Facts, c.Applicant.ID, func(level string) bool { return bands.Value[level].Fen > 0 }, bands.Basis)
}

func employed(c Case) decision.Finding {
	f := decision.Rule("employed", lang.T("在本市单位就业参保", "Employed and insured in the city"), c.Policy.Laws.Subsidy)
	city := fact.Get(c.Facts, c.Applicant.ID, dataset.SocialInsurance.City)
	employed := fact.Get(c.Facts, c.Applicant.ID, dataset.SocialInsurance.Employed)
	months := fact.Get(c.Facts, c.Applicant.ID, dataset.SocialInsurance.Of12)
	terms, ok := c.Policy.Terms.At(householdOf(c), c.Today())
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
			Advise(lang.F("下一年度名额从%s起可以申请。", "You can apply for next year's places from %s.", next)).HoldsFrom(next)
	default:
		return f.Met(lang.F("本年度共%d个名额，尚有余额。", "There are %d places this year, and some are left.", quota.Limit))
	}
}

func account(c Case) decision.Finding {
	return condition.Account(c.Facts, c.Form.Account, c.Applicant.ID, lang.T("收款账户属于本人", "The bank account is your own"),
		c.Policy.Laws.Account)
}

func householdOf(c Case) string {
	return fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household).V
}

// bandOf returns the subsidy for the applicant's degree in the city of the household.
func bandOf(c Case) (band Band, level string, basis policy.Basis) {
	level = fact.Get(c.Facts, c.Applicant.ID, dataset.Degrees.Level).V
	bands, _ := c.Policy.Bands.At(householdOf(c), c.Today())
	return bands.Value[level], level, bands.Basis
}
