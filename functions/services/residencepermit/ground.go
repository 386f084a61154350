package residencepermit

import (
	"slices"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// ground requires the applicant to work, lodge or study in the city (art. 2). Art. 9 accepts papers that no
// dataset has, so a ground that is not on record refers. An endorsement requires the ground again only if
// the city has a rule (Shenzhen).
func ground(c Case) decision.Finding {
	f := decision.Rule(
		"ground",
		lang.T("有合法稳定就业、合法稳定住所或连续就读", "Stable employment, stable lodging or continuous study"),
		c.Policy.Laws.Permit, c.Policy.Laws.Proofs,
	)
	home := homeOf(c)
	if home.None() {
		return f.Met(lang.T("没有居住登记，这一条不适用。", "There is no registered residence, so this condition does not apply."), home.Ref)
	}
	if !home.Known() {
		return f.Unknown(home.Ref)
	}
	city := division.City(home.V)
	if insurance, ok := c.Policy.Insurance.At(home.V, c.Today()); ok {
		return byInsurance(c, f, city, insurance)
	}
	if c.Form.Kind == Endorse {
		f.Basis = []policy.Basis{c.Policy.Laws.Endorsement}
		return f.Met(lang.T("签注只看是否继续居住，不再审查申领依据。",
			"For an endorsement you only have to go on living here; the ground of the permit is not examined again."), home.Ref)
	}
	switch c.Form.Ground {
	case Employment:
		return employed(c, f, city)
	case Lodging:
		return lodged(c, f, city)
	case Study:
		return enrolled(c, f, city)
	default:
		return f.Unsure(lang.T("人才直接申领的条件由各市规定，由工作人员核实。",
			"Each city has its own rules on permits for talents. An officer will check them."), home.Ref)
	}
}

// byInsurance applies in cities where months of insurance prove stable employment. Students and
// talents need none there.
func byInsurance(c Case, f decision.Finding, city string, need policy.Figure[Insurance]) decision.Finding {
	f.Basis = []policy.Basis{need.Basis}
	paid := insured(c, f, city, need.Value)
	rule, ok := c.Policy.Direct.At(city, c.Today())
	if !ok {
		return paid
	}
	f.Basis = append(f.Basis, rule.Basis)
	student, sources := studies(c, city, rule.Value.Stages)
	switch {
	case c.Form.Ground == Study && student == decision.Met:
		return f.Met(lang.T("您在本市接受全日制中高等教育，可以直接办理。",
			"You are a full-time student of secondary or higher education in this city and can apply directly."), sources...)
	case paid.Status == decision.Met:
		return paid
	case c.Form.Ground == Talent && rule.Value.Talents:
		return f.Unsure(lang.T("是否符合人才引进规定，由工作人员核实；请准备学历、职称、技能等证明。",
			"An officer will check whether you meet the rules on talents. Please have your degree, title or skill certificate ready."),
			homeOf(c).Ref)
	case c.Form.Ground == Study && student == decision.Unknown:
		return byStudentCard(f, sources)
	default:
		return paid
	}
}

// byStudentCard refers a student who has only a student card as proof.
func byStudentCard(f decision.Finding, sources []fact.Reference) decision.Finding {
	if slices.ContainsFunc(sources, func(r fact.Reference) bool { return !r.State.Knowledge() }) {
		return f.Unknown(sources...)
	}
	return f.Unsure(lang.T("数据中没有您在本市全日制就读的记录；凭学生证或者学校出具的证明可以直接办理，由工作人员核实。",
		"No full-time enrolment in this city is on record. With a student card, or a statement of the school, you can apply directly; "+
			"an officer will check it."), sources...)
}

// studies returns whether the applicant is a full-time student of one of the stages in the city. Only an
// enrolment in the city at another stage is NotMet.
func studies(c Case, city string, stages []string) (decision.Status, []fact.Reference) {
	where := fact.Get(c.Facts, c.Applicant.ID, dataset.Enrolment.City)
	active := fact.Get(c.Facts, c.Applicant.ID, dataset.Enrolment.Active)
	stage := fact.Get(c.Facts, c.Applicant.ID, dataset.Enrolment.Stage)
	fullTime := fact.Get(c.Facts, c.Applicant.ID, dataset.Enrolment.FullTime)
	switch here := where.Known() && where.V == city && active.Known() && active.V && stage.Known(); {
	case here && !slices.Contains(stages, stage.V):
		return decision.NotMet, []fact.Reference{where.Ref, stage.Ref}
	case here && fullTime.Known() && fullTime.V:
		return decision.Met, []fact.Reference{where.Ref, active.Ref, stage.Ref, fullTime.Ref}
	default:
		return decision.Unknown, []fact.Reference{where.Ref}
	}
}

// insured compares the months of insurance with those that the city requires, for a permit or for an
// endorsement. An applicant without insurance on record is referred.
func insured(c Case, f decision.Finding, city string, need Insurance) decision.Finding {
	where := fact.Get(c.Facts, c.Applicant.ID, dataset.SocialInsurance.City)
	of12 := fact.Get(c.Facts, c.Applicant.ID, dataset.SocialInsurance.Of12)
	of24 := fact.Get(c.Facts, c.Applicant.ID, dataset.SocialInsurance.Of24)
	keep, again := c.Policy.Keep.At(city, c.Today())
	again = again && c.Form.Kind == Endorse
	if again {
		f.Basis = []policy.Basis{keep.Basis}
	}
	switch {
	case where.None():
		return f.Unsure(lang.T("没有社会保险缴费记录；就业也可以凭营业执照、劳动合同等证明，由工作人员核实。",
			"You have no social insurance on record. A business licence or a labour contract can also show employment; an officer will check it."),
			where.Ref)
	case !where.Known() || !of12.Known() || !of24.Known():
		return f.Unknown(where.Ref, of12.Ref, of24.Ref)
	case where.V != city:
		return f.Unsure(lang.F("您的社会保险现在%s；在本市缴费的月数由工作人员核实。",
			"Your social insurance is in %s now. An officer will check your months of contributions in this city.",
			division.FullName(where.V)), where.Ref)
	}
	paid := lang.F("近12个月缴费%d个月，近24个月缴费%d个月。", "You paid for %d of the last 12 months, and %d of the last 24.", of12.V, of24.V)
	// Each further month adds at most one to either count.
	missing := min(need.Of12-of12.V, need.Of24-of24.V)
	if again {
		missing = keep.Value.Insurance - of12.V
	}
	if missing <= 0 {
		return f.Met(paid, of12.Ref, of24.Ref)
	}
	return f.NotMet(paid, of12.Ref, of24.Ref).
		Advise(lang.F("至少再连续缴费%d个月后可以申请。", "You can apply after at least %d more months of contributions.", missing))
}

func employed(c Case, f decision.Finding, city string) decision.Finding {
	where := fact.Get(c.Facts, c.Applicant.ID, dataset.SocialInsurance.City)
	employed := fact.Get(c.Facts, c.Applicant.ID, dataset.SocialInsurance.Employed)
	business := fact.Get(c.Facts, c.Applicant.ID, dataset.Operators.Division)
	switch {
	case where.Known() && where.V == city && employed.Known() && employed.V:
		return f.Met(lang.T("您在本市单位在职参保。", "An employer in this city insures you."), where.Ref, employed.Ref)
	case business.Known() && division.City(business.V) == city:
		return f.Met(lang.T("您在本市登记为个体工商户。", "You are a registered sole trader in this city."), business.Ref)
	}
	for _, ref := range []fact.Reference{where.Ref, business.Ref} {
		if !ref.State.Knowledge() && ref.State != fact.Missing {
			return f.Unknown(ref)
		}
	}
	return f.Unsure(lang.T("数据中没有您在本市单位在职参保或者登记营业的记录；可以凭营业执照、劳动合同、用人单位出具的劳动关系证明等，由工作人员核实。",
		"No insurance through an employer and no business of yours is on record in this city. A business licence, a labour contract or "+
			"your employer's statement proves your employment; an officer will check it."), where.Ref, business.Ref)
}

// lodged accepts the applicant's own home, or a registered lease in its term. Another lease, a purchase
// contract, and a statement of the landlord, the employer or the school are equally valid (art. 9) and
// refer.
func lodged(c Case, f decision.Finding, city string) decision.Finding {
	where := fact.Get(c.Facts, c.Applicant.ID, dataset.Housing.City)
	kind := fact.Get(c.Facts, c.Applicant.ID, dataset.Housing.Kind)
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.Housing.Until)
	byPaper := lang.T("可以凭房屋租赁合同（不论是否备案）、产权证明、购房合同，或者房屋出租人、用人单位、就读学校出具的住宿证明，由工作人员核实。",
		"A lease (registered or not), a title, a purchase contract, or a statement of the landlord, the employer or the school proves "+
			"your lodging; an officer will check it.")
	unsure := func(text lang.Text, sources ...fact.Reference) decision.Finding {
		return f.Unsure(lang.T(text.ZH+byPaper.ZH, text.EN+" "+byPaper.EN), sources...)
	}
	switch {
	case where.None():
		return unsure(lang.T("数据中没有您的房屋产权或者租赁备案；", "No home and no registered lease of yours is on record."), where.Ref)
	case !where.Known() || !kind.Known():
		return f.Unknown(where.Ref, kind.Ref)
	case where.V != city:
		return unsure(lang.F("数据中您的住所在%s；", "The home on record is in %s.", division.FullName(where.V)), where.Ref)
	case kind.V == "owned":
		return f.Met(lang.T("您在本市有自有住房。", "You own a home in this city."), where.Ref, kind.Ref)
	case until.State == fact.Missing:
		return unsure(lang.T("数据中没有租住的期限；", "The end of your lease is not on record."), kind.Ref)
	case !until.Known():
		return f.Unknown(until.Ref)
	case until.V.Before(c.Today()):
		return unsure(lang.F("租赁备案已于%s到期；", "The registered lease ended on %s.", until.V), until.Ref)
	default:
		return f.Met(lang.F("您在本市的租住备案有效期至%s。", "Your lease in this city is registered until %s.", until.V), where.Ref, until.Ref)
	}
}

