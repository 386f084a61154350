package fact_test

import (
	"fmt"
	"strings"
	"testing"

	"miaoban/shared/calendar"
	"miaoban/shared/fact"
)

// TestFieldsAreDescribedByTheirTags, in their order.
func TestFieldsAreDescribedByTheirTags(t *testing.T) {
	d := &fact.Dataset{Name: "ships"}
	ships := fact.Describe[struct {
		Dataset *fact.Dataset
		Owner   fact.Field[string]        `name:"owner" zh:"船东" en:"Owner" is:"person"`
		Code    fact.Field[string]        `name:"code" zh:"代码" en:"Code" is:"leading,credit-code"`
		Secret  fact.Field[string]        `name:"secret" zh:"密" en:"Secret" is:"hidden"`
		Built   fact.Field[calendar.Date] `name:"built" zh:"建成" en:"Built"`
		Tons    fact.Field[int]           `name:"tons" zh:"吨" en:"Tons"`
		Afloat  fact.Field[bool]          `name:"afloat" zh:"在航" en:"Afloat"`
	}](d)
	got := ""
	for _, c := range d.Columns() {
		of, name := fact.NameOf(c)
		got += fmt.Sprintf("%s.%s %s %t %t\n", of.Name, name, c.Caption().EN, c.Names(), c.LeadsOn())
	}
	want := "ships.owner Owner true true\nships.code Code false true\nships.secret Secret false false\n" +
		"ships.built Built false false\nships.tons Tons false false\nships.afloat Afloat false false\n"
	if got != want || ships.Dataset != d {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if !ships.Owner.Confidential || !ships.Secret.Confidential || ships.Code.Confidential {
		t.Error("what is shown is not what the tags say")
	}
	for text, c := range map[string]fact.Column{
		"": ships.Owner, "short": ships.Code, "2026-02-30": ships.Built, "many": ships.Tons, "perhaps": ships.Afloat,
	} {
		if c.Check(text) == nil {
			t.Errorf("%q is a value of %s", text, c.Caption().EN)
		}
	}
	kinds := ""
	for _, c := range d.Columns() {
		kinds += string(c.Kind()) + " "
	}
	if kinds != "text credit-code text day number yes-no " {
		t.Errorf("the kinds are %s", kinds)
	}
	for text, c := range map[string]fact.Column{
		"440605600123456": ships.Code, // an older number
		"a":               ships.Owner, "92440605MA5GHTRE8R": ships.Code, "2026-02-28": ships.Built, "3": ships.Tons, "true": ships.Afloat,
	} {
		if err := c.Check(text); err != nil {
			t.Error(err)
		}
	}
}

// TestAMistakeInADescriptionPanics, with the dataset and the field.
func TestAMistakeInADescriptionPanics(t *testing.T) {
	describe := func(make func(*fact.Dataset)) (said string) {
		defer func() { said = fmt.Sprint(recover()) }()
		make(&fact.Dataset{Name: "ships"})
		return ""
	}
	for want, make := range map[string]func(*fact.Dataset){
		"ships: Owner: its tag lacks": func(d *fact.Dataset) {
			fact.Describe[struct {
				Owner fact.Field[string] `name:"owner" zh:"船东"`
			}](d)
		},
		"ships: Owner: its tag says is:\"leding\"": func(d *fact.Dataset) {
			fact.Describe[struct {
				Owner fact.Field[string] `name:"owner" zh:"船东" en:"Owner" is:"leding"`
			}](d)
		},
		"ships: Tons: another field is called owner": func(d *fact.Dataset) {
			fact.Describe[struct {
				Owner fact.Field[string] `name:"owner" zh:"船东" en:"Owner"`
				Tons  fact.Field[int]    `name:"owner" zh:"吨" en:"Tons"`
			}](d)
		},
		"ships: Length is no field": func(d *fact.Dataset) {
			fact.Describe[struct{ Length int }](d)
		},
	} {
		if said := describe(make); !strings.Contains(said, want) {
			t.Errorf("it panics with %q, want %q", said, want)
		}
	}
}

// TestMerge: queries of one record become one, and those of another stay.
func TestMerge(t *testing.T) {
	d := &fact.Dataset{Name: "ships"}
	ships := fact.Describe[struct {
		Dataset *fact.Dataset
		Owner   fact.Field[string] `name:"owner" zh:"船东" en:"Owner"`
		Tons    fact.Field[int]    `name:"tons" zh:"吨" en:"Tons"`
	}](d)
	first := fact.Ask("A", ships.Owner)
	merged := fact.Merge(first, fact.Ask("B", ships.Tons), fact.Ask("A", ships.Tons, ships.Owner), fact.AskBlind("A", ships.Owner))
	got := ""
	for _, q := range merged {
		got += fmt.Sprintf("%s %d %t, ", q.Key, len(q.Columns), q.Blind)
	}
	if got != "A 2 false, B 1 false, A 1 true, " || len(first.Columns) != 1 {
		t.Errorf("they are %s, and the first has %d columns", got, len(first.Columns))
	}
}
