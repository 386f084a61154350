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

// Review is an applicant's wish that a person look at an automatic decision.
type Review struct {
	Requested time.Time `json:"requested"`
	Ticket    string    `json:"ticket,omitempty"` // by which a person answers on what was approved
}

// Asking is what asking for a person would bring about. Whoever confirms it sends Confirm.
type Asking struct {
	Number      string           `json:"number"`
	Title       lang.Text        `json:"title"`
	Outcome     decision.Outcome `json:"outcome"`
	OutcomeText lang.Text        `json:"outcome_text"`
	Looks       lang.Text        `json:"looks,omitzero"`     // who looks, and what comes of it
	By          calendar.Date    `json:"by,omitzero"`        // the last day for that
	Meanwhile   lang.Text        `json:"meanwhile,omitzero"` // what holds until then
	Confirm     string           `json:"confirm,omitempty"`  // "" where there is nothing to ask for
	Why         lang.Text        `json:"why,omitzero"`       // there is nothing to ask for
}

// Answering is how a person answers on an approval, which no reviewer decides again: by a
// ticket, until the day, with the writes that open it.
type Answering struct {
	By     calendar.Date
	Ticket string
	Writes []store.Write
}

// Asking is what it would bring about to ask for a person now. An approval is answered as
// given.
func (e *Engine) Asking(ctx context.Context, a *Application, by Answering) (Asking, error) {
	ask := Asking{Number: a.Number, Title: a.Title, Outcome: a.Outcome, OutcomeText: a.Outcome.Text()}
	var before Review
	err := load(ctx, e.Store, reviewKey(a.Number), &before)
	switch {
	case err == nil:
		ask.Why = lang.T("该办件已要求人工复核，无需再次提出。", "A person has been asked for already; there is no need to ask again.")
	case !errors.Is(err, store.ErrNotFound):
		return ask, fmt.Errorf("reading the review: %w", err)
	case a.Parts != nil:
		ask.Why = lang.T("一件事中的各项分别办理：请打开需要复核的那一项提出。", "Each part was decided by itself: open the one that you mean, and ask there.")
	case a.Determination != nil:
		ask.Why = lang.T("该办件已由工作人员办结。不服的，可以申请行政复议或者提起行政诉讼。", "A person has decided it. Against that you may ask for administrative reconsideration, or sue.")
	case a.Outcome == decision.Referred:
		ask.Why = lang.F("该办件正由工作人员办理，最迟%s办结，无需另行要求。", "A person has it already, and decides by %s: there is no need to ask.", queueOf(a, a.Received).Due)
	case a.Outcome == decision.Rejected:
		ask.By = queueOf(a, e.Now()).Due
		ask.Looks = lang.T("由工作人员核对数据、补充事实，并按同样的规则重新决定：可能改为批准，也可能仍不批准。需要您补充的，会一次告知。",
			"A person checks the data, adds what was not known, and decides by the same rules: it may be approved then, or stay as it is. If anything is needed of you, you are asked once.")
		ask.Meanwhile = lang.T("办结之前，原决定不变；行政复议（六十日）和行政诉讼（六个月）的期限照常计算，不因此延长。每个办件可以要求一次，不收费。",
			"Until then the decision stands, and the times for reconsideration (60 days) and for suing (six months) go on running. It can be asked once, and costs nothing.")
	default:
		ask.By = by.By
		ask.Looks = lang.T("由工作人员查看本决定和所依据的数据，向您说明并答复；金额或者内容有误的，告诉您怎样更正。",
			"A person looks at the decision and at the data that it stood on, explains it, and answers you; where an amount or a content is wrong, you are told how it is mended.")
		ask.Meanwhile = lang.T("已批准的结果照常有效。每个办件可以要求一次，不收费。", "What was approved stays in force. It can be asked once, and costs nothing.")
	}
	if ask.Why.IsZero() {
		ask.Confirm, err = confirmation(ask, 0)
		return ask, err
	}
	return ask, nil
}

// RequestReview records that the applicant, or the agent who applied for them, asks for a
// person, once, as they confirmed it.
func (e *Engine) RequestReview(ctx context.Context, a *Application, by Actor, answering Answering, confirm string) error {
	ask, err := e.Asking(ctx, a, answering)
	if err != nil {
		return err
	}
	before := problem.New("already-requested", lang.T("该办件已要求人工复核，无需再次提出。", "A person has been asked for already; there is no need to ask again."))
	before.Application = a.Number
	if ask.Confirm == "" {
		before.Detail = ask.Why
		return before
	}
	if err := confirmed(confirm, ask.Confirm, a.Number, "review"); err != nil {
		return err
	}
	at := e.Now()
	body, err := json.Marshal(Review{Requested: at, Ticket: answering.Ticket})
	if err != nil {
		return fmt.Errorf("requesting a review: %w", err)
	}
	entry, err := e.Audit.Append(at, audit.Event{Action: "review-requested", Application: a.Number, Digest: audit.Digest(body)})
	if err != nil {
		return err
	}
	writes := append(entry.Writes, store.Require("application", applicationKey(a.Number)), store.Create("review", store.Item{Key: reviewKey(a.Number), Body: body}))
	if a.Outcome == decision.Rejected {
		waiting, err := e.queueWrites(ctx, a, at)
		if err != nil {
			return err
		}
		writes = append(writes, waiting...)
	} else {
		writes = append(writes, answering.Writes...)
	}
	err = e.CommitBy(ctx, by, LimitsOf(by.person(a), reviewLimit), writes...)
	entry.Done(err)
	return CommitError("requesting a review", err, before)
}

// Receipt is the answer that the application's record gives, with those of its
// parts, whether a person was asked for, and how it was rated.
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
	case !errors.Is(err, store.ErrNotFound):
		return receipt, fmt.Errorf("reading the review: %w", err)
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

// fresh is the receipt of an application to which its applicant has said nothing yet.
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
		parts[i].Outcome = part.Outcome // which a person may have decided since
	}
	if parts != nil {
		receipt.Outcome = combinedOutcome(parts)
		receipt.OutcomeText, receipt.Next = receipt.Outcome.Text(), next(receipt.Outcome)
	}
	return e.stands(ctx, a, receipt)
}

// stands is the receipt with how stands what was granted.
func (e *Engine) stands(ctx context.Context, a *Application, r Receipt) (Receipt, error) {
	if a.Grants == nil {
		return r, nil
	}
	award, err := LoadAward(ctx, e.Store, a.Number)
	if err != nil {
		return r, err
	}
	standing := award.Standing()
	r.Standing = &standing
	if !award.Adjusted.IsZero() {
		if r.Payment, err = e.order(ctx, a.Number); err != nil {
			return r, err
		}
	}
	switch standing.State {
	case Ended:
		r.Next = lang.T("证照已经失效，不能再使用。", "The certificate is no longer valid.")
	case Suspended:
		r.Next = lang.T("暂停期间证照不能使用；恢复的条件见暂停的原因。", "While it is suspended the certificate cannot be used; why it is suspended says how it is restored.")
	}
	return r, nil
}

func reviewKey(number string) store.Key {
	return store.Key{Partition: applicationKey(number).Partition, Sort: "REVIEW"}
}
