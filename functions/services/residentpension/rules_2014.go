package residentpension

import (
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
)

// The first versions of the rules required 15 years of contributions from everybody. They are kept for what
// was decided by them.

func decide2014(c Case) []decision.Finding {
	return []decision.Finding{
		condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), c.Policy.Laws.Entitlement),
		insured2014(c), age(c), paid2014(c), noOther(c), notDrawn(c), account(c),
	}
}

func insured2014(c Case) decision.Finding {
	f := decision.Rule("insured", insuredTitle, c.Policy.Laws.Entitlement)
	place := fact.Get(c.Facts, c.Applicant.ID, dataset.Pensions.Place)
	switch {
	case place.None():
		return f.NotMet(lang.T("没有您的城乡居民养老保险参保记录。", "You have no record of residents' pension insurance."), place.Ref).
			Advise(lang.T("请先到户籍地参保；参加职工养老保险的，请申领职工养老金。",
				"Please join where your household is registered. If an employer insured you, apply for the employees' pension."))
	case !place.Known():
		return f.Unknown(place.Ref)
	case !division.Within(place.V, guangdong):
		return f.NotMet(lang.F("您的参保地是%s。", "You are insured in %s.", division.FullName(place.V)), place.Ref).
			Advise(lang.T("请向参保地申请。", "Apply where you are insured."))
	}
	return f.Met(lang.F("您的参保地是%s。", "You are insured in %s.", division.FullName(place.V)), place.Ref)
}

func paid2014(c Case) decision.Finding {
	f := decision.Rule("paid", lang.T("累计缴费满规定年限", "Paid for as long as the law asks"), c.Policy.Laws.Entitlement)
	months := fact.Get(c.Facts, c.Applicant.ID, dataset.Pensions.Months)
	balance := fact.Get(c.Facts, c.Applicant.ID, dataset.Pensions.BalanceFen)
	entry, ok := entryOf(c)
	switch {
	case months.None():
		return f.NotMet(lang.T("没有缴费记录。", "There are no contributions on record."), months.Ref).
			Advise(lang.T("请先参保缴费。", "Join and pay first."))
	case !months.Known() || !balance.Known():
		return f.Unknown(months.Ref, balance.Ref)
	case !ok:
		return f.NoRule(lang.T("系统中没有现行的缴费年限规定。", "The system has no current rule on the years of contributions."), months.Ref)
	case months.V < entry.Months:
		return f.NotMet(lang.F("累计缴费%d个月，未满%d个月。", "%d months are paid, less than %d.", months.V, entry.Months), months.Ref).
			Advise(lang.F("还差%d个月，可以一次性补缴后再申请。", "Pay the %d months that lack at once, then apply.", entry.Months-months.V))
	}
	return f.Met(lang.F("累计缴费%d个月，个人账户储存额%s元。", "%d months are paid, and CNY %s are in the account.", months.V,
		lang.Yuan(int64(balance.V))), months.Ref, balance.Ref)
}
