package elderlyallowance_test

import (
	"bytes"
	_ "embed"
	"testing"

	"miaoban/functions/services/elderlyallowance"
	"miaoban/shared/calendar"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
)

//go:embed policy.yaml
var document []byte

func with(policy []byte) instant.Offering {
	service := elderlyallowance.Service()
	service.Policy = policy
	return service
}

// TestTheFigureOf2027IsPaidIn2027, whenever the person applied.
func TestTheFigureOf2027IsPaidIn2027(t *testing.T) {
	const first = "    - region: \"440605\"\n" +
		"      from: 2026-01-01\n      value:\n        - {from_age: 70, fen: 5000}\n        - {from_age: 80, fen: "
	rates := instanttest.Rates[elderlyallowance.Form]{
		Setting: entitled, Policy: document, With: with,
		Figure: first + "15000", Value: "80, fen: 15000", Fen: 15000,
		Up: instanttest.Rate{Value: "80, fen: 16000", Fen: 16000}, Down: instanttest.Rate{Value: "80, fen: 14999", Fen: 14999},
	}
	rates.Run(t)
	t.Run("at 90, by the figure of then", func(t *testing.T) {
		receipt, o := entitled.Apply(t, instanttest.Row[elderlyallowance.Form]{})
		at90 := calendar.MustParse("2034-06-01")
		if fen := receipt.Payment.AmountIn(at90); fen != 30000 {
			t.Errorf("at 90 it is %d fen", fen)
		}
		raised := bytes.Replace(document, []byte("{from_age: 90, fen: 30000}"), []byte("{from_age: 90, fen: 31000}"), 1)
		o.Use(with(raised))
		v := o.Adjust(receipt.Number, false)
		if v.Adjusted == nil || v.Adjusted.ArrearsFen != 0 {
			t.Fatalf("the figure of 90 changed: %+v", v.Adjusted)
		}
		order := o.Receipt(receipt.Number).Payment
		for month, want := range map[string]int64{"2026-12-01": 15000, "2034-05-01": 15000, "2034-06-01": 31000, "2044-06-01": 80000} {
			if fen := order.AmountIn(calendar.MustParse(month)); fen != want {
				t.Errorf("%s is paid %d fen, want %d", month, fen, want)
			}
		}
	})
}
