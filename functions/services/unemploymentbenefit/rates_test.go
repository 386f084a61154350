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

// TestTheFigureOf2027IsPaidIn2027, whoever applied when.
func TestTheFigureOf2027IsPaidIn2027(t *testing.T) {
	instanttest.Rates[form]{
		Setting: entitled, Policy: document, With: with,
		Figure: "    - region: \"440000\"\n      from: 2022-01-01\n      value: {minimum_wage_fen: 190000", Value: "190000", Fen: 171000,
		Up: instanttest.Rate{Value: "200000", Fen: 180000}, Down: instanttest.Rate{Value: "180000", Fen: 162000},
	}.Run(t)
}
