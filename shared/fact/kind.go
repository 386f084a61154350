package fact

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"miaoban/shared/lang"
)

// Kind is the kind of a field's values.
type Kind string

// The types of values.
const (
	Text   Kind = "text"
	YesNo  Kind = "yes-no" // true or false
	Number Kind = "number"
	Day    Kind = "day"         // 2006-01-02
	Code   Kind = "credit-code" // unified social credit code
)

// The narrower kinds (Input), for people who type, deliver or read a value. Check does not ask for them, because stored
// records may have other values.
const (
	Money       Kind = "money"        // of a Number, in fen
	MonthNumber Kind = "month-number" // of a Number: the year times 12, plus the month, less 1
	Place       Kind = "place"        // of a Text: code of a division (GB/T 2260 and GB/T 10114)
	City        Kind = "city"         // of a Text: code of a city
	Choice      Kind = "choice"       // one of Choices
)

// Option is one of the values of a field, with its name for people.
type Option struct {
	Value string    `json:"value"`
	Label lang.Text `json:"label"`
}

// Choices are the values of a field of the kind Choice.
func (f Field[T]) Choices() []Option { return f.choices }

// Most is the largest value of a Number; 0 if there is none.
func (f Field[T]) Most() int { return f.most }

// IsPast reports whether its days are of what has happened, and so never in the future.
func (f Field[T]) IsPast() bool { return f.past }

// Admit returns an error if the text cannot be the right value of the field: nobody corrects a value to a negative
// number, or to a choice that does not exist. Whether a place exists is not checked here.
func (f Field[T]) Admit(text string) error {
	if err := f.Check(text); err != nil {
		return err
	}
	switch f.kind {
	case Number, Money, MonthNumber:
		if n, err := strconv.Atoi(text); err != nil || n < 0 || f.most > 0 && n > f.most {
			return fmt.Errorf("%s.%s: %s is out of range", f.Dataset.Name, f.Name, text)
		}
	case Choice:
		if !slices.ContainsFunc(f.choices, func(o Option) bool { return o.Value == text }) {
			return fmt.Errorf("%s.%s: %q is no choice", f.Dataset.Name, f.Name, text)
		}
	}
	return nil
}

// parseChoices reads "value zh/en; value zh/en".
func parseChoices(text string) (options []Option, err error) {
	for part := range strings.SplitSeq(text, ";") {
		value, label, _ := strings.Cut(strings.TrimSpace(part), " ")
		zh, en, ok := strings.Cut(label, "/")
		if value == "" || !ok || zh == "" || en == "" {
			return nil, fmt.Errorf("its choice %q lacks value, zh or en", part)
		}
		options = append(options, Option{value, lang.T(zh, en)})
	}
	return options, nil
}
