// Package birthregistration is 生育登记: the registration of a pregnancy or birth, open to every
// parent.
package birthregistration

import (
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

// guangdong is the division code of the province that the service serves.
const guangdong = "440000"

// Kinds of claims: a couple's child of a day, a child by its certificate, and a pregnancy of a couple.
const (
	claimKind       = "birth-registration"
	certificateKind = "birth-certificate"
	pregnancyKind   = "pregnancy"
)

// pregnancySpan is the length, in days, of the spans that separate pregnancies: expected dates up to one
// span apart are one pregnancy, from two spans on (eight months) they are two.
const pregnancySpan = 120

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		Place:  registeredIn,
		Writes: []fact.Column{dataset.Births.Rank},
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2022-01-01", From: calendar.MustParse("2022-01-01"),
			Needs: needs2022, Claims: claims2022, Decide: decide2022, Issue: issue2022,
		}, {
			Version: "2022-01-01.2", From: calendar.MustParse("2022-01-01"),
			Needs: needs2022, Claims: claims2022, Decide: decideSpouse, Issue: issueSpouse,
		}, { // reads whether the marriage is in force; a certificate identifies the child
			Version: "2022-01-01.3", From: calendar.MustParse("2022-01-01"),
			Needs: needsTyped, Claims: claimsTyped, Decide: decideTyped, Issue: issueTyped,
		}, { // only its certificate identifies a child, its mother a pregnancy; implausible certificates refer
			Version: "2022-01-01.4", From: calendar.MustParse("2022-01-01"),
			Needs: needs, Claims: claims, Former: former, Decide: decide, Issue: issue,
			Persons: condition.Persons("birthregistration"),
		}},
	}
}

func basis() policy.Basis {
	return policy.Basis{
		Title:   lang.T("广东省卫生健康委员会生育登记管理办法（2022年5月1日起施行）", "Guangdong measures on the registration of births, from 1 May 2022"),
		Article: lang.T("第六条至第九条", "arts. 6 to 9"),
		Source:  &policy.Source{URL: "https://jsb.gdut.edu.cn/info/1044/2195.htm", Grade: "B", AsOf: calendar.MustParse("2026-11-28")},
	}
}

// registeredIn returns the address where the birth is registered; of a spouse's address only the city.
func registeredIn(c Case) string {
	at := placeOf(c, livingSpouseOf(c))
	if ofSpouse(c) {
		return division.City(at)
	}
	return at
}

func item() instant.Item {
	return instant.Item{
		Slug: "birthregistration", Code: "11440605MB000WJ33G2442023001000",
		Name: lang.T("生育登记", "Pregnancy and birth registration"),
		Summary: lang.T("怀孕后或出生后登记，没有任何前置条件，当场领取电子凭证。",
			"Register before or after the birth, without preconditions. You get the electronic receipt at once."),
		Audience:   instant.ForPerson,
		Handling:   instant.Filing,
		LifeEvent:  lang.T("生育", "Having a baby"),
		Department: lang.T("卫生健康局", "Health bureau"),
		Basis:      []policy.Basis{basis()},
		Conditions: []lang.Text{
			lang.T("任一方的户籍地或现居住地在本省", "The household or residence of one parent is in the province"),
		},
		Materials: []instant.Material{
			{Name: lang.T("双方身份证、户口簿", "ID cards and household registers of both parents"), From: dataset.Population.Dataset.Title},
			{Name: lang.T("结婚证", "Marriage certificate"), From: dataset.Marriages.Dataset.Title},
			{Name: lang.T("居住证明", "Proof of residence"), From: dataset.Residence.Dataset.Title},
			{Name: lang.T("预产期，或出生医学证明编号", "The expected date of birth, or the birth certificate number")},
		},
		Result:      lang.T("生育登记凭证（电子）", "Registration receipt (electronic)"),
		LegalTime:   lang.T("即时", "At once"),
		PromiseTime: lang.T("即时办结", "At once"),
		Fee:         lang.T("不收费", "None"),
		Keywords: []string{
			"准生证", "生育服务证", "生育证", "生育登记", "怀孕", "怀孕登记", "生孩子", "二胎", "三胎", "二孩", "三孩", "计划生育", "计生", "pregnancy",
			"pregnant", "birth", "childbirth",
		},
		Illustrative: lang.T("事项编码与登记机关为示例。", "The item code and the authorities are examples."),
		Surrender: instant.Surrender{
			Kept: lang.T("生育登记记录的是事实，不能放弃；信息有误或者情况变化的，由登记机关更正。",
				"A registration records a fact and cannot be given up. If it is wrong or has changed, the authority corrects it."),
		},
	}
}

func issueAt(c Case, at string) decision.Grants {
	issuer, _ := c.Policy.Issuers.At(at, c.Today())
	return decision.Grants{
		Certificate: c.Certificate("301", lang.T("生育登记凭证", "Pregnancy and birth registration receipt"), issuer.Value, at,
			c.Policy.Laws.Registration,
			certificate.DayLine(lang.T("预产期或出生日期", "Date of birth or expected date"), dayOf(c)),
			certificate.Entry{Label: lang.T("孩次", "Child"), Value: lang.F("第%d个", "No. %d", c.Form.Order)},
			certificate.Entry{Label: lang.T("登记地", "Registered in"), Value: division.FullName(at)},
		),
	}
}

// needs reads about the spouse only whether they live and what the chosen place requires, and only
// about the spouse named in the marriage register; of the certificate's parents, whether they live.
func needs(c Case) []fact.Query {
	queries := append(condition.NeedsLivingSpouse(c.Facts, c.Applicant.ID),
		condition.NeedsAlive(c.Applicant.ID),
		condition.NeedsParent(c.Form.Certificate),
		condition.NeedsAlive(fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Mother).V))
	return append(queries, needsPlace(c, livingSpouseOf(c))...)
}

func livingSpouseOf(c Case) string {
	spouse, _, _ := condition.LivingSpouse(c.Facts, c.Applicant.ID)
	return spouse
}

// issue records the registration, at a spouse's address with only the city. The declared rank of a child
// that is born is recorded with its certificate, for the household entry.
func issue(c Case, _ decision.Serial) decision.Grants {
	at := placeOf(c, livingSpouseOf(c))
	if ofSpouse(c) {
		at = division.City(at)
	}
	grants := issueAt(c, at)
	if c.Form.Certificate != "" {
		grants.Records = []fact.Record{fact.NewRecord(c.Form.Certificate, c.At, dataset.Births.Rank.Set(c.Form.Order))}
	}
	return grants
}
