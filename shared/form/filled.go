package form

import (
	"fmt"
	"reflect"

	"miaoban/shared/lang"
)

// Filled is a field of a form with its value.
type Filled struct {
	Name  string    `json:"name"`
	Label lang.Text `json:"label"`
	Value string    `json:"value"` // as a form post sends it
	Text  lang.Text `json:"text"`  // for citizens
}

// FilledOf returns the fields of the form (a struct) that have a value; lists are left out.
func FilledOf(form any) ([]Filled, error) {
	fields, err := FieldsOf(reflect.TypeOf(form))
	if err != nil {
		return nil, err
	}
	var all []Filled
	for _, f := range fields {
		value := reflect.ValueOf(form).Field(f.index)
		if value.IsZero() || f.Control == ListControl {
			continue
		}
		text := fmt.Sprint(value.Interface())
		all = append(all, Filled{f.Name, f.Label, text, labelIn(f.Options, text)})
	}
	return all, nil
}
