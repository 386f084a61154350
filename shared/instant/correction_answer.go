package instant

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/identity"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/registry"
	"miaoban/shared/store"
	"miaoban/shared/team"
)

// Correctors decide again what a corrected value concerns, by the service's slug.
type Correctors struct {
	Reviewers map[string]Reviewer
	Verifiers map[string]Verifier
}

// CorrectorsOf returns the correctors of the services.
func CorrectorsOf(e *Engine, services []Offering) (Correctors, error) {
	all := Correctors{map[string]Reviewer{}, map[string]Verifier{}}
	for _, s := range services {
		reviewer, err := s.Reviewer(e)
		if err != nil {
			return all, err
		}
		verifier, err := s.Verifier(e)
		if err != nil {
			return all, err
		}
		all.Reviewers[s.About().Slug], all.Verifiers[s.About().Slug] = reviewer, verifier
	}
	return all, nil
}

// CorrectionCase is a request for correction as the department sees it.
type CorrectionCase struct {
	CorrectionView
	Person string `json:"person"` // ID number: the key of the record
	Name   string `json:"name"`
	Control
	Record []RecordLine `json:"record"` // as it is now; saving a correction confirms it
	Seen   string       `json:"seen"`   // to be sent back with the answer
}

// RecordLine is a value on record.
type RecordLine struct {
	Field string    `json:"field"`
	Label lang.Text `json:"label"`
	Value string    `json:"value,omitempty"`
}

// CorrectionMatter returns the request as a matter for an official of the department.
func (e *Engine) CorrectionMatter(c *Correction) Matter {
	of := dataset.Find(c.Value.Dataset)
	shown := fact.Fact{
		Dataset: of.Name, Title: of.Title, Holder: of.Holder, Key: c.Applicant.ID, OfPerson: true, State: fact.Known,
	}
	for _, column := range of.Columns() {
		_, name := fact.NameOf(column)
		shown.Fields = append(shown.Fields, name)
	}
	return Matter{
		Partition: CorrectionKey(c.Number).Partition, Number: c.Number, Application: c.Application, Service: c.Service,
		Purpose: "correction", People: c.Parties, Facts: fact.Facts{shown},
	}
}

// CorrectionCase returns the request with the record as it is now. within is the region whose parts are
// offered, if the value is a place; "" for that of the value.
func (e *Engine) CorrectionCase(ctx context.Context, c *Correction, within string) (CorrectionCase, error) {
	of := dataset.Find(c.Value.Dataset)
	item, record, err := registry.Stored(ctx, e.Store, of, c.Applicant.ID)
	if err != nil {
		return CorrectionCase{}, err
	}
	view, err := e.correctionView(ctx, c)
	if err != nil {
		return CorrectionCase{}, err
	}
	shown := CorrectionCase{
		CorrectionView: view, Person: c.Applicant.ID, Name: c.Applicant.Name,
		Control: controlOf(columnOf(of.Name, c.Value.Field), within, cmp.Or(c.Wanted, c.Value.Value)),
		Record:  []RecordLine{}, Seen: registry.Seen(item),
	}
	for _, column := range of.Columns() {
		_, name := fact.NameOf(column)
		value := record.Values[name]
		if column.Names() && value != "" {
			value = identity.Person(value).Masked()
		}
		shown.Record = append(shown.Record, RecordLine{name, column.Caption(), value})
	}
	return shown, nil
}

// CorrectionReply is the answer of the department's official.
type CorrectionReply struct {
	Result CorrectionResult
	Value  string // the right value, if it is corrected
	Reason string
	Seen   string // CorrectionCase.Seen, of the record on which the answer rests
}

// AnswerCorrection commits the department's answer with everything that follows: the corrected record,
// the end of the task, a notice, and the decision, which the rules of its day make again with the
// corrected value. Only an approval replaces a decision without a person. What was granted before is
// verified directly afterwards.
func (e *Engine) AnswerCorrection(
	ctx context.Context,
	c *Correction,
	by Clearance,
	reply CorrectionReply,
	all Correctors,
) (*Correction, error) {
	for range maxAttempts {
		is, err := e.answerCorrection(ctx, c.Number, by, reply, all)
		var busy *problem.Problem
		var lost *store.Conflict
		switch {
		case errors.As(err, &lost) && !lost.Has(InterestWrite), errors.As(err, &busy) && busy.Code == "busy":
			continue // decide again on the current state
		case err != nil:
			return nil, CommitError("answering a correction", err, nil)
		}
		if verifier := all.Verifiers[is.Service]; is.Answer.Effect == NowVerified && verifier != nil {
			if _, err := verifier.Verify(ctx, is.Application, false); err != nil { // it is due, so the next run verifies it
				e.Log.WarnContext(ctx, "a corrected award is verified later", "application", is.Application, "error", err)
			}
		}
		return is, nil
	}
	return nil, problem.Busy()
}

