package decision

import (
	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// Proactive describes how a service finds people who are entitled but have not applied, with the
// same rules and data (免申即享).
type Proactive[F, P any] struct {
	// Invites is set if the person is asked first and nothing is granted before they agree: when
	// payment needs an account, or they may not want it.
	Invites bool
	// Open are the rules whose data may be missing for an invitation, which then says that an officer
	// will verify the application.
	Open []string
	// Months returns the months of birth of the people who may become entitled on that day.
	Months func(policy P, today calendar.Date) []calendar.Date
	// Behalf says who applies for the people who are found, such as a parent for a child; nil if they
	// apply for themselves.
	Behalf *Behalf[F, P]
	// Name is the field with the applicant's name, for the notice.
	Name fact.Field[string]
	// Needs returns the queries for Form.
	Needs func(Case[F, P]) []fact.Query
	// Form fills in the form for the applicant; ok is false if the data is not sufficient, and only
	// some fields are filled in.
	Form func(Case[F, P]) (F, bool)
	// Adds returns an additional sentence of an invitation, such as the last day to confirm; nil for none.
	Adds func(Case[F, P]) lang.Text
}

// Behalf is for services for which one person applies on behalf of another.
type Behalf[F, P any] struct {
	// Begin fills in the form with the person who was found. Needs and Applicants, and the functions
	// of Proactive, get it in their case.
	Begin func(person string) F
	// Needs returns the queries for Applicants, about the person who was found.
	Needs func(Case[F, P]) []fact.Query
	// Applicants returns the ID numbers of those who can apply. The first one who is entitled to apply
	// is invited.
	Applicants func(Case[F, P]) []string
}
