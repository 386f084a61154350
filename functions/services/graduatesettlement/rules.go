package graduatesettlement

import (
	"fmt"
	"strings"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Case is what the rules decide on: an application with its facts and the policy of its day.
type Case = decision.Case[Form, Policy]

// Policy has the parameters set by law (policy.yaml).
type Policy struct {
	Laws struct {
		Settlement policy.Basis `yaml:"settlement"`
		Record     policy.Basis `yaml:"record"`
	} `yaml:"laws"`
	BelowAge  policy.Series[map[string]int]     `yaml:"below_age"` // age limits by level of the degree
	ValidDays policy.Series[int]                `yaml:"valid_days"`
	Issuers   policy.Series[certificate.Issuer] `yaml:"issuers"`
}

// decide judges by the rule of the chosen city.
func decide(c Case) []decision.Finding { return conditions(ofCity(c)) }

// ofCity is the case with the rule of the chosen city in the place of Shenzhen's, where the city has its own.
func ofCity(c Case) Case {
	if limits, ok := c.Policy.BelowAge.At(string(c.Form.City), c.Today()); ok && c.Form.City != shenzhen {
		c.Policy.Laws.Settlement = limits.Basis
	}
	return c
}

// conditions are those of the second version, which cited Shenzhen's rule for every city.
func conditions(c Case) []decision.Finding {
	return []decision.Finding{alive(c), fromElsewhere(c), degree(c), age(c), clean(c), address(c), notApproved(c)}
}

func alive(c Case) decision.Finding {
	return condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), c.Policy.Laws.Settlement)
}

func fromElsewhere(c Case) decision.Finding {
	f := decision.Rule("from-elsewhere", lang.T("户籍不在落户城市", "Your household is not yet registered in the chosen city"),
		c.Policy.Laws.Settlement)
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	switch {
	case !household.Known():
		return f.Unknown(household.Ref)
	case division.Within(household.V, string(c.Form.City)):
		return f.NotMet(lang.F("您的户籍已在%s。", "Your household is already registered in %s.", division.FullName(household.V)), household.Ref).
			Advise(lang.T("市内迁移请到派出所办理户口迁移。", "To move within the city, apply for a change of household registration."))
	default:
		return f.Met(lang.F("您的户籍在%s。", "Your household is registered in %s.", division.FullName(household.V)), household.Ref)
	}
}

// degree requires a degree of a level for which the city has an age limit. A degree that is not on
// record can be proved by papers: foreign degrees, and those older than the register.
func degree(c Case) decision.Finding {
	f := decision.Rule("degree", lang.T("全日制学历达到要求", "A full-time degree at the required level"), c.Policy.Laws.Settlement)
	limits, ok := c.Policy.BelowAge.At(string(c.Form.City), c.Today())
	switch {
	case !ok:
		return f.NoRule(lang.T("系统中没有该城市现行的规定。", "The system has no current rule for this city."))
	case limits.Basis.Illustrative:
		return provisional(f, limits)
	}
	level := fact.Get(c.Facts, c.Applicant.ID, dataset.Degrees.Level)
	if level.None() {
		f.Basis = []policy.Basis{limits.Basis}
		return f.Unsure(lang.T("学信网没有您的学历信息；国（境）外学历认证书或者纸质毕业证书由工作人员核实。",
			"No degree of yours is registered. An officer will check the recognition of a foreign degree, or your diploma."), level.Ref)
	}
	return condition.Degree(c.Facts, c.Applicant.ID, func(level string) bool { return limits.Value[level] > 0 }, limits.Basis)
}

// provisional refers the case, because the city's figures are a draft or an example, and shows them as
// such.
func provisional(f decision.Finding, limits policy.Figure[map[string]int]) decision.Finding {
	var zh, en []string
	for _, level := range []string{"doctor", "master", "bachelor", "associate"} {
		if below := limits.Value[level]; below > 0 {
			name := condition.DegreeNames(level)
			zh = append(zh, fmt.Sprintf("%s未满%d周岁", name.ZH, below))
			en = append(en, fmt.Sprintf("%s: under %d", name.EN, below))
		}
	}
	f.Basis = []policy.Basis{limits.Basis}
	return f.Unsure(lang.T(
		"没有查到该城市现行规定的原文，由工作人员按现行规定核实。仅供参考的示例："+strings.Join(zh, "，")+"。",
		"The text of the city's current rule was not found; an officer will apply it. An example only: "+strings.Join(en, ", ")+"."))
}

// age is age2021, but only by figures that are in force.
func age(c Case) decision.Finding {
	if limits, ok := c.Policy.BelowAge.At(string(c.Form.City), c.Today()); ok && limits.Basis.Illustrative {
		return provisional(decision.Rule("age", ageTitle, c.Policy.Laws.Settlement), limits)
	}
	return age2021(c)
}

