// Package disabilityallowance is 残疾人两项补贴: the living allowance of disabled people in need, and
// the care allowance of severely disabled people. One application covers both.
package disabilityallowance

import (
	_ "embed"
	"slices"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

//go:embed policy.yaml
var document []byte

// guangdong is the division code of the province that the service serves.
const guangdong = "440000"

// claimKind makes the grant unique for a person.
const claimKind = "disability-allowance"

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		Place:       placeOf,
		VerifyEvery: 1,
		Amounts:     amounts,
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2016-01-01", From: calendar.MustParse("2016-01-01"),
			Needs: needs2016, Claims: claimsTogether, Decide: decide2016, Issue: issue2016,
			VerifyNeeds: needs2016, Verify: verify2016,
		}, { // each month is paid by its own figure
			Version: "2016-01-01.2", From: calendar.MustParse("2016-01-01"),
			Needs: needs2016, Claims: claimsTogether, Decide: decide2016, Issue: issue2016Monthly,
			VerifyNeeds: needs2016, Verify: verify2016, Monthly: monthly2016,
		}, { // paid from the month of the application; a benefit that excludes one allowance excludes both
			Version: "2016-01-01.3", From: calendar.MustParse("2016-01-01"),
			Needs: needs, Claims: claimsTogether, Decide: decideTogether, Issue: issue,
			VerifyNeeds: needs, Verify: verifyTogether, Monthly: monthly,
		}, { // each allowance is verified, ends and is applied for separately
			Version: "2016-01-01.4", From: calendar.MustParse("2016-01-01"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
			Persons:     condition.Persons("disabilityallowance"),
			VerifyNeeds: needs, Verify: verify, Monthly: monthly,
		}, { // the notice is valid at once; the payment begins later
			Version: "2016-01-01.5", From: calendar.MustParse("2016-01-01"),
			Needs: needs, Claims: claims, Decide: decide, Issue: decision.ValidAtOnce(issue),
			Persons:     condition.Persons("disabilityallowance"),
			VerifyNeeds: needs, Verify: verify, Monthly: monthly,
		}},
	}
}

// claims returns what may be granted only once: both allowances, or the one that is not paid here yet.
func claims(c Case) []decision.Claim {
	here := func(benefit fact.Field[string]) bool {
		paid := fact.Get(c.Facts, c.Applicant.ID, benefit)
		return paid.Known() && paid.V == division.District(placeOf(c))
	}
	living, care := here(dataset.Benefits.DisabilityLiving), here(dataset.Benefits.DisabilityCare)
	key := c.Applicant.ID
	switch {
	case living && !care:
		key += "/care"
	case care && !living:
		key += "/living"
	}
	return []decision.Claim{{Kind: claimKind, Key: key}}
}

func item() instant.Item {
	source := policy.Source{URL: "https://ylbk.net/changshi/v0GBO3dQEK.html", Grade: "B", AsOf: calendar.MustParse("2026-11-24")}
	return instant.Item{
		Slug: "disabilityallowance", Code: "11440605MB000MC1502440511002000",
		Name: lang.T("残疾人两项补贴申领", "Disability allowances"),
		Summary: lang.T("困难残疾人生活补贴、重度残疾人护理补贴，一次申请，该有哪项发哪项。",
			"The living allowance and the care allowance: one application, and whichever is due is paid."),
		Audience:   instant.ForPerson,
		LifeEvent:  lang.T("助残", "Disability"),
		Department: lang.T("民政局", "Civil affairs bureau"),
		Basis: []policy.Basis{{
			Title:  lang.T("国务院关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见", "Opinions of the State Council on the two disability allowances"),
			Number: "国发〔2015〕52号", Source: &source,
		}},
		Conditions: []lang.Text{
			lang.T("户籍在本省，持有有效的残疾人证", "Household registered in the province, and a valid certificate of disability"),
			lang.T("生活补贴：属于低保等救助家庭", "Living allowance: a family with minimum living support"),
			lang.T("护理补贴：残疾一、二级，或扩展的三级智力、精神残疾",
				"Care allowance: level 1 or 2, or where widened level 3 intellectual or psychiatric disability"),
			lang.T("未领取工伤护理费，未享受特困供养；从申请当月起发放",
				"No care paid for a work injury, no support as destitute; paid from the month of the application"),
		},
		Materials: []instant.Material{
			{Name: lang.T("居民身份证、户口簿", "ID card and household register"), From: dataset.Population.Dataset.Title},
			{Name: lang.T("残疾人证", "Certificate of disability"), From: dataset.Disabilities.Dataset.Title},
			{Name: lang.T("低保证", "Proof of minimum living support"), From: dataset.Assistance.Dataset.Title},
			{Name: lang.T("银行卡复印件", "Copy of the bank card"), From: dataset.BankAccounts.Dataset.Title},
			{Name: lang.T("本人银行卡号", "Your bank card number")},
		},
		Result:      lang.T("补贴核定通知（电子）及每月发放", "Award notice (electronic) and a monthly payment"),
		LegalTime:   lang.T("20个工作日", "20 working days"),
		Reviewed:    instant.Reviewed{Workdays: 20},
		PromiseTime: lang.T("即时办结", "At once"),
		Fee:         lang.T("不收费", "None"),
		Keywords: []string{
			"残疾", "残疾人", "残疾人补贴", "残疾补助", "残疾证", "残联", "护理补贴", "生活补贴", "两补", "重度残疾", "残疾人津贴", "伤残", "聋哑", "盲人", "轮椅",
			"disability", "disabled", "handicapped", "wheelchair", "blind", "deaf", "allowance", "care",
		},
		Illustrative: lang.T("事项编码、法定时限、深圳的补贴标准与低收入家庭的范围为示例。",
			"The item code, the legal time limit, the rates in Shenzhen and that families of low income have it are examples."),
		Surrender: instant.Surrender{
			Ends: lang.T("正在领取的残疾人补贴停发，核定通知失效。", "Whichever of the two allowances you receive, and the notice of its award."),
			Costs: lang.T("停发期间的月份不补发；家庭情况或者残疾等级变化后重新申请的，按新的情况核定。",
				"The months in between are not paid later; applied for anew, it is awarded by how things are then."),
			Again: lang.T(
				"可以随时重新申请；符合条件的，从申请的当月起发放（已发的月份不重复）。",
				"You can apply again at any time; where the conditions are met, it is paid from the month of the application, but no month twice.",
			),
		},
	}
}

