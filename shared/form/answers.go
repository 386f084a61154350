package form

import (
	"fmt"
	"reflect"
	"strings"

	"miaoban/shared/lang"
)

// Answer is what an applicant entered in a field, for people.
type Answer struct {
	Name  string    `json:"name"`
	Label lang.Text `json:"label"`
	Text  lang.Text `json:"text"`
}

// AnswersOf returns what the form (a struct) says: the fields with a value, and the boxes that are ticked or
// not, in the order of the form.
func AnswersOf(form any) ([]Answer, error) {
	fields, err := FieldsOf(reflect.TypeOf(form))
	if err != nil {
		return nil, err
	}
	all := []Answer{}
	for _, f := range fields {
		value := reflect.ValueOf(form).Field(f.index)
		if value.IsZero() && f.Control != CheckControl {
			continue
		}
		all = append(all, Answer{f.Name, f.Label, f.display(value)})
	}
	return all, nil
}

// display returns the value as people read it.
func (f Field) display(value reflect.Value) lang.Text {
	switch f.Control {
	case CheckControl:
		if value.Bool() {
			return lang.T("是", "Yes")
		}
		return lang.T("否", "No")
	case ListControl:
		zh, en := make([]string, value.Len()), make([]string, value.Len())
		for i := range value.Len() {
			label := labelIn(f.Options, value.Index(i).String())
			zh[i], en[i] = label.ZH, label.EN
		}
		return lang.T(strings.Join(zh, "、"), strings.Join(en, ", "))
	default:
		return labelIn(f.Options, fmt.Sprint(value.Interface()))
	}
}
