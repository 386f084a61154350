// Package residencepermit is 居住证: the permit for people who live outside the city of their
// household registration, and its yearly endorsement.
package residencepermit

import (
	_ "embed"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
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

// claimKind makes unique a new permit after the previous one, and the endorsement of a year.
const claimKind = "residence-permit"

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		VerifyEvery: 6,
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2016-01-01", From: calendar.MustParse("2016-01-01"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
			VerifyNeeds: lifeNeeds, Verify: verify,
		}},
	}
}

func item() instant.Item {
	source := policy.Source{URL: "http://fslgb.foshan.gov.cn/laws/gdszcfg_1/content/post_475631.html", Grade: "A",
		AsOf: calendar.MustParse("2026-11-24")}
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
			Article: lang.T("第二条", "art. 2"), Source: &source,
		}},
		Conditions: []lang.Text{
			lang.T("户籍不在本市，居住登记满半年（深圳满12个月）",
				"Your household is registered in another city, and your residence here for half a year (12 months in Shenzhen)"),
			lang.T("有合法稳定就业、合法稳定住所、连续就读之一（深圳按社会保险月数）",
				"Stable employment, stable lodging or continuous study (Shenzhen: months of social insurance)"),
			lang.T("签注：每满一年前一个月内办理（深圳60日内），逾期可补办恢复",
				"Endorsement: in the month before each full year (60 days in Shenzhen); a late endorsement restores the permit"),
		},
		Materials: []instant.Material{
			{Name: lang.T("居民身份证", "ID card"), From: dataset.Population.Dataset.Title},
			{Name: lang.T("居住地址证明", "Proof of residence"), From: dataset.Residence.Dataset.Title},
			{Name: lang.T("劳动合同、就业证明", "Proof of employment"), From: dataset.SocialInsurance.Dataset.Title},
			{Name: lang.T("房屋产权证、租赁合同", "Property certificate or lease"), From: dataset.Housing.Dataset.Title},
			{Name: lang.T("学生证、在读证明", "Proof of study"), From: dataset.Enrolment.Dataset.Title},
		},
		Result:       lang.T("居住证（电子）", "Residence permit (electronic)"),
		LegalTime:    lang.T("15日", "15 days"),
		Reviewed:     instant.Reviewed{Days: 15},
		PromiseTime:  lang.T("即时办结", "At once"),
		Fee:          lang.T("首次申领免费", "The first permit is free"),
		Keywords:     []string{"juzhuzheng", "qianzhu", "居住证", "签注", "暂住证", "residence"},
		Illustrative: lang.T("事项编码、法定时限、收费与签发机关为示例。", "The item code, the legal time limit, the fee and the authorities are examples."),
		Surrender: instant.Surrender{
			Kept: lang.T("居住证每年签注，到期不签注即自动中止；离开本市的，注销居住登记即可。居住登记和居住年限是事实记录，不能放弃。",
				"A permit without its yearly endorsement is suspended automatically. If you leave the city, cancel your residence "+
					"registration. Residence and its length are recorded facts and cannot be given up."),
		},
	}
}

func needs(c Case) []fact.Query {
	person := c.Applicant.ID
	queries := []fact.Query{
		fact.Ask(person, dataset.Population.Household),
		fact.Ask(person, dataset.Deaths.Date),
		fact.Ask(person, dataset.Residence.Division, dataset.Residence.Since),
		fact.Ask(person, dataset.ResidencePermits.City, dataset.ResidencePermits.IssuedOn, dataset.ResidencePermits.EndorsedTo),
	}
	home := homeOf(c)
	if !home.Known() {
		return queries
	}
	if _, byInsurance := c.Policy.Insurance.At(home.V, c.Today()); byInsurance {
		return append(queries, fact.Ask(person, dataset.SocialInsurance.City, dataset.SocialInsurance.Of12, dataset.SocialInsurance.Of24))
	}
	switch c.Form.Ground {
	case Employment:
		queries = append(queries, fact.Ask(person, dataset.SocialInsurance.City, dataset.SocialInsurance.Employed))
	case Lodging:
		queries = append(queries, fact.Ask(person, dataset.Housing.City, dataset.Housing.Kind, dataset.Housing.Until))
	case Study:
		queries = append(queries, fact.Ask(person, dataset.Enrolment.City, dataset.Enrolment.Active))
	}
	return queries
}

// claims keys the claim by the previous permit and its endorsement: each can be followed once.
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

// issue makes the permit for one year. An endorsement in time continues the year before; a late one
// starts a new year.
func issue(c Case, _ decision.Serial) decision.Grants {
	home := homeOf(c).V
	city := division.City(home)
	issuer, _ := c.Policy.Issuers.At(city, c.Today())
	issued := c.Today()
	last := c.Today().AddYears(1).AddDays(-1)
	if c.Form.Kind == Endorse {
		issued = fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.IssuedOn).V
		endorsed := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.EndorsedTo).V
		if !c.Today().After(endorsed) {
			last = endorsed.AddDays(1).AddYears(1).AddDays(-1)
		}
	}
	permit := c.Certificate("701", lang.T("居住证", "Residence permit"), issuer.Value, home, c.Policy.Laws.Permit,
		certificate.Entry{Label: lang.T("居住地", "Residence"), Value: division.FullName(home)},
		certificate.Line(lang.T("首次签发", "First issued"), issued.String()),
		certificate.Line(lang.T("签注有效期至", "Endorsed until"), last.String()),
	)
	permit.ValidUntil = last
	permit.Claims = []certificate.Claim{certificate.Resident(city, division.FullName(city))}
	return decision.Grants{
		Certificate: permit,
		Records: []fact.Record{fact.NewRecord(
			c.Applicant.ID,
			c.At,
			dataset.ResidencePermits.City.Set(
				city,
			),
			dataset.ResidencePermits.IssuedOn.Set(issued),
			dataset.ResidencePermits.EndorsedTo.Set(last),
		)},
	}
}