func (e *Engine) answerCorrection(
	ctx context.Context,
	number string,
	by Clearance,
	reply CorrectionReply,
	all Correctors,
) (*Correction, error) {
	c, err := LoadCorrection(ctx, e.Store, number)
	if err != nil {
		return nil, err
	}
	if c.Answer != nil {
		return nil, problem.New("moved-on", lang.T("该请求已经答复。", "This request was already answered."))
	}
	a, err := c.application(ctx, e.Store)
	if err != nil {
		return nil, err
	}
	if c.Answer, err = e.answer(c, by, reply); err != nil {
		return nil, err
	}
	record, err := e.correctedRecord(ctx, c, reply.Seen)
	if err != nil {
		return nil, err
	}
	next, err := e.follow(ctx, c, a, by, all.Reviewers[c.Service])
	if err != nil {
		return nil, err
	}
	writes, err := e.answerWrites(ctx, c, by)
	if err != nil {
		return nil, err
	}
	kept, entry, err := e.correctionWrites("correction-answered", c)
	if err != nil {
		return nil, err
	}
	writes = append(append(append(writes, kept...), record...), next.writes...)
	if next.made.application != nil {
		err = e.keepDetermined(ctx, a, next.made, next.held, by, by.by.ID, writes...)
	} else if acted, failed := by.Act("correction-answered"); failed != nil {
		err = failed
	} else {
		err = e.Store.Commit(ctx, append(writes, acted...)...)
	}
	entry.Done(err)
	if next.entry != nil {
		next.entry.Done(err)
	}
	return c, err
}

// answer checks the reply.
func (e *Engine) answer(c *Correction, by Clearance, reply CorrectionReply) (*CorrectionAnswer, error) {
	reason, err := form.RequiredText("reason", reply.Reason)
	if err != nil {
		return nil, err
	}
	answer := &CorrectionAnswer{Result: reply.Result, Reason: reason, By: by.by.Name, At: e.Now()}
	switch reply.Result {
	case Confirmed, Removed:
		return answer, nil
	case Corrected:
	default:
		return nil, problem.OfField("result", "choice", lang.T("请选择核实结果。", "Choose the result of the check."))
	}
	column := columnOf(c.Value.Dataset, c.Value.Field)
	answer.Value = form.CleanValue(column, reply.Value)
	invalid := !admits(column, answer.Value)
	if s := (Supplied{Dataset: c.Value.Dataset, Key: c.Applicant.ID, Field: c.Value.Field, Value: answer.Value}); !invalid {
		invalid = !Determination{Supplied: []Supplied{s}}.agreesWithNumber(s, nil)
	}
	if invalid {
		return nil, invalidValue(column)
	}
	return answer, nil
}

// correctedRecord returns the writes of the department's record.
func (e *Engine) correctedRecord(ctx context.Context, c *Correction, seen string) (writes []store.Write, err error) {
	of, at := dataset.Find(c.Value.Dataset), c.Answer.At
	switch c.Answer.Result {
	case Corrected:
		writes, err = registry.Correct(ctx, e.Store, of, c.Applicant.ID, c.Value.Field, c.Answer.Value, seen, at)
	case Removed:
		writes, err = registry.Remove(ctx, e.Store, of, c.Applicant.ID, seen, at)
	default: // as shown, until this is stored
		writes, err = registry.Confirm(ctx, e.Store, of, c.Applicant.ID, c.Value.Field, c.Value.Value, seen)
	}
	if errors.Is(err, registry.ErrNoRecord) {
		return nil, problem.OfField("result", "choice", lang.T("该记录现已不存在，请选择“无此记录”，或待部门重新登记后再答复。",
			"There is no such record any more. Choose that it is withdrawn, or answer after the department has entered it again."))
	}
	if errors.Is(err, registry.ErrChanged) {
		return nil, problem.New("moved-on", lang.T("该记录刚有变动，请按现在的记录重新核实。",
			"The record has just changed. Please check it again as it is now."))
	}
	return writes, err
}

// answerWrites returns the writes that end the task and notify the person.
func (e *Engine) answerWrites(ctx context.Context, c *Correction, by Clearance) ([]store.Write, error) {
	m := team.Member{Name: by.by.Name, Department: c.Department, Region: c.Region}
	_, writes, err := team.Report(ctx, e.Store, c.teamCase(), 0, m, c.Answer.Reason, c.Answer.At)
	if err != nil {
		return nil, err
	}
	v := c.View(c.Answer.At)
	notice, err := NoticeWrite(c.Applicant.ID, "correction#"+c.Number, Notice{
		At: c.Answer.At, Service: c.Service, Correction: c.Number,
		Title: lang.F("您要求更正的“%s”有了答复", "Your request to correct “%s” was answered", c.Value.Label),
		Text:  lang.F("%s。%s", "%s. %s", v.StateText, v.EffectText),
	})
	return append(writes, notice, store.Remove("correcting", openCorrection(c.Applicant.ID, c.Value.Dataset, c.Value.Field))), err
}

