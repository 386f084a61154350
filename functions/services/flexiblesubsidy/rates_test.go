package flexiblesubsidy_test

import (
	_ "embed"
	"testing"

	"miaoban/functions/services/flexiblesubsidy"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
)

//go:embed policy.yaml
var document []byte

func with(policy []byte) instant.Offering {
	service := flexiblesubsidy.Service()
	service.Policy = policy
	return service
}

// TestTheFigureOf2027IsPaidIn2027, whenever the person applied.
func TestTheFigureOf2027IsPaidIn2027(t *testing.T) {
	instanttest.Rates[form]{
		Setting: entitled, Policy: document, With: with,
		Figure: "    - region: \"440300\"\n      from: 2021-01-01\n      value: {parts: 2, of: 3", Value: "parts: 2, of: 3", Fen: 56000,
		Up: instanttest.Rate{Value: "parts: 5, of: 7", Fen: 60000}, Down: instanttest.Rate{Value: "parts: 1, of: 2", Fen: 42000},
	}.Run(t)
}
