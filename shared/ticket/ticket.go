// Package ticket handles complaints and requests (接诉即办). A ticket is dispatched at once to the
// nearest street or town; its first receiver stays responsible and can call departments; deadlines
// do not stop; and the caller rates whether it was resolved.
package ticket

import (
	"time"

	"miaoban/shared/clock"
	"miaoban/shared/division"
	"miaoban/shared/interest"
	"miaoban/shared/lang"
)

// Ticket is one complaint or request. Its methods are pure: they change it, or return a problem.
type Ticket struct {
	Number      string    `json:"number"`
	Category    string    `json:"category"`
	Title       lang.Text `json:"title"` // of the category
	Place       string    `json:"place"` // GB/T 10114 code of the street or town
	Address     string    `json:"address,omitempty"`
	Text        string    `json:"text"`
	Application string    `json:"application,omitempty"` // number of the application that it is about
	Service     string    `json:"service,omitempty"`     // the service of that application
	Caller      Caller    `json:"caller"`
	Source      Source    `json:"source"`
	Received    time.Time `json:"received"`
	Table       string    `json:"table"` // version of the dispatch table
	Grade       Grade     `json:"grade"`

	State     State     `json:"state"`
	Holder    string    `json:"holder"` // division that handles it
	First     string    `json:"first"`  // division that received it first
	Level     int       `json:"level"`  // 0 its holder; 1 supervised by the district; 2 by the city
	Round     int       `json:"round"`  // starts at 1, incremented when it is reopened
	Since     time.Time `json:"since"`  // when the round began
	Respond   time.Time `json:"respond"`
	Resolve   time.Time `json:"resolve"`
	Contacted time.Time `json:"contacted,omitzero"` // of this round, like all below
	Answered  time.Time `json:"answered,omitzero"`
	Answer    string    `json:"answer,omitempty"`
	// LateToRespond and LateToResolve report the missed deadlines of the round.
	LateToRespond bool      `json:"late_to_respond,omitempty"`
	LateToResolve bool      `json:"late_to_resolve,omitempty"`
	VisitBy       time.Time `json:"visit_by,omitzero"` // until when the caller can rate
	Closed        time.Time `json:"closed,omitzero"`
	Passing       *Passing  `json:"passing,omitempty"`
	Visit         *Visit    `json:"visit,omitempty"`
	History       []Event   `json:"history"`
	// Parties are the people concerned, with what was on record about them on arrival; TakenBy is
	// the clerk who recorded the call; Recused is how many levels above the holder may also handle
	// it, because of a conflict of interest. None of this is shown.
	Parties []interest.Known `json:"parties,omitempty"`
	TakenBy string           `json:"taken_by,omitempty"` // ID number
	Recused int              `json:"recused,omitempty"`
	// Apart is set if the caller said that it is another matter than an open one of the same category and place.
	Apart bool `json:"apart,omitempty"`
	// Counted is how it is counted among the tickets that wait now.
	Counted *Counted `json:"counted,omitempty"`
	// Indexed is how many of its phone numbers the ticket is found by.
	Indexed int `json:"indexed,omitempty"`

	version int64
	clerk   string // ID number of the recording clerk, only while it is taken in
}

// Caller is the person who complains.
type Caller struct {
	ID     string `json:"id,omitempty"` // ID number; empty if a clerk recorded an unknown caller
	Name   string `json:"name"`
	Mobile string `json:"mobile,omitempty"`
}

// Source is how a ticket arose.
type Source string

// The sources.
const (
	FromPortal Source = "portal"
	FromClerk  Source = "clerk"
	FromRating Source = "rating"
	FromReview Source = "review" // of an approval, whose holder requests a person
)

// State is the progress of a ticket.
type State string

// The states.
const (
	Dispatched State = "dispatched"
	Contacted  State = "contacted"
	Answered   State = "answered" // the caller is asked to rate
	Closed     State = "closed"
)

