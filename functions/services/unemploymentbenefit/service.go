// Package unemploymentbenefit is 失业登记 with 失业保险金: who lost their work registers,
// and has the benefit for as long as they have paid for.
package unemploymentbenefit

import (
	"cmp"
	_ "embed"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
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
const claimKind = "unemployment"

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		VerifyEvery: 1,
		Rules: []instant.Rules[Form, Policy]{{
			Version: "1999-01-22", From: calendar.MustParse("1999-01-22"),
			Needs: needsUncounted, Claims: claims, Decide: decideUncounted, Issue: issueUncounted,
			VerifyNeeds: lifeNeeds, Verify: verify,
		}, { // the months that were paid are counted when it ends, and are not paid again
			Version: "1999-01-22.2", From: calendar.MustParse("1999-01-22"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issueCounted,
			VerifyNeeds: lifeNeeds, Verify: verify,
		}, { // each month is paid by its own figure
			Version: "1999-01-22.3", From: calendar.MustParse("1999-01-22"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
			VerifyNeeds: lifeNeeds, Verify: verify, Monthly: monthly,
		}},
	}
}

// claims returns what may be granted only once.
func claims(c Case) []decision.Claim {
	return []decision.Claim{{Kind: claimKind, Key: c.Applicant.ID}}
}

func item() instant.Item {
	registration := policy.Source{URL: "http://ggfw.jyrongcheng.gov.cn/", Grade: "A", AsOf: calendar.MustParse("2026-11-24")}
	return instant.Item{
		Slug: "unemploymentbenefit", Code: "11440605MB000RL2482442014006000",
		Name: lang.T("失业登记和失业保险金申领", "Unemployment: registration and benefit"),
		Summary: lang.T("离职原因、缴费年限自动核对，登记和失业保险金一次办完。",
			"How employment ended, and what was paid in, is known: registration and benefit at once."),
		Audience:   instant.ForPerson,
		LifeEvent:  lang.T("就业", "Work"),
		Department: lang.T("人力资源和社会保障局", "Human resources and social security bureau"),
		Basis: []policy.Basis{
			{Title: lang.T("失业登记办事指南", "Guide to the registration of the unemployed"), Source: &registration},
			{
				Title:        lang.T("失业保险条例", "Regulations on Unemployment Insurance"),
				Article:      lang.T("第十四条、第十七条", "arts. 14 and 17"),
				Illustrative: true,
			},
		},
		Conditions: []lang.Text{
			lang.T("在法定劳动年龄内，没有就业，没有登记经营", "Of working age, neither employed nor in business"),
			lang.T("失业保险金：缴费满一年，非因本人意愿中断就业", "Benefit: a year paid in, and employment not ended by one's own wish"),
		},
		Materials: []instant.Material{
			{Name: lang.T("身份证", "ID card"), From: dataset.Population.Dataset.Title},
			{Name: lang.T("终止劳动关系证明", "Proof of the end of employment"), From: dataset.Unemployment.Dataset.Title},
			{Name: lang.T("社保缴费清单", "Record of insurance"), From: dataset.SocialInsurance.Dataset.Title},
			{Name: lang.T("求职意愿、收款银行卡号", "The wish to work, and the bank card")},
		},
		Result:      lang.T("失业登记凭证（电子）、失业保险金按月发放", "Proof of registration (electronic), and the monthly benefit"),
		LegalTime:   lang.T("1个工作日（登记）", "1 working day (registration)"),
		Reviewed:    instant.Reviewed{Workdays: 1},
		PromiseTime: lang.T("即时办结", "At once"),
		Fee:         lang.T("不收费", "None"),
		Keywords:    []string{"shiye", "shiyejin", "失业金", "失业", "离职", "下岗", "unemployment"},
		Illustrative: lang.T("事项编码、劳动年龄、最低工资与失业保险金比例、经办机构为示例。",
			"The item code, the working age, the minimum wage and its share, and the authorities are examples."),
		Surrender: instant.Surrender{
			Ends: lang.T("失业登记终止；正在领取失业保险金的，一并停发。", "The registration as unemployed and, where you receive it, the benefit."),
			Costs: lang.T("停发期间的月份不补发，也不再享受以失业登记为条件的就业服务。",
				"The months in between are not paid later, and employment services that require the registration end."),
			Again: lang.T(
				"仍然失业的，可以随时重新登记；失业保险金只发放尚未领取的月份。",
				"While you are out of work you can register again at any time; of the benefit, only the months that were not paid yet are.",
			),
		},
	}
}

// needs asks for the months that were paid before, where the benefit is applied for.
func needs(c Case) []fact.Query {
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

func lifeNeeds(c Case) []fact.Query {
	return append(condition.NeedsJobless(c.Applicant.ID),
		fact.Ask(c.Applicant.ID, dataset.Population.BirthDate), condition.NeedsAlive(c.Applicant.ID))
}

// issue registers, and pays the benefit from the month after, for the months that are left, by
// the figure of each month.
func issue(c Case, _ decision.Serial) decision.Grants {
	return counted(c, grant(c, monthsLeft(c), func(order decision.Payment) decision.Payment { return monthly(c).Grant(order, c.Today()) }))
}

// issueCounted and issueUncounted pay every month by the figure of the day of the application.
// They are kept for what was decided by them.
func issueCounted(c Case, _ decision.Serial) decision.Grants {
	return counted(c, grant(c, monthsLeft(c), monthly(c).On(c.Today()).Pay))
}

func issueUncounted(c Case, _ decision.Serial) decision.Grants {
	return grant(c, monthsOf(c), monthly(c).On(c.Today()).Pay)
}

// counted has the months that are paid counted when the benefit ends.
func counted(c Case, grants decision.Grants) decision.Grants {
	if grants.Payment != nil {
		grants.Counts = decision.Counts(dataset.Unemployment.DrawnMonths, c.Applicant.ID, drawnMonths(c))
	}
	return grants
}

// monthly is the share of the minimum wage of the place.
func monthly(c Case) decision.Monthly {
	at := placeOf(c)
	return decision.Monthly{
		Figures: c.Policy.Rate.Days(at),
		Lapsed:  func(on calendar.Date) bool { return c.Policy.Rate.Lapsed(at, on) },
		Amount: func(_, on calendar.Date) (decision.Amount, bool) {
			rate, ok := c.Policy.Rate.At(at, on)
			return decision.Amount{Fen: rate.Value.MinimumWageFen * rate.Value.Percent / 100, Basis: []policy.Basis{rate.Basis}}, ok
		},
	}
}

// placeOf is where the applicant is insured, or else at home.
func placeOf(c Case) string {
	return cmp.Or(insuredIn(c), fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household).V)
}

// grant registers, and awards the benefit for so many months, as it is priced.
func grant(c Case, months int, priced func(decision.Payment) decision.Payment) decision.Grants {
	at := placeOf(c)
	issuer, _ := c.Policy.Issuers.At(at, c.Today())
	if issuer.Value.Code == "" { // a household elsewhere, and no insurance: the province registers
		issuer, _ = c.Policy.Issuers.At(guangdong, c.Today())
	}
	proof := c.Certificate("603", lang.T("失业登记凭证", "Proof of registration as unemployed"), issuer.Value, at, c.Policy.Laws.Registration,
		certificate.Line(lang.T("登记日期", "Registered on"), c.Today().String()))
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
			Value: lang.F("%d个月（%s至%s）", "%d months (%s to %s)", months, order.FirstMonth, order.LastMonth)},
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

// verify ends the registration with new work, a business, or retirement.
func verify(c Case) []decision.Continuing {
	law := c.Policy.Laws.Registration
	return []decision.Continuing{
		condition.StillAlive(c.Facts, c.Applicant.ID, lang.T("登记人健在", "The registered person is alive"), law),
		condition.Jobless(c.Facts, c.Applicant.ID, law).Otherwise(decision.Ends, calendar.Date{}),
		condition.NoBusiness(c.Facts, c.Applicant.ID, law).Otherwise(decision.Ends, calendar.Date{}),
		workingAge(c).Otherwise(decision.Ends, calendar.Date{}),
	}
}
