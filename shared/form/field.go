// Package form is the forms that people fill in: their fields, read from a struct's tags, and how a
// body is decoded into them and validated, with all faults at once.
package form

import (
	"fmt"
	"reflect"
	"strings"

	"miaoban/shared/calendar"
	"miaoban/shared/division"
	"miaoban/shared/lang"
)

// Field describes one field of a form, as its struct's tags say: json names it,
// zh and en label it, zh_hint and en_hint help, validate says what is valid.
type Field struct {
	Name     string    `json:"name"`
	Label    lang.Text `json:"label"`
	Hint     lang.Text `json:"hint,omitzero"`
	Control  Control   `json:"control"`
	Required bool      `json:"required"`
	Options  []Option  `json:"options,omitempty"` // of a choice, or of a list
	index    int
}

// Control is what a field is filled in with.
type Control string

// The controls.
const (
	TextControl   Control = "text"
	DateControl   Control = "date"
	NumberControl Control = "number"
	CheckControl  Control = "check"
	ChoiceControl Control = "choice"
	DigitsControl Control = "digits" // text typed on a number pad
	ListControl   Control = "list"   // several texts
)

// Option is one value of a choice.
type Option struct {
	Value string    `json:"value"`
	Label lang.Text `json:"label"`
}

// LabelOf is the label of what was chosen; its value where it is none of the options.
func LabelOf[T interface {
	Choice
	~string
}](chosen T) lang.Text {
	return LabelIn(chosen, string(chosen))
}

// LabelIn is the label of the value among the choice's options.
func LabelIn(choice Choice, value string) lang.Text {
	for _, o := range choice.Options() {
		if o.Value == value {
			return o.Label
		}
	}
	return lang.T(value, value)
}

// Choice is a form field's type, text or a list of texts, that can be its options
// only; such a field is validated with the tag "choice".
type Choice interface{ Options() []Option }

// FieldsOf reads the fields of a form's struct type. A form is a flat struct of
// text, choices, dates, whole numbers, truths and lists of text.
func FieldsOf(form reflect.Type) ([]Field, error) {
	fields := make([]Field, 0, form.NumField())
	for i := range form.NumField() {
		sf := form.Field(i)
		f := Field{
			Name:  sf.Tag.Get("json"),
			Label: lang.T(sf.Tag.Get("zh"), sf.Tag.Get("en")),
			Hint:  lang.T(sf.Tag.Get("zh_hint"), sf.Tag.Get("en_hint")),
			index: i,
		}
		f.Name, _, _ = strings.Cut(f.Name, ",")
		if f.Name == "" || f.Label.ZH == "" || f.Label.EN == "" {
			return nil, fmt.Errorf("form field %s.%s lacks a json, zh or en tag", form, sf.Name)
		}
		rules := strings.Split(sf.Tag.Get("validate"), ",")
		f.Required = rules[0] == "required"
		var err error
		if f.Control, err = controlOf(sf.Type, rules); err != nil {
			return nil, fmt.Errorf("form field %s.%s: %w", form, sf.Name, err)
		}
		if choice, ok := reflect.Zero(sf.Type).Interface().(Choice); ok {
			f.Options = choice.Options()
		}
		fields = append(fields, f)
	}
	return fields, nil
}

func controlOf(t reflect.Type, rules []string) (Control, error) {
	switch {
	case t == reflect.TypeFor[calendar.Date]():
		return DateControl, nil
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.String:
		return ListControl, nil
	case t.Implements(reflect.TypeFor[Choice]()):
		return ChoiceControl, nil
	case t.Kind() == reflect.Bool:
		return CheckControl, nil
	case t.Kind() == reflect.Int:
		return NumberControl, nil
	case t.Kind() != reflect.String:
		return "", fmt.Errorf("%s is no type of a form field", t)
	}
	for _, rule := range rules {
		if rule == "mobile" || rule == "bankcard" {
			return DigitsControl, nil
		}
	}
	return TextControl, nil
}

// StreetOptions are the streets and towns of the cities, to choose from.
func StreetOptions(cities ...string) []Option {
	var options []Option
	for _, city := range cities {
		for _, district := range division.Children(city) {
			for _, street := range division.Children(district.Code) {
				label := lang.T(district.Name.ZH+street.Name.ZH, street.Name.EN+", "+district.Name.EN)
				options = append(options, Option{Value: street.Code, Label: label})
			}
		}
	}
	return options
}
