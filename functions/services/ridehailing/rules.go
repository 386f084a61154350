package ridehailing

import (
	"slices"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Case is what the rules decide on: an application with its facts and the policy of its day.
type Case = decision.Case[Form, Policy]

// Policy has the parameters set by law (policy.yaml).
type Policy struct {
	Laws struct {
		Drivers policy.Basis `yaml:"drivers"` // 暂行办法 art. 14
		Exam    policy.Basis `yaml:"exam"`    // art. 15
	} `yaml:"laws"`
	Driving policy.Series[Driving]            `yaml:"driving"`
	City    policy.Series[CityTerms]          `yaml:"city"`
	Years   policy.Series[int]                `yaml:"years"`
	Issuers policy.Series[certificate.Issuer] `yaml:"issuers"`
}

// Driving is the national requirement for drivers.
type Driving struct {
	Years   int      `yaml:"years" validate:"min=1"`  // years with a licence
	Cycles  int      `yaml:"cycles" validate:"min=1"` // scoring cycles without twelve points
	Classes []string `yaml:"classes" validate:"required"`
}

// CityTerms are a city's additional requirements.
type CityTerms struct {
	// PermitMonths is how long people with a household elsewhere must have had a residence permit;
	// zero: no requirement.
	PermitMonths int `yaml:"permit_months,omitempty"`
	// Permit is set if people with a household elsewhere need a residence permit, however new.
	Permit bool `yaml:"permit,omitempty"`
	// BelowAge is the age that a driver must not have reached; zero: no limit.
	BelowAge int `yaml:"below_age,omitempty"`
}

// asksPermit reports whether people with a household elsewhere need a residence permit.
func (t CityTerms) asksPermit() bool { return t.Permit || t.PermitMonths > 0 }

func decide(c Case) []decision.Finding {
	return []decision.Finding{alive(c), licence(c), points(c), records(c), exam(c), cityTerms(c), age(c), notHeld(c)}
}

func alive(c Case) decision.Finding {
	return condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), c.Policy.Laws.Drivers)
}

// licence requires a licence that has one of the allowed classes among its classes. A text that is not a
// list of classes refers.
func licence(c Case) decision.Finding {
	f := licenceOf(c, func(printed string, allowed []string) bool {
		classes, ok := classesOf(printed)
		return !ok || slices.ContainsFunc(classes, func(class string) bool { return slices.Contains(allowed, class) })
	})
	class := fact.Get(c.Facts, c.Applicant.ID, dataset.Licences.Class)
	if _, ok := classesOf(class.V); f.Status == decision.Met && !ok {
		return f.Unsure(lang.F("准驾车型“%s”不是规定的代号，由工作人员核实。", "“%s” is not a list of classes; an officer will verify it.", class.V), class.Ref)
	}
	return f
}

// licenceOf is licence with a function that reports whether the printed classes allow to drive.
func licenceOf(c Case, allows func(class string, allowed []string) bool) decision.Finding {
	f := decision.Rule("licence",
		lang.T("取得相应准驾车型驾驶证并有规定年限的驾驶经历", "A driving licence of the right class, for the required number of years"), c.Policy.Laws.Drivers)
	class := fact.Get(c.Facts, c.Applicant.ID, dataset.Licences.Class)
	issued := fact.Get(c.Facts, c.Applicant.ID, dataset.Licences.IssuedOn)
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.Licences.Until)
	need, ok := c.Policy.Driving.At(string(c.Form.City), c.Today())
	switch {
	case !ok:
		return f.NoRule(lang.T("系统中没有现行的驾驶经历规定。", "The system has no current rule on driving experience."))
	case class.None():
		return f.NotMet(lang.T("没有您的机动车驾驶证。", "You have no driving licence on record."), class.Ref).
			Advise(lang.T("请先考取驾驶证。", "Get a driving licence first."))
	case !class.Known() || !issued.Known() || !until.Known():
		return f.Unknown(class.Ref, issued.Ref, until.Ref)
	case !allows(class.V, need.Value.Classes):
		return f.NotMet(lang.F("准驾车型%s不能驾驶网约车。", "Class %s does not permit driving ride-hailing cars.", class.V), class.Ref).
			Advise(lang.T("请增驾小型汽车后再申请。", "Add the class for small cars, then apply."))
	case until.V.Before(c.Today()):
		return f.NotMet(lang.F("驾驶证已于%s到期。", "Your driving licence expired on %s.", until.V), until.Ref).
			Advise(lang.T("请先换证。", "Please renew it first."))
	}
	full := issued.V.AddYears(need.Value.Years)
	if c.Today().Before(full) {
		return f.NotMet(lang.F("%s初次领证，驾驶经历未满%d年。", "You got your first licence on %s, less than %d years ago.", issued.V,
			need.Value.Years), issued.Ref).
			Advise(lang.F("从%s起可以申请。", "You can apply from %s.", full)).FirstMet(full)
	}
	return f.Met(lang.F("准驾车型%s，%s初次领证。", "Class %s, first licensed on %s.", class.V, issued.V), class.Ref, issued.Ref)
}

