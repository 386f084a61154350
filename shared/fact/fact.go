// Package fact is what a rule is told: datasets and their fields, queries, records, and facts
// with who holds them and as of when. It is pure: nothing in it reads or writes anything.
package fact

import (
	"slices"
	"time"

	"miaoban/shared/lang"
)

// State says what is known of a record or a value.
type State string

// The states. Only Known and None are knowledge; a decision must not reject on
// any other.
const (
	Known       State = "known"
	None        State = "none"        // the holder knows that there is no such record
	Absent      State = "absent"      // no record, which says nothing
	Missing     State = "missing"     // a record, but not this value
	Malformed   State = "malformed"   // a value that is none of the field's
	Stale       State = "stale"       // a record, but older than may be relied on
	Unreachable State = "unreachable" // the holder did not answer in time
	Pending     State = "pending"     // set by an application that a person still decides
	NotAsked    State = "not-asked"   // the decision did not declare that it needs it
	Withheld    State = "withheld"    // no relation to it is known: whether it exists is not said
)

// Knowledge reports whether a decision may rely on it.
func (s State) Knowledge() bool { return s == Known || s == None }

// Fact is what a decision was told in answer to one query: the requested fields
// of a record and nothing else of it. Facts are kept with the decision.
type Fact struct {
	Dataset  string            `json:"dataset"`
	Title    lang.Text         `json:"title"`
	Holder   lang.Text         `json:"holder"`
	Key      string            `json:"key"`
	OfPerson bool              `json:"of_person,omitempty"` // Key is a person's ID number
	Fields   []string          `json:"fields"`
	State    State             `json:"state"`
	AsOf     time.Time         `json:"as_of,omitzero"`
	Learned  bool              `json:"learned,omitempty"` // from a decision made here
	Pending  []string          `json:"pending,omitempty"` // the fields that are Pending
	Values   map[string]string `json:"values,omitempty"`
	Slow     bool              `json:"slow,omitempty"`  // it came later than it should
	Blind    bool              `json:"blind,omitempty"` // as the query was
	// Supplied says that a person found it out, and no holder answered it.
	Supplied bool `json:"supplied,omitempty"`
	// Answer is what the holder answered where that is Withheld: kept, and for no decision.
	Answer *Answer `json:"answer,omitempty"`
}

// Answer is what a holder answered to a query.
type Answer struct {
	State   State             `json:"state"`
	AsOf    time.Time         `json:"as_of,omitzero"`
	Learned bool              `json:"learned,omitempty"`
	Pending []string          `json:"pending,omitempty"`
	Values  map[string]string `json:"values,omitempty"`
}

// Withhold is the fact without what the holder answered: the same, whether there is a
// record or not.
func (f Fact) Withhold() Fact {
	if f.State != Withheld {
		f.Answer = &Answer{f.State, f.AsOf, f.Learned, f.Pending, f.Values}
		f.State, f.AsOf, f.Learned, f.Pending, f.Values = Withheld, time.Time{}, false, nil, nil
	}
	return f
}

// Whole is the fact with what the holder answered, also where that is withheld.
func (f Fact) Whole() Fact {
	if a := f.Answer; a != nil {
		f.State, f.AsOf, f.Learned, f.Pending, f.Values = a.State, a.AsOf, a.Learned, a.Pending, a.Values
		f.Answer = nil
	}
	return f
}

// Asks reports whether the field is one of the requested.
func (f Fact) Asks(field string) bool { return slices.Contains(f.Fields, field) }

// Facts are all that one decision was told.
type Facts []Fact

// Value is one value of a fact, and what is known of it.
type Value[T Scalar] struct {
	V     T // meaningful only when Known
	State State
	Ref   Reference
}

// Known reports whether V can be relied on.
func (v Value[T]) Known() bool { return v.State == Known }

// None reports whether the holder knows that there is no record.
func (v Value[T]) None() bool { return v.State == None }

// Reference says whose knowledge a value is: it goes into findings, so that a
// citizen sees what was read of them, of which department, and as of when.
type Reference struct {
	Dataset string    `json:"dataset"`
	Field   string    `json:"field"`
	Label   lang.Text `json:"label"`
	Holder  lang.Text `json:"holder"`
	State   State     `json:"state"`
	Value   string    `json:"value,omitempty"`
	AsOf    time.Time `json:"as_of,omitzero"`
}

// Get is the value of the field in the record under the key, as the facts have it.
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

// Answered reports whether the facts already hold the answer to the query.
func (facts Facts) Answered(q Query) bool {
	for _, c := range q.Columns {
		if _, name := c.column(); facts.find(q.Dataset.Name, q.Key, name) == nil {
			return false
		}
	}
	return true
}

// References are the values that answer the queries, in their order, as far as
// they are known and may be shown.
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

// Shown is the column's value in the record under the key, and what is known of it:
// without the value where that is confidential.
func Shown(facts Facts, key string, column Column) Reference { return column.reference(facts, key) }
