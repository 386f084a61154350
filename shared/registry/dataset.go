// Package registry is the shared data: what departments hold of people and
// businesses and lend each other for a decision, so that nobody is asked for a
// paper that some department already has.
//
// A dataset is described once (registry/dataset). A decision names the fields it
// needs, and gets them, and no others, each with who holds it, as of when, and
// whether it can be relied on.
package registry

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"miaoban/shared/calendar"
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

// Scalar is what a field of a record can be.
type Scalar interface {
	string | bool | int | calendar.Date
}

// Field is one field of a dataset, of type T.
type Field[T Scalar] struct {
	Dataset *Dataset
	Name    string
	Label   lang.Text
	// Confidential values decide, but are never shown: they may be another
	// person's, like the holder of an account.
	Confidential bool
	// Person says that the values are ID numbers of people whom the record is about.
	Person bool
	// Leads says that a value is the key of other records that are about the same case.
	Leads bool
	parse func(string) (T, error)
}

// Column is a Field of any type: what a query names and a seed writes.
type Column interface {
	column() (dataset *Dataset, name string)
	reference(facts Facts, key string) Reference
	// Caption is the field's label.
	Caption() lang.Text
	// Names reports whether its values are ID numbers of people whom the record is about.
	Names() bool
	// LeadsOn reports whether a value is the key of other records.
	LeadsOn() bool
	// Check reports whether the text is a value of the field.
	Check(text string) error
}

// NameOf is the dataset of the column, and its name there.
func NameOf(c Column) (*Dataset, string) { return c.column() }

func (f Field[T]) column() (*Dataset, string) { return f.Dataset, f.Name }

// Caption is the field's label.
func (f Field[T]) Caption() lang.Text { return f.Label }

// Names reports whether its values are ID numbers of people whom the record is about.
func (f Field[T]) Names() bool { return f.Person }

// LeadsOn reports whether a value is the key of other records.
func (f Field[T]) LeadsOn() bool { return f.Leads }

// Check reports whether the text is a value of the field.
func (f Field[T]) Check(text string) error {
	if _, err := f.parse(text); err != nil {
		return fmt.Errorf("%s.%s: %w", f.Dataset.Name, f.Name, err)
	}
	return nil
}

// Text is a field of text.
func Text(d *Dataset, name, zh, en string) Field[string] {
	return field(d, name, zh, en, parseText)
}

// CreditCode is a field of unified social credit codes. Their check character is not asked
// for: a few codes in real use do not fit it.
func CreditCode(d *Dataset, name, zh, en string) Field[string] {
	return field(d, name, zh, en, parseCreditCode)
}

// Number is a field of whole numbers; money is in fen.
func Number(d *Dataset, name, zh, en string) Field[int] {
	return field(d, name, zh, en, strconv.Atoi)
}

// Truth is a field of true and false.
func Truth(d *Dataset, name, zh, en string) Field[bool] {
	return field(d, name, zh, en, strconv.ParseBool)
}

// Day is a field of dates.
func Day(d *Dataset, name, zh, en string) Field[calendar.Date] {
	return field(d, name, zh, en, calendar.Parse)
}

// Hidden is the field with its values confidential.
func Hidden[T Scalar](f Field[T]) Field[T] {
	f.Confidential = true
	return f.described()
}

// Person is a hidden field of ID numbers, of people whom the record is about.
func Person(d *Dataset, name, zh, en string) Field[string] {
	f := Hidden(Text(d, name, zh, en))
	f.Person, f.Leads = true, true
	return f.described()
}

// Leading is the field with values that are keys of other records.
func Leading(f Field[string]) Field[string] {
	f.Leads = true
	return f.described()
}

// described puts the field in its place among the dataset's.
func (f Field[T]) described() Field[T] {
	for i, c := range f.Dataset.columns {
		if _, name := c.column(); name == f.Name {
			f.Dataset.columns[i] = f
		}
	}
	return f
}

func field[T Scalar](d *Dataset, name, zh, en string, parse func(string) (T, error)) Field[T] {
	f := Field[T]{Dataset: d, Name: name, Label: lang.T(zh, en), parse: parse}
	d.columns = append(d.columns, f)
	return f
}

func parseText(s string) (string, error) {
	if s == "" {
		return "", errors.New("empty")
	}
	return s, nil
}

func parseCreditCode(s string) (string, error) {
	if len(s) != 18 || strings.Trim(s, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return "", errors.New("no unified social credit code")
	}
	return s, nil
}
