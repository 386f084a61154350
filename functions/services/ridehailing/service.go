// Package ridehailing is 网约车驾驶员证: the certificate for ride-hailing drivers, decided by licence,
// points, records and exam.
package ridehailing

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

// claimKind makes the certificate unique for a person and city.
const claimKind = "ride-hailing"

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		Place:       func(c Case) string { return string(c.Form.City) },
		VerifyEvery: 3,
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2016-11-01", From: calendar.MustParse("2016-11-01"),
			Needs: needs2016, Claims: claims, Decide: decide2016, Issue: issue,
			VerifyNeeds: lifeNeeds, Verify: verify2016,
		}, { // where the city says so, a new permit counts; an example does not reject
			Version: "2016-11-01.2", From: calendar.MustParse("2016-11-01"),
			Needs: needs, Claims: claims, Decide: decideOneClass, Issue: issue,
			VerifyNeeds: lifeNeeds, Verify: verify2016,
		}, { // reads the classes as licences print them
			Version: "2016-11-01.3", From: calendar.MustParse("2016-11-01"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
			VerifyNeeds: lifeNeeds, Verify: verify,
		}},
	}
}

func item() instant.Item {
	source := policy.Source{URL: "https://laweer.com/question/84a8de8f4e6c4.html", Grade: "B", AsOf: calendar.MustParse("2026-11-24")}
	return instant.Item{
		Slug: "ridehailing", Code: "11440600MB000JT15H2440118002000",
		Name: lang.T("网约车驾驶员证核发", "Ride-hailing driver's certificate"),
		Summary: lang.T("驾驶证、记分、记录、考试自动核对，当场发证。",
			"Licence, points, records and exam are checked automatically, and the certificate is issued at once."),
		Audience:   instant.ForPerson,
		LifeEvent:  lang.T("就业", "Work"),
		Department: lang.T("交通运输局", "Transport bureau"),
		Basis: []policy.Basis{{
			Title:   lang.T("网络预约出租汽车经营服务管理暂行办法", "Interim measures on ride-hailing services"),
			Article: lang.T("第十四条、第十五条", "arts. 14 and 15"), Source: &source,
		}},
		Conditions: []lang.Text{
			lang.T("相应准驾车型，3年以上驾驶经历", "A licence of the right class for at least 3 years"),
			lang.T("无交通肇事、危险驾驶、暴力犯罪和吸毒记录，无饮酒后驾驶记录",
				"No record of traffic crimes, dangerous driving, violent crimes, drug use or driving after drinking"),
			lang.T("最近连续3个记分周期没有记满12分，考试合格", "Fewer than 12 points in each of the last 3 scoring cycles; exam passed"),
			lang.T("从业城市规定的其他条件（广州：户籍或居住证；深圳：2022年起不要求；珠海：户籍或居住证满1年，未满60周岁）",
				"Other conditions of the city (Guangzhou: household or a residence permit; Shenzhen: none since 2022; Zhuhai: household or a "+
					"residence permit for 1 year, under 60)"),
		},
		Materials: []instant.Material{
			{Name: lang.T("机动车驾驶证", "Driving licence"), From: dataset.Licences.Dataset.Title},
			{Name: lang.T("无违法犯罪记录证明", "Criminal record certificate"), From: dataset.Convictions.Dataset.Title},
			{Name: lang.T("考试合格证明", "Proof of the passed exam"), From: dataset.DriverExams.Dataset.Title},
			{Name: lang.T("户口簿或居住证", "Household register or residence permit"), From: dataset.ResidencePermits.Dataset.Title},
			{Name: lang.T("从业城市、手机号码", "City and mobile number")},
		},
		Result:      lang.T("网约车驾驶员证（电子）", "Ride-hailing driver's certificate (electronic)"),
		LegalTime:   lang.T("20个工作日", "20 working days"),
		Reviewed:    instant.Reviewed{Workdays: 20},
		PromiseTime: lang.T("即时办结", "At once"),
		Fee:         lang.T("不收费", "None"),
		Keywords: []string{
			"网约车", "网约车证", "网约车司机", "网约车驾驶证", "开网约车", "开滴滴", "跑滴滴", "滴滴", "滴滴司机", "司机", "司机证", "出租车", "从业资格", "从业资格证",
			"人证", "跑车", "专车", "快车", "顺风车", "driver", "taxi", "uber", "didi", "ride", "driving",
		},
		Illustrative: lang.T("事项编码、法定时限、有效期、发证机关与佛山的城市条件为示例。",
			"The item code, the legal time limit, the term, the authorities and the city conditions of Foshan are examples."),
		Surrender: instant.Surrender{
			Ends:  lang.T("驾驶员证失效，不得再从事网约车经营。", "The driver's certificate is no longer valid, and you may not drive ride-hailing cars."),
			Costs: lang.T("剩余的有效期作废。", "The rest of the term is lost."),
			Again: lang.T("可以随时重新申请，须届时仍符合全部条件（包括年龄）。",
				"You can apply again at any time, if you then meet all conditions, including the age limit."),
		},
	}
}

