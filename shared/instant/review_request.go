package instant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// Review is an applicant's request that a person review an automatic decision.
type Review struct {
	Requested time.Time `json:"requested"`
	Ticket    string    `json:"ticket,omitempty"` // the ticket in which an official answers, for an approval
}

// Asking describes what a request for review would cause. The client sends Confirm back to confirm
// it.
type Asking struct {
	Number      string           `json:"number"`
	Title       lang.Text        `json:"title"`
	Outcome     decision.Outcome `json:"outcome"`
	OutcomeText lang.Text        `json:"outcome_text"`
	Looks       lang.Text        `json:"looks,omitzero"`       // who reviews, and the possible results
	By          calendar.Date    `json:"by,omitzero"`          // the deadline for that
	Provisional lang.Text        `json:"provisional,omitzero"` // why the deadline may still change
	Meanwhile   lang.Text        `json:"meanwhile,omitzero"`   // what applies until then
	Confirm     string           `json:"confirm,omitempty"`    // "" if no review can be requested
	Why         lang.Text        `json:"why,omitzero"`         // why no review can be requested
}

// Answering is how an official answers on an approval, which no reviewer decides again: a ticket
// with a deadline, and the writes that open it.
type Answering struct {
	By     calendar.Date
	Ticket string
	Writes []store.Write
}

// Asking returns what a request for review would cause now; by describes the answer on an
// approval.
func (e *Engine) Asking(ctx context.Context, a *Application, by Answering) (Asking, error) {
	ask := Asking{Number: a.Number, Title: a.Title, Outcome: a.Outcome, OutcomeText: a.Outcome.Text()}
	var before Review
	err := load(ctx, e.Store, reviewKey(a.Number), &before)
	switch {
	case err == nil:
		ask.Why = lang.T("该办件已要求人工复核，无需再次提出。", "A review has already been requested.")
	case !errors.Is(err, store.ErrNotFound):
		return ask, fmt.Errorf("reading the review: %w", err)
	case a.Parts != nil:
		ask.Why = lang.T("一件事中的各项分别办理：请打开需要复核的那一项提出。",
			"Each part was decided separately. Open the part that should be reviewed and request it there.")
	case a.Determination != nil && a.Determination.Correction == "":
		ask.Why = lang.T("该办件已由工作人员办结。不服的，可以申请行政复议或者提起行政诉讼。",
			"This was decided by a person. If you disagree, you can request administrative reconsideration or go to court.")
	case a.Outcome == decision.Referred:
		ask.Why = lang.F("该办件正由工作人员办理，最迟%s办结，无需另行要求。",
			"An official is already handling this and will decide by %s; no request is needed.", queueOf(a, a.Received).Due)
		if note := ProvisionalNote(queueOf(a, a.Received).Due); !note.IsZero() {
			ask.Why = lang.F("%s%s", "%s %s", ask.Why, note)
		}
	case a.Outcome == decision.Rejected:
		ask.By = queueOf(a, e.Now()).Due
		ask.Provisional = ProvisionalNote(ask.By)
		ask.Looks = lang.T(
			"由工作人员核对数据、补充事实，并按同样的规则重新决定：可能改为批准，也可能仍不批准。需要您补充的，会一次告知。",
			"A reviewer verifies the data, adds what was missing, and decides by the same rules: the result may "+
				"be an approval or stay the same. If anything is needed from you, you are asked once.",
		)
		ask.Meanwhile = lang.T(
			"办结之前，原决定不变；行政复议（六十日）和行政诉讼（六个月）的期限照常计算，不因此延长。每个办件可以要求一次，不收费。",
			"Until then the decision remains valid, and the time limits for reconsideration (60 days) and court "+
				"action (six months) continue. A review can be requested once and is free of charge.",
		)
	default:
		ask.By = by.By
		ask.Looks = lang.T(
			"由工作人员查看本决定和所依据的数据，向您说明并答复；金额或者内容有误的，告诉您怎样更正。",
			"An official checks the decision and its data, explains it and answers you. If an amount or other "+
				"content is wrong, you are told how it will be corrected.",
		)
		if ask.Meanwhile, err = e.meanwhile(ctx, a); err != nil {
			return ask, err
		}
	}
	if ask.Why.IsZero() {
		ask.Confirm, err = confirmation(ask, 0)
		return ask, err
	}
	return ask, nil
}

// meanwhile says what applies to a grant until an official has answered.
func (e *Engine) meanwhile(ctx context.Context, a *Application) (lang.Text, error) {
	once := lang.T("每个办件可以要求一次，不收费。", "A review can be requested once and is free of charge.")
	award, err := LoadAward(ctx, e.Store, a.Number)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return once, err
	}
	if err == nil && award.State != InForce {
		return lang.F("该结果自%s起%s（%s），复核期间不恢复；复核认为不应停止的，予以纠正。%s",
			"What was granted is not in force since %s (%s: %s), and is not restored during the review; if it should not have been "+
				"stopped, that is corrected. %s", award.Since, award.State.Text(), award.Cause, once), nil
	}
	return lang.F("已批准的结果照常有效。%s", "The approval stays in force. %s", once), nil
}

