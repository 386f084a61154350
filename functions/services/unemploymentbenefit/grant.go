package unemploymentbenefit

import (
	"cmp"

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

// issue registers the person, and pays the benefit for the remaining months from the month after the
// decision on, each by its own figure. If the benefit cannot be paid, drawnAt or paidIn is not met or
// unknown, so nothing is granted.
func issue(c Case, _ decision.Serial) decision.Grants { return issueSince(c, unemployedSince(c)) }

// issueRegistered is issue with a proof that can have the day of a registration before the last employment.
func issueRegistered(c Case, _ decision.Serial) decision.Grants {
	return issueSince(c, registeredOn(c))
}

// unemployedSince is registeredOn, but ignores a registration from before the last employment ended.
func unemployedSince(c Case) calendar.Date {
	registered := registeredOn(c)
	ended := fact.Get(c.Facts, c.Applicant.ID, dataset.Unemployment.Ended)
	if ended.Known() && registered.Before(ended.V) {
		return c.Today()
	}
	return registered
}

func issueSince(c Case, registered calendar.Date) decision.Grants {
	at := placeOf(c)
	issuer, ok := c.Policy.Issuers.At(at, c.Today())
	if !ok { // a person decided on the place: the province registers
		issuer, _ = c.Policy.Issuers.At(guangdong, c.Today())
	}
	proof := c.Certificate("603", lang.T("失业登记凭证", "Proof of registration as unemployed"), issuer.Value, at, c.Policy.Laws.Registration,
		certificate.DayLine(lang.T("登记日期", "Registered on"), registered))
	if !c.Form.Benefit {
		return decision.Grants{Certificate: proof}
	}
	first, last, _ := months(c)
	order := monthly(c).Grant(decision.Payment{
		Title: lang.T("失业保险金", "Unemployment benefit"), Account: c.Form.Account,
		Monthly: true, FirstMonth: first.MonthText(), LastMonth: last.MonthText(),
	}, c.Today())
	proof.Entries = append(proof.Entries,
		certificate.Entry{Label: lang.T("领取地", "Drawn in"), Value: division.FullName(at)},
		certificate.Entry{Label: lang.T("失业保险金", "Benefit"), Value: decision.PerMonth(order.AmountFen)},
		certificate.Entry{Label: lang.T("领取期限", "Paid for"),
			Value: lang.F("%d个月（%s至%s），自%s起计算", "%d months (%s to %s), counted from %s",
				order.Months(), calendar.MonthOf(order.FirstMonth), calendar.MonthOf(order.LastMonth), startsOn(c))},
	)
	proof.Entries = append(proof.Entries, order.Lines()...)
	grants := counted(c, decision.Grants{
		Certificate: proof,
		Payment:     &order,
		Records: []fact.Record{
			fact.NewRecord(c.Applicant.ID, c.At, dataset.Unemployment.DrawnUntil.Set(last.AddMonths(1).AddDays(-1))),
		},
		OnEnd: []fact.Record{fact.NewRecord(c.Applicant.ID, c.At, dataset.Unemployment.DrawnUntil.Unset())},
	})
	if replaces(c) {
		grants.Supersedes = claims(c)
	}
	return grants
}

// counted returns the grants with the field that counts the paid months when the benefit ends.
func counted(c Case, grants decision.Grants) decision.Grants {
	if grants.Payment != nil {
		grants.Counts = decision.Counts(dataset.Unemployment.DrawnMonths, c.Applicant.ID, drawnMonths(c))
	}
	return grants
}

// monthly returns the amounts: the share of the minimum wage of the city that pays the benefit (art. 19).
func monthly(c Case) decision.Monthly {
	at := benefitPlace(c)
	return decision.Monthly{
		Figures: c.Policy.Rate.Days(at),
		Lapsed:  func(on calendar.Date) bool { return c.Policy.Rate.Lapsed(at, on) },
		Amount: func(_, on calendar.Date) (decision.Amount, bool) {
			rate, ok := c.Policy.Rate.At(at, on)
			return decision.Amount{
				Fen:   rate.Value.MinimumWageFen * rate.Value.Percent / 100,
				Basis: []policy.Basis{rate.Basis, regulation(c, "第十九条", "art. 19")},
			}, ok
		},
	}
}

// placeOf returns the place that registers the applicant: the one that pays the benefit, or else that of
// the insurance, the household or the residence.
func placeOf(c Case) string {
	if c.Form.Benefit {
		return benefitPlace(c)
	}
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household).V
	for _, at := range []string{insuredIn(c), household, fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.City).V} {
		if division.Within(at, guangdong) {
			return at
		}
	}
	return cmp.Or(insuredIn(c), household)
}

// verify ends the benefit on the grounds of art. 24, also on those that only interrupt it: the remaining
// months can be applied for afterwards. No age ends it.
func verify(c Case) []decision.Continuing {
	law := regulation(c, "第二十四条第一款第一项", "art. 24 (1) (1)")
	since := fact.Get(c.Facts, c.Applicant.ID, dataset.Pensions.Since)
	conditions := []decision.Continuing{
		condition.StillAlive(c.Facts, c.Applicant.ID, lang.T("登记人健在", "The registered person is alive"), regulation(c, "第二十一条", "art. 21")),
		condition.Jobless(c.Facts, c.Applicant.ID, law).Otherwise(decision.Ends, calendar.Date{}),
		condition.NoBusiness(c.Facts, c.Applicant.ID, law).Otherwise(decision.Ends, calendar.Date{}),
	}
	if !c.Form.Benefit { // art. 24 ends the benefit, not the registration
		return conditions
	}
	return append(conditions, noPension(c).Otherwise(decision.Ends, since.V), notStopped(c).Otherwise(decision.Ends, calendar.Date{}))
}
