package decision

import (
	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// Continuing is a condition that must stay met for a grant to continue.
type Continuing struct {
	Finding
	Unmet Effect        `json:"unmet"`          // the effect if it is not met
	From  calendar.Date `json:"from,omitzero"`  // the first day on which it is not met; zero: the day of the verification
	Part  *Part         `json:"part,omitempty"` // the part of the grant that it is about; nil: the whole grant
	// Department is the code of the department that decides if the condition is not met and Unmet is Refers.
	Department string `json:"department,omitempty"`
}

// Part is one of several benefits that a grant pays together. One can stop while the others continue.
type Part struct {
	Name  string        `json:"name"` // stable identifier
	Title lang.Text     `json:"title"`
	OnEnd []fact.Record `json:"on_end,omitempty"` // written to the shared data when it ends before the others
	// Counts is the shared-data field that counts its paid months; nil if there is none.
	Counts *MonthCount `json:"counts,omitempty"`
}

// OfPart makes it a condition of that part alone.
func (c Continuing) OfPart(p Part) Continuing {
	c.Part = &p
	return c
}

// Effect is the consequence of a condition that is no longer met.
type Effect string

// The effects of an unmet condition.
const (
	Suspends Effect = "suspends"
	Ends     Effect = "ends"
	Adjusts  Effect = "adjusts" // changes the amounts of a monthly payment
	Refers   Effect = "refers"  // the department decides; the grant continues until then
)
