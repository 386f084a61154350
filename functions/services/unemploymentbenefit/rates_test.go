package unemploymentbenefit_test

import (
	_ "embed"
	"testing"

	"miaoban/functions/services/unemploymentbenefit"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
)

//go:embed policy.yaml
var document []byte

func with(policy []byte) instant.Offering {
	service := unemploymentbenefit.Service()
	service.Policy = policy
	return service
}

// TestTheFigureOf2027IsPaidIn2027, whenever the person applied.
func TestTheFigureOf2027IsPaidIn2027(t *testing.T) {
	instanttest.Rates[form]{
		Setting: entitled, Policy: document, With: with,
		Figure: "    - region: \"440600\"\n      from: 2026-09-01\n      value: {minimum_wage_fen: 230000", Value: "230000", Fen: 207000,
		Up: instanttest.Rate{Value: "240000", Fen: 216000}, Down: instanttest.Rate{Value: "220000", Fen: 198000},
	}.Run(t)
}
