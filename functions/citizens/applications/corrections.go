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

// CorrectionPage is one page of a person's requests for correction, newest first.
type CorrectionPage struct {
	Corrections []instant.CorrectionView `json:"corrections"`
	Next        string                   `json:"next,omitempty"` // value of ?after= for the next page
}

func (a applications) corrections(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	applicant, err := instant.ApplicantOf(r.Caller)
	if err != nil {
		return httpapi.Response{}, err
	}
	found, next, err := a.Corrections(ctx, applicant.ID, r.Query("after"))
	if err != nil {
		return httpapi.Response{}, err
	}
	page := r.Page("corrections", lang.T("我要求更正的数据", "My requests for correction"), CorrectionPage{found, next})
	return httpapi.Either(r, a.Pages, http.StatusOK, page)
}

// DisputingPage is the form with which a person asks for the correction of a value.
type DisputingPage struct {
	instant.Disputing
	Typed   map[string]string `json:"-"`
	Problem *problem.Problem  `json:"-"`
}

// disputing shows the form for the value that the query names.
func (a applications) disputing(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	application, _, err := a.ownApplication(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	return a.showDisputing(r, application, map[string]string{
		"dataset": r.Query("dataset"), "field": r.Query("field"), "within": r.Query("within"),
	}, nil)
}

func (a applications) showDisputing(r *httpapi.Request, of *instant.Application, typed map[string]string,
	problem *problem.Problem) (httpapi.Response, error) {
	d, err := a.Disputing(of, typed["dataset"], typed["field"], typed["within"])
	if err != nil {
		return httpapi.Response{}, err
	}
	title := problem.TitleOf(lang.F("这项数据不对：%s", "This value is wrong: %s", d.Value.Label))
	page := r.Page("disputing", title, DisputingPage{d, typed, problem})
	return httpapi.Either(r, a.Pages, statusOf(problem), page)
}

// dispute asks the department for the correction of the value.
func (a applications) dispute(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	application, by, err := a.ownApplication(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	values, err := r.Values()
	if err != nil {
		return httpapi.Response{}, err
	}
	made, err := a.RequestCorrection(ctx, application, by, values["dataset"], values["field"], instant.TypedValue(values),
		values["text"])
	var p *problem.Problem
	switch {
	case r.WantsHTML() && errors.As(err, &p) && p.Code == "invalid-form":
		return a.showDisputing(r, application, values, p)
	case err != nil:
		return httpapi.Response{}, err
	case r.WantsHTML():
		return httpapi.Redirect("/applications/" + application.Number), nil
	}
	return httpapi.JSON(http.StatusCreated, made)
}
