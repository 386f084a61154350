// Package instant is the engine that gives a decision while the citizen waits.
//
// A service is a pure rule over a form, shared facts and dated policy (Service).
// The engine does everything else, once, atomically and with proof: decode →
// authenticate → validate → gather → decide → issue → commit → answer.
package instant

import (
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Service is one instant-approval service over its form F and its policy P. All
// its functions are pure: they see a case and nothing else.
type Service[F, P any] struct {
	Item   Item
	Policy []byte // the policy document that is loaded into P

	// Rules are the versions of the rules, the oldest first. An application is
	// decided by the last that is in force, and replayed by its own. A version that
	// corrects an earlier one may have the same first day: the earlier is then kept
	// for replay alone.
	Rules []Rules[F, P]

	// Teaches are the fields of the shared data that an approval sets, as far as
	// others build on them: while a person decides, nobody knows them.
	Teaches []fact.Column

	// VerifyEvery is after how many months what was granted is verified from shared
	// data, without asking anybody to show that they still qualify (年审); 0 where
	// nothing can change it.
	VerifyEvery int

	// Proactive finds those who are entitled; nil: the service waits to be asked.
	Proactive *decision.Proactive[F, P]
}

// Rules is one version of a service's rules, since the law's logic changes as
// well as its figures: what it reads, claims, finds and grants.
type Rules[F, P any] struct {
	Version string
	From    calendar.Date // the first day it is in force

	// Needs names the shared data that a decision reads; nothing else can be
	// read. It is asked again with the facts so far until it has no further
	// need, so that one fact may lead to the next (a marriage to the spouse).
	Needs func(decision.Case[F, P]) []fact.Query

	// Claims names what this application would hold if it were approved, and
	// what may be held only once, or so many times.
	Claims func(decision.Case[F, P]) []decision.Claim

	// Decide finds whether each condition is met.
	Decide func(decision.Case[F, P]) []decision.Finding

	// Issue makes what an approval grants. Serial is a number that no other
	// attempt has.
	Issue func(c decision.Case[F, P], serial decision.Serial) decision.Grants

	// VerifyNeeds names the shared data that a verification reads, and Verify finds
	// whether what was granted goes on; nil where the service's VerifyEvery is 0.
	VerifyNeeds func(decision.Case[F, P]) []fact.Query
	Verify      func(decision.Case[F, P]) []decision.Continuing

	// Monthly computes what is paid for each month, of a service that pays by the month; nil
	// for any other. The case is the one that was decided, with the policy of today, and when
	// it is verified with what was granted. A verification brings the payment order to it.
	Monthly func(decision.Case[F, P]) decision.Monthly
}

// Item is what the catalogue says of a service (办事指南).
type Item struct {
	Slug        string         `json:"service"` // its folder, and its place in URLs
	Code        string         `json:"code"`    // 31-character implementation code (GB/T 39554.1)
	Name        lang.Text      `json:"name"`
	Summary     lang.Text      `json:"summary"`
	Audience    Audience       `json:"audience"`
	LifeEvent   lang.Text      `json:"life_event"`
	Department  lang.Text      `json:"department"`
	Basis       []policy.Basis `json:"basis"`
	Conditions  []lang.Text    `json:"conditions"`
	Materials   []Material     `json:"materials"`
	Result      lang.Text      `json:"result"`
	LegalTime   lang.Text      `json:"legal_time"`    // what the law allows
	PromiseTime lang.Text      `json:"promised_time"` // what is promised here
	Reviewed    Reviewed       `json:"reviewed"`      // by a person, where the data cannot decide
	Handling    Handling       `json:"handling"`
	// VerifiedEvery is after how many months what was granted is verified from
	// shared data; 0 for never. It is the service's own.
	VerifiedEvery int       `json:"verified_every,omitempty"`
	Surrender     Surrender `json:"surrender"` // whether its holder can give it up, and how
	Fee           lang.Text `json:"fee"`
	Keywords      []string  `json:"keywords,omitempty"` // common words and pinyin that people search by
	// Illustrative says what of these facts has no source and stands for an
	// example; empty when all have one.
	Illustrative lang.Text `json:"illustrative,omitzero"`
}

// Names are what the services are called, by their slugs.
func Names(services []Offering) map[string]lang.Text {
	names := map[string]lang.Text{}
	for _, s := range services {
		names[s.About().Slug] = s.About().Name
	}
	return names
}

// Reviewed is by when a person decides, and whether two do.
type Reviewed struct {
	Workdays int  `json:"workdays,omitempty"`
	Days     int  `json:"days,omitempty"` // of the calendar; where neither is said, it is five working days
	FourEyes bool `json:"four_eyes,omitempty"`
}

// reviewDays is within how many working days a person decides where no law says.
const reviewDays = 5

// by is the last day on which a person decides what came to them on the day.
func (r Reviewed) by(day calendar.Date) calendar.Date {
	switch {
	case r.Workdays > 0:
		return day.AddWorkdays(r.Workdays)
	case r.Days > 0:
		return day.AddDays(r.Days)
	default:
		return day.AddWorkdays(reviewDays)
	}
}

// Handling is what the law has done with what is applied for.
type Handling string

// The ways of handling.
const (
	Approval Handling = "approval" // decided before it holds
	Filing   Handling = "filing"   // taken down: who tells the truth needs nobody's approval (备案)
	Promise  Handling = "promise"  // holds by a promise, which is inspected afterwards (告知承诺)
)

// Audience is whom a service is for.
type Audience string

// The audiences.
const (
	ForPerson   Audience = "person"
	ForBusiness Audience = "business"
)

// Material is a paper that the law asks for. Where shared data stands for it,
// nobody brings it.
type Material struct {
	Name lang.Text `json:"name"`
	From lang.Text `json:"from,omitzero"` // the dataset that replaces it; zero: the applicant gives it in the form
}
