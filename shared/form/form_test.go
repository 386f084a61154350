package form_test

import (
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"miaoban/shared/calendar"
	"miaoban/shared/form"
	"miaoban/shared/lang"
)

type colour string

func (colour) Options() []form.Option {
	return []form.Option{{Value: "red", Label: lang.T("红", "Red")}, {Value: "blue", Label: lang.T("蓝", "Blue")}}
}

type sample struct {
	Name   string        `json:"name" validate:"required,max=5" zh:"名称" en:"Name"`
	Mobile string        `json:"mobile" validate:"omitempty,mobile" zh:"手机" en:"Mobile"`
	Day    calendar.Date `json:"day" validate:"required" zh:"日期" en:"Day"`
	Count  int           `json:"count" validate:"min=0" zh:"数量" en:"Count"`
	Agreed bool          `json:"agreed" validate:"required" zh:"承诺" en:"Promise"`
	Colour colour        `json:"colour" validate:"required,choice" zh:"颜色" en:"Colour"`
	Words  []string      `json:"words" validate:"unique" zh:"词" en:"Words"`
}

func fields(t *testing.T) []form.Field {
	t.Helper()
	fields, err := form.FieldsOf(reflect.TypeFor[sample]())
	if err != nil {
		t.Fatal(err)
	}
	return fields
}

func TestFieldsOf(t *testing.T) {
	want := []struct {
		name     string
		control  form.Control
		required bool
	}{
		{"name", form.TextControl, true}, {"mobile", form.DigitsControl, false}, {"day", form.DateControl, true},
		{"count", form.NumberControl, false}, {"agreed", form.CheckControl, true}, {"colour", form.ChoiceControl, true},
		{"words", form.ListControl, false},
	}
	for i, f := range fields(t) {
		if f.Name != want[i].name || f.Control != want[i].control || f.Required != want[i].required {
			t.Errorf("field %d is %s, %s, required %t, want %+v", i, f.Name, f.Control, f.Required, want[i])
		}
	}
	if _, err := form.FieldsOf(reflect.TypeFor[struct {
		Name string `json:"name"`
	}]()); err == nil {
		t.Error("a field without a label was taken")
	}
}

// TestAFormIsReadAlike: JSON and a page's post give the same form.
func TestAFormIsReadAlike(t *testing.T) {
	want := sample{
		Name:   "甲",
		Mobile: "13800138000",
		Day:    calendar.MustParse("2028-02-29"),
		Count:  2,
		Agreed: true,
		Colour: "red",
		Words:  []string{"a", "b"},
	}
	for mediaType, body := range map[string]string{
		"application/json": `{"name":" 甲 ","mobile":"13800138000","day":"2028-02-29","count":2,"agreed":true,"colour":"red","words":["a","b"]}`,
		"application/x-www-form-urlencoded": "name=+%E7%94%B2+&mobile=13800138000&day=2028-02-29&count=2&agreed=on&colour=red" +
			"&words=a&words=b&words=",
	} {
		var got sample
		faults, err := form.Decode([]byte(body), mediaType, fields(t), reflect.ValueOf(&got).Elem())
		if err != nil || len(faults) > 0 {
			t.Fatalf("%s: %v, %v", mediaType, faults, err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: the form is %+v, want %+v", mediaType, got, want)
		}
	}
}

// TestAllFaultsAtOnce: what cannot be decoded and what is not valid come back together, each once.
func TestAllFaultsAtOnce(t *testing.T) {
	v, err := form.NewValidator()
	if err != nil {
		t.Fatal(err)
	}
	var got sample
	body := `{"name":"六个字的名称","day":"2027-02-29","count":"many","colour":"green","words":["a","a"],"other":1}`
	faults, err := form.Decode([]byte(body), "application/json", fields(t), reflect.ValueOf(&got).Elem())
	if err != nil {
		t.Fatal(err)
	}
	invalid, err := form.Validate(v, &got, fields(t))
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]string{}
	for _, f := range append(faults, form.NotYetNamed(faults, invalid)...) {
		if before, twice := codes[f.Pointer]; twice {
			t.Errorf("%s is named twice: %s and %s", f.Pointer, before, f.Code)
		}
		codes[f.Pointer] = f.Code
		if f.Detail.ZH == "" || f.Detail.EN == "" || strings.Contains(f.Detail.ZH+f.Detail.EN, "%") {
			t.Errorf("%s is explained %q, %q", f.Pointer, f.Detail.ZH, f.Detail.EN)
		}
	}
	want := map[string]string{
		"/name": "max", "/day": "type", "/count": "type", "/agreed": "required", "/colour": "choice",
		"/words": "unique", "/other": "unknown",
	}
	if !reflect.DeepEqual(codes, want) {
		t.Errorf("the faults are %v, want %v", codes, want)
	}
}

