// Package interest decides whether an official has a conflict of interest in a case (回避). Nobody
// may see, decide or act on their own case, nor on that of a member of their household, their
// spouse, parent or child, or a person for whom they act or who acts for them, now or when the
// case began. The package is pure: it computes a verdict from the records.
package interest

import "slices"

// Answer is how a register answered about a person.
type Answer string

// The answers of a register.
const (
	Answered    Answer = "yes"     // it answered, possibly that there is no record
	NoData      Answer = "never"   // it has no record of the person, or its record is too old
	Unreachable Answer = "not-now" // it did not answer
)

// Known is what the registers have on one person, at one time or over several.
type Known struct {
	ID         string   `json:"id"`
	Households []string `json:"households,omitempty"` // numbers of their household registers
	Spouses    []string `json:"spouses,omitempty"`    // ID numbers
	Agents     []string `json:"agents,omitempty"`     // people who may act for them, as a register has it
	Household  Answer   `json:"household,omitempty"`
	Marriage   Answer   `json:"marriage,omitempty"`
	Agency     Answer   `json:"agency,omitempty"`
}

// With merges what is known now with what was known then.
func (k Known) With(then Known) Known {
	k.Households = union(k.Households, then.Households)
	k.Spouses = union(k.Spouses, then.Spouses)
	k.Agents = union(k.Agents, then.Agents)
	if k.Household == NoData && then.Household == Answered {
		k.Household = Answered
	}
	if k.Marriage == NoData && then.Marriage == Answered {
		k.Marriage = Answered
	}
	if k.Agency == NoData && then.Agency == Answered {
		k.Agency = Answered
	}
	return k
}

// Official is what the registers have on an official.
type Official struct {
	Known
	Kin  []string // their parents and children
	Tied []string // people they act or acted for, and people who act or acted for them
}

// Verdict is whether an official may handle a case. A greater value is stricter.
type Verdict int

// The verdicts.
const (
	// Free: the official has no conflict of interest.
	Free Verdict = iota
	// Unlisted: no conflict is known, but the registers lack data on some person of the case,
	// whoever the official is.
	Unlisted
	// Barred: the official has a conflict of interest, or it cannot be ruled out.
	Barred
)

// Of returns the verdict on the official for a case of these people.
func Of(o Official, people []Known) Verdict {
	if o.ID == "" || o.Household != Answered || o.Marriage != Answered || o.Agency != Answered {
		return Barred
	}
	verdict := Free
	for _, p := range people {
		verdict = max(verdict, o.between(p))
	}
	return verdict
}

func (o Official) between(p Known) Verdict {
	related := p.ID == o.ID || slices.Contains(o.Spouses, p.ID) || slices.Contains(p.Spouses, o.ID) ||
		slices.Contains(o.Agents, p.ID) || slices.Contains(p.Agents, o.ID) ||
		slices.Contains(o.Kin, p.ID) || slices.Contains(o.Tied, p.ID) || meet(o.Households, p.Households)
	// A person without a household has no housemates, and a person who never married has no
	// spouse: then the other side's data is not needed.
	household, marriage := p.Household, p.Marriage
	if len(o.Households) == 0 {
		household = Answered
	}
	if len(o.Spouses) == 0 {
		marriage = Answered
	}
	switch {
	case related, household == Unreachable, marriage == Unreachable, p.Agency == Unreachable:
		return Barred
	case household != Answered, marriage != Answered, p.Agency != Answered:
		return Unlisted
	default:
		return Free
	}
}

// Listed reports whether a list may show the official a case of these people, judged by stored
// data only; opening the case asks the registers.
func Listed(o Official, people []Known) bool {
	recorded := slices.Clone(people)
	for i := range recorded {
		recorded[i].Household, recorded[i].Marriage, recorded[i].Agency = Answered, Answered, Answered
	}
	return Of(o, recorded) == Free
}

func meet(a, b []string) bool {
	return slices.ContainsFunc(a, func(one string) bool { return slices.Contains(b, one) })
}

func union(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}
