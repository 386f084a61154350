// Package certificate holds the electronic certificates (电子证照) that
// approvals issue.
package certificate

import (
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
}

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
