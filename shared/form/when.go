package form

import (
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
)

// When says on which values of another field a field depends: where it has none of them, the field does not apply.
// Pages show only fields that apply, and what a page posts for the others is dropped. A program that sends a value for
// such a field gets an error if the field's validation excludes it.
type When struct {
	Field    string
	Values   []string
	Required bool // where it applies
}

// whenOf reads the field's tag when:"Kind address operator" (the Go name of another field, and its values), or else
// the same from excluded_unless and excluded_if in its validation; nil if the field always applies.
func whenOf(form reflect.Type, sf reflect.StructField, rules []string) (*When, error) {
	found := strings.Fields(sf.Tag.Get("when"))
	excluding := false
	for _, rule := range rules {
		tag, param, _ := strings.Cut(rule, "=")
		if pair := strings.Fields(param); len(found) == 0 && len(pair) == 2 && (tag == "excluded_unless" || tag == "excluded_if") {
			found, excluding = pair, tag == "excluded_if"
		}
	}
	if len(found) < 2 {
		return nil, nil
	}
	other, exists := form.FieldByName(found[0])
	if !exists {
		return nil, fmt.Errorf("it depends on the field %s, which does not exist", found[0])
	}
	name, _, _ := strings.Cut(other.Tag.Get("json"), ",")
	w := &When{Field: name, Values: found[1:], Required: slices.ContainsFunc(rules, func(rule string) bool {
		return strings.HasPrefix(rule, "required_if=")
	})}
	offered := []string{"true"} // of a box
	if choice, ok := reflect.Zero(other.Type).Interface().(Choice); ok {
		offered = nil
		for _, o := range choice.Options() {
			offered = append(offered, o.Value)
		}
	}
	for _, value := range w.Values {
		if !slices.Contains(offered, value) {
			return nil, fmt.Errorf("it depends on the value %q, which %s does not have", value, found[0])
		}
	}
	if excluding {
		w.Values = slices.DeleteFunc(offered, func(value string) bool { return slices.Contains(found[1:], value) })
	}
	return w, nil
}

// Applying returns the posted values without those of fields that do not apply.
func Applying(fields []Field, posted url.Values) url.Values {
	applying := url.Values{}
	for name, values := range posted {
		at := slices.IndexFunc(fields, func(f Field) bool { return f.Name == name })
		if at < 0 || fields[at].When == nil || fields[at].When.met(fields, posted) {
			applying[name] = values
		}
	}
	return applying
}

func (w *When) met(fields []Field, posted url.Values) bool {
	value := posted.Get(w.Field)
	for _, f := range fields {
		if f.Name == w.Field {
			value = f.Clean(value)
		}
	}
	return slices.Contains(w.Values, value) || value == "on" && slices.Equal(w.Values, []string{"true"})
}
