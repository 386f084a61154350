package form

import (
	"strings"

	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
)

// KindOf is the kind of the texts in the dataset's field. A text of which no more is known is like an address.
func KindOf(of fact.Column) Kind {
	switch of.Kind() {
	case fact.Day:
		return Day
	case fact.Number:
		return Whole
	case fact.Code:
		return CreditCode
	}
	d, name := fact.NameOf(of)
	switch input := of.Input(); {
	case of.Names():
		return IDNumber
	case input == fact.Place, input == fact.City:
		return Division
	case d == dataset.SocialCards.Dataset && name == dataset.SocialCards.Account.Name:
		return BankAccount
	case name == "name", strings.HasSuffix(name, "_name"):
		return PersonName
	default:
		return Address
	}
}

// CleanValue removes from the text what is noise in a value of the dataset's field. Texts come in their
// normal form: in an address 12-3 stays.
func CleanValue(of fact.Column, text string) string {
	if of.Kind() != fact.YesNo {
		return Clean(KindOf(of), text)
	}
	switch plain := strings.ToLower(compact(text, "")); plain {
	case "是":
		return "true"
	case "否":
		return "false"
	default:
		return plain
	}
}
