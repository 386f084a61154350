// Package form defines the forms that people fill in: the fields, read from struct tags, the
// decoding of a request body, and its validation, which reports all faults at once.
package form

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"miaoban/shared/calendar"
	"miaoban/shared/division"
	"miaoban/shared/lang"
)

// Field describes one field of a form, from its struct tags: json is its name, zh and en its
// labels, zh_hint and en_hint its hints, validate its rules, when the values of another field on which it depends.
type Field struct {
	Name     string    `json:"name"`
	Label    lang.Text `json:"label"`
	Hint     lang.Text `json:"hint,omitzero"`
	Control  Control   `json:"control"`
	Kind     Kind      `json:"kind,omitempty"`
	Required bool      `json:"required"`
	Options  []Option  `json:"options,omitempty"` // the options of a choice or a list
	When     *When     `json:"-"`                 // nil: the field always applies
	index    int
}

// Control is the kind of input for a field.
type Control string

// The kinds of input.
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
	Group lang.Text `json:"-"` // under which a page lists it: the district of a street; may be zero
}

// LabelOf is the label of the chosen option; the value itself if it is not an option.
func LabelOf[T interface {
	Choice
	~string
}](chosen T) lang.Text {
	return LabelIn(chosen, string(chosen))
}

// LabelIn is the label of the value among the choice's options.
func LabelIn(choice Choice, value string) lang.Text { return labelIn(choice.Options(), value) }

func labelIn(options []Option, value string) lang.Text {
	for _, o := range options {
		if o.Value == value {
			return o.Label
		}
	}
	return lang.T(value, value)
}

// Choice is the type of a form field (text or a list of texts) with a fixed set of options; such a
// field needs the validation tag "choice".
type Choice interface{ Options() []Option }

// FieldsOf returns the fields of a form's struct type. A form is a flat struct of text, choices,
// dates, integers, booleans and lists of text; any other type is an error.
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
		if f.Control, err = controlOf(sf.Type); err != nil {
			return nil, fmt.Errorf("form field %s.%s: %w", form, sf.Name, err)
		}
		f.Kind = kindOf(f.Control, rules)
		if slices.Contains([]Kind{BankAccount, Phone, PersonPhone, Mobile}, f.Kind) {
			f.Control = DigitsControl
		}
		if f.When, err = whenOf(form, sf, rules); err != nil {
			return nil, fmt.Errorf("form field %s.%s: %w", form, sf.Name, err)
		}
		if choice, ok := reflect.Zero(sf.Type).Interface().(Choice); ok {
			f.Options = choice.Options()
		}
		fields = append(fields, f)
	}
	return fields, nil
}

func controlOf(t reflect.Type) (Control, error) {
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
		return "", fmt.Errorf("type %s is not supported in a form", t)
	}
	return TextControl, nil
}

// kinds are those that a validate tag names.
var kinds = []Kind{
	IDNumber, BankAccount, Phone, PersonPhone, Mobile, CreditCode, BirthCertificate, PropertyUnit, Division,
	ChineseName, PersonName, TradeName, Address,
}

func kindOf(control Control, rules []string) Kind {
	switch control {
	case DateControl:
		return Day
	case NumberControl:
		return Whole
	}
	for _, rule := range rules {
		if slices.Contains(kinds, Kind(rule)) {
			return Kind(rule)
		}
	}
	return Words
}

// Key reports whether a number of the kind is the key of a record, which may be another person's.
func (k Kind) Key() bool {
	return slices.Contains([]Kind{IDNumber, BankAccount, CreditCode, BirthCertificate, PropertyUnit}, k)
}

// StreetOptions returns the streets and towns of the cities as options.
func StreetOptions(cities ...string) []Option {
	var options []Option
	for _, city := range cities {
		for _, district := range division.Children(city) {
			for _, street := range division.Children(district.Code) {
				label := lang.T(district.Name.ZH+street.Name.ZH, street.Name.EN+", "+district.Name.EN)
				options = append(options, Option{Value: street.Code, Label: label, Group: district.Name})
			}
		}
	}
	return options
}
