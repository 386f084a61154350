package decision

import (
	"miaoban/shared/calendar"
	"miaoban/shared/fact"
)

// Proactive is how a service finds those who are entitled and have not applied, by
// the same rules over the same data (免申即享).
type Proactive[F, P any] struct {
	// Invites says that the person is asked, and grants nothing before they say
	// yes: where money needs an account, or they may not want it.
	Invites bool
	// Months are the months of birth of those who may come to be entitled on the
	// day.
	Months func(policy P, today calendar.Date) []calendar.Date
	// Name is the field by which the person is addressed.
	Name fact.Field[string]
	// Needs is what Form reads.
	Needs func(Case[F, P]) []fact.Query
	// Form is what they would fill in; false when the data cannot tell.
	Form func(Case[F, P]) (F, bool)
}
