// Package applications lets citizens read their applications, give up what they were granted,
// delete records and ask for a human review.
package applications

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/platform"
	"miaoban/shared/ticket"
)

// Function needs the services because each one describes how its grant is given up.
func Function(services []instant.Offering) platform.Function {
	items := map[string]instant.Item{}
	for _, s := range services {
		items[s.About().Slug] = s.About()
	}
	return func(e *instant.Engine) (httpapi.Routes, error) {
		book, err := ticket.Open(e)
		if err != nil {
			return nil, err
		}
		a := applications{e, book, items}
		return httpapi.Routes{
			"GET /applications":                      a.list,
			"GET /notices":                           a.notices,
			"GET /reads":                             a.reads,
			"GET /applications/{number}":             a.one,
			"GET /applications/{number}/review":      a.asking,
			"POST /applications/{number}/review":     a.review,
			"GET /applications/{number}/surrender":   a.ending,
			"POST /applications/{number}/surrender":  a.surrender,
			"GET /applications/{number}/erasure":     a.erasing,
			"POST /applications/{number}/erasure":    a.erase,
			"POST /applications/{number}/rating":     a.rate,
			"POST /applications/{number}/answer":     a.answer,
			"GET /applications/{number}/correction":  a.disputing,
			"POST /applications/{number}/correction": a.dispute,
			"GET /corrections":                       a.corrections,
			"GET /export":                            a.export,
			"GET /mandates":                          a.mandates,
			"POST /mandates":                         a.give,
			"POST /mandates/{id}/withdraw":           a.withdraw,
		}, nil
	}
}

type applications struct {
	*instant.Engine
	book  *ticket.Book            // follows up low ratings and explains approvals
	items map[string]instant.Item // by service slug
}

// List is one page of a person's applications, newest first.
type List struct {
	Applications []instant.Summary `json:"applications"`
	Next         string            `json:"next,omitempty"`  // value of ?after= for the next page
	Acted        []instant.Summary `json:"acted,omitempty"` // first page only: the latest applications made as an agent
}

func (a applications) list(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	applicant, err := instant.ApplicantOf(r.Caller)
	if err != nil {
		return httpapi.Response{}, err
	}
	summaries, next, err := instant.Applications(ctx, a.Store, applicant.ID, r.Query("after"))
	if err != nil {
		return httpapi.Response{}, err
	}
	l := List{Applications: summaries, Next: next}
	if r.Query("after") == "" {
		if l.Acted, _, err = a.Acted(ctx, applicant.ID, ""); err != nil {
			return httpapi.Response{}, err
		}
	}
	page := r.Page("applications", lang.T("我的办件", "My applications"), l)
	return httpapi.Either(r, a.Pages, http.StatusOK, page)
}

func (a applications) one(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	application, by, err := a.ownApplication(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	receipt, err := a.ReceiptFor(ctx, application, by)
	if err != nil {
		return httpapi.Response{}, err
	}
	return httpapi.Either(r, a.Pages, http.StatusOK, r.Page("receipt", application.Title, receipt.At(a.items)))
}

// answer records the applicant's answer to a reviewer's question.
func (a applications) answer(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	application, by, err := a.ownApplication(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	values, err := r.Values()
	if err != nil {
		return httpapi.Response{}, err
	}
	if err := a.Answer(ctx, application, by, values["text"]); err != nil {
		return httpapi.Response{}, err
	}
	return a.done(ctx, r, application, by, http.StatusCreated)
}

// rate records the applicant's rating of the service.
func (a applications) rate(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	application, by, err := a.ownApplication(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	if err := by.RequireHolder(lang.T("评价须由本人作出。", "Only the applicant can rate it.")); err != nil {
		return httpapi.Response{}, err
	}
	values, err := r.Values()
	if err != nil {
		return httpapi.Response{}, err
	}
	stars, err := strconv.Atoi(values["stars"])
	if err != nil {
		stars = 0 // not a valid grade
	}
	tags := strings.FieldsFunc(values["tags"], func(c rune) bool { return c == ',' })
	rating, err := instant.NewRating(stars, tags, values["comment"], a.Now())
	if err != nil {
		return httpapi.Response{}, err
	}
	if err := a.book.Rate(ctx, application, rating); err != nil {
		return httpapi.Response{}, err
	}
	return a.done(ctx, r, application, by, http.StatusCreated)
}

// done answers after a change: browsers are redirected to the application, programs get its
// receipt.
func (a applications) done(ctx context.Context, r *httpapi.Request, application *instant.Application, by instant.Actor,
	status int) (httpapi.Response, error) {
	if r.WantsHTML() {
		return httpapi.Redirect("/applications/" + application.Number), nil
	}
	receipt, err := a.ReceiptFor(ctx, application, by)
	if err != nil {
		return httpapi.Response{}, err
	}
	return httpapi.JSON(status, receipt.At(a.items))
}

// ownApplication returns the application in the path if the caller applied or acted as the applicant's agent.
// An application of somebody else gives the same answer as one that does not exist.
func (a applications) ownApplication(ctx context.Context, r *httpapi.Request) (*instant.Application, instant.Actor, error) {
	return a.Own(ctx, r.Caller, r.Path("number"))
}
