// Package applications shows a citizen their own applications, and lets them ask
// for a person to decide.
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

// Function is the function over those services, which say how what they granted is given up.
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
			"GET /applications":                     a.list,
			"GET /notices":                          a.notices,
			"GET /reads":                            a.reads,
			"GET /applications/{number}":            a.one,
			"GET /applications/{number}/review":     a.asking,
			"POST /applications/{number}/review":    a.review,
			"GET /applications/{number}/surrender":  a.ending,
			"POST /applications/{number}/surrender": a.surrender,
			"GET /applications/{number}/erasure":    a.erasing,
			"POST /applications/{number}/erasure":   a.erase,
			"POST /applications/{number}/rating":    a.rate,
			"POST /applications/{number}/answer":    a.answer,
			"GET /export":                           a.export,
			"GET /mandates":                         a.mandates,
			"POST /mandates":                        a.give,
			"POST /mandates/{id}/withdraw":          a.withdraw,
		}, nil
	}
}

type applications struct {
	*instant.Engine
	book  *ticket.Book            // where low ratings are followed up, and approvals explained
	items map[string]instant.Item // of the services, by their slugs
}

// List is a page of somebody's applications, the newest first.
type List struct {
	Applications []instant.Summary `json:"applications"`
	Next         string            `json:"next,omitempty"`  // for ?after=, to go on
	Acted        []instant.Summary `json:"acted,omitempty"` // the latest that one made as an agent, on the first page
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
	application, by, err := a.own(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	receipt, err := a.ReceiptFor(ctx, application, by)
	if err != nil {
		return httpapi.Response{}, err
	}
	return httpapi.Either(r, a.Pages, http.StatusOK, r.Page("receipt", application.Title, receipt))
}

// answer answers what a reviewer asked.
func (a applications) answer(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	application, by, err := a.own(ctx, r)
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

// rate takes down what the applicant thinks of how they were served.
func (a applications) rate(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	application, by, err := a.own(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	if err := by.RequireHolder(lang.T("评价须由本人作出。", "Whose it is alone can rate it.")); err != nil {
		return httpapi.Response{}, err
	}
	values, err := r.Values()
	if err != nil {
		return httpapi.Response{}, err
	}
	stars, err := strconv.Atoi(values["stars"])
	if err != nil {
		stars = 0 // which is no grade
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

// done answers what was done with an application: a browser sees it again, and a program
// gets its receipt.
func (a applications) done(ctx context.Context, r *httpapi.Request, application *instant.Application, by instant.Actor, status int) (httpapi.Response, error) {
	if r.WantsHTML() {
		return httpapi.Redirect("/applications/" + application.Number), nil
	}
	receipt, err := a.ReceiptFor(ctx, application, by)
	if err != nil {
		return httpapi.Response{}, err
	}
	return httpapi.JSON(status, receipt)
}

// own is the application of the path, if it is the caller's, or they made it as the
// agent of whose it is. Somebody else's is not to be told from one that does not exist.
func (a applications) own(ctx context.Context, r *httpapi.Request) (*instant.Application, instant.Actor, error) {
	return a.Own(ctx, r.Caller, r.Path("number"))
}