func enrolled(c Case, f decision.Finding, city string) decision.Finding {
	where := fact.Get(c.Facts, c.Applicant.ID, dataset.Enrolment.City)
	active := fact.Get(c.Facts, c.Applicant.ID, dataset.Enrolment.Active)
	switch {
	case where.Known() && where.V == city && active.Known() && active.V:
		return f.Met(lang.T("您在本市连续就读。", "You are enrolled in this city."), where.Ref, active.Ref)
	case !where.None() && !where.Known():
		return f.Unknown(where.Ref)
	default:
		return f.Unsure(lang.T("数据中没有您在本市在读的学籍；可以凭学生证或者就读学校出具的证明，由工作人员核实。",
			"No present enrolment in this city is on record. Your student card or a statement of the school proves it; an officer will check it."),
			where.Ref)
	}
}

// direct reports whether the applicant can apply without the months of residence and insurance that the
// city requires: as a student on record, or as a talent, which a person verifies.
func direct(c Case) (policy.Figure[Direct], bool) {
	rule, ok := c.Policy.Direct.At(homeOf(c).V, c.Today())
	if !ok {
		return rule, false
	}
	student, _ := studies(c, division.City(homeOf(c).V), rule.Value.Stages)
	return rule, c.Form.Ground == Study && student == decision.Met || c.Form.Ground == Talent && rule.Value.Talents
}

