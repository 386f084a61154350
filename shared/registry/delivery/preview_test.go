package delivery_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
	"miaoban/shared/registry"
	"miaoban/shared/store"
)

// unwritable is a store in which nothing may be written.
type unwritable struct{ store.Store }

func (unwritable) Commit(context.Context, ...store.Write) error { return errors.New("it was written") }

// TestADryRunSaysWhatWouldChange, without personal data, writes nothing, and counts what the import then does.
func TestADryRunSaysWhatWouldChange(t *testing.T) {
	p := dataset.Population
	p1950, yesterday := calendar.MustParse("1950-01-01"), today.AddDate(0, 0, -1)
	var ids []string
	for i := range 8 {
		id, err := identity.MakeIDNumber("440605", p1950, i+1)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, string(id))
	}
	stores(t, func(t *testing.T, s store.Store) {
		for _, r := range []fact.Record{
			fact.NewRecord(ids[1], yesterday, p.Name.Set("何甲"), p.Household.Set("440605")),
			fact.NewRecord(ids[2], yesterday, p.Name.Set("何婉清")),
			fact.NewRecord(ids[3], today, p.Name.Set("何婉清")),
			fact.NewRecord(ids[4], now, p.Name.Set("何甲")),
			fact.NewRecord(ids[5], yesterday, p.Name.Set("何甲")),
			fact.NewRecord(ids[6], yesterday, p.Name.Set("何婉清"), p.BirthDate.Set(p1950)),
		} {
			writes, err := registry.Put(r)
			commit(t, s, writes, err)
		}
		file := "key,name,birth_date,withdrawn\n"
		for i, row := range []string{"何婉清,,", "何婉清,1950-01-01,", "何婉清,,", "何婉清,,", "何婉清,,", ",,true", "何婉清,,", "何婉清,1950-02-30,"} {
			file += ids[i] + "," + row + "\n"
		}
		got, err := population().Preview(t.Context(), unwritable{s}, strings.NewReader(file), now)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		want := `{"dataset":"population","encoding":"UTF-8","delimiter":",","rows":8,"new":1,"changed":2,"confirmed":1,"unchanged":1,` +
			`"withdrawn":1,"older":1,"rejected":1,"fields":{"birth_date":{"set":1,"removed":1},"name":{"changed":1}},"reasons":{"value":1},` +
			`"examples":["row 2: new","row 3: changed: birth_date, name","row 6: older","row 7: withdrawn","row 8: changed: birth_date",` +
			`"row 9: rejected: value"]}`
		if string(text) != want {
			t.Errorf("%s\nwant\n%s", text, want)
		}
		report, _ := take(t, s, population(), file)
		if report.Written != got.New+got.Changed+got.Confirmed || report.Unchanged != got.Unchanged || report.Withdrawn != got.Withdrawn ||
			report.Older != got.Older || report.Rejected != got.Rejected {
			t.Errorf("the import says %+v", report)
		}
	})
	if _, err := population().Preview(t.Context(), embedded(t), strings.NewReader("key,age\n"), now); err == nil {
		t.Error("a file that is no delivery has a preview")
	}
}

// TestADryRunKnowsTheRowsBefore: a second row of a key is compared with what the first would have made.
func TestADryRunKnowsTheRowsBefore(t *testing.T) {
	p := dataset.Population
	for name, rows := range map[string][]string{
		"the same":             {"何甲,,", "何甲,,"},
		"another value":        {"何甲,,", "何乙,,"},
		"another and back":     {"何甲,,", "何乙,,", "何甲,,", "何甲,,"},
		"older":                {"何甲,2026-11-20,", "何乙,2026-11-19,"},
		"withdrawn":            {"何甲,,", ",,true", ",,true"},
		"withdrawn, and again": {",,true", "何甲,,", "何甲,,"},
		"rejected before":      {"何?,,", "何甲,,", "何甲,,"},
		"later":                {"何甲,2026-11-20,", "何甲,2026-11-21,"},
	} {
		for _, known := range []bool{false, true} {
			file := "\ufeffkey,name,as_of,withdrawn\n"
			for i, row := range rows {
				file += wan + "," + row + "\n" + keyOf(t, p.Dataset, i) + ",何守成,,\n" // others between
			}
			s := embedded(t)
			if known {
				writes, err := registry.Put(fact.NewRecord(wan, today.AddDate(0, -1, 0), p.Name.Set("何丙")))
				commit(t, s, writes, err)
			}
			got, err := population().Preview(t.Context(), unwritable{s}, strings.NewReader(file), now)
			if err != nil {
				t.Fatal(err)
			}
			want, _ := take(t, s, population(), file)
			if got.New+got.Changed+got.Confirmed != want.Written || got.Unchanged != want.Unchanged || got.Withdrawn != want.Withdrawn ||
				got.Older != want.Older || got.Rejected != want.Rejected {
				t.Errorf("%s: the dry run says %+v, the import %+v", name, got, want)
			}
		}
	}
}

// TestADryRunOfEachRowTwice: all second rows are unchanged.
func TestADryRunOfEachRowTwice(t *testing.T) {
	text := town(t, 3000)
	_, second, _ := strings.Cut(text, "\n")
	got, err := population().Preview(t.Context(), unwritable{embedded(t)}, strings.NewReader(text+second), now)
	if err != nil || got.New != 2700 || got.Rejected != 602 || got.Unchanged != 2700 || got.Changed != 0 {
		t.Errorf("%+v, %v", got, err)
	}
}
