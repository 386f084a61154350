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

// Driving is what the nation asks of a driver.
type Driving struct {
	Years   int      `yaml:"years" validate:"min=1"`  // licensed for
	Cycles  int      `yaml:"cycles" validate:"min=1"` // without twelve points
	Classes []string `yaml:"classes" validate:"required"`
}

// CityTerms are what a city asks beside.
type CityTerms struct {
	// PermitMonths is how long a residence permit must have been held by those
	// whose household is elsewhere; zero: where they live does not matter.
	PermitMonths int `yaml:"permit_months,omitempty"`
	// BelowAge is the age that a driver must not have reached; zero: none.
	BelowAge int `yaml:"below_age,omitempty"`
}

func decide(c Case) []decision.Finding {
	return []decision.Finding{alive(c), licence(c), points(c), records(c), exam(c), cityTerms(c), age(c), notHeld(c)}
}

func alive(c Case) decision.Finding {
	return condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), c.Policy.Laws.Drivers)
}

func licence(c Case) decision.Finding {
	f := decision.Rule("licence", lang.T("取得相应准驾车型驾驶证并有规定年限的驾驶经历", "A licence of the right class, held for long enough"), c.Policy.Laws.Drivers)
	class := fact.Get(c.Facts, c.Applicant.ID, dataset.Licences.Class)
	issued := fact.Get(c.Facts, c.Applicant.ID, dataset.Licences.IssuedOn)
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.Licences.Until)
	need, ok := c.Policy.Driving.At(string(c.Form.City), c.Today())
	switch {
	case !ok:
		return f.NoRule(lang.T("系统中没有现行的驾驶经历规定。", "There is no current rule on licences."))
	case class.None():
		return f.NotMet(lang.T("没有您的机动车驾驶证。", "No driving licence of yours is on record."), class.Ref).
			Advise(lang.T("请先考取驾驶证。", "Get a driving licence first."))
	case !class.Known() || !issued.Known() || !until.Known():
		return f.Unknown(class.Ref, issued.Ref, until.Ref)
	case !slices.Contains(need.Value.Classes, class.V):
		return f.NotMet(lang.F("准驾车型%s不能驾驶网约车。", "Class %s is not for ride-hailing cars.", class.V), class.Ref).
			Advise(lang.T("请增驾小型汽车后再申请。", "Add the class of small cars, then apply."))
	case until.V.Before(c.Today()):
		return f.NotMet(lang.F("驾驶证已于%s到期。", "The licence ran out on %s.", until.V), until.Ref).
			Advise(lang.T("请先换证。", "Have it renewed first."))
	}
	full := issued.V.AddYears(need.Value.Years)
	if c.Today().Before(full) {
		return f.NotMet(lang.F("%s初次领证，驾驶经历未满%d年。", "First licensed on %s: less than %d years.", issued.V, need.Value.Years), issued.Ref).
			Advise(lang.F("从%s起可以申请。", "You can apply from %s on.", full)).HoldsFrom(full)
	}
	return f.Met(lang.F("准驾车型%s，%s初次领证。", "Class %s, first licensed on %s.", class.V, issued.V), class.Ref, issued.Ref)
}

func points(c Case) decision.Finding {
	f := decision.Rule("points", lang.T("最近连续记分周期内没有记满12分", "No twelve points in the last cycles"), c.Policy.Laws.Drivers)
	cycles := fact.Get(c.Facts, c.Applicant.ID, dataset.Licences.Cycles)
	need, ok := c.Policy.Driving.At(string(c.Form.City), c.Today())
	switch {
	case !ok:
		return f.NoRule(lang.T("系统中没有现行的记分规定。", "There is no current rule on points."))
	case cycles.None():
		return f.Met(lang.T("没有驾驶证，本条不作判断。", "There is no licence; that is judged by the condition above."), cycles.Ref)
	case !cycles.Known():
		return f.Unknown(cycles.Ref)
	case cycles.V < need.Value.Cycles:
		return f.NotMet(lang.F("最近%d个记分周期内曾记满12分。", "You had twelve points within the last %d cycles.", need.Value.Cycles), cycles.Ref).
			Advise(lang.F("再过%d个记分周期没有记满12分的，可以申请。", "Apply after %d more cycles without.", need.Value.Cycles-cycles.V))
	default:
		return f.Met(lang.F("最近%d个记分周期内没有记满12分。", "No twelve points within the last %d cycles.", need.Value.Cycles), cycles.Ref)
	}
}

// records holds that there is none of the records that bar a driver. Who is in no
// register has none.
func records(c Case) decision.Finding {
	f := decision.Rule("records", lang.T("没有法规禁止的违法犯罪记录", "None of the records that bar a driver"), c.Policy.Laws.Drivers)
	var saw []fact.Reference
	for _, field := range []fact.Field[bool]{
		dataset.Convictions.Traffic, dataset.Convictions.Violent, dataset.Convictions.Drugs, dataset.Convictions.DrunkDriving,
	} {
		record := fact.Get(c.Facts, c.Applicant.ID, field)
		saw = append(saw, record.Ref)
		switch {
		case record.Known() && record.V:
			return f.NotMet(lang.F("有%s。", "On record: %s.", field.Label), record.Ref).
				Advise(lang.T("对记录有异议的，可向公安机关申请核查更正。", "If that is wrong, ask the police to check and correct it."))
		case record.None(), record.Known(), record.State == fact.Missing:
		default:
			return f.Unknown(record.Ref)
		}
	}
	return f.Met(lang.T("经核查，没有相关记录。", "Checked: there is none."), saw...)
}

