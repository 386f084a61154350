package fact

import "time"

// Record is a department's record under one key. Values are text: dates as 2006-01-02, numbers as
// digits, true and false; unknown values are left out.
type Record struct {
	Dataset string            `json:"dataset"`
	Key     string            `json:"key"`
	AsOf    time.Time         `json:"as_of"`  // when the holder last confirmed it, except the fields in Before
	Values  map[string]string `json:"values"` // an empty value was unset by a decision made here
	// Before has the fields that the holder's last delivery left out, and when it confirmed each of them.
	Before map[string]time.Time `json:"before,omitempty"`
	// DecidedAt is when a decision made here last changed a value that the holder has not
	// delivered since; zero if all values are the holder's.
	DecidedAt time.Time `json:"learned_at,omitzero"`
	// Pending are the fields set by an application that a person has not decided yet.
	Pending []string `json:"pending,omitempty"`
}

// Decided reports whether a decision made here changed a value.
func (r Record) Decided() bool { return !r.DecidedAt.IsZero() }

// ConfirmedAt is when the holder last confirmed the field.
func (r Record) ConfirmedAt(field string) time.Time {
	if at, before := r.Before[field]; before {
		return at
	}
	return r.AsOf
}

// Setting assigns a value to a field.
type Setting struct {
	dataset *Dataset
	name    string
	value   string
}

// NewRecord returns a record with the settings, all of one dataset, confirmed by the holder at
// that time.
func NewRecord(key string, asOf time.Time, first Setting, more ...Setting) Record {
	values := map[string]string{first.name: first.value}
	for _, s := range more {
		values[s.name] = s.value
	}
	return Record{Dataset: first.dataset.Name, Key: key, AsOf: asOf, Values: values}
}
