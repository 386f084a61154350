package registry

import (
	"fmt"
	"time"
)

// Setting is a field set to a value.
type Setting struct {
	dataset *Dataset
	name    string
	value   string
}

// Is sets the field to the value.
func (f Field[T]) Is(v T) Setting {
	return Setting{f.Dataset, f.Name, fmt.Sprint(v)}
}

// Unset takes the field's value out of the record that it is learned into.
func (f Field[T]) Unset() Setting { return Setting{dataset: f.Dataset, name: f.Name} }

// NewRecord is the record with the settings, all of one dataset, as the holder
// confirmed it at the time.
func NewRecord(key string, asOf time.Time, first Setting, more ...Setting) Record {
	values := map[string]string{first.name: first.value}
	for _, s := range more {
		values[s.name] = s.value
	}
	return Record{Dataset: first.dataset.Name, Key: key, AsOf: asOf, Values: values}.In(first.dataset)
}