func exam(c Case) decision.Finding {
	f := decision.Rule("exam", lang.T("考试合格", "The exam is passed"), c.Policy.Laws.Exam)
	city := fact.Get(c.Facts, c.Applicant.ID, dataset.DriverExams.City)
	passed := fact.Get(c.Facts, c.Applicant.ID, dataset.DriverExams.PassedOn)
	book := lang.T("请在从业城市报名参加网约车驾驶员考试。", "Take the exam for ride-hailing drivers in that city.")
	switch {
	case city.None():
		return f.NotMet(lang.T("没有考试合格记录。", "No exam is on record."), city.Ref).Advise(book)
	case !city.Known() || !passed.Known():
		return f.Unknown(city.Ref, passed.Ref)
	case division.City(city.V) != string(c.Form.City):
		return f.NotMet(lang.F("考试是在%s通过的。", "The exam was passed in %s.", division.FullName(city.V)), city.Ref).Advise(book)
	default:
		return f.Met(lang.F("%s考试合格。", "Passed on %s.", passed.V), passed.Ref)
	}
}

// cityTerms holds what the city asks of those whose household is elsewhere.
func cityTerms(c Case) decision.Finding {
	f := decision.Rule("city", lang.T("符合从业城市的户籍或居住条件", "Household or residence as the city asks"), c.Policy.Laws.Drivers)
	terms, ok := c.Policy.City.At(string(c.Form.City), c.Today())
	if !ok {
		return f.NoRule(lang.T("系统中没有该城市现行的规定。", "There is no current rule of that city."))
	}
	f.Basis = []policy.Basis{terms.Basis}
	if terms.Value.PermitMonths == 0 {
		return f.Met(lang.T("该城市不限户籍和居住证。", "The city asks for neither household nor permit."))
	}
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	if household.Known() && division.Within(household.V, string(c.Form.City)) {
		return f.Met(lang.F("您的户籍在%s。", "Your household is registered in %s.", division.FullName(household.V)), household.Ref)
	}
	city := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.City)
	issued := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.IssuedOn)
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.EndorsedTo)
	get := lang.T("请在该城市办理居住证，持证期满后申请。", "Get a residence permit of that city, and apply once it has run for long enough.")
	switch {
	case !household.Known():
		return f.Unknown(household.Ref)
	case city.None():
		return f.NotMet(lang.T("户籍不在该城市，也没有居住证。", "Neither household nor residence permit in that city."), household.Ref, city.Ref).Advise(get)
	case !city.Known() || !issued.Known() || !until.Known():
		return f.Unknown(city.Ref, issued.Ref, until.Ref)
	case city.V != string(c.Form.City), until.V.Before(c.Today()):
		return f.NotMet(lang.F("居住证由%s签发，签注至%s。", "Your permit is of %s, endorsed to %s.", division.FullName(city.V), until.V), city.Ref, until.Ref).Advise(get)
	}
	full := issued.V.AddMonths(terms.Value.PermitMonths)
	if c.Today().Before(full) {
		return f.NotMet(lang.F("居住证%s签发，未满%d个月。", "Your permit is of %s: less than %d months.", issued.V, terms.Value.PermitMonths), issued.Ref).
			Advise(lang.F("从%s起满足本条。", "This is met from %s on.", full)).HoldsFrom(full)
	}
	return f.Met(lang.F("居住证%s签发，已满%d个月。", "Your permit is of %s, which is %d months and more.", issued.V, terms.Value.PermitMonths), issued.Ref)
}

func age(c Case) decision.Finding {
	f := decision.Rule("age", lang.T("未超过从业年龄", "Below the age that the city sets"), c.Policy.Laws.Drivers)
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	terms, ok := c.Policy.City.At(string(c.Form.City), c.Today())
	switch {
	case !ok:
		return f.NoRule(lang.T("系统中没有该城市现行的规定。", "There is no current rule of that city."))
	case !born.Known():
		return f.Unknown(born.Ref)
	case terms.Value.BelowAge > 0 && born.V.Age(c.Today()) >= terms.Value.BelowAge:
		f.Basis = []policy.Basis{terms.Basis}
		return f.NotMet(lang.F("您今天%d周岁，该城市要求未满%d周岁。", "You are %d today; the city asks for less than %d.", born.V.Age(c.Today()), terms.Value.BelowAge), born.Ref).
			Advise(lang.T("可以向没有年龄上限的城市申请。", "You can apply in a city without that limit."))
	default:
		f.Basis = []policy.Basis{terms.Basis}
		return f.Met(lang.F("您今天%d周岁。", "You are %d today.", born.V.Age(c.Today())), born.Ref)
	}
}

func notHeld(c Case) decision.Finding {
	f := decision.Rule("not-held", lang.T("尚未持有该城市的驾驶员证", "No certificate of the city is held"), c.Policy.Laws.Exam)
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("您已通过申请 %s 办理。", "You already have it, by application %s.", held.Application)).
			Advise(lang.T("到期前可以换发；不再从业的，可先终止原证。", "It can be renewed before it ends; who drives no more can give it up."))
	}
	return f.Met(lang.T("没有持证记录。", "No certificate is on record."))
}

// verify checks the conditions under which the certificate stays in force.
func verify(c Case) []decision.Continuing {
	return []decision.Continuing{
		condition.StillAlive(c.Facts, c.Applicant.ID, lang.T("持证人健在", "The holder is alive"), c.Policy.Laws.Drivers),
		licence(c).Otherwise(decision.Suspends, calendar.Date{}),
		points(c).Otherwise(decision.Suspends, calendar.Date{}),
		records(c).Otherwise(decision.Ends, calendar.Date{}),
	}
}
