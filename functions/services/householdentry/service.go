// Package householdentry is 新生儿入户: a newborn is entered into its mother's or father's household and
// gets its ID number at once.
package householdentry

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
	"miaoban/shared/identity"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

//go:embed policy.yaml
var document []byte

// guangdong is the division code of the province that the service serves.
const guangdong = "440000"

// Kinds of claims: one entry for a birth, and each ID number once.
const (
	claimKind   = "household-entry"
	numberClaim = "id-number"
)

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		Place:  func(c Case) string { return fact.Get(c.Facts, joinedOf(c).V, dataset.Population.Household).V },
		Writes: []fact.Column{dataset.Births.Child, dataset.Parentage.Mother},
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2021-01-01", From: calendar.MustParse("2021-01-01"),
			Needs: needs2021, Claims: claimsOfAnybody, Decide: decide2021, Issue: issueEntry,
		}, {
			Version: "2021-01-01.2", From: calendar.MustParse("2021-01-01"),
			Needs: needs2021, Claims: claims, Decide: decide2021, Issue: issueEntry,
		}, { // compares surnames whole, and reads whether the marriage is in force
			Version: "2021-01-01.3", From: calendar.MustParse("2021-01-01"),
			Needs: needsUnsound, Claims: claims, Decide: decideUnsound, Issue: issueEntry,
		}, { // implausible certificates and dead parents refer; records the parents
			Version: "2021-01-01.4", From: calendar.MustParse("2021-01-01"),
			Needs: needs, Claims: claims, Decide: decideNames, Issue: issue,
		}, { // more compound surnames and variants of characters; a wrong spelling refers
			Version: "2021-01-01.5", From: calendar.MustParse("2021-01-01"),
			Needs: needs, Claims: claims, Decide: decideAnyLength, Issue: issue,
			Persons: condition.Persons("householdentry"),
		}, { // an officer looks at a very long name
			Version: "2021-01-01.6", From: calendar.MustParse("2021-01-01"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
			Persons: condition.Persons("householdentry"),
		}},
	}
}

func item() instant.Item {
	return instant.Item{
		Slug: "householdentry", Code: "11440605MB000PA37B2440709002000",
		Name: lang.T("新生儿入户登记", "Household registration of a newborn"),
		Summary: lang.T(
			"凭出生医学证明编号，随父或随母落户，当场取得公民身份号码。",
			"With the birth certificate number, register the baby in the mother's or the father's household. "+
				"The ID number is issued at once.",
		),
		Audience:   instant.ForPerson,
		LifeEvent:  lang.T("生育", "Having a baby"),
		Department: lang.T("公安局", "Public security bureau"),
		Basis: []policy.Basis{
			{Title: lang.T("中华人民共和国户口登记条例", "Regulations on Household Registration"), Article: lang.T("第七条", "art. 7"),
				Source: &policy.Source{URL: "https://flk.npc.gov.cn/", Grade: "A", AsOf: calendar.MustParse("2026-11-28")}},
		},
		Conditions: []lang.Text{
			lang.T("由父亲或母亲申请，落户的一方户籍在本省", "The father or the mother applies; the household is in the province"),
			lang.T("姓氏随父姓或母姓（复姓整体比较）；其他姓氏由工作人员核实", "The surname is the father's or the mother's, whole; an officer checks others"),
			lang.T("父母没有存续的婚姻登记、随父亲落户的，凭亲子鉴定证明由工作人员核实",
				"If the parents are not married to each other and the child joins the father, an officer checks the proof of fatherhood"),
			lang.T("出生未满一年", "Born less than a year ago"),
		},
		Materials: []instant.Material{
			{Name: lang.T("出生医学证明", "Birth certificate"), From: dataset.Births.Dataset.Title},
			{Name: lang.T("父母的户口簿、身份证", "Household registers and ID cards of the parents"), From: dataset.Population.Dataset.Title},
			{Name: lang.T("结婚证", "Marriage certificate"), From: dataset.Marriages.Dataset.Title},
			{Name: lang.T("新生儿姓名、随谁落户", "The baby's name, and whose household it joins")},
		},
		Result:      lang.T("居民户口簿登记页（电子）", "Household register page (electronic)"),
		LegalTime:   lang.T("出生后一个月内申报", "To be reported within one month of the birth"),
		PromiseTime: lang.T("即时办结", "At once"),
		Fee:         lang.T("不收费", "None"),
		Keywords: []string{
			"上户口", "报户口", "小孩上户口", "孩子上户口", "宝宝上户口", "入户口", "新生儿", "新生儿户口", "落户", "出生登记", "户口本", "户口簿", "户口登记",
			"newborn", "hukou", "household", "register", "baby", "child",
		},
		Illustrative: lang.T("事项编码、补登期限与登记机关为示例。", "The item code, the time of a late entry and the authorities are examples."),
		Surrender: instant.Surrender{
			Kept: lang.T("户口登记记录的是事实，公民身份号码终身不变，不能放弃；有误的由户口登记机关更正，搬迁的办理户口迁移。",
				"A household entry records a fact, and an ID number is valid for life, so neither can be given up. The authority corrects "+
					"errors; if you move, apply to move the registration."),
		},
	}
}

