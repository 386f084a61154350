// Package decision is the vocabulary of a rule: a case, the findings on it, what is claimed, and what
// is granted. It is pure: a rule that is written in it cannot read, write or call anything.
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

// Applicant is the person whom a decision is about, as the identity provider
// vouches for.
type Applicant struct {
	ID    string `json:"id"` // ID number (GB 11643)
	Name  string `json:"name"`
	Agent Agent  `json:"agent,omitzero"` // who applies for them, by a mandate; zero for themselves
	// AcceptedIn is the division where it was taken in, if that is not where they are
	// (跨城通办): it changes nothing of the decision.
	AcceptedIn string `json:"accepted_in,omitempty"`
}

// Agent is who acts for an applicant.
type Agent struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Mandate string `json:"mandate"` // its ID
}

// Case is all that a decision may depend on.
type Case[F, P any] struct {
	Form      F
	Applicant Applicant
	Facts     fact.Facts
	Holdings  Holdings
	Policy    P
	At        time.Time // when the application was received, or is verified
	Granted   *Grants   // when it is verified: what was granted
}

// Today is the day in China on which the application was received.
func (c Case[F, P]) Today() calendar.Date { return calendar.Of(c.At) }

// Certificate is a certificate of the applicant's, valid from today.
func (c Case[F, P]) Certificate(kind string, title lang.Text, issuer certificate.Issuer, region string, basis policy.Basis, entries ...certificate.Entry) certificate.Certificate {
	return certificate.Certificate{
		Type: issuer.Code + kind, Title: title,
		Holder: c.Applicant.Name, HolderID: identity.IDNumber(c.Applicant.ID).Masked(),
		Issuer: issuer.Name, IssuerCode: issuer.Code, Region: division.District(region), Place: region,
		IssuedOn: c.Today(), ValidFrom: c.Today(), Basis: []policy.Basis{basis}, Entries: entries,
	}
}
