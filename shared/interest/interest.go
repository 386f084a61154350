// Package interest says whether an official may have an interest in a case (回避): nobody
// sees, decides or acts on their own, or on that of their household, spouse, parent or
// child, or of those for whom they act or who act for them, then or now. It is pure: what
// is on record goes in, a verdict comes out.
package interest

import "slices"

// Told says what a register answered of a person.
type Told string

// The answers.
const (
	Yes         Told = "yes"     // what it has, or that it has nothing
	Never       Told = "never"   // it does not know the person, or what it knows is too old
	Unreachable Told = "not-now" // it did not answer
)

// Known is what is on record of one person, at one time or over several.
type Known struct {
	ID         string   `json:"id"`
	Households []string `json:"households,omitempty"` // their books
	Spouses    []string `json:"spouses,omitempty"`    // ID numbers
	Agents     []string `json:"agents,omitempty"`     // who may act for them, as a register has it
	Household  Told     `json:"household,omitempty"`
	Marriage   Told     `json:"marriage,omitempty"`
	Agency     Told     `json:"agency,omitempty"`
}

// With is what is known now, with what was known then.
func (k Known) With(then Known) Known {
	k.Households = union(k.Households, then.Households)
	k.Spouses = union(k.Spouses, then.Spouses)
	k.Agents = union(k.Agents, then.Agents)
	if k.Household == Never && then.Household == Yes {
		k.Household = Yes
	}
	if k.Marriage == Never && then.Marriage == Yes {
		k.Marriage = Yes
	}
	if k.Agency == Never && then.Agency == Yes {
		k.Agency = Yes
	}
	return k
}

// Official is what is on record of an official.
type Official struct {
	Known
	Kin  []string // their parents and children
	Tied []string // whose agents they are or were, and who are or were theirs
}

// Verdict is what the records say of an official and a case.
type Verdict int

// The verdicts, the worse the greater.
const (
	// Free: they have no part in it.
	Free Verdict = iota
	// Untold: nothing speaks against them, but the registers do not know all of the people
	// of the case, of whoever asks.
	Untold
	// Barred: they have a part in it, or it cannot be told whether they have.
	Barred
)

// Of is the verdict on the official for a case of the people.
func Of(o Official, people []Known) Verdict {
	if o.ID == "" || o.Household != Yes || o.Marriage != Yes || o.Agency != Yes {
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
	// Who is in no household has no housemates, and who never married has no spouse: then
	// nothing need be known of the other.
	household, marriage := p.Household, p.Marriage
	if len(o.Households) == 0 {
		household = Yes
	}
	if len(o.Spouses) == 0 {
		marriage = Yes
	}
	switch {
	case related, household == Unreachable, marriage == Unreachable, p.Agency == Unreachable:
		return Barred
	case household != Yes, marriage != Yes, p.Agency != Yes:
		return Untold
	default:
		return Free
	}
}

// Listed reports whether a case of the people may stand in a list before the official, by
// what is on record without asking anybody: opening it asks.
func Listed(o Official, people []Known) bool {
	recorded := slices.Clone(people)
	for i := range recorded {
		recorded[i].Household, recorded[i].Marriage, recorded[i].Agency = Yes, Yes, Yes
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
