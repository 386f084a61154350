package disabilityallowance_test

import (
	_ "embed"
	"testing"

	"miaoban/functions/services/disabilityallowance"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
)

//go:embed policy.yaml
var document []byte

func with(policy []byte) instant.Offering {
	service := disabilityallowance.Service()
	service.Policy = policy
	return service
}

// TestTheFigureOf2027IsPaidIn2027, whenever the person applied.
func TestTheFigureOf2027IsPaidIn2027(t *testing.T) {
	instanttest.Rates[disabilityallowance.Form]{
		Setting: entitled, Policy: document, With: with,
		Figure: "    - region: \"440000\"\n      from: 2026-01-01\n      value: {fen: 29000", Value: "29000", Fen: 21700 + 29000,
		Up: instanttest.Rate{Value: "31001", Fen: 21700 + 31001}, Down: instanttest.Rate{Value: "25000", Fen: 21700 + 25000}, SameMonth: true,
	}.Run(t)
}
