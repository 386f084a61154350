package delivery_test

import (
	"context"
	"maps"
	"strings"
	"testing"
	"time"

	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/registry"
	"miaoban/shared/registry/delivery"
	"miaoban/shared/store"
)

// TestFieldsWithoutAColumnStay, in both stores: with the time of their own confirmation, and with what a
// decision learned; only a complete delivery removes them, and an empty cell its own field.
func TestFieldsWithoutAColumnStay(t *testing.T) {
	p := dataset.Population
	yesterday, lastYear := today.AddDate(0, 0, -1), today.AddDate(-1, 0, 0)
	full := func(asOf time.Time) fact.Record {
		return fact.NewRecord(wan, asOf, p.Name.Set("何甲"), p.Household.Set("440605"))
	}
	for name, tt := range map[string]struct {
		before   *fact.Record
		learned  *fact.Record
		file     string
		change   func(*delivery.Delivery)
		want     map[string]string
		report   delivery.Report
		stale    bool // the fields without a column
		learnedX bool
	}{
		"another field": {
			before: new(full(yesterday)), file: "key,name\n" + wan + ",何婉清\n",
			want: map[string]string{"name": "何婉清", "household_division": "440605"}, report: delivery.Report{Written: 1},
		},
		"an old one": {
			before: new(full(lastYear)), file: "key,name\n" + wan + ",何婉清\n",
			want: map[string]string{"name": "何婉清", "household_division": "440605"}, report: delivery.Report{Written: 1}, stale: true,
		},
		"an empty cell": {
			before: new(full(yesterday)), file: "key,name,household_division\n" + wan + ",何婉清,\n",
			want: map[string]string{"name": "何婉清"}, report: delivery.Report{Written: 1},
		},
		"a complete delivery": {
			before: new(full(yesterday)), file: "key,name\n" + wan + ",何婉清\n", change: func(d *delivery.Delivery) { d.Complete = true },
			want: map[string]string{"name": "何婉清"}, report: delivery.Report{Written: 1},
		},
		"the same again": {
			before: new(full(today)), file: "key,name\n" + wan + ",何甲\n",
			want: map[string]string{"name": "何甲", "household_division": "440605"}, report: delivery.Report{Unchanged: 1},
		},
		"in JSON": {
			before: new(full(yesterday)), file: `{"key":"` + wan + `","values":{"name":"何婉清"}}`,
			change: func(d *delivery.Delivery) { d.Format = delivery.JSONLines },
			want:   map[string]string{"name": "何婉清", "household_division": "440605"}, report: delivery.Report{Written: 1},
		},
		"null in JSON": {
			before: new(full(yesterday)), file: `{"key":"` + wan + `","values":{"name":"何婉清","household_division":null}}`,
			change: func(d *delivery.Delivery) { d.Format = delivery.JSONLines },
			want:   map[string]string{"name": "何婉清"}, report: delivery.Report{Written: 1},
		},
		"what was decided": {
			before:  new(full(yesterday)),
			learned: new(fact.NewRecord(wan, yesterday.Add(time.Hour), p.Household.Set("440606"))),
			file:    "key,name\n" + wan + ",何婉清\n",
			want:    map[string]string{"name": "何婉清", "household_division": "440606"}, report: delivery.Report{Written: 1}, learnedX: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			stores(t, func(t *testing.T, s store.Store) {
				writes, err := registry.Put(*tt.before)
				commit(t, s, writes, err)
				if tt.learned != nil {
					writes, err := registry.Merge(t.Context(), s, []fact.Record{*tt.learned})
					commit(t, s, writes, err)
				}
				d := population()
				if tt.change != nil {
					tt.change(&d)
				}
				report, rejects := take(t, s, d, tt.file)
				tt.report.Dataset, tt.report.Found, tt.report.Rows, tt.report.Finished = "population", report.Found, 1, true
				got := known(t, s, wan)
				if report != tt.report || !maps.Equal(got.Values, tt.want) || !got.AsOf.Equal(today) || got.Decided() != tt.learnedX {
					t.Errorf("%+v, %q; the table has %+v", report, rejects, got)
				}
				facts := registry.Gather(t.Context(), registry.Table{Store: s},
					[]fact.Query{fact.Ask(wan, p.Name), fact.Ask(wan, p.Household), fact.Ask(wan, p.Name, p.Household)}, now)
				if _, has := tt.want["household_division"]; has &&
					(facts[0].State != fact.Known || (facts[1].State == fact.Stale) != tt.stale || (facts[2].State == fact.Stale) != tt.stale) {
					t.Errorf("the facts are %s, %s and %s", facts[0].State, facts[1].State, facts[2].State)
				}
			})
		})
	}
}

// TestAFieldThatChangesMeanwhileStays, in both stores: the fields without a column are those of the moment of the
// commit.
func TestAFieldThatChangesMeanwhileStays(t *testing.T) {
	p := dataset.Population
	stores(t, func(t *testing.T, s store.Store) {
		writes, err := registry.Put(fact.NewRecord(wan, today.AddDate(0, 0, -2), p.Name.Set("何甲"), p.Household.Set("440605")))
		commit(t, s, writes, err)
		f := &faulty{Store: s, fault: func(n int) (bool, error) {
			if n == 1 {
				writes, err := registry.Merge(context.Background(), s,
					[]fact.Record{fact.NewRecord(wan, today.AddDate(0, 0, -1), p.Household.Set("440606"))})
				commit(t, s, writes, err)
			}
			return false, nil
		}}
		report, err := population().Take(t.Context(), f, strings.NewReader("key,name\n"+wan+",何婉清\n"), rejectsOf(t, t.TempDir()), now)
		got := known(t, s, wan)
		if err != nil || report.Written != 1 || got.Values["name"] != "何婉清" || got.Values["household_division"] != "440606" {
			t.Errorf("%+v, %v: %v", report, err, got.Values)
		}
	})
}

// TestAColumnThatIsNoFieldIsNamed, and left out only if the command says so.
func TestAColumnThatIsNoFieldIsNamed(t *testing.T) {
	for format, file := range map[delivery.Format]string{
		delivery.CSV:       "key,姓名,备注\n" + wan + ",何婉清,见附件\n",
		delivery.JSONLines: `{"key":"` + wan + `","values":{"姓名":"何婉清","备注":"见附件"}}`,
	} {
		d := population()
		d.Format = format
		folder := t.TempDir()
		report, err := d.Take(t.Context(), embedded(t), strings.NewReader(file), rejectsOf(t, folder), now)
		if (err == nil || !strings.Contains(err.Error(), `"备注"`)) && report.Rejected != 1 {
			t.Errorf("%s: %+v, %v", format, report, err)
		}
		d.Ignore = []string{"备注"}
		if report, rejects := take(t, embedded(t), d, file); report.Written != 1 {
			t.Errorf("%s: %+v, %q", format, report, rejects)
		}
	}
}
