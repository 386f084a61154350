package residencepermit

import (
	"miaoban/shared/calendar"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
)

// lifeNeeds returns the queries of the verification, twice a year.
func lifeNeeds(c Case) []fact.Query {
	return []fact.Query{
		condition.NeedsAlive(c.Applicant.ID),
		condition.NeedsHousehold(c.Applicant.ID),
		fact.Ask(c.Applicant.ID, dataset.Residence.Division, dataset.Residence.Since),
	}
}

// verify checks the conditions under which a permit stays in force.
func verify(c Case) []decision.Continuing {
	return []decision.Continuing{
		condition.StillAlive(c.Facts, c.Applicant.ID, lang.T("持证人健在", "The holder is alive"), c.Policy.Laws.Permit),
		stillFromElsewhere(c), stillResident(c), endorsed(c),
	}
}

// stillFromElsewhere ends the permit if the holder has settled in the city.
func stillFromElsewhere(c Case) decision.Continuing {
	since := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Since)
	return fromElsewhere(c).Otherwise(decision.Ends, since.V)
}

func stillResident(c Case) decision.Continuing {
	f := decision.Rule("residence", lang.T("仍在本市居住", "Still living in the city"), c.Policy.Laws.Permit)
	home := homeOf(c)
	city := division.City(c.Granted.Certificate.Region)
	moved := lang.T("请在本市重新办理居住登记，恢复使用。", "Register your residence in the city again to restore the permit.")
	switch {
	case home.None():
		f = f.NotMet(lang.T("居住登记已注销。", "Your residence registration was cancelled."), home.Ref).Advise(moved)
	case !home.Known():
		f = f.Unknown(home.Ref)
	case division.City(home.V) != city:
		f = f.NotMet(lang.F("您已迁到%s居住。", "You now live in %s.", division.FullName(home.V)), home.Ref).Advise(moved)
	default:
		f = f.Met(lang.F("您居住在%s。", "You live in %s.", division.FullName(home.V)), home.Ref)
	}
	return f.Otherwise(decision.Suspends, calendar.Date{})
}

// endorsed suspends a permit without its yearly endorsement (居住证暂行条例 art. 10), and cancels it after
// the years that the city sets.
func endorsed(c Case) decision.Continuing {
	f := decision.Rule("endorsed", lang.T("已按年签注", "Endorsed for the year"), c.Policy.Laws.Endorsement)
	last := c.Granted.Certificate.ValidUntil
	if day, cancelled := cancelledOn(c, division.City(c.Granted.Certificate.Region), last); cancelled {
		return f.NotMet(lang.F("签注中止期满，居住证已于%s注销。", "The permit was suspended for too long and was cancelled on %s.", day)).
			Advise(lang.T("请重新申领居住证。", "Apply for a new permit.")).Otherwise(decision.Ends, day)
	}
	if c.Today().After(last) {
		f = f.NotMet(lang.F("签注已于%s到期。", "The endorsement expired on %s.", last)).
			Advise(lang.T("请办理签注，恢复使用。", "Apply for the endorsement to restore the permit."))
	} else {
		f = f.Met(lang.F("签注有效期至%s。", "The endorsement is valid until %s.", last))
	}
	return f.Otherwise(decision.Suspends, last.AddDays(1))
}
