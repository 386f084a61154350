// Package disabilityallowance is 残疾人两项补贴: the living allowance of the disabled
// in need, and the care allowance of the gravely disabled. One application has
// whichever is due.
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

// claimKind is what a person may hold once.
const claimKind = "disability-allowance"

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		VerifyEvery: 1,
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2016-01-01", From: calendar.MustParse("2016-01-01"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue2016,
			VerifyNeeds: needs, Verify: verify,
		}, { // each month is paid by its own figure
			Version: "2016-01-01.2", From: calendar.MustParse("2016-01-01"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
			VerifyNeeds: needs, Verify: verify, Monthly: monthly,
		}},
	}
}

// claims returns what may be granted only once.
func claims(c Case) []decision.Claim {
	return []decision.Claim{{Kind: claimKind, Key: c.Applicant.ID}}
}

func item() instant.Item {
	source := policy.Source{URL: "https://ylbk.net/changshi/v0GBO3dQEK.html", Grade: "B", AsOf: calendar.MustParse("2026-11-24")}
	return instant.Item{
		Slug: "disabilityallowance", Code: "11440605MB000MC1502440511002000",
		Name: lang.T("残疾人两项补贴申领", "Allowances of the disabled"),
		Summary: lang.T("困难残疾人生活补贴、重度残疾人护理补贴，一次申请，该有哪项发哪项。",
			"The living allowance and the care allowance: one application, and whichever is due is paid."),
		Audience:   instant.ForPerson,
		LifeEvent:  lang.T("助残", "Disability"),
		Department: lang.T("民政局", "Civil affairs bureau"),
		Basis: []policy.Basis{{
			Title:  lang.T("国务院关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见", "Opinions of the State Council on the two allowances of the disabled"),
			Number: "国发〔2015〕52号", Source: &source,
		}},
		Conditions: []lang.Text{
			lang.T("户籍在本省，持有有效的残疾人证", "Household registered in the province, and a valid certificate of disability"),
			lang.T("生活补贴：属于低保等救助家庭", "Living allowance: a family with minimum living support"),
			lang.T("护理补贴：残疾一、二级，或扩展的三级智力、精神残疾，未领工伤护理费",
				"Care allowance: level 1 or 2, or where widened level 3 of intellect or mind; no care paid for a work injury"),
		},
		Materials: []instant.Material{
			{Name: lang.T("居民身份证、户口簿", "ID card and household register"), From: dataset.Population.Dataset.Title},
			{Name: lang.T("残疾人证", "Certificate of disability"), From: dataset.Disabilities.Dataset.Title},
			{Name: lang.T("低保证", "Proof of minimum living support"), From: dataset.Assistance.Dataset.Title},
			{Name: lang.T("银行卡复印件", "Copy of the bank card"), From: dataset.BankAccounts.Dataset.Title},
			{Name: lang.T("本人银行卡号", "Your bank card number")},
		},
		Result:       lang.T("补贴核定通知（电子）及每月发放", "Award notice (electronic) and a monthly payment"),
		LegalTime:    lang.T("20个工作日", "20 working days"),
		Reviewed:     instant.Reviewed{Workdays: 20},
		PromiseTime:  lang.T("即时办结", "At once"),
		Fee:          lang.T("不收费", "None"),
		Keywords:     []string{"canji", "butie", "残疾", "护理补贴", "生活补贴", "disability"},
		Illustrative: lang.T("事项编码、法定时限与广东各地的补贴标准为示例。", "The item code, the legal time limit and the rates in Guangdong are examples."),
		Surrender: instant.Surrender{
			Ends: lang.T("正在领取的残疾人补贴停发，核定通知失效。", "Whichever of the two allowances you receive, and the notice of its award."),
			Costs: lang.T("停发期间的月份不补发；家庭情况或者残疾等级变化后重新申请的，按新的情况核定。",
				"The months in between are not paid later; applied for anew, it is awarded by how things are then."),
			Again: lang.T("可以随时重新申请；符合条件的，从申请的次月起发放。",
				"You can apply again at any time; where the conditions are met, it is paid from the month after that."),
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
		fact.Ask(person, dataset.Benefits.DisabilityLiving, dataset.Benefits.DisabilityCare, dataset.Benefits.WorkInjuryCare),
		condition.NeedsAccount(c.Form.Account),
	}
}

// issue awards what is due, by the figure of each month.
func issue(c Case, _ decision.Serial) decision.Grants {
	return grant(c, monthly(c), monthly(c).Grant(order(c), c.Today()))
}

// issue2016 pays every month by the figure of the day of the application. It is kept for what was
// decided by it.
func issue2016(c Case, _ decision.Serial) decision.Grants {
	return grant(c, monthly(c).On(c.Today()), monthly(c).On(c.Today()).Pay(order(c)))
}

// order is paid from the month after the application.
func order(c Case) decision.Payment {
	return decision.Payment{
		Title: lang.T("残疾人两项补贴", "Allowances of the disabled"), Account: c.Form.Account,
		Monthly: true, FirstMonth: c.Today().FirstOfMonth().AddMonths(1).MonthText(),
	}
}

// allowance is one of the two that is granted.
type allowance struct {
	name    lang.Text
	benefit fact.Field[string] // under which shared data know that it is paid
	series  policy.Series[Allowance]
}

// granted are the allowances that were granted, or are granted now.
func granted(c Case) (all []allowance) {
	living, care := livingDue(c), careDue(c)
	for _, a := range []struct {
		decision.Finding
		allowance
	}{
		{living, allowance{living.Title, dataset.Benefits.DisabilityLiving, c.Policy.Living}},
		{care, allowance{care.Title, dataset.Benefits.DisabilityCare, c.Policy.Care}},
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

// monthly is the sum of the allowances that are granted.
func monthly(c Case) decision.Monthly {
	place, all := placeOf(c), granted(c)
	m := decision.Monthly{Lapsed: func(on calendar.Date) bool {
		return slices.ContainsFunc(all, func(a allowance) bool { return a.series.Lapsed(place, on) })
	}}
	for _, a := range all {
		m.Figures = append(m.Figures, a.series.Days(place)...)
	}
	m.Amount = func(_, on calendar.Date) (amount decision.Amount, ok bool) {
		for _, a := range all {
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

// grant awards what the order pays: it names the amount of each allowance in the first month.
func grant(c Case, m decision.Monthly, order decision.Payment) decision.Grants {
	place := placeOf(c)
	district := division.District(place)
	issuer, _ := c.Policy.Issuers.At(place, c.Today())
	first := calendar.MustParse(order.FirstMonth + "-01")
	notice := c.Certificate("503", lang.T("残疾人两项补贴核定通知", "Award of the allowances of the disabled"), issuer.Value, place,
		c.Policy.Laws.Allowances)
	notice.ValidFrom = first
	notice.ValidUntil = fact.Get(c.Facts, c.Applicant.ID, dataset.Disabilities.Until).V
	var learned, ended []fact.Record
	for _, a := range granted(c) {
		figure, ok := a.series.At(place, m.Day(first))
		if !ok {
			figure, _ = a.series.At(place, c.Today())
		}
		notice.Entries = append(notice.Entries, certificate.Entry{Label: a.name, Value: decision.PerMonth(figure.Value.Fen)})
		learned = append(learned, fact.NewRecord(c.Applicant.ID, c.At, a.benefit.Set(district)))
		ended = append(ended, fact.NewRecord(c.Applicant.ID, c.At, a.benefit.Unset()))
	}
	notice.Entries = append(notice.Entries, certificate.Line(lang.T("起发月份", "First month"), order.FirstMonth))
	notice.Entries = append(notice.Entries, order.Lines()...)
	return decision.Grants{Certificate: notice, Records: learned, OnEnd: ended, Payment: &order}
}

// verify checks the conditions under which the allowances go on.
func verify(c Case) []decision.Continuing {
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.Disabilities.Until)
	return []decision.Continuing{
		condition.StillAlive(c.Facts, c.Applicant.ID, lang.T("领取人健在", "The recipient is alive"), c.Policy.Laws.Allowances),
		household(c).Otherwise(decision.Ends, calendar.Date{}),
		certified(c).Otherwise(decision.Suspends, until.V),
	}
}
