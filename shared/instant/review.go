package instant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/httpapi"
	"miaoban/shared/lang"
	"miaoban/shared/store"
)

// Review is an applicant's wish that a person look at an automatic decision.
type Review struct {
	Requested time.Time `json:"requested"`
}

// RequestReview records that the applicant asks for a person, once.
func (e *Engine) RequestReview(ctx context.Context, a *Application) error {
	at := e.Now()
	body, err := json.Marshal(Review{Requested: at})
	if err != nil {
		return fmt.Errorf("requesting a review: %w", err)
	}
	entry, err := e.Audit.Append(at, audit.Event{Action: "review-requested", Application: a.Number, Digest: audit.Digest(body)})
	if err != nil {
		return err
	}
	writes := append(entry.Writes, store.Require("application", applicationKey(a.Number)), store.Create("review", store.Item{Key: reviewKey(a.Number), Body: body}))
	if a.Outcome == Rejected && a.Parts == nil {
		waiting, err := queueWrites(a, at)
		if err != nil {
			return err
		}
		writes = append(writes, waiting...)
	}
	err = e.Store.Commit(ctx, writes...)
	entry.Done(err)
	before := httpapi.NewProblem("already-requested", lang.T("该办件已要求人工复核，无需再次提出。", "A person has been asked for already; there is no need to ask again."))
	before.Application = a.Number
	return Committed("requesting a review", err, before)
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
		receipt.Parts = append(receipt.Parts, newReceipt(part))
		parts[i].Outcome = part.Outcome // which a person may have decided since
	}
	if parts != nil {
		receipt.Outcome = together(parts)
		receipt.OutcomeText, receipt.Next = receipt.Outcome.Text(), next(receipt.Outcome)
	}
	if a.Grants != nil {
		award, err := LoadAward(ctx, e.Store, a.Number)
		if err != nil {
			return receipt, err
		}
		standing := award.Standing()
		receipt.Standing = &standing
	}
	return receipt, nil
}

func reviewKey(number string) store.Key {
	return store.Key{Partition: applicationKey(number).Partition, Sort: "REVIEW"}
}
