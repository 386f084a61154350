package instant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"miaoban/shared/audit"
	"miaoban/shared/form"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// proposal is a determination that a second reviewer has to confirm (四眼原则).
type proposal struct {
	Determination
	ReviewerID string `json:"reviewer_id"`
}

func proposalKey(number string) store.Key {
	return store.Key{Partition: applicationKey(number).Partition, Sort: "PROPOSAL"}
}

// Proposed returns the proposed determination of the application; nil if there is none.
func (e *Engine) Proposed(ctx context.Context, number string) (*Determination, error) {
	var p proposal
	switch err := load(ctx, e.Store, proposalKey(number), &p); {
	case errors.Is(err, store.ErrNotFound):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("reading a proposal: %w", err)
	}
	return &p.Determination, nil
}

// propose stores a reviewer's determination for confirmation by another.
func (e *Engine) propose(ctx context.Context, a *Application, by Clearance, p proposal) error {
	body, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("proposing: %w", err)
	}
	return e.keepProposal(ctx, "proposed", a, by, p, store.Create("proposal", store.Item{Key: proposalKey(a.Number), Body: body}), true)
}

// Return rejects a proposal with a reason; the application is open again for any reviewer.
func (e *Engine) Return(ctx context.Context, a *Application, by Clearance, reason string) error {
	if _, err := form.RequiredText("reason", reason); err != nil {
		return err
	}
	p, version, err := e.proposal(ctx, a, by.by)
	if err != nil {
		return err
	}
	return e.keepProposal(ctx, "proposal-returned", a, by, p, store.Delete("proposal", proposalKey(a.Number), version), false)
}

// proposal returns the proposal that the officer may confirm, which must be another reviewer's.
func (e *Engine) proposal(ctx context.Context, a *Application, by Officer) (p proposal, version int64, err error) {
	item, err := e.Store.Get(ctx, proposalKey(a.Number))
	if errors.Is(err, store.ErrNotFound) {
		return p, 0, problem.New("moved-on", lang.T("没有待复核的意见。", "No proposal is waiting for confirmation."))
	}
	if err == nil {
		err = json.Unmarshal(item.Body, &p)
	}
	if err != nil {
		return p, 0, fmt.Errorf("reading a proposal: %w", err)
	}
	if p.ReviewerID == by.ID {
		return p, 0, problem.New("forbidden", lang.T("须由另一名审核人员复核。", "Another reviewer must confirm it."))
	}
	return p, item.Version, nil
}

// keepProposal commits the write of a proposal with its queue entry.
func (e *Engine) keepProposal(
	ctx context.Context,
	action string,
	a *Application,
	by Clearance,
	p proposal,
	write store.Write,
	proposed bool,
) error {
	asked, err := e.asked(ctx, a)
	if err != nil {
		return err
	}
	line, err := e.lineNow(ctx, a, asked, by, nil)
	if err != nil {
		return err
	}
	line.Proposed = proposed
	writes, err := e.queueMove(ctx, a, asked, line)
	if err != nil {
		return err
	}
	writes = append(writes, write)
	acted, err := by.Act(action)
	if err != nil {
		return err
	}
	kept, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("proposing: %w", err)
	}
	entry, err := e.Audit.Append(e.Now(), audit.Event{Action: action, Application: a.Number, Digest: audit.Digest(kept)})
	if err != nil {
		return err
	}
	err = e.Store.Commit(ctx, append(append(entry.Writes, writes...), acted...)...)
	entry.Done(err)
	return CommitError("storing a proposal", err, problem.New("moved-on", lang.T("该办件已有待复核的意见。",
		"A proposal is already waiting for confirmation.")))
}

// Confirm implements Reviewer.
func (s *instance[F, P]) Confirm(ctx context.Context, a *Application, by Clearance) (*Application, error) {
	p, version, err := s.proposal(ctx, a, by.by)
	if err != nil {
		return nil, err
	}
	p.Second = by.by.Name
	made, held, err := s.determine(ctx, a, p.Determination)
	if err == nil {
		err = s.still(ctx, by, made.application)
	}
	if err == nil {
		err = s.stillFirst(ctx, p, by, made.application)
	}
	if err != nil {
		return nil, err
	}
	return made.application, s.keepDetermined(
		ctx,
		a,
		made,
		held,
		by,
		p.ReviewerID+" "+by.by.ID,
		store.Delete("proposal", proposalKey(a.Number), version),
	)
}

// stillFirst returns a problem if the first reviewer has a conflict of interest by now.
func (e *Engine) stillFirst(ctx context.Context, p proposal, second Clearance, is *Application) error {
	people := WithPeople(slices.Clone(second.matter.People), is.People()...)
	verdict, err := e.look(ctx, p.ReviewerID, Matter{Application: is.Number, Service: is.Service, People: people})
	if err != nil {
		return err
	}
	if first := (Officer{Region: p.Region}); !first.may(verdict) {
		return problem.New("conflict-of-interest", lang.T("提出意见的工作人员须回避，请退回后由他人重新办理。",
			"The first reviewer may have a conflict of interest. Please return the proposal, so that another reviewer decides."))
	}
	return nil
}
