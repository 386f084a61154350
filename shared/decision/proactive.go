package decision

import (
	"miaoban/shared/calendar"
	"miaoban/shared/fact"
)

// Proactive describes how a service finds people who are entitled but have not applied, with the
// same rules and data (免申即享).
type Proactive[F, P any] struct {
	// Invites is set if the person is asked first and nothing is granted before they agree: when
	// payment needs an account, or they may not want it.
	Invites bool
	// Months returns the months of birth of the people who may become entitled on that day.
	Months func(policy P, today calendar.Date) []calendar.Date
	// Name is the field with the person's name, for the notice.
	Name fact.Field[string]
	// Needs returns the queries for Form.
	Needs func(Case[F, P]) []fact.Query
	// Form fills in the form for the person; ok is false if the data is not sufficient.
	Form func(Case[F, P]) (F, bool)
}
