package residencepermit

import (
	"miaoban/shared/certificate"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// decide2016 replays the decisions of the first version.
func decide2016(c Case) []decision.Finding {
	findings := []decision.Finding{alive(c), fromElsewhere(c), residence2016(c), ground2016(c)}
	if c.Form.Kind == Endorse {
		return append(findings, endorsable(c))
	}
	return append(findings, withoutPermit(c))
}

// residence2016 required the same number of months for a first permit and for an endorsement.
func residence2016(c Case) decision.Finding {
	f := decision.Rule("residence", lang.T("连续居住登记达到规定月数", "Registered as a resident for the required months"), c.Policy.Laws.Permit)
	home := homeOf(c)
	since := fact.Get(c.Facts, c.Applicant.ID, dataset.Residence.Since)
	if home.None() {
		return f.NotMet(lang.T("没有您的居住登记。", "You have no registered residence."), home.Ref).
			Advise(
				lang.T(
					"请先到居住地派出所或社区办理居住登记。",
					"Please register your residence first, at the police station or community office where you live.",
				),
			)
	}
	if !home.Known() || !since.Known() {
		return f.Unknown(home.Ref, since.Ref)
	}
	months, ok := c.Policy.Months.At(home.V, c.Today())
	if !ok {
		return f.NoRule(lang.T("系统中没有当地现行的居住年限规定。", "The system has no current local rule on the length of residence."), home.Ref)
	}
	f.Basis = []policy.Basis{months.Basis}
	full := since.V.AddMonths(months.Value)
	if c.Today().Before(full) {
		return f.NotMet(lang.F("自%s起连续居住登记，未满%d个月。", "You have been registered since %s, less than %d months.", since.V,
			months.Value), since.Ref).
			Advise(lang.F("保持居住登记，%s起满足本条。", "Stay registered; this condition is met from %s.", full)).FirstMet(full)
	}
	return f.Met(lang.F("自%s起连续居住登记，已满%d个月。", "You have been registered since %s, at least %d months.", since.V, months.Value),
		since.Ref, home.Ref)
}

// ground2016 accepted only shared data as proof, and so rejected people who can prove their ground by papers.
func ground2016(c Case) decision.Finding {
	f := decision.Rule(
		"ground",
		lang.T("有合法稳定就业、合法稳定住所或连续就读", "Stable employment, stable lodging or continuous study"),
		c.Policy.Laws.Permit,
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
		f.Basis = []policy.Basis{insurance.Basis}
		return insured2016(c, f, city, insurance.Value)
	}
	switch c.Form.Ground {
	case Employment:
		return employed2016(c, f, city)
	case Lodging:
		return lodged2016(c, f, city)
	default:
		return enrolled2016(c, f, city)
	}
}

// insured2016 applies in cities where months of insurance prove stable employment.
func insured2016(c Case, f decision.Finding, city string, need Insurance) decision.Finding {
	where := fact.Get(c.Facts, c.Applicant.ID, dataset.SocialInsurance.City)
	of12 := fact.Get(c.Facts, c.Applicant.ID, dataset.SocialInsurance.Of12)
	of24 := fact.Get(c.Facts, c.Applicant.ID, dataset.SocialInsurance.Of24)
	switch {
	case where.None():
		return f.NotMet(lang.T("没有社会保险缴费记录。", "You have no social insurance on record."), where.Ref).
			Advise(lang.F(
				"请在本市参加社会保险，连续%d个月或两年内累计%d个月。",
				"Join social insurance in this city and pay for %d months without a break, or for %d months within two years.",
				need.Of12,
				need.Of24,
			))
	case !where.Known() || !of12.Known() || !of24.Known():
		return f.Unknown(where.Ref, of12.Ref, of24.Ref)
	case where.V != city:
		return f.NotMet(lang.F("您的社会保险在%s。", "Your social insurance is in %s.", division.FullName(where.V)), where.Ref).
			Advise(lang.T("请将社会保险转入本市后再申请。", "Transfer your social insurance to this city, then apply again."))
	case of12.V >= need.Of12 || of24.V >= need.Of24:
		return f.Met(lang.F("近12个月缴费%d个月，近24个月缴费%d个月。", "You paid for %d of the last 12 months, and %d of the last 24.", of12.V,
			of24.V), of12.Ref, of24.Ref)
	}
	// Each further month adds at most one to either count.
	missing := min(need.Of12-of12.V, need.Of24-of24.V)
	return f.NotMet(lang.F("近12个月缴费%d个月，近24个月缴费%d个月。", "You paid for %d of the last 12 months, and %d of the last 24.", of12.V,
		of24.V), of12.Ref, of24.Ref).
		Advise(lang.F("至少再连续缴费%d个月后可以申请。", "You can apply after at least %d more months of contributions.", missing))
}

func employed2016(c Case, f decision.Finding, city string) decision.Finding {
	where := fact.Get(c.Facts, c.Applicant.ID, dataset.SocialInsurance.City)
	employed := fact.Get(c.Facts, c.Applicant.ID, dataset.SocialInsurance.Employed)
	switch {
	case where.None():
		return f.NotMet(lang.T("没有单位在职参保记录。", "You have no employment on record."), where.Ref).Advise(otherGround)
	case !where.Known() || !employed.Known():
		return f.Unknown(where.Ref, employed.Ref)
	case !employed.V || where.V != city:
		return f.NotMet(lang.T("您目前没有在本市的单位在职参保。", "No employer insures you in this city at present."), where.Ref,
			employed.Ref).Advise(otherGround)
	default:
		return f.Met(lang.T("您在本市单位在职参保。", "An employer in this city insures you."), where.Ref, employed.Ref)
	}
}

func lodged2016(c Case, f decision.Finding, city string) decision.Finding {
	where := fact.Get(c.Facts, c.Applicant.ID, dataset.Housing.City)
	kind := fact.Get(c.Facts, c.Applicant.ID, dataset.Housing.Kind)
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.Housing.Until)
	switch {
	case where.None():
		return f.NotMet(lang.T("没有房屋产权或租赁备案记录。", "You have no home or registered lease on record."), where.Ref).
			Advise(lang.T("请到住房租赁主管部门办理租赁备案，或选择其他申领依据。", "Register your lease, or choose another ground."))
	case !where.Known() || !kind.Known():
		return f.Unknown(where.Ref, kind.Ref)
	case where.V != city:
		return f.NotMet(lang.F("您的住所在%s，不在本市。", "Your home is in %s, not in this city.", division.FullName(where.V)),
			where.Ref).Advise(otherGround)
	case kind.V == "owned":
		return f.Met(lang.T("您在本市有自有住房。", "You own a home in this city."), where.Ref, kind.Ref)
	case !until.Known():
		return f.Unknown(until.Ref)
	case until.V.Before(c.Today()):
		return f.NotMet(lang.F("租赁备案已于%s到期。", "The registered lease ended on %s.", until.V), until.Ref).
			Advise(lang.T("请到住房租赁主管部门续办租赁备案后再申请。", "Renew the registration of the lease, then apply."))
	default:
		return f.Met(lang.F("您在本市的租住备案有效期至%s。", "Your lease in this city is registered until %s.", until.V), where.Ref, until.Ref)
	}
}