func points(c Case) decision.Finding {
	f := decision.Rule(
		"points",
		lang.T("最近连续记分周期内没有记满12分", "Fewer than 12 points in each of the last scoring cycles"),
		c.Policy.Laws.Drivers,
	)
	cycles := fact.Get(c.Facts, c.Applicant.ID, dataset.Licences.Cycles)
	need, ok := c.Policy.Driving.At(string(c.Form.City), c.Today())
	switch {
	case !ok:
		return f.NoRule(lang.T("系统中没有现行的记分规定。", "The system has no current rule on points."))
	case cycles.None():
		return f.Met(lang.T("没有驾驶证，这一条不适用。", "There is no licence on record, so this condition does not apply."), cycles.Ref)
	case !cycles.Known():
		return f.Unknown(cycles.Ref)
	case cycles.V < need.Value.Cycles:
		return f.NotMet(
			lang.F("最近%d个记分周期内曾记满12分。", "You reached 12 points within the last %d scoring cycles.", need.Value.Cycles),
			cycles.Ref,
		).
			Advise(
				lang.F(
					"再过%d个记分周期没有记满12分的，可以申请。",
					"You can apply after %d more scoring cycles without 12 points.",
					need.Value.Cycles-cycles.V,
				),
			)
	default:
		return f.Met(
			lang.F("最近 %d 个记分周期没有记满 12 分。", "You did not reach 12 points in the last %d scoring cycles.", need.Value.Cycles),
			cycles.Ref,
		)
	}
}

// records requires that no disqualifying record exists. A person whom no register has has none.
func records(c Case) decision.Finding {
	f := decision.Rule("records", lang.T("没有法规禁止的违法犯罪记录", "No record that disqualifies a driver"), c.Policy.Laws.Drivers)
	var sources []fact.Reference
	for _, field := range []fact.Field[bool]{
		dataset.Convictions.Traffic, dataset.Convictions.Violent, dataset.Convictions.Drugs, dataset.Convictions.DrunkDriving,
	} {
		record := fact.Get(c.Facts, c.Applicant.ID, field)
		sources = append(sources, record.Ref)
		switch {
		case record.Known() && record.V:
			return f.NotMet(lang.F("有%s。", "There is a record: %s.", field.Label), record.Ref).
				Advise(lang.T("对记录有异议的，可向公安机关申请核查更正。", "If you think the record is wrong, you can ask the police to check and correct it."))
		case record.None(), record.Known(), record.State == fact.Missing:
		default:
			return f.Unknown(record.Ref)
		}
	}
	return f.Met(lang.T("经核查，没有相关记录。", "Checked: no such record was found."), sources...)
}

func exam(c Case) decision.Finding {
	f := decision.Rule("exam", lang.T("考试合格", "Exam passed"), c.Policy.Laws.Exam)
	city := fact.Get(c.Facts, c.Applicant.ID, dataset.DriverExams.City)
	passed := fact.Get(c.Facts, c.Applicant.ID, dataset.DriverExams.PassedOn)
	book := lang.T("请在从业城市报名参加网约车驾驶员考试。", "Please take the exam for ride-hailing drivers in that city.")
	switch {
	case city.None():
		return f.NotMet(lang.T("没有考试合格记录。", "There is no passed exam on record."), city.Ref).Advise(book)
	case !city.Known() || !passed.Known():
		return f.Unknown(city.Ref, passed.Ref)
	case division.City(city.V) != string(c.Form.City):
		return f.NotMet(lang.F("考试是在%s通过的。", "You passed the exam in %s.", division.FullName(city.V)), city.Ref).Advise(book)
	default:
		return f.Met(lang.F("%s考试合格。", "Exam passed on %s.", passed.V), passed.Ref)
	}
}

// cityTerms requires what the city requires of people with a household elsewhere.
func cityTerms(c Case) decision.Finding {
	return exampleRefers(cityBy(c, CityTerms.asksPermit, lang.T("请在该城市办理居住证后申请。", "Get a residence permit of that city, then apply.")))
}

