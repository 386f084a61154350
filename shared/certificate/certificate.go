// Package certificate holds the electronic certificates (电子证照) that
// approvals issue.
package certificate

import (
	"fmt"

	"miaoban/shared/calendar"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Certificate is what an approval certifies, and of whom.
type Certificate struct {
	Number     string         `json:"number"` // GB/T 36904 identifier; given by the engine
	Type       string         `json:"type"`   // 21 characters: the type's definer and its number
	Title      lang.Text      `json:"title"`
	Holder     string         `json:"holder"`    // the name of the person or business
	HolderID   string         `json:"holder_id"` // masked ID number, or unified social credit code
	Issuer     lang.Text      `json:"issuer"`
	IssuerCode string         `json:"issuer_code"` // its unified social credit code
	Region     string         `json:"region"`      // division in which it was issued (GB/T 2260)
	IssuedOn   calendar.Date  `json:"issued_on"`
	ValidFrom  calendar.Date  `json:"valid_from"`
	ValidUntil calendar.Date  `json:"valid_until,omitzero"` // the last valid day; zero: open
	Basis      []policy.Basis `json:"basis"`
	Entries    []Entry        `json:"entries"` // what it certifies, in order
	// Claims are what the holder can show alone, without the rest: that they are
	// over 60, and not when they were born.
	Claims []Claim `json:"claims,omitempty"`
	Status Status  `json:"status"` // given by the engine
	// Delegated says that the issuer decides by authority that was given to it.
	Delegated *Delegated `json:"delegated,omitempty"`
	Place     string     `json:"-"` // the division that it is of, down to street or community
}

// Delegated is by what a street or community decides.
type Delegated struct {
	Level      string    `json:"level"` // street or community
	Place      string    `json:"place"`
	By         lang.Text `json:"by"` // who gave it the authority
	Instrument string    `json:"instrument"`
}

// Partition is where the store keeps the certificate of that number, and what belongs to
// it: its tokens, its document, its links.
func Partition(number string) string { return "CERTIFICATE#" + number }

// Claim is one thing that can be shown alone.
type Claim struct {
	Name  string    `json:"name"` // a term: ageOver60
	Label lang.Text `json:"label"`
	Value string    `json:"value"` // "true", or what it is
}

// AgeOver is the claim that the holder is of the age or over it.
func AgeOver(age int) Claim {
	return Claim{fmt.Sprintf("ageOver%d", age), lang.F("年满%d周岁", "Aged %d or over", age), "true"}
}

// Resident is the claim that the holder belongs to the division (GB/T 2260).
func Resident(code string, name lang.Text) Claim {
	return Claim{"residentOf", lang.F("%s居民", "Resident of %s", name), code}
}

// Status is the certificate's place in a status list: where it is published whether
// it is revoked or suspended.
type Status struct {
	List  string `json:"list"`
	Index int    `json:"index"`
}

// StatusPlaces is how many places a list has: the least by W3C Bitstring Status List,
// so that a list does not tell whose place is looked at.
const StatusPlaces = 131072

// Entry is one line of a certificate.
type Entry struct {
	Label lang.Text `json:"label"`
	Value lang.Text `json:"value"`
}

// Line is an entry whose value is the same in both languages.
func Line(label lang.Text, value string) Entry {
	return Entry{label, lang.T(value, value)}
}

// Issuer is the authority that issues a certificate.
type Issuer struct {
	Name lang.Text `json:"name" yaml:"name"`
	Code string    `json:"code" yaml:"code" validate:"uscc"` // unified social credit code
}

// AgesOver are the claims of the ages that are asked for in life, as far as somebody
// of so many years has them.
func AgesOver(years int) []Claim {
	var claims []Claim
	for _, age := range []int{18, 60, 65, 70, 80, 90} {
		if years >= age {
			claims = append(claims, AgeOver(age))
		}
	}
	return claims
}