// following is what follows from a correction for the decision: it was made again, or other writes.
type following struct {
	made   draft // without an application if nothing is decided
	held   []decision.Claim
	writes []store.Write
	entry  *audit.Entry
}

// follow determines what follows, and records it in the answer.
func (e *Engine) follow(ctx context.Context, c *Correction, a *Application, by Clearance, reviewer Reviewer) (next following, err error) {
	corrected, ok := c.supplied()
	switch {
	case !ok:
		return next, nil
	case a == nil:
		c.Answer.Effect = Gone
		return next, nil
	case a.Outcome != decision.Approved && a.Determination != nil || reviewer == nil:
		c.Answer.Effect = ByPerson
		return next, nil
	}
	found := Determination{
		Reviewer: by.by.Name, Region: by.by.Region, At: c.Answer.At, Correction: c.Number, Supplied: []Supplied{corrected},
		Reason: fmt.Sprintf("%s更正了“%s”，按更正后的数据重新决定。", c.Value.Holder.ZH, c.Value.Label.ZH),
	}
	if before := a.Determination; before != nil {
		found.Judged = before.Judged
	}
	if found.Supplied, err = e.withCorrected(ctx, a, found.Supplied); err != nil {
		return next, err
	}
	made, held, err := reviewer.again(ctx, a, found)
	if err == nil {
		err = e.still(ctx, by, made.application)
	}
	if err != nil {
		return next, err
	}
	is := made.application
	c.Answer.Outcome, c.Answer.Findings = is.Outcome, is.shown()
	switch {
	case a.Outcome == decision.Approved:
		c.Answer.Effect, c.Answer.Differs = NowVerified, differs(a, is)
		next.writes, err = e.dueNow(ctx, a.Number, c.Answer)
	case is.Outcome == decision.Approved && !a.Reviewed.FourEyes && !c.writtenBy(is):
		c.Answer.Effect, next.made, next.held = NowApproved, made, held
		next.writes, err = e.withoutProposal(ctx, a)
	case a.Outcome == decision.Referred:
		c.Answer.Effect = WithPerson
	case is.Outcome == decision.Rejected:
		c.Answer.Effect = StillRejected
	default:
		err = e.toReview(ctx, c, a, &next)
	}
	return next, err
}

// writtenBy reports whether the approval would write the corrected record itself, on which a person
// then decides.
func (c *Correction) writtenBy(a *Application) bool {
	return slices.ContainsFunc(a.Grants.Records, func(r fact.Record) bool {
		return r.Dataset == c.Value.Dataset && r.Key == c.Applicant.ID
	})
}

// toReview forwards a rejection to a reviewer, unless the applicant requested that before.
func (e *Engine) toReview(ctx context.Context, c *Correction, a *Application, next *following) error {
	c.Answer.Effect = WithPerson
	_, err := e.Store.Get(ctx, reviewKey(a.Number))
	if errors.Is(err, store.ErrNotFound) {
		c.Answer.Effect = NowReviewed
		next.writes, next.entry, err = e.reviewWrites(ctx, a, Review{Requested: c.Answer.At})
	}
	return err
}

// dueNow returns the writes after which what was granted is due for verification.
func (e *Engine) dueNow(ctx context.Context, number string, answer *CorrectionAnswer) ([]store.Write, error) {
	award, err := LoadAward(ctx, e.Store, number)
	today := calendar.Of(answer.At)
	if err != nil || award.State == Ended || award.Due.IsZero() {
		return nil, err
	}
	is := *award
	is.Corrected = today
	if award.Due.After(today) {
		is.Due = today
	}
	return e.change(ctx, *award, is, nil)
}

// withoutProposal returns the write that removes a reviewer's proposal, on which nobody decides any
// more.
func (e *Engine) withoutProposal(ctx context.Context, a *Application) ([]store.Write, error) {
	item, err := e.Store.Get(ctx, proposalKey(a.Number))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return []store.Write{store.Forbid("proposal", proposalKey(a.Number))}, nil
	case err != nil:
		return nil, fmt.Errorf("reading a proposal: %w", err)
	}
	return []store.Write{store.Delete("proposal", item.Key, item.Version)}, nil
}

// differs reports whether a decision made again is not the approval that was given, or pays other
// amounts.
func differs(was, is *Application) bool {
	if is.Outcome != decision.Approved {
		return true
	}
	amounts := func(p *decision.Payment) string {
		if p == nil {
			return ""
		}
		type step struct {
			From string
			Fen  int64
		}
		steps := []step{{Fen: p.AmountFen}}
		for _, s := range p.Steps {
			steps = append(steps, step{s.FromMonth, s.AmountFen})
		}
		body, _ := json.Marshal(steps) // strings and numbers
		return string(body)
	}
	return amounts(was.Grants.Payment) != amounts(is.Grants.Payment)
}
