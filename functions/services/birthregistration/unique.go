package birthregistration

import (
	"fmt"
	"slices"

	"miaoban/shared/calendar"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
)

// The keys of the versions before 2026-11-28 consist of the day of birth, or the expected day, and the
// typed order. Later days have no such key.
var (
	lastBorn     = calendar.MustParse("2026-11-28")
	lastExpected = calendar.MustParse("2027-09-24")
)

// orders is the highest order that the form accepted.
const orders = 20

// claims makes a child unique by its birth certificate, whichever parent registers it. Before the birth, a
// pregnancy is unique for its mother in two neighbouring spans of time, so that nobody can register two at
// a time; if no mother is known, for the father. A married couple also claims the keys of the previous
// version, which may run at the same time.
func claims(c Case) []decision.Claim {
	if c.Form.Certificate != "" {
		if !bornOn(c).Known() {
			return nil
		}
		return []decision.Claim{{Kind: certificateKind, Key: c.Form.Certificate}}
	}
	if dayOf(c).IsZero() {
		return nil
	}
	spouse, _, _ := condition.LivingSpouse(c.Facts, c.Applicant.ID)
	if spouse == "" {
		return pregnancies(c, c.Applicant.ID)
	}
	return append(pregnancies(c, motherOf(c.Applicant.ID, spouse)), pregnancies(c, coupleOf(c.Applicant.ID, spouse))...)
}

// former returns the keys under which earlier versions may have registered the same child or pregnancy:
// with another typed order, by a couple that has divorced, or by one of two people who married since.
func former(c Case) []decision.Claim {
	day := dayOf(c)
	if day.IsZero() || c.Form.Certificate != "" && !bornOn(c).Known() {
		return nil
	}
	other := otherParent(c)
	var all []decision.Claim
	if c.Form.Certificate == "" {
		if other != "" {
			all = append(all, pregnancies(c, coupleOf(c.Applicant.ID, other))...)
			all = append(all, pregnancies(c, fatherOf(c.Applicant.ID, other))...)
		}
		taken := claims(c)
		all = slices.DeleteFunc(all, func(claim decision.Claim) bool { return slices.Contains(taken, claim) })
	}
	if day.After(lastExpected) || c.Form.Certificate != "" && day.After(lastBorn) {
		return all
	}
	for _, people := range groups(c, other) {
		for order := range orders {
			all = append(all, decision.Claim{Kind: claimKind, Key: fmt.Sprintf("%s/%s/%d", people, day, order+1)})
		}
	}
	return all
}

// groups returns the people in the keys of earlier versions: the couple, and each of the two alone.
func groups(c Case, other string) []string {
	if other == "" {
		return []string{c.Applicant.ID}
	}
	return []string{c.Applicant.ID, other, coupleOf(c.Applicant.ID, other)}
}

// otherParent returns the parent besides the applicant: by the certificate, or else by the marriage
// register, even if the marriage has ended; "" if neither names one.
func otherParent(c Case) string {
	if c.Form.Certificate == "" {
		return fact.Get(c.Facts, c.Applicant.ID, dataset.Marriages.Spouse).V
	}
	mother := fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Mother).V
	if mother == c.Applicant.ID {
		return fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Father).V
	}
	return mother
}

func coupleOf(one, other string) string { return min(one, other) + "/" + max(one, other) }

// motherOf returns the woman of the two by their ID numbers; if these do not say, always the same one of
// them, whoever applies.
func motherOf(one, other string) string {
	first, known := condition.Woman(one)
	second, too := condition.Woman(other)
	switch {
	case !known || !too || first == second:
		return min(one, other)
	case first:
		return one
	default:
		return other
	}
}

func fatherOf(one, other string) string {
	if motherOf(one, other) == one {
		return other
	}
	return one
}

func pregnancies(c Case, whose string) []decision.Claim {
	span := dayOf(c).DaysSince(calendar.Date{Year: 1900, Month: 1, Day: 1}) / pregnancySpan
	return []decision.Claim{
		{Kind: pregnancyKind, Key: fmt.Sprintf("%s/%d", whose, span)},
		{Kind: pregnancyKind, Key: fmt.Sprintf("%s/%d", whose, span+1)},
	}
}

// notRegistered requires that the child is new: by its certificate, and before the birth, that its
// mother has no other pregnancy registered for about the same time.
func notRegistered(c Case) decision.Finding {
	f := decision.Rule("not-registered", lang.T("没有重复登记", "Not registered before"), c.Policy.Laws.Registration)
	taken := claims(c)
	var before decision.Holding
	for _, held := range c.Holdings {
		sure := slices.Contains(taken, decision.Claim{Kind: held.Kind, Key: held.Key})
		switch {
		case held.Free():
		case held.Kind == certificateKind:
			return f.NotMet(lang.F("该子女已由申请 %s 登记。", "This child was registered by application %s.", held.Application)).
				Advise(lang.T("无需再次登记。", "You do not need to register again."))
		case held.Kind == pregnancyKind && sure, held.Kind == claimKind && c.Form.Certificate == "":
			return f.NotMet(lang.F("本次怀孕已由申请 %s 登记。", "This pregnancy was registered by application %s.", held.Application)).
				Advise(lang.T("双胞胎、多胞胎出生后凭各自的出生医学证明编号登记；前次怀孕已经终止的，由登记机关更正后再登记。",
					"After the birth, register each of twins by its birth certificate. If the earlier pregnancy "+
						"ended, have that registration corrected first."))
		default:
			before = held
		}
	}
	if !before.Free() {
		return f.Unsure(lang.F("申请 %s 登记过时间相同或者相近的怀孕或者出生，是否为同一个孩子由工作人员核实。",
			"Application %s registered a pregnancy or a birth of the same or about the same time. An officer will verify whether it is the "+
				"same child.", before.Application))
	}
	if c.Form.Certificate != "" {
		return f.Met(lang.T("没有该子女的登记。", "There is no registration of this child."))
	}
	if _, married, sources := condition.LivingSpouse(c.Facts, c.Applicant.ID); married == decision.Unknown {
		return f.Unknown(sources...) // the spouse may have registered the pregnancy
	}
	return f.Met(lang.T("没有该子女的登记。", "There is no registration of this child."))
}
