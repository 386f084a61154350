package fact

import (
	"time"

	"miaoban/shared/lang"
)

// Dataset describes one set of records of a department.
type Dataset struct {
	Name        string        // stable, used in URLs, logs and policy: "social-insurance"
	Title       lang.Text     // 社会保险参保信息
	Holder      lang.Text     // the department responsible for it
	Key         KeyKind       // what identifies a record
	FreshFor    time.Duration // how long after its as-of time a record may be relied on
	Sensitivity Sensitivity
	// AbsenceIsNo is set if a missing record proves that there is none, as in a register of deaths
	// or of awards. Otherwise a missing record means that nothing is known.
	AbsenceIsNo bool
	// Cohort is the name of the date field (such as the birth date) by whose month people are
	// found who become entitled to something. Empty for none.
	Cohort string
	// Lends is the name of the field with the ID number of a person who lets another use what is
	// theirs: the owner who consents, the agent whose account receives payments. It is valid until
	// the date in the field LendsUntil. Empty for none.
	Lends, LendsUntil string
	// Listed is set if all its records may be listed: an open register.
	Listed bool
	// KeepsBefore is set if former values are stored besides the current ones, such as who lived
	// together or was married.
	KeepsBefore bool
	// Kin are the names of the fields that mention related people; a record is indexed by each of
	// them.
	Kin []string

	// Distinct are the names of fields that name different people.
	Distinct []string
	// Parents are the names of fields with a child's parents. BornOn is that of the child's birth date; empty if the
	// child's number, by which the record is found, has it.
	Parents []string
	BornOn  string
	// Ordered are pairs of fields, numbers or days, of which the first is not more than the second.
	Ordered [][2]string

	columns []Column
}

// Columns are the dataset's fields in the order of their declaration.
func (d *Dataset) Columns() []Column { return d.columns }

// Counts reports whether the values of the field are numbers.
func (d *Dataset) Counts(field string) bool {
	for _, c := range d.columns {
		if _, name := c.column(); name == field {
			_, number := c.(Field[int])
			return number
		}
	}
	return false
}

// KeyKind is what identifies the records of a dataset.
type KeyKind string

// The kinds of keys.
const (
	ByPerson      KeyKind = "person"      // ID number (GB 11643)
	ByBusiness    KeyKind = "business"    // unified social credit code (GB 32100)
	ByAccount     KeyKind = "account"     // bank account number
	ByProperty    KeyKind = "property"    // real-estate unit number
	ByCertificate KeyKind = "certificate" // number of a birth certificate
	ByDivision    KeyKind = "division"    // GB/T 2260 and GB/T 10114
	ByName        KeyKind = "name"        // a registered name within its authority
	// ByChild is the ID number of a child whose record names the people who care for it: they may
	// see it, and what else is on record of the child.
	ByChild KeyKind = "child"
	ByPair  KeyKind = "pair" // two ID numbers with a slash: of the person concerned, and of whoever agrees
)

// Guarded reports whether a record is disclosed only to the people whom it is about: its key can
// be typed by anybody, and the dataset is not open.
func (d *Dataset) Guarded() bool {
	switch d.Key {
	case ByPerson, ByBusiness, ByAccount, ByProperty, ByCertificate, ByChild, ByPair:
		return d.Sensitivity != Open
	default:
		return false
	}
}

// OfPerson reports whether the key is a person's ID number.
func (d *Dataset) OfPerson() bool { return d.Key == ByPerson || d.Key == ByChild }

// Sensitivity is the grade of protection of a dataset (PIPL art. 28).
type Sensitivity string

// The grades of protection.
const (
	Open      Sensitivity = "open"
	Personal  Sensitivity = "personal"
	Sensitive Sensitivity = "sensitive"
)
