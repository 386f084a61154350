package decision

import (
	"miaoban/shared/certificate"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// Grants are the effects of an approval, all written in one commit.
type Grants struct {
	Certificate certificate.Certificate `json:"certificate"`
	Payment     *Payment                `json:"payment,omitempty"`
	// Records are written to the shared data at once, so that the next service can read them.
	Records []fact.Record `json:"records,omitempty"`
	// Holder is the ID number of the person to whom it is granted, if that is not the applicant, such as
	// the person who takes over a business.
	Holder string `json:"holder,omitempty"`
	// Category is the kind of grant, by which delegated authority may be limited.
	Category string `json:"category,omitempty"`
	// Debit is the points that the grant costs.
	Debit *Debit `json:"debit,omitempty"`
	// Means says in a sentence what the grant means for the applicant, where the certificate's title and the
	// payment do not say it.
	Means lang.Text `json:"means,omitzero"`
	// Notices are sent to other people whom the grant concerns.
	Notices []Notice `json:"tells,omitempty"`
	// Final is set if the grant is not verified later, since nothing of it continues.
	Final bool `json:"final,omitempty"`
	// OnEnd are the records written to the shared data when the grant ends.
	OnEnd []fact.Record `json:"on_end,omitempty"`
	// Counts is the shared-data field that counts the paid months, for a payment with a maximum
	// number of months; nil if there is no such field.
	Counts *MonthCount `json:"counts,omitempty"`
	// Supersedes are claims whose current holder ends, because this grant replaces it. Claims that
	// the application makes itself are included automatically.
	Supersedes []Claim `json:"supersedes,omitempty"`
	// Surrender describes how the holder ends this grant early, if it can be ended although others of the
	// service cannot.
	Surrender *Surrender `json:"surrender,omitempty"`
	// Claims are claims that arise on issuing and never end, such as a number that must be new.
	Claims []Claim `json:"claims,omitempty"`
}

// Surrender is what ends if the holder ends a grant early, what they lose, and how it is granted again.
type Surrender struct {
	Ends  lang.Text `json:"ends"`
	Costs lang.Text `json:"costs"`
	Again lang.Text `json:"again"`
}

// MonthCount is the number of paid months in shared data at the time of the grant. When the grant
// ends, the paid months are added to it, so that ending and applying again does not extend the
// total.
type MonthCount struct {
	Dataset string `json:"dataset"`
	Key     string `json:"key"`
	Field   string `json:"field"`
	Before  int    `json:"before"`
}

// Counts returns the month count in the field of the key's record, with the current value before.
func Counts(field fact.Field[int], key string, before int) *MonthCount {
	return &MonthCount{field.Dataset.Name, key, field.Name, before}
}

// Debit is points to be taken from an account (shared/points).
type Debit struct {
	Account string    `json:"account"`
	Points  int       `json:"points"`
	Text    lang.Text `json:"text"`
}

// Notice is a notice about a grant to a person other than the applicant.
type Notice struct {
	Person string    `json:"person"` // ID number
	Title  lang.Text `json:"title"`
	Text   lang.Text `json:"text"`
}
