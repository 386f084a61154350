// Package residencepermit is 居住证: the permit for people who live outside the city of their
// household registration, and its yearly endorsement.
package residencepermit

import (
	"cmp"
	_ "embed"

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

// claimKind makes each step unique: a new permit after the previous one, and the endorsement of a year.
const claimKind = "residence-permit"

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		Place:       livesIn,
		VerifyEvery: 6,
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2016-01-01", From: calendar.MustParse("2016-01-01"),
			Needs: needs2016, Claims: claims, Decide: decide2016, Issue: issue2016,
			VerifyNeeds: lifeNeeds, Verify: verify,
		}, { // accepts the papers of art. 9, and Shenzhen's arts. 19 and 24
			Version: "2016-01-01.2", From: calendar.MustParse("2016-01-01"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
			Persons:     condition.Persons("residencepermit"),
			VerifyNeeds: lifeNeeds, Verify: verify,
		}},
	}
}

// livesIn returns the residence for which a permit is applied, or the city of the permit if none is on
// record.
func livesIn(c Case) string {
	return cmp.Or(homeOf(c).V, fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.City).V)
}

func item() instant.Item {
	source := policy.Source{URL: "http://fslgb.foshan.gov.cn/laws/gdszcfg_1/content/post_475631.html", Grade: "A",
		AsOf: calendar.MustParse("2026-11-27")}
	return instant.Item{
		Slug: "residencepermit", Code: "11440600MB000PA3732440709001000",
		Name: lang.T("居住证申领与签注", "Residence permit and its endorsement"),
		Summary: lang.T("离开户籍地居住半年以上，凭就业、住所或就读领取居住证，每年签注。",
			"If you have lived outside your household's city for half a year or more, get a residence permit, and endorse it every year."),
		Audience:   instant.ForPerson,
		LifeEvent:  lang.T("来粤定居", "Settling in Guangdong"),
		Department: lang.T("公安局", "Public security bureau"),
		Basis: []policy.Basis{{
			Title: lang.T("居住证暂行条例", "Interim Regulations on Residence Permits"), Number: "国务院令第663号",
			Article: lang.T("第二条、第九条、第十条、第二十一条", "arts. 2, 9, 10 and 21"), Source: &source,
		}},
		Conditions: []lang.Text{
			lang.T("户籍不在本市，居住登记满半年（深圳满12个月）",
				"Your household is registered in another city, and your residence here for half a year (12 months in Shenzhen)"),
			lang.T("有合法稳定就业、合法稳定住所、连续就读之一；数据中没有记录的，凭纸质证明由人工核实",
				"Stable employment, stable lodging or continuous study; what is not on record can be proved by paper, and a person checks it"),
			lang.T("深圳按社会保险月数；全日制中高等教育学生和引进人才办理居住登记后可直接申领",
				"Shenzhen: months of social insurance; full-time students of secondary or higher education, and talents, apply directly"),
			lang.T("签注：每满一年前一个月内办理（深圳60日内），逾期可补办恢复",
				"Endorsement: in the month before each full year (60 days in Shenzhen); a late endorsement restores the permit"),
		},
		Materials: []instant.Material{
			{Name: lang.T("居民身份证", "ID card"), From: dataset.Population.Dataset.Title},
			{Name: lang.T("居住地址证明", "Proof of residence"), From: dataset.Residence.Dataset.Title},
			{Name: lang.T("劳动合同、就业证明", "Proof of employment"), From: dataset.SocialInsurance.Dataset.Title},
			{Name: lang.T("营业执照", "Business licence"), From: dataset.Operators.Dataset.Title},
			{Name: lang.T("房屋产权证、租赁合同", "Property certificate or lease"), From: dataset.Housing.Dataset.Title},
			{Name: lang.T("学生证、在读证明", "Proof of study"), From: dataset.Enrolment.Dataset.Title},
		},
		Result: lang.T("居住证（电子）", "Residence permit (electronic)"),
		Afterwards: lang.T("居住证每年签注一次，请在每满一年之日前一个月内办理。",
			"The permit is endorsed once a year: please apply in the month before each year is over."),
		LegalTime:   lang.T("15日", "15 days"),
		Reviewed:    instant.Reviewed{Days: 15},
		PromiseTime: lang.T("即时办结", "At once"),
		Fee:         lang.T("首次申领和签注免费；换领、补领缴纳工本费", "The first permit and endorsements are free; a replacement costs its production"),
		Keywords: []string{
			"居住证", "办居住证", "居住证签注", "居住证续签", "居住证到期", "居住证年审", "居住登记", "续签", "签注", "暂住证", "外地人", "外来人口", "流动人口",
			"租客登记", "residence", "permit", "renew", "renewal", "migrant",
		},
		Illustrative: lang.T("事项编码与签发机关为示例。", "The item code and the authorities are examples."),
		Surrender: instant.Surrender{
			Kept: lang.T("居住证每年签注，到期不签注即自动中止；离开本市的，注销居住登记即可。居住登记和居住年限是事实记录，不能放弃。",
				"A permit without its yearly endorsement is suspended automatically. If you leave the city, cancel your residence "+
					"registration. Residence and its length are recorded facts and cannot be given up."),
		},
	}
}

