package decision

import (
	"slices"

	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Finding is what one rule found: whether its condition holds, why, by what law,
// from whose data, and what would change the answer.
type Finding struct {
	Rule    string           `json:"rule"`
	Title   lang.Text        `json:"title"`
	Status  Status           `json:"status"`
	Text    lang.Text        `json:"text"` // one sentence, with the values seen
	Basis   []policy.Basis   `json:"basis"`
	Saw     []fact.Reference `json:"saw,omitempty"`
	Remedy  lang.Text        `json:"remedy,omitzero"`   // what the applicant can do
	MetFrom calendar.Date    `json:"met_from,omitzero"` // the day from which the condition holds if nothing else changes
	Unruled bool             `json:"unruled,omitempty"` // there is no rule by which to tell
}

// Rule begins the finding of a rule: its stable name, its condition in words,
// and the law it stands on.
func Rule(name string, title lang.Text, basis ...policy.Basis) Finding {
	return Finding{Rule: name, Title: title, Basis: basis}
}

// Met finds that the condition holds.
func (f Finding) Met(text lang.Text, saw ...fact.Reference) Finding {
	f.Status, f.Text, f.Saw = Met, text, saw
	return f
}

// NotMet finds that the condition does not hold. It must rest on knowledge, not
// on the lack of it.
func (f Finding) NotMet(text lang.Text, saw ...fact.Reference) Finding {
	f.Status, f.Text, f.Saw = NotMet, text, saw
	return f
}

// Unknown finds that the data cannot tell, and says which: the first of the
// references that is not known.
func (f Finding) Unknown(saw ...fact.Reference) Finding {
	f.Status, f.Saw = Unknown, saw
	for _, ref := range saw {
		if !ref.State.Knowledge() {
			f.Text = unknown(ref)
			return f
		}
	}
	return f
}

// Unsure finds that a person has to judge, for the reason given.
func (f Finding) Unsure(text lang.Text, saw ...fact.Reference) Finding {
	f.Status, f.Text, f.Saw = Unknown, text, saw
	return f
}

// NoRule finds that nobody can tell: there is no rule, or no figure, for the case. It is
// made by those who keep the policy, not by a reviewer.
func (f Finding) NoRule(text lang.Text, saw ...fact.Reference) Finding {
	f = f.Unsure(text, saw...)
	f.Unruled = true
	return f
}

// Judgeable reports whether a person can judge the condition: the rules cannot tell,
// though all that they read is known.
func (f Finding) Judgeable() bool {
	return f.Status == Unknown && !f.Unruled && !slices.ContainsFunc(f.Saw, func(r fact.Reference) bool {
		return !r.State.Knowledge()
	})
}

// Deniable reports whether a person can say that the condition is not met, though what it
// rests on was withheld: that the number which was given is not the applicant's.
func (f Finding) Deniable() bool {
	return f.Status == Unknown && !f.Unruled && len(f.Saw) > 0 && !slices.ContainsFunc(f.Saw, func(r fact.Reference) bool {
		return !r.State.Knowledge() && r.State != fact.Withheld && r.State != fact.NotAsked
	})
}

// Advise adds what the applicant can do about it.
func (f Finding) Advise(remedy lang.Text) Finding {
	f.Remedy = remedy
	return f
}

// HoldsFrom adds the day from which the condition holds if nothing else changes.
func (f Finding) HoldsFrom(day calendar.Date) Finding {
	f.MetFrom = day
	return f
}

func unknown(ref fact.Reference) lang.Text {
	switch ref.State {
	case fact.Stale:
		return lang.F("%s的“%s”数据截至%s，已超过可用期限，需人工核实。",
			"The data of %s on “%s” is of %s, too old to rely on; a person will check it.",
			ref.Holder, ref.Label, calendar.Of(ref.AsOf))
	case fact.Unreachable:
		return lang.F("%s未能及时答复“%s”，需人工核实。",
			"%s did not answer in time on “%s”; a person will check it.", ref.Holder, ref.Label)
	case fact.Pending:
		return lang.F("“%s”要等前一事项由人工办结后才能确定。",
			"“%s” is known only once a person has decided what comes before.", ref.Label)
	case fact.Withheld:
		return lang.T("核对不到您与所填号码的关系：请核对号码是否填错；号码无误的，由人工核实。与您无关的记录，这里不作任何说明。",
			"No relation of yours to the number that you gave was found. Please compare it; if it is right, a person will check it. Of records that are not yours nothing is said here.")
	case fact.Malformed:
		return lang.F("%s的“%s”数据有误，需人工核实。",
			"The data of %s on “%s” is not readable; a person will check it.", ref.Holder, ref.Label)
	default:
		return lang.F("%s没有您的“%s”信息，需人工核实。",
			"%s has no data of yours on “%s”; a person will check it.", ref.Holder, ref.Label)
	}
}

// Otherwise says what follows where the finding is not met, and since when.
func (f Finding) Otherwise(effect Effect, from calendar.Date) Continuing {
	return Continuing{f, effect, from}
}
