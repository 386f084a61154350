package disabilityallowance_test

import (
	"testing"

	"miaoban/functions/services/disabilityallowance"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant/instanttest"
)

// TestItIsPaidFromTheMonthOfTheApplication on every day of two years (国发〔2015〕52号).
func TestItIsPaidFromTheMonthOfTheApplication(t *testing.T) {
	decide := instanttest.Judge(t, disabilityallowance.Service(), entitled)
	for day := calendar.MustParse("2025-01-01"); day.Year < 2027; day = day.AddDays(1) {
		order := decide(instanttest.Row[disabilityallowance.Form]{Today: day.String()}).Grants.Payment
		want := int64(20900 + 28000)
		if day.Year == 2026 {
			want = 21700 + 29000
		}
		if order == nil || order.FirstMonth != day.MonthText() || order.AmountFen != want {
			t.Fatalf("applied for on %s: %+v, want %d", day, order, want)
		}
	}
}

// TestWhichOfTheTwoIsDue for each kind of assistance and each level: care for a work injury and
// support as destitute exclude both, and orphans get no living allowance.
func TestWhichOfTheTwoIsDue(t *testing.T) {
	decide := instanttest.Judge(t, disabilityallowance.Service(), entitled)
	for _, kind := range []string{"minimum-living", "low-income", "orphan", "destitute", ""} {
		for level := 1; level <= 4; level++ {
			for _, injured := range []bool{false, true} {
				row := instanttest.Row[disabilityallowance.Form]{Facts: []fact.Record{disabled("physical", level, "2030-01-01"),
					assisted(kind), instanttest.Fact(person, dataset.Benefits.WorkInjuryCare.Set(injured))}}
				if kind == "" {
					row.Facts, row.Without = append(row.Facts[:1:1], row.Facts[2]), []*fact.Dataset{dataset.Assistance.Dataset}
				}
				var want int64
				if kind == "minimum-living" || kind == "low-income" {
					want += 21700
				}
				if level <= 2 {
					want += 29000
				}
				if injured || kind == "destitute" {
					want = 0
				}
				j := decide(row)
				var fen int64
				if j.Outcome == decision.Approved {
					fen = j.Grants.Payment.AmountFen
				}
				if fen != want || (want == 0) != (j.Outcome == decision.Rejected) {
					t.Errorf("%q, level %d, injured %t: %s, %d fen, want %d", kind, level, injured, j.Outcome, fen, want)
				}
			}
		}
	}
}

// TestTheLawOf2026IsTheBasisOfMinimumLivingSupport from its first day.
func TestTheLawOf2026IsTheBasisOfMinimumLivingSupport(t *testing.T) {
	decide := instanttest.Judge(t, disabilityallowance.Service(), entitled)
	for day, want := range map[string]bool{"2026-06-30": false, "2026-07-01": true} {
		cited := false
		for _, b := range decide(instanttest.Row[disabilityallowance.Form]{Today: day}).Of("due").Basis {
			cited = cited || b.Title.ZH == "中华人民共和国社会救助法"
		}
		if cited != want {
			t.Errorf("on %s the law on social assistance is cited: %t", day, cited)
		}
	}
}

// TestNoMonthIsPaidTwice: a person who gives it up and applies again in the same month is paid from the
// next month on.
func TestNoMonthIsPaidTwice(t *testing.T) {
	for day, first := range map[string]string{"2026-11-30": "2026-12", "2026-12-01": "2027-01", "2027-03-31": "2027-04"} {
		receipt, o := entitled.Apply(t, instanttest.Row[disabilityallowance.Form]{})
		o.At(calendar.MustParse(day).Start())
		for _, r := range entitled.Facts {
			if r.AsOf = o.Now(); r.Dataset != dataset.Benefits.Dataset.Name {
				o.Know(r)
			}
		}
		if err := o.Surrender(receipt.Number, o.Ending(receipt.Number).Confirm); err != nil {
			t.Fatal(err)
		}
		o.Confirm(dataset.Benefits.Dataset, person)
		if again := o.Apply(person, entitled.Form); again.Payment == nil || again.Payment.FirstMonth != first {
			t.Errorf("given up and applied for again on %s it is %s, and paid %+v, want from %s", day, again.Outcome, again.Payment, first)
		}
	}
}

// TestABenefitThatExcludesItSuspendsIt: care for a work injury.
func TestABenefitThatExcludesItSuspendsIt(t *testing.T) {
	receipt, o := entitled.Apply(t, instanttest.Row[disabilityallowance.Form]{})
	o.Know(fact.NewRecord(person, o.Now(), dataset.Benefits.WorkInjuryCare.Set(true)))
	if v := o.Verify(receipt.Number, false); v.After != "suspended" {
		t.Errorf("with care for a work injury it is %s", v.After)
	}
}
