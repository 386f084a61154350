package soletraderchange

import (
	"strings"

	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/tradename"
)

// The version of November 2022 treated a name in variant characters as another name, and replaced the first
// occurrence of the trade name in a name. It and the versions before it are kept to replay their decisions.

func decideWritten(c Case) []decision.Finding {
	switch c.Form.Kind {
	case Name:
		return append(operator(c), notRevoked(c), nameComposition2021(c), nameFree(c, namesWritten(c)))
	case Operator:
		return append(operator(c), handOver(c, func(a, b string) bool { return plain(a) == plain(b) })...)
	default:
		return decide(c)
	}
}

func needsWritten(c Case) []fact.Query { return needsOf(c, namesWritten(c)) }

func claimsWritten(c Case) []decision.Claim { return claimsOf(c, namesWritten(c)) }

func issueWritten(c Case, _ decision.Serial) decision.Grants { return issueOf(c, namesWritten(c)) }

func namesWritten(c Case) names { return names{after: newName(c), key: newKey(c), before: oldKey(c)} }

func oldKey(c Case) string {
	o := dataset.Operators
	return tradename.Key(get(c, o.Division), get(c, o.TradeName), get(c, o.Industry))
}

// newKey returns the unique part of the new name; "" if the parts of the old name are not known.
func newKey(c Case) string {
	o := dataset.Operators
	if get(c, o.Division) == "" || get(c, o.Industry) == "" {
		return ""
	}
	if c.Form.Kind != Name {
		return oldKey(c)
	}
	return tradename.Key(get(c, o.Division), c.Form.TradeName, get(c, o.Industry))
}

// newName returns the full new name.
func newName(c Case) string {
	o := dataset.Operators
	switch {
	case c.Form.Kind == Operator && nameless(c):
		return c.Form.NewOperatorName
	case c.Form.Kind != Name:
		return get(c, o.Name)
	case nameless(c):
		return tradename.Full(get(c, o.Division), c.Form.TradeName, tradename.Industry(get(c, o.Industry)), c.Form.NameForm)
	default:
		return strings.Replace(get(c, o.Name), get(c, o.TradeName), c.Form.TradeName, 1)
	}
}

// plain returns the name without spaces and middle dots.
func plain(name string) string {
	return strings.NewReplacer(" ", "", "\u3000", "", "•", "·", "・", "·", ".", "·").Replace(name)
}

func nameComposition2021(c Case) decision.Finding {
	return composition(c, tradename.Review, decision.Finding.NotMet)
}
