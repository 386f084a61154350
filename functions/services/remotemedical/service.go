// Package remotemedical is 异地就医备案: people insured in one city get their care in another city paid.
package remotemedical

import (
	_ "embed"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

//go:embed policy.yaml
var document []byte

// guangdong is the division code of the province that the service serves.
const guangdong = "440000"

// claimKind makes the filing unique for a person.
const claimKind = "care-elsewhere"

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		Place:       func(c Case) string { return insuredIn(c).V },
		VerifyEvery: 1,
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2022-06-30", From: calendar.MustParse("2022-06-30"),
			Needs: needs2022, Claims: claims, Decide: decide2022, Issue: issue2022,
			VerifyNeeds: lifeNeeds, Verify: verify,
		}, { // a filing of people who live or work there has no term; papers are referred
			Version: "2022-06-30.2", From: calendar.MustParse("2022-06-30"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
			Persons:     condition.Persons("remotemedical"),
			VerifyNeeds: lifeNeeds, Verify: verify,
		}},
	}
}

// claims returns what may be granted only once.
func claims(c Case) []decision.Claim {
	return []decision.Claim{{Kind: claimKind, Key: c.Applicant.ID}}
}

func item() instant.Item {
	return instant.Item{
		Slug: "remotemedical", Code: "11440605MB000YB11Y2442036002000",
		Name: lang.T("异地就医备案", "Care in another city"),
		Summary: lang.T("省内异地就医无需备案；到外省居住、工作或临时就医，备案后直接结算，跨城即时通办。",
			"Inside the province no filing is needed. If you live, work or see a doctor in another province, file here at once and your bills "+
				"are settled there directly."),
		Audience:   instant.ForPerson,
		Handling:   instant.Filing,
		LifeEvent:  lang.T("就医", "Health"),
		Department: lang.T("医疗保障局", "Medical insurance bureau"),
		Basis: []policy.Basis{{Title: lang.T("关于进一步做好基本医疗保险跨省异地就医直接结算工作的通知",
			"Notice on direct settlement of medical bills in other provinces"), Number: "医保发〔2022〕22号",
			Source: &policy.Source{URL: "http://gansulong.com/c/030HP64532024.html", Grade: "B", AsOf: calendar.MustParse("2026-11-28")}}},
		Conditions: []lang.Text{
			lang.T("在本省参保，待遇正常", "Insured in the province, with active benefits"),
			lang.T("省内异地就医无需备案（示例规则）；急诊抢救视同已备案",
				"Inside the province no filing is needed (an example rule). An emergency counts as filed"),
			lang.T("就医地不是参保地", "The city of care is not the city of insurance"),
			lang.T("长期居住、常驻工作：户籍已迁入的无需其他证明，其他人凭居住证、社保数据或书面承诺，备案长期有效；临时外出就医无需材料，不少于6个月",
				"Living or working there: a household there needs no other proof; others a residence permit, insurance data or a declaration; "+
					"the filing has no term. Temporary care: no proof needed, at least six months"),
		},
		Materials: []instant.Material{
			{Name: lang.T("参保凭证", "Proof of insurance"), From: dataset.MedicalInsurance.Dataset.Title},
			{Name: lang.T("户口簿", "Household register"), From: dataset.Population.Dataset.Title},
			{Name: lang.T("居住证", "Residence permit"), From: dataset.ResidencePermits.Dataset.Title},
			{Name: lang.T("异地工作证明", "Proof of work in the other city"), From: dataset.SocialInsurance.Dataset.Title},
			{Name: lang.T("就医地、备案类型", "City of care and reason")},
		},
		Result:      lang.T("异地就医备案凭证（电子）", "Proof of the filing (electronic)"),
		LegalTime:   lang.T("2个工作日", "2 working days"),
		Reviewed:    instant.Reviewed{Workdays: 2},
		PromiseTime: lang.T("即时办结", "At once"),
		Fee:         lang.T("不收费", "None"),
		Keywords: []string{
			"异地就医", "异地医保", "异地看病", "外地看病", "看病", "外地住院", "住院", "跨省", "跨省就医", "跨省看病", "异地报销", "医保备案", "异地备案", "转院",
			"转诊", "转外地", "跨城", "医保报销", "报销", "外地就医", "medical", "hospital", "doctor", "treatment", "another city",
			"travel", "insurance", "care",
		},
		Illustrative: lang.T("事项编码、省内免备案的规则与经办机构为示例。", "The item code, the rule inside the province and the authorities are examples."),
		Surrender: instant.Surrender{
			Ends: lang.T("异地就医备案取消。", "The filing for care in another city is cancelled."),
			Costs: lang.T(
				"此后在就医地看病不能直接结算，或者按较低的比例报销；已经结算的不受影响。",
				"From then on, care in that city is not settled directly or is reimbursed at a lower rate. Settled bills are not affected.",
			),
			Again: lang.T("可以随时重新备案，也可以改选就医地，当场生效。", "You can file again at any time, also for another city, with effect at once."),
		},
	}
}

// needs reads only the data of the chosen reason from the other city.
func needs(c Case) []fact.Query {
	person, insurance := c.Applicant.ID, dataset.MedicalInsurance
	queries := []fact.Query{
		condition.NeedsAlive(person),
		fact.Ask(person, insurance.City, insurance.Active, insurance.Elsewhere, insurance.ElsewhereUntil),
	}
	switch c.Form.Kind {
	case Residing:
		queries = append(queries, fact.Ask(person, dataset.ResidencePermits.City, dataset.ResidencePermits.EndorsedTo),
			fact.Ask(person, dataset.Population.Household))
	case Working:
		queries = append(queries, fact.Ask(person, dataset.SocialInsurance.City, dataset.SocialInsurance.Employed))
	}
	return queries
}

// issue returns a filing of at least six months for temporary care, otherwise one without a term, which is
// in force until it is changed.
func issue(c Case, _ decision.Serial) decision.Grants {
	city := insuredIn(c).V
	issuer, _ := c.Policy.Issuers.At(city, c.Today())
	proof := c.Certificate("604", lang.T("异地就医备案凭证", "Proof of filing for care in another city"), issuer.Value, city, c.Policy.Laws.Filing,
		certificate.Entry{Label: lang.T("参保地", "Insured in"), Value: division.FullName(city)},
		certificate.Entry{Label: lang.T("就医地", "City of care"), Value: form.LabelOf(c.Form.Destination)},
		certificate.Entry{Label: lang.T("备案类型", "Why"), Value: form.LabelOf(c.Form.Kind)},
	)
	insurance := dataset.MedicalInsurance
	until := insurance.ElsewhereUntil.Unset()
	if c.Form.Kind == Temporary {
		months, _ := c.Policy.Temporary.At(city, c.Today())
		proof.ValidUntil = c.Today().AddMonths(months.Value).AddDays(-1)
		until = insurance.ElsewhereUntil.Set(proof.ValidUntil)
	}
	return decision.Grants{
		Certificate: proof,
		Records: []fact.Record{fact.NewRecord(c.Applicant.ID, c.At,
			insurance.Elsewhere.Set(string(c.Form.Destination)), until)},
		OnEnd: []fact.Record{fact.NewRecord(c.Applicant.ID, c.At, insurance.Elsewhere.Unset(), insurance.ElsewhereUntil.Unset())},
	}
}

// lifeNeeds returns the queries of a verification.
func lifeNeeds(c Case) []fact.Query {
	return []fact.Query{condition.NeedsAlive(c.Applicant.ID),
		fact.Ask(c.Applicant.ID, dataset.MedicalInsurance.City, dataset.MedicalInsurance.Active)}
}
