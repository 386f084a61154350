package ticket

import (
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
)

// View is a ticket as its caller sees it: without inner events and parties.
type View struct {
	Line
	StateText   lang.Text `json:"state_text"`
	Address     string    `json:"address,omitempty"`
	Text        string    `json:"text"`
	Application string    `json:"application,omitempty"`
	Respond     time.Time `json:"respond_by"`
	Grade       Grade     `json:"grade"`
	Answer      string    `json:"answer,omitempty"`
	VisitBy     time.Time `json:"visit_by,omitzero"`
	Closed      time.Time `json:"closed,omitzero"`
	Provisional lang.Text `json:"provisional,omitzero"` // why the deadline in working days may still change
	Visit       *Visit    `json:"visit,omitempty"`
	History     []Event   `json:"history"`
}

// View returns the ticket's view for its caller.
func (t *Ticket) View() View {
	v := View{Line: t.Line(), StateText: t.State.Text(), Address: t.Address, Text: t.Text, Application: t.Application, Respond: t.Respond,
		Grade: t.Grade, Answer: t.Answer, VisitBy: t.VisitBy, Closed: t.Closed, Visit: t.Visit, History: []Event{}}
	if t.Source == FromRating && t.Round == 1 {
		v.Provisional = instant.ProvisionalNote(calendar.Of(t.Resolve))
	}
	for _, e := range t.History {
		if !e.Inner {
			v.History = append(v.History, e)
		}
	}
	return v
}
