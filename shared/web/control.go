package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"miaoban/shared/form"
	"miaoban/shared/instant"
	"miaoban/shared/problem"
)

// Fault returns the error of the field in a rejected form; nil if it has none, or there is no problem.
func (v view) Fault(p *problem.Problem, name string) *problem.FieldError {
	if p == nil {
		return nil
	}
	for i, e := range p.Errors {
		if e.Pointer == "/"+name || strings.HasPrefix(e.Pointer, "/"+name+"/") {
			return &p.Errors[i]
		}
	}
	return nil
}

// Control is the data of one form field for its template.
type Control struct {
	view
	Field  form.Field
	Fields []form.Field // of the form
	Value  string
	Values url.Values
	Fault  *problem.FieldError
}

// Control builds the data of one form field.
func (v view) Control(b *instant.Blank, f form.Field) Control {
	return Control{view: v, Field: f, Fields: b.Fields, Value: b.Values.Get(f.Name), Values: b.Values, Fault: v.Fault(b.Problem, f.Name)}
}

// dependence is a value of a field on which other fields of a form depend.
type dependence struct{ field, value string }

// marked lists the values on which fields depend. The style sheet has a rule for each place in this list: it shows
// the fields with that number where the control with that number is chosen.
func marked(fields []form.Field) []dependence {
	var all []dependence
	for _, f := range fields {
		if f.When == nil {
			continue
		}
		for _, value := range f.When.Values {
			if d := (dependence{f.When.Field, value}); !slices.Contains(all, d) {
				all = append(all, d)
			}
		}
	}
	return all
}

// Mark is the number of the field's value on which other fields depend; 0 if none does.
func (c Control) Mark(value string) int {
	return slices.Index(marked(c.Fields), dependence{c.Field.Name, value}) + 1
}

// Marks are the numbers of the values with which the field applies; empty if it always does.
func (c Control) Marks() string {
	if c.Field.When == nil {
		return ""
	}
	var marks []string
	for _, value := range c.Field.When.Values {
		marks = append(marks, strconv.Itoa(slices.Index(marked(c.Fields), dependence{c.Field.When.Field, value})+1))
	}
	return strings.Join(marks, " ")
}

// Optional reports whether the field may be left empty where it applies.
func (c Control) Optional() bool {
	return !c.Field.Required && (c.Field.When == nil || !c.Field.When.Required)
}

// Chosen reports whether the value is selected in a list.
func (c Control) Chosen(value string) bool {
	for _, v := range c.Values[c.Field.Name] {
		if v == value {
			return true
		}
	}
	return false
}
