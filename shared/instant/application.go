package instant

import (
	"encoding/json"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// Application is the stored record of one application: everything that was submitted, read,
// decided and granted. The decision can be re-evaluated from this record alone.
type Application struct {
	Number    string             `json:"number"`
	Service   string             `json:"service"`
	Title     lang.Text          `json:"title"`
	Applicant decision.Applicant `json:"applicant"`
	Received  time.Time          `json:"received"`
	Serial    decision.Serial    `json:"serial"`
	Form      json.RawMessage    `json:"form"`
	Digest    string             `json:"digest"` // of service, applicant and form: equal if the same application is submitted again
	Facts     fact.Facts         `json:"facts"`
	Holdings  decision.Holdings  `json:"holdings"`
	Policy    string             `json:"policy"` // version of the policy document
	Rules     string             `json:"rules"`  // version of the rules
	Reviewed  Reviewed           `json:"reviewed,omitzero"`
	Place     string             `json:"place,omitempty"` // the district or city that the case is about
	Outcome   decision.Outcome   `json:"outcome"`
	Findings  []decision.Finding `json:"findings"`
	Grants    *decision.Grants   `json:"grants,omitempty"`
	// Determination is the reviewer's decision, if the data could not decide.
	Determination *Determination `json:"determination,omitempty"`
	// Bundle is the number of the bundle that contains this application; Bound are the outcomes of
	// the parts to which the law ties this one.
	Proactive bool    `json:"proactive,omitempty"` // granted without an application
	Bundle    string  `json:"bundle,omitempty"`
	Bound     []Bound `json:"bound,omitempty"`
	Parts     []Part  `json:"parts,omitempty"` // of a bundle
}

// Summary is an application's entry in its applicant's list.
type Summary struct {
	Number      string           `json:"number"`
	Service     string           `json:"service"`
	Title       lang.Text        `json:"title"`
	Received    time.Time        `json:"received"`
	Outcome     decision.Outcome `json:"outcome"`
	Certificate string           `json:"certificate,omitempty"`
	Until       calendar.Date    `json:"valid_until,omitzero"` // last day of the certificate; zero: no end, or an entry of before
	// State is the current state of the grant if it has changed since, and Since the day of the
	// change.
	State State         `json:"state,omitempty"`
	Since calendar.Date `json:"since,omitzero"`
	For   string        `json:"for,omitempty"` // in an agent's list: the ID of the mandate
}

// acted is the application's entry in the list of the agent who submitted it.
func (a *Application) acted() Summary {
	s := a.summary()
	s.Certificate, s.For = "", a.Applicant.Agent.Mandate
	return s
}

// Stopped reports whether the grant is no longer in force.
func (s Summary) Stopped() bool {
	return s.State == Suspended || s.State == Ended || s.State == Expired
}

// On is the entry as it is on the day: its certificate may have expired since.
func (s Summary) On(day calendar.Date) Summary {
	if (s.State == "" || s.State == InForce) && !s.Until.IsZero() && day.After(s.Until) {
		s.State, s.Since = Expired, s.Until.AddDays(1)
	}
	return s
}

func (a *Application) summary() Summary {
	s := Summary{Number: a.Number, Service: a.Service, Title: a.Title, Received: a.Received, Outcome: a.Outcome}
	if a.Grants != nil && a.holder() == a.Applicant.ID {
		s.Certificate, s.Until = a.Grants.Certificate.Number, a.Grants.Certificate.ValidUntil
	}
	return s
}

// payment is what the grant ordered; nil if nothing is paid.
func (a *Application) payment() *decision.Payment {
	if a.Grants == nil {
		return nil
	}
	return a.Grants.Payment
}

// holder is the ID number of the person to whom it is granted.
func (a *Application) holder() string {
	if a.Grants == nil || a.Grants.Holder == "" {
		return a.Applicant.ID
	}
	return a.Grants.Holder
}

// draft is an application that is decided but not yet committed.
type draft struct {
	application *Application
	claims      []decision.Claim
	due         calendar.Date // first verification of the grant; zero: never
	notice      *Notice       // notice for the applicant of a proactive grant
}
