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
	From  calendar.Date `json:"from,omitzero"`  // since when it is not met; zero: since the verification
	Part  *Part         `json:"part,omitempty"` // the part that it is about; nil: the whole grant
	// Department is the code of the department that is called if it is not met and Refers.
	Department string `json:"department,omitempty"`
}

// Part is one of several benefits that a grant pays together. It stops by itself, and the others continue.
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

// Effect is what follows from a condition that is no longer met.
type Effect string

// The effects of an unmet condition.
const (
	Suspends Effect = "suspends"
	Ends     Effect = "ends"
	Adjusts  Effect = "adjusts" // the amounts of a payment by the month
	Refers   Effect = "refers"  // nothing by rule: the department decides, and the grant continues until then
)
