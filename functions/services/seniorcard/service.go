// Package seniorcard is 老年人优待证: the card that gives the elderly reduced fares or free travel.
package seniorcard

import (
	"cmp"
	_ "embed"
	"strings"

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
		Place:       cardPlace,
		VerifyEvery: 12,
		Proactive:   &proactive,
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2021-05-01", From: calendar.MustParse("2021-05-01"),
			Needs: needs2021, Claims: claims2021, Decide: decide2021, Issue: issue2021,
			VerifyNeeds: needs2021, Verify: verify2021,
		}, { // a city without a rule refers
			Version: "2021-05-01.2", From: calendar.MustParse("2021-05-01"),
			Needs: needs2021, Claims: claims2021, Decide: decideHousehold, Issue: issue2021,
			VerifyNeeds: needs2021, Verify: verify2021,
		}, { // a permit counts if the household entitles to no card yet; a level ends with the next one, a card with its city
			Version: "2021-05-01.3", From: calendar.MustParse("2021-05-01"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
			Persons:     condition.Persons("seniorcard"),
			VerifyNeeds: lifeNeeds, Verify: verify,
		}},
	}
}

// cardPlace returns the city of the card, or the household if no city is known to issue one.
func cardPlace(c Case) string {
	at, _ := cityOf(c)
	return cmp.Or(at.city, fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household).V)
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
			{Title: lang.T("中华人民共和国老年人权益保障法", "Law on the Protection of the Rights and Interests of the Elderly"),
				Number: "2018年12月29日第三次修正", Article: lang.T("第五十三条、第五十八条", "arts. 53, 58"),
				Source: &policy.Source{URL: "https://flk.npc.gov.cn/", Grade: "A", AsOf: calendar.MustParse("2026-11-27")}},
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
		Keywords: []string{
			"老人卡", "老年卡", "老年证", "老人证", "老年人证", "优待证", "优待卡", "敬老卡", "敬老优待证", "敬老", "免费乘车", "免费坐车", "免费公交", "免费坐公交",
			"坐公交免费", "老人公交卡", "老人地铁", "六十五岁", "65岁", "公园免费", "senior", "card", "bus", "free", "elderly", "old",
			"pass",
		},
		Illustrative: lang.T("事项编码、法定时限与佛山的年龄规定为示例。",
			"The item code, the legal time limit and the ages in Foshan are examples."),
		Surrender: instant.Surrender{
			Ends:  lang.T("优待证失效。", "The card is no longer valid."),
			Costs: lang.T("不能再凭它减免乘车、游园等费用。", "You no longer get reduced fares and park entry with it."),
			Again: lang.T("可以随时重新申请，当场领取。", "You can apply again at any time and get it at once."),
		},
	}
}

// needs reads a residence permit only if the household's city issues no card at this age.
func needs(c Case) []fact.Query {
	queries := needs2021(c)
	at, ok := cityOf(c)
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	if _, reached := levelAt(c, at, born.V); ok && born.Known() && !reached {
		queries = append(queries, needsPermit(c))
	}
	return queries
}

func needsPermit(c Case) fact.Query {
	return fact.Ask(c.Applicant.ID, dataset.ResidencePermits.City, dataset.ResidencePermits.EndorsedTo)
}

// lifeNeeds also reads a permit of the card's city if the household is elsewhere.
func lifeNeeds(c Case) []fact.Query {
	queries := needs2021(c)
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	if household.Known() && !division.Within(household.V, issuedIn(c)) {
		queries = append(queries, needsPermit(c))
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

func issue(c Case, _ decision.Serial) decision.Grants {
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate).V
	at, _ := cityOf(c)
	level, _ := levelAt(c, at, born)
	return cardFor(c, at, level, born, cardKey(c))
}

// cardFor returns the card. It is valid from the birthday if it was applied for early, and until the
// birthday of the next level.
func cardFor(c Case, at place, level Level, born calendar.Date, key string) decision.Grants {
	issuer, _ := c.Policy.Issuers.At(at.city, c.Today())
	card := c.Certificate("502", lang.T("老年人优待证", "Senior card"), issuer.Value, at.city, at.scheme.Basis,
		certificate.Entry{Label: lang.T("优待内容", "Gives"), Value: level.Gives},
		certificate.Entry{Label: lang.T("发证城市", "City"), Value: division.FullName(at.city)},
		certificate.Entry{Label: lang.T("领取方式", "Comes"), Value: form.LabelOf(c.Form.Delivery)},
	)
	if birthday := born.AddYears(level.FromAge); birthday.After(card.ValidFrom) {
		card.ValidFrom = birthday
	}
	card.Claims = certificate.AgesOver(born.Age(c.Today()))
	for _, next := range at.scheme.Value {
		if next.FromAge > level.FromAge {
			card.ValidUntil = born.AddYears(next.FromAge).AddDays(-1)
			break
		}
	}
	return decision.Grants{
		Certificate: card,
		Records:     []fact.Record{fact.NewRecord(c.Applicant.ID, c.At, dataset.Benefits.SeniorCard.Set(key))},
		OnEnd:       []fact.Record{fact.NewRecord(c.Applicant.ID, c.At, dataset.Benefits.SeniorCard.Unset())},
	}
}

// verify checks the conditions under which the card stays in force: the holder is alive, and has a
// household or a permit in the city that issued it.
func verify(c Case) []decision.Continuing {
	return []decision.Continuing{
		condition.StillAlive(c.Facts, c.Applicant.ID, lang.T("持证人健在", "The holder is alive"), c.Policy.Laws.Courtesy),
		stays(c).Otherwise(decision.Suspends, calendar.Date{}),
	}
}

// issuedIn returns the city of the granted card, from its record: 440600/full.
func issuedIn(c Case) string {
	for _, r := range c.Granted.Records {
		if card, ok := r.Values[dataset.Benefits.SeniorCard.Name]; ok {
			city, _, _ := strings.Cut(card, "/")
			return city
		}
	}
	return ""
}

// stays requires a household in the city of the card, or a valid residence permit of it.
func stays(c Case) decision.Finding {
	f := decision.Rule("belongs", lang.T("户籍在发证城市，或持有其有效居住证",
		"Household in the city of the card, or a valid residence permit of it"), c.Policy.Laws.Courtesy)
	of := issuedIn(c)
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	city := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.City)
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.EndorsedTo)
	again := lang.T("迁入地发优待证的，可以向迁入地申请；仍在发证城市居住的，凭有效居住证恢复。",
		"Apply in your new city if it issues such a card. If you still live in the city of the card, a valid residence permit restores it.")
	switch {
	case !household.Known():
		return f.Unknown(household.Ref)
	case division.Within(household.V, of):
		return f.Met(lang.F("您的户籍在%s。", "Your household is registered in %s.", division.FullName(household.V)), household.Ref)
	case city.Known() && division.City(city.V) != of, city.None():
		return f.NotMet(lang.F("您的户籍已在%s，也没有%s的居住证。", "Your household is now in %s, and you have no residence permit of %s.",
			division.FullName(household.V), division.FullName(of)), household.Ref, city.Ref).Advise(again)
	case !city.Known() || !until.Known():
		return f.Unknown(city.Ref, until.Ref)
	case until.V.Before(c.Today()):
		return f.NotMet(lang.F("您的居住证签注已于%s到期。", "The endorsement of your residence permit expired on %s.", until.V), until.Ref).
			Advise(again)
	default:
		return f.Met(lang.F("您持有%s的居住证，有效期至%s。", "You have a residence permit of %s, valid until %s.", division.FullName(of), until.V),
			city.Ref, until.Ref)
	}
}
