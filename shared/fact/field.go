package fact

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"miaoban/shared/calendar"
	"miaoban/shared/lang"
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
func Bool(d *Dataset, name, zh, en string) Field[bool] {
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

func (f Field[T]) reference(facts Facts, key string) Reference { return Get(facts, key, f).Ref }

// Is sets the field to the value.
func (f Field[T]) Set(v T) Setting {
	return Setting{f.Dataset, f.Name, fmt.Sprint(v)}
}

// Unset takes the field's value out of the record that it is learned into.
func (f Field[T]) Unset() Setting { return Setting{dataset: f.Dataset, name: f.Name} }
