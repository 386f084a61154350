package instant

import (
	"context"
	"time"

	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/interest"
	"miaoban/shared/registry"
)

// relationsAsked returns the queries for a person's relations.
func relationsAsked(person string) []fact.Query {
	return []fact.Query{
		fact.Ask(person, dataset.Households.Book),
		fact.Ask(person, dataset.Marriages.Spouse),
		fact.Ask(person, dataset.Mandates.Agent),
	}
}

// known adds the people's current and former relations to those that were recorded.
func (e *Engine) known(ctx context.Context, people []interest.Known) ([]interest.Known, fact.Facts, error) {
	var queries []fact.Query
	for _, p := range people {
		queries = append(queries, relationsAsked(p.ID)...)
	}
	facts := e.gather(ctx, queries)
	all := make([]interest.Known, len(people))
	for i, p := range people {
		now := knownOf(facts, p.ID)
		var err error
		if now.Households, err = e.before(ctx, p.ID, now.Households, dataset.Households.Book); err != nil {
			return nil, nil, err
		}
		if now.Spouses, err = e.before(ctx, p.ID, now.Spouses, dataset.Marriages.Spouse); err != nil {
			return nil, nil, err
		}
		all[i] = now.With(p)
	}
	return all, facts, nil
}

func (e *Engine) before(ctx context.Context, person string, now []string, field fact.Field[string]) ([]string, error) {
	before, err := registry.Before(ctx, e.Store, person, field)
	return append(now, before...), err
}

// gather reads shared data within the engine's time limit.
func (e *Engine) gather(ctx context.Context, queries []fact.Query) fact.Facts {
	patience := e.Patience
	if patience == 0 {
		patience = 2 * time.Second
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return registry.Gather(ctx, e.Source, queries, e.Now())
}

func knownOf(facts fact.Facts, person string) interest.Known {
	k := interest.Known{ID: person}
	k.Households, k.Household = evidence(fact.Get(facts, person, dataset.Households.Book))
	k.Spouses, k.Marriage = evidence(fact.Get(facts, person, dataset.Marriages.Spouse))
	k.Agents, k.Agency = evidence(fact.Get(facts, person, dataset.Mandates.Agent))
	return k
}

// evidence returns the value and how the register answered: an outdated value still proves a
// relation, but does not exclude one.
func evidence(v fact.Value[string]) ([]string, interest.Answer) {
	var values []string
	if v.V != "" {
		values = []string{v.V}
	}
	switch {
	case v.State.Knowledge():
		return values, interest.Answered
	case v.State == fact.Unreachable:
		return values, interest.Unreachable
	default:
		return values, interest.NoData
	}
}

// official returns an official's relations, what was read for it, and the version of their ties.
func (e *Engine) official(ctx context.Context, id string) (o interest.Official, facts fact.Facts, ties int64, err error) {
	if o.Tied, ties, err = e.ties(ctx, id); err != nil {
		return o, nil, 0, err
	}
	known, facts, err := e.known(ctx, []interest.Known{{ID: id}})
	if err != nil {
		return o, nil, 0, err
	}
	o.Known = known[0]
	births := dataset.Births
	certificates, err := registry.Naming(ctx, e.Store, births.Dataset, id)
	if err != nil {
		return o, nil, 0, err
	}
	for _, certificate := range certificates {
		kin := e.gather(ctx, []fact.Query{fact.Ask(certificate, births.Mother, births.Father, births.Child)})
		facts = append(facts, kin...)
		for _, field := range []fact.Field[string]{births.Mother, births.Father, births.Child} {
			if v := fact.Get(kin, certificate, field).V; v != "" && v != id {
				o.Kin = append(o.Kin, v)
			}
		}
	}
	return o, facts, ties, nil
}
