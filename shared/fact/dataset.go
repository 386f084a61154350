package fact

import (
	"time"

	"miaoban/shared/lang"
)

// Dataset describes one set of records that a department keeps.
type Dataset struct {
	Name        string        // stable, in URLs, logs and policy: "social-insurance"
	Title       lang.Text     // 社会保险参保信息
	Holder      lang.Text     // the department that answers for it
	Key         KeyKind       // what a record is found by
	FreshFor    time.Duration // how long after its as-of time a record may be relied on
	Sensitivity Sensitivity
	// AbsenceIsNo says that somebody without a record here is known to have
	// none: a register of deaths or of awards. Where it is false, a missing
	// record means that nothing is known.
	AbsenceIsNo bool
	// Cohort is the name of a day's field by whose month people can be found who
	// come to be entitled to something: a birth date. Empty for none.
	Cohort string
	// Lends is the name of the field with the ID number of a person who lets another act
	// with what is theirs: the owner who consents, the agent whose account is paid into. It
	// holds until the day of the field LendsUntil. Empty for none.
	Lends, LendsUntil string
	// Listed says that all its records can be listed, as of an open register.
	Listed bool
	// KeepsBefore says that the values of before stay on record beside the new ones: who
	// lived together, or was married.
	KeepsBefore bool
	// Kin are the names of the fields that name people who are related, by each of whom a
	// record is found.
	Kin []string

	columns []Column
}

// Columns are the dataset's fields, in the order in which they are described.
func (d *Dataset) Columns() []Column { return d.columns }

// KeyKind is what the records of a dataset are found by.
type KeyKind string

// The keys of datasets.
const (
	ByPerson      KeyKind = "person"      // ID number (GB 11643)
	ByBusiness    KeyKind = "business"    // unified social credit code (GB 32100)
	ByAccount     KeyKind = "account"     // bank account number
	ByProperty    KeyKind = "property"    // real-estate unit number
	ByCertificate KeyKind = "certificate" // number of a birth certificate
	ByDivision    KeyKind = "division"    // GB/T 2260 and GB/T 10114
	ByName        KeyKind = "name"        // a registered name within its authority
)

// Guarded reports whether a record is told of only to whom it is about: it is found by
// something that anybody can type, and is not open to everybody.
func (d *Dataset) Guarded() bool {
	switch d.Key {
	case ByPerson, ByBusiness, ByAccount, ByProperty, ByCertificate:
		return d.Sensitivity != Open
	default:
		return false
	}
}

// Sensitivity is how closely a dataset is kept (PIPL art. 28).
type Sensitivity string

// The grades of sensitivity.
const (
	Open      Sensitivity = "open"
	Personal  Sensitivity = "personal"
	Sensitive Sensitivity = "sensitive"
)
