package instant

import (
	"slices"
	"strings"
	"time"

	"miaoban/shared/certificate"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
)

// delegable returns the queries for a delegation to the street or community of the place, nearest
// first, if the findings approve.
func (s Service[F, P]) delegable(c decision.Case[F, P], rules Rules[F, P], findings []decision.Finding) []fact.Query {
	if decision.Conclude(findings) != decision.Approved {
		return nil
	}
	var queries []fact.Query
	for place := rules.Issue(c, 0).Certificate.Place; len(place) >= 9; {
		queries = append(queries, delegationOf(s.Item.Slug, place))
		if len(place) == 9 {
			break
		}
		place = place[:9]
	}
	return queries
}

func delegationOf(service, place string) fact.Query {
	d := dataset.Delegations
	return fact.Ask(
		dataset.DelegationKey(service, place),
		d.Level,
		d.Code,
		d.Name,
		d.NameEN,
		d.From,
		d.Until,
		d.MaxFen,
		d.Categories,
		d.Instrument,
	)
}

// issue returns the grants with their issuer at that time: the street or community with a
// sufficient delegation, or else the authority in the policy.
func (s Service[F, P]) issue(c decision.Case[F, P], rules Rules[F, P], serial decision.Serial, at time.Time) decision.Grants {
	g := rules.Issue(c, serial)
	if d, ok, _ := delegate(s.Item.Slug, g, c.Facts, at); ok {
		g.Certificate.Delegated = &certificate.Delegated{Level: d.level, Place: d.place, By: g.Certificate.Issuer, Instrument: d.instrument}
		g.Certificate.Type = d.issuer.Code + strings.TrimPrefix(g.Certificate.Type, g.Certificate.IssuerCode)
		g.Certificate.Issuer, g.Certificate.IssuerCode = d.issuer.Name, d.issuer.Code
	}
	return g
}

// delegation is the delegated authority of a street or community.
type delegation struct {
	issuer                   certificate.Issuer
	level, place, instrument string
}

// delegate returns the delegation that covers the grants at that time; ok is false if there is
// none. unsure is set to the reference if the record cannot be relied on.
func delegate(service string, g decision.Grants, facts fact.Facts, at time.Time) (found delegation, ok bool, unsure *fact.Reference) {
	d := dataset.Delegations
	for place := g.Certificate.Place; len(place) >= 9; place = place[:9] {
		key := dataset.DelegationKey(service, place)
		level := fact.Get(facts, key, d.Level)
		switch {
		case level.State == fact.NotAsked, level.None():
		case !level.Known():
			return found, false, &level.Ref
		default:
			reaches, known := reach(g, facts, key, at)
			if !known {
				level.Ref.State = fact.Malformed
				return found, false, &level.Ref
			}
			if reaches {
				name := lang.T(fact.Get(facts, key, d.Name).V, fact.Get(facts, key, d.NameEN).V)
				return delegation{
					certificate.Issuer{Name: name, Code: fact.Get(facts, key, d.Code).V},
					level.V,
					place,
					fact.Get(facts, key, d.Instrument).V,
				}, true, nil
			}
		}
		if len(place) == 9 {
			break
		}
	}
	return found, false, nil
}

// reach reports whether the delegation is valid at that time and covers the grants; known is false
// if its record cannot be read.
func reach(g decision.Grants, facts fact.Facts, key string, at time.Time) (reaches, known bool) {
	d := dataset.Delegations
	from, err := time.Parse(time.RFC3339, fact.Get(facts, key, d.From).V)
	if err != nil || fact.Get(facts, key, d.Code).V == "" || fact.Get(facts, key, d.Name).V == "" {
		return false, false
	}
	if until := fact.Get(facts, key, d.Until); until.Known() {
		withdrawn, err := time.Parse(time.RFC3339, until.V)
		if err != nil {
			return false, false
		}
		if !at.Before(withdrawn) {
			return false, true
		}
	}
	most := fact.Get(facts, key, d.MaxFen)
	if most.State == fact.Malformed {
		return false, false
	}
	if most.Known() && g.Payment != nil && g.Payment.AmountFen > int64(most.V) {
		return false, true
	}
	if of := fact.Get(facts, key, d.Categories); of.Known() && !slices.Contains(strings.Split(of.V, ","), g.Category) {
		return false, true
	}
	return !at.Before(from), true
}

// decidedAt is when the application was decided, automatically or by a reviewer later.
func (a *Application) decidedAt() time.Time {
	if a.Determination != nil {
		return a.Determination.At
	}
	return a.Received
}
