package birthregistration

import (
	"fmt"

	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
)

// The versions of the rules until 2026 treated a former spouse as a spouse, and identified a child by the
// couple and the day. They are kept to replay their decisions.

// decideSpouse sets no condition on marriage or on the number of children: everybody who has a child can
// register it.
func decideSpouse(c Case) []decision.Finding {
	return append(aliveAndNamed(c), placeSpouse(c), expected2022(c), notRegistered2022(c))
}

// placeSpouse requires the chosen place to be in the province.
func placeSpouse(c Case) decision.Finding {
	f := decision.Rule("place", lang.T("登记地在本省", "The place of registration is in the province"), c.Policy.Laws.Registration)
	whose := c.Applicant.ID
	if ofSpouse(c) {
		spouse := spouseOf2022(c)
		switch {
		case spouse.None(), spouse.State == fact.Missing:
			return f.NotMet(lang.T("没有您的婚姻登记，不能选配偶所在地。", "You have no marriage on record, so you cannot choose a spouse's address."),
				spouse.Ref).Advise(otherPlace)
		case !spouse.Known():
			return f.Unknown(spouse.Ref)
		}
		whose = spouse.V
	}
	return placeAt(c, f, whose)
}

// expected2022 requires a plausible date: it cannot be farther ahead than the policy's number of days.
func expected2022(c Case) decision.Finding {
	f := decision.Rule("expected", expectedTitle, c.Policy.Laws.Registration)
	born := bornOn(c)
	if c.Form.Certificate != "" && !born.Known() {
		return f.Unknown(born.Ref)
	}
	ahead, ok := c.Policy.AheadDays.At(guangdong, c.Today())
	if !ok {
		return f.NoRule(lang.T("系统中没有现行的规定。", "The system has no current rule."))
	}
	if last := c.Today().AddDays(ahead.Value); dayOf(c).After(last) {
		return f.NotMet(lang.F("预产期%s过于久远。", "%s is too far ahead.", dayOf(c))).
			Advise(lang.F("请核对预产期，最晚为%s。", "Please check the date. The latest possible date is %s.", last))
	}
	return f.Met(lang.F("预产期或出生日期为%s。", "The date of birth, or the expected date, is %s.", dayOf(c)))
}

func notRegistered2022(c Case) decision.Finding {
	f := decision.Rule("not-registered", lang.T("没有重复登记", "Not registered before"), c.Policy.Laws.Registration)
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("该子女已由申请 %s 登记。", "This child was registered by application %s.", held.Application)).
			Advise(lang.T("无需再次登记。", "You do not need to register again."))
	}
	return f.Met(lang.T("没有该子女的登记。", "There is no registration of this child."))
}

func spouseOf2022(c Case) fact.Value[string] {
	return fact.Get(c.Facts, c.Applicant.ID, dataset.Marriages.Spouse)
}

// needs2022 reads about the spouse only what the chosen place requires, and only about the spouse named
// in the marriage register.
func needs2022(c Case) []fact.Query {
	return append([]fact.Query{
		condition.NeedsAlive(c.Applicant.ID),
		fact.Ask(c.Applicant.ID, dataset.Marriages.Spouse),
		condition.NeedsParent(c.Form.Certificate),
	}, needsPlace(c, spouseOf2022(c).V)...)
}

// claims2022 makes the child unique for the couple: one of the two parents can register it, not both.
func claims2022(c Case) []decision.Claim {
	if dayOf(c).IsZero() {
		return nil
	}
	couple := c.Applicant.ID
	if spouse := spouseOf2022(c).V; spouse != "" {
		couple = coupleOf(couple, spouse)
	}
	return []decision.Claim{{Kind: claimKind, Key: fmt.Sprintf("%s/%s/%d", couple, dayOf(c), c.Form.Order)}}
}

func issueSpouse(c Case, _ decision.Serial) decision.Grants {
	at := placeOf(c, spouseOf2022(c).V)
	if ofSpouse(c) {
		at = division.City(at)
	}
	return issueAt(c, at)
}
