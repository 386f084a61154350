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

// issue registers, and pays the benefit from the month after the decision, for the months that are
// left, each by its own figure. What was asked for is granted: where the benefit cannot be paid,
// drawnAt or paidIn is not met or not known.
func issue(c Case, _ decision.Serial) decision.Grants { return issueSince(c, unemployedSince(c)) }

// issueRegistered is issue, whose proof can have the day of a registration before the last employment.
func issueRegistered(c Case, _ decision.Serial) decision.Grants {
	return issueSince(c, registeredOn(c))
}

// unemployedSince is registeredOn, but a registration before the last employment ended is not that of
// this unemployment.
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
	if !ok { // a place that a person judged: the province registers
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

// counted has the months that are paid counted when the benefit ends.
func counted(c Case, grants decision.Grants) decision.Grants {
	if grants.Payment != nil {
		grants.Counts = decision.Counts(dataset.Unemployment.DrawnMonths, c.Applicant.ID, drawnMonths(c))
	}
	return grants
}

// monthly is the share of the minimum wage of the city where the benefit is drawn (art. 19).
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

// placeOf is where the applicant registers: where the benefit is drawn, or else where they are
// insured, at home or live.
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

// verify ends what art. 24 ends, and what interrupts the benefit: the months that are left can be
// applied for afterwards. No age ends it.
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
