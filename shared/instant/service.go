// Package instant is the engine that decides while the citizen waits.
//
// A service is a pure rule over a form, shared facts and dated policy (Service). The engine does
// everything else once, atomically and with proof: decode → authenticate → validate → gather →
// decide → issue → commit → answer.
package instant

import (
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Service is a service with its form F and policy P. All its functions are pure: they depend only
// on the case.
type Service[F, P any] struct {
	Item   Item
	Policy []byte // the policy document, in YAML; it is decoded into P

	// Rules are the versions of the rules, oldest first. An application is decided by the last
	// version in force, and replayed with its own version. A version that corrects an earlier one
	// may have the same first day; the earlier one is then kept only for replay.
	Rules []Rules[F, P]

	// Writes are the shared-data fields that an approval writes, as far as other services read
	// them: while a reviewer decides, they are pending.
	Writes []fact.Column

	// Place returns the code of the division that the case is about: the place of business, the residence
	// applied for, the household, or the region of the record. The review desk of its district decides
	// what the data cannot. It is empty if nothing is known.
	Place func(decision.Case[F, P]) string

	// VerifyEvery is the interval in months after which a grant is verified with shared data,
	// without any action of the holder (年审); 0 if nothing can change it.
	VerifyEvery int

	// Amounts returns what the service gives, by place, under the policy on the day; nil if that is no amount.
	Amounts func(P, calendar.Date) []decision.LocalAmount

	// Proactive finds entitled people; nil if the service is granted only on application.
	Proactive *decision.Proactive[F, P]
}

// Rules is one version of a service's rules: what it reads, claims, decides and grants. It is
// dated because the law's logic changes as well as its figures.
type Rules[F, P any] struct {
	Version string
	From    calendar.Date // the first day on which this version is in force

	// Needs returns the queries of a decision; no other data can be read. It is called again with
	// the facts so far until it returns nothing new, so that one fact can lead to the next (a
	// marriage to the spouse).
	Needs func(decision.Case[F, P]) []fact.Query

	// Claims returns what the application would hold if approved, of things that exist once or a
	// limited number of times.
	Claims func(decision.Case[F, P]) []decision.Claim

	// Former returns claims under the keys of earlier versions: Holdings also has those of them that
	// are held, so that what was granted under an old key is not granted again. They are read and
	// never taken; nil if the keys never changed.
	Former func(decision.Case[F, P]) []decision.Claim

	// Decide returns one finding per condition.
	Decide func(decision.Case[F, P]) []decision.Finding

	// Persons says what the law says of people without a registered household. Decide does not need
	// to know of them; its findings follow that of Persons. It is nil where no text was found.
	Persons decision.Persons

	// Issue returns what an approval grants. The serial is unique to this attempt.
	Issue func(c decision.Case[F, P], serial decision.Serial) decision.Grants

	// VerifyNeeds returns the queries of a verification, and Verify whether the grant continues;
	// nil if VerifyEvery is 0.
	VerifyNeeds func(decision.Case[F, P]) []fact.Query
	Verify      func(decision.Case[F, P]) []decision.Continuing

	// Monthly computes what is paid for each month, of a service that pays by the month; nil
	// for any other. The case is the one that was decided, with the policy of today, and when
	// it is verified with what was granted. A verification brings the payment order to it.
	Monthly func(decision.Case[F, P]) decision.Monthly
}

// findings are those of Decide and of Persons.
func (r Rules[F, P]) findings(item Item, c decision.Case[F, P]) []decision.Finding {
	return r.Persons.Findings(c.Applicant, r.Decide(c), item.Basis...)
}

// Item is the catalogue entry of a service (办事指南).
type Item struct {
	Slug        string         `json:"service"` // name of its folder, and part of its URLs
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
	Afterwards  lang.Text      `json:"afterwards,omitzero"` // what the holder still has to do; empty if nothing
	LegalTime   lang.Text      `json:"legal_time"`          // statutory time limit
	PromiseTime lang.Text      `json:"promised_time"`       // promised time limit
	Reviewed    Reviewed       `json:"reviewed"`            // rules for reviews by a person, if the data cannot decide
	Handling    Handling       `json:"handling"`
	// VerifiedEvery is the interval in months of verifications with shared data; 0 for never. It
	// is set from the service's VerifyEvery.
	VerifiedEvery int       `json:"verified_every,omitempty"`
	Surrender     Surrender `json:"surrender"` // whether and how the holder can end it
	Fee           lang.Text `json:"fee"`
	Keywords      []string  `json:"keywords,omitempty"` // common words and pinyin for the search
	// Illustrative describes which of these facts are examples without a source; empty if all have
	// one.
	Illustrative lang.Text `json:"illustrative,omitzero"`
}

// Names maps the services' slugs to their names.
func Names(services []Offering) map[string]lang.Text {
	names := map[string]lang.Text{}
	for _, s := range services {
		names[s.About().Slug] = s.About().Name
	}
	return names
}

// Reviewed is the time limit for a decision by a person, and whether two people must decide.
type Reviewed struct {
	Workdays int  `json:"workdays,omitempty"`
	Days     int  `json:"days,omitempty"` // calendar days; if no limit is given, it is five working days
	FourEyes bool `json:"four_eyes,omitempty"`
}

// reviewDays is the number of working days for a review if no law sets another.
const reviewDays = 5

// Term is the last day for a decision by a person.
type Term struct {
	By calendar.Date `json:"by"`
	// Provisional says that the days off of its year are not arranged yet; zero if they are.
	Provisional lang.Text `json:"provisional,omitzero"`
}

// TermTo is the term of which the last day is a working day.
func TermTo(day calendar.Date) Term { return Term{day, ProvisionalNote(day)} }

// ProvisionalNote says for citizens that the last day of a term is provisional; zero if it is not.
func ProvisionalNote(day calendar.Date) lang.Text {
	if day.IsZero() || calendar.Arranged(day.Year) {
		return lang.Text{}
	}
	return lang.F("国务院尚未公布%[1]d年的放假安排，此日期按法定节假日暂定，公布后可能调整。",
		"Provisional: the State Council has not announced the days off of %[1]d yet. The statutory holidays are taken into account; "+
			"the day may change when they are announced.", day.Year)
}

// by is the last day for a decision on a review that began on the day. The last day of a term in
// calendar days that is no working day moves to the next one (民法典 art. 203).
func (r Reviewed) by(day calendar.Date) calendar.Date {
	switch {
	case r.Workdays > 0:
		return day.AddWorkdays(r.Workdays)
	case r.Days > 0:
		return day.AddDays(r.Days).OrNextWorkday()
	default:
		return day.AddWorkdays(reviewDays)
	}
}

// Handling is the legal procedure of a service.
type Handling string

// The procedures.
const (
	Approval Handling = "approval" // approval is required first
	Filing   Handling = "filing"   // notification: truthful information is enough, no approval is needed (备案)
	Promise  Handling = "promise"  // self-declaration, inspected afterwards (告知承诺)
)

// Audience is the group for which a service is intended.
type Audience string

// The audiences.
const (
	ForPerson   Audience = "person"
	ForBusiness Audience = "business"
)

// Material is a document that the law requires. If shared data replaces it, nobody has to provide
// it.
type Material struct {
	Name lang.Text `json:"name"`
	From lang.Text `json:"from,omitzero"` // the dataset that replaces it; zero: the applicant enters it in the form
}
