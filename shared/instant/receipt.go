package instant

import (
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// Receipt is the answer to an application; it is the same whenever it is requested.
type Receipt struct {
	Number       string                   `json:"number"`
	Service      string                   `json:"service"`
	Title        lang.Text                `json:"title"`
	Received     time.Time                `json:"received"`
	Outcome      decision.Outcome         `json:"outcome"`
	OutcomeText  lang.Text                `json:"outcome_text"`
	Means        lang.Text                `json:"means,omitzero"` // what it means for the applicant
	Findings     []decision.Finding       `json:"findings"`
	EligibleFrom calendar.Date            `json:"eligible_from,omitzero"` // the first day on which all unmet conditions would be met
	Caution      lang.Text                `json:"caution,omitzero"`       // the rejection rests on example rules alone
	Certificate  *certificate.Certificate `json:"certificate,omitempty"`
	Others       bool                     `json:"others,omitempty"` // the certificate is another person's: only they can open it
	Payment      *decision.Payment        `json:"payment,omitempty"`
	DataUse      []DataUse                `json:"data_use"`
	Standing     *Standing                `json:"standing,omitempty"`    // of the grant
	Review       *Review                  `json:"review,omitempty"`      // the applicant requested a review
	Rating       *Rating                  `json:"rating,omitempty"`      // the applicant's rating
	Determined   *Determination           `json:"determined,omitempty"`  // by a person
	Asked        *Asked                   `json:"asked,omitempty"`       // a reviewer's question to the applicant
	Corrections  []CorrectionView         `json:"corrections,omitempty"` // requests for the correction of values in it
	Erasure      *Erasure                 `json:"erasure,omitempty"`     // whether a rejected application can be deleted
	Agent        string                   `json:"agent,omitempty"`       // name of the agent who applied under a mandate
	Acted        bool                     `json:"acted,omitempty"`       // as that agent sees it: without the applicant's private parts
	AcceptedIn   string                   `json:"accepted_in,omitempty"` // where it was received, if another division is responsible
	Bundle       string                   `json:"bundle,omitempty"`      // number of the bundle that contains it
	Parts        []Receipt                `json:"parts,omitempty"`       // of a bundle
	Next         lang.Text                `json:"next"`
	Contact      *Contact                 `json:"contact,omitempty"` // who decides, and where to ask
	Term         *Term                    `json:"term,omitempty"`    // for the decision by a person, if one is due
	Remedies     lang.Text                `json:"remedies"`
	Rules        string                   `json:"rules"`
	Policy       string                   `json:"policy"`

	region string    // where it is decided
	issuer lang.Text // the authority of what was granted
}

// Stopped returns the state of the grant if it is not in force; else nil.
func (r Receipt) Stopped() *Standing {
	if r.Standing == nil || !r.Standing.Stopped() {
		return nil
	}
	return r.Standing
}

// Ended returns the titles of a bundle's parts that are no longer in force.
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
		Findings: a.Findings, EligibleFrom: decision.EligibleFrom(a.Findings), Caution: a.caution(),
		DataUse: dataUse(a.Facts), Rules: a.Rules, Policy: a.Policy,
	}
}

// Assessment is the answer to a pre-check: the outcome that an application would have.
type Assessment struct {
	Service      string             `json:"service"`
	Title        lang.Text          `json:"title"`
	Outcome      decision.Outcome   `json:"outcome"`
	OutcomeText  lang.Text          `json:"outcome_text"`
	Findings     []decision.Finding `json:"findings"`
	EligibleFrom calendar.Date      `json:"eligible_from,omitzero"`
	Caution      lang.Text          `json:"caution,omitzero"` // the rejection rests on example rules alone
	DataUse      []DataUse          `json:"data_use"`
	Parts        []Assessment       `json:"parts,omitempty"` // of a bundle
	Rules        string             `json:"rules"`
	Policy       string             `json:"policy"`
}

// DataUse is one line of the data-use receipt: which fields of which department were read, as of
// when. It contains no values.
type DataUse struct {
	Dataset string     `json:"dataset"`
	Title   lang.Text  `json:"title,omitzero"`
	Holder  lang.Text  `json:"holder,omitzero"`
	Fields  []string   `json:"fields"`
	State   fact.State `json:"state"`
	AsOf    time.Time  `json:"as_of,omitzero"`
	Decided bool       `json:"learned,omitempty"` // written by a decision made here, before its holder delivered it
}

