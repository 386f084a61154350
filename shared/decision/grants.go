package decision

import (
	"miaoban/shared/certificate"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// Grants are what an approval brings about, all of it in one commit.
type Grants struct {
	Certificate certificate.Certificate `json:"certificate"`
	Payment     *Payment                `json:"payment,omitempty"`
	// Records are what the shared data learns at once, so that the next
	// service knows it.
	Records []fact.Record `json:"records,omitempty"`
	// Category is what is granted among its kind, by which authority may be limited.
	Category string `json:"category,omitempty"`
	// Debit are the points that it costs.
	Debit *Debit `json:"debit,omitempty"`
	// Tells are notices to others than the applicant, who have to know of it.
	Tells []Telling `json:"tells,omitempty"`
	// Final says that nothing of it goes on, which would be verified.
	Final bool `json:"final,omitempty"`
	// OnEnd are what the shared data learns when what was granted ends.
	OnEnd []fact.Record `json:"on_end,omitempty"`
	// Counts is where shared data count the months that were paid, of a payment that is due for
	// so many of them in all; nil where nobody counts.
	Counts *MonthCount `json:"counts,omitempty"`
	// Supersedes are claims whose holder ends: what is granted takes its place,
	// and those of the claims that the application makes itself.
	Supersedes []Claim `json:"supersedes,omitempty"`
	// Claims are what came to be held by issuing, for good: a number that must be
	// new.
	Claims []Claim `json:"claims,omitempty"`
}

// MonthCount is a number of months in shared data, as it stood when something was granted. When
// that ends, the months that were paid are added to it: so nobody is paid for longer by
// giving it up and applying anew.
type MonthCount struct {
	Dataset string `json:"dataset"`
	Key     string `json:"key"`
	Field   string `json:"field"`
	Before  int    `json:"before"`
}

// Counts is the field of the key's record, in which so many months are counted already.
func Counts(field fact.Field[int], key string, before int) *MonthCount {
	return &MonthCount{field.Dataset.Name, key, field.Name, before}
}

// Debit are points that are taken from an account (shared/points).
type Debit struct {
	Account string    `json:"account"`
	Points  int       `json:"points"`
	Text    lang.Text `json:"text"`
}

// Telling is a notice to somebody else of what was granted.
type Telling struct {
	Person string    `json:"person"` // ID number
	Title  lang.Text `json:"title"`
	Text   lang.Text `json:"text"`
}
