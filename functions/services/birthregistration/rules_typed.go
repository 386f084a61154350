package birthregistration

import (
	"fmt"

	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// The third version distinguished children by the typed order, and pregnancies by the couple of the day.
// It treated a dead spouse as a spouse, and accepted implausible certificates. It is kept to replay its
// decisions.

func decideTyped(c Case) []decision.Finding {
	return append(aliveAndNamed(c), placeTyped(c), expected(c), notRegisteredTyped(c))
}

// placeTyped requires the chosen place to be in the province.
func placeTyped(c Case) decision.Finding {
	f := decision.Rule("place", lang.T("登记地在本省", "The place of registration is in the province"), c.Policy.Laws.Registration)
	whose := c.Applicant.ID
	if ofSpouse(c) {
		spouse, married, sources := condition.Spouse(c.Facts, c.Applicant.ID)
		switch married {
		case decision.NotMet:
			return f.NotMet(lang.T("没有您存续的婚姻登记，不能选配偶所在地。", "You are not married on record, so you cannot choose a spouse's address."),
				sources...).Advise(otherPlace)
		case decision.Unknown:
			return f.Unknown(sources...)
		}
		whose = spouse
	}
	return placeAt(c, f, whose)
}

// notRegisteredTyped requires that the child is new: by its certificate, and before the birth, that the
// couple has no other pregnancy registered for about the same time.
func notRegisteredTyped(c Case) decision.Finding {
	f := decision.Rule("not-registered", lang.T("没有重复登记", "Not registered before"), c.Policy.Laws.Registration)
	for _, held := range c.Holdings {
		switch {
		case held.Free():
		case held.Kind == pregnancyKind:
			return f.NotMet(lang.F("本次怀孕已由申请 %s 登记。", "This pregnancy was registered by application %s.", held.Application)).
				Advise(lang.T("双胞胎、多胞胎出生后凭各自的出生医学证明编号登记；前次怀孕已经终止的，由登记机关更正后再登记。",
					"After the birth, register each of twins by its birth certificate. If the earlier pregnancy "+
						"ended, have that registration corrected first."))
		default:
			return f.NotMet(lang.F("该子女已由申请 %s 登记。", "This child was registered by application %s.", held.Application)).
				Advise(lang.T("无需再次登记。", "You do not need to register again."))
		}
	}
	if _, married, sources := condition.Spouse(c.Facts, c.Applicant.ID); married == decision.Unknown && c.Form.Certificate == "" {
		return f.Unknown(sources...) // the spouse may have registered the pregnancy
	}
	return f.Met(lang.T("没有该子女的登记。", "There is no registration of this child."))
}

// needsTyped reads about the spouse only what the chosen place requires, and only about the spouse named
// in the marriage register.
func needsTyped(c Case) []fact.Query {
	return append([]fact.Query{
		condition.NeedsAlive(c.Applicant.ID),
		condition.NeedsSpouse(c.Applicant.ID),
		condition.NeedsParent(c.Form.Certificate),
	}, needsPlace(c, spouseOf(c))...)
}

// claimsTyped makes a child unique: by its birth certificate, whichever parent registers it, and by the
// couple and the day, as the versions before did. A pregnancy takes two neighbouring spans of time, so
// that a couple cannot register two at a time.
func claimsTyped(c Case) []decision.Claim {
	if dayOf(c).IsZero() || c.Form.Certificate != "" && !bornOn(c).Known() {
		return nil
	}
	couple := c.Applicant.ID
	if spouse := spouseOf(c); spouse != "" {
		couple = coupleOf(couple, spouse)
	}
	all := []decision.Claim{{Kind: claimKind, Key: fmt.Sprintf("%s/%s/%d", couple, dayOf(c), c.Form.Order)}}
	if c.Form.Certificate != "" {
		return append(all, decision.Claim{Kind: certificateKind, Key: c.Form.Certificate})
	}
	return append(all, pregnancies(c, couple)...)
}

// issueTyped records the registration, at a spouse's address with only the city.
func issueTyped(c Case, _ decision.Serial) decision.Grants {
	at := placeOf(c, spouseOf(c))
	if ofSpouse(c) {
		at = division.City(at)
	}
	return issueAt(c, at)
}

// spouseOf returns the person to whom the applicant is married now; "" if there is none, or it is not
// known.
func spouseOf(c Case) string {
	spouse, _, _ := condition.Spouse(c.Facts, c.Applicant.ID)
	return spouse
}
