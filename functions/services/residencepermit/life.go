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

// lifeNeeds is what is read twice a year.
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

// stillFromElsewhere: who has settled in the city needs no permit of it.
func stillFromElsewhere(c Case) decision.Continuing {
	since := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Since)
	return fromElsewhere(c).Otherwise(decision.Ends, since.V)
}

func stillResident(c Case) decision.Continuing {
	f := decision.Rule("residence", lang.T("仍在本市居住", "Still living in the city"), c.Policy.Laws.Permit)
	home := homeOf(c)
	city := division.City(c.Granted.Certificate.Region)
	moved := lang.T("请在本市重新办理居住登记，恢复使用。", "Register your residence in the city again to have it restored.")
	switch {
	case home.None():
		f = f.NotMet(lang.T("居住登记已注销。", "The residence is no longer registered."), home.Ref).Advise(moved)
	case !home.Known():
		f = f.Unknown(home.Ref)
	case division.City(home.V) != city:
		f = f.NotMet(lang.F("您已迁到%s居住。", "You now live in %s.", division.FullName(home.V)), home.Ref).Advise(moved)
	default:
		f = f.Met(lang.F("您居住在%s。", "You live in %s.", division.FullName(home.V)), home.Ref)
	}
	return f.Otherwise(decision.Suspends, calendar.Date{})
}

// endorsed: without the yearly endorsement a permit is suspended (居住证暂行条例
// art. 10), and after years of that it is cancelled.
func endorsed(c Case) decision.Continuing {
	f := decision.Rule("endorsed", lang.T("已按年签注", "Endorsed for the year"), c.Policy.Laws.Endorsement)
	last := c.Granted.Certificate.ValidUntil
	if day, cancelled := cancelledOn(c, division.City(c.Granted.Certificate.Region), last); cancelled {
		return f.NotMet(lang.F("签注中止期满，居住证已于%s注销。", "Suspended for too long, it was cancelled on %s.", day)).
			Advise(lang.T("请重新申领居住证。", "Apply for a new permit.")).Otherwise(decision.Ends, day)
	}
	if c.Today().After(last) {
		f = f.NotMet(lang.F("签注已于%s到期。", "The endorsement ran out on %s.", last)).
			Advise(lang.T("请办理签注，恢复使用。", "Endorse it to have it restored."))
	} else {
		f = f.Met(lang.F("签注有效期至%s。", "It is endorsed until %s.", last))
	}
	return f.Otherwise(decision.Suspends, last.AddDays(1))
}
