// Package ticket is what people complain of and ask for, and what becomes of it
// (接诉即办): one intake, dispatched at once to the street nearest to the place; who
// receives it first keeps it; departments are called to it; clocks that do not stop;
// and the caller says whether it was resolved.
package ticket

import (
	"time"

	"miaoban/shared/clock"
	"miaoban/shared/division"
	"miaoban/shared/interest"
	"miaoban/shared/lang"
)

// Ticket is one complaint. What happens to it is told by its methods, which are pure:
// they change it, or say why not.
type Ticket struct {
	Number      string    `json:"number"`
	Category    string    `json:"category"`
	Title       lang.Text `json:"title"` // of the category
	Place       string    `json:"place"` // GB/T 10114: the street
	Address     string    `json:"address,omitempty"`
	Text        string    `json:"text"`
	Application string    `json:"application,omitempty"` // the decision that it is about
	Service     string    `json:"service,omitempty"`     // of that
	Caller      Caller    `json:"caller"`
	Source      Source    `json:"source"`
	Received    time.Time `json:"received"`
	Table       string    `json:"table"` // version of the table by which it was dispatched
	Grade       Grade     `json:"grade"`

	State     State     `json:"state"`
	Holder    string    `json:"holder"` // the division that handles it
	First     string    `json:"first"`  // that received it first
	Level     int       `json:"level"`  // 0 with its holder; 1 its district watches; 2 its city does
	Round     int       `json:"round"`  // 1, and one more each time it is opened again
	Since     time.Time `json:"since"`  // when the round began
	Respond   time.Time `json:"respond"`
	Resolve   time.Time `json:"resolve"`
	Contacted time.Time `json:"contacted,omitzero"` // of the round, as all below
	Answered  time.Time `json:"answered,omitzero"`
	Answer    string    `json:"answer,omitempty"`
	// LateToRespond and LateToResolve say which of the round's deadlines were missed.
	LateToRespond bool      `json:"late_to_respond,omitempty"`
	LateToResolve bool      `json:"late_to_resolve,omitempty"`
	VisitBy       time.Time `json:"visit_by,omitzero"` // until when the caller is asked
	Closed        time.Time `json:"closed,omitzero"`
	Passing       *Passing  `json:"passing,omitempty"`
	Visit         *Visit    `json:"visit,omitempty"`
	History       []Event   `json:"history"`
	// Parties are those whose it is, with what was on record of them when it came in, and
	// TakenBy who took the call down; Recused is how many divisions above the holder may
	// handle it too, since officials had a part in it. None of it is shown.
	Parties []interest.Known `json:"parties,omitempty"`
	TakenBy string           `json:"taken_by,omitempty"` // ID number
	Recused int              `json:"recused,omitempty"`

	version int64
	clerk   string // ID number of who takes it down, while it is taken in
}

// Caller is who complains.
type Caller struct {
	ID     string `json:"id,omitempty"` // ID number; empty where a clerk took the call of somebody unknown
	Name   string `json:"name"`
	Mobile string `json:"mobile,omitempty"`
}

// Source is where a ticket comes from.
type Source string

// The sources.
const (
	FromPortal Source = "portal"
	FromClerk  Source = "clerk"
	FromRating Source = "rating"
	FromReview Source = "review" // of an approval on which its holder asks for a person
)

// State is how far a ticket is.
type State string

// The states.
const (
	Dispatched State = "dispatched"
	Contacted  State = "contacted"
	Answered   State = "answered" // the caller is asked whether it is resolved
	Closed     State = "closed"
)

// Text is the state as citizens read it.
func (s State) Text() lang.Text {
	switch s {
	case Dispatched:
		return lang.T("已派单", "Dispatched")
	case Contacted:
		return lang.T("办理中", "Being handled")
	case Answered:
		return lang.T("已答复，请您评价", "Answered: please say how it went")
	default:
		return lang.T("已办结", "Closed")
	}
}

// Passing is a holder's wish that another handle it, which who is above both decides.
type Passing struct {
	To     string    `json:"to"`
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
}

// Visit is what the caller says of it (回访).
type Visit struct {
	Contacted bool      `json:"contacted"` // were they contacted
	Resolved  bool      `json:"resolved"`
	Content   bool      `json:"content"`
	Comment   string    `json:"comment,omitempty"`
	At        time.Time `json:"at"`
}

// Event is one thing that happened. Inner ones are not shown to the caller.
type Event struct {
	At    time.Time `json:"at"`
	What  What      `json:"what"`
	By    string    `json:"by,omitempty"` // a division, where an office did it
	Text  lang.Text `json:"text"`
	Inner bool      `json:"inner,omitempty"`
}

// What is a kind of event.
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

// highest is the highest level: the city watches.
const highest = 2

// Open reports whether somebody still has to do something about it.
func (t *Ticket) Open() bool { return t.State == Dispatched || t.State == Contacted }

func (t *Ticket) note(at time.Time, what What, by string, inner bool, text lang.Text) {
	t.History = append(t.History, Event{At: at, What: what, By: by, Text: text, Inner: inner})
}

// WaitsAt are the divisions in whose queues the ticket is: its holder's, and those who
// watch it because it is late.
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

// above is the least division around both, which decides who of them handles something.
func above(a, b string) string {
	for around := division.Parent(a); around != "" && around != division.Nation; around = division.Parent(around) {
		if division.Within(b, around) {
			return around
		}
	}
	return province
}

// AlarmKind is the kind of the alarms of tickets.
const AlarmKind = "ticket"

// alarm is when the ticket has to be looked at next.
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

// twice is when as much time again has gone by as there was to resolve it.
func (t *Ticket) twice() time.Time { return t.Resolve.Add(t.Resolve.Sub(t.Since)) }

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