func enrolled2016(c Case, f decision.Finding, city string) decision.Finding {
	where := fact.Get(c.Facts, c.Applicant.ID, dataset.Enrolment.City)
	active := fact.Get(c.Facts, c.Applicant.ID, dataset.Enrolment.Active)
	switch {
	case where.None():
		return f.NotMet(lang.T("没有学籍记录。", "You have no school enrolment on record."), where.Ref).Advise(otherGround)
	case !where.Known() || !active.Known():
		return f.Unknown(where.Ref, active.Ref)
	case !active.V || where.V != city:
		return f.NotMet(lang.T("您目前没有在本市就读。", "You are not enrolled in this city at present."), where.Ref, active.Ref).Advise(otherGround)
	default:
		return f.Met(lang.T("您在本市连续就读。", "You are enrolled in this city."), where.Ref, active.Ref)
	}
}

var otherGround = lang.T("如符合其他申领依据，请改选后再申请。", "If another ground applies to you, choose it and apply again.")

func needs2016(c Case) []fact.Query {
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

// issue2016 does not record from which day the years of residence count.
func issue2016(c Case, _ decision.Serial) decision.Grants {
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
		certificate.DayLine(lang.T("首次签发", "First issued"), issued),
		certificate.DayLine(lang.T("签注有效期至", "Endorsed until"), last),
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
