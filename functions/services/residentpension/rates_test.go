package residentpension_test

import (
	"bytes"
	_ "embed"
	"strings"
	"testing"

	"miaoban/functions/services/residentpension"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
)

//go:embed policy.yaml
var document []byte

func with(policy []byte) instant.Offering {
	service := residentpension.Service()
	service.Policy = policy
	return service
}

// TestTheFigureOf2027IsPaidIn2027, whenever the person applied.
func TestTheFigureOf2027IsPaidIn2027(t *testing.T) {
	instanttest.Rates[form]{
		Setting: entitled, Policy: document, With: with,
		Figure: "    - region: \"440600\"\n      from: 2026-01-01\n      value: 26000", Value: "26000", Fen: 36000,
		Up: instanttest.Rate{Value: "29050", Fen: 39050}, Down: instanttest.Rate{Value: "20001", Fen: 30001},
	}.Run(t)
}

// raised returns the service with 30 yuan more a month from January 2027 on.
func raised(t *testing.T) instant.Offering {
	t.Helper()
	const figure = "    - region: \"440600\"\n      from: 2026-01-01\n      value: 26000\n      basis: *basic\n"
	next := strings.NewReplacer("from: 2026-01-01", "from: 2027-01-01", "26000", "29000").Replace(figure)
	old := strings.Replace(figure, "value:", "until: 2026-12-31\n      value:", 1)
	policy := bytes.Replace(document, []byte(figure), []byte(old+next), 1)
	if bytes.Equal(policy, document) {
		t.Fatal("nothing was changed")
	}
	return with(policy)
}

// TestTheMonthsOfASuspensionAreNotSettled: the pension is suspended in February and continues in May; a
// figure of January becomes known in June, or during the suspension.
func TestTheMonthsOfASuspensionAreNotSettled(t *testing.T) {
	for name, tt := range map[string]struct {
		goesOn, known string
		months        int64
	}{
		"while it is suspended":   {"", "2027-06-10", 2},           // January and February
		"when it goes on":         {"2027-05-20", "2027-05-20", 3}, // and May
		"the month after it goes": {"2027-05-20", "2027-06-10", 4}, // and June
	} {
		t.Run(name, func(t *testing.T) {
			receipt, o := entitled.Apply(t, instanttest.Row[form]{})
			other := func(on string, is bool) {
				o.At(day(on).Start())
				r := insured("440605", 180, dataset.Pensions.Since.Set(day("2026-12-01")), dataset.Pensions.DrawsOther.Set(is))
				r.AsOf = o.Now()
				o.Know(r)
			}
			other("2027-02-10", true)
			if v := o.Verify(receipt.Number, false); v.After != instant.Suspended || v.RecoverFen != 0 {
				t.Fatalf("with another pension it is %s, %d to recover", v.After, v.RecoverFen)
			}
			if tt.goesOn != "" {
				other(tt.goesOn, false)
				if tt.known == tt.goesOn {
					o.Use(raised(t))
				}
				v := o.Verify(receipt.Number, false)
				if v.After != instant.InForce || (v.Adjusted != nil) != (tt.known == tt.goesOn) {
					t.Fatalf("without it, it is %s, %+v", v.After, v.Adjusted)
				}
			}
			o.At(day(tt.known).Start())
			o.Use(raised(t))
			o.Adjust(receipt.Number, false)
			o.Prove(receipt.Number)
			supplements := o.Receipt(receipt.Number).Payment.Supplements
			if len(supplements) != 1 || supplements[0].AmountFen != tt.months*3000 || o.Standing(receipt.Number).RecoverFen != 0 {
				t.Errorf("the supplements are %+v, want one of %d months", supplements, tt.months)
			}
		})
	}
}

// TestADeathAndAFigureThatAreKnownTogether: January and February are paid by the new figure;
// the payments of March and April are recovered.
func TestADeathAndAFigureThatAreKnownTogether(t *testing.T) {
	receipt, o := entitled.Apply(t, instanttest.Row[form]{})
	o.At(day("2027-04-10").Start())
	o.Know(fact.NewRecord(person, o.Now(), dataset.Deaths.Date.Set(day("2027-02-20"))))
	o.Use(raised(t))
	v := o.Verify(receipt.Number, false)
	if v.After != instant.Ended || v.RecoverFen != 2*36000 || v.Adjusted == nil || v.Adjusted.ArrearsFen != 2*3000 {
		t.Errorf("it is %s, %d to recover, %+v", v.After, v.RecoverFen, v.Adjusted)
	}
	if p := o.Receipt(receipt.Number).Payment; p.LastMonth != "2027-02" || len(p.Supplements) != 1 {
		t.Errorf("the order is %+v", p)
	}
	if again := o.Adjust(receipt.Number, false); again.Adjusted != nil {
		t.Errorf("it is settled twice: %+v", again.Adjusted)
	}
	o.Prove(receipt.Number)
}
