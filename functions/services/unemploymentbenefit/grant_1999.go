package unemploymentbenefit

import (
	"cmp"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// needs1999 reads the months that were paid before only if the benefit is applied for.
func needs1999(c Case) []fact.Query {
	queries := needsUncounted(c)
	if c.Form.Benefit {
		queries = append(queries, fact.Ask(c.Applicant.ID, dataset.Unemployment.DrawnMonths))
	}
	return queries
}

func needsUncounted(c Case) []fact.Query {
	person := c.Applicant.ID
	queries := append(condition.NeedsJobless(person),
		fact.Ask(person, dataset.Population.BirthDate, dataset.Population.Household),
		condition.NeedsAlive(person),
		fact.Ask(person, dataset.ResidencePermits.City),
	)
	if !c.Form.Benefit {
		return append(queries, fact.Ask(person, dataset.Unemployment.City))
	}
	return append(
		queries,
		fact.Ask(
			person,
			dataset.Unemployment.City,
			dataset.Unemployment.Months,
			dataset.Unemployment.Reason,
			dataset.Unemployment.DrawnUntil,
		),
		condition.NeedsAccount(c.Form.Account),
	)
}

func lifeNeeds1999(c Case) []fact.Query {
	return append(condition.NeedsJobless(c.Applicant.ID),
		fact.Ask(c.Applicant.ID, dataset.Population.BirthDate), condition.NeedsAlive(c.Applicant.ID))
}

// issue1999 registers the person, and pays the benefit for the remaining months from the next month on, by
// the figure of each month.
func issue1999(c Case, _ decision.Serial) decision.Grants {
	return counted(c, grant1999(c, monthsLeft1999(c), func(order decision.Payment) decision.Payment {
		return monthly1999(c).Grant(order, c.Today())
	}))
}

// issueCounted and issueUncounted pay every month by the figure of the day of the application.
// They are kept to replay their decisions.
func issueCounted(c Case, _ decision.Serial) decision.Grants {
	return counted(c, grant1999(c, monthsLeft1999(c), monthly1999(c).On(c.Today()).Pay))
}

func issueUncounted(c Case, _ decision.Serial) decision.Grants {
	return grant1999(c, monthsOf1999(c), monthly1999(c).On(c.Today()).Pay)
}

// monthly1999 returns the amounts: the share of the minimum wage of the place.
func monthly1999(c Case) decision.Monthly {
	at := placeOf1999(c)
	return decision.Monthly{
		Figures: c.Policy.Rate.Days(at),
		Lapsed:  func(on calendar.Date) bool { return c.Policy.Rate.Lapsed(at, on) },
		Amount: func(_, on calendar.Date) (decision.Amount, bool) {
			rate, ok := c.Policy.Rate.At(at, on)
			return decision.Amount{Fen: rate.Value.MinimumWageFen * rate.Value.Percent / 100, Basis: []policy.Basis{rate.Basis}}, ok
		},
	}
}

// placeOf1999 returns the place where the applicant is insured, or else that of the household.
func placeOf1999(c Case) string {
	return cmp.Or(insuredIn(c), fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household).V)
}

// grant1999 registers the person, and grants the benefit for that number of months, with the amounts of price.
func grant1999(c Case, months int, priced func(decision.Payment) decision.Payment) decision.Grants {
	at := placeOf1999(c)
	issuer, _ := c.Policy.Issuers.At(at, c.Today())
	if issuer.Value.Code == "" { // a household outside the province and no insurance: the province registers
		issuer, _ = c.Policy.Issuers.At(guangdong, c.Today())
	}
	proof := c.Certificate("603", lang.T("失业登记凭证", "Proof of registration as unemployed"), issuer.Value, at, c.Policy.Laws.Registration,
		certificate.DayLine(lang.T("登记日期", "Registered on"), c.Today()))
	if _, ok := c.Policy.Rate.At(at, c.Today()); !c.Form.Benefit || !ok {
		return decision.Grants{Certificate: proof}
	}
	first := c.Today().FirstOfMonth().AddMonths(1)
	last := first.AddMonths(months - 1)
	order := priced(decision.Payment{
		Title: lang.T("失业保险金", "Unemployment benefit"), Account: c.Form.Account,
		Monthly: true, FirstMonth: first.MonthText(), LastMonth: last.MonthText(),
	})
	proof.Entries = append(proof.Entries,
		certificate.Entry{Label: lang.T("失业保险金", "Benefit"), Value: decision.PerMonth(order.AmountFen)},
		certificate.Entry{Label: lang.T("领取期限", "Paid for"),
			Value: lang.F("%d个月（%s至%s）", "%d months (%s to %s)", months,
				calendar.MonthOf(order.FirstMonth), calendar.MonthOf(order.LastMonth))},
	)
	proof.Entries = append(proof.Entries, order.Lines()...)
	until := last.AddMonths(1).AddDays(-1)
	return decision.Grants{
		Certificate: proof,
		Payment:     &order,
		Records:     []fact.Record{fact.NewRecord(c.Applicant.ID, c.At, dataset.Unemployment.DrawnUntil.Set(until))},
		OnEnd:       []fact.Record{fact.NewRecord(c.Applicant.ID, c.At, dataset.Unemployment.DrawnUntil.Unset())},
	}
}

// verify1999 ends the registration with new work, a business, or retirement.
func verify1999(c Case) []decision.Continuing {
	law := c.Policy.Laws.Registration
	return []decision.Continuing{
		condition.StillAlive(c.Facts, c.Applicant.ID, lang.T("登记人健在", "The registered person is alive"), law),
		condition.Jobless(c.Facts, c.Applicant.ID, law).Otherwise(decision.Ends, calendar.Date{}),
		condition.NoBusiness(c.Facts, c.Applicant.ID, law).Otherwise(decision.Ends, calendar.Date{}),
		workingAge1999(c).Otherwise(decision.Ends, calendar.Date{}),
	}
}
