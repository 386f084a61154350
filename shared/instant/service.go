// Package instant is the engine that gives a decision while the citizen waits.
//
// A service is a pure rule over a form, shared facts and dated policy (Service).
// The engine does everything else, once, atomically and with proof: decode →
// authenticate → validate → gather → decide → issue → commit → answer.
package instant

import (
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/identity"
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
	Proactive *Proactive[F, P]
}

// Rules is one version of a service's rules, since the law's logic changes as
// well as its figures: what it reads, claims, finds and grants.
type Rules[F, P any] struct {
	Version string
	From    calendar.Date // the first day it is in force

	// Needs names the shared data that a decision reads; nothing else can be
	// read. It is asked again with the facts so far until it has no further
	// need, so that one fact may lead to the next (a marriage to the spouse).
	Needs func(Case[F, P]) []fact.Query

	// Claims names what this application would hold if it were approved, and
	// what may be held only once, or so many times.
	Claims func(Case[F, P]) []Claim

	// Decide finds whether each condition is met.
	Decide func(Case[F, P]) []Finding

	// Issue makes what an approval grants. Serial is a number that no other
	// attempt has.
	Issue func(c Case[F, P], serial Serial) Grants

	// VerifyNeeds names the shared data that a verification reads, and Verify finds
	// whether what was granted goes on; nil where the service's VerifyEvery is 0.
	VerifyNeeds func(Case[F, P]) []fact.Query
	Verify      func(Case[F, P]) []Continuing
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

// Applicant is the person whom a decision is about, as the identity provider
// vouches for.
type Applicant struct {
	ID    string `json:"id"` // ID number (GB 11643)
	Name  string `json:"name"`
	Agent Agent  `json:"agent,omitzero"` // who applies for them, by a mandate; zero for themselves
	// AcceptedIn is the division where it was taken in, if that is not where they are
	// (跨城通办): it changes nothing of the decision.
	AcceptedIn string `json:"accepted_in,omitempty"`
}

// Agent is who acts for an applicant.
type Agent struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Mandate string `json:"mandate"` // its ID
}

// Case is all that a decision may depend on.
type Case[F, P any] struct {
	Form      F
	Applicant Applicant
	Facts     fact.Facts
	Holdings  Holdings
	Policy    P
	At        time.Time // when the application was received, or is verified
	Granted   *Grants   // when it is verified: what was granted
}

// Today is the day in China on which the application was received.
func (c Case[F, P]) Today() calendar.Date { return calendar.Of(c.At) }

// Certificate is a certificate of the applicant's, valid from today.
func (c Case[F, P]) Certificate(kind string, title lang.Text, issuer certificate.Issuer, region string, basis policy.Basis, entries ...certificate.Entry) certificate.Certificate {
	return certificate.Certificate{
		Type: issuer.Code + kind, Title: title,
		Holder: c.Applicant.Name, HolderID: identity.IDNumber(c.Applicant.ID).Masked(),
		Issuer: issuer.Name, IssuerCode: issuer.Code, Region: division.District(region), Place: region,
		IssuedOn: c.Today(), ValidFrom: c.Today(), Basis: []policy.Basis{basis}, Entries: entries,
	}
}

// Grants are what an approval brings about, all of it in one commit.
type Grants struct {
	Certificate certificate.Certificate `json:"certificate"`
	Payment     *Payment                `json:"payment,omitempty"`
	// Records are what the shared data learns at once, so that the next
	// service knows it.
	Records []fact.Record `json:"records,omitempty"`
	// Category is what is granted among its kind, by which authority may be limited.
	Category string `json:"category,omitempty"`
	// Debit are the points that it costs.
	Debit *Debit `json:"debit,omitempty"`
	// Tells are notices to others than the applicant, who have to know of it.
	Tells []Telling `json:"tells,omitempty"`
	// Final says that nothing of it goes on, which would be verified.
	Final bool `json:"final,omitempty"`
	// OnEnd are what the shared data learns when what was granted ends.
	OnEnd []fact.Record `json:"on_end,omitempty"`
	// Counts is where shared data count the months that were paid, of a payment that is due for
	// so many of them in all; nil where nobody counts.
	Counts *MonthCount `json:"counts,omitempty"`
	// Supersedes are claims whose holder ends: what is granted takes its place,
	// and those of the claims that the application makes itself.
	Supersedes []Claim `json:"supersedes,omitempty"`
	// Claims are what came to be held by issuing, for good: a number that must be
	// new.
	Claims []Claim `json:"claims,omitempty"`
}

// MonthCount is a number of months in shared data, as it stood when something was granted. When
// that ends, the months that were paid are added to it: so nobody is paid for longer by
// giving it up and applying anew.
type MonthCount struct {
	Dataset string `json:"dataset"`
	Key     string `json:"key"`
	Field   string `json:"field"`
	Before  int    `json:"before"`
}

// Counts is the field of the key's record, in which so many months are counted already.
func Counts(field fact.Field[int], key string, before int) *MonthCount {
	return &MonthCount{field.Dataset.Name, key, field.Name, before}
}

// Debit are points that are taken from an account (shared/points).
type Debit struct {
	Account string    `json:"account"`
	Points  int       `json:"points"`
	Text    lang.Text `json:"text"`
}

// Telling is a notice to somebody else of what was granted.
type Telling struct {
	Person string    `json:"person"` // ID number
	Title  lang.Text `json:"title"`
	Text   lang.Text `json:"text"`
}

// Payment is an order to the treasury.
type Payment struct {
	Title      lang.Text     `json:"title"`
	Account    string        `json:"account"` // bank card number
	AmountFen  int64         `json:"amount_fen"`
	Monthly    bool          `json:"monthly,omitempty"`
	FirstMonth string        `json:"first_month,omitempty"` // 2026-12
	LastMonth  string        `json:"last_month,omitempty"`  // of what is paid for so long only
	Steps      []Step        `json:"steps,omitempty"`       // by which the amount changes later, in their order
	DueOn      calendar.Date `json:"due_on,omitzero"`
}

// Step is another amount from a month on.
type Step struct {
	FromMonth string `json:"from_month"` // 2036-12
	AmountFen int64  `json:"amount_fen"`
}

// In is the amount of the month.
func (p Payment) In(month calendar.Date) int64 {
	amount := p.AmountFen
	for _, s := range p.Steps {
		if s.FromMonth <= month.MonthText() {
			amount = s.AmountFen
		}
	}
	return amount
}

// Months is the number of months of a payment that has a last one; 0 for any other.
func (p *Payment) Months() int {
	first, err := calendar.Parse(p.FirstMonth + "-01")
	last, fault := calendar.Parse(p.LastMonth + "-01")
	if err != nil || fault != nil {
		return 0
	}
	return max(0, last.MonthsSince(first)+1)
}

// Until is the order that pays no later month than that of the day.
func (p *Payment) Until(day calendar.Date) *Payment {
	stopped := *p
	if last := day.MonthText(); p.Monthly && (p.LastMonth == "" || p.LastMonth > last) {
		stopped.LastMonth = last
	}
	return &stopped
}

// PaidThrough is the last month (2026-12) that is paid if the grant ends on the day; "" for none.
func (p *Payment) PaidThrough(day calendar.Date) string {
	if p == nil || !p.Monthly || p.FirstMonth > day.MonthText() {
		return ""
	}
	if p.LastMonth != "" && p.LastMonth < day.MonthText() {
		return p.LastMonth
	}
	return day.MonthText()
}
