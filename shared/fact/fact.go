// Package fact defines what a rule reads: datasets and their fields, queries, records, and facts
// with their holder and as-of time. It is pure and does no I/O.
package fact

import (
	"slices"
	"time"

	"miaoban/shared/lang"
)

// State is what is known of a record or a value.
type State string

// The states. Only Known and None are knowledge; a decision must not reject on any other.
const (
	Known       State = "known"
	None        State = "none"        // the holder knows that there is no such record
	Absent      State = "absent"      // no record was found, which proves nothing
	Missing     State = "missing"     // there is a record without this value
	Malformed   State = "malformed"   // the value is not valid for the field
	Stale       State = "stale"       // the record is older than FreshFor
	Unreachable State = "unreachable" // the holder did not answer in time
	Pending     State = "pending"     // set by an application that a person has not decided yet
	NotAsked    State = "not-asked"   // the decision did not declare that it needs it
	Withheld    State = "withheld"    // no relation of the applicant to the record is known, so its existence is not disclosed
)

// Knowledge reports whether a decision may rely on a value in this state.
func (s State) Knowledge() bool { return s == Known || s == None }

// Answered reports whether the holder answered: with a value, that there is no record, or with a record
// that lacks the value.
func (s State) Answered() bool { return s.Knowledge() || s == Missing }

// Fact is the answer to one query of a decision: only the queried fields of the record. Facts are
// stored with the decision.
type Fact struct {
	Dataset  string            `json:"dataset"`
	Title    lang.Text         `json:"title"`
	Holder   lang.Text         `json:"holder"`
	Key      string            `json:"key"`
	OfPerson bool              `json:"of_person,omitempty"` // Key is a person's ID number
	Fields   []string          `json:"fields"`
	State    State             `json:"state"`
	AsOf     time.Time         `json:"as_of,omitzero"`
	Decided  bool              `json:"learned,omitempty"` // written by a decision made here
	Pending  []string          `json:"pending,omitempty"` // the fields in state Pending
	Values   map[string]string `json:"values,omitempty"`
	Slow     bool              `json:"slow,omitempty"`  // the answer took longer than it should
	Blind    bool              `json:"blind,omitempty"` // as in the query
	// Supplied is set if a reviewer entered the values, and no holder answered.
	Supplied bool `json:"supplied,omitempty"`
	// Answer is the holder's answer in state Withheld: stored, but not available to rules.
	Answer *Answer `json:"answer,omitempty"`
}

// Answer is a holder's answer to a query.
type Answer struct {
	State   State             `json:"state"`
	AsOf    time.Time         `json:"as_of,omitzero"`
	Decided bool              `json:"learned,omitempty"`
	Pending []string          `json:"pending,omitempty"`
	Values  map[string]string `json:"values,omitempty"`
}

// Withhold returns the fact without the holder's answer; the result is the same whether or not
// there is a record.
func (f Fact) Withhold() Fact {
	if f.State != Withheld {
		f.Answer = &Answer{f.State, f.AsOf, f.Decided, f.Pending, f.Values}
		f.State, f.AsOf, f.Decided, f.Pending, f.Values = Withheld, time.Time{}, false, nil, nil
	}
	return f
}

// Disclosed returns the fact with the holder's answer, even if it was withheld.
func (f Fact) Disclosed() Fact {
	if a := f.Answer; a != nil {
		f.State, f.AsOf, f.Decided, f.Pending, f.Values = a.State, a.AsOf, a.Decided, a.Pending, a.Values
		f.Answer = nil
	}
	return f
}

// Asks reports whether the field was queried.
func (f Fact) Asks(field string) bool { return slices.Contains(f.Fields, field) }

// Facts are all answers that one decision has read.
type Facts []Fact

// Value is one value of a fact with its state.
type Value[T Scalar] struct {
	V     T // valid only in state Known
	State State
	Ref   Reference
}

// Known reports whether V can be relied on.
func (v Value[T]) Known() bool { return v.State == Known }

// None reports whether the holder knows that there is no record.
func (v Value[T]) None() bool { return v.State == None }

// Reference is the origin of a value: department, field, as-of time. Findings contain it, so that
// citizens see which of their data was used.
type Reference struct {
	Dataset string    `json:"dataset"`
	Field   string    `json:"field"`
	Label   lang.Text `json:"label"`
	Holder  lang.Text `json:"holder"`
	State   State     `json:"state"`
	Value   string    `json:"value,omitempty"`
	AsOf    time.Time `json:"as_of,omitzero"`
	// Correct is the address at which the person asks for the correction of the value; only in
	// their receipts.
	Correct string `json:"correct,omitempty"`
}

// Get returns the field's value in the record under the key; in state NotAsked if the facts have
// no such query.
func Get[T Scalar](facts Facts, key string, field Field[T]) Value[T] {
	v := Value[T]{State: NotAsked, Ref: Reference{
		Dataset: field.Dataset.Name, Field: field.Name, Label: field.Label, Holder: field.Dataset.Holder,
	}}
	if fact := facts.find(field.Dataset.Name, key, field.Name); fact != nil {
		v.State, v.Ref.AsOf = fact.State, fact.AsOf
		if text, there := fact.Values[field.Name]; there {
			if !field.Confidential {
				v.Ref.Value = text
			}
			if parsed, err := field.parse(text); err != nil {
				v.State = Malformed
			} else {
				v.V = parsed
			}
		} else if slices.Contains(fact.Pending, field.Name) {
			v.State = Pending
		} else if fact.State == Known {
			v.State = Missing
		}
	}
	v.Ref.State = v.State
	return v
}

func (facts Facts) find(dataset, key, field string) *Fact {
	for i := range facts {
		fact := &facts[i]
		if fact.Dataset != dataset || fact.Key != key {
			continue
		}
		for _, f := range fact.Fields {
			if f == field {
				return fact
			}
		}
	}
	return nil
}

// Answered reports whether the facts already contain the answer to the query.
func (facts Facts) Answered(q Query) bool {
	for _, c := range q.Columns {
		if _, name := c.column(); facts.find(q.Dataset.Name, q.Key, name) == nil {
			return false
		}
	}
	return true
}

// References returns the references of the values that answer the queries, in order, without
// unknown and confidential ones.
func References(facts Facts, queries []Query) []Reference {
	refs := []Reference{}
	for _, q := range queries {
		for _, c := range q.Columns {
			if ref := c.reference(facts, q.Key); ref.State == Known && ref.Value != "" {
				refs = append(refs, ref)
			}
		}
	}
	return refs
}

// Shown returns the reference of the column's value in the record under the key; a confidential
// value is left out.
func Shown(facts Facts, key string, column Column) Reference { return column.reference(facts, key) }
