package fact

import (
	"errors"
	"fmt"
	"strings"

	"miaoban/shared/calendar"
	"miaoban/shared/lang"
)

// Scalar is the type of a field's value.
type Scalar interface {
	string | bool | int | calendar.Date
}

// Field is a field of a dataset, with values of type T.
type Field[T Scalar] struct {
	Dataset *Dataset
	Name    string
	Label   lang.Text
	// Confidential values can decide but are never shown: they may belong to another person, like
	// the holder of an account.
	Confidential bool
	// Person is set if the values are ID numbers of people whom the record is about.
	Person bool
	// Leads is set if a value is the key of other records in the same case.
	Leads   bool
	code    bool // the values are unified social credit codes
	kind    Kind
	choices []Option
	most    int
	past    bool
	parse   func(string) (T, error)
}

// Column is a Field of any type: queries name it, seeds write it.
type Column interface {
	column() (dataset *Dataset, name string)
	reference(facts Facts, key string) Reference
	// Caption is the field's label.
	Caption() lang.Text
	// Names reports whether its values are ID numbers of people whom the record is about.
	Names() bool
	// LeadsOn reports whether a value is the key of other records.
	LeadsOn() bool
	// Check returns an error if the text is not a valid value of the field.
	Check(text string) error
	// Kind is the type of its values: Text, YesNo, Number, Day or Code.
	Kind() Kind
	// Input is how people enter and read a value: its Kind, or a narrower one.
	Input() Kind
	// Choices are the values of a field of the kind Choice.
	Choices() []Option
	// IsPast reports whether its days are of what has happened, and so never in the future.
	IsPast() bool
	// Most is the largest value of a Number; 0 if there is none.
	Most() int
	// Admit returns an error if the text cannot be the right value of the field.
	Admit(text string) error
}

// NameOf returns the column's dataset and its name in it.
func NameOf(c Column) (*Dataset, string) { return c.column() }

func (f Field[T]) column() (*Dataset, string) { return f.Dataset, f.Name }

// Caption is the field's label.
func (f Field[T]) Caption() lang.Text { return f.Label }

// Names reports whether its values are ID numbers of people whom the record is about.
func (f Field[T]) Names() bool { return f.Person }

// LeadsOn reports whether a value is the key of other records.
func (f Field[T]) LeadsOn() bool { return f.Leads }

// Kind is the type of its values.
func (f Field[T]) Kind() Kind {
	if f.code {
		return Code
	}
	return kindOf(*new(T))
}

// Input is how people enter and read a value: its Kind, or a narrower one.
func (f Field[T]) Input() Kind { return f.kind }

// Check returns an error if the text is not a valid value of the field.
func (f Field[T]) Check(text string) error {
	if _, err := f.parse(text); err != nil {
		return fmt.Errorf("%s.%s: %w", f.Dataset.Name, f.Name, err)
	}
	return nil
}

func parseText(s string) (string, error) {
	if s == "" {
		return "", errors.New("empty")
	}
	return s, nil
}

// parseCreditCode takes what a register can have: 18 characters, whose check character it judges itself, or
// 15 of an older number.
func parseCreditCode(s string) (string, error) {
	if len(s) != 18 && len(s) != 15 || strings.Trim(s, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return "", errors.New("not a unified social credit code")
	}
	return s, nil
}

func (f Field[T]) reference(facts Facts, key string) Reference { return Get(facts, key, f).Ref }

// Set returns the setting of the field to the value.
func (f Field[T]) Set(v T) Setting {
	return Setting{f.Dataset, f.Name, fmt.Sprint(v)}
}

// Unset returns the setting that removes the field's value from the stored record.
func (f Field[T]) Unset() Setting { return Setting{dataset: f.Dataset, name: f.Name} }