// needs reads only about the parents named in the birth certificate.
func needs(c Case) []fact.Query {
	births := dataset.Births
	mother := fact.Get(c.Facts, c.Form.Certificate, births.Mother).V
	father := fact.Get(c.Facts, c.Form.Certificate, births.Father).V
	queries := []fact.Query{
		fact.Ask(c.Form.Certificate, births.Mother, births.Father, births.On, births.Sex, births.Rank, births.Child),
		condition.NeedsAlive(c.Applicant.ID),
		fact.Ask(mother, dataset.Population.Name, dataset.Population.Household), condition.NeedsAlive(mother),
		fact.Ask(father, dataset.Population.Name, dataset.Population.Household), condition.NeedsAlive(father),
	}
	if c.Form.Joins == Fathers {
		queries = append(queries, condition.NeedsSpouse(mother))
	}
	return queries
}

// claims makes the entry unique. Only the parents claim it, so that nobody else can block it or find out that
// it exists.
func claims(c Case) []decision.Claim {
	if !fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Mother).Known() {
		return nil
	}
	return claimsOfAnybody(c)
}

// claimsOfAnybody makes the entry unique for the certificate alone, as the first version did.
func claimsOfAnybody(c Case) []decision.Claim {
	if c.Form.Certificate == "" {
		return nil
	}
	return []decision.Claim{{Kind: claimKind, Key: c.Form.Certificate}}
}

// issue enters the child, and records its parents and the rank that they registered.
func issue(c Case, serial decision.Serial) decision.Grants {
	grants := issueEntry(c, serial)
	births, parentage := dataset.Births, dataset.Parentage
	mother := fact.Get(c.Facts, c.Form.Certificate, births.Mother)
	var more []fact.Setting
	if father := fact.Get(c.Facts, c.Form.Certificate, births.Father); father.Known() {
		more = append(more, parentage.Father.Set(father.V))
	}
	if rank := fact.Get(c.Facts, c.Form.Certificate, births.Rank); rank.Known() {
		more = append(more, parentage.Rank.Set(rank.V))
	}
	child := grants.Records[0].Key
	grants.Records = append(grants.Records, fact.NewRecord(child, c.At, parentage.Mother.Set(mother.V), more...))
	return grants
}

// issueEntry assigns the child's ID number from district, date and sex (GB 11643) with a random
// sequence. A claim ensures that the number is unique.
func issueEntry(c Case, serial decision.Serial) decision.Grants {
	at := fact.Get(c.Facts, joinedOf(c).V, dataset.Population.Household).V
	born := fact.Get(c.Facts, c.Form.Certificate, dataset.Births.On).V
	sex := fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Sex).V
	sequence := 2 * int(serial%499)
	if sex == "male" {
		sequence++
	}
	id, err := identity.MakeIDNumber(division.District(at), born, sequence)
	if err != nil { // cannot happen: the conditions on household and sex ensure valid parts
		panic(err)
	}
	issuer, _ := c.Policy.Issuers.At(at, c.Today())
	page := c.Certificate("302", lang.T("居民户口簿登记页", "Household register page"), issuer.Value, at, c.Policy.Laws.Entry,
		certificate.Line(lang.T("姓名", "Name"), c.Form.Name),
		certificate.Line(lang.T("公民身份号码", "ID number"), string(id)),
		certificate.DayLine(lang.T("出生日期", "Born on"), born),
		certificate.Entry{Label: lang.T("户籍地", "Household"), Value: division.FullName(at)},
		certificate.Entry{Label: lang.T("落户", "Joins the household of"), Value: form.LabelOf(c.Form.Joins)},
	)
	page.Holder, page.HolderID = c.Form.Name, id.Masked()
	return decision.Grants{
		Certificate: page,
		Means: lang.F("%s的户口已登记在%s，公民身份号码是%s。", "%s is registered in the household of %s. The ID number is %s.",
			c.Form.Name, division.FullName(at), string(id)),
		Claims: []decision.Claim{{Kind: numberClaim, Key: string(id)}},
		Records: []fact.Record{
			fact.NewRecord(string(id), c.At, dataset.Population.Name.Set(c.Form.Name), dataset.Population.BirthDate.Set(born),
				dataset.Population.Household.Set(at), dataset.Population.Since.Set(c.Today())),
			fact.NewRecord(c.Form.Certificate, c.At, dataset.Births.Child.Set(string(id))),
		},
	}
}
