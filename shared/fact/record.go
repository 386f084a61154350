package fact

import "time"

// Record is what a department holds under one key. Values are written as text:
// dates 2006-01-02, numbers in digits, true and false; a value that is not known
// is left out.
type Record struct {
	Dataset string            `json:"dataset"`
	Key     string            `json:"key"`
	AsOf    time.Time         `json:"as_of"`  // when the holder last confirmed it
	Values  map[string]string `json:"values"` // an empty one was unset by a decision of ours
	// LearnedAt is when a decision of ours last taught it something that its holder
	// has not delivered since; zero for what is the holder's alone.
	LearnedAt time.Time `json:"learned_at,omitzero"`
	// Pending are the fields that an application sets which a person still decides.
	Pending []string `json:"pending,omitempty"`
}

// Learned reports whether a decision of ours taught it something.
func (r Record) Learned() bool { return !r.LearnedAt.IsZero() }

// Setting is a field set to a value.
type Setting struct {
	dataset *Dataset
	name    string
	value   string
}

// NewRecord is the record with the settings, all of one dataset, as the holder
// confirmed it at the time.
func NewRecord(key string, asOf time.Time, first Setting, more ...Setting) Record {
	values := map[string]string{first.name: first.value}
	for _, s := range more {
		values[s.name] = s.value
	}
	return Record{Dataset: first.dataset.Name, Key: key, AsOf: asOf, Values: values}
}
