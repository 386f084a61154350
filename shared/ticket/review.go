package ticket

import (
	"context"
	"fmt"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/instant"
)

// Asking returns what a request for review of the application would cause.
func (b *Book) Asking(ctx context.Context, a *instant.Application) (instant.Asking, error) {
	_, by, err := b.answering(a)
	if err != nil {
		return instant.Asking{}, err
	}
	return b.Engine.Asking(ctx, a, by)
}

// RequestReview requests a review as the applicant confirmed it. A rejection is decided again by a
// reviewer; for an approval, an official answers a ticket that is opened in the same commit.
func (b *Book) RequestReview(ctx context.Context, a *instant.Application, by instant.Actor, confirm string) error {
	t, answering, err := b.answering(a)
	if err != nil {
		return err
	}
	if a.Outcome != decision.Approved {
		return b.Engine.RequestReview(ctx, a, by, answering, confirm)
	}
	if answering.Writes, err = b.Keep(ctx, t); err != nil {
		return err
	}
	opened, err := b.entry("opened", t)
	if err != nil {
		return err
	}
	answering.Ticket, answering.Writes = t.Number, append(answering.Writes, opened.Writes...)
	err = b.Engine.RequestReview(ctx, a, by, answering, confirm)
	opened.Done(err)
	return err
}

// answering returns the ticket with which an official would answer on the application, and the
// deadline.
func (b *Book) answering(a *instant.Application) (*Ticket, instant.Answering, error) {
	t, err := b.New(Intake{
		Category: "service", Place: a.District(), Text: fmt.Sprintf("要求由人查看并答复自动作出的决定：%s。", a.Title.ZH),
		Application: a.Number, Service: a.Service, Caller: Caller{ID: a.Applicant.ID, Name: a.Applicant.Name}, Source: FromReview,
	})
	if err != nil {
		return nil, instant.Answering{}, err
	}
	return t, instant.Answering{By: calendar.Of(t.Resolve)}, nil
}
