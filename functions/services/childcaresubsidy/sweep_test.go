package childcaresubsidy_test

import (
	"os"
	"strconv"
	"testing"
	"time"

	"miaoban/functions/services/childcaresubsidy"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/policy"
	"miaoban/shared/sweep"
)

// expected is an independent formulation of the law: the last day of the first application of a child, the
// years that can be applied for, and the sum of each.
func expected(born, today calendar.Date, first int) (outcome decision.Outcome, fen int64) {
	year := today.Year
	if born.Year >= 2025 { // three years from the first application on, each of 3,600 yuan
		switch {
		case first != 0 && year > first+2, first == 0 && year > born.Year+3:
			return decision.Rejected, 0
		case first == 0 && year > born.Year+1:
			return decision.Referred, 0
		}
		return decision.Approved, 360000
	}
	turns := born.Year + 3 // the months of the year up to that of the third birthday, of 300 yuan
	switch {
	case turns < 2025, year > turns:
		return decision.Rejected, 0
	case first == 0 && year > 2025:
		return decision.Referred, 0
	case year < turns:
		return decision.Approved, 12 * 30000
	}
	return decision.Approved, int64(born.Month) * 30000
}

// TestEveryMonthOfBirth tries children born on the first, the fifteenth and the last day of each month
// from 2021 to 2027 on days of each month from the first on which the law is in force to the end of
// 2030, with and without an earlier application.
func TestEveryMonthOfBirth(t *testing.T) {
	document, err := os.ReadFile("policy.yaml")
	if err != nil {
		t.Fatal(err)
	}
	p, _, err := policy.Load[childcaresubsidy.Policy]("policy.yaml", document)
	if err != nil {
		t.Fatal(err)
	}
	rules := childcaresubsidy.Service().Rules[0]
	var births []calendar.Date
	for month := calendar.MustParse("2021-01-01"); month.Year < 2028; month = month.AddMonths(1) {
		births = append(births, month, month.AddDays(14), month.AddMonths(1).AddDays(-1))
	}
	paid := map[int64]int{}
	for _, born := range sweep.Cases(t, births, 24) {
		for on := calendar.MustParse("2025-08-01"); on.Year < 2031; on = on.AddMonths(1) {
			for _, today := range []calendar.Date{on, on.AddMonths(1).AddDays(-1)} {
				for _, first := range []int{0, 2025, born.Year, born.Year + 1} {
					if today.Before(rules.From) || today.Before(born) || first != 0 && (first < 2025 || first >= today.Year || first < born.Year) {
						continue
					}
					want, fen := expected(born, today, first)
					c := caseOf(p, born, today, first)
					findings := rules.Decide(c)
					if got := decision.Conclude(findings); got != want {
						t.Fatalf("born %s, first %d, on %s: %s, want %s: %+v", born, first, today, got, want, findings)
					}
					if want != decision.Approved {
						continue
					}
					order := rules.Issue(c, 1).Payment
					paid[order.AmountFen]++
					if order.AmountFen != fen || !order.DueOn.After(today) {
						t.Fatalf("born %s, first %d, on %s: %+v, want %d fen", born, first, today, order, fen)
					}
				}
			}
		}
	}
	if len(paid) < 3 || !testing.Short() && len(paid) != 12 {
		t.Errorf("the amounts are %v", paid)
	}
}

func caseOf(p childcaresubsidy.Policy, born, today calendar.Date, first int) childcaresubsidy.Case {
	c := childcaresubsidy.Case{
		Form: form{Child: child, Account: card}, Applicant: decision.Applicant{ID: mother}, Policy: p, At: today.Start().Add(12 * time.Hour),
	}
	know := func(d *fact.Dataset, key string, state fact.State, values map[string]string) {
		f := fact.Fact{Dataset: d.Name, Key: key, State: state, AsOf: c.At, Values: values}
		for _, column := range d.Columns() {
			_, name := fact.NameOf(column)
			f.Fields = append(f.Fields, name)
		}
		c.Facts = append(c.Facts, f)
	}
	know(dataset.Parentage.Dataset, child, fact.Known, map[string]string{"mother": mother, "rank": "2"})
	know(dataset.Population.Dataset, child, fact.Known, map[string]string{"birth_date": born.String(), "household_division": street})
	know(dataset.Deaths.Dataset, child, fact.None, nil)
	know(dataset.BankAccounts.Dataset, card, fact.Known, map[string]string{"holder": mother, "open": "true"})
	if first == 0 {
		know(dataset.ChildcareSubsidies.Dataset, child, fact.None, nil)
	} else {
		year := strconv.Itoa(first)
		know(dataset.ChildcareSubsidies.Dataset, child, fact.Known, map[string]string{"first_year": year, "last_year": year})
	}
	return c
}
