package instant

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/registry"
	"miaoban/shared/store"
	"miaoban/shared/team"
)

// Reviewer decides the referred applications of a service.
type Reviewer interface {
	// Determine decides the application with the reviewer's findings and commits it. If two must
	// decide, it stores a proposal and returns the application unchanged.
	Determine(ctx context.Context, a *Application, by Clearance, d Determination) (*Application, error)
	// Confirm decides the application with the proposal of another reviewer.
	Confirm(ctx context.Context, a *Application, by Clearance) (*Application, error)
	// Answers returns what the applicant entered in the form.
	Answers(a *Application) ([]form.Answer, error)
	// Awaited returns the conditions for which the policy of today still has no rule or figure.
	Awaited(ctx context.Context, a *Application) ([]decision.Finding, error)

	again(ctx context.Context, a *Application, found Determination) (made draft, held []decision.Claim, err error)
}

// Reviewer returns the reviewer of the service.
func (s Service[F, P]) Reviewer(e *Engine) (Reviewer, error) { return newInstance(e, s) }

// Reviewer is nil: a bundle's parts are reviewed in their own services.
func (b Bundle[B]) Reviewer(*Engine) (Reviewer, error) { return nil, nil }

// Reviewable reports whether a reviewer can decide the application: it was referred, or it was
// rejected and the applicant requested a review.
func (e *Engine) Reviewable(ctx context.Context, a *Application) (bool, error) {
	switch {
	case a.Parts != nil || a.Determination != nil:
		return false, nil
	case a.Outcome == decision.Referred:
		return true, nil
	case a.Outcome != decision.Rejected:
		return false, nil
	}
	var review Review
	err := load(ctx, e.Store, reviewKey(a.Number), &review)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// May reports whether the application is or was in the officer's region.
func (o Officer) May(a *Application) bool {
	if d := a.Determination; d != nil && d.Region == o.Region {
		return true
	}
	return slices.Contains(places(o.Region), queueOf(a, a.Received).Region)
}

// Determine implements Reviewer.
func (s *instance[F, P]) Determine(ctx context.Context, a *Application, by Clearance, found Determination) (*Application, error) {
	if open, err := s.Reviewable(ctx, a); err != nil || !open {
		return nil, cmp.Or(err, error(problem.New("already-requested", lang.T("该办件已经办结。", "This application is already decided."))))
	}
	found.Reviewer, found.Region, found.At = by.by.Name, by.by.Region, s.Now()
	found.Supplied = cleaned(found.Supplied)
	overrules := found.overrule(a.Facts)
	made, held, err := s.determine(ctx, a, found)
	if err == nil {
		err = s.still(ctx, by, made.application)
	}
	switch {
	case err != nil:
		return nil, err
	case a.Reviewed.FourEyes, by.Two, overrules, found.namesLaw():
		return a, s.propose(ctx, a, by, proposal{found, by.by.ID})
	}
	return made.application, s.keepDetermined(ctx, a, made, held, by, by.by.ID)
}

// determine re-evaluates the application with the reviewer's findings; held are the claims that it
// held so far. The error is a problem if conditions are still unknown.
func (s *instance[F, P]) determine(
	ctx context.Context,
	a *Application,
	found Determination,
) (made draft, held []decision.Claim, err error) {
	if found.Supplied, err = s.withCorrected(ctx, a, found.Supplied); err != nil {
		return made, nil, err
	}
	if made, held, err = s.again(ctx, a, found); err != nil {
		return made, nil, err
	}
	if made.application.Outcome == decision.Referred {
		p := problem.New("invalid-form", lang.T("还有条件没有核实，暂时不能办结。", "Some conditions are not verified yet, so it cannot be decided."))
		for _, f := range made.application.Findings {
			if f.Status == decision.Unknown {
				p.Errors = append(p.Errors, problem.FieldError{Pointer: "/judged", Code: "unknown", Detail: stillUnknown(f)})
			}
		}
		return made, nil, p
	}
	return made, held, nil
}

// stillUnknown says what is still to be done about the condition.
func stillUnknown(f decision.Finding) lang.Text {
	if !f.Unruled {
		return lang.F("%s：%s", "%s: %s", f.Title, f.Text)
	}
	return lang.F("%s：%s标准录入系统后，再次提交即按该标准办结；认为不符合的，请写明依据，由两人共同决定。",
		"%s: %s Once the figure is in the system, decide again and it is used. If the condition is not met, name the law; "+
			"two people then decide.", f.Title, f.Text)
}

// lacksRule reports whether the application was referred because the policy has no figure for it.
func lacksRule(a *Application) bool {
	return a.Outcome == decision.Referred && slices.ContainsFunc(a.Findings, func(f decision.Finding) bool { return f.Unruled })
}

// again decides the application by the rules and the policy of its day, with what was found since; a
// policy that had no figure for it is replaced by that of today, which may have it. held are the
// claims that it held so far.
func (s *instance[F, P]) again(ctx context.Context, a *Application, found Determination) (made draft, held []decision.Claim, err error) {
	if err := found.check(a.Facts); err != nil {
		return made, nil, err
	}
	p, rules, err := s.pinnedVersions(ctx, s.Store, a.Policy, a.Rules)
	if err != nil {
		return made, nil, err
	}
	is := *a
	of := p // for what it held so far
	if lacksRule(a) && s.version != a.Policy {
		if err := s.keepPolicy(ctx); err != nil {
			return made, nil, err
		}
		p, is.Policy = s.policy, s.version
	}
	c := decision.Case[F, P]{
		Applicant: a.Applicant,
		Holdings:  a.Holdings,
		Policy:    p,
		At:        a.Received,
		Decided:   found.At,
		Facts:     supply(a.Facts, found.Supplied, found.At),
	}
	if err := json.Unmarshal(a.Form, &c.Form); err != nil {
		return made, nil, fmt.Errorf("the form of %s: %w", a.Number, err)
	}
	if a.Outcome != decision.Rejected { // a rejection holds no claims
		held = rules.Claims(
			decision.Case[F, P]{Form: c.Form, Applicant: a.Applicant, Facts: a.Facts, Holdings: a.Holdings, Policy: of, At: a.Received},
		)
	}
	if a.Outcome == decision.Referred {
		held = unheld(held, a.Holdings)
	}
	c.Facts = s.ask(ctx, s.Source, c, rules.Needs) // queries that only the new facts require
	claims := rules.Claims(c)
	if c.Holdings, err = s.holdings(ctx, claims, a.Applicant); err != nil {
		return made, nil, err
	}
	for i, claim := range claims { // claims of the application itself keep their former state
		was := holdingOf(a.Holdings, claim)
		switch {
		case slices.Contains(held, claim):
			c.Holdings[i] = was
		case was.Own && (was.Application != c.Holdings[i].Application || was.Pending != c.Holdings[i].Pending):
			c.Holdings[i].Own = false // granted anew since: what was read for this application is outdated
		}
	}
	former, err := s.former(ctx, rules, c)
	if err != nil {
		return made, nil, err
	}
	c.Holdings = append(c.Holdings, slices.DeleteFunc(former, func(h decision.Holding) bool { return h.Application == a.Number })...)
	judged := determined(rules.findings(s.Item, c), &found)
	// Delegated authority is read again: it may have changed since.
	c.Facts = slices.DeleteFunc(slices.Clone(c.Facts), func(f fact.Fact) bool { return f.Dataset == dataset.Delegations.Dataset.Name })
	c.Facts = s.ask(ctx, s.Source, c, func(c decision.Case[F, P]) []fact.Query { return s.delegable(c, rules, judged) })
	is.Facts, is.Holdings, is.Determination = c.Facts, c.Holdings, &found
	is.Findings = append(s.authorised(c, rules, judged, found.At), boundFindings(a.Bound)...)
	is.Outcome, is.Grants = decision.Conclude(is.Findings), nil
	made = draft{application: &is, claims: claims}
	if is.Outcome == decision.Approved {
		if is.Grants, err = s.grants(&is, c, rules); err != nil {
			return made, nil, err
		}
		made.due = s.due(c, *is.Grants)
	}
	return made, held, nil
}

// keepDetermined commits a reviewer's decision: the new record, with the referral stored beside
// it; grants or released claims; and the removal from the queue.
func (e *Engine) keepDetermined(
	ctx context.Context,
	was *Application,
	made draft,
	held []decision.Claim,
	by Clearance,
	reviewer string,
	more ...store.Write,
) (err error) {
	is := made.application
	writes, err := e.recordWrites(ctx, was, is)
	if err != nil {
		return err
	}
	record := audit.Digest(writes[0].Item.Body)
	var records []fact.Record // for the shared data
	if is.Outcome == decision.Approved {
		granted, err := grantWrites(is)
		if err != nil {
			return err
		}
		award, err := awardWrites(made)
		if err != nil {
			return err
		}
		spent, err := e.debit(ctx, is)
		if err != nil {
			return CommitError("debiting points", err, problem.Busy())
		}
		writes, records = append(append(append(writes, granted...), award...), spent...), is.Grants.Records
		ended, claims, err := e.supersede(ctx, made)
		if err != nil {
			return CommitError("replacing an award", err, problem.Busy())
		}
		writes = append(writes, ended...)
		for _, c := range claims {
			switch {
			case !slices.Contains(held, c): // a claim that only the new facts led to
				writes = append(writes, claimWrites([]decision.Claim{c}, is)...)
			case c.Limit == 0:
				settled, err := e.settle(ctx, c, is)
				if err != nil {
					return err
				}
				writes = append(writes, settled)
			}
		}
	} else {
		let := Award{Application: is.Number, Digest: is.Digest, Claims: slices.Clone(held)}
		for i, c := range let.Claims {
			let.Claims[i].Returned, let.Claims[i].Share = true, holdingOf(was.Holdings, c).Share
		}
		released, err := e.release(ctx, let)
		if err != nil {
			return err
		}
		writes = append(writes, released...)
	}
	shared, err := registry.Merge(ctx, e.Store, records)
	if err != nil {
		return err
	}
	body, err := json.Marshal(struct {
		*Determination
		ReviewerID string `json:"reviewer_id"`
	}{is.Determination, reviewer})
	if err != nil {
		return fmt.Errorf("storing a determination: %w", err)
	}
	entry, err := e.Audit.Append(
		is.Determination.At,
		audit.Event{Action: "determined", Application: is.Number, Digest: audit.Digest(body), Record: record},
	)
	if err != nil {
		return err
	}
	writes = append(
		append(writes, shared...),
		store.Create(
			"determination",
			store.Item{Key: determinationKey(is.Number), Body: body},
		),
	)
	dissolved, err := team.Dissolve(ctx, e.Store, team.Case{Kind: team.Application, Number: is.Number}, is.Determination.At)
	if err != nil {
		return err
	}
	acted, err := by.Act("determined")
	if err != nil {
		return err
	}
	writes = append(append(append(writes, dissolved...), acted...), more...)
	err = e.Store.Commit(ctx, append(writes, entry.Writes...)...)
	entry.Done(err)
	return CommitError("storing a determination", err, problem.Busy())
}

// ReviewDue is the last day for the reviewer's decision.
func (e *Engine) ReviewDue(ctx context.Context, a *Application) (calendar.Date, error) {
	asked, err := e.asked(ctx, a)
	return queueOf(a, asked).Due, err
}

// asked is when the review began: at the referral, or at the applicant's later request.
func (e *Engine) asked(ctx context.Context, a *Application) (time.Time, error) {
	if a.Outcome != decision.Rejected {
		return a.Received, nil
	}
	var review Review
	if err := load(ctx, e.Store, reviewKey(a.Number), &review); err != nil {
		return time.Time{}, fmt.Errorf("when a person was asked for: %w", err)
	}
	return review.Requested, nil
}

// settle turns a pending claim into a held one.
func (e *Engine) settle(ctx context.Context, c decision.Claim, a *Application) (store.Write, error) {
	body, item, err := e.claim(ctx, c)
	if err != nil {
		return store.Write{}, err
	}
	if body.Application != a.Number {
		return store.Write{}, fmt.Errorf("%s is under review and does not hold its claim", a.Number)
	}
	body.Pending, body.Applicant = false, a.holder()
	if item.Body, err = json.Marshal(body); err != nil {
		return store.Write{}, fmt.Errorf("settling a claim: %w", err)
	}
	return store.Replace("claim", item), nil
}

// recordWrites replace the application's record, store the referral beside it, and remove it from
// the queue.
func (e *Engine) recordWrites(ctx context.Context, was, is *Application) ([]store.Write, error) {
	before, err := e.Store.Get(ctx, applicationKey(was.Number))
	if err != nil {
		return nil, fmt.Errorf("storing a determination: %w", err)
	}
	body, err := json.Marshal(is)
	if err != nil {
		return nil, fmt.Errorf("storing a determination: %w", err)
	}
	summary, err := json.Marshal(is.summary())
	if err != nil {
		return nil, fmt.Errorf("storing a determination: %w", err)
	}
	unqueued, err := e.unqueue(ctx, was)
	if err != nil {
		return nil, err
	}
	writes := []store.Write{
		store.Replace("application", store.Item{Key: before.Key, Body: body, Version: before.Version}),
		store.Create("referral", store.Item{Key: store.Key{Partition: before.Partition, Sort: "REFERRAL"}, Body: before.Body}),
		store.Put("summary", store.Item{Key: summaryKey(is.Applicant.ID, is.Number), Body: summary}),
		unqueued,
		count(is.Determination.At, is.Service, was.District(), countDecided+string(is.Outcome), is.Number),
	}
	if agent := is.Applicant.Agent.ID; agent != "" {
		line, err := json.Marshal(is.acted())
		if err != nil {
			return nil, fmt.Errorf("storing a determination: %w", err)
		}
		writes = append(writes, store.Put("summary", store.Item{Key: actedKey(agent, is.Number), Body: line}))
	}
	return writes, nil
}

// unqueue returns the write that removes the application from the reviewers' queue, or that requires
// it not to be there.
func (e *Engine) unqueue(ctx context.Context, a *Application) (store.Write, error) {
	asked, err := e.asked(ctx, a)
	if errors.Is(err, store.ErrNotFound) {
		return store.Forbid("review", reviewKey(a.Number)), nil
	}
	if err != nil {
		return store.Write{}, err
	}
	place, err := e.queuePlace(ctx, a, asked)
	if err != nil {
		return store.Write{}, fmt.Errorf("the queue: %w", err)
	}
	return store.Remove("queue", place), nil
}

func determinationKey(number string) store.Key {
	return store.Key{Partition: applicationKey(number).Partition, Sort: "DETERMINATION"}
}