// stillHere requires for an endorsement that the holder still lives in the city (art. 10), in Shenzhen for a
// number of the last twelve months. After a late endorsement the years count anew, so a gap before it does
// not matter nationally.
func stillHere(c Case, f decision.Finding, home fact.Value[string], since fact.Value[calendar.Date]) decision.Finding {
	here := lang.F("自%s起连续居住登记。", "You have been registered since %s.", since.V)
	endorsed := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.EndorsedTo)
	from := endorsed.V.AddDays(1).AddYears(-1)
	f.Basis = []policy.Basis{c.Policy.Laws.Endorsement}
	if keep, ok := c.Policy.Keep.At(home.V, c.Today()); ok {
		f.Basis = []policy.Basis{keep.Basis}
		if _, ok := direct(c); ok {
			return f.Met(here, since.Ref, home.Ref)
		}
		from = c.Today().AddMonths(-keep.Value.Residence)
		if since.V.After(from) {
			return f.Unsure(lang.F("自%s起连续居住登记；近一年内累计是否满%d个月，由工作人员核实。",
				"You have been registered since %s. An officer will check whether you were registered for %d months of the last year.",
				since.V, keep.Value.Residence), since.Ref)
		}
		return f.Met(here, since.Ref, home.Ref)
	}
	if endorsed.Known() && !c.Today().After(endorsed.V) && since.V.After(from) {
		return f.Unsure(lang.F("本年度内居住登记有中断（自%s起重新登记），是否连续居住由工作人员核实。",
			"Your registration was interrupted in this year (registered again on %s). An officer will check it.", since.V), since.Ref)
	}
	return f.Met(here, since.Ref, home.Ref)
}