func needs(c Case) []fact.Query {
	person := c.Applicant.ID
	return []fact.Query{
		fact.Ask(person, dataset.Population.Household),
		condition.NeedsAlive(person),
		fact.Ask(person, dataset.Disabilities.Class, dataset.Disabilities.Level, dataset.Disabilities.Until),
		fact.Ask(person, dataset.Assistance.Kind),
		fact.Ask(person, dataset.Benefits.DisabilityLiving, dataset.Benefits.DisabilityCare, dataset.Benefits.WorkInjuryCare,
			dataset.Benefits.ElderlyAllowance, dataset.Benefits.OtherLiving, dataset.Benefits.OtherCare, dataset.Benefits.DisabilityPaidTo),
		condition.NeedsAccount(c.Form.Account),
	}
}

// issue grants the allowances that are due, by the figure of each month.
func issue(c Case, _ decision.Serial) decision.Grants {
	order := order(c)
	grants := grant(c, granted(c), monthly(c), monthly(c).Grant(order, c.Today()))
	first := calendar.OfMonth(order.FirstMonth)
	grants.Counts = decision.Counts(dataset.Benefits.DisabilityPaidTo, c.Applicant.ID, monthNumber(first)-1)
	return grants
}

// order returns the payment order: from the month of the application, or from the month after the last one
// that an earlier award paid.
func order(c Case) decision.Payment {
	first := c.Today().FirstOfMonth()
	paidTo := fact.Get(c.Facts, c.Applicant.ID, dataset.Benefits.DisabilityPaidTo)
	if paidTo.Known() && paidTo.V >= monthNumber(first) {
		first = first.AddMonths(paidTo.V - monthNumber(first) + 1)
	}
	return orderFrom(c, first)
}

// monthNumber returns a consecutive number of the month, to which months can be added.
func monthNumber(month calendar.Date) int { return month.Year*12 + int(month.Month) - 1 }

func orderFrom(c Case, first calendar.Date) decision.Payment {
	return decision.Payment{
		Title: lang.T("残疾人两项补贴", "Disability allowances"), Account: c.Form.Account,
		Monthly: true, FirstMonth: first.MonthText(),
	}
}

// allowance is one of the two allowances, as it is granted.
type allowance struct {
	part    string // "living" or "care"
	name    lang.Text
	benefit fact.Field[string] // the field of the shared data that records its payment
	series  policy.Series[Allowance]
}

// granted returns the allowances that were granted, or are granted now.
func granted(c Case) []allowance { return grantedOf(c, livingDue(c), careDue(c)) }

func grantedOf(c Case, living, care decision.Finding) (all []allowance) {
	for _, a := range []struct {
		decision.Finding
		allowance
	}{
		{living, allowance{living.Rule, living.Title, dataset.Benefits.DisabilityLiving, c.Policy.Living}},
		{care, allowance{care.Rule, care.Title, dataset.Benefits.DisabilityCare, c.Policy.Care}},
	} {
		is := a.Status == decision.Met
		if c.Granted != nil {
			_, field := fact.NameOf(a.benefit)
			is = slices.ContainsFunc(c.Granted.Records, func(r fact.Record) bool { return r.Values[field] != "" })
		}
		if is {
			all = append(all, a.allowance)
		}
	}
	return all
}

// monthly returns the amounts: the sum of the granted allowances.
func monthly(c Case) decision.Monthly { return monthlyOf(c, granted(c)) }

