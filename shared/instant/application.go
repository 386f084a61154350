package instant

import (
	"encoding/json"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// Application is the record of one application: all that was asked, read,
// decided and granted. The decision can be made again from it alone.
type Application struct {
	Number    string             `json:"number"`
	Service   string             `json:"service"`
	Title     lang.Text          `json:"title"`
	Applicant decision.Applicant `json:"applicant"`
	Received  time.Time          `json:"received"`
	Serial    decision.Serial    `json:"serial"`
	Form      json.RawMessage    `json:"form"`
	Digest    string             `json:"digest"` // of service, applicant and form: equal for the same application made again
	Facts     fact.Facts         `json:"facts"`
	Holdings  decision.Holdings  `json:"holdings"`
	Policy    string             `json:"policy"` // version of the policy document
	Rules     string             `json:"rules"`  // version of the rules
	Reviewed  Reviewed           `json:"reviewed,omitzero"`
	Outcome   decision.Outcome   `json:"outcome"`
	Findings  []decision.Finding `json:"findings"`
	Grants    *decision.Grants   `json:"grants,omitempty"`
	// Determination is by what a person decided, where the data could not.
	Determination *Determination `json:"determination,omitempty"`
	// Bundle is the number of the bundle that the application is a part of, and
	// Bound how those parts of it came out that the law binds this one to.
	Proactive bool    `json:"proactive,omitempty"` // nobody applied: it was found
	Bundle    string  `json:"bundle,omitempty"`
	Bound     []Bound `json:"bound,omitempty"`
	Parts     []Part  `json:"parts,omitempty"` // of a bundle
}

// Summary is an application's line in its applicant's list.
type Summary struct {
	Number      string           `json:"number"`
	Service     string           `json:"service"`
	Title       lang.Text        `json:"title"`
	Received    time.Time        `json:"received"`
	Outcome     decision.Outcome `json:"outcome"`
	Certificate string           `json:"certificate,omitempty"`
	// State is how what was granted stands, once it stands otherwise than it was granted,
	// and Since since when.
	State State         `json:"state,omitempty"`
	Since calendar.Date `json:"since,omitzero"`
	For   string        `json:"for,omitempty"` // in an agent's list: the mandate by which they made it
}

// acted is the application's line in the list of the agent who made it.
func (a *Application) acted() Summary {
	s := a.summary()
	s.Certificate, s.For = "", a.Applicant.Agent.Mandate
	return s
}

// Stopped reports whether what was granted is not in force any more.
func (s Summary) Stopped() bool { return s.State == Suspended || s.State == Ended }

func (a *Application) summary() Summary {
	s := Summary{Number: a.Number, Service: a.Service, Title: a.Title, Received: a.Received, Outcome: a.Outcome}
	if a.Grants != nil {
		s.Certificate = a.Grants.Certificate.Number
	}
	return s
}

// Receipt is the answer to an application, the same whenever it is asked for.
type Receipt struct {
	Number       string                   `json:"number"`
	Service      string                   `json:"service"`
	Title        lang.Text                `json:"title"`
	Received     time.Time                `json:"received"`
	Outcome      decision.Outcome         `json:"outcome"`
	OutcomeText  lang.Text                `json:"outcome_text"`
	Findings     []decision.Finding       `json:"findings"`
	EligibleFrom calendar.Date            `json:"eligible_from,omitzero"` // the day from which all that is not met would be
	Certificate  *certificate.Certificate `json:"certificate,omitempty"`
	Payment      *decision.Payment        `json:"payment,omitempty"`
	DataUse      []DataUse                `json:"data_use"`
	Standing     *Standing                `json:"standing,omitempty"`    // of what was granted
	Review       *Review                  `json:"review,omitempty"`      // a person was asked for
	Rating       *Rating                  `json:"rating,omitempty"`      // what the applicant thinks of it
	Determined   *Determination           `json:"determined,omitempty"`  // by a person
	Asked        *Asked                   `json:"asked,omitempty"`       // by a reviewer, of the applicant
	Erasure      *Erasure                 `json:"erasure,omitempty"`     // of a rejection's record
	Agent        string                   `json:"agent,omitempty"`       // who applied for the applicant, by their mandate
	Acted        bool                     `json:"acted,omitempty"`       // seen by that agent: without what is the applicant's alone
	AcceptedIn   string                   `json:"accepted_in,omitempty"` // where it was taken in, of what is handled where the applicant is at home
	Bundle       string                   `json:"bundle,omitempty"`      // of which it is a part
	Parts        []Receipt                `json:"parts,omitempty"`       // of a bundle
	Next         lang.Text                `json:"next"`
	Remedies     lang.Text                `json:"remedies"`
	Rules        string                   `json:"rules"`
	Policy       string                   `json:"policy"`
}

// Stopped is how what was granted stands where it is not in force; nil where it is.
func (r Receipt) Stopped() *Standing {
	if r.Standing == nil || !r.Standing.Stopped() {
		return nil
	}
	return r.Standing
}

// Ended are the titles of a bundle's parts that are not in force any more.
func (r Receipt) Ended() (titles []lang.Text) {
	for _, p := range r.Parts {
		if p.Stopped() != nil {
			titles = append(titles, p.Title)
		}
	}
	return titles
}

func (a *Application) assessment() Assessment {
	return Assessment{
		Service: a.Service, Title: a.Title, Outcome: a.Outcome, OutcomeText: a.Outcome.Text(),
		Findings: a.Findings, EligibleFrom: decision.EligibleFrom(a.Findings),
		DataUse: dataUse(a.Facts), Rules: a.Rules, Policy: a.Policy,
	}
}

// Assessment is the answer to a pre-check: what an application would come to.
type Assessment struct {
	Service      string             `json:"service"`
	Title        lang.Text          `json:"title"`
	Outcome      decision.Outcome   `json:"outcome"`
	OutcomeText  lang.Text          `json:"outcome_text"`
	Findings     []decision.Finding `json:"findings"`
	EligibleFrom calendar.Date      `json:"eligible_from,omitzero"`
	DataUse      []DataUse          `json:"data_use"`
	Parts        []Assessment       `json:"parts,omitempty"` // of a bundle
	Rules        string             `json:"rules"`
	Policy       string             `json:"policy"`
}

// DataUse is one line of the data-use receipt: what was read, whose it is, as of
// when. It carries no values.
type DataUse struct {
	Dataset string     `json:"dataset"`
	Title   lang.Text  `json:"title,omitzero"`
	Holder  lang.Text  `json:"holder,omitzero"`
	Fields  []string   `json:"fields"`
	State   fact.State `json:"state"`
	AsOf    time.Time  `json:"as_of,omitzero"`
	Learned bool       `json:"learned,omitempty"` // from a decision made here, before its holder delivered it
}

// newReceipt is the answer that an application's record gives.
func newReceipt(a *Application) Receipt {
	findings := a.shown()
	r := Receipt{
		Number: a.Number, Service: a.Service, Title: a.Title, Received: a.Received,
		Outcome: a.Outcome, OutcomeText: a.Outcome.Text(),
		Findings: findings, EligibleFrom: decision.EligibleFrom(findings),
		DataUse: dataUse(visibleFacts(a.Facts, a.Applicant.ID, calendar.Of(a.Received))), Next: next(a.Outcome), Remedies: remedies(a.Outcome),
		Rules: a.Rules, Policy: a.Policy, Bundle: a.Bundle, Determined: a.Determination.told(), AcceptedIn: a.Applicant.AcceptedIn,
		Agent: a.Applicant.Agent.Name,
	}
	if a.Grants != nil {
		r.Certificate, r.Payment = &a.Grants.Certificate, a.Grants.Payment
	}
	return r
}

func dataUse(facts fact.Facts) []DataUse {
	uses := make([]DataUse, len(facts))
	for i, f := range facts {
		if f.Blind {
			f = f.Withhold()
		}
		uses[i] = DataUse{f.Dataset, f.Title, f.Holder, f.Fields, f.State, f.AsOf, f.Learned}
	}
	return uses
}

func next(o decision.Outcome) lang.Text {
	switch o {
	case decision.Approved:
		return lang.T("已办结，电子证照即时生效，无需再跑一趟。",
			"All done. The certificate is valid from now on; there is nowhere you need to go.")
	case decision.Partly:
		return lang.T("一件事中各项的结果如下：已办结的即时生效，其余请看各项说明。",
			"Each part has its own result below: what is approved is valid from now on; for the rest see each part.")
	case decision.Rejected:
		return lang.T("条件变化后可随时再次申请；也可以要求人工复核。",
			"You may apply again whenever the conditions have changed, or ask for a person to review this.")
	default:
		return lang.T("已转交工作人员办理，您无需重复提交；结果会出现在“我的办件”。",
			"A member of staff has it now; there is no need to apply again. The result will be under “My applications”.")
	}
}

// remedies are the applicant's rights against the decision: 行政复议法 (2023)
// art. 20, 行政诉讼法 art. 46, 个人信息保护法 art. 24.
func remedies(o decision.Outcome) lang.Text {
	if o != decision.Rejected {
		return lang.T("您有权要求说明本自动化决定，也有权要求人工办理（个人信息保护法第二十四条）。",
			"You may ask for this automatic decision to be explained, and for a person to decide instead (PIPL art. 24).")
	}
	return lang.T("不服本决定的，可自知道之日起六十日内申请行政复议，或六个月内提起行政诉讼；也有权要求说明本自动化决定并由人工复核（个人信息保护法第二十四条）。",
		"Against this decision you may ask for administrative reconsideration within 60 days of learning of it, or sue within six months. You may also ask for it to be explained and reviewed by a person (PIPL art. 24).")
}