// newReceipt builds the receipt from an application's record.
func newReceipt(a *Application) Receipt {
	findings := a.correctable(a.shown())
	r := Receipt{
		Number: a.Number, Service: a.Service, Title: a.Title, Received: a.Received,
		Outcome: a.Outcome, OutcomeText: a.Outcome.Text(),
		Findings: findings, EligibleFrom: decision.EligibleFrom(findings), Caution: a.caution(),
		DataUse: dataUse(
			visibleFacts(a.Facts, a.Applicant.ID, calendar.Of(a.Received)),
		), Next: next(a.Outcome), Means: means(a, a.payment()), region: a.desk(), Remedies: remedies(a.Outcome),
		Rules: a.Rules, Policy: a.Policy, Bundle: a.Bundle, Determined: a.Determination.forApplicant(), AcceptedIn: a.Applicant.AcceptedIn,
		Agent: a.Applicant.Agent.Name,
	}
	if a.Outcome == decision.Referred && a.Parts == nil {
		term := TermTo(queueOf(a, a.Received).Due)
		r.Term = &term
	}
	if a.Grants != nil {
		r.Certificate, r.Payment, r.issuer = &a.Grants.Certificate, a.Grants.Payment, a.Grants.Certificate.Issuer
		r.Others = a.holder() != a.Applicant.ID
	}
	return r
}

func dataUse(facts fact.Facts) []DataUse {
	uses := make([]DataUse, len(facts))
	for i, f := range facts {
		if f.Blind {
			f = f.Withhold()
		}
		uses[i] = DataUse{f.Dataset, f.Title, f.Holder, f.Fields, f.State, f.AsOf, f.Decided}
	}
	return uses
}

func next(o decision.Outcome) lang.Text {
	switch o {
	case decision.Approved:
		return lang.T("已批准，不用再办其他手续。", "Approved. There is nothing else to do.")
	case decision.Partly:
		return lang.T("每一项的结果见下面：已批准的不用再办，其余的请看各项说明。",
			"Each part has its own result below. There is nothing else to do for the approved parts; for the others, see their explanation.")
	case decision.Rejected:
		return lang.T("条件变化后可随时再次申请；也可以要求人工复核。",
			"You can apply again when the conditions have changed, or request a review by a person.")
	default:
		return lang.T(
			"已转工作人员办理，不用再提交；结果会出现在“我的办件”。",
			"Forwarded to an official; you do not need to apply again. The result will appear under “My applications”.",
		)
	}
}

// caution warns that a rejection rests on example rules alone, not on law that was read. Empty for
// any other decision, and for one by a person.
func (a *Application) caution() lang.Text {
	if a.Outcome != decision.Rejected || a.Determination != nil || !decision.RestsOnExamples(a.Findings) {
		return lang.Text{}
	}
	return lang.T(
		"注意：未满足的条件只依据系统中的示例规定，不能当作现行法规。请以主管部门公布的规定为准，或要求人工办理。",
		"Note: the unmet conditions rest on example rules of this system alone, which are not the law in force. "+
			"Please ask the department for its published rules, or request a decision by a person.",
	)
}

// remedies is the applicant's legal remedies against the decision: 行政复议法 (2023) art. 20, 行政诉讼法
// art. 46, 个人信息保护法 art. 24.
func remedies(o decision.Outcome) lang.Text {
	if o != decision.Rejected {
		return lang.T("您有权要求说明本自动化决定，也有权要求人工办理（个人信息保护法第二十四条）。",
			"You can request an explanation of this automatic decision, and a decision by a person instead (PIPL art. 24).")
	}
	return lang.T(
		"不服本决定的，可自知道之日起六十日内申请行政复议，或六个月内提起行政诉讼；也有权要求说明本自动化决定并由人工复核（个人信息保护法第二十四条）。",
		"If you disagree, you can request administrative reconsideration within 60 days after you learned of "+
			"the decision, or go to court within six months. You can also request an explanation and a review "+
			"by a person (PIPL art. 24).",
	)
}