func monthlyOf(c Case, all []allowance) decision.Monthly {
	place := placeOf(c)
	m := decision.Monthly{Lapsed: func(on calendar.Date) bool {
		return slices.ContainsFunc(all, func(a allowance) bool { return a.series.Lapsed(place, on) })
	}}
	for _, a := range all {
		m.Figures = append(m.Figures, a.series.Days(place)...)
		for _, months := range c.Unpaid[a.part] {
			m.Changes = append(m.Changes, calendar.OfMonth(months.First))
			if last := calendar.OfMonth(months.Last); !last.IsZero() {
				m.Changes = append(m.Changes, last.AddMonths(1))
			}
		}
	}
	m.Amount = func(month, on calendar.Date) (amount decision.Amount, ok bool) {
		for _, a := range all {
			if slices.ContainsFunc(c.Unpaid[a.part], func(months decision.Months) bool { return months.Has(month) }) {
				continue
			}
			figure, ok := a.series.At(place, on)
			if !ok {
				return decision.Amount{}, false
			}
			amount.Fen += figure.Value.Fen
			if !slices.ContainsFunc(amount.Basis,
				func(b policy.Basis) bool { return b.Title == figure.Basis.Title && b.Number == figure.Basis.Number }) {
				amount.Basis = append(amount.Basis, figure.Basis)
			}
		}
		return amount, len(all) > 0
	}
	return m
}

// grant returns the grants with the payment order; the notice states the amount of each allowance in the
// first month.
func grant(c Case, all []allowance, m decision.Monthly, order decision.Payment) decision.Grants {
	place := placeOf(c)
	district := division.District(place)
	issuer, _ := c.Policy.Issuers.At(place, c.Today())
	first := calendar.MustParse(order.FirstMonth + "-01")
	notice := c.Certificate("503", lang.T("残疾人两项补贴核定通知", "Award of the disability allowances"), issuer.Value, place,
		c.Policy.Laws.Allowances)
	if first.After(c.Today()) {
		notice.ValidFrom = first
	}
	notice.ValidUntil = fact.Get(c.Facts, c.Applicant.ID, dataset.Disabilities.Until).V
	var records, ended []fact.Record
	for _, a := range all {
		figure, ok := a.series.At(place, m.Day(first))
		if !ok {
			figure, _ = a.series.At(place, c.Today())
		}
		notice.Entries = append(notice.Entries, certificate.Entry{Label: a.name, Value: decision.PerMonth(figure.Value.Fen)})
		records = append(records, fact.NewRecord(c.Applicant.ID, c.At, a.benefit.Set(district)))
		ended = append(ended, fact.NewRecord(c.Applicant.ID, c.At, a.benefit.Unset()))
	}
	begins := certificate.Entry{Label: lang.T("起发月份", "First month"), Value: lang.Of(calendar.MonthOf(order.FirstMonth))}
	notice.Entries = append(notice.Entries, begins)
	notice.Entries = append(notice.Entries, order.Lines()...)
	return decision.Grants{Certificate: notice, Records: records, OnEnd: ended, Payment: &order}
}

// verify checks the conditions under which the allowances continue: those of both and, while these are met,
// those of each. An allowance that is not due any more ends, and the other continues.
func verify(c Case) []decision.Continuing {
	both := verifyTogether(c)
	if slices.ContainsFunc(both, func(f decision.Continuing) bool { return f.Status != decision.Met }) {
		return both
	}
	for _, a := range granted(c) {
		part := decision.Part{
			Name: a.part, Title: a.name, OnEnd: []fact.Record{fact.NewRecord(c.Applicant.ID, c.At, a.benefit.Unset())},
			Counts: decision.Counts(dataset.Benefits.DisabilityPaidTo, c.Applicant.ID,
				monthNumber(calendar.OfMonth(c.Granted.Payment.FirstMonth))-1),
		}
		still := livingDue(c)
		if a.part == "care" {
			still = careDue(c)
		}
		effect, since := decision.Ends, calendar.Date{}
		for _, ref := range still.Sources {
			switch {
			case ref.Dataset == dataset.Benefits.Dataset.Name: // paid elsewhere: suspended until that stops
				effect = decision.Suspends
			case !ref.AsOf.IsZero(): // the day on which the holder confirmed it
				since = calendar.Of(ref.AsOf)
			}
		}
		both = append(both, still.Otherwise(effect, since).OfPart(part))
	}
	return both
}

// verifyTogether checks the conditions of both allowances.
func verifyTogether(c Case) []decision.Continuing {
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.Disabilities.Until)
	return []decision.Continuing{
		condition.StillAlive(c.Facts, c.Applicant.ID, lang.T("领取人健在", "The recipient is alive"), c.Policy.Laws.Allowances),
		condition.Household(c.Facts, c.Applicant.ID, c.Granted.Certificate.Region, c.Policy.Laws.Allowances).
			Otherwise(decision.Ends, calendar.Date{}),
		certified(c).Otherwise(decision.Suspends, until.V),
		notExcluded(c).Otherwise(decision.Suspends, calendar.Date{}),
	}
}
