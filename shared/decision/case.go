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
	ID    string `json:"id"` // number of the document by which the person is known (identity.Person)
	Name  string `json:"name"`
	Agent Agent  `json:"agent,omitzero"` // the person who applies for them under a mandate; zero if they apply themselves
	// AcceptedIn is the division that received the application, if it is another than the
	// responsible one (跨城通办). It does not affect the decision.
	AcceptedIn string `json:"accepted_in,omitempty"`
	// Document is the kind of the document. Applications from before kinds were distinguished have the
	// zero kind, whatever their number, and are replayed with it.
	Document identity.Kind `json:"document,omitempty"`
}

// NewApplicant returns the person with that number and name as an applicant.
func NewApplicant(id, name string) Applicant {
	return Applicant{ID: id, Name: name, Document: identity.Person(id).Kind()}
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
	Granted   *Grants   // what was granted; only in a verification
	// GrantedFacts are the facts of the decision that granted it; only in a verification.
	GrantedFacts fact.Facts
	// Unpaid are the months in which a part of the grant is not paid, by the part's name; only when
	// amounts are computed.
	Unpaid  map[string][]Months
	Decided time.Time // when a person decided a referred application; zero if it is decided at once
}

// Today is the day in China on which the application was received.
func (c Case[F, P]) Today() calendar.Date { return calendar.Of(c.At) }

// DecidedOn is the day in China of the decision: Today, or later if a person decided.
func (c Case[F, P]) DecidedOn() calendar.Date {
	if c.Decided.IsZero() {
		return c.Today()
	}
	return calendar.Of(c.Decided)
}

// ValidAtOnce wraps issue so that the certificate is valid from the day of the application at the latest.
// A payment or a cover may begin later; the certificate's entries state that day.
func ValidAtOnce[F, P any](issue func(Case[F, P], Serial) Grants) func(Case[F, P], Serial) Grants {
	return func(c Case[F, P], serial Serial) Grants {
		g := issue(c, serial)
		if g.Certificate.ValidFrom.After(c.Today()) {
			g.Certificate.ValidFrom = c.Today()
		}
		return g
	}
}

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
		Holder: c.Applicant.Name, HolderID: identity.Person(c.Applicant.ID).Masked(),
		Issuer: issuer.Name, IssuerCode: issuer.Code, Region: division.District(region), Place: region,
		IssuedOn: c.Today(), ValidFrom: c.Today(), Basis: []policy.Basis{basis}, Entries: entries,
	}
}
