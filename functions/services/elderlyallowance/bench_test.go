package elderlyallowance_test

import (
	"os"
	"testing"
	"time"

	"miaoban/functions/services/elderlyallowance"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/policy"
)

// BenchmarkDecision measures a decision without reads and writes: the validation of the form and all rules.
func BenchmarkDecision(b *testing.B) {
	service := elderlyallowance.Service()
	document, err := os.ReadFile("policy.yaml")
	if err != nil {
		b.Fatal(err)
	}
	p, _, err := policy.Load[elderlyallowance.Policy]("policy.yaml", document)
	if err != nil {
		b.Fatal(err)
	}
	validator, err := form.NewValidator()
	if err != nil {
		b.Fatal(err)
	}
	c := elderlyallowance.Case{
		Form: own, Applicant: decision.Applicant{ID: person}, Policy: p,
		At: calendar.MustParse("2026-11-24").Start().Add(12 * time.Hour),
	}
	known := func(d *fact.Dataset, key string, values map[string]string) fact.Fact {
		f := fact.Fact{Dataset: d.Name, Key: key, State: fact.Known, AsOf: c.At, Values: values}
		for name := range values {
			f.Fields = append(f.Fields, name)
		}
		return f
	}
	c.Facts = fact.Facts{
		known(dataset.Population.Dataset, person, map[string]string{"birth_date": "1940-01-01", "household_division": "440605011"}),
		{Dataset: "deaths", Key: person, State: fact.None, Fields: []string{"date"}},
		{Dataset: "benefits", Key: person, State: fact.None, Fields: []string{"elderly_allowance"}},
		known(dataset.BankAccounts.Dataset, card, map[string]string{"holder": person, "open": "true"}),
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := validator.Struct(&c.Form); err != nil {
			b.Fatal(err)
		}
		if outcome := decision.Conclude(service.Rules[0].Decide(c)); outcome != decision.Approved {
			b.Fatal(outcome)
		}
	}
}
