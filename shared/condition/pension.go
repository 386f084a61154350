package condition

import (
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// NoPension finds whether the person receives no monthly basic pension on the day. A pension that is
// received is on record; it never follows from the age. The advice is what a person with a pension
// can do.
func NoPension(facts fact.Facts, person string, on calendar.Date, advice lang.Text, basis policy.Basis) decision.Finding {
	f := decision.Rule("no-pension", lang.T("没有按月领取基本养老金", "No monthly basic pension"), basis)
	since := fact.Get(facts, person, dataset.Pensions.Since)
	other := fact.Get(facts, person, dataset.Pensions.DrawsOther)
	switch {
	case !since.State.Answered():
		return f.Unknown(since.Ref)
	case !other.State.Answered():
		return f.Unknown(other.Ref)
	case since.Known() && !since.V.After(on):
		return f.NotMet(lang.F("您自%s起按月领取基本养老金。", "You have received a monthly basic pension since %s.", since.V), since.Ref).
			Advise(advice)
	case other.V:
		return f.NotMet(lang.T("您按月领取基本养老金。", "You receive a monthly basic pension."), other.Ref).Advise(advice)
	default:
		return f.Met(lang.T("没有按月领取基本养老金的记录。", "No monthly basic pension is on record."), since.Ref, other.Ref)
	}
}

// NeedsPension is the query for NoPension.
func NeedsPension(person string) fact.Query {
	return fact.Ask(person, dataset.Pensions.Since, dataset.Pensions.DrawsOther)
}
