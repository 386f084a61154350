package instant

import (
	"context"
	"errors"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
	"miaoban/shared/store"
)

// CorrectionView is a request for correction as its person sees it.
type CorrectionView struct {
	Number      string           `json:"number"`
	Application string           `json:"application"`
	Title       lang.Text        `json:"title"`
	Value       fact.Reference   `json:"value"` // as the decision read it
	Wanted      string           `json:"wanted,omitempty"`
	Text        string           `json:"text,omitempty"`
	Agent       string           `json:"agent,omitempty"` // name of the agent who asked
	Requested   time.Time        `json:"requested"`
	Term        Term             `json:"term"`           // for the department's answer
	Late        bool             `json:"late,omitempty"` // it passed without an answer
	State       CorrectionResult `json:"state"`          // "open", or the answer
	StateText   lang.Text        `json:"state_text"`
	Now         string           `json:"now,omitempty"` // the corrected value
	Reason      string           `json:"reason,omitempty"`
	Answered    time.Time        `json:"answered,omitzero"`
	Effect      CorrectionEffect `json:"effect,omitempty"`
	EffectText  lang.Text        `json:"effect_text,omitzero"`
	// Outcome and Findings are those of the rules with the corrected value.
	Outcome  decision.Outcome   `json:"outcome,omitempty"`
	Findings []decision.Finding `json:"findings,omitempty"`
	Remedies lang.Text          `json:"remedies,omitzero"` // if the department confirmed the value
	Basis    []policy.Basis     `json:"basis"`
}

// correctionView returns the request as its person sees it now, with what became of the grant.
func (e *Engine) correctionView(ctx context.Context, c *Correction) (CorrectionView, error) {
	v := c.View(e.Now())
	if v.Effect != NowVerified {
		return v, nil
	}
	award, err := LoadAward(ctx, e.Store, c.Application)
	if errors.Is(err, store.ErrNotFound) {
		return v, nil
	}
	if err != nil {
		return v, err
	}
	if award.State != InForce {
		v.EffectText = lang.F("已按更正后的数据核验：自%s起%s。%s%s", "Verified with the corrected value: since %s it is not in force (%s). %s %s",
			award.Since, award.State.Text(), award.Cause, paidBefore)
	}
	return v, nil
}

// paidBefore says that no rule takes back what was paid on a wrong record.
var paidBefore = lang.T("更正以前已发的，系统不自动追回；是否退回，由工作人员依法决定。",
	"What was paid before the correction is not recovered by a rule; whether any of it is to be paid back, an official decides by law.")

// OpenCorrection is the state of a request without an answer.
const OpenCorrection CorrectionResult = "open"

// View returns the request as its person sees it at that time.
func (c *Correction) View(now time.Time) CorrectionView {
	v := CorrectionView{
		Number: c.Number, Application: c.Application, Title: c.Title, Value: c.Value, Wanted: c.Wanted, Text: c.Text,
		Agent: c.Applicant.Agent.Name, Requested: c.Requested, Term: TermTo(c.due()), State: OpenCorrection, Basis: correctionBasis(),
	}
	if a := c.Answer; a != nil {
		v.State, v.Now, v.Reason, v.Answered = a.Result, a.Value, a.Reason, a.At
		v.Effect, v.EffectText, v.Outcome, v.Findings = a.Effect, a.effectText(), a.Outcome, a.Findings
		if a.Result == Confirmed {
			v.Remedies = lang.T(
				"不同意的，可以要求人工复核本次办理，也可以依法向人民法院提起诉讼（个人信息保护法第五十条）。",
				"If you disagree, you can request a review of the decision by a person, or go to court (PIPL art. 50).")
		}
	}
	v.Late = c.Answer == nil && calendar.Of(now).After(c.due())
	v.StateText = v.State.text(c.Value)
	if v.Late {
		v.StateText = lang.F("%s。已超过答复期限，您可以投诉。", "%s. The department is late; you can complain.", v.StateText)
	}
	return v
}

func (r CorrectionResult) text(value fact.Reference) lang.Text {
	switch r {
	case Corrected:
		return lang.F("%s已更正", "Corrected by %s", value.Holder)
	case Removed:
		return lang.F("%s已撤销该记录", "The record was withdrawn by %s", value.Holder)
	case Confirmed:
		return lang.F("%s核实后认为数据无误", "Checked by %s: the value is right", value.Holder)
	default:
		return lang.F("%s正在核实", "Being checked by %s", value.Holder)
	}
}

// effectText is what followed for the decision, for its person.
func (a *CorrectionAnswer) effectText() lang.Text {
	switch a.Effect {
	case NowApproved:
		return lang.T("已按更正后的数据、申请当时的规定重新决定：予以批准。",
			"Decided again with the corrected value, by the rules of the day of your application: approved.")
	case StillRejected:
		return lang.T("已按更正后的数据重新核对，仍有条件不符合，逐条说明见下。您可以要求人工复核。",
			"Decided again with the corrected value: some conditions are still not met, as explained below. You can request a review by a person.")
	case NowReviewed:
		return lang.T("按更正后的数据，有的条件须由人核实：已为您转人工复核，无需另行要求。",
			"With the corrected value a person has to verify a condition: your application was forwarded for review; no request is needed.")
	case WithPerson:
		return lang.T("您的申请正由工作人员办理，将按更正后的数据决定。",
			"An official is handling your application and will decide with the corrected value.")
	case NowVerified:
		if a.Differs {
			return lang.F("已批准的结果按更正后的数据核验。按更正后的数据，结果或金额会与原决定不同：不再符合继续享受的条件的，"+
				"自更正之日起停止，并另行通知；其余不自动改动，您可以要求人工复核，由工作人员答复。%s",
				"What was granted is verified with the corrected value. With it, the result or the amount would be different: what does not meet "+
					"the conditions for continuing stops with the correction, by a separate notice; nothing else is changed automatically, "+
					"and you can request a review, which an official answers. %s", paidBefore)
		}
		return lang.T("已批准的结果按更正后的数据核验；停止或者改变的，另行通知。",
			"What was granted is verified with the corrected value; if anything stops or changes, there is a separate notice.")
	case ByPerson:
		return lang.T("原决定由工作人员作出，不自动改动。您可以重新申请；不服原决定的，可以申请行政复议或者提起行政诉讼。",
			"The decision was made by a person and is not changed automatically. You can apply again; if you disagree with the decision, you "+
				"can request administrative reconsideration or go to court.")
	case Gone:
		return lang.T("原办件的记录已按您的要求删除，不再重新决定。",
			"The application was deleted at your request, so it is not decided again.")
	default:
		return lang.Text{}
	}
}

// forAgent returns the view without what is between the person and the department.
func (v CorrectionView) forAgent() CorrectionView {
	v.Wanted, v.Text, v.Now, v.Reason, v.Findings = "", "", "", "", nil
	return v
}