// Text is the state for citizens.
func (s State) Text() lang.Text {
	switch s {
	case Dispatched:
		return lang.T("已派单", "Dispatched")
	case Contacted:
		return lang.T("办理中", "In progress")
	case Answered:
		return lang.T("已答复，请您评价", "Answered: please rate")
	default:
		return lang.T("已办结", "Closed")
	}
}

// Passing is a requested transfer, which the higher office decides.
type Passing struct {
	To     string    `json:"to"`
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
}

// Visit is the caller's rating (回访).
type Visit struct {
	Contacted bool      `json:"contacted"` // whether the office contacted the caller
	Resolved  bool      `json:"resolved"`
	Content   bool      `json:"content"`
	Comment   string    `json:"comment,omitempty"`
	At        time.Time `json:"at"`
}

// Event is one entry of the history. Inner entries are not shown to the caller.
type Event struct {
	At    time.Time `json:"at"`
	What  What      `json:"what"`
	By    string    `json:"by,omitempty"` // the division, if an office acted
	Text  lang.Text `json:"text"`
	Inner bool      `json:"inner,omitempty"`
	Added *Addition `json:"added,omitempty"` // with WasAdded
}

// Addition is what came with a later text on the same matter, as far as it differs from the ticket.
type Addition struct {
	Place   string `json:"place,omitempty"` // of another street or town
	Address string `json:"address,omitempty"`
	Name    string `json:"name,omitempty"` // of another caller with the same number
	Mobile  string `json:"mobile,omitempty"`
}

// What is the kind of an event.
type What string

// The kinds of events.
const (
	WasDispatched What = "dispatched"
	WasAdded      What = "added"
	WasContacted  What = "contacted"
	WasAnswered   What = "answered"
	WasOffered    What = "pass-asked"
	WasPassed     What = "passed"
	WasKept       What = "pass-refused"
	WasCalled     What = "departments-called"
	WasReported   What = "department-reported"
	WasLate       What = "late"
	WasVisited    What = "visited"
	WasReopened   What = "reopened"
	WasClosed     What = "closed"
	WasRecused    What = "recused"
)

// highest is the highest level of supervision: the city.
const highest = 2

// Open reports whether an office still has to act.
func (t *Ticket) Open() bool { return t.State == Dispatched || t.State == Contacted }

func (t *Ticket) note(at time.Time, what What, by string, inner bool, text lang.Text) {
	t.History = append(t.History, Event{At: at, What: what, By: by, Text: text, Inner: inner})
}

// WaitsAt returns the divisions in whose queues the ticket is: its holder, and those that
// supervise it because it is late.
func (t *Ticket) WaitsAt() []string {
	if !t.Open() {
		return nil
	}
	at := []string{t.Holder}
	if t.Passing != nil {
		at = append(at, above(t.Holder, t.Passing.To))
	}
	for level, watcher := 1, t.Holder; level <= max(t.Level, t.Recused) && watcher != province; level++ {
		watcher = division.Parent(watcher)
		at = append(at, watcher)
	}
	return at
}

// above returns the lowest division that contains both; it decides which of them handles
// something.
func above(a, b string) string {
	for around := division.Parent(a); around != "" && around != division.Nation; around = division.Parent(around) {
		if division.Within(b, around) {
			return around
		}
	}
	return province
}

// AlarmKind is the kind of the tickets' alarms in package clock.
const AlarmKind = "ticket"

// alarm returns the time of the ticket's next deadline.
func (t *Ticket) alarm() clock.Alarm {
	a := clock.Alarm{Kind: AlarmKind, Of: t.Number}
	switch {
	case t.State == Dispatched && !t.LateToRespond:
		a.Due = earlier(t.Respond, t.Resolve)
	case t.Open() && !t.LateToResolve:
		a.Due = t.Resolve
	case t.Open() && t.Level < highest:
		a.Due = t.twice()
	case t.State == Answered:
		a.Due = t.VisitBy
	}
	return a
}

// twice is when twice the time for the resolution has passed.
func (t *Ticket) twice() time.Time { return t.Resolve.Add(t.Resolve.Sub(t.Since)) }

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
