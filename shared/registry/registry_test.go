package registry_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/registry"
)

var now = time.Date(2026, 11, 24, 12, 0, 0, 0, calendar.Zone)

// holder is a source that answers as a department would.
type holder func(ctx context.Context) (fact.Record, error)

func (h holder) Lookup(ctx context.Context, _ fact.Query) (fact.Record, error) {
	return h(ctx)
}

func answers(asOf time.Time, values map[string]string) holder {
	return func(context.Context) (fact.Record, error) {
		return fact.Record{AsOf: asOf, Values: values}, nil
	}
}

func TestWhatIsKnownOfAValue(t *testing.T) {
	population := dataset.Population
	month := 30 * 24 * time.Hour
	tests := []struct {
		name   string
		source registry.Source
		want   fact.State
	}{
		{"a value", answers(now, map[string]string{"birth_date": "1956-02-29"}), fact.Known},
		{"at the limit of freshness", answers(now.Add(-month), map[string]string{"birth_date": "1956-02-29"}), fact.Known},
		{"a second older", answers(now.Add(-month-time.Second), map[string]string{"birth_date": "1956-02-29"}), fact.Stale},
		{"no value", answers(now, map[string]string{"name": "x"}), fact.Missing},
		{"an invalid date", answers(now, map[string]string{"birth_date": "1957-02-29"}), fact.Malformed},
		{"no record", holder(func(context.Context) (fact.Record, error) { return fact.Record{}, registry.ErrNoRecord }), fact.Absent},
		{"an error", holder(func(context.Context) (fact.Record, error) { return fact.Record{}, errors.New("no") }), fact.Unreachable},
		{"a panic", holder(func(context.Context) (fact.Record, error) { panic("of the test") }), fact.Unreachable},
		{"no answer in time", holder(func(ctx context.Context) (fact.Record, error) {
			<-ctx.Done()
			return fact.Record{}, ctx.Err()
		}), fact.Unreachable},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
			defer cancel()
			facts := registry.Gather(ctx, tt.source, []fact.Query{fact.Ask("1", population.BirthDate)}, now)
			got := fact.Get(facts, "1", population.BirthDate)
			if got.State != tt.want || got.Known() != (tt.want == fact.Known) {
				t.Errorf("state %s, want %s", got.State, tt.want)
			}
			if got.Known() && got.V != calendar.MustParse("1956-02-29") {
				t.Errorf("the value is %s", got.V)
			}
		})
	}
}

func TestNothingIsReadThatWasNotAskedFor(t *testing.T) {
	source := answers(now, map[string]string{"birth_date": "1956-02-29", "name": "何婉清", "household_division": "440605011"})
	facts := registry.Gather(t.Context(), source, []fact.Query{fact.Ask("1", dataset.Population.BirthDate)}, now)
	if _, there := facts[0].Values["name"]; there || len(facts[0].Values) != 1 {
		t.Errorf("the fact has the values %v", facts[0].Values)
	}
	if got := fact.Get(facts, "1", dataset.Population.Name); got.State != fact.NotAsked {
		t.Errorf("a field that was not queried is %s", got.State)
	}
	if got := fact.Get(facts, "2", dataset.Population.BirthDate); got.State != fact.NotAsked {
		t.Errorf("the fact of another person is %s", got.State)
	}
}

func TestAbsenceMeansNoOnlyWhereTheDatasetSaysSo(t *testing.T) {
	none := holder(func(context.Context) (fact.Record, error) { return fact.Record{}, registry.ErrNoRecord })
	facts := registry.Gather(t.Context(), none, []fact.Query{
		fact.Ask("1", dataset.Deaths.Date), fact.Ask("1", dataset.Population.Name),
	}, now)
	if died := fact.Get(facts, "1", dataset.Deaths.Date); !died.None() {
		t.Errorf("a missing record of a death is %s", died.State)
	}
	if name := fact.Get(facts, "1", dataset.Population.Name); name.None() || name.Known() {
		t.Errorf("a missing record of a person is %s", name.State)
	}
}

func TestConfidentialValuesAreNotShown(t *testing.T) {
	source := answers(now, map[string]string{"holder": "440605195006150026", "open": "true"})
	query := fact.Ask("6222", dataset.BankAccounts.Holder, dataset.BankAccounts.Open)
	facts := registry.Gather(t.Context(), source, []fact.Query{query}, now)
	if got := fact.Get(facts, "6222", dataset.BankAccounts.Holder); !got.Known() || got.Ref.Value != "" {
		t.Errorf("the holder is shown as %q", got.Ref.Value)
	}
	if refs := fact.References(facts, []fact.Query{query}); len(refs) != 1 || refs[0].Field != "open" {
		t.Errorf("the visible references: %+v", refs)
	}
}

func TestEveryDatasetIsDescribed(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range dataset.All() {
		if seen[d.Name] || d.Title.EN == "" || d.Holder.ZH == "" || d.Key == "" || d.FreshFor <= 0 || d.Sensitivity == "" {
			t.Errorf("%+v", d)
		}
		seen[d.Name] = true
		if len(d.Columns()) == 0 {
			t.Errorf("%s has no fields", d.Name)
		}
		for _, c := range d.Columns() {
			if of, name := fact.NameOf(c); of != d || name == "" || c.Caption().ZH == "" || c.Caption().EN == "" {
				t.Errorf("%s.%s", of.Name, name)
			}
		}
	}
}
