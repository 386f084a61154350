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

// What cannot be undone by another click has a page of its own, which says what comes of it,
// and one step to confirm it: giving up what was granted, erasing, and asking for a person.

// EndingPage says what giving it up would bring about.
type EndingPage struct {
	instant.Ending
	InsteadName lang.Text        `json:"instead_name,omitzero"` // of the service through which it ends
	Problem     *problem.Problem `json:"-"`                     // with what was sent to confirm it
}

// ending shows what giving up what the application was granted would bring about.
func (a applications) ending(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	application, _, err := a.owned(ctx, r, lang.T("终止须由本人提出。", "Its holder alone can give it up."))
	if err != nil {
		return httpapi.Response{}, err
	}
	return a.showEnding(ctx, r, application, nil)
}

func (a applications) showEnding(ctx context.Context, r *httpapi.Request, of *instant.Application, problem *problem.Problem) (httpapi.Response, error) {
	ending, err := a.Ending(ctx, of, a.items[of.Service].Surrender)
	if err != nil {
		return httpapi.Response{}, err
	}
	page := EndingPage{Ending: ending, InsteadName: a.items[ending.Instead].Name, Problem: problem}
	return httpapi.Either(r, a.Pages, statusOf(problem), r.Page("surrender", lang.F("终止：%s", "Give it up: %s", of.Title), page))
}

// surrender gives up what the application was granted, once that is confirmed.
func (a applications) surrender(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	application, by, err := a.owned(ctx, r, lang.T("终止须由本人提出。", "Its holder alone can give it up."))
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

// ErasingPage says what erasing the record would bring about.
type ErasingPage struct {
	instant.Erasing
	Problem *problem.Problem `json:"-"`
}

// erasing shows what erasing the record of the application would bring about.
func (a applications) erasing(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	application, _, err := a.owned(ctx, r, lang.T("删除须由本人提出。", "Whose it is alone can have it erased."))
	if err != nil {
		return httpapi.Response{}, err
	}
	return a.showErasing(ctx, r, application, nil)
}

func (a applications) showErasing(ctx context.Context, r *httpapi.Request, of *instant.Application, problem *problem.Problem) (httpapi.Response, error) {
	erasing, err := a.Erasing(ctx, of)
	if err != nil {
		return httpapi.Response{}, err
	}
	return httpapi.Either(r, a.Pages, statusOf(problem), r.Page("erasure", lang.F("删除记录：%s", "Erase the records: %s", of.Title), ErasingPage{erasing, problem}))
}

// erase removes what is held of a rejected application (个人信息保护法 art. 47), once that
// is confirmed.
func (a applications) erase(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	application, _, err := a.owned(ctx, r, lang.T("删除须由本人提出。", "Whose it is alone can have it erased."))
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

// AskingPage says what asking for a person would bring about.
type AskingPage struct {
	instant.Asking
	Problem *problem.Problem `json:"-"`
}

// asking shows what asking for a person would bring about.
func (a applications) asking(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	application, _, err := a.own(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	return a.showAsking(ctx, r, application, nil)
}

func (a applications) showAsking(ctx context.Context, r *httpapi.Request, of *instant.Application, problem *problem.Problem) (httpapi.Response, error) {
	asking, err := a.book.Asking(ctx, of)
	if err != nil {
		return httpapi.Response{}, err
	}
	return httpapi.Either(r, a.Pages, statusOf(problem), r.Page("asking", lang.F("要求人工复核：%s", "Ask for a person: %s", of.Title), AskingPage{asking, problem}))
}

// review asks for a person to look at an automatic decision (个人信息保护法 art. 24), once
// that is confirmed.
func (a applications) review(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	application, by, err := a.own(ctx, r)
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

// owned is the application of the path, if it is the caller's own: not what they made as
// somebody's agent, who is told why not.
func (a applications) owned(ctx context.Context, r *httpapi.Request, alone lang.Text) (*instant.Application, instant.Actor, error) {
	application, by, err := a.own(ctx, r)
	if err == nil {
		err = by.RequireHolder(alone)
	}
	return application, by, err
}

// confirmOf is what the request confirms; "" where it says nothing.
func confirmOf(r *httpapi.Request) (string, error) {
	if r.Event.Body == "" {
		return "", nil
	}
	values, err := r.Values()
	return values["confirm"], err
}

// unconfirmed is the problem of what a browser has to read, and to confirm, once more; nil
// where the error is none of those.
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
