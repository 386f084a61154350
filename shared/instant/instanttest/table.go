package instanttest

import (
	"slices"
	"testing"
	"time"

	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/instant"
)

// Setting is a case in which the service is granted; each row changes one thing and states the
// outcome.
type Setting[F any] struct {
	Service instant.Offering
	Today   string
	Person  string
	Form    F
	Facts   []fact.Record // a record without a time is confirmed today
}

// Row is one change to the setting, and its outcome.
type Row[F any] struct {
	Name    string
	Today   string          // another day
	Form    func(*F)        // another form
	Facts   []fact.Record   // each replaces the record with its dataset and key
	Without []*fact.Dataset // datasets without records
	Stale   []*fact.Dataset // datasets whose records are a century old
	Broken  *fact.Dataset   // the dataset that does not answer
	Want    decision.Outcome
	Not     map[string]decision.Status // the rules that are not met; all others are
	From    string                     // the day from which the application would be approved
}

// Run applies for each row in a new office, after a pre-check that must give the same result.
func (s Setting[F]) Run(t *testing.T, rows []Row[F]) {
	for _, row := range rows {
		t.Run(row.Name, func(t *testing.T) {
			o, form := s.open(t, row)
			assessed := o.Precheck(s.Person, form)
			Want(t, assessed.Findings, assessed.Outcome, row.Want, row.Not)
			receipt := o.Apply(s.Person, form)
			Want(t, receipt.Findings, receipt.Outcome, row.Want, row.Not)
			if from := receipt.EligibleFrom; from.IsZero() && row.From != "" || !from.IsZero() && from.String() != row.From {
				t.Errorf("it would be granted from %s on, want %s", from, row.From)
			}
			if granted := receipt.Certificate != nil; granted != (row.Want == decision.Approved) {
				t.Errorf("granted: %t", granted)
			}
		})
	}
}

// Apply applies for the row, and returns the receipt and the office.
func (s Setting[F]) Apply(t *testing.T, row Row[F]) (instant.Receipt, *Office) {
	t.Helper()
	o, form := s.open(t, row)
	return o.Apply(s.Person, form), o
}

// Fact returns a record that is confirmed on the day of the test.
func Fact(key string, first fact.Setting, more ...fact.Setting) fact.Record {
	return fact.NewRecord(key, time.Time{}, first, more...)
}

func (s Setting[F]) open(t *testing.T, row Row[F]) (*Office, F) {
	t.Helper()
	if row.Today == "" {
		row.Today = s.Today
	}
	o := Open(t, s.Service, row.Today)
	o.Know(s.records(row, o.Now())...)
	if row.Broken != nil {
		o.Break(row.Broken)
	}
	form := s.Form
	if row.Form != nil {
		row.Form(&form)
	}
	return o, form
}

// records returns the shared data of the row.
func (s Setting[F]) records(row Row[F], now time.Time) []fact.Record {
	facts := slices.Clone(s.Facts)
	for _, other := range row.Facts {
		same := func(r fact.Record) bool { return r.Dataset == other.Dataset && r.Key == other.Key }
		facts = append(slices.DeleteFunc(facts, same), other)
	}
	for _, gone := range row.Without {
		facts = slices.DeleteFunc(facts, func(r fact.Record) bool { return r.Dataset == gone.Name })
	}
	for i := range facts {
		r := &facts[i]
		if r.AsOf.IsZero() {
			r.AsOf = now
		}
		if slices.ContainsFunc(row.Stale, func(d *fact.Dataset) bool { return d.Name == r.Dataset }) {
			r.AsOf = now.AddDate(-101, 0, 0)
		}
	}
	return facts
}
