// Package childinsurance is 新生儿居民医保参保: medical insurance for a newborn, with cover from birth.
package childinsurance

import (
	_ "embed"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

//go:embed policy.yaml
var document []byte

// guangdong is the division code of the province that the service serves.
const guangdong = "440000"

// claimKind makes the insurance unique for a child.
const claimKind = "child-insurance"

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		Place:  placeOf,
		Writes: []fact.Column{dataset.MedicalInsurance.City},
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2020-01-01", From: calendar.MustParse("2020-01-01"),
			Needs: needs2020, Claims: claims, Decide: decide2020, Issue: issue2020,
		}, { // a child can also be insured where it lives
			Version: "2020-01-01.2", From: calendar.MustParse("2020-01-01"),
			Needs: needsActive, Claims: claims, Decide: decideActive, Issue: issue,
		}, { // implausible certificates, dead children, older children and insurance of unknown state refer
			Version: "2020-01-01.3", From: calendar.MustParse("2020-01-01"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
		}},
	}
}

func item() instant.Item {
	return instant.Item{
		Slug: "childinsurance", Code: "11440605MB000YB11Y2442036001000",
		Name: lang.T("新生儿居民医保参保", "Medical insurance for a newborn"),
		Summary: lang.T("入户后即可参保，及时参保的从出生之日起享受待遇。",
			"Available after the baby is registered in a household. If you apply in time, cover starts at birth."),
		Audience:   instant.ForPerson,
		LifeEvent:  lang.T("生育", "Having a baby"),
		Department: lang.T("医疗保障局", "Medical insurance bureau"),
		Basis: []policy.Basis{{Title: lang.T("中华人民共和国社会保险法", "Social Insurance Law"), Article: lang.T("第二十五条", "art. 25"),
			Source: &policy.Source{URL: "https://flk.npc.gov.cn/", Grade: "A", AsOf: calendar.MustParse("2026-11-28")}}},
		Conditions: []lang.Text{
			lang.T("由父亲或母亲申请，新生儿已入户，户籍或居住地在本省",
				"The father or the mother applies; the child is registered in a household; its household or residence is in the province"),
			lang.T("尚未在别处参保", "Not insured elsewhere"),
		},
		Materials: []instant.Material{
			{Name: lang.T("出生医学证明", "Birth certificate"), From: dataset.Births.Dataset.Title},
			{Name: lang.T("新生儿户口簿", "The child's household register page"), From: dataset.Population.Dataset.Title},
			{Name: lang.T("居住证明（户籍不在本省的）", "Proof of residence (if the household is elsewhere)"), From: dataset.Residence.Dataset.Title},
			{Name: lang.T("出生医学证明编号", "Birth certificate number")},
		},
		Result:      lang.T("参保凭证（电子）", "Proof of insurance (electronic)"),
		LegalTime:   lang.T("5个工作日", "5 working days"),
		Reviewed:    instant.Reviewed{Workdays: 5},
		PromiseTime: lang.T("即时办结", "At once"),
		Fee:         lang.T("按参保地居民医保个人缴费标准另行缴纳", "Your own contribution, as set by the city, is paid separately"),
		Keywords: []string{
			"医保", "新生儿", "新生儿医保", "小孩医保", "孩子医保", "宝宝医保", "少儿医保", "儿童医保", "婴儿医保", "居民医保", "城乡医保", "参保", "医疗保险",
			"insurance", "health", "medical", "baby", "child",
		},
		Illustrative: lang.T("事项编码、期限与经办机构为示例。", "The item code, the time limits and the authorities are examples."),
		Surrender: instant.Surrender{
			Kept: lang.T(
				"新生儿的参保关系到孩子的医疗待遇，不能由父母一方放弃；转到外地或者其他险种的，由参保地医疗保障经办机构办理。",
				"The insurance pays for the child's care, so a parent cannot give it up. To move it to another "+
					"city or scheme, contact the "+
					"insurance office of the city.",
			),
		},
	}
}

// needs is needsActive, and reads whether the applicant, the child and its mother are alive.
func needs(c Case) []fact.Query {
	return append(needsActive(c), condition.NeedsAlive(c.Applicant.ID),
		condition.NeedsAlive(condition.ChildOf(c.Facts, c.Form.Certificate)),
		condition.NeedsAlive(fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Mother).V))
}

func claims(c Case) []decision.Claim {
	child := condition.ChildOf(c.Facts, c.Form.Certificate)
	if child == "" {
		return nil
	}
	return []decision.Claim{{Kind: claimKind, Key: child}}
}

func issue(c Case, _ decision.Serial) decision.Grants { return issueAt(c, placeOf(c)) }

func issueAt(c Case, at string) decision.Grants {
	child := condition.ChildOf(c.Facts, c.Form.Certificate)
	city := division.City(at)
	issuer, _ := c.Policy.Issuers.At(at, c.Today())
	from := insuredFrom(c, at)
	proof := c.Certificate("601", lang.T("居民医疗保险参保凭证", "Proof of medical insurance"), issuer.Value, at, c.Policy.Laws.Insurance,
		certificate.Entry{Label: lang.T("参保地", "Insured in"), Value: division.FullName(city)},
		certificate.DayLine(lang.T("待遇享受起始日", "Cover starts on"), from),
	)
	proof.Holder, proof.HolderID = fact.Get(c.Facts, child, dataset.Population.Name).V, identity.Person(child).Masked()
	proof.ValidFrom = from
	return decision.Grants{
		Certificate: proof,
		Records: []fact.Record{fact.NewRecord(
			child,
			c.At,
			dataset.MedicalInsurance.City.Set(
				city,
			),
			dataset.MedicalInsurance.Kind.Set("resident"),
			dataset.MedicalInsurance.Active.Set(true),
		)},
	}
}
