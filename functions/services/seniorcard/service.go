// Package seniorcard is 老年人优待证: the card that gives the elderly reduced fares or free travel.
package seniorcard

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

// claimKind makes the card unique for a person, city and level.
const claimKind = "senior-card"

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		VerifyEvery: 12,
		Proactive:   &proactive,
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2021-05-01", From: calendar.MustParse("2021-05-01"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
			VerifyNeeds: needs, Verify: verify,
		}},
	}
}

func item() instant.Item {
	return instant.Item{
		Slug: "seniorcard", Code: "11440605MB000MC1502442011003000",
		Name:       lang.T("老年人优待证办理", "Senior card"),
		Summary:    lang.T("60周岁起凭证乘车、游园享受优待，65周岁起免费乘车。", "From 60, reduced fares and park entry; from 65, free public transport."),
		Audience:   instant.ForPerson,
		LifeEvent:  lang.T("养老", "Old age"),
		Department: lang.T("民政局", "Civil affairs bureau"),
		Basis: []policy.Basis{
			{Title: lang.T("中华人民共和国老年人权益保障法", "Law on the Protection of the Rights and Interests of the Elderly"), Illustrative: true},
		},
		Conditions: []lang.Text{
			lang.T("达到发证城市的优待年龄（广州、佛山60周岁，深圳65周岁）", "The age set by the city (60 in Guangzhou and Foshan, 65 in Shenzhen)"),
			lang.T("户籍在发证城市，或持有其有效居住证", "Household in the city, or a valid residence permit of the city"),
		},
		Materials: []instant.Material{
			{Name: lang.T("居民身份证、户口簿", "ID card and household register"), From: dataset.Population.Dataset.Title},
			{Name: lang.T("居住证", "Residence permit"), From: dataset.ResidencePermits.Dataset.Title},
			{Name: lang.T("领取方式", "Delivery")},
		},
		Result:      lang.T("老年人优待证（电子）", "Senior card (electronic)"),
		LegalTime:   lang.T("10个工作日", "10 working days"),
		Reviewed:    instant.Reviewed{Workdays: 10},
		PromiseTime: lang.T("即时办结", "At once"),
		Fee:         lang.T("不收费", "None"),
		Keywords:    []string{"youdaizheng", "laoren", "老人卡", "优待证", "免费乘车", "敬老", "senior"},
		Illustrative: lang.T("事项编码、法定时限、法律条文与佛山的年龄规定为示例。",
			"The item code, the legal time limit, the articles and the ages in Foshan are examples."),
		Surrender: instant.Surrender{
			Ends:  lang.T("优待证失效。", "The card is no longer valid."),
			Costs: lang.T("不能再凭它减免乘车、游园等费用。", "You no longer get reduced fares and park entry with it."),
			Again: lang.T("可以随时重新申请，当场领取。", "You can apply again at any time and get it at once."),
		},
	}
}

// needs asks for a residence permit only if the household's city issues no card.
func needs(c Case) []fact.Query {
	queries := []fact.Query{
		fact.Ask(c.Applicant.ID, dataset.Population.BirthDate, dataset.Population.Household),
		condition.NeedsAlive(c.Applicant.ID),
		fact.Ask(c.Applicant.ID, dataset.Benefits.SeniorCard),
	}
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	if _, ok := c.Policy.Levels.At(household.V, c.Today()); household.Known() && !ok {
		queries = append(queries, fact.Ask(c.Applicant.ID, dataset.ResidencePermits.City, dataset.ResidencePermits.EndorsedTo))
	}
	return queries
}

func claims(c Case) []decision.Claim {
	key := cardKey(c)
	if key == "" {
		return nil
	}
	return []decision.Claim{{Kind: claimKind, Key: c.Applicant.ID + "/" + key}}
}

// issue makes the card. A card applied for early is valid from the birthday, and each card until
// the birthday of the next level.
func issue(c Case, _ decision.Serial) decision.Grants {
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate).V
	city := cityOf(c)
	issuer, _ := c.Policy.Issuers.At(city, c.Today())
	scheme, _ := c.Policy.Levels.At(city, c.Today())
	level, _ := levelOf(c, born)
	card := c.Certificate("502", lang.T("老年人优待证", "Senior card"), issuer.Value, city, scheme.Basis,
		certificate.Entry{Label: lang.T("优待内容", "Gives"), Value: level.Gives},
		certificate.Entry{Label: lang.T("发证城市", "City"), Value: division.FullName(city)},
		certificate.Entry{Label: lang.T("领取方式", "Comes"), Value: form.LabelOf(c.Form.Delivery)},
	)
	if birthday := born.AddYears(level.FromAge); birthday.After(card.ValidFrom) {
		card.ValidFrom = birthday
	}
	card.Claims = certificate.AgesOver(born.Age(c.Today()))
	for _, next := range scheme.Value {
		if next.FromAge > level.FromAge {
			card.ValidUntil = born.AddYears(next.FromAge).AddDays(-1)
			break
		}
	}
	return decision.Grants{
		Certificate: card,
		Records:     []fact.Record{fact.NewRecord(c.Applicant.ID, c.At, dataset.Benefits.SeniorCard.Set(cardKey(c)))},
		OnEnd:       []fact.Record{fact.NewRecord(c.Applicant.ID, c.At, dataset.Benefits.SeniorCard.Unset())},
	}
}

// verify checks the conditions under which the card stays in force.
func verify(c Case) []decision.Continuing {
	return []decision.Continuing{
		condition.StillAlive(c.Facts, c.Applicant.ID, lang.T("持证人健在", "The holder is alive"), c.Policy.Laws.Courtesy),
		belongs(c).Otherwise(decision.Suspends, calendar.Date{}),
	}
}
