package applications

import (
	"context"
	"errors"
	"net/http"

	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
)

// An action that cannot be undone has a page that explains the effects and one step to confirm it:
// giving up a grant, deleting a record, and asking for a human review.

// EndingPage explains the effects of giving up a grant.
type EndingPage struct {
	instant.Ending
	InsteadName lang.Text        `json:"instead_name,omitzero"` // name of the service that ends it
	Problem     *problem.Problem `json:"-"`                     // fault of the confirmation that was sent
}

// ending shows the effects of giving up what the application granted.
func (a applications) ending(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	application, _, err := a.requireHolder(ctx, r, lang.T("终止须由本人提出。", "Only the holder can give it up."))
	if err != nil {
		return httpapi.Response{}, err
	}
	return a.showEnding(ctx, r, application, nil)
}

func (a applications) showEnding(ctx context.Context, r *httpapi.Request, of *instant.Application,
	problem *problem.Problem) (httpapi.Response, error) {
	ending, err := a.Ending(ctx, of, a.items[of.Service].Surrender)
	if err != nil {
		return httpapi.Response{}, err
	}
	page := EndingPage{Ending: ending, InsteadName: a.items[ending.Instead].Name, Problem: problem}
	return httpapi.Either(r, a.Pages, statusOf(problem), r.Page("surrender", lang.F("终止：%s", "Give up: %s", of.Title), page))
}

// surrender gives up what the application granted, after confirmation.
func (a applications) surrender(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	application, by, err := a.requireHolder(ctx, r, lang.T("终止须由本人提出。", "Only the holder can give it up."))
	if err != nil {
		return httpapi.Response{}, err
	}
	confirm, err := confirmOf(r)
	if err == nil {
		err = a.Surrender(ctx, application, a.items[application.Service].Surrender, confirm)
	}
	if p := unconfirmed(r, err); p != nil {
		return a.showEnding(ctx, r, application, p)
	}
	if err != nil {
		return httpapi.Response{}, err
	}
	return a.done(ctx, r, application, by, http.StatusOK)
}

// ErasingPage explains the effects of deleting the record.
type ErasingPage struct {
	instant.Erasing
	Problem *problem.Problem `json:"-"`
}

// erasing shows the effects of deleting the application's record.
func (a applications) erasing(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	application, _, err := a.requireHolder(ctx, r, lang.T("删除须由本人提出。", "Only the applicant can ask for deletion."))
	if err != nil {
		return httpapi.Response{}, err
	}
	return a.showErasing(ctx, r, application, nil)
}

func (a applications) showErasing(ctx context.Context, r *httpapi.Request, of *instant.Application,
	problem *problem.Problem) (httpapi.Response, error) {
	erasing, err := a.Erasing(ctx, of)
	if err != nil {
		return httpapi.Response{}, err
	}
	return httpapi.Either(r, a.Pages, statusOf(problem),
		r.Page("erasure", lang.F("删除记录：%s", "Delete the records: %s", of.Title), ErasingPage{erasing, problem}))
}

// erase deletes what is stored about a rejected application (个人信息保护法 art. 47), after confirmation.
func (a applications) erase(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	application, _, err := a.requireHolder(ctx, r, lang.T("删除须由本人提出。", "Only the applicant can ask for deletion."))
	if err != nil {
		return httpapi.Response{}, err
	}
	confirm, err := confirmOf(r)
	if err == nil {
		err = a.Erase(ctx, application, confirm)
	}
	if p := unconfirmed(r, err); p != nil {
		return a.showErasing(ctx, r, application, p)
	}
	if err != nil {
		return httpapi.Response{}, err
	}
	if r.WantsHTML() {
		return httpapi.Redirect("/applications"), nil
	}
	return httpapi.Response{StatusCode: http.StatusNoContent}, nil
}

// AskingPage explains the effects of asking for a human review.
type AskingPage struct {
	instant.Asking
	Problem *problem.Problem `json:"-"`
}

// asking shows the effects of asking for a human review.
func (a applications) asking(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	application, _, err := a.ownApplication(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	return a.showAsking(ctx, r, application, nil)
}

func (a applications) showAsking(ctx context.Context, r *httpapi.Request, of *instant.Application,
	problem *problem.Problem) (httpapi.Response, error) {
	asking, err := a.book.Asking(ctx, of)
	if err != nil {
		return httpapi.Response{}, err
	}
	return httpapi.Either(r, a.Pages, statusOf(problem),
		r.Page("asking", lang.F("要求人工复核：%s", "Ask for a human review: %s", of.Title), AskingPage{asking, problem}))
}

// review requests a human review of an automatic decision (个人信息保护法 art. 24), after confirmation.
func (a applications) review(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	application, by, err := a.ownApplication(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	confirm, err := confirmOf(r)
	if err == nil {
		err = a.book.RequestReview(ctx, application, by, confirm)
	}
	if p := unconfirmed(r, err); p != nil {
		return a.showAsking(ctx, r, application, p)
	}
	if err != nil {
		return httpapi.Response{}, err
	}
	return a.done(ctx, r, application, by, http.StatusAccepted)
}

// requireHolder returns the application in the path if the caller is the applicant. An agent gets the text
// `alone` as the reason of the refusal.
func (a applications) requireHolder(ctx context.Context, r *httpapi.Request, alone lang.Text) (*instant.Application, instant.Actor, error) {
	application, by, err := a.ownApplication(ctx, r)
	if err == nil {
		err = by.RequireHolder(alone)
	}
	return application, by, err
}

// confirmOf returns the request's confirmation, or "" if it has none.
func confirmOf(r *httpapi.Request) (string, error) {
	if r.Event.Body == "" {
		return "", nil
	}
	values, err := r.Values()
	return values["confirm"], err
}

// unconfirmed returns the problem if the user must read and confirm the page again, else nil.
func unconfirmed(r *httpapi.Request, err error) *problem.Problem {
	var p *problem.Problem
	if r.WantsHTML() && errors.As(err, &p) && (p.Code == "confirmation-required" || p.Code == "moved-on") {
		return p
	}
	return nil
}

func statusOf(p *problem.Problem) int {
	if p != nil {
		return httpapi.StatusOf(p.Code)
	}
	return http.StatusOK
}