// TestWholeNumbers are numbers and texts in JSON, and what people type into a page.
func TestWholeNumbers(t *testing.T) {
	for _, tt := range []struct {
		body, mediaType string
		want            int
		fault           bool
	}{
		{`{"count":3}`, "application/json", 3, false},
		{`{"count":"3"}`, "application/json", 3, false},
		{`{"count":3.0}`, "application/json", 3, false},
		{`{"count":3.5}`, "application/json", 0, true},
		{`{"count":1e400}`, "application/json", 0, true},
		{`{"count":99999999999999999999}`, "application/json", 0, true},
		{`{"count":true}`, "application/json", 0, true},
		{`{"count":[3]}`, "application/json", 0, true},
		{"count=3", form.PostType, 3, false},
		{"count=003", form.PostType, 3, false},
		{"count=" + url.QueryEscape("三人"), form.PostType, 3, false},
		{"count=true", form.PostType, 0, true},
		{"count=", form.PostType, 0, false},
	} {
		var got sample
		faults, err := form.Decode([]byte(tt.body), tt.mediaType, fields(t), reflect.ValueOf(&got).Elem())
		if err != nil || got.Count != tt.want || (len(faults) > 0) != tt.fault {
			t.Errorf("%s: %d, %v, %v", tt.body, got.Count, faults, err)
		}
	}
}

// TestAFaultIsToldInTheWordsOfItsField: texts have characters, numbers a value, lists a number of items.
func TestAFaultIsToldInTheWordsOfItsField(t *testing.T) {
	type limited struct {
		Text  string   `json:"text" validate:"min=2,max=3" zh:"文字" en:"Text"`
		Count int      `json:"count" validate:"required,min=2,max=3" zh:"数量" en:"Count"`
		List  []string `json:"list" validate:"min=2,max=3" zh:"清单" en:"List"`
	}
	fields, err := form.FieldsOf(reflect.TypeFor[limited]())
	if err != nil {
		t.Fatal(err)
	}
	v, err := form.NewValidator()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		of   limited
		want []string
	}{
		{limited{"a", 1, []string{"a"}}, []string{"“文字”太短，至少 2 个字。", "“数量”至少为 2。", "“清单”至少选 2 项。"}},
		{limited{"abcd", 4, []string{"a", "b", "c", "d"}}, []string{"“文字”太长，最多 3 个字。", "“数量”最多为 3。", "“清单”最多选 3 项。"}},
		{limited{"ab", 0, []string{"a", "b"}}, []string{"“数量”请填 1 或更大的整数。"}},
	} {
		faults, err := form.Validate(v, &tt.of, fields)
		var got []string
		for _, f := range faults {
			got = append(got, f.Detail.ZH)
		}
		if err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%+v: %q, %v", tt.of, got, err)
		}
	}
}

func TestBodiesThatAreNoForm(t *testing.T) {
	var many strings.Builder
	many.WriteString("{")
	for i := range form.MaxMembers {
		fmt.Fprintf(&many, `"%d":1,`, i)
	}
	many.WriteString(`"last":1}`)
	for name, body := range map[string]string{
		"nothing": "", "a list": "[]", "null": "null", "two objects": "{}{}", "no text": "{\"name\":\"\xff\"}",
		"too many members": many.String(),
	} {
		t.Run(name, func(t *testing.T) {
			var got sample
			_, err := form.Decode([]byte(body), "application/json", fields(t), reflect.ValueOf(&got).Elem())
			if err == nil {
				t.Error("it was taken")
			}
		})
	}
}

func TestRequiredText(t *testing.T) {
	for text, ok := range map[string]bool{
		"": false, " 一 ": false, "一二": true, strings.Repeat("字", form.MaxText): true, strings.Repeat("字", form.MaxText+1): false,
	} {
		got, err := form.RequiredText("text", text)
		if (err == nil) != ok || ok && got != strings.TrimSpace(text) {
			t.Errorf("a text of %d bytes: %v", len(text), err)
		}
	}
}
