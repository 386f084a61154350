package delivery_test

import (
	"maps"
	"strings"
	"testing"

	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/registry"
	"miaoban/shared/registry/delivery"
)

// fates are what becomes of a text in the place of a value, by the kind of the field: unset, rejected, or a value.
var fates = map[string]map[fact.Kind]string{
	"NULL":   {},
	"null":   {},
	`\N`:     {},
	"N/A":    {},
	"(null)": {},
	"不详":     {},
	"暂无":     {},
	"?":      {},
	"？":      {},
	"ＮＵＬＬ":   {},
	"无":      unlessAny,
	"-":      unlessAny,
	"--":     unlessAny,
	"－":      unlessAny,
	"/":      unlessAny,
	"长期":     but(rejected, "长期"),
	"#N/A":   rejected,
	"/n":     but(rejected, "/n"),
}

var (
	rejected = map[fact.Kind]string{fact.Number: "rejected", fact.YesNo: "rejected", fact.Choice: "rejected", fact.Day: "rejected",
		fact.Code: "rejected", fact.Text: "rejected"}
	unlessAny = map[fact.Kind]string{fact.Number: "rejected", fact.YesNo: "rejected", fact.Choice: "rejected"}
)

// but is the same, with another fate of texts.
func but(of map[fact.Kind]string, text string) map[fact.Kind]string {
	of = maps.Clone(of)
	of[fact.Text] = text
	return of
}

// fate is what becomes of the text in the column.
func fate(column fact.Column, text string) string {
	l := dataset.Delegations
	limit := same(column, l.Until) || same(column, l.MaxFen) || same(column, l.Categories)
	kind := column.Kind()
	if column.Input() == fact.Choice {
		kind = fact.Choice
	}
	place := column.Input() == fact.Place || column.Input() == fact.City
	found := fates[text][kind]
	switch isText := found != "" && found != "rejected"; {
	case limit && (text == "不详" || text == "暂无" || strings.Trim(text, "?？") == ""):
		return "rejected"
	case limit && text == "长期":
		return "unset"
	case isText && (column.Names() || place || same(column, l.From) || same(column, l.Until)):
		return "rejected"
	case text == "无" && kind == fact.YesNo && strings.HasSuffix(column.Caption().ZH, "记录"):
		return "false"
	case found == "":
		return "unset"
	default:
		return found
	}
}

// TestAPlaceholderIsNoValue sweeps over all fields of all datasets: what stands in the place of a value removes it, as
// an empty cell does, or the row is rejected; it is never stored.
func TestAPlaceholderIsNoValue(t *testing.T) {
	s := embedded(t)
	for _, d := range dataset.All() {
		header := "\ufeffverified,key"
		for _, column := range d.Columns() {
			_, name := fact.NameOf(column)
			header += "," + name
		}
		type cell struct {
			column    fact.Column
			key, text string
			alone     bool // no other field has a value
		}
		var cells []cell
		before, after := header+"\n", header+"\n"
		for at, column := range d.Columns() {
			for text := range fates {
				key, other := keyOf(t, d, len(cells)), at == 0 && len(d.Columns()) > 1
				before, after = before+"true,"+key, after+"true,"+key
				for i, c := range d.Columns() {
					before, after = before+",", after+","
					switch {
					case i == at:
						before, after = before+accepted(c), after+text
					case i == 0, i == 1 && other:
						after += accepted(c)
					}
				}
				before, after = before+"\n", after+"\n"
				cells = append(cells, cell{column, key, text, at == 0 && !other})
			}
		}
		order := delivery.Delivery{Dataset: d, Format: delivery.CSV, AsOf: today.AddDate(0, 0, -1)}
		if report, rejects := take(t, s, order, before); report.Written != len(cells) {
			t.Fatalf("%s: %+v %s", d.Name, report, rejects)
		}
		order.AsOf = today
		_, rejects := take(t, s, order, after)
		for _, c := range cells {
			_, name := fact.NameOf(c.column)
			record, err := registry.Table{Store: s}.Lookup(t.Context(), fact.Ask(c.key, c.column))
			if err != nil {
				t.Fatal(err)
			}
			got, rejected, want := record.Values[name], record.AsOf.Before(today), fate(c.column, c.text)
			if c.alone && want == "unset" {
				want = "rejected"
			}
			if rejected != (want == "rejected") || !rejected && got != want && (want != "unset" || got != "") {
				t.Errorf("%s.%s: %q is %q, rejected: %v; want %s: %s", d.Name, name, c.text, got, rejected, want, rejects)
			}
		}
	}
}

// TestAPlaceholderBesideTheFields: as_of and withdrawn are as if nothing was written, and what only people write is no
// answer.
func TestAPlaceholderBesideTheFields(t *testing.T) {
	for text, want := range map[string]int{"NULL": 1, `\N`: 1, "无": 0, "不详": 0} {
		for _, column := range []string{"as_of", "withdrawn", "verified"} {
			report, rejects := take(t, embedded(t), population(), "\ufeffkey,name,"+column+"\n"+wan+",何婉清,"+text+"\n")
			if report.Written != want {
				t.Errorf("%s %q: %+v %s", column, text, report, rejects)
			}
		}
	}
}

// TestANameThatLostACharacterIsRejected: a conversion writes a question mark in its place. Words that programs write for
// nothing may be names.
func TestANameThatLostACharacterIsRejected(t *testing.T) {
	for _, name := range []string{"何?清", "?婉清", "何？清", "None", "nan", "何*清", "张＊＊"} {
		if report, rejects := take(t, embedded(t), population(), "\ufeffkey,name\n"+wan+","+name+"\n"); report.Rejected != 1 {
			t.Errorf("%s: %+v %s", name, report, rejects)
		}
	}
}
