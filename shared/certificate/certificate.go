// Package certificate defines the electronic certificates (电子证照) that approvals issue, and their
// numbers.
package certificate

import (
	"fmt"

	"miaoban/shared/calendar"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Certificate is the content of a certificate. The engine sets Number and Status.
type Certificate struct {
	Number     string         `json:"number"` // GB/T 36904 identifier; set by the engine
	Type       string         `json:"type"`   // 21 characters: the organisation that defined the type, and its number
	Title      lang.Text      `json:"title"`
	Holder     string         `json:"holder"`    // name of the person or business
	HolderID   string         `json:"holder_id"` // masked ID number, or unified social credit code
	Issuer     lang.Text      `json:"issuer"`
	IssuerCode string         `json:"issuer_code"` // its unified social credit code
	Region     string         `json:"region"`      // division that issued it (GB/T 2260)
	IssuedOn   calendar.Date  `json:"issued_on"`
	ValidFrom  calendar.Date  `json:"valid_from"`
	ValidUntil calendar.Date  `json:"valid_until,omitzero"` // the last valid day; zero: no end
	Basis      []policy.Basis `json:"basis"`
	Entries    []Entry        `json:"entries"` // the certified content, in order
	// Claims are statements that the holder can disclose separately: over 60 years old, without
	// the birth date.
	Claims []Claim `json:"claims,omitempty"`
	Status Status  `json:"status"` // set by the engine
	// Delegated is set if the issuer decides by delegated authority.
	Delegated *Delegated `json:"delegated,omitempty"`
	Place     string     `json:"-"` // the division concerned, down to street or community
}

// Delegated describes the authority that was delegated to a street or community.
type Delegated struct {
	Level      string    `json:"level"` // street or community
	Place      string    `json:"place"`
	By         lang.Text `json:"by"` // the authority that delegated it
	Instrument string    `json:"instrument"`
}

// Partition is the store partition of the certificate with that number and of its tokens, document
// and links.
func Partition(number string) string { return "CERTIFICATE#" + number }

// Claim is a statement that can be disclosed separately.
type Claim struct {
	Name  string    `json:"name"` // term in the credential, such as ageOver60
	Label lang.Text `json:"label"`
	Value string    `json:"value"` // "true", or the value
}

// AgeOver is the claim that the holder is at least that old.
func AgeOver(age int) Claim {
	return Claim{fmt.Sprintf("ageOver%d", age), lang.F("年满%d周岁", "Aged %d or over", age), "true"}
}

// ResidentClaim is the name of the claim of a residence.
const ResidentClaim = "residentOf"

// Resident is the claim that the holder is a resident of the division (GB/T 2260).
func Resident(code string, name lang.Text) Claim {
	return Claim{ResidentClaim, lang.F("%s居民", "Resident of %s", name), code}
}

// Status is the certificate's entry in a status list, which publishes whether it is revoked or
// suspended.
type Status struct {
	List  string `json:"list"`
	Index int    `json:"index"`
}

// StatusPlaces is the number of entries in a list: the minimum of W3C Bitstring Status List, so
// that fetching a list does not reveal which certificate is checked.
const StatusPlaces = 131072

// Entry is one line of a certificate: label and value.
type Entry struct {
	Label lang.Text `json:"label"`
	Value lang.Text `json:"value"`
}

// Line returns an entry whose value is the same in both languages.
func Line(label lang.Text, value string) Entry {
	return Entry{label, lang.T(value, value)}
}

// DayLine returns an entry whose value is a day.
func DayLine(label lang.Text, day calendar.Date) Entry { return Entry{label, lang.Of(day)} }

// Issuer is the authority that issues a certificate.
type Issuer struct {
	Name lang.Text `json:"name" yaml:"name"`
	Code string    `json:"code" yaml:"code" validate:"uscc"` // unified social credit code
}

// AgesOver returns the claims for commonly requested ages that a person of that many years has
// reached.
func AgesOver(years int) []Claim {
	var claims []Claim
	for _, age := range []int{18, 60, 65, 70, 80, 90} {
		if years >= age {
			claims = append(claims, AgeOver(age))
		}
	}
	return claims
}