// cityBy is cityTerms with functions that state whether a city requires a permit, and how to get one.
func cityBy(c Case, asksPermit func(CityTerms) bool, get lang.Text) decision.Finding {
	f := decision.Rule("city", lang.T("符合从业城市的户籍或居住条件", "Household or residence as the city requires"), c.Policy.Laws.Drivers)
	terms, ok := c.Policy.City.At(string(c.Form.City), c.Today())
	if !ok {
		return f.NoRule(lang.T("系统中没有该城市现行的规定。", "The system has no current rule for this city."))
	}
	f.Basis = []policy.Basis{terms.Basis}
	if !asksPermit(terms.Value) {
		return f.Met(lang.T("该城市不限户籍和居住证。", "This city requires neither a household nor a residence permit."))
	}
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	if household.Known() && division.Within(household.V, string(c.Form.City)) {
		return f.Met(lang.F("您的户籍在%s。", "Your household is registered in %s.", division.FullName(household.V)), household.Ref)
	}
	city := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.City)
	issued := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.IssuedOn)
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.EndorsedTo)
	switch {
	case !household.Known():
		return f.Unknown(household.Ref)
	case city.None():
		return f.NotMet(lang.T("户籍不在该城市，也没有居住证。", "You have neither a household nor a residence permit in this city."), household.Ref,
			city.Ref).Advise(get)
	case !city.Known() || !issued.Known() || !until.Known():
		return f.Unknown(city.Ref, issued.Ref, until.Ref)
	case city.V != string(c.Form.City), until.V.Before(c.Today()):
		return f.NotMet(lang.F("居住证由%s签发，签注至%s。", "Your residence permit was issued by %s and is endorsed until %s.",
			division.FullName(city.V), until.V), city.Ref, until.Ref).Advise(get)
	}
	if terms.Value.PermitMonths == 0 {
		return f.Met(lang.F("您持有%s的有效居住证。", "You hold a valid residence permit of %s.", division.FullName(city.V)), city.Ref, until.Ref)
	}
	full := issued.V.AddMonths(terms.Value.PermitMonths)
	if c.Today().Before(full) {
		return f.NotMet(lang.F("居住证%s签发，未满%d个月。", "Your residence permit was issued on %s, less than %d months ago.", issued.V,
			terms.Value.PermitMonths), issued.Ref).
			Advise(lang.F("从%s起满足本条。", "This condition is met from %s.", full)).FirstMet(full)
	}
	return f.Met(lang.F("居住证%s签发，已满%d个月。", "Your residence permit was issued on %s, at least %d months ago.", issued.V,
		terms.Value.PermitMonths), issued.Ref)
}

func age(c Case) decision.Finding { return exampleRefers(age2016(c)) }

// exampleRefers refers a case that only an example of a city's rule would reject.
func exampleRefers(f decision.Finding) decision.Finding {
	if f.Status != decision.NotMet || !f.Basis[0].Illustrative {
		return f
	}
	return f.Unsure(lang.T(f.Text.ZH+"没有查到该城市规定的原文，示例规则不能作为拒绝的依据，由工作人员核实。",
		f.Text.EN+" The text of the city's rule was not found; an example cannot refuse you, so an officer will check it."), f.Sources...).
		FirstMet(calendar.Date{})
}

func notHeld(c Case) decision.Finding {
	f := decision.Rule("not-held", lang.T("尚未持有该城市的驾驶员证", "No driver's certificate of this city"), c.Policy.Laws.Exam)
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("您已通过申请 %s 办理。", "You already have it, by application %s.", held.Application)).
			Advise(lang.T("到期前可以换发；不再从业的，可先终止原证。", "You can renew it before it expires. If you stop driving, you can give it up."))
	}
	return f.Met(lang.T("没有持证记录。", "There is no certificate on record."))
}

// verify checks the conditions under which the certificate stays in force.
func verify(c Case) []decision.Continuing { return verifyBy(c, licence(c)) }

func verifyBy(c Case, licence decision.Finding) []decision.Continuing {
	return []decision.Continuing{
		condition.StillAlive(c.Facts, c.Applicant.ID, lang.T("持证人健在", "The holder is alive"), c.Policy.Laws.Drivers),
		licence.Otherwise(decision.Suspends, calendar.Date{}),
		points(c).Otherwise(decision.Suspends, calendar.Date{}),
		records(c).Otherwise(decision.Ends, calendar.Date{}),
	}
}
