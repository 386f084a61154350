package decision

import "miaoban/shared/calendar"

// Continuing is a condition that must stay met for a grant to continue.
type Continuing struct {
	Finding
	Unmet Effect        `json:"unmet"`         // the effect if it is not met
	From  calendar.Date `json:"from,omitzero"` // since when it is not met; zero: since the verification
}

// Effect is what follows from a condition that is no longer met.
type Effect string

// The effects of an unmet condition.
const (
	Suspends Effect = "suspends"
	Ends     Effect = "ends"
	Adjusts  Effect = "adjusts" // the amounts of a payment by the month
)
