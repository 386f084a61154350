package decision

import (
	"slices"

	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Finding is the result of one rule: whether its condition is met, why, by which law, from which
// data, and what would change it.
type Finding struct {
	Rule    string           `json:"rule"`
	Title   lang.Text        `json:"title"`
	Status  Status           `json:"status"`
	Text    lang.Text        `json:"text"` // one sentence with the values that decided
	Basis   []policy.Basis   `json:"basis"`
	Sources []fact.Reference `json:"saw,omitempty"`
	Remedy  lang.Text        `json:"remedy,omitzero"`   // what the applicant can do
	MetFrom calendar.Date    `json:"met_from,omitzero"` // the first day on which the condition is met if nothing else changes
	Unruled bool             `json:"unruled,omitempty"` // there is no rule for this case
}

// Rule begins a finding: the rule's stable ID, its condition as a title, and its legal basis.
func Rule(name string, title lang.Text, basis ...policy.Basis) Finding {
	return Finding{Rule: name, Title: title, Basis: basis}
}

// Met returns the finding that the condition is met.
func (f Finding) Met(text lang.Text, sources ...fact.Reference) Finding {
	f.Status, f.Text, f.Sources = Met, text, sources
	return f
}

// NotMet returns the finding that the condition is not met. It must rest on known data, never on
// missing data.
func (f Finding) NotMet(text lang.Text, sources ...fact.Reference) Finding {
	f.Status, f.Text, f.Sources = NotMet, text, sources
	return f
}

// Unknown returns the finding that the data cannot decide; its text names the first reference that
// is not known, or else the first.
func (f Finding) Unknown(sources ...fact.Reference) Finding {
	f.Status, f.Sources = Unknown, sources
	for _, ref := range sources {
		if !ref.State.Knowledge() {
			f.Text = unknown(ref)
			return f
		}
	}
	if len(sources) > 0 {
		f.Text = unknown(sources[0])
	}
	return f
}

// Unsure returns the finding that a person has to judge, for the reason in text.
func (f Finding) Unsure(text lang.Text, sources ...fact.Reference) Finding {
	f.Status, f.Text, f.Sources = Unknown, text, sources
	return f
}

// NoRule returns the finding that there is no rule or figure for the case. Only the policy's
// editors can resolve it, not a reviewer.
func (f Finding) NoRule(text lang.Text, sources ...fact.Reference) Finding {
	f = f.Unsure(text, sources...)
	f.Unruled = true
	return f
}

// Judgeable reports whether a reviewer can judge the condition: the rules cannot decide, though
// all data is known.
func (f Finding) Judgeable() bool {
	return f.Status == Unknown && !f.Unruled && !slices.ContainsFunc(f.Sources, func(r fact.Reference) bool {
		return !r.State.Knowledge()
	})
}

// Deniable reports whether a reviewer can find the condition unmet although its data was withheld:
// the number that was entered is not the applicant's.
func (f Finding) Deniable() bool {
	return f.Status == Unknown && !f.Unruled && len(f.Sources) > 0 && !slices.ContainsFunc(f.Sources, func(r fact.Reference) bool {
		return !r.State.Knowledge() && r.State != fact.Withheld && r.State != fact.NotAsked
	})
}

// Advise adds what the applicant can do.
func (f Finding) Advise(remedy lang.Text) Finding {
	f.Remedy = remedy
	return f
}

// FirstMet adds the first day on which the condition is met if nothing else changes.
func (f Finding) FirstMet(day calendar.Date) Finding {
	f.MetFrom = day
	return f
}

func unknown(ref fact.Reference) lang.Text {
	switch ref.State {
	case fact.Stale:
		return lang.F("%s的“%s”数据截至%s，已超过可用期限，需人工核实。",
			"The data of %s on “%s” dates from %s and is too old; a person will verify it.",
			ref.Holder, ref.Label, calendar.Of(ref.AsOf))
	case fact.Unreachable:
		return lang.F("%s未能及时答复“%s”，需人工核实。",
			"“%[2]s” was not answered in time by %[1]s; a person will verify it.", ref.Holder, ref.Label)
	case fact.Pending:
		return lang.F("“%s”要等前一事项由人工办结后才能确定。",
			"“%s” will be known after a person has decided the application that comes first.", ref.Label)
	case fact.Withheld:
		return lang.T(
			"核对不到您与所填号码的关系：请核对号码是否填错；号码无误的，由人工核实。与您无关的记录，这里不作任何说明。",
			"No record was found that connects you to the number that you entered. Please check it; if it is "+
				"correct, a person will verify it. Other people's records are not disclosed here.",
		)
	case fact.Malformed:
		return lang.F("%s的“%s”数据有误，需人工核实。",
			"The data of %s on “%s” cannot be read; a person will verify it.", ref.Holder, ref.Label)
	default:
		return lang.F("%s没有您的“%s”信息，需人工核实。",
			"There is no data about you on “%[2]s” from %[1]s; a person will verify it.", ref.Holder, ref.Label)
	}
}

// Otherwise turns the finding into a condition for verifications: the effect if it is unmet, and the
// first day on which it is unmet (zero: the day of the verification).
func (f Finding) Otherwise(effect Effect, from calendar.Date) Continuing {
	return Continuing{Finding: f, Unmet: effect, From: from}
}