func needs(c Case) []fact.Query {
	person := c.Applicant.ID
	queries := append(lifeNeeds(c),
		fact.Ask(person, dataset.Population.BirthDate, dataset.Population.Household),
		fact.Ask(person, dataset.DriverExams.City, dataset.DriverExams.PassedOn))
	terms, _ := c.Policy.City.At(string(c.Form.City), c.Today())
	household := fact.Get(c.Facts, person, dataset.Population.Household)
	if terms.Value.asksPermit() && household.Known() && !division.Within(household.V, string(c.Form.City)) {
		queries = append(queries,
			fact.Ask(person, dataset.ResidencePermits.City, dataset.ResidencePermits.IssuedOn, dataset.ResidencePermits.EndorsedTo))
	}
	return queries
}

func lifeNeeds(c Case) []fact.Query {
	person := c.Applicant.ID
	return []fact.Query{
		condition.NeedsAlive(person),
		fact.Ask(person, dataset.Licences.Class, dataset.Licences.IssuedOn, dataset.Licences.Until, dataset.Licences.Cycles),
		fact.Ask(
			person,
			dataset.Convictions.Traffic,
			dataset.Convictions.Violent,
			dataset.Convictions.Drugs,
			dataset.Convictions.DrunkDriving,
		),
	}
}

func claims(c Case) []decision.Claim {
	if c.Form.City == "" {
		return nil
	}
	return []decision.Claim{{Kind: claimKind, Key: c.Applicant.ID + "/" + string(c.Form.City)}}
}

// issue returns the certificate for the city's term, but not beyond the city's age limit.
func issue(c Case, _ decision.Serial) decision.Grants {
	city := string(c.Form.City)
	issuer, _ := c.Policy.Issuers.At(city, c.Today())
	years, _ := c.Policy.Years.At(city, c.Today())
	terms, _ := c.Policy.City.At(city, c.Today())
	proof := c.Certificate("801", lang.T("网络预约出租汽车驾驶员证", "Ride-hailing driver's certificate"), issuer.Value, city, c.Policy.Laws.Exam,
		certificate.Entry{Label: lang.T("从业城市", "City"), Value: form.LabelOf(c.Form.City)},
		certificate.Line(lang.T("准驾车型", "Class"), fact.Get(c.Facts, c.Applicant.ID, dataset.Licences.Class).V),
	)
	proof.ValidUntil = c.Today().AddYears(years.Value).AddDays(-1)
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate).V
	if last := born.AddYears(terms.Value.BelowAge).AddDays(-1); terms.Value.BelowAge > 0 && last.Before(proof.ValidUntil) {
		proof.ValidUntil = last
	}
	return decision.Grants{Certificate: proof}
}
