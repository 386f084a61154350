// Package graduatesettlement is 高校毕业生落户: graduates move their household registration to the city.
package graduatesettlement

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

// claimKind makes the approval unique for a person.
const claimKind = "settlement"

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		Place:       func(c Case) string { return string(c.Form.City) },
		VerifyEvery: 1,
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2021-01-01", From: calendar.MustParse("2021-01-01"),
			Needs: needs, Claims: claims, Decide: decide2021, Issue: issue,
			VerifyNeeds: lifeNeeds, Verify: verifyUsed,
		}, { // a figure of a draft or an example refers
			Version: "2021-01-01.2", From: calendar.MustParse("2021-01-01"),
			Needs: needs, Claims: claims, Decide: conditions, Issue: issue,
			Persons:     condition.Persons("graduatesettlement"),
			VerifyNeeds: lifeNeeds, Verify: verifyUsed,
		}, { // cites the rule of the chosen city
			Version: "2021-01-01.3", From: calendar.MustParse("2021-01-01"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
			Persons:     condition.Persons("graduatesettlement"),
			VerifyNeeds: lifeNeeds, Verify: verify,
		}},
	}
}

// claims returns the one approval that a person may have.
func claims(c Case) []decision.Claim {
	return []decision.Claim{{Kind: claimKind, Key: c.Applicant.ID}}
}

func item() instant.Item {
	guangzhou := policy.Source{URL: "https://gz.banzhengshi.com/hk/3886.html", Grade: "B", AsOf: calendar.MustParse("2026-11-24")}
	source := policy.Source{URL: "https://52luohu.com/html/news/92949.html", Grade: "B", AsOf: calendar.MustParse("2026-11-24")}
	return instant.Item{
		Slug: "graduatesettlement", Code: "11440300MB000RL24G2442014002000",
		Name: lang.T("高校毕业生落户", "Settlement of graduates"),
		Summary: lang.T(
			"学历由学信网核对，年龄、记录由公安核对；广州当场批准迁入，深圳、佛山由工作人员核实。",
			"Your degree, age and criminal record are checked at once. Guangzhou approves the move at once; for "+
				"Shenzhen and Foshan an officer decides.",
		),
		Audience:   instant.ForPerson,
		LifeEvent:  lang.T("来粤定居", "Settling in Guangdong"),
		Department: lang.T("人力资源和社会保障局、公安局", "Social security bureau, public security bureau"),
		Basis: []policy.Basis{
			{Title: lang.T("广州市引进人才入户管理办法", "Guangzhou measures on the settlement of talent"), Source: &guangzhou},
			{Title: lang.T("深圳市高校毕业生“秒批”入户", "Instant settlement of graduates in Shenzhen"), Source: &source},
		},
		Conditions: []lang.Text{
			lang.T("全日制学历达到落户城市的要求（广州本科以上）", "A full-time degree at the city's level (Guangzhou: bachelor's or higher)"),
			lang.T("未超过年龄上限：广州本科40、硕士45、博士50周岁以内；深圳、佛山现行规定的原文没有查到，由工作人员核实",
				"Below the age limit. Guangzhou: up to 40 with a bachelor's, 45 with a master's, 50 with a doctorate. "+
					"The current rules of Shenzhen and Foshan were not found; an officer applies them"),
			lang.T("有犯罪记录的由工作人员核实", "An officer looks at a criminal record"),
		},
		Materials: []instant.Material{
			{Name: lang.T("毕业证、学位证", "Diplomas"), From: dataset.Degrees.Dataset.Title},
			{Name: lang.T("身份证、户口簿", "ID card and household register"), From: dataset.Population.Dataset.Title},
			{Name: lang.T("无犯罪记录证明", "Criminal record certificate"), From: dataset.Convictions.Dataset.Title},
			{Name: lang.T("不动产权证", "Property certificate"), From: dataset.Property.Dataset.Title},
			{Name: lang.T("落户城市与地址", "City and address")},
		},
		Result: lang.T("准予迁入证明（电子）", "Approval of the move (electronic)"),
		Afterwards: lang.T("请在证明的有效期内到迁入地派出所办理户口迁入；到期不办的，证明自动失效。",
			"Move your household at the police station of the new place while the approval is valid; after that it ends by itself."),
		LegalTime:   lang.T("20个工作日", "20 working days"),
		Reviewed:    instant.Reviewed{Workdays: 20, FourEyes: true},
		PromiseTime: lang.T("即时办结", "At once"),
		Fee:         lang.T("不收费", "None"),
		Keywords: []string{
			"落户", "入户", "毕业生", "大学生落户", "毕业生入户", "应届生落户", "本科落户", "学历入户", "入深户", "入广州户口", "入佛山户口", "迁户口", "迁入户口",
			"户口迁移", "户口迁入", "转户口", "落户口", "人才引进", "人才入户", "人才落户", "积分入户", "入户口", "graduate", "hukou", "household",
			"settle", "settlement", "move", "degree", "university",
		},
		Illustrative: lang.T("事项编码、法定时限、迁入证明有效期、批准机关为示例；深圳（2021年征求意见稿）和佛山的年龄仅供参考，不作为决定的依据。",
			"The item code, the legal time limit, the validity of the approval and the authorities are examples. "+
				"The ages of Shenzhen (a draft of 2021) and Foshan are shown as examples and decide nothing."),
		Surrender: instant.Surrender{
			Ends: lang.T("准予迁入证明失效。", "The approval of the move is no longer valid."),
			Costs: lang.T("尚未迁移的，不能再凭它办理；户口已经迁入的，不受影响，也不因此迁回。",
				"If you have not moved yet, you can no longer use it. A household that has already moved stays where it is."),
			Again: lang.T("可以随时重新申请，也可以改选城市，须届时仍符合条件（包括年龄）。",
				"You can apply again at any time, also for another city, if you then meet the conditions, including the age limit."),
		},
	}
}

func needs(c Case) []fact.Query {
	person := c.Applicant.ID
	return []fact.Query{
		fact.Ask(person, dataset.Population.BirthDate, dataset.Population.Household),
		condition.NeedsAlive(person),
		condition.NeedsDegree(person),
		fact.Ask(person, dataset.Convictions.Any),
		fact.Ask(c.Form.PropertyUnit, dataset.Property.Owner, dataset.Property.Division, dataset.Property.Use),
	}
}

func issue(c Case, _ decision.Serial) decision.Grants {
	city := string(c.Form.City)
	issuer, _ := c.Policy.Issuers.At(city, c.Today())
	days, _ := c.Policy.ValidDays.At(city, c.Today())
	limits, _ := c.Policy.BelowAge.At(city, c.Today())
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household).V
	approval := c.Certificate("303", lang.T("准予迁入证明", "Approval of the move"), issuer.Value, city, limits.Basis,
		certificate.Entry{Label: lang.T("迁出地", "Moving from"), Value: division.FullName(household)},
		certificate.Entry{Label: lang.T("迁入地", "Moving to"), Value: form.LabelOf(c.Form.City)},
		certificate.Entry{Label: lang.T("落户地址", "Into"), Value: form.LabelOf(c.Form.Address)},
	)
	approval.ValidUntil = c.Today().AddDays(days.Value - 1)
	return decision.Grants{Certificate: approval}
}

// lifeNeeds returns the queries of a verification.
func lifeNeeds(c Case) []fact.Query {
	return []fact.Query{condition.NeedsHousehold(c.Applicant.ID)}
}