// RequestReview stores the request for review by the applicant or their agent, as they confirmed
// it. It can be requested once per application.
func (e *Engine) RequestReview(ctx context.Context, a *Application, by Actor, answering Answering, confirm string) error {
	ask, err := e.Asking(ctx, a, answering)
	if err != nil {
		return err
	}
	before := problem.New("already-requested", lang.T("该办件已要求人工复核，无需再次提出。", "A review has already been requested."))
	before.Application = a.Number
	if ask.Confirm == "" {
		before.Detail = ask.Why
		return before
	}
	if err := confirmed(confirm, ask.Confirm, a.Number, "review"); err != nil {
		return err
	}
	at := e.Now()
	writes, entry, err := e.reviewWrites(ctx, a, Review{Requested: at, Ticket: answering.Ticket})
	if err != nil {
		return err
	}
	writes = append(writes, answering.Writes...)
	err = e.CommitBy(ctx, by, LimitsOf(by.person(a), reviewLimit), writes...)
	entry.Done(err)
	return CommitError("requesting a review", err, before)
}

// reviewWrites returns the writes of a request for review, with its audit record: a rejection
// waits for a reviewer from then on.
func (e *Engine) reviewWrites(ctx context.Context, a *Application, r Review) ([]store.Write, *audit.Entry, error) {
	body, err := json.Marshal(r)
	if err != nil {
		return nil, nil, fmt.Errorf("requesting a review: %w", err)
	}
	entry, err := e.Audit.Append(r.Requested, audit.Event{Action: "review-requested", Application: a.Number, Digest: audit.Digest(body)})
	if err != nil {
		return nil, nil, err
	}
	writes := append(
		entry.Writes,
		store.Require("application", applicationKey(a.Number)),
		store.Create("review", store.Item{Key: reviewKey(a.Number), Body: body}),
	)
	if a.Outcome != decision.Rejected {
		return writes, entry, nil
	}
	waiting, err := e.queueWrites(ctx, a, r.Requested)
	writes = append(writes, store.Forbid("determination", determinationKey(a.Number))) // a correction may have decided it again
	return append(writes, waiting...), entry, err
}

// Receipt returns the receipt of the application and its parts, with the request for review, the
// reviewer's question, and the rating.
func (e *Engine) Receipt(ctx context.Context, a *Application) (Receipt, error) {
	receipt, err := e.fresh(ctx, a)
	if err != nil {
		return receipt, err
	}
	receipt.Erasure = e.erasure(a)
	var review Review
	switch err := load(ctx, e.Store, reviewKey(a.Number), &review); {
	case err == nil:
		receipt.Review = &review
		if a.Outcome == decision.Rejected && a.Determination == nil {
			term := TermTo(queueOf(a, review.Requested).Due)
			receipt.Term = &term
		}
	case !errors.Is(err, store.ErrNotFound):
		return receipt, fmt.Errorf("reading the review: %w", err)
	}
	corrections, err := e.correctionsOf(ctx, a)
	if err != nil {
		return receipt, err
	}
	for _, c := range corrections {
		v, err := e.correctionView(ctx, c)
		if err != nil {
			return receipt, err
		}
		receipt.Corrections = append(receipt.Corrections, v)
	}
	var asked Asked
	switch err := load(ctx, e.Store, askedKey(a.Number), &asked); {
	case err == nil:
		receipt.Asked = &asked
	case !errors.Is(err, store.ErrNotFound):
		return receipt, fmt.Errorf("reading what was asked: %w", err)
	}
	var rating Rating
	switch err := load(ctx, e.Store, ratingKey(a.Number), &rating); {
	case err == nil:
		receipt.Rating = &rating
	case !errors.Is(err, store.ErrNotFound):
		return receipt, fmt.Errorf("reading the rating: %w", err)
	}
	return receipt, nil
}

// fresh returns the receipt without the applicant's later requests and rating.
func (e *Engine) fresh(ctx context.Context, a *Application) (Receipt, error) {
	receipt := newReceipt(a)
	parts := slices.Clone(a.Parts)
	for i, p := range parts {
		part, err := LoadApplication(ctx, e.Store, p.Number)
		if err != nil {
			return receipt, err
		}
		of, err := e.stands(ctx, part, newReceipt(part))
		if err != nil {
			return receipt, err
		}
		receipt.Parts = append(receipt.Parts, of)
		parts[i].Outcome = part.Outcome // a reviewer may have decided it since
	}
	if parts != nil {
		receipt.Outcome = combinedOutcome(parts)
		receipt.OutcomeText, receipt.Next = receipt.Outcome.Text(), next(receipt.Outcome)
	}
	return e.stands(ctx, a, receipt)
}

// stands adds the current state of the grant to the receipt.
func (e *Engine) stands(ctx context.Context, a *Application, r Receipt) (Receipt, error) {
	if a.Grants == nil {
		return r, nil
	}
	award, err := LoadAward(ctx, e.Store, a.Number)
	if err != nil {
		return r, err
	}
	standing := award.Standing().On(calendar.Of(e.Now()), a.Grants.Certificate)
	r.Standing = &standing
	if !award.Adjusted.IsZero() {
		if r.Payment, err = e.order(ctx, a.Number); err != nil {
			return r, err
		}
		r.Means = means(a, r.Payment)
	}
	switch standing.State {
	case Ended:
		r.Next = lang.T("证照已经失效，不能再使用。", "The certificate is no longer valid.")
	case Suspended:
		r.Next = lang.T("暂停期间证照不能使用；恢复的条件见暂停的原因。",
			"The certificate cannot be used while it is suspended. The reason for the suspension says how to restore it.")
	}
	return r, nil
}

func reviewKey(number string) store.Key {
	return store.Key{Partition: applicationKey(number).Partition, Sort: "REVIEW"}
}
