// Package decision is the vocabulary of rules: cases, findings, claims and grants. It is pure:
// rules written with it cannot read, write or call anything.
package decision

import (
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/identity"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Applicant is the person about whom a decision is made, as the identity provider identified them.
type Applicant struct {
	ID    string `json:"id"` // ID number (GB 11643)
	Name  string `json:"name"`
	Agent Agent  `json:"agent,omitzero"` // the person who applies for them under a mandate; zero if they apply themselves
	// AcceptedIn is the division that received the application, if it is another than the
	// responsible one (跨城通办). It does not affect the decision.
	AcceptedIn string `json:"accepted_in,omitempty"`
}

// Agent is a person who acts for an applicant.
type Agent struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Mandate string `json:"mandate"` // the mandate's ID
}

// Case is everything on which a decision may depend.
type Case[F, P any] struct {
	Form      F
	Applicant Applicant
	Facts     fact.Facts
	Holdings  Holdings
	Policy    P
	At        time.Time // when the application was received, or the verification runs
	Granted   *Grants   // only in a verification: what was granted
}

// Today is the day in China on which the application was received.
func (c Case[F, P]) Today() calendar.Date { return calendar.Of(c.At) }

// Certificate returns a certificate of the applicant that is valid from today.
func (c Case[F, P]) Certificate(
	kind string,
	title lang.Text,
	issuer certificate.Issuer,
	region string,
	basis policy.Basis,
	entries ...certificate.Entry,
) certificate.Certificate {
	return certificate.Certificate{
		Type: issuer.Code + kind, Title: title,
		Holder: c.Applicant.Name, HolderID: identity.IDNumber(c.Applicant.ID).Masked(),
		Issuer: issuer.Name, IssuerCode: issuer.Code, Region: division.District(region), Place: region,
		IssuedOn: c.Today(), ValidFrom: c.Today(), Basis: []policy.Basis{basis}, Entries: entries,
	}
}
