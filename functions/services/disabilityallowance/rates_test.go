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

// TestTheFigureOf2027IsPaidIn2027, whoever applied when.
func TestTheFigureOf2027IsPaidIn2027(t *testing.T) {
	instanttest.Rates[disabilityallowance.Form]{
		Setting: entitled, Policy: document, With: with,
		Figure: "    - region: \"440000\"\n      from: 2024-01-01\n      value: {fen: 27000", Value: "27000", Fen: 20000 + 27000,
		Up: instanttest.Rate{Value: "29001", Fen: 20000 + 29001}, Down: instanttest.Rate{Value: "25000", Fen: 20000 + 25000},
	}.Run(t)
}
