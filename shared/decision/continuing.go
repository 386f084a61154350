package decision

import "miaoban/shared/calendar"

// Continuing is one condition on which what was granted goes on.
type Continuing struct {
	Finding
	Unmet Effect        `json:"unmet"`         // what follows when it is not met
	From  calendar.Date `json:"from,omitzero"` // since when it is not; zero: since the verification
}

// Effect is what follows from a condition that is no longer met.
type Effect string

// The effects.
const (
	Suspends Effect = "suspends"
	Ends     Effect = "ends"
	Adjusts  Effect = "adjusts" // the amounts of a payment by the month
)
