package instant_test

import (
	"errors"
	"testing"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/interest"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// TestAMandateComesBetween gives a cleared official a mandate while the page is open: their next
// act fails and is not retried.
func TestAMandateComesBetween(t *testing.T) {
	const official, citizen, stranger = "440605196208080139", "440605195103150124", "440605193805050137"
	for name, tt := range map[string]struct {
		from, to string
		lost     bool
	}{
		"nothing":                  {},
		"the citizen's":            {citizen, official, true},
		"to the citizen":           {official, citizen, true},
		"between two others":       {citizen, stranger, false},
		"the official's to anyone": {official, stranger, true},
	} {
		t.Run(name, func(t *testing.T) {
			o := open(t)
			o.Know(
				fact.NewRecord(official, o.Now(), dataset.Households.Book.Set("1")),
				fact.NewRecord(citizen, o.Now(), dataset.Households.Book.Set("2")),
			)
			by := instant.Officer{ID: official, Name: "审核员", Region: "440605"}
			m := instant.Matter{Partition: "TICKET#1", Number: "1", Purpose: "complaint", People: []interest.Known{{ID: citizen}}}
			cleared, err := o.Engine.Admit(t.Context(), by, m)
			if err != nil {
				t.Fatal(err)
			}
			for _, id := range []string{official, citizen, stranger} {
				o.Know(fact.NewRecord(id, o.Now(), dataset.Population.Name.Set("乙")))
			}
			if tt.from != "" {
				if _, err := o.Engine.Give(
					t.Context(),
					decision.Applicant{ID: tt.from, Name: "甲"},
					tt.to,
					"乙",
					calendar.Of(o.Now()).AddDays(9),
				); err != nil {
					t.Fatal(err)
				}
			}
			writes, err := cleared.Act("answer")
			if err != nil {
				t.Fatal(err)
			}
			err = instant.CommitError("acting", o.Store.Commit(t.Context(), writes...), problem.Busy())
			var p *problem.Problem
			if lost := errors.As(err, &p) && p.Code == "conflict-of-interest"; lost != tt.lost || !lost && err != nil {
				t.Errorf("%v", err)
			}
			if tt.lost && tt.to != stranger {
				if _, err := o.Engine.Admit(t.Context(), by, m); err == nil {
					t.Error("the official was admitted again")
				}
			}
			kept := 0
			for _, err := range store.All(t.Context(), o.Store, store.Query{Partition: "TICKET#1", Prefix: "ACT#"}) {
				if err != nil {
					t.Fatal(err)
				}
				kept++
			}
			if want := map[bool]int{true: 0, false: 1}[tt.lost]; kept != want {
				t.Errorf("%d recorded acts, want %d", kept, want)
			}
		})
	}
}