func needs(c Case) []fact.Query {
	person := c.Applicant.ID
	permits := dataset.ResidencePermits
	queries := []fact.Query{
		fact.Ask(person, dataset.Population.Household),
		fact.Ask(person, dataset.Deaths.Date),
		fact.Ask(person, dataset.Residence.Division, dataset.Residence.Since),
		fact.Ask(person, permits.City, permits.IssuedOn, permits.EndorsedTo, permits.YearsFrom),
	}
	home := homeOf(c)
	if !home.Known() {
		return queries
	}
	insured := fact.Ask(person, dataset.SocialInsurance.City, dataset.SocialInsurance.Of12, dataset.SocialInsurance.Of24)
	enrolled := fact.Ask(person, dataset.Enrolment.City, dataset.Enrolment.Active, dataset.Enrolment.Stage, dataset.Enrolment.FullTime)
	if _, byInsurance := c.Policy.Insurance.At(home.V, c.Today()); byInsurance {
		if c.Form.Ground == Study {
			queries = append(queries, enrolled)
		}
		return append(queries, insured)
	}
	switch {
	case c.Form.Kind == Endorse:
		return queries
	case c.Form.Ground == Employment:
		return append(queries, fact.Ask(person, dataset.SocialInsurance.City, dataset.SocialInsurance.Employed),
			fact.Ask(person, dataset.Operators.Division))
	case c.Form.Ground == Lodging:
		return append(queries, fact.Ask(person, dataset.Housing.City, dataset.Housing.Kind, dataset.Housing.Until))
	case c.Form.Ground == Study:
		return append(queries, fact.Ask(person, dataset.Enrolment.City, dataset.Enrolment.Active))
	}
	return queries
}

// claims has the previous permit and its endorsement in the key, so that one step can follow each.
func claims(c Case) []decision.Claim {
	home := homeOf(c)
	if !home.Known() || c.Form.Kind == "" {
		return nil
	}
	before := "first"
	if endorsed := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.EndorsedTo); endorsed.Known() {
		before = endorsed.V.String()
	}
	return []decision.Claim{{Kind: claimKind, Key: c.Applicant.ID + "/" + division.City(home.V) + "/" + before}}
}

// issue returns the permit for one year. An endorsement in time continues the year before. A late one
// starts a new year, and the years of residence count from it (art. 10).
func issue(c Case, serial decision.Serial) decision.Grants {
	grants := issue2016(c, serial)
	years := dataset.ResidencePermits.YearsFrom
	endorsed := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.EndorsedTo).V
	from := fact.Get(c.Facts, c.Applicant.ID, years).V
	switch {
	case c.Form.Kind == Apply:
		grants.Records = append(grants.Records, fact.NewRecord(c.Applicant.ID, c.At, years.Unset()))
		return grants
	case c.Today().After(endorsed):
		from = c.Today()
		grants.Records = append(grants.Records, fact.NewRecord(c.Applicant.ID, c.At, years.Set(from)))
	}
	if !from.IsZero() {
		grants.Certificate.Entries = append(grants.Certificate.Entries,
			certificate.DayLine(lang.T("居住年限自此日起连续计算", "Years of residence count from"), from))
	}
	return grants
}
