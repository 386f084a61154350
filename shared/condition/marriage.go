package condition

import (
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
)

// married is the state of a marriage that is in force (dataset.Marriages.State).
const married = "married"

// Spouse finds whether the person is married now, and to whom: a former spouse is none. The status
// is Unknown, with the references that are not known, if the register does not say.
func Spouse(facts fact.Facts, person string) (spouse string, status decision.Status, sources []fact.Reference) {
	state := fact.Get(facts, person, dataset.Marriages.State)
	other := fact.Get(facts, person, dataset.Marriages.Spouse)
	switch {
	case state.None():
		return "", decision.NotMet, []fact.Reference{state.Ref}
	case state.Known() && state.V != married:
		return "", decision.NotMet, []fact.Reference{state.Ref}
	case !state.Known() || !other.Known():
		return "", decision.Unknown, []fact.Reference{state.Ref, other.Ref}
	default:
		return other.V, decision.Met, []fact.Reference{state.Ref, other.Ref}
	}
}

// NeedsSpouse is the query for Spouse.
func NeedsSpouse(person string) fact.Query {
	return fact.Ask(person, dataset.Marriages.State, dataset.Marriages.Spouse)
}

// LivingSpouse is Spouse, where a marriage also ends with a death: the register of marriages does not
// record it. A register of deaths that does not answer leaves the status Unknown.
func LivingSpouse(facts fact.Facts, person string) (spouse string, status decision.Status, sources []fact.Reference) {
	spouse, status, sources = Spouse(facts, person)
	if status != decision.Met {
		return spouse, status, sources
	}
	died := fact.Get(facts, spouse, dataset.Deaths.Date)
	switch {
	case died.None():
		return spouse, decision.Met, append(sources, died.Ref)
	case died.Known():
		return "", decision.NotMet, append(sources, died.Ref)
	default:
		return "", decision.Unknown, append(sources, died.Ref)
	}
}

// NeedsLivingSpouse are the queries for LivingSpouse.
func NeedsLivingSpouse(facts fact.Facts, person string) []fact.Query {
	spouse, _, _ := Spouse(facts, person)
	return []fact.Query{NeedsSpouse(person), NeedsAlive(spouse)}
}
