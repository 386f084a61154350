package functions_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"miaoban/functions"
	"miaoban/shared/form"
)

// nameFields are the fields of all services in which a name or an address is typed, by their kind.
func nameFields(t *testing.T) map[string]form.Field {
	t.Helper()
	all := map[string]form.Field{}
	for _, s := range functions.Services() {
		fields, err := form.FieldsOf(s.(interface{ Form() reflect.Type }).Form())
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range fields {
			kind := strings.Contains(f.Label.ZH, "姓名") || strings.Contains(f.Label.ZH, "字号") || strings.Contains(f.Label.ZH, "地址")
			switch f.Kind {
			case form.ChineseName, form.PersonName, form.TradeName, form.Address:
				all[s.About().Slug+"/"+f.Name] = f
			default:
				if kind && f.Control == form.TextControl {
					t.Errorf("%s: %s is a name or an address of no kind", s.About().Slug, f.Name)
				}
			}
		}
	}
	if len(all) < 10 {
		t.Fatalf("only %d fields are names or addresses", len(all))
	}
	return all
}

// TestNamesAreTypedInMoreThanOneWay: in each field, what only looks like another character becomes that one, and
// what cannot be a character of a name is to be corrected, with its place.
func TestNamesAreTypedInMoreThanOneWay(t *testing.T) {
	v, err := form.NewValidator()
	if err != nil {
		t.Fatal(err)
	}
	types := map[string]reflect.Type{}
	for _, s := range functions.Services() {
		types[s.About().Slug] = s.(interface{ Form() reflect.Type }).Form()
	}
	for at, field := range nameFields(t) {
		slug, _, _ := strings.Cut(at, "/")
		// faults decodes and validates a form with that field alone, and returns its value and what is said of it.
		faults := func(typed string) (value, code, detail string) {
			fields, err := form.FieldsOf(types[slug])
			if err != nil {
				t.Fatal(err)
			}
			filled := reflect.New(types[slug])
			values := map[string]string{field.Name: typed}
			switch slug {
			case "foodstall":
				values["kind"] = "restaurant"
			case "seniorcard":
				values["delivery"] = "mail"
			case "soletraderchange": // whose fields belong to a kind of change
				values["kind"] = map[string]string{"trade_name": "name", "address": "address", "new_operator_name": "operator"}[field.Name]
			}
			body, err := json.Marshal(values)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := form.Decode(body, "application/json", fields, filled.Elem()); err != nil {
				t.Fatal(err)
			}
			invalid, err := form.Validate(v, filled.Interface(), fields)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range invalid {
				if f.Pointer == form.Pointer(field.Name) && f.Code == string(field.Kind) {
					code, detail = f.Code, f.Detail.ZH
				}
			}
			var out map[string]any
			text, err := json.Marshal(filled.Interface())
			if err == nil {
				err = json.Unmarshal(text, &out)
			}
			if err != nil {
				t.Fatal(err)
			}
			value, _ = out[field.Name].(string)
			return value, code, detail
		}
		for typed, want := range map[string]string{
			"康⼤⼭东": "康大山东", "\u202d康大山东\u202c": "康大山东", "康大\u200b山东": "康大山东", "康大山东\U000e0100": "康大山东", "\uf9d1大山东": "六大山东", "⻢大山东": "马大山东",
			"𠮷大山〇": "𠮷大山〇", "康○山东": "康〇山东", "康◯山东": "康〇山东",
		} {
			if value, code, _ := faults(typed); value != want || code != "" {
				t.Errorf("%s: %+q is %+q %s, want %+q", at, typed, value, code, want)
			}
		}
		for _, dot := range "\u2022\u2027\u30fb\uff65\uff0e\u2219\u0387\u16eb\u2e31\u2e33" {
			value, code, _ := faults("康大" + string(dot) + "山东")
			if value != "康大·山东" || (code == "") == (field.Kind == form.TradeName) {
				t.Errorf("%s: the dot %U is in %+q %s", at, dot, value, code)
			}
		}
		for _, odd := range []string{"康大⿰东", "康大\ue000东", "康大⺀东", "康大㇐东", "康大\ufffd东", "康大々东", "康大〡东", "康大？东"} {
			fine := field.Kind == form.Address && strings.ContainsAny(odd, "々〡？") || field.Kind == form.PersonName && strings.Contains(odd, "々")
			if _, code, detail := faults(odd); (code == "") != fine || !fine && !strings.Contains(detail, "第3个字") {
				t.Errorf("%s: %+q is %q: %s", at, odd, code, detail)
			}
		}
		if field.Kind != form.Address && field.Kind != form.TradeName {
			if _, code, detail := faults("阿丽-买买提"); code == "" || !strings.Contains(detail, "请改为“阿丽·买买提”") {
				t.Errorf("%s: a hyphen is %s: %s", at, code, detail)
			}
		}
		if field.Kind == form.PersonName {
			for typed, want := range map[string]string{
				"MARY-JANE  O'BRIEN": "MARY-JANE O'BRIEN", "MARY–JANE O`BRIEN": "MARY-JANE O'BRIEN", "SMITH/JOHN": "SMITH/JOHN", "佐々木": "佐々木",
			} {
				if value, code, _ := faults(typed); value != want || code != "" {
					t.Errorf("%s: the name %s is %q %s", at, typed, value, code)
				}
			}
		}
	}
}