var ageTitle = lang.T("未超过该学历的年龄上限", "Below the age limit for the degree")

// clean refers a criminal record: no rule of a city by which it excludes an applicant was found.
func clean(c Case) decision.Finding {
	f := decision.Rule("clean", lang.T("没有犯罪记录", "No criminal record"), c.Policy.Laws.Record)
	record := fact.Get(c.Facts, c.Applicant.ID, dataset.Convictions.Any)
	switch {
	case record.None(), record.State == fact.Missing, record.Known() && !record.V:
		return f.Met(lang.T("经核查，没有犯罪记录。", "No criminal record was found."), record.Ref)
	case record.Known():
		return f.Unsure(lang.T("有犯罪记录；是否影响落户，由工作人员按该城市的规定核实。",
			"A criminal record was found. An officer will check by the city's rules whether it matters."), record.Ref).
			Advise(lang.T("对记录有异议的，可向公安机关申请核查更正。", "If you think the record is wrong, you can ask the police to check and correct it."))
	default:
		return f.Unknown(record.Ref)
	}
}

// address requires the home to be the applicant's own and in the city.
func address(c Case) decision.Finding {
	f := decision.Rule("address", lang.T("落户地址可以落户", "The household can be registered at this address"), c.Policy.Laws.Settlement)
	if c.Form.Address != OwnProperty {
		return f.Met(lang.T("落户人才服务机构集体户。", "The household will be registered with the collective household of the talent service centre."))
	}
	collective := lang.T("请核对单元号，或改选集体户。", "Please check the unit number, or choose the collective household.")
	owner := fact.Get(c.Facts, c.Form.PropertyUnit, dataset.Property.Owner)
	place := fact.Get(c.Facts, c.Form.PropertyUnit, dataset.Property.Division)
	use := fact.Get(c.Facts, c.Form.PropertyUnit, dataset.Property.Use)
	switch {
	case !owner.Known() || !place.Known() || !use.Known():
		return condition.Doubted(f.Unknown(owner.Ref, place.Ref, use.Ref), form.PropertyUnit, c.Form.PropertyUnit)
	case owner.V != c.Applicant.ID:
		return f.NotMet(lang.T("该房产的权利人不是您。", "You are not the owner of this home."), owner.Ref).Advise(collective)
	case !division.Within(place.V, string(c.Form.City)):
		return f.NotMet(lang.F("该房产在%s。", "This home is in %s.", division.FullName(place.V)), place.Ref).Advise(collective)
	case use.V != "residential":
		return f.NotMet(lang.T("该房产不是住宅。", "This property is not a home."), use.Ref).Advise(collective)
	default:
		return f.Met(lang.F("该房产在%s，权利人为您本人。", "This home is in %s, and you are the owner.", division.FullName(place.V)), owner.Ref,
			place.Ref, use.Ref)
	}
}

func notApproved(c Case) decision.Finding {
	f := decision.Rule("not-approved", lang.T("没有有效的迁入证明", "No approval in force"), c.Policy.Laws.Settlement)
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("您的申请 %s 已获批准或在办理。", "Your application %s is approved or in progress.", held.Application)).
			Advise(lang.T("请在有效期内到派出所办理迁移；改变主意的，可先终止原证明。",
				"Move your household while the approval is valid. If you have changed your mind, give up the approval first."))
	}
	return f.Met(lang.T("没有在有效期内的迁入证明。", "You have no approval in force."))
}

// verify is verifyUsed by the rule of the chosen city.
func verify(c Case) []decision.Continuing { return verifyUsed(ofCity(c)) }

// verifyUsed ends an approval that was not used in time. An approval that was used stays.
func verifyUsed(c Case) []decision.Continuing {
	f := decision.Rule("used", lang.T("在有效期内办理迁移", "Used while valid"), c.Policy.Laws.Settlement)
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	until := c.Granted.Certificate.ValidUntil
	switch {
	case !household.Known():
		f = f.Unknown(household.Ref)
	case division.Within(household.V, string(c.Form.City)):
		f = f.Met(lang.F("户籍已迁入%s。", "The household has moved to %s.", division.FullName(household.V)), household.Ref)
	case c.Today().After(until):
		f = f.NotMet(lang.F("有效期已于%s届满，没有办理迁移。", "The approval expired on %s without being used.", until), household.Ref).
			Advise(lang.T("可以重新申请。", "You can apply again."))
	default:
		f = f.Met(lang.F("有效期至%s。", "Valid until %s.", until), household.Ref)
	}
	return []decision.Continuing{f.Otherwise(decision.Ends, calendar.Date{})}
}
