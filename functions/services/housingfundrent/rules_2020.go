package housingfundrent

import (
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
)

// The first version of the rules counted the home of a former spouse. It is kept for what was decided
// by it.

func decide2020(c Case) []decision.Finding {
	return []decision.Finding{alive(c), paying(c), noHome2020(c), notThisMonth(c), amount(c), account(c)}
}

func needs2020(c Case) []fact.Query {
	person := c.Applicant.ID
	spouse := fact.Get(c.Facts, person, dataset.Marriages.Spouse).V
	fund := dataset.HousingFund
	return []fact.Query{
		condition.NeedsAlive(person),
		fact.Ask(person, fund.City, fund.MonthlyFen, fund.BalanceFen, fund.Months, fund.Frozen, fund.LastOn, fund.DrawnFen),
		fact.Ask(person, dataset.Marriages.Spouse),
		fact.Ask(person, dataset.Housing.City, dataset.Housing.Kind),
		fact.Ask(spouse, dataset.Housing.City, dataset.Housing.Kind),
		condition.NeedsAccount(c.Form.Account),
	}
}

// noHome2020 requires that neither the applicant nor the spouse owns a home in the city.
func noHome2020(c Case) decision.Finding {
	f := decision.Rule("no-home", noHomeTitle, c.Policy.Laws.Withdrawal)
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
	sources := []fact.Reference{spouse.Ref}
	for i, person := range people {
		city := fact.Get(c.Facts, person, dataset.Housing.City)
		kind := fact.Get(c.Facts, person, dataset.Housing.Kind)
		sources = append(sources, kind.Ref)
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
				Advise(lang.T("有自有住房的，可以到公积金管理中心办理购房或还贷提取。", "If you own a home, you can withdraw for the purchase or the mortgage instead."))
		}
	}
	return f.Met(lang.T("没有本市自有住房记录。", "There is no home in this city on record."), sources...)
}
